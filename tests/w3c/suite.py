"""W3C's SPARQL 1.1 test suite as values: manifests in, tests out. The data is not part of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

SUITE = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "sparql11"

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
DAWGT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes | None
    statuses: tuple[str, ...]
    boolean: bool | None
    format: str | None
    answer: str | None
    answer_headers: dict[str, str]
    location: str | None


@dataclass(frozen=True)
class HttpTest:
    """A test of the Protocol or of the Graph Store Protocol. `data`: (graph name, file) to load first."""

    iri: str
    name: str
    data: tuple[tuple[str, Path], ...]
    requests: tuple[Request, ...]


def load(manifest: Path) -> Graph:
    return Graph().parse(manifest, publicID=manifest.as_uri())


def entries(graph: Graph) -> Iterator[Node]:
    for head in graph.objects(None, MF.entries):
        yield from Collection(graph, head)


def short(iri: object) -> str:
    """The folder and the name of a test: unique in the whole suite."""
    folder, _, name = str(iri).rpartition("/")
    return f"{folder.rpartition('/')[2]}/{name.removeprefix('manifest').removeprefix('.ttl').removeprefix('#')}"


def http_tests(manifest: Path, kind: URIRef) -> list[HttpTest]:
    if not manifest.exists():
        return []
    graph = load(manifest)
    tests = []
    for test in entries(graph):
        if (test, RDF.type, kind) not in graph:
            continue
        data = tuple(
            (str(graph.value(item, RDFS.label)), Path(str(graph.value(item, UT.graph)).removeprefix("file://")))
            for item in graph.objects(test, UT.graphData)
        )
        action = graph.value(test, MF.action)
        requests = tuple(
            _request(graph, item) for head in graph.objects(action, HT.requests) for item in Collection(graph, head)
        )
        tests.append(HttpTest(str(test), str(graph.value(test, MF.name)), data, requests))
    return tests


def _request(graph: Graph, node: Node) -> Request:
    response = graph.value(node, HT.resp)
    expected = graph.value(response, MF.expectedBoolean)
    return Request(
        method=str(graph.value(node, HT.methodName)),
        path=str(graph.value(node, HT.absolutePath)),
        headers=_headers(graph, node),
        body=_body(graph, node),
        statuses=tuple(str(status).rsplit("#", 1)[-1] for status in graph.objects(response, MF.expectedStatus)),
        boolean=expected.toPython() if isinstance(expected, Literal) else None,
        format=_text(graph.value(response, MF.expectedFormat)),
        answer=_answer(graph, response),
        answer_headers=_headers(graph, response),
        location=_text(graph.value(response, MF.expectedLocation)),
    )


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)


def _headers(graph: Graph, node: Node | None) -> dict[str, str]:
    return {
        str(graph.value(item, HT.fieldName)): str(graph.value(item, HT.fieldValue))
        for head in graph.objects(node, HT.headers)
        for item in Collection(graph, head)
    }


def _body(graph: Graph, node: Node) -> bytes | None:
    body = graph.value(node, HT.body)
    if body is None:
        return None
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    return str(graph.value(body, CNT.chars)).encode(encoding)


def _answer(graph: Graph, response: Node | None) -> str | None:
    body = graph.value(response, HT.body)
    return None if body is None else str(graph.value(body, CNT.chars))


def accepted(status: int, wanted: tuple[str, ...]) -> bool:
    """Whether a status is one of W3C's names: StatusCode4xx, OK, Created …"""
    names = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404, "BadRequest": 400}
    for name in wanted:
        if name in names and names[name] == status:
            return True
        if name.startswith("StatusCode") and name.endswith("xx") and status // 100 == int(name[10]):
            return True
    return False
