"""What the server says of its data: the dataset's card (VoID, DCAT) and the context of its JSON-LD."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from graph_api import card
from graph_api.formats import GRAPHS, negotiate
from graph_api.rest.common import services
from graph_api.sparql.http import etag, matches, not_modified, public_url

router = APIRouter(tags=["about"])
CONTENT: dict[str, Any] = {known.media_type: {} for known in GRAPHS}
RDF: dict[int | str, dict[str, Any]] = {200: {"description": "RDF", "content": CONTENT}}


@router.get("/.well-known/void", summary="The dataset: VoID and DCAT", responses=RDF)
def void(request: Request) -> Response:
    given = services(request)
    wanted = negotiate(request.headers.get("accept", ""), GRAPHS)
    url = public_url(request, given.settings)
    snapshot = given.snapshot()
    headers = {"ETag": etag(snapshot, "void", wanted.media_type, url), "X-Snapshot": snapshot, "Vary": "Accept"}
    if matches(request, headers["ETag"]):
        return not_modified(headers)
    body = card.card(url, given.settings.base, snapshot, card.figures(given.select), wanted)
    return Response(body, headers={**headers, "Content-Type": wanted.content_type})


@router.get(
    "/ontology/context.jsonld",
    summary="The JSON-LD context of the project's vocabulary",
    response_class=Response,
    responses={200: {"description": "JSON-LD", "content": {"application/ld+json": {}}}},
)
def context() -> Response:
    body = files("ontology").joinpath("context.jsonld").read_bytes()
    return Response(body, media_type="application/ld+json", headers={"Cache-Control": "public, max-age=86400"})


@router.get("/ns", status_code=303, summary="The vocabulary's own name: 303 to /ontology", include_in_schema=False)
def namespace() -> Response:
    return RedirectResponse("/ontology", 303, {"Vary": "Accept"})
