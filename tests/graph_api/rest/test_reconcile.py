"""The Reconciliation Service API 0.2: what a client like OpenRefine asks, and what it gets.

The shapes are checked here in short; the published JSON schemas are used too where they are at hand.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import Draft7Validator
from referencing import Registry
from referencing.jsonschema import DRAFT7
from starlette.responses import JSONResponse

from graph_api.errors import DaumoiError
from graph_api.rest.reconcile import MAX_QUERIES, router

SCHEMAS = Path(__file__).parents[4] / "shared" / "reconciliation" / "0.2" / "schemas"
BASE = "https://w3id.org/daumoi/id/"

# What every client relies on, in our own words.
CANDIDATES = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {
            "result": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "score", "match"],
                    "properties": {
                        "id": {"type": "string"},
                        "name": {"type": "string"},
                        "score": {"type": "number", "minimum": 0, "maximum": 100},
                        "match": {"type": "boolean"},
                    },
                },
            }
        },
    },
}
BODIES = [
    {"body": "Phòng Văn hóa và Thông tin huyện Thanh Miện", "body_iri": BASE + "body/a", "place": "Thanh Miện"},
    {"body": "Phòng Văn hóa và Thông tin huyện Tam Đường", "body_iri": BASE + "body/b", "place": "Tam Đường"},
    {
        "body": "Sở Thông tin và Truyền thông tỉnh Hải Dương",
        "body_iri": BASE + "body/c",
        "place": "Hải Dương",
        "other_labels": "Sở TT&TT; Sở TTTT",
    },
]


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = FastAPI()
    settings = SimpleNamespace(base=BASE, public_url="", max_body_bytes=100_000)
    app.state.settings = settings
    app.state.services = SimpleNamespace(settings=settings, snapshot=lambda: "test", rows=lambda name: BODIES)
    app.include_router(router)

    @app.exception_handler(DaumoiError)
    async def told(request: Any, error: DaumoiError) -> JSONResponse:
        return JSONResponse(error.body(), error.status)

    return TestClient(app)


def ask(client: TestClient, **queries: Any) -> dict[str, Any]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    batch = answer.json()
    Draft7Validator(CANDIDATES).validate(batch)
    return {key: value["result"] for key, value in batch.items()}


def check(name: str, instance: Any) -> None:
    """Against the published schema, where it is at hand."""
    if not SCHEMAS.is_dir():
        pytest.skip("the published schemas are not here")
    schemas = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        (key, DRAFT7.create_resource(value))
        for file, value in schemas.items()
        for key in (file, value.get("$id", file))
    )
    Draft7Validator(schemas[name], registry=registry).validate(instance)


def test_manifest(client: TestClient) -> None:
    manifest = client.get("/reconcile").json()
    assert "0.2" in manifest["versions"]
    assert manifest["identifierSpace"] == BASE
    assert "{{id}}" in manifest["view"]["url"]
    assert {"Place", "Body"} <= {entry["id"] for entry in manifest["defaultTypes"]}


def test_a_column_of_places(client: TestClient) -> None:
    found = ask(
        client,
        q0={"query": "huyen thanh mien", "type": "Place"},
        q1={"query": "Chiềng Sinh", "type": "Commune", "properties": [{"pid": "within", "v": "Sơn La"},
                                                                      {"pid": "on", "v": "2023-03-01"}]},
        q2={"query": "huyen tam duong", "type": ["District"], "type_strict": "any"},
        q3={"query": "Không Đâu Cả Thật", "type": "Place"},
    )  # fmt: skip
    assert (found["q0"][0]["id"], found["q0"][0]["match"]) == ("place/300/2004", True)
    assert (found["q1"][0]["id"], found["q1"][0]["match"]) == ("place/03679/2004", True)
    assert {c["name"] for c in found["q2"]} == {"huyện Tam Đường", "huyện Tam Dương"}
    assert not any(c["match"] for c in found["q2"])
    assert found["q3"] == []


def test_a_column_of_offices(client: TestClient) -> None:
    found = ask(
        client,
        q0={"query": "phong van hoa va thong tin huyen thanh mien", "type": "Body"},
        q1={"query": "Phòng Văn hóa và Thông tin", "type": "Body", "properties": [{"pid": "place", "v": "Tam Đường"}]},
        q2={"query": "Sở TT&TT", "type": "Body"},
    )
    assert (found["q0"][0]["id"], found["q0"][0]["match"]) == ("body/a", True)
    assert found["q1"][0]["id"] == "body/b"
    assert (found["q2"][0]["id"], found["q2"][0]["match"]) == ("body/c", True)


def test_a_slip_of_the_pen_is_a_candidate_and_never_certain(client: TestClient) -> None:
    found = ask(client, q0={"query": "huyện Thanh Miẹnn", "type": "District"})
    assert found["q0"][0]["id"] == "place/300/2004"
    assert not found["q0"][0]["match"]


def test_batches_by_get(client: TestClient) -> None:
    answer = client.get("/reconcile", params={"queries": json.dumps({"a": {"query": "TP. Sa Đéc", "limit": 1}})})
    assert [c["id"] for c in answer.json()["a"]["result"]] == ["place/867/2004"]


def test_extension_fetches_codes_days_and_successors(client: TestClient) -> None:
    asked = {"ids": ["place/300/2004", "body/a", "place/none"], "properties": [
        {"id": "code"}, {"id": "successors"}, {"id": "validTo"}, {"id": "place"}, {"id": "unknown"}]}  # fmt: skip
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    row = answer["rows"]["place/300/2004"]
    assert row["code"] == [{"str": "300"}]
    assert row["validTo"] == [{"date": "2025-06-30T00:00:00Z"}]
    assert "xã Bắc Thanh Miện" in {entry["name"] for entry in row["successors"]}
    assert answer["rows"]["body/a"]["place"] == [{"str": "Thanh Miện"}]
    assert answer["rows"]["place/none"]["code"] == []
    assert [entry["id"] for entry in answer["meta"]] == ["code", "successors", "validTo", "place", "unknown"]


@pytest.mark.parametrize(
    "form",
    [
        {"queries": "{"},
        {"queries": "[]"},
        {"queries": '{"a": "Thanh Miện"}'},
        {"queries": '{"a": {"query": 3}}'},
        {"queries": json.dumps({str(i): {"query": "x"} for i in range(MAX_QUERIES + 1)})},
        {"queries": "[" * 20_000},
        {"extend": '{"ids": 3, "properties": []}'},
    ],
)
def test_bad_requests_get_a_message(client: TestClient, form: dict[str, str]) -> None:
    answer = client.post("/reconcile", data=form)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"code", "message", "hint"}


def test_json_bodies_and_large_bodies_are_refused(client: TestClient) -> None:
    assert client.post("/reconcile", json={"queries": {}}).status_code == 415
    assert client.post("/reconcile", data={"queries": "x" * 200_000}).status_code == 413


@pytest.mark.parametrize("schema", ["manifest", "batch", "extend", "propose", "entity", "type", "property"])
def test_the_published_schemas_hold(client: TestClient, schema: str) -> None:
    queries = {"q0": {"query": "Thanh Miện"}, "q1": {"query": "Sở TT&TT", "type": "Body"}}
    asked = {"ids": ["place/300/2004", "place/31/2025"], "properties": [
        {"id": p} for p in ("within", "code", "kind", "level", "validFrom", "validTo", "successors")]}  # fmt: skip
    name, instance = {
        "manifest": lambda: ("manifest.json", client.get("/reconcile").json()),
        "batch": lambda: (
            "reconciliation-result-batch.json",
            client.post("/reconcile", data={"queries": json.dumps(queries)}).json(),
        ),
        "extend": lambda: (
            "data-extension-response.json",
            client.post("/reconcile", data={"extend": json.dumps(asked)}).json(),
        ),
        "propose": lambda: (
            "data-extension-property-proposal.json",
            client.get("/reconcile/extend/propose?type=Place").json(),
        ),
        "entity": lambda: (
            "suggest-entities-response.json",
            client.get("/reconcile/suggest/entity?prefix=thanh mien").json(),
        ),
        "type": lambda: ("suggest-types-response.json", client.get("/reconcile/suggest/type").json()),
        "property": lambda: (
            "suggest-properties-response.json",
            client.get("/reconcile/suggest/property?prefix=mã").json(),
        ),
    }[schema]()
    assert instance
    check(name, instance)
