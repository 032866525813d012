"""The route /sparql: protocol, check, cache, engine, response, in this order.

In comes a request, out goes a finished response; nothing is sent before the answer is complete. What a query may do is
decided in `guard`, what it means in `protocol`; here they are only put together.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from graph_api.errors import DaumoiError
from graph_api.formats import GRAPHS, ROWS, Format, negotiate
from graph_api.settings import Settings
from graph_api.sparql import description, editor
from graph_api.sparql.cache import AnswerCache
from graph_api.sparql.engine import Engine
from graph_api.sparql.examples import Examples
from graph_api.sparql.guard import Checked, check
from graph_api.sparql.http import body_of, etag, matches, not_modified, public_url, unless_gone
from graph_api.sparql.protocol import Operation, check_graph, parse
from graph_api.store.base import Answer
from graph_api.store.evaluate import Job

TRUNCATED = "https://w3id.org/daumoi/ns#truncated"
"""Stands in head.link of a capped JSON or XML answer; every format has the header X-Truncated."""
PREPARED = 2_000  # requests whose check is remembered: they are short strings


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request that passed every check: what to run and how to answer. `seconds`: its deadline."""

    job: Job
    wanted: Format
    checked: Checked
    seconds: float
    identity: str


class SparqlEndpoint:
    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self.cache = AnswerCache(settings.cache_bytes)
        self.examples = Examples()
        self._prepared: OrderedDict[tuple[str, str, str], Prepared] = OrderedDict()

    async def __call__(self, request: Request) -> Response:
        reading = request.method in ("GET", "HEAD")
        raw = (
            request.scope["query_string"].decode("latin-1"),
            request.headers.get("accept", ""),
            str(request.base_url),
        )
        prepared = self._prepared.get(raw) if reading else None
        if prepared is None:
            body = b"" if reading else await body_of(request, self.settings)
            operation = parse(request.method, raw[0], request.headers, body)
            if operation.kind == "":
                return await self._describe(request, operation)
            if operation.kind == "update":
                return await self._update(request, operation)
            prepared = self._prepare(operation, f"{public_url(request, self.settings)}/sparql")
            if reading:
                self._remember(raw, prepared)
        return await self._answer(request, prepared)

    def _remember(self, raw: tuple[str, str, str], prepared: Prepared) -> None:
        if len(raw[0]) < 4_000:
            self._prepared[raw] = prepared
            if len(self._prepared) > PREPARED:
                self._prepared.popitem(last=False)

    def _prepare(self, operation: Operation, base_iri: str) -> Prepared:
        checked = check(operation.text, self.settings)
        for iri in checked.graphs:
            if not self.engine.writable:
                check_graph(iri)
        wanted = negotiate(operation.accept, ROWS if checked.form in ("SELECT", "ASK") else GRAPHS)
        job = Job(
            query=operation.text,
            accept=wanted.media_type,
            base_iri=base_iri,
            default_graphs=operation.default_graphs,
            named_graphs=operation.named_graphs,
            own_dataset=checked.own_dataset,
            must_exist=() if operation.default_graphs or operation.named_graphs else checked.graphs,
            capped=checked.capped,
            limited=checked.limited,
            max_rows=self.settings.max_rows,
            max_bytes=self.settings.max_result_bytes,
        )
        seconds = min(operation.seconds or self.settings.deadline, self.settings.deadline)
        identity = "\0".join(
            (checked.normal, wanted.media_type, base_iri, *operation.default_graphs, "", *operation.named_graphs)
        )
        return Prepared(job, wanted, checked, seconds, identity)

    async def _answer(self, request: Request, prepared: Prepared) -> Response:
        snapshot = self.engine.snapshot()
        tag = etag(snapshot, prepared.identity)
        if matches(request, tag):
            return not_modified(self._headers(tag, snapshot))
        known = self.cache.get((snapshot, prepared.identity))
        if known is not None:
            answer = known
        else:
            work = self.engine.run(
                prepared.job, prepared.seconds, small=prepared.checked.small, key=prepared.checked.normal
            )
            answer, snapshot = await unless_gone(request, work)
            answer = _marked(answer, prepared.wanted)
            self.cache.put((snapshot, prepared.identity), answer)
            tag = etag(snapshot, prepared.identity)
        headers = self._headers(tag, snapshot)
        if answer.truncated:
            headers["X-Truncated"] = f"true; max-rows={self.settings.max_rows}"
        return Response(answer.body, headers={**headers, "Content-Type": answer.media_type})

    def _headers(self, tag: str, snapshot: str) -> dict[str, str]:
        return {
            "ETag": tag,
            "X-Snapshot": snapshot,
            "Vary": "Accept",
            "Cache-Control": "public, max-age=0, must-revalidate",
            "X-Content-Type-Options": "nosniff",
        }

    async def _describe(self, request: Request, operation: Operation) -> Response:
        """GET without a query: the editor for browsers, the service description for programs."""
        if request.method == "POST":
            raise DaumoiError("query_missing", "no query was sent", "send query=…")
        if editor.wanted(operation.accept):
            held = await asyncio.to_thread(self.examples.of, self.engine.snapshot(), self.engine.select)
            return editor.page(request, self.settings, held)
        wanted = negotiate(operation.accept, GRAPHS)
        url = f"{public_url(request, self.settings)}/sparql"
        snapshot = self.engine.snapshot()
        headers = self._headers(etag(snapshot, "description", wanted.media_type, url), snapshot)
        if matches(request, headers["ETag"]):
            return not_modified(headers)
        found = await asyncio.to_thread(self.examples.of, snapshot, self.engine.select)
        body = description.describe(url, wanted, writable=self.engine.writable, examples=found)
        return Response(body, headers={**headers, "Content-Type": wanted.content_type})

    async def _update(self, request: Request, operation: Operation) -> Response:
        url = f"{public_url(request, self.settings)}/sparql"
        job = Job("", base_iri=url, default_graphs=operation.default_graphs, named_graphs=operation.named_graphs)
        await self.engine.update(operation.text, job)
        return Response(status_code=204)


def _marked(answer: Answer, wanted: Format) -> Answer:
    """A capped answer says so in its body where the format has a place for it."""
    if not answer.truncated:
        return answer
    body = answer.body
    if wanted.name == "json":
        body = body.replace(b'{"head":{', b'{"head":{"link":["' + TRUNCATED.encode() + b'"],', 1)
    elif wanted.name == "xml":
        body = body.replace(b"</head>", b'<link href="' + TRUNCATED.encode() + b'"/></head>', 1)
    return Answer(body, answer.media_type, answer.rows, True)
