"""/changes: what each snapshot changed, newest first, as JSON or as an Atom feed."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from graph_api import changes
from graph_api.formats import Format
from graph_api.rest.common import ERRORS, only, page_of, parameters, services, wanted_format
from graph_api.sparql.http import etag, matches, not_modified, public_url

router = APIRouter(tags=["about"])
JSON = Format("json", "application/json")
ATOM = Format("atom", "application/atom+xml", ("application/xml", "text/xml"))
DEFAULT = 50


@router.get(
    "/changes",
    summary="Snapshot by snapshot: documents added, replaced, removed, and fields that changed their lead",
    responses={
        200: {
            "description": "newest first",
            "content": {
                "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
                "application/atom+xml": {"schema": {"type": "string"}},
            },
        },
        **ERRORS,
    },
    openapi_extra={
        "parameters": parameters(
            {
                "limit": ("snapshots, newest first", "10"),
                "after": ("snapshots to leave out", "0"),
                "format": ("json or atom; goes before Accept", "json"),
            }
        )
    },
)
def feed(request: Request) -> Response:
    only(request, ())
    given = services(request)
    form = wanted_format(request, offered=(JSON, ATOM))
    snapshot = given.snapshot()
    tag = etag(snapshot, "changes", str(request.url), form.media_type)
    headers = {"ETag": tag, "X-Snapshot": snapshot, "Vary": "Accept", "X-Content-Type-Options": "nosniff"}
    if matches(request, tag):
        return not_modified(headers)
    limit, after = page_of(request)
    if "limit" not in request.query_params:
        limit = DEFAULT
    found = given.store.changes(after + limit)[after:] if given.store else []
    if form is ATOM:
        body = changes.atom(found, public_url(request, given.settings))
    else:
        body = json.dumps(found, ensure_ascii=False).encode()
    return Response(body, headers={**headers, "Content-Type": form.media_type})
