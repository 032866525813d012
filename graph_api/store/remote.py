"""A SPARQL 1.1 server as a store: Query, Update and Graph Store Protocol over HTTP.

Requests are repeated a few times while the server does not answer, and then told as `store_unreachable`. The snapshot's
id stands in the graph itself. Knows nothing of documents.
"""

from __future__ import annotations

import json
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
from graph_api.store.remote_publish import IDENTIFIER, publish, settle

JSON = "application/sparql-results+json"
FRESH_SECONDS = 1.0  # for this long an id of the snapshot is believed without asking again
_AUTH: dict[str, Any] = {"basic": httpx.BasicAuth, "digest": httpx.DigestAuth}
RETRIED = frozenset({502, 503, 504})


class RemoteStore:
    """`location`: the query URL of the server, for example http://127.0.0.1:7878/query."""

    def __init__(self, location: str, settings: Settings | None = None, transport: Any = None) -> None:
        self.settings = settings or Settings()
        self.location = location
        self.update_url = self.settings.remote_update or _sibling(location, "update")
        self.graph_store_url = self.settings.remote_graph_store or _sibling(location, "store")
        self.mark = f"{self.settings.base}snapshot"
        self.log = f"{self.settings.base}changes"
        user = self.settings.remote_user
        if self.settings.remote_auth not in _AUTH:
            raise DaumoiError("bad_parameter", "DAUMOI_REMOTE_AUTH is neither basic nor digest", "set one of the two")
        options: dict[str, Any] = {
            "timeout": self.settings.remote_timeout,
            "auth": _AUTH[self.settings.remote_auth](user, self.settings.remote_password) if user else None,
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
        rows = self.select(f"SELECT ?id WHERE {{ GRAPH <{self.mark}> {{ <{self.mark}> <{IDENTIFIER}> ?id }} }}")
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
            if iri in (self.mark, self.log):
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

    def changes(self, most: int = 100) -> list[dict[str, Any]]:
        rows = self.select(
            f"SELECT ?record WHERE {{ GRAPH <{self.log}> {{ ?snapshot <{IDENTIFIER}> ?record }} }} "
            f"ORDER BY DESC(STR(?snapshot)) LIMIT {most}"
        )
        return [json.loads(row["record"]["value"]) for row in rows]

    # writing

    def note(self, record: Mapping[str, Any]) -> None:
        """In a graph of its own that dumps leave out; it comes after the publish, and no snapshot is made for it."""
        value = json.dumps(json.dumps(record, ensure_ascii=True))  # JSON's escapes of a string are SPARQL's too
        me = f"{self.log}/{record['snapshot']}"
        self.update([f"INSERT DATA {{ GRAPH <{self.log}> {{ <{me}> <{IDENTIFIER}> {value} }} }}"])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer in this process; the server alone can keep others apart."""
        with self._guard:
            yield

    def publish(self, change: Change) -> str:
        with self._guard:
            name = publish(self, change)
            self._seen = (time.monotonic(), name)
            return name

    def settle(self) -> None:
        with self._guard:
            settle(self)

    def update(self, operations: Iterable[str]) -> None:
        """Operations of SPARQL Update, in one request."""
        text = " ;\n".join(operations)
        if text:
            self._seen = (0.0, "")
            self._send("POST", self.update_url, {"content-type": "application/sparql-update"}, text)

    def upload(self, graph: str | None, lines: bytes) -> None:
        """N-Triples into a graph, by Graph Store Protocol; without a graph N-Quads, which many servers take too."""
        kind = "application/n-triples" if graph else "application/n-quads"
        params = {"graph": graph} if graph else None
        self._send("POST", self.graph_store_url, {"content-type": kind}, lines, params=params)

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
