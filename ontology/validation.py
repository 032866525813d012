"""SHACL over the facts of a graph, and the promise that every quote is the kept text between its offsets.

In: the whole graph as N-Quads. Out: results, violations first. The reference data, which no ingest changes, are left
out: their build checks them. rdflib and pySHACL are loaded only when this runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Graph

DM = "https://w3id.org/daumoi/ns#"
_OF_DOCUMENTS = (b"/graph/document/", b"/graph/file/")


@dataclass(frozen=True, slots=True)
class Result:
    """One result: `severity` violation, warning or info; `focus` the node; `path`, `value` where they apply."""

    severity: str
    focus: str
    message: str
    path: str | None = None
    value: str | None = None


def validate(path: Path) -> list[Result]:
    """All results for the documents' graphs in an N-Quads file, violations first."""
    graph = _facts(path)
    found = [*_broken_quotes(graph), *_shacl(graph)]
    return sorted(found, key=lambda r: (r.severity != "violation", r.focus, r.message))


def _facts(path: Path) -> Graph:
    """The documents' graphs merged into one."""
    from rdflib import Graph

    graph = Graph()
    lines = []
    with path.open("rb") as quads:
        for line in quads:
            triple, _, name = line.rstrip(b" .\n").rpartition(b" ")
            if any(part in name for part in _OF_DOCUMENTS):
                lines.append(triple + b" .\n")
    graph.parse(data=b"".join(lines), format="nt")
    return graph


def _broken_quotes(graph: Graph) -> Iterator[Result]:
    """Facts whose quote is not the kept text at their offsets."""
    from rdflib import URIRef

    def p(name: str) -> URIRef:
        return URIRef(DM + name)

    texts = {
        str(document): str(graph.value(file, p("keptText"))) for document, file in graph.subject_objects(p("file"))
    }
    for node, document in graph.subject_objects(p("inDocument")):
        quote, start, end = (graph.value(node, p(name)) for name in ("quote", "start", "end"))
        kept = texts.get(str(document))
        if quote is None or start is None or end is None or kept is None:
            continue
        if kept[int(str(start)) : int(str(end))] != str(quote):
            yield Result(
                "violation", str(node), "the quote is not the kept text at its offsets", DM + "quote", str(quote)
            )


def _shacl(graph: Graph) -> Iterator[Result]:
    import pyshacl
    from rdflib import RDF, SH, Graph

    shapes = Graph().parse(data=files("ontology").joinpath("shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, advanced=True, inference="none")
    for node in report.subjects(RDF.type, SH.ValidationResult):
        severity = str(report.value(node, SH.resultSeverity)).rpartition("#")[2].lower()
        path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
        yield Result(
            severity,
            str(report.value(node, SH.focusNode)),
            str(report.value(node, SH.resultMessage)),
            str(path) if path else None,
            str(value) if value else None,
        )
