"""Responsibilities, chains, coverage, documents, bodies, places and search: saved queries under names of their own."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from graph_api import saved
from graph_api.errors import DaumoiError
from graph_api.rest.common import (
    ERRORS,
    PAGES_OF,
    Row,
    only,
    parameters,
    reply,
    rows_schema,
    services,
)
from graph_api.rest.saved_queries import columns_of
from graph_api.site import LiveSite, checked_iri
from graph_api.sparql.http import etag, matches, not_modified
from graph_api.words import LABELS

router = APIRouter(prefix="/api/v1")

PLACE = ("a place, by any spelling or by IRI", "Thanh Miện")
FIELD = ("a field, by slug or name", "digital-infrastructure")
ON = ("the day asked about, YYYY-MM-DD", "2023-06-01")


def site_of(request: Request) -> LiveSite:
    found: LiveSite = request.app.state.site
    return found


def _saved(request: Request, name: str, known: tuple[str, ...]) -> Response:
    given = only(request, known)
    if "document" in given:
        given["document"] = checked_iri(site_of(request).document_iri(given["document"]))
    return reply(request, columns_of(saved.find(name)), lambda: saved.rows(name, given, services(request).select))


@router.get(
    "/responsibilities",
    tags=["facts"],
    summary="Assignments: who, what, in which role, and the sentence",
    responses=rows_schema(),
    openapi_extra={
        "parameters": parameters(
            {
                "field": FIELD,
                "place": PLACE,
                "role": ("lead, coordinate, advise, perform, monitor or standing", "lead"),
                "body": ("a body, by any spelling or by IRI", ""),
                "document": ("a document, by its id or IRI", ""),
                "on": ON,
                **PAGES_OF,
            }
        )
    },
)
def responsibilities(request: Request) -> Response:
    return _saved(request, "assignments", ("field", "place", "role", "body", "document", "on"))


@router.get(
    "/chain",
    tags=["facts"],
    summary="From a document, or the plan of a place, upward: who implements whose document",
    responses=rows_schema(),
    openapi_extra={"parameters": parameters({"place": PLACE, "document": ("its id or IRI", ""), **PAGES_OF})},
)
def chain(request: Request) -> Response:
    if not (request.query_params.get("place") or request.query_params.get("document")):
        raise DaumoiError("missing_parameter", "chain needs a place or a document", "for example ?place=Thanh Miện")
    return _saved(request, "chain", ("place", "document"))


@router.get(
    "/coverage",
    tags=["facts"],
    summary="For every place and field: who has it, or nobody",
    responses=rows_schema(),
    openapi_extra={
        "parameters": parameters(
            {"level": ("central, province, district or commune", "district"), "within": PLACE, **PAGES_OF}
        )
    },
)
def coverage(request: Request) -> Response:
    return _saved(request, "coverage", ("level", "within"))


@router.get(
    "/search",
    tags=["facts"],
    summary="Sentences that hold all the words, with or without accents",
    responses=rows_schema(),
    openapi_extra={"parameters": parameters({"q": ("words", "hạ tầng số"), "place": PLACE, **PAGES_OF})},
)
def search(request: Request) -> Response:
    given = only(request, ("q", "place", "kind", "document"))
    if "q" not in given:
        raise DaumoiError("missing_parameter", "search needs q", "for example ?q=hạ tầng số")
    words = given.pop("q")
    columns = ("kind", "label", "document", "number", "date", "place", "section", "quote", "start", "end", "status")

    def found() -> list[Row]:
        return [{column: row.get(column) for column in columns} for row in site_of(request).search(words, **given)]

    return reply(request, columns, found)


@router.get(
    "/documents",
    tags=["documents"],
    summary="Documents, held and cited",
    responses=rows_schema(),
    openapi_extra={
        "parameters": parameters(
            {"q": ("words of number, title, issuer or place", "Thanh Miện"), "place": PLACE, **PAGES_OF}
        )
    },
)
def documents(request: Request) -> Response:
    given = only(request, ("q", "place"))
    words = given.pop("q", "")
    columns = ("id", *columns_of(saved.find("documents")))

    def found() -> list[Row]:
        rows = saved.rows("documents", given, services(request).select)
        named = [{"id": site_of(request).document_id(row["document"]), **row} for row in rows]
        return [
            row for row in named if _holds(row, words, ("number", "title", "issuer", "place", "file", "id", "type"))
        ]

    return reply(request, columns, found)


@router.get(
    "/documents/{name:path}",
    tags=["documents"],
    summary="One document with all its facts",
    responses={200: {"description": "its header and its facts by kind"}, **ERRORS},
)
def document(name: str, request: Request) -> Response:
    only(request, ())
    site = site_of(request)
    iri = checked_iri(site.document_iri(name))
    snapshot = site.snapshot()
    tag = etag(snapshot, "document", iri)
    headers = {"ETag": tag, "X-Snapshot": snapshot}
    if matches(request, tag):
        return not_modified(headers)
    about = next((row for row in site.rows("documents", document=iri) if row["document"] == iri), None)
    if about is None:
        raise unknown_document(name)
    body: dict[str, Any] = {"id": site.document_id(iri), **about}
    for kind in ("headers", *LABELS):
        body[kind] = site.rows(kind, document=iri)
    return Response(json.dumps(body, ensure_ascii=False), media_type="application/json", headers=headers)


def unknown_document(name: str) -> DaumoiError:
    return DaumoiError("document_unknown", f"there is no document {name[:200]!r}", "/api/v1/documents lists them")


@router.get(
    "/places",
    tags=["names"],
    summary="Places that have documents, or any place by q",
    responses=rows_schema(),
    openapi_extra={"parameters": parameters({"q": ("any spelling", "thanh mien"), **PAGES_OF})},
)
def places(request: Request) -> Response:
    given = only(request, ("q",))
    columns = ("iri", "label", "kind", "level", "within", "valid_from", "valid_until", "documents")
    return reply(request, columns, lambda: _names(request).places(given.get("q", "")))


@router.get(
    "/bodies",
    tags=["names"],
    summary="Bodies with their duties, or those that match q",
    responses=rows_schema(),
    openapi_extra={"parameters": parameters({"q": ("any spelling", "phong van hoa"), **PAGES_OF})},
)
def bodies(request: Request) -> Response:
    given = only(request, ("q",))
    columns = ("iri", "label", "kind", "place", "level", "assignments")
    return reply(request, columns, lambda: _names(request).bodies(given.get("q", "")))


def _names(request: Request) -> Any:
    from graph_api.names import Names

    return Names(services(request).select)


def _holds(row: Row, words: str, columns: tuple[str, ...]) -> bool:
    if not words:
        return True
    from ingest.text.fold import fold

    text = fold(" ".join(str(row.get(column) or "") for column in columns))
    return all(word in text for word in fold(words).split())


texts = APIRouter(tags=["documents"])


@texts.get(
    "/documents/{name:path}/text",
    summary="The kept text of the file that holds the document: what offsets of facts count in",
    response_class=PlainTextResponse,
    responses={200: {"description": "the text, unchanged", "content": {"text/plain": {}}}, **ERRORS},
)
def kept_text(name: str, request: Request) -> Response:
    site = site_of(request)
    snapshot = site.snapshot()
    tag = etag(snapshot, "text", name)
    headers = {"ETag": tag, "X-Snapshot": snapshot, "X-Content-Type-Options": "nosniff"}
    if matches(request, tag):
        return not_modified(headers)
    text = site.text(name)
    if text is None:
        raise unknown_document(name)
    return Response(text.encode("utf-8"), media_type="text/plain", headers=headers)
