"""What the server says of itself and of every thing in its graph, over a real server and the sample documents."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from rdflib import RDF, Graph, Namespace, URIRef

import queries
from graph_api import ingesting, reading
from graph_api.prefixes import PREFIXES
from graph_api.settings import Settings
from graph_api.store import open_store
from graph_api.things import iri_of, name_of, page_of
from tests.graph_api.serving import server

SH, VOID, DCAT = (
    Namespace(iri) for iri in ("http://www.w3.org/ns/shacl#", "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#")
)
BASE = "https://w3id.org/daumoi/id/"
KINDS = """PREFIX dm: <https://w3id.org/daumoi/ns#>
SELECT ?class (SAMPLE(?s) AS ?thing) WHERE { ?s a ?class FILTER(ISIRI(?s)) } GROUP BY ?class"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("about") / "store"
    settings = Settings(store=str(folder))
    ingesting.ingest([reading.sample()], open_store(str(folder), settings), settings, jobs=1)
    with server(folder) as url, httpx.Client(base_url=url, timeout=30) as made:
        yield made


def test_names_of_things_go_both_ways() -> None:
    for name in ("body/so-xay-dung", "place/300/2004", "scheme/field/digital", "ns/Document", "ns"):
        assert name_of(iri_of(name, BASE), BASE) == name
    assert name_of("http://example.org/x", BASE) is None
    assert page_of("place/300/2004") == "/places/300/2004"
    assert page_of("ns/Document") == "/ontology#Document"


def test_every_kind_of_thing_has_a_page_turtle_and_jsonld(client: httpx.Client) -> None:
    rows = client.get("/sparql", params={"query": KINDS}).json()["results"]["bindings"]
    things = {row["class"]["value"]: row["thing"]["value"] for row in rows}
    assert len(things) > 20
    for kind, iri in things.items():
        name = name_of(iri, BASE)
        assert name, f"{iri} ({kind}) is not ours"
        for accept in ("text/html", "text/turtle", "application/ld+json"):
            first = client.get(f"/id/{name}", headers={"accept": accept})
            assert first.status_code == 303, (kind, iri, accept)
            last = client.get(first.headers["location"].split("#")[0], headers={"accept": accept})
            assert last.status_code == 200, (kind, iri, last.text[:300])
            assert last.headers["content-type"].startswith(accept), (kind, iri)


def test_service_description_declares_prefixes_and_examples_that_run(client: httpx.Client) -> None:
    graph = Graph().parse(data=client.get("/sparql", headers={"accept": "text/turtle"}).text, format="turtle")
    declared = {str(graph.value(one, SH.prefix)) for one in graph.objects(None, SH.declare)}
    assert declared == set(PREFIXES)
    examples = list(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) == len(queries.catalogue())
    for example in examples:
        text = str(graph.value(example, SH.select))
        answer = client.post("/sparql", data={"query": text})
        assert answer.status_code == 200, text
        assert answer.json()["results"]["bindings"], text


def test_card_of_the_dataset(client: httpx.Client) -> None:
    response = client.get("/.well-known/void")
    assert response.headers["content-type"].startswith("text/turtle")
    graph = Graph().parse(data=response.text, format="turtle")
    me = URIRef(f"{client.base_url}".rstrip("/") + "/.well-known/void#dataset")
    assert {VOID.Dataset, DCAT.Dataset} <= set(graph.objects(me, RDF.type))
    assert int(str(graph.value(me, VOID.triples))) > 100_000
    endpoint = str(graph.value(me, VOID.sparqlEndpoint))
    assert httpx.get(endpoint, params={"query": "ASK {}"}).json()["boolean"] is True
    assert client.get("/.well-known/void", headers={"if-none-match": response.headers["etag"]}).status_code == 304
    linked = client.get("/.well-known/void", headers={"accept": "application/ld+json"})
    assert linked.headers["content-type"] == "application/ld+json"


def test_vocabulary_is_turtle_for_programs_and_a_page_for_people(client: httpx.Client) -> None:
    turtle = client.get("/ontology")
    assert turtle.headers["content-type"].startswith("text/turtle")
    known = Graph().parse(data=turtle.text, format="turtle")
    assert (URIRef(PREFIXES["dm"] + "Assignment"), RDF.type, URIRef(PREFIXES["owl"] + "Class")) in known
    page = client.get("/ontology", headers={"accept": "text/html,*/*;q=0.8"}).text
    assert 'id="Assignment"' in page
    assert '<span lang="en">Assignment</span>' in page
    assert 'id="field-digital"' in page
    assert client.get("/ns", follow_redirects=False).headers["location"] == "/ontology"
    context = client.get("/ontology/context.jsonld")
    assert context.json()["@context"]["dm"] == PREFIXES["dm"]


def test_pages_of_a_body_a_place_and_a_field_lead_to_each_other(client: httpx.Client) -> None:
    body = client.get("/bodies/phong-van-hoa-va-thong-tin-huyen-thanh-mien-300-2004").text
    assert "<h1>Phòng Văn hóa và Thông tin huyện Thanh Miện</h1>" in body
    assert 'href="/places/300/2004"' in body
    assert "#c" in body, "its tasks lead to their sentences"
    place = client.get("/places/300/2004").text
    assert "xã Nam Thanh Miện" in place
    assert 'href="/documents/ubnd-huyen-thanh-mien' in place
    field = client.get("/fields/digital-infrastructure").text
    assert "Phòng Văn hóa và Thông tin huyện Thanh Miện" in field
    for path in ("/bodies/x", "/places/x", "/fields/x", "/things/x"):
        missing = client.get(path)
        assert missing.status_code == 404, path
        assert "<html" in missing.text
    assert "/bodies/phong-van-hoa" in client.get("/", params={"q": "Ai chủ trì hạ tầng số ở Thanh Miện?"}).text
