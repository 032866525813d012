"""The Oxigraph server as the store: the same answers as from a folder, whatever dies in between."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

import queries
from graph_api import ingesting, reading
from graph_api.errors import DaumoiError
from graph_api.rest.ask import answer
from graph_api.settings import Settings
from graph_api.store import open_store, remote_publish
from graph_api.store.base import Change, Store
from graph_api.store.remote import RemoteStore
from tests.graph_api.serving import server
from tests.graph_api.store.engines import free_port, oxigraph
from tests.graph_api.store.test_embedded import EX, quad

ASKED = (
    "Ai chủ trì hạ tầng số ở huyện Thanh Miện?",
    "phong van hoa huyen thanh mien lam gi",
    "Kế hoạch của Thanh Miện thực hiện văn bản nào?",
    "Who reports to whom in Thanh Mien, and when?",
)
PAGES = (
    "/?q=ai chủ trì hạ tầng số ở Thanh Miện",
    "/chain?place=Thanh Miện",
    "/matrix",
    "/compare",
    "/gaps",
    "/search?q=ha tang so",
    "/documents",
    "/map",
    "/api/v1/coverage",
    "/api/v1/documents",
    "/api/v1/search?q=chuyển đổi số",
)


@dataclass(frozen=True)
class Both:
    here: Store
    there: RemoteStore


def filled(location: str, more: Settings | None = None) -> Store:
    store = open_store(location, more or Settings())
    ingesting.ingest([reading.sample()], store, Settings(), jobs=1)
    return store


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("both")
    with oxigraph(folder / "server") as url:
        there = filled(url)
        assert isinstance(there, RemoteStore)
        yield Both(filled(str(folder / "here")), there)


def dumped(store: Store) -> list[bytes]:
    out = io.BytesIO()
    store.dump(out)
    return sorted(out.getvalue().splitlines())


def test_the_whole_graph_is_the_same(both: Both) -> None:
    import pyoxigraph as ox

    one, other = (
        {str(q) for q in ox.parse(b"\n".join(dumped(s)), ox.RdfFormat.N_QUADS)} for s in (both.here, both.there)
    )
    assert one == other


@pytest.mark.parametrize("name", sorted([*queries.catalogue(), *queries.competency()]))
def test_every_saved_query_gives_the_same_rows(both: Both, name: str) -> None:
    query = queries.catalogue().get(name) or queries.competency()[name]
    params = dict(query.example)
    text = queries.bind(name, params, both.here.select)
    assert queries.bind(name, params, both.there.select) == text
    if not query.columns:
        assert sorted(both.there.construct(text).splitlines()) == sorted(both.here.construct(text).splitlines())
        return
    one, other = (saved_rows(name, params, store) for store in (both.here, both.there))
    assert one == other


def saved_rows(name: str, params: dict[str, str], store: Store) -> list[str]:
    return sorted(json.dumps(row, ensure_ascii=False) for row in queries.run(name, params, store.select))


@pytest.mark.parametrize("question", ASKED)
def test_questions_get_the_same_answers(both: Both, question: str) -> None:
    one, other = (answer(question, store, Settings(today="2025-08-01")) for store in (both.here, both.there))
    assert one["outcome"] != "not_understood"
    for body in (one, other):
        del body["snapshot"]
    assert one == other


def test_pages_are_the_same(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONHASHSEED", "0")  # layouts of drawings may depend on it
    names = {store.snapshot() for store in (both.here, both.there)}
    ids = re.compile("|".join(map(re.escape, names)))
    with (
        server(both.here.location, today="2025-08-01") as here,  # type: ignore[attr-defined]
        server(both.there.location, today="2025-08-01") as there,
        httpx.Client(timeout=90) as client,
    ):
        for path in PAGES:
            one, other = (client.get(host + path) for host in (here, there))
            assert (one.status_code, other.status_code) == (200, 200), path
            plain = [ids.sub("SNAPSHOT", r.text.replace(host, "")) for r, host in ((one, here), (other, there))]
            assert plain[0] == plain[1], path


@pytest.mark.slow
@pytest.mark.parametrize("quads", [0, 1], ids=["graph by graph", "as quads"])
def test_a_large_publish_gives_the_same_graph(
    both: Both, quads: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_publish, "ONE_UPDATE_QUADS", 1_000)
    monkeypatch.setattr(remote_publish, "WINDOW_QUADS", 5_000)
    with oxigraph(tmp_path) as url:
        store = filled(url, Settings(remote_quads=quads))
        assert not store.snapshot().startswith("unfinished")
        assert dumped(store) == dumped(both.there)


def test_a_half_done_publish_is_seen_and_the_same_ingest_completes_it(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_publish, "ONE_UPDATE_QUADS", 1_000)
    monkeypatch.setattr(remote_publish, "WINDOW_QUADS", 5_000)
    with oxigraph(tmp_path) as url:
        store = open_store(url, Settings())
        assert isinstance(store, RemoteStore)
        sent, send = [0], RemoteStore.upload

        def dying(self: RemoteStore, graph: str | None, lines: bytes) -> None:
            sent[0] += 1
            if sent[0] == 20:
                raise KeyboardInterrupt
            send(self, graph, lines)

        monkeypatch.setattr(RemoteStore, "upload", dying)
        with pytest.raises(KeyboardInterrupt):
            ingesting.ingest([reading.sample()], store, Settings(), jobs=1)
        monkeypatch.setattr(RemoteStore, "upload", send)
        assert RemoteStore(url).snapshot().startswith("unfinished-")
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(remote_publish.socket, "gethostname", lambda: "another-machine")
            with pytest.raises(DaumoiError) as caught:
                RemoteStore(url).publish(Change([quad(1, "a")]))
        assert caught.value.code == "store_busy"
        report = ingesting.ingest([reading.sample()], store, Settings(), jobs=1)
        assert report.published
        assert not RemoteStore(url).snapshot().startswith("unfinished-")
        assert dumped(store) == dumped(both.there)


def test_what_a_killed_publish_left_goes_even_when_other_documents_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote_publish, "ONE_UPDATE_QUADS", 1)
    with oxigraph(tmp_path) as url:
        store = RemoteStore(url)
        store.publish(Change([quad(0, "kept")]))
        with monkeypatch.context() as dying:
            dying.setattr(remote_publish, "_finished", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                store.publish(Change([quad(1, "a"), quad(2, "b")], drop=[f"{EX}never"]))
        store.publish(Change([quad(3, "c")]))
        rows = store.select(f"SELECT ?s {{ ?s <{EX}p> ?o }} ORDER BY ?s")
        assert [row["s"]["value"] for row in rows] == [f"{EX}0", f"{EX}3"]


def test_a_dead_server_gives_503_and_a_new_one_answers_again(tmp_path: Path) -> None:
    port = free_port()
    asked = {"query": f"SELECT ?s {{ ?s <{EX}p> ?o }}"}
    accept = {"accept": "application/sparql-results+json"}
    with oxigraph(tmp_path, port) as url:
        RemoteStore(url).publish(Change([quad(1, "a")]))
    with server(url, remote_retries=2) as host, httpx.Client(timeout=60, headers=accept) as client:
        dead = client.get(f"{host}/sparql", params=asked)
        assert dead.status_code == 503
        assert dead.json()["error"]["code"] == "store_unreachable"
        assert "retry-after" in dead.headers
        assert client.get(f"{host}/api/v1/documents").status_code == 503
        with oxigraph(tmp_path, port):
            alive = client.get(f"{host}/sparql", params=asked)
            assert [row["s"]["value"] for row in alive.json()["results"]["bindings"]] == [f"{EX}1"]
            assert client.get(f"{host}/api/v1/documents").status_code == 200
        assert client.get(f"{host}/sparql", params={"query": "ASK {}"}).status_code == 503


EMPTY = {"head": {"vars": []}, "results": {"bindings": []}}


def test_requests_are_repeated_and_only_so_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_api.store.remote.time.sleep", lambda _: None)
    seen = []

    def busy(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(503)

    store = RemoteStore("http://a.example/query", Settings(remote_retries=3), httpx.MockTransport(busy))
    with pytest.raises(DaumoiError) as caught:
        store.select("SELECT * {}")
    assert caught.value.code == "store_unreachable"
    assert len(seen) == 3

    def at_last(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=EMPTY) if len(seen) == 6 else httpx.Response(502)

    store = RemoteStore("http://a.example/query", Settings(remote_retries=3), httpx.MockTransport(at_last))
    assert store.select("SELECT * {}") == []


def test_credentials_come_from_the_environment_and_go_to_the_server() -> None:
    seen = []

    def guarded(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("authorization"))
        return httpx.Response(200, json=EMPTY)

    settings = Settings.from_env({"DAUMOI_REMOTE_USER": "linh", "DAUMOI_REMOTE_PASSWORD": "mật khẩu"})
    RemoteStore("http://a.example/query", settings, httpx.MockTransport(guarded)).select("SELECT * {}")
    assert seen[0].startswith("Basic ")
    assert "mật khẩu" not in str(settings.remote_user)
