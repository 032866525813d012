"""SPARQL 1.1 Graph Store Protocol: W3C's 13 tests against the writable application."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from graph_api.app import create_app
from graph_api.settings import Settings
from graph_api.sparql.writable import WritableEngine
from tests.support import loops
from tests.w3c.suite import MF, SUITE, HttpTest, Request, accepted, http_tests, short

FOLDER = SUITE / "graph-store-protocol"
TESTS = [
    test
    for name in ("manifest-direct.ttl", "manifest-indirect.ttl")
    for test in http_tests(FOLDER / name, MF.GraphStoreProtocolTest)
]
HOST = "http://www.example"

pytestmark = pytest.mark.skipif(not TESTS, reason="W3C's test suite is not here")


def test_the_manifests_have_all_13() -> None:
    assert len({test.iri for test in TESTS}) == 13


@pytest.mark.parametrize("test", TESTS, ids=lambda test: short(test.iri))
def test_graph_store(test: HttpTest) -> None:
    async def run() -> None:
        app = create_app(Settings(public_url=HOST), WritableEngine())
        made: list[str] = []
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            for request in test.requests:
                await send(client, request, made)

    loops.run(run())


async def send(client: httpx.AsyncClient, request: Request, made: list[str]) -> None:
    path = request.path.replace("/gsp", "/graph-store", 1)
    if "$LOCATION$" in path:  # the manifest's name for the address of the graph that a request before this one made
        path = path.replace("$LOCATION$", quote(made[-1], safe=""))
    response = await client.request(request.method, path, headers=request.headers, content=request.body)
    told = f"{request.method} {path}: {response.status_code} {response.text[:300]}"
    assert accepted(response.status_code, request.statuses), told
    if "location" in response.headers:
        made.append(response.headers["location"])
    for name, value in request.answer_headers.items():
        assert response.headers[name].replace(" ", "").lower() == value.replace(" ", "").lower(), told
    if request.answer and request.method != "HEAD":
        assert triples(response.content) == triples(request.answer.encode()), told


def triples(data: bytes) -> Any:
    found = ox.Dataset(ox.parse(data, ox.RdfFormat.TURTLE, base_iri=HOST))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in found}
