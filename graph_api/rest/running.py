"""/health and /metrics: what the running server says of itself."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from graph_api.errors import DaumoiError
from graph_api.rest.common import services

router = APIRouter(tags=["running"])


@router.get("/health", summary="Whether the store answers")
def health(request: Request) -> Response:
    """200 with the snapshot when a query through the whole way was answered; 503 with the reason otherwise."""
    given = services(request)
    try:
        given.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
        body = {"status": "ok", "snapshot": given.snapshot(), **given.engine.health()}
        return JSONResponse(body, headers={"Cache-Control": "no-store"})
    except DaumoiError as error:
        body = {"status": "failing", **error.body()}
        return JSONResponse(body, 503, headers={"Cache-Control": "no-store", "Retry-After": "5"})


@router.get("/metrics", summary="Prometheus metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    given = services(request)
    given.metrics.cache_hits.set(given.endpoint.cache.hits)
    given.metrics.cache_bytes.set(given.endpoint.cache.used)
    health = given.engine.health()
    for lane, waiting in health.get("waiting", {}).items():
        given.metrics.waiting.labels(lane).set(waiting)
    given.metrics.killed.set(health.get("killed", 0))
    return Response(given.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")
