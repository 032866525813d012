"""/id/…: every thing of the graph by its own name. 303 to its page, or to its triples as Turtle or JSON-LD."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from graph_api.errors import DaumoiError
from graph_api.formats import GRAPHS, HTML, negotiate
from graph_api.rest.common import services
from graph_api.site import checked_iri
from graph_api.sparql.http import etag, matches, not_modified
from graph_api.store.evaluate import Job
from graph_api.things import iri_of, page_of

router = APIRouter(tags=["things"])

OFFERED = (*GRAPHS, HTML)


@router.get("/id/{name:path}", status_code=303, summary="A thing by its name: 303 to its page or its data")
def thing(name: str, request: Request) -> Response:
    given = services(request)
    iri = checked_iri(iri_of(name, given.settings.base))
    wanted = negotiate(request.headers.get("accept", ""), OFFERED)
    rows = given.select(f"SELECT ?p WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} }} LIMIT 1")
    if not rows:
        raise DaumoiError("not_found", f"the graph holds nothing about {iri}", "see /api/v1/documents, /api/v1/places")
    target = page_of(name) if wanted is HTML else f"/data/{quote(name, safe='/')}?format={wanted.name}"
    return RedirectResponse(target, 303, {"Vary": "Accept"})


@router.get("/data/{name:path}", summary="The triples about a thing", responses={200: {"description": "RDF"}})
def data(name: str, request: Request) -> Response:
    given = services(request)
    iri = checked_iri(iri_of(name, given.settings.base))
    asked = request.query_params.get("format", "")
    wanted = next((known for known in GRAPHS if known.name == asked), None) or negotiate(
        "" if asked else request.headers.get("accept", ""), GRAPHS
    )
    tag = etag(given.snapshot(), "data", iri, wanted.media_type)
    headers = {"ETag": tag, "X-Snapshot": given.snapshot(), "Vary": "Accept"}
    if matches(request, tag):
        return not_modified(headers)
    text = (
        f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} WHERE "
        f"{{ {{ <{iri}> ?p ?o FILTER(!ISLITERAL(?o) || STRLEN(STR(?o)) < 20000) }} UNION {{ ?s ?q <{iri}> }} }}"
    )
    job = Job(text, wanted.media_type, max_rows=given.settings.max_rows, max_bytes=given.settings.max_result_bytes)
    answer = given.evaluate(job)
    if not answer.rows:
        raise DaumoiError("not_found", f"the graph holds nothing about {iri}", "see /api/v1/documents, /api/v1/places")
    return Response(answer.body, headers={**headers, "Content-Type": answer.media_type})
