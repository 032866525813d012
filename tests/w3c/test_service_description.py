"""Service Description: W3C's three tests, the third with a SHACL shape of our own (W3C gives none)."""

from __future__ import annotations

from pathlib import Path

import httpx
import pyshacl
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from graph_api.app import create_app
from graph_api.formats import GRAPHS
from graph_api.settings import Settings
from tests.support import loops

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SHAPE = Path(__file__).with_name("service_description_shape.ttl")


def fetched(accept: str, tmp_path: Path) -> httpx.Response:
    async def run() -> httpx.Response:
        transport = httpx.ASGITransport(create_app(Settings(store=str(tmp_path / "none"))))
        async with httpx.AsyncClient(transport=transport, base_url="http://www.example") as client:
            return await client.get("/sparql", headers={"accept": accept} if accept else {})

    return loops.run(run())


def parsed(response: httpx.Response) -> Graph:
    form = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
    form |= {"application/ld+json": "json-ld", "application/trig": "trig"}
    return Graph().parse(data=response.content, format=form[response.headers["content-type"].split(";")[0]])


@pytest.mark.parametrize("accept", ["", *(known.media_type for known in GRAPHS)])
def test_get_on_the_endpoint_returns_rdf_that_names_it_and_conforms(accept: str, tmp_path: Path) -> None:
    response = fetched(accept, tmp_path)
    assert response.status_code == 200
    graph = parsed(response)
    assert list(graph.objects(None, SD.endpoint)) == [URIRef("http://www.example/sparql")]
    conforms, _, report = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPE))
    assert conforms, report


def test_the_shape_can_fail(tmp_path: Path) -> None:
    graph = parsed(fetched("", tmp_path))
    graph.remove((None, SD.endpoint, None))
    assert list(graph.subjects(RDF.type, SD.Service))
    assert not pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPE))[0]
