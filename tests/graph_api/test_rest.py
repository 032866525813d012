"""REST over a real server and the sample documents: routes, formats, validators, errors, and a store that changes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import queries
from graph_api import ingesting, reading
from graph_api.settings import Settings
from graph_api.store import open_store
from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore
from tests.graph_api.serving import server


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rest") / "store"
    settings = Settings(store=str(folder))
    ingesting.ingest([reading.sample()], open_store(str(folder), settings), settings, jobs=1)
    return folder


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[httpx.Client]:
    with server(store, today="2023-06-01") as url, httpx.Client(base_url=url, timeout=30) as made:
        yield made


def rows(client: httpx.Client, path: str, **params: str) -> list[dict[str, Any]]:
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def error(response: httpx.Response) -> str:
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "hint"}
    assert "Traceback" not in response.text
    return str(body["error"]["code"])


def test_who_leads_with_and_without_accents(client: httpx.Client) -> None:
    for place in ("Thanh Miện", "thanh mien", "huyện Thanh Miện"):
        found = rows(client, "/api/v1/responsibilities", field="digital-infrastructure", place=place, role="lead")
        assert {row["body"] for row in found} == {"Phòng Văn hóa và Thông tin huyện Thanh Miện"}


def test_chain_and_coverage(client: httpx.Client) -> None:
    chain = rows(client, "/api/v1/chain", place="Thanh Miện")
    assert chain[0]["step"] == 0
    assert {row["link_status"] for row in chain} <= {"stated", "inferred", "expected", None}
    assert {row["level"] for row in rows(client, "/api/v1/coverage", level="district")} == {"district"}
    assert error(client.get("/api/v1/chain")) == "missing_parameter"


def test_a_document_with_its_facts_and_its_text(client: httpx.Client) -> None:
    listed = rows(client, "/api/v1/documents", q="thanh mien")
    document = next(row for row in listed if row["held"])
    body = client.get(f"/api/v1/documents/{document['id']}").json()
    text = client.get(f"/documents/{document['id']}/text")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.content == (Path(reading.sample()) / document["file"]).read_bytes()
    checked = 0
    for kind in ("assignments", "references", "criteria", "targets", "reporting", "recipients", "phases", "awards"):
        for row in body[kind]:
            assert text.text[row["start"] : row["end"]] == row["quote"]
            checked += 1
    assert checked > 20
    assert error(client.get("/api/v1/documents/no-such")) == "document_unknown"
    assert error(client.get("/documents/no-such/text")) == "document_unknown"


def test_one_file_with_two_documents_has_one_text(client: httpx.Client) -> None:
    two = [row for row in rows(client, "/api/v1/documents") if row["file"] and row["file"].startswith("000_")]
    assert len(two) == 2
    assert len({client.get(f"/documents/{row['id']}/text").content for row in two}) == 1


def test_search_ignores_accents_and_needs_all_words(client: httpx.Client) -> None:
    for words in ("hạ tầng số", "HA TANG SO"):
        assert len(rows(client, "/api/v1/search", q=words)) > 3
    assert rows(client, "/api/v1/search", q="hạ tầng zzzz") == []


@pytest.mark.parametrize("name", sorted(queries.catalogue()))
def test_every_saved_query_answers_with_its_columns_and_its_example_has_rows(client: httpx.Client, name: str) -> None:
    query = queries.catalogue()[name]
    found = rows(client, f"/api/v1/queries/{name}", **query.example)
    assert found
    assert list(found[0]) == list(query.columns)
    table = client.get(f"/api/v1/queries/{name}.csv", params=query.example)
    assert table.headers["content-type"].startswith("text/csv")
    lines = list(csv.reader(io.StringIO(table.text)))
    assert lines[0] == list(query.columns)
    assert len(lines) == len(found) + 1
    assert error(client.get(f"/api/v1/queries/{name}.ttl", params=query.example)) == "graph_only"


def test_formats_by_accept_with_quality(client: httpx.Client) -> None:
    path = "/api/v1/queries/phases"
    assert client.get(path, headers={"accept": "text/csv"}).headers["content-type"].startswith("text/csv")
    both = "text/csv;q=0.2, application/json;q=0.9"
    assert client.get(path, headers={"accept": both}).headers["content-type"] == "application/json"
    assert error(client.get(path, headers={"accept": "image/png"})) == "not_acceptable"
    head = client.get("/api/v1/queries/phases.csv?header=1").text.splitlines()[0]
    assert head == "# daumoi phases"


def test_pages_follow_each_other_and_lose_nothing(client: httpx.Client) -> None:
    path = "/api/v1/queries/assignments"
    whole = rows(client, path)
    seen: list[dict[str, Any]] = []
    url = f"{path}?limit=7"
    while url:
        response = client.get(url)
        seen += response.json()
        url = response.links["next"]["url"] if "next" in response.links else ""
    assert seen == whole
    assert int(client.get(path).headers["x-total"]) == len(whole)


def test_validators_spare_the_work(client: httpx.Client) -> None:
    ask = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    for path, params in (("/sparql", ask), ("/api/v1/queries/phases", {}), ("/api/v1/documents", {})):
        first = client.get(path, params=params)
        again = client.get(path, params=params, headers={"if-none-match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
    spaced = client.get("/sparql", params={"query": "SELECT  (COUNT(*) AS ?n)\n{ ?s ?p ?o } # said differently"})
    assert spaced.headers["etag"] == client.get("/sparql", params=ask).headers["etag"]
    table = client.get("/sparql", params=ask, headers={"accept": "text/csv"})
    assert table.headers["etag"] != spaced.headers["etag"]


def test_things_answer_303_to_page_or_data(client: httpx.Client) -> None:
    name = rows(client, "/api/v1/documents", q="thanh mien")[0]["id"]
    page = client.get(f"/id/document/{name}", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, f"/documents/{name}")
    data = client.get(f"/id/document/{name}", headers={"accept": "text/turtle"}, follow_redirects=True)
    assert data.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "https://w3id.org/daumoi/ns#Document" in data.text
    linked = client.get(f"/id/document/{name}", headers={"accept": "application/ld+json"}, follow_redirects=True)
    assert json.loads(linked.text)
    assert error(client.get("/id/document/no-such", headers={"accept": "text/turtle"})) == "not_found"


def test_places_and_bodies_by_any_spelling(client: httpx.Client) -> None:
    assert "huyện Thanh Miện" in {row["label"] for row in rows(client, "/api/v1/places", q="THANH MIEN")}
    assert {row["level"] for row in rows(client, "/api/v1/places")} >= {"province", "district", "commune"}
    found = {row["label"] for row in rows(client, "/api/v1/bodies", q="phong van hoa thanh mien")}
    assert found == {"Phòng Văn hóa và Thông tin huyện Thanh Miện"}


def test_errors_have_one_shape(client: httpx.Client) -> None:
    assert error(client.get("/nothing/here")) == "not_found"
    assert error(client.post("/api/v1/documents")) == "method_refused"
    assert error(client.get("/api/v1/queries/no-such")) == "unknown_query"
    assert error(client.get("/api/v1/queries/owners?nonsense=1")) == "unknown_parameter"
    assert error(client.get("/api/v1/queries/owners")) == "missing_parameter"
    assert error(client.get("/api/v1/responsibilities?place=Atlantis")) == "place_unknown"
    assert error(client.get("/api/v1/queries/owners?field=a&field=b")) == "bad_parameter"
    assert error(client.get("/api/v1/queries/owners?limit=many")) == "bad_parameter"
    assert error(client.get("/api/v1/responsibilities?role=%22%20%7D%20DROP")) in ("bad_parameter", "role_unknown")
    assert error(client.get("/graph-store")) == "bad_request"
    assert error(client.put("/graph-store?default")) == "method_refused"
    assert error(client.get("/graph-store?graph=http://example.org/none")) == "not_found"


@pytest.mark.parametrize(
    "value", ['"', "'", "\\", "}", "> }", "\\u0022", 'Thanh Miện" }', "\n", "?x", "😀", "%", "<a:b>"]
)
@pytest.mark.parametrize("name", ["place", "field", "body", "document", "on", "role"])
def test_no_parameter_breaks_out_of_its_place(client: httpx.Client, name: str, value: str) -> None:
    response = client.get("/api/v1/responsibilities", params={name: value})
    if response.status_code == 200:
        assert isinstance(response.json(), list)
    else:
        assert error(response) not in ("internal", "query_syntax", "query_failed")


def test_a_graph_can_be_read_by_its_name(client: httpx.Client) -> None:
    name = "https://w3id.org/daumoi/id/graph/vocabulary"
    response = client.get("/graph-store", params={"graph": name}, headers={"accept": "application/n-triples"})
    assert len(response.text.splitlines()) > 500
    head = client.head("/graph-store", params={"graph": name})
    assert head.status_code == 200
    assert head.headers["content-type"] == "text/turtle; charset=utf-8"
    assert head.content == b""


def test_health_metrics_openapi_cors_gzip(client: httpx.Client) -> None:
    health = client.get("/health").json()
    assert (health["status"], health["workers"]) == ("ok", "sealed")
    assert "daumoi_requests_total" in client.get("/metrics").text
    described = client.get("/openapi.json").json()
    for name in queries.catalogue():
        assert f"/api/v1/queries/{name}" in described["paths"]
    crossing = client.get("/health", headers={"origin": "https://elsewhere.example"})
    assert crossing.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in crossing.headers
    packed = client.get("/api/v1/queries/assignments", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"


def test_a_running_server_follows_new_snapshots_without_a_failed_request(tmp_path: Path) -> None:
    writer = EmbeddedStore(tmp_path)
    with server(tmp_path) as url, httpx.Client(base_url=url, timeout=30) as client:
        count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
        assert client.get("/health").json()["snapshot"] == "empty"
        for i in range(1, 8):
            name = writer.publish(Change([f"<a:{i}> <a:p> <a:o> <a:g> .".encode()]))
            response = client.get("/sparql", params=count)
            assert response.headers["x-snapshot"] == name
            assert response.json()["results"]["bindings"][0]["n"]["value"] == str(i)


def test_a_server_on_a_damaged_store_says_so(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    name = store.publish(Change([b"<a:a> <a:p> <a:o> <a:g> ."]))
    for path in store.folder.database(name).glob("MANIFEST*"):
        path.unlink()
    with server(tmp_path) as url, httpx.Client(base_url=url, timeout=30) as client:
        assert client.get("/health").status_code == 503
        assert error(client.get("/sparql", params={"query": "ASK {}"})) == "store_damaged"
