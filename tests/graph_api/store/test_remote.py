"""A SPARQL 1.1 server as a store: publish and read over HTTP give what the embedded store gives."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from graph_api import ingesting, reading
from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.store import open_store, remote_publish
from graph_api.store.base import Change
from graph_api.store.remote import RemoteStore
from tests.graph_api.serving import server

SERVING = """
import uvicorn
from graph_api.app import create_app
from graph_api.settings import Settings
from graph_api.sparql.writable import WritableEngine
settings = Settings(max_body_bytes=10**9, max_query_chars=10**9, max_result_bytes=10**9, max_rows=10**9)
uvicorn.run(create_app(settings, WritableEngine(union=True)), port=0, log_level="info")
"""
EX = "http://example.org/"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The query URL of a server that takes updates: this project's own, around a store in memory."""
    process = subprocess.Popen([sys.executable, "-c", SERVING], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        address = next(line.split("running on ")[1].split()[0] for line in process.stderr if "running on " in line)
        yield f"{address}/sparql"
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


@pytest.fixture
def remote(url: str) -> Iterator[RemoteStore]:
    httpx.post(url, content="DROP ALL", headers={"content-type": "application/sparql-update"}).raise_for_status()
    host = url.removesuffix("/sparql")
    store = open_store(url, Settings(remote_update=url, remote_graph_store=f"{host}/graph-store"))
    assert isinstance(store, RemoteStore)
    yield store
    store.close()


def quad(subject: object, graph: str) -> bytes:
    return f'<{EX}{subject}> <{EX}p> "dòng 1\\nd\\u00f2ng 2 \\"x\\""@vi <{EX}{graph}> .\n'.encode()


@pytest.mark.parametrize("limit", [20_000, 0], ids=["in one update", "graph by graph"])
def test_publish_drops_adds_and_moves_the_id(remote: RemoteStore, limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_publish, "ONE_UPDATE_QUADS", limit)
    assert remote.snapshot() == "empty"
    first = remote.publish(Change([quad(1, "a"), quad(2, "b")]))
    assert remote.snapshot() == first
    second = remote.publish(Change([quad(3, "a")], drop=[f"{EX}a"]))
    assert second != first
    rows = remote.select(f"SELECT ?g ?s WHERE {{ GRAPH ?g {{ ?s <{EX}p> ?o }} }} ORDER BY ?s")
    assert [(row["g"]["value"], row["s"]["value"]) for row in rows] == [(f"{EX}b", f"{EX}2"), (f"{EX}a", f"{EX}3")]
    assert remote.publish(Change([], drop=[f"{EX}never"])) == second
    out = io.BytesIO()
    remote.dump(out)
    assert sorted(out.getvalue().splitlines()) == sorted(
        line.rstrip().replace(b"\\u00f2", "ò".encode()) for line in (quad(2, "b"), quad(3, "a"))
    )


def test_ingest_into_a_remote_store_gives_the_same_answers(url: str, remote: RemoteStore, tmp_path: Path) -> None:
    settings = Settings(store=str(tmp_path / "store"))
    here = open_store(settings.store, settings)
    for store in (here, remote):
        ingesting.ingest([reading.sample()], store, settings, jobs=1)
    again = ingesting.ingest([reading.sample()], remote, settings, jobs=1)
    assert not again.published
    from graph_api import saved

    for name in ("documents", "assignments", "chain", "targets"):
        params = {"place": "Thanh Miện"} if name == "chain" else {}
        assert saved.rows(name, params, remote.select) == saved.rows(name, params, here.select), name
    with server(url) as address:
        asked = {"query": "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/daumoi/ns#Document> }"}
        response = httpx.get(f"{address}/sparql", params=asked)
        assert response.json()["results"]["bindings"][0]["n"]["value"] != "0"
        assert httpx.get(f"{address}/health").json()["status"] == "ok"
        assert httpx.post(f"{address}/sparql", data={"update": "DROP ALL"}).status_code == 403


def test_a_dead_server_is_named() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{taken.getsockname()[1]}/query"
        with pytest.raises(DaumoiError) as caught:
            RemoteStore(dead, Settings(remote_retries=1)).snapshot()
    assert caught.value.code == "store_unreachable"
    assert dead in caught.value.message
