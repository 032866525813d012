"""The matrix page: fields × bodies of a place, or fields × places of a level, as a table, CSV or JSON."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from graph_api.pages.frame import Choice, Frame, download, json_file, jsonld_file
from graph_api.pages.gaps import open_fields
from viz import matrix
from viz.chain import document_name
from viz.day import shown
from viz.rows import LEVELS, Row, text, with_documents


def page(frame: Frame) -> Response:
    state, words = frame.state, frame.words
    places = frame.places()
    level = "" if state.place else state.get("level") or _only_level(places)
    sort = state.get("sort") if state.get("sort") in matrix.SORTS else "field"
    only = state.get("only") if state.get("only") in matrix.GROUPS else "none"
    documents = [row for row in frame.documents() if row.get("held") and frame.is_place(row)]
    rows = place_rows(frame, documents) + left_open(frame) if state.place else level_rows(frame, level)
    fields = frame.fields(rows)
    if state.field:
        rows = [row for row in rows if frame.is_field(row)]
    if state.place:
        made = matrix.of_place(rows, frame.links, sort=sort, only=only, notes=ceased_notes(frame))
    else:
        made = matrix.of_level(rows, frame.links, sort=sort, only=only)
    name = _place_name(documents) or state.place or ""
    title = words("matrix.of_place", place=name) if state.place else words("matrix.of_level")
    if state.get("format") == "csv":
        return download(f"matrix-{name or level}.csv", "\ufeff" + matrix.csv(made, words), "text/csv; charset=utf-8")
    if state.get("format") == "json":
        return json_file(f"matrix-{name or level}", rows)
    if state.get("format") == "jsonld":
        return jsonld_file(f"matrix-{name or level}", "assignments", rows, frame.base())
    context: dict[str, object] = {
        "wide": True,
        "places": places,
        "fields": fields,
        "levels": [name for name in LEVELS if any(place.level == name for place in places)],
        "chosen_level": level,
        "sort": sort,
        "only": only,
        "table": matrix.table(made, words, _caption(frame, made)) if made.lines else "",
        "documents": [
            {**row, "name": document_name(row, words), "href": frame.links.document(text(row, "document"))}
            for row in documents
        ],
    }
    return frame.html("matrix.html", "matrix", title, context)


def ceased_notes(frame: Frame) -> dict[str, str]:
    """What is said under a body that no longer exists on the day asked about."""
    return {
        iri: frame.words("gaps.ceased", date=shown(ceased.last, frame.words.lang))
        for iri, ceased in frame.ceased().items()
    }


def place_rows(frame: Frame, documents: list[Row]) -> list[Row]:
    """The assignments of a place's documents."""
    given: list[Row] = []
    for document in documents:
        given += frame.site.rows("assignments", document=text(document, "document"))
    return list(with_documents(given, documents))


def left_open(frame: Frame) -> list[Row]:
    """The fields that the place of the state gives to nobody and others of its campaign do, as rows without a body."""
    return [
        {"place": gap.place, "place_iri": gap.place_iri, "field": gap.field, "field_label": gap.label}
        for gap in open_fields(frame)
        if frame.is_place({"place": gap.place, "place_iri": gap.place_iri})
    ]


def level_rows(frame: Frame, level: str) -> list[Row]:
    """The coverage of a level by documents dated up to the day, each place with a column even if it owns nothing."""
    if not level:
        return []
    documents = [row for row in frame.documents() if row.get("held") and text(row, "level") == level]
    known = {text(row, "document") for row in documents}
    covered = frame.site.rows("coverage", level=level, within=frame.state.get("within"))
    rows: list[Row] = list(with_documents((row for row in covered if text(row, "document") in known), documents))
    return rows + [
        {"place": gap.place, "place_iri": gap.place_iri, "field": gap.field, "field_label": gap.label}
        for gap in open_fields(frame)
        if gap.level == level
    ]


def _only_level(places: Sequence[Choice]) -> str:
    """Without a choice, the level with most places is shown: it is the one that compares best."""
    levels = [place.level for place in places]
    return max(LEVELS, key=levels.count) if levels else ""


def _place_name(documents: list[Row]) -> str:
    return text(documents[0], "place") if documents else ""


def _caption(frame: Frame, made: matrix.Matrix) -> str:
    if made.by_place:
        return frame.words("matrix.caption_level", fields=made.fields, places=len(made.columns), gaps=made.gaps)
    return frame.words("matrix.caption_place", fields=made.fields, bodies=len(made.columns), gaps=made.gaps)
