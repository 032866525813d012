"""/api/v1/queries: every saved query as a route of its own, with its parameters and an example in OpenAPI."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

import queries
from graph_api import saved
from graph_api.errors import DaumoiError
from graph_api.formats import GRAPHS
from graph_api.rest.common import (
    PAGES_OF,
    only,
    parameters,
    reply,
    rows_schema,
    services,
    wanted_format,
)
from graph_api.store.evaluate import Job

if TYPE_CHECKING:
    from queries import SavedQuery

SUFFIXES = ("csv", "tsv", "json", "ttl")


def names_of(query: SavedQuery) -> list[str]:
    return [parameter.name for parameter in query.parameters]


def columns_of(query: SavedQuery) -> list[str]:
    return list(query.columns)


def build() -> APIRouter:
    """The router; made anew with each application, because saved queries may come from a folder of the user's."""
    router = APIRouter(prefix="/api/v1/queries", tags=["saved queries"])

    @router.get("", summary="All saved queries", responses=rows_schema())
    def listing(request: Request) -> Response:
        only(request, ())
        return reply(
            request, ("name", "title_vi", "title_en", "parameters", "columns", "example"), lambda: _listing(request)
        )

    for name, query in sorted(queries.catalogue().items()):
        router.add_api_route(
            f"/{name}",
            _route(name),
            methods=["GET"],
            operation_id=f"query_{name.replace('-', '_')}",
            summary=query.title_en,
            description=query.title_vi,
            responses=rows_schema(),
            openapi_extra={"parameters": _described(query)},
        )

    @router.get("/{name}", include_in_schema=False)
    def any_name(name: str, request: Request) -> Response:
        stem, dot, suffix = name.rpartition(".")
        if dot and suffix in SUFFIXES:
            return run(request, stem, suffix)
        return run(request, name)

    return router


def _route(name: str) -> Callable[[Request], Response]:
    def route(request: Request) -> Response:
        return run(request, name)

    return route


def _described(query: SavedQuery) -> list[dict[str, Any]]:
    own = {p.name: (f"{p.type}, by any spelling or by IRI", query.example.get(p.name, "")) for p in query.parameters}
    return parameters({**own, **PAGES_OF})


def _listing(request: Request) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title_vi": query.title_vi,
            "title_en": query.title_en,
            "parameters": " ".join(names_of(query)),
            "columns": " ".join(columns_of(query)),
            "example": str(request.url_for("listing")) + f"/{name}",
        }
        for name, query in sorted(queries.catalogue().items())
    ]


def run(request: Request, name: str, suffix: str = "") -> Response:
    """A saved query's answer; parameters of the URL are its own."""
    query = saved.find(name)
    given = only(request, names_of(query))
    if saved.is_graph(query):
        return _graph(request, name, given, suffix)
    note = f"daumoi {name} {' '.join(f'{key}={value}' for key, value in sorted(given.items()))}".strip()
    return reply(request, columns_of(query), lambda: saved.rows(name, given, services(request).select), suffix, note)


def _graph(request: Request, name: str, given: dict[str, str], suffix: str) -> Response:
    form = wanted_format(request, suffix, GRAPHS)
    engine = services(request)
    try:
        text = queries.bind(name, given, engine.select)
    except queries.QueryError as error:
        raise saved.as_error(error) from None
    answer = engine.evaluate(Job(text, form.media_type, max_bytes=engine.settings.max_result_bytes))
    if not answer.body:
        raise DaumoiError("not_found", f"{name} gives nothing for these parameters", "try others")
    return Response(answer.body, headers={"Content-Type": answer.media_type, "X-Snapshot": engine.snapshot()})
