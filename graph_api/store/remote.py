"""A SPARQL 1.1 server as a store: Query, Update and Graph Store Protocol over HTTP.

A publish that fits in one update request is one transaction of the server; a larger one is uploaded graph by graph and
marked as unfinished until its last step, so that a half-done one is seen and can be repeated. The snapshot's id stands
in the graph itself. Knows nothing of documents.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

import httpx

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.store.base import Answer, Binding, Change
from graph_api.store.evaluate import Job

JSON = "application/sparql-results+json"
ONE_UPDATE_QUADS = 20_000  # more than this is uploaded graph by graph: servers bound the length of an update
FRESH_SECONDS = 1.0  # for this long an id of the snapshot is believed without asking again
RETRIED = frozenset({502, 503, 504})


class RemoteStore:
    """`location`: the query URL of the server, for example http://127.0.0.1:7878/query."""

    def __init__(self, location: str, settings: Settings | None = None, transport: Any = None) -> None:
        self.settings = settings or Settings()
        self.location = location
        self.update_url = self.settings.remote_update or _sibling(location, "update")
        self.graph_store_url = self.settings.remote_graph_store or _sibling(location, "store")
        self.mark = f"{self.settings.base}snapshot"
        user = self.settings.remote_user
        options: dict[str, Any] = {
            "timeout": self.settings.remote_timeout,
            "auth": httpx.BasicAuth(user, self.settings.remote_password) if user else None,
            "follow_redirects": False,
        }
        self._client = httpx.Client(transport=transport, **options)
        self._options = options
        self._async: httpx.AsyncClient | None = None
        self._guard = threading.RLock()
        self._seen: tuple[float, str] = (0.0, "")

    # reading

    def snapshot(self) -> str:
        at, name = self._seen
        if name and time.monotonic() - at < FRESH_SECONDS:
            return name
        rows = self.select(f"SELECT ?id WHERE {{ GRAPH <{self.mark}> {{ <{self.mark}> <{_IDENTIFIER}> ?id }} }}")
        name = rows[0]["id"]["value"] if rows else "empty"
        self._seen = (time.monotonic(), name)
        return name

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        rows: list[dict[str, Binding]] = json.loads(self.query(sparql, JSON).body)["results"]["bindings"]
        return rows

    def ask(self, sparql: str) -> bool:
        return bool(json.loads(self.query(sparql, JSON).body)["boolean"])

    def construct(self, sparql: str) -> bytes:
        return self.query(sparql, "application/n-triples").body

    def query(self, sparql: str, accept: str) -> Answer:
        response = self._send("POST", self.location, {"accept": accept, "content-type": _QUERY_TYPE}, sparql)
        return Answer(response.content, response.headers.get("content-type", accept))

    async def forward(self, job: Job) -> Answer:
        """A stranger's query, already checked; cancelling closes the connection."""
        if self._async is None:
            self._async = httpx.AsyncClient(**self._options)
        pairs: list[tuple[str, str | int | float | bool | None]] = [
            ("default-graph-uri", iri) for iri in job.default_graphs
        ]
        pairs += [("named-graph-uri", iri) for iri in job.named_graphs]
        try:
            response = await self._async.post(
                self.location,
                params=pairs,
                content=(job.limited or job.query).encode(),
                headers={"accept": job.accept, "content-type": _QUERY_TYPE},
            )
        except httpx.HTTPError as error:
            raise self._unreachable(error) from None
        _check(response)
        if job.max_bytes is not None and len(response.content) > job.max_bytes:
            raise DaumoiError("result_too_large", f"the answer has more than {job.max_bytes:,} bytes", "add LIMIT")
        return Answer(response.content, response.headers.get("content-type", job.accept))

    def dump(self, out: IO[bytes]) -> None:
        graphs = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        for row in graphs:
            iri = row["g"]["value"]
            if iri == self.mark:
                continue
            triples = self.construct(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
            end = f" <{iri}> .\n".encode()
            for line in triples.splitlines():
                if line.strip():
                    out.write(line.rstrip().removesuffix(b".").rstrip() + end)

    def close(self) -> None:
        self._client.close()

    async def aclose(self) -> None:
        if self._async is not None:
            await self._async.aclose()

    # writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer in this process; the server alone can keep others apart."""
        with self._guard:
            yield

    def publish(self, change: Change) -> str:
        with self._guard:
            held = [iri for iri in change.drop if self.ask(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")]
            graphs, count = _by_graph(change.quads)
            if not count and not held:
                return self.snapshot()
            name = f"{int(time.time()):010d}-{secrets.token_hex(4)}"
            if count <= ONE_UPDATE_QUADS:
                self._update([*_drops(held), *_inserts(graphs), self._marks(name)])
            else:
                self._update([self._marks(f"unfinished-{name}")])
                self._update(_drops(held))
                for iri, lines in graphs.items():
                    self._upload(iri, lines)
                self._update([self._marks(name)])
            self._seen = (time.monotonic(), name)
            return name

    def _marks(self, name: str) -> str:
        return (
            f"DROP SILENT GRAPH <{self.mark}> ; "
            f'INSERT DATA {{ GRAPH <{self.mark}> {{ <{self.mark}> <{_IDENTIFIER}> "{name}" }} }}'
        )

    def _update(self, operations: Iterable[str]) -> None:
        text = " ;\n".join(operations)
        if text:
            self._send("POST", self.update_url, {"content-type": "application/sparql-update"}, text)

    def _upload(self, graph: str, lines: list[bytes]) -> None:
        self._send(
            "POST",
            self.graph_store_url,
            {"content-type": "application/n-triples"},
            b"".join(lines),
            params={"graph": graph},
        )

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: str | bytes,
        params: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """A request, repeated a few times while the server does not answer."""
        data = body.encode() if isinstance(body, str) else body
        last: Exception | None = None
        for attempt in range(max(1, self.settings.remote_retries)):
            if attempt:
                time.sleep(0.2 * 2**attempt)
            try:
                response = self._client.request(method, url, headers=dict(headers), content=data, params=params)
            except httpx.HTTPError as error:
                last = error
                continue
            if response.status_code in RETRIED:
                last = httpx.HTTPError(f"status {response.status_code}")
                continue
            _check(response)
            return response
        raise self._unreachable(last)

    def _unreachable(self, error: Exception | None) -> DaumoiError:
        return DaumoiError(
            "store_unreachable",
            f"the store {self.location} does not answer: {error}",
            "check that the server runs and that the URL is that of its queries",
            headers={"Retry-After": "5"},
        )


_IDENTIFIER = "http://purl.org/dc/terms/identifier"
_QUERY_TYPE = "application/sparql-query"


def _sibling(location: str, name: str) -> str:
    """Oxigraph, Fuseki and others: /query, /update and /store (or /data) stand beside each other."""
    head, slash, tail = location.rstrip("/").rpartition("/")
    return f"{head}{slash}{name}" if tail in ("query", "sparql") else f"{location.rstrip('/')}/{name}"


def _check(response: httpx.Response) -> None:
    if response.is_success:
        return
    said = " ".join(response.text[:300].split())
    code = "query_syntax" if response.status_code == 400 else "store_refused"
    raise DaumoiError(code, f"the remote store answered {response.status_code}: {said}", "see the server's own log")


def _by_graph(quads: Iterable[bytes]) -> tuple[dict[str, list[bytes]], int]:
    """N-Quads as N-Triples by graph."""
    graphs: dict[str, list[bytes]] = {}
    count = 0
    for line in quads:
        triple, _, graph = line.strip().removesuffix(b".").rstrip().rpartition(b" ")
        graphs.setdefault(graph[1:-1].decode(), []).append(triple + b" .\n")
        count += 1
    return graphs, count


def _drops(graphs: Iterable[str]) -> list[str]:
    return [f"DROP SILENT GRAPH <{iri}>" for iri in graphs]


def _inserts(graphs: Mapping[str, list[bytes]]) -> list[str]:
    return [
        f"INSERT DATA {{ GRAPH <{iri}> {{\n{b''.join(lines).decode()}}} }}" for iri, lines in graphs.items() if lines
    ]
