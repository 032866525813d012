"""The route /graph-store: Graph Store Protocol; reading in public, writing only around the store of the tests.

In comes a request that names a graph (`?graph=IRI`, `?default`, or the request's own address), out goes that graph.
"""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from graph_api.errors import DaumoiError
from graph_api.formats import GRAPHS, Format, negotiate
from graph_api.settings import Settings
from graph_api.sparql.engine import Engine
from graph_api.sparql.http import body_of, etag, matches, not_modified, public_url, unless_gone
from graph_api.sparql.protocol import check_graph
from graph_api.sparql.writable import WritableEngine
from graph_api.store.evaluate import Job

READING = "GET, HEAD"
WRITING = "GET, HEAD, PUT, POST, DELETE"


class GraphStore:
    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings

    async def __call__(self, request: Request) -> Response:
        if request.method in ("GET", "HEAD"):
            return await self._read(request)
        allowed = WRITING if self.engine.writable else READING
        if not isinstance(self.engine, WritableEngine) or request.method not in ("PUT", "POST", "DELETE"):
            raise DaumoiError(
                "method_refused",
                f"{request.method} is not served here",
                "graphs are read here; documents change with `daumoi ingest`",
                headers={"Allow": allowed},
            )
        return await self._write(request, self.engine)

    async def _read(self, request: Request) -> Response:
        graph = _graph(request, self.settings)
        wanted = negotiate(request.headers.get("accept", ""), GRAPHS)
        snapshot = self.engine.snapshot()
        tag = etag(snapshot, "graph", graph or "", wanted.media_type)
        headers = {"ETag": tag, "X-Snapshot": snapshot, "Vary": "Accept"}
        if matches(request, tag) and await self._holds(request, graph):
            return not_modified(headers)
        if not await self._holds(request, graph):
            raise DaumoiError("not_found", f"the store holds no graph {graph}", "see SELECT DISTINCT ?g on /sparql")
        # A reader of a whole graph gets all of it: the row cap is for queries, the byte cap still holds.
        job = Job(_everything(graph), wanted.media_type, max_bytes=self.settings.max_result_bytes, union=graph is None)
        answer, snapshot = await unless_gone(request, self.engine.run(job, self.settings.deadline))
        return Response(answer.body, headers={**headers, "Content-Type": _content_type(wanted)})

    async def _holds(self, request: Request, graph: str | None) -> bool:
        if graph is None:
            return True
        if isinstance(self.engine, WritableEngine):
            return self.engine.store.contains_named_graph(ox.NamedNode(graph))
        job = Job(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}", "application/sparql-results+json")
        answer, _ = await unless_gone(request, self.engine.run(job, self.settings.deadline, small=True))
        return b"true" in answer.body

    async def _write(self, request: Request, engine: WritableEngine) -> Response:
        address = f"{public_url(request, self.settings)}{request.url.path}"
        collection = address == f"{public_url(request, self.settings)}/graph-store"
        new = request.method == "POST" and collection and not request.url.query
        graph = f"{address}/{engine.version}-{id(request):x}" if new else _graph(request, self.settings)
        if request.method == "DELETE":
            if not engine.delete(graph):
                raise DaumoiError("not_found", f"the store holds no graph {graph}", "")
            return Response(status_code=204)
        parts = _parts(request.headers.get("content-type", ""), await body_of(request, self.settings))
        created = False
        for place, (media, data) in enumerate(parts):
            form = ox.RdfFormat.from_media_type(media) if media else None
            if form is None:
                raise DaumoiError("media_type_refused", f"{media or 'no Content-Type'} is no RDF format", "text/turtle")
            try:
                first = engine.put(graph, data, form, graph or address, clear=request.method == "PUT" and not place)
            except (SyntaxError, ValueError) as error:
                raise DaumoiError("bad_request", f"the body is wrong: {str(error)[:200]}", "check its syntax") from None
            created = created or first
        headers = {"Location": graph or address} if new else {}
        return Response(status_code=201 if created or new else 204, headers=headers)


def _everything(graph: str | None) -> str:
    pattern = "?s ?p ?o" if graph is None else f"GRAPH <{graph}> {{ ?s ?p ?o }}"
    return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}"


def _content_type(wanted: Format) -> str:
    return wanted.content_type


def _graph(request: Request, settings: Settings) -> str | None:
    """The graph that the request names, None for the default graph. Raises DaumoiError when it names none or two."""
    pairs = request.query_params.multi_items()
    named = [value for key, value in pairs if key == "graph"]
    default = [value for key, value in pairs if key == "default"]
    direct = request.path_params.get("rest")
    if len(named) + len(default) + bool(direct) != 1:
        raise DaumoiError(
            "bad_request", "name one graph", "?graph=IRI for a named graph, ?default for the default graph"
        )
    if default:
        return None
    if direct:
        return f"{public_url(request, settings)}{request.url.path}"
    check_graph(named[0])
    return named[0]


def _parts(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """(media type, bytes) of the body, or of each part of a multipart form."""
    media = content_type.split(";")[0].strip().lower()
    if media != "multipart/form-data":
        return [(media, body)]
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    return [(part.get_content_type(), _payload(part)) for part in message.iter_parts()]


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
