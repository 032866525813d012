"""SPARQL 1.1 Protocol, every test of W3C's manifest: by the writable application, and by the public one where the
test asks for no update."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from graph_api.app import create_app
from graph_api.settings import Settings
from graph_api.sparql.writable import WritableEngine
from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore
from tests.support import loops
from tests.w3c.suite import MF, SUITE, HttpTest, accepted, http_tests, short

TESTS = http_tests(SUITE / "protocol" / "manifest.ttl", MF.ProtocolTest)
READING = [test for test in TESTS if "/update_" not in short(test.iri)]

pytestmark = pytest.mark.skipif(not TESTS, reason="W3C's test suite is not here")

TABLES = ("application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json", "application/trig")


def test_the_manifest_has_all_34() -> None:
    assert len(TESTS) == 34
    assert len(READING) == 27


async def send(client: httpx.AsyncClient, test: HttpTest) -> None:
    for request in test.requests:
        response = await client.request(
            request.method, request.path, headers=request.headers, content=request.body if request.body else None
        )
        told = f"{request.method} {request.path}: {response.status_code} {response.text[:300]}"
        assert accepted(response.status_code, request.statuses), told
        kind = response.headers.get("content-type", "").split(";")[0]
        if response.status_code >= 400:
            assert set(response.json()["error"]) == {"code", "message", "hint"}
        if request.boolean is not None:
            assert json.loads(response.content)["boolean"] is request.boolean, told
        if request.format in ("tabular", "boolean"):
            assert kind in TABLES, told
        if request.format == "RDF":
            assert kind in GRAPHS, told


@pytest.mark.parametrize("test", TESTS, ids=lambda test: short(test.iri))
def test_protocol_of_the_writable_application(test: HttpTest) -> None:
    import pyoxigraph as ox

    engine = WritableEngine()
    for name, path in test.data:
        engine.store.load(path=str(path), format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))

    async def run() -> None:
        transport = httpx.ASGITransport(create_app(Settings(), engine))
        async with httpx.AsyncClient(transport=transport, base_url="http://www.example") as client:
            await send(client, test)

    loops.run(run())


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("w3c")
    lines = []
    for path in sorted((SUITE / "protocol").glob("data*.nt")):
        graph = f"http://kasei.us/2009/09/sparql/data/{path.stem}.rdf"
        for line in path.read_bytes().splitlines():
            if line.strip() and not line.startswith(b"#"):
                lines.append(line.strip().removesuffix(b".") + f"<{graph}> .".encode())
    EmbeddedStore(folder).publish(Change(lines))
    return Settings(store=str(folder))


def test_protocol_of_the_public_application(public: Settings) -> None:
    """One start of the workers for all 27: the real pool, the real snapshot."""

    async def run() -> list[str]:
        app = create_app(public)
        failed = []
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://www.example") as client,
        ):
            for test in READING:
                try:
                    await send(client, test)
                except AssertionError as error:
                    failed.append(f"{short(test.iri)}: {error}")
        return failed

    assert loops.run(run()) == []
