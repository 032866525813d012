"""W3C tests that this server is known to fail, each by folder and name with the reason.

All of them are the engine's (pyoxigraph 0.5.13); the Oxigraph server fails them too. An unexpected pass is a failure.
"""

_LANGUAGE = "GROUP_CONCAT keeps the language tag of its strings"
_GRAPH = "the engine evaluates what stands inside GRAPH ?g with the graph's name already bound"
_PATH = (
    "a zero-length path from a set of start points misses terms that are not in the data; tests newer than the engine"
)

EXCLUDED: dict[str, str] = {
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "aggregates/agg-empty-group-count-graph": _GRAPH,
    "bindings/graph": _GRAPH,
    "negation/graph-minus": _GRAPH,
    "functions/bnode01": "BNODE(string) gives the same node in all rows instead of one for each row",
    "property-path/zero_or_more_set_start": _PATH,
    "property-path/zero_or_more_set_end": _PATH,
    "property-path/zero_or_one_set_start": _PATH,
    "property-path/zero_or_one_set_end": _PATH,
    "syntax-query/test_4": "a function the engine does not know is an error at once, not an unbound value",
}
