"""REST: routes that translate a request into a saved query and its rows into a response."""

from __future__ import annotations

from fastapi import APIRouter


def build() -> APIRouter:
    """All routes of this room; made anew with each application."""
    from graph_api.rest import about, changes, facts, reconcile, running, saved_queries, things

    router = APIRouter()
    rooms = (facts.texts, facts.router, things.router, about.router, changes.router, reconcile.router, running.router)
    for room in (saved_queries.build(), *rooms):
        router.include_router(room)
    return router
