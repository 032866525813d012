"""SPARQL 1.1 evaluation, syntax and result formats: W3C's tests over HTTP, on the writable application.

What the engine cannot do is listed by IRI with its reason; a test of that list that passes fails the run, so that the
list stays true. Entailment is left out (the engine has none), and so is federation: SERVICE is refused here.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDF, RDFS, URIRef

from graph_api.app import create_app
from graph_api.settings import Settings
from graph_api.sparql.writable import WritableEngine
from tests.support import loops
from tests.w3c.excluded import EXCLUDED
from tests.w3c.suite import DAWGT, MF, QT, SUITE, UT, entries, load, short

KINDS = {
    MF.QueryEvaluationTest: "query",
    MF.CSVResultFormatTest: "query",
    MF.PositiveSyntaxTest11: "good query",
    MF.NegativeSyntaxTest11: "bad query",
    MF.UpdateEvaluationTest: "update",
    UT.UpdateEvaluationTest: "update",
    MF.PositiveUpdateSyntaxTest11: "good update",
    MF.NegativeUpdateSyntaxTest11: "bad update",
}
LEFT_OUT = {
    "entailment",
    "service",
    "syntax-fed",
    "protocol",
    "service-description",
    "graph-store-protocol",
    "http-rdf-update",
}


@dataclass(frozen=True)
class Evaluation:
    """`data`: (graph name or '', file) before; `after`: the same for an update's result; `result`: a query's."""

    iri: str
    kind: str
    text: Path
    data: tuple[tuple[str, Path], ...] = ()
    after: tuple[tuple[str, Path], ...] = ()
    result: Path | None = None


def local(node: Any) -> Path:
    return Path(str(node).removeprefix("file://"))


def evaluations_of(manifest: Path) -> list[Evaluation]:
    graph = load(manifest)
    found = []
    for test in entries(graph):
        kind = next((KINDS[k] for k in graph.objects(test, RDF.type) if k in KINDS), None)
        if kind is None or (test, DAWGT.approval, DAWGT.Withdrawn) in graph:
            continue
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        if kind in ("query", "update"):
            space = QT if kind == "query" else UT
            text = graph.value(action, QT.query if kind == "query" else UT.request)
            found.append(
                Evaluation(
                    str(test),
                    kind,
                    local(text),
                    _data(graph, action, space),
                    _data(graph, result, UT) if kind == "update" else (),
                    local(result) if kind == "query" else None,
                )
            )
        else:
            found.append(Evaluation(str(test), kind, local(action)))
    return found


def _data(graph: Any, node: Any, space: Any) -> tuple[tuple[str, Path], ...]:
    data = [("", local(item)) for item in graph.objects(node, space.data)]
    for item in graph.objects(node, space.graphData):
        if isinstance(item, URIRef):
            data.append((str(item), local(item)))
        else:
            data.append((str(graph.value(item, RDFS.label)), local(graph.value(item, UT.graph))))
    return tuple(data)


TESTS = (
    [
        test
        for manifest in sorted(SUITE.glob("*/manifest.ttl"))
        if manifest.parent.name not in LEFT_OUT
        for test in evaluations_of(manifest)
    ]
    if SUITE.exists()
    else []
)

pytestmark = pytest.mark.skipif(not TESTS, reason="W3C's test suite is not here")


def test_the_manifests_have_all_tests() -> None:
    """So that a manifest that is not read does not look like success. 7 query tests need SERVICE and are left out."""
    kinds = [test.kind for test in TESTS]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "query": 239 - 7 + 3,  # and the 3 of result formats
        "update": 94,
        "good query": 63,
        "bad query": 48,
        "good update": 42,
        "bad update": 13,
    }
    assert set(EXCLUDED) <= {short(test.iri) for test in TESTS}


def parameters() -> list[Any]:
    return [
        pytest.param(
            test,
            id=short(test.iri),
            marks=[pytest.mark.xfail(reason=EXCLUDED[short(test.iri)], strict=True)]
            if short(test.iri) in EXCLUDED
            else [],
        )
        for test in TESTS
    ]


@pytest.mark.parametrize("test", parameters())
def test_evaluation(test: Evaluation) -> None:
    engine = WritableEngine()
    fill(engine.store, test.data)
    response = loops.run(send(engine, test))
    if test.kind.startswith("bad"):
        assert 400 <= response.status_code < 500, response.text[:300]
        return
    if test.kind == "good update" and not response.is_success:
        # These test the syntax alone: an update of a graph that is not there, or LOAD from a host, may fail later.
        assert response.json()["error"]["code"] == "update_failed", response.text[:500]
        return
    assert response.is_success, response.text[:500]
    if test.kind == "update":
        expected = ox.Store()
        fill(expected, test.after)
        assert same_quads(engine.store, expected)
    elif test.result is not None:
        assert_same(response, test.result)


async def send(engine: WritableEngine, test: Evaluation) -> httpx.Response:
    text = f"BASE <{test.text.as_uri()}>\n" + test.text.read_text(encoding="utf-8")
    kind = "update" if "update" in test.kind else "query"
    headers = {"content-type": f"application/sparql-{kind}"}
    if test.result is not None:
        headers["accept"] = {
            ".csv": "text/csv",
            ".tsv": "text/tab-separated-values",
            ".srj": "application/sparql-results+json",
            ".srx": "application/sparql-results+xml",
        }.get(test.result.suffix, "application/sparql-results+json, text/turtle;q=0.5")
    transport = httpx.ASGITransport(create_app(Settings(), engine))
    async with httpx.AsyncClient(transport=transport, base_url="http://www.example") as client:
        return await client.post("/sparql", content=text.encode(), headers=headers)


def fill(store: ox.Store, data: tuple[tuple[str, Path], ...]) -> None:
    for name, path in data:
        form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        if name:
            store.add_graph(ox.NamedNode(name))
        store.load(path=str(path), format=form, base_iri=path.as_uri(), to_graph=graph)


def same_quads(one: ox.Store, other: ox.Store) -> bool:
    return canonical(ox.Dataset(one)) == canonical(ox.Dataset(other))


def canonical(data: ox.Dataset) -> set[str]:
    data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in data}


def assert_same(response: httpx.Response, expected: Path) -> None:
    if expected.suffix == ".csv":
        assert table(response.content) == table(expected.read_bytes())
    elif expected.suffix in (".srx", ".srj", ".tsv"):
        form = ox.QueryResultsFormat.from_extension(expected.suffix.removeprefix("."))
        assert form is not None
        assert solutions(response.content, form) == solutions(expected.read_bytes(), form)
    else:
        media = response.headers["content-type"].split(";")[0]
        form_is = ox.RdfFormat.from_media_type(media)
        given = expected.read_bytes()
        if b"result-set#" in given:
            assert solutions(response.content, ox.QueryResultsFormat.JSON) == table_in_rdf(expected)
            return
        assert form_is is not None
        suffix = ox.RdfFormat.from_extension(expected.suffix.removeprefix("."))
        assert graph_of(response.content, form_is, "http://www.example/sparql") == graph_of(
            given, suffix, expected.as_uri()
        )


def graph_of(data: bytes, form: Any, base: str) -> set[str]:
    quads = (ox.Quad(q.subject, q.predicate, usual(q.object)) for q in ox.parse(data, form, base_iri=base))
    return canonical(ox.Dataset(quads))


def table(data: bytes) -> tuple[list[str], list[list[str]]]:
    """Header and rows in any order; blank nodes count as equal (CSV cannot say more)."""
    head, *rows = csv.reader(io.StringIO(data.decode()))
    order = sorted(range(len(head)), key=head.__getitem__)  # SELECT * has no order of its own
    return sorted(head), sorted([_cell(row[place]) for place in order] for row in rows)


def _cell(text: str) -> str:
    """Blank nodes as one; numbers by value, because CSV has no types and the engine one form for each."""
    if text.startswith("_:"):
        return "_:"
    try:
        return str(float(text)) if re.fullmatch(r"[+-]?[\d.]+(?:[eE][+-]?\d+)?", text) else text
    except ValueError:
        return text


RS = "http://example/row#"


def solutions(data: bytes, form: ox.QueryResultsFormat) -> Any:
    """A boolean, or the rows as canonical quads: the same whatever the order and the names of blank nodes."""
    parsed = ox.parse_query_results(data, form)
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = [variable.value for variable in parsed.variables]
    rows = [{name: usual(row[name]) for name in names if row[name] is not None} for row in parsed]
    return sorted(names), as_graph(rows)


def usual(term: Any) -> Any:
    """A term as the engine stores it: numbers in one form for each value ("01" is "1"), which it cannot help."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.BlankNode(), ox.NamedNode(RS), term))
    return next(iter(store)).object


XSD = "http://www.w3.org/2001/XMLSchema#"


def as_graph(rows: list[dict[str, Any]]) -> set[str]:
    quads = []
    for row in rows:
        node = ox.BlankNode()
        quads.append(ox.Quad(node, ox.NamedNode(RS + "is"), ox.Literal("row")))
        quads += [ox.Quad(node, ox.NamedNode(RS + name), value) for name, value in row.items()]
    return canonical(ox.Dataset(quads))


def table_in_rdf(path: Path) -> Any:
    """The old form of expected results: a table described in Turtle."""
    rs = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
    store = ox.Store()
    store.load(path=str(path), base_iri=path.as_uri(), format=ox.RdfFormat.from_extension(path.suffix[1:]))
    boolean = list(store.quads_for_pattern(None, ox.NamedNode(rs + "boolean"), None))
    if boolean:
        return boolean[0].object.value == "true"
    names = sorted(
        quad.object.value for quad in store.quads_for_pattern(None, ox.NamedNode(rs + "resultVariable"), None)
    )
    rows = []
    for solution in store.quads_for_pattern(None, ox.NamedNode(rs + "solution"), None):
        row = {}
        for binding in store.quads_for_pattern(solution.object, ox.NamedNode(rs + "binding"), None):
            at = binding.object
            name = next(store.quads_for_pattern(at, ox.NamedNode(rs + "variable"), None)).object.value
            row[name] = usual(next(store.quads_for_pattern(at, ox.NamedNode(rs + "value"), None)).object)
        rows.append(row)
    return names, as_graph(rows)
