"""The chain page: from the centre down to the office, as a picture, a nested list, SVG, CSV or JSON."""

from __future__ import annotations

from starlette.responses import Response

from graph_api.pages.frame import Frame, csv_file, download, json_file, jsonld_file
from graph_api.pages.matrix import place_rows
from viz import chain
from viz.rows import Row, by_document, text

COLUMNS = ("step", "document", "number", "date", "title", "issuer", "level", "held", "link_status", "child", "relation",
           "quote", "start", "end")  # fmt: skip


def page(frame: Frame) -> Response:
    state, words = frame.state, frame.words
    places = frame.places()
    known = {text(row, "document") for row in frame.documents()}
    rows: list[Row] = []
    if state.document or state.place:
        iri = frame.site.document_iri(state.document) if state.document else None
        rows = [
            row
            for row in frame.site.rows("chain", place=None if iri else state.place, document=iri)
            if (text(row, "child") or text(row, "document")) in known
        ]
    given = _assignments(frame, rows)
    fields = frame.fields(given)
    if state.field:
        given = [row for row in given if frame.is_field(row)]
    documents = frame.site.rows("documents")
    made = chain.layout(rows, documents, given, frame.links, words)
    what = state.place or _document_name(frame, state.document)
    title = words("chain.of", what=what) if what else words("chain.title")
    if state.get("format") == "csv":
        return csv_file("chain", COLUMNS, rows)
    if state.get("format") == "json":
        return json_file("chain", rows)
    if state.get("format") == "jsonld":
        return jsonld_file("chain", "references", rows, frame.base())
    if state.get("format") == "svg":
        return download("chain.svg", chain.file(made, words, title), "image/svg+xml")
    context: dict[str, object] = {
        "wide": True,
        "places": places,
        "fields": fields,
        "rows": rows,
        "chain": made,
        "top": next((node.name for node in made.nodes if node.layer == 0), ""),
        "svg": chain.svg(made, words, title) if rows else "",
        "nested": chain.nested_list(made, words) if rows else "",
    }
    return frame.html("chain.html", "chain", title, context)


def _assignments(frame: Frame, rows: list[Row]) -> list[Row]:
    """Those of the lowest held documents of the chain, which are the place's own."""
    index = by_document(frame.site.rows("documents"))
    uppers = {text(row, "document") for row in rows if text(row, "child")}
    begun = {text(row, "document") for row in rows if not text(row, "child")}
    starts = begun or {text(row, "child") for row in rows} - uppers
    lowest = [index[iri] for iri in sorted(starts) if iri in index]
    given: list[Row] = []
    for row in place_rows(frame, [row for row in lowest if row.get("held")]):
        if text(row, "body"):
            given.append(row)
    return given


def _document_name(frame: Frame, document: str | None) -> str:
    if not document:
        return ""
    about = by_document(frame.site.rows("documents")).get(frame.site.document_iri(document), {})
    return chain.document_name(about, frame.words)
