"""The map page: the interactive network of one place, one field or everything held, with the same as a table."""

from __future__ import annotations

from starlette.responses import Response

from graph_api.pages.frame import Frame, csv_file, download, json_file, jsonld_file
from graph_api.pages.matrix import place_rows
from viz import figures, map
from viz.rows import Row, text

COLUMNS = ("place", "level", "body", "body_iri", "role", "modality", "field", "field_label", "document", "number",
           "section", "quote", "start", "end", "status")  # fmt: skip


def page(frame: Frame) -> Response:
    state, words = frame.state, frame.words
    documents = [row for row in frame.documents() if row.get("held")]
    if state.place:
        documents = [row for row in documents if frame.is_place(row)]
        given: list[Row] = [row for row in place_rows(frame, documents) if text(row, "body")]
    else:
        known = {text(row, "document") for row in documents}
        given = [row for row in frame.site.rows("assignments") if text(row, "document") in known]
    fields = frame.fields(given)
    if state.field:
        given = [row for row in given if frame.is_field(row)]
    links = _links(frame, given)
    drawing = map.draw(given, frame.site.rows("documents"), words, chain=links, links=frame.links)
    title = " · ".join(part for part in (words("map.title"), state.place) if part)
    if state.get("format") == "csv":
        return csv_file("map", COLUMNS, drawing.rows)
    if state.get("format") == "json":
        return json_file("map", drawing.rows)
    if state.get("format") == "jsonld":
        return jsonld_file("map", "assignments", drawing.rows, frame.base())
    if state.get("format") == "html":
        alone = map.page(given, frame.site.rows("documents"), chain=links, lang=state.lang)
        return download("map.html", alone, "text/html; charset=utf-8")
    broken = [
        {"name": found.name, "href": frame.links.document(found.document)} for found in figures.broken_chains(links)[:5]
    ]
    context = {
        **map.context(drawing, words),
        "wide": True,
        "places": frame.places(),
        "fields": fields,
        "broken": broken,
    }
    return frame.html("map.html", "map", title, context)


def _links(frame: Frame, given: list[Row]) -> list[Row]:
    """The delegation links that documents on the map state."""
    links: list[Row] = []
    for iri in sorted({text(row, "document") for row in given}):
        rows = frame.site.rows("references", document=iri)
        links += [row for row in rows if text(row, "relation") in ("implements", "relays")]
    return links
