"""REST: routes that translate a request into a saved query and its rows into a response."""

from __future__ import annotations

from fastapi import APIRouter


def build() -> APIRouter:
    """All routes of this room; made anew with each application."""
    from graph_api.rest import facts, reconcile, running, saved_queries, things

    router = APIRouter()
    for room in (saved_queries.build(), facts.texts, facts.router, things.router, reconcile.router, running.router):
        router.include_router(room)
    return router
