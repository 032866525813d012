"""What strangers may send: each attack against a real server, which must refuse it, contain it, and go on."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest

from tests.graph_api.serving import EX, fill, server
from tests.support import loops

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("attacked")
    fill(folder)
    with server(folder, deadline=2, worker_memory=200 * 2**20, max_rows=1_000, body_wait=1, queue_wait=30) as address:
        yield address


class Trap:
    """Counts connections to a port of this machine."""

    def __init__(self) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()
        self.port = self.socket.getsockname()[1]
        self.visits = 0
        threading.Thread(target=self._count, daemon=True).start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.visits += 1
            connection.close()


@pytest.fixture
def trap() -> Iterator[Trap]:
    made = Trap()
    yield made
    made.socket.close()


def error_of(response: httpx.Response) -> str:
    body = response.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "hint"}
    assert "Traceback" not in response.text
    return str(body["error"]["code"])


def alive(url: str) -> None:
    assert httpx.get(f"{url}/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True


SERVICES = {
    "plain": "ASK { SERVICE <URL> { ?s ?p ?o } }",
    "silent": "ASK { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "lower case": "ask { service <URL> { ?s ?p ?o } }",
    "variable": "ASK { BIND(<URL> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "prefixed": "PREFIX x: <URL> ASK { SERVICE x: { ?s ?p ?o } }",
    "in a subquery": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "in exists": "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "in optional": "ASK { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "in minus": "ASK { ?s ?p ?o MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "in union": "ASK { { ?s ?p ?o } UNION { SERVICE <URL> { ?s ?p ?o } } }",
    "in graph": "ASK { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } }",
    "in construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "in describe": "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    "behind a comment": "ASK {FILTER(1<2)SERVICE#>\n<URL> { ?s ?p ?o } }",
    "behind a string": "ASK {FILTER(1<'>')SERVICE<URL>{?s ?p ?o}FILTER(1<'>')}",
    "behind a long string": 'ASK {FILTER(1<2)#>"""\nSERVICE<URL>{?s ?p ?o} #"""\n}',
    "escaped": "ASK { \\u0053ERVICE <URL> { ?s ?p ?o } }",
    "after a comment": "ASK { # nothing\nSERVICE <URL> { ?s ?p ?o } }",
}
FROMS = {
    "file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "file, named": "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "file, prefixed": "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
    "host": "SELECT * FROM <URL> { ?s ?p ?o }",
    "host, named": "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
    "host, in describe": "DESCRIBE <URL> FROM <URL>",
}
UPDATES = {
    "load": "LOAD <URL>",
    "load a file": "LOAD <file:///etc/passwd>",
    "insert": "INSERT DATA { <a:a> <a:b> <a:c> }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "clear": "CLEAR ALL",
    "drop": "DROP ALL",
    "after a query": "ASK {} ; CLEAR ALL",
}


@pytest.mark.parametrize("query", SERVICES.values(), ids=SERVICES.keys())
def test_service_reaches_nobody(url: str, trap: Trap, query: str) -> None:
    response = httpx.get(f"{url}/sparql", params={"query": query.replace("URL", f"http://127.0.0.1:{trap.port}/")})
    assert response.status_code in (400, 403)
    assert error_of(response) in ("service_refused", "query_ambiguous", "query_syntax")
    assert trap.visits == 0
    alive(url)


@pytest.mark.parametrize("query", FROMS.values(), ids=FROMS.keys())
def test_from_reads_only_own_graphs(url: str, trap: Trap, query: str) -> None:
    response = httpx.get(f"{url}/sparql", params={"query": query.replace("URL", f"http://127.0.0.1:{trap.port}/")})
    assert response.status_code == 403
    assert error_of(response) == "graph_refused"
    assert trap.visits == 0


def test_from_an_own_graph_is_served(url: str) -> None:
    query = f"SELECT (COUNT(*) AS ?n) FROM <{EX}graph/3> {{ ?s ?p ?o }}"
    rows = httpx.get(f"{url}/sparql", params={"query": query}).json()["results"]["bindings"]
    assert rows[0]["n"]["value"] == "150"


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("iri", ["file:///etc/passwd", "relative", "http://x/a b", "http://x/>"])
def test_graph_parameters_name_graphs_only(url: str, name: str, iri: str) -> None:
    response = httpx.get(f"{url}/sparql", params={"query": "SELECT * { ?s ?p ?o }", name: iri})
    assert error_of(response) == "graph_refused"


@pytest.mark.parametrize("text", UPDATES.values(), ids=UPDATES.keys())
@pytest.mark.parametrize("parameter", ["query", "update"])
def test_updates_are_refused(url: str, trap: Trap, text: str, parameter: str) -> None:
    text = text.replace("URL", f"http://127.0.0.1:{trap.port}/")
    response = httpx.post(f"{url}/sparql", data={parameter: text})
    assert 400 <= response.status_code < 500
    error_of(response)
    assert trap.visits == 0
    alive(url)


@pytest.mark.parametrize(
    "text",
    [
        "ASK " + "{" * 10_000 + "}" * 10_000,
        "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
        "ASK { FILTER(true" + " || true" * 20_000 + ") }",
        "ASK { {}" + " UNION {}" * 20_000 + " }",
        "ASK { ?s " + "<a:b>/" * 20_000 + "<a:b> ?o }",
        "ASK { FILTER(1" + " - 1" * 20_000 + " = 1) }",
        "ASK { ?s ?p " + "[ ?p " * 5_000 + "1" + "]" * 5_000 + " }",
        "ASK { ?s ?p " + "( " * 5_000 + "1" + ")" * 5_000 + " }",
        "SELECT * { " + "{ SELECT * " * 5_000 + "}" * 5_000 + " }",
        "ASK " + "{" * 10_000,
        "ASK { ?s ?p '" + "a" * 300_000 + "' }",
        "a." * 90_000,
        "<" * 150_000,
        '"' * 150_000,
        ")" * 150_000,
    ],
    ids=range(16),
)
def test_deep_or_long_queries_are_refused_before_they_run(url: str, text: str) -> None:
    response = httpx.post(f"{url}/sparql", content=text.encode(), headers={"content-type": "application/sparql-query"})
    assert error_of(response) in ("query_too_deep", "query_too_long", "query_syntax")
    alive(url)


def test_a_cross_product_ends_at_its_deadline(url: str) -> None:
    begun = time.perf_counter()
    response = httpx.get(f"{url}/sparql", params={"query": CROSS, "timeout": "0.5"}, timeout=10)
    taken = time.perf_counter() - begun
    assert response.status_code == 503
    assert error_of(response) == "query_timeout"
    assert int(response.headers["retry-after"]) > 0
    assert taken >= 0.5  # benchmarks/server measures how soon after
    alive(url)


def test_the_deadline_can_be_lowered_only(url: str) -> None:
    response = httpx.get(f"{url}/sparql", params={"query": CROSS + " #", "timeout": "100"}, timeout=20)
    assert error_of(response) == "query_timeout"


def test_a_memory_bomb_ends_its_worker_alone(url: str) -> None:
    response = httpx.get(f"{url}/sparql", params={"query": SORT}, timeout=20)
    assert error_of(response) in ("query_memory", "query_timeout")
    alive(url)


def test_a_string_bomb_ends_its_worker_alone(url: str) -> None:
    grown = "'" + "x" * 1_000 + "'"
    doubled = " ".join(f"BIND(CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(20))
    query = f"SELECT ?v20 {{ BIND({grown} AS ?v0) {doubled} }}"
    response = httpx.get(f"{url}/sparql", params={"query": query}, timeout=20)
    assert response.status_code >= 400
    assert error_of(response) in ("query_memory", "query_timeout", "result_too_large", "query_crashed")
    alive(url)


def test_capped_rows_say_so(url: str) -> None:
    for form in ("json", "xml", "csv", "tsv"):
        response = httpx.get(f"{url}/sparql", params={"query": "SELECT ?s { ?s ?p ?o }", "format": form})
        assert response.headers["x-truncated"] == "true; max-rows=1000"
    body = httpx.get(f"{url}/sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}).json()
    assert len(body["results"]["bindings"]) == 1_000
    assert body["head"]["link"] == ["https://w3id.org/daumoi/ns#truncated"]
    exact = httpx.get(f"{url}/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 1000"})
    assert "x-truncated" not in exact.headers
    graph = httpx.get(f"{url}/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o }", "format": "nt"})
    assert graph.headers["x-truncated"]
    assert len(graph.text.splitlines()) == 1_000


def busy_workers() -> list[psutil.Process]:
    mine = [
        child
        for child in psutil.Process(os.getpid()).children(recursive=True)
        if "nursery" in " ".join(child.cmdline())
    ]
    return mine


def killed(url: str) -> float:
    """How many workers the server has ended in the middle of a query."""
    text = httpx.get(f"{url}/metrics").text
    return float(next(line for line in text.splitlines() if line.startswith("daumoi_workers_killed ")).split()[1])


def test_work_ends_when_the_client_leaves(url: str) -> None:
    before = killed(url)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{url}/sparql", params={"query": CROSS + " # left"}, timeout=0.5)
    until = time.monotonic() + 1.0  # its deadline would be a second and a half from here
    while time.monotonic() < until and killed(url) == before:
        pass
    assert killed(url) == before + 1
    alive(url)


def test_a_body_that_never_ends_is_given_up(url: str) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"#" * 100_000

    response = httpx.post(f"{url}/sparql", content=endless(), headers={"content-type": "application/sparql-query"})
    assert error_of(response) == "body_too_large"


def test_a_body_that_stands_still_is_given_up(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        head = ("POST /sparql HTTP/1.1", "Host: x", "Content-Type: application/sparql-query", "Content-Length: 100")
        connection.sendall("\r\n".join((*head, "", "ASK")).encode())
        answer = connection.recv(4096)
    assert b" 408 " in answer.split(b"\r\n")[0]


def test_a_slow_reader_holds_up_nobody(url: str) -> None:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        path = httpx.URL(f"{url}/sparql", params={"query": "SELECT ?s { ?s ?p ?o }"}).raw_path.decode()
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        for i in range(20):
            assert httpx.get(f"{url}/sparql", params={"query": f"ASK {{ <a:{i}> ?p ?o }}"}, timeout=2).is_success


@pytest.mark.slow
def test_small_queries_are_answered_while_200_clients_attack(url: str) -> None:
    """300 new ASK queries are all answered while 200 clients send cross products, and each of those is told why not."""

    async def run() -> list[int]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(timeout=120, limits=limits) as attackers, httpx.AsyncClient(timeout=30) as visitor:

            async def attack(i: int) -> int:
                query = f"{CROSS} # {i}"
                return (await attackers.get(f"{url}/sparql", params={"query": query, "timeout": "1"})).status_code

            attacks = [asyncio.create_task(attack(i)) for i in range(200)]
            await asyncio.sleep(0)
            for i in range(300):
                response = await visitor.get(f"{url}/sparql", params={"query": f"ASK {{ <{EX}{i}> ?p ?o }}"})
                assert response.json()["boolean"] is True
            return list(await asyncio.gather(*attacks))

    assert set(loops.run(run())) == {503}
    alive(url)


def test_no_query_outlives_a_killed_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    """kill -9 of the server in the middle of a query: the kernel ends nursery and workers."""
    folder = tmp_path_factory.mktemp("killed")
    fill(folder)
    others = set(busy_workers())
    with server(folder, deadline=60) as address:
        alive(address)
        workers = [process for process in busy_workers() if process not in others]
        parent = next(process for process in psutil.Process().children() if process in workers[0].parents())
        timer = threading.Timer(0.5, parent.kill)
        timer.start()
        with pytest.raises(httpx.HTTPError):
            httpx.get(f"{address}/sparql", params={"query": CROSS}, timeout=20)
        _, left = psutil.wait_procs(workers, timeout=5)
    assert workers
    assert left == []
