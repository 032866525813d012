"""The comparison of places: who has each field, which targets differ, where wording departs from another plan."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from graph_api.pages.frame import Choice, Frame, csv_file, json_file, same_place
from graph_api.pages.matrix import place_rows
from viz import compare, matrix
from viz.chain import document_name
from viz.rows import Row, by_document, text, with_documents

MOST = 6
"""Places side by side; more do not fit a page."""


def page(frame: Frame) -> Response:
    asked = [name.strip() for name in frame.state.get("places").split(",") if name.strip()][:MOST]
    documents = [row for row in frame.documents() if row.get("held")]
    found = {name: [row for row in documents if same_place(name, row)] for name in asked}
    known = {text(rows[0], "place"): rows for rows in found.values() if rows}
    rows = [row for held in known.values() for row in place_rows(frame, held) if text(row, "body")]
    fields = frame.fields(rows)
    if frame.state.field:
        rows = [row for row in rows if frame.is_field(row)]
    targets = {place: _facts(frame, "targets", held) for place, held in known.items()}
    lines = compare.targets(targets, frame.links) if len(known) > 1 else []
    if frame.state.get("format") == "json":
        return json_file("compare", {"assignments": rows, "targets": targets})
    if frame.state.get("format") == "csv":
        return _csv(list(known), lines)
    owned = matrix.of_level([row for row in rows if row.get("field")], frame.links, order=list(known))
    table = matrix.table(owned, frame.words, frame.words("compare.owners")) if owned.lines else ""
    context: dict[str, object] = {
        "wide": True,
        "asked": ", ".join(asked),
        "names": list(known),
        "unknown": [name for name, held in found.items() if not held],
        "places": frame.places(),
        "fields": fields,
        "suggested": _suggested(frame) if len(known) < 2 else [],
        "table": table,
        "lines": lines,
        "wording": _wording(frame, known) if len(known) > 1 else [],
    }
    return frame.html("compare.html", "compare", frame.words("compare.title"), context)


def _facts(frame: Frame, query: str, documents: Sequence[Row]) -> list[Row]:
    given: list[Row] = []
    for document in documents:
        given += frame.site.rows(query, document=text(document, "document"))
    return list(with_documents(given, documents))


def _wording(frame: Frame, known: dict[str, list[Row]]) -> list[dict[str, object]]:
    """Against the plan above where it is held; else against the first of the places."""
    index = by_document(frame.site.rows("documents"))
    blocks: list[dict[str, object]] = []
    first, *_ = known
    for place, held in known.items():
        mine = _sentences(frame, held)
        parents = [index[iri] for iri in _parents(frame, held) if iri in index and index[iri].get("held")]
        if parents:
            other, others = document_name(parents[0], frame.words), _sentences(frame, parents)
        elif place != first:
            other, others = first, _sentences(frame, known[first])
        else:
            continue
        versions = compare.wording(mine, others, frame.links)
        if versions:
            blocks.append({"name": place, "other": other, "versions": versions})
    return blocks


def _sentences(frame: Frame, documents: Sequence[Row]) -> list[Row]:
    return _facts(frame, "criteria", documents) + _facts(frame, "assignments", documents)


def _parents(frame: Frame, documents: Sequence[Row]) -> list[str]:
    rows = _facts(frame, "references", documents)
    return [text(row, "cited") for row in rows if text(row, "relation") in ("implements", "relays")]


def _suggested(frame: Frame) -> list[tuple[str, str]]:
    """Places of one level, to begin with."""
    by_level: dict[str, list[Choice]] = {}
    for place in frame.places():
        by_level.setdefault(place.level, []).append(place)
    return [
        (", ".join(p.name for p in places[:3]), frame.state.url("/compare", places=",".join(p.key for p in places[:3])))
        for places in by_level.values()
        if len(places) > 1
    ]


def _csv(names: Sequence[str], lines: Sequence[compare.TargetLine]) -> Response:
    rows = [
        {
            "indicator": line.indicator,
            "unit": line.unit,
            **{name: cell.amount if cell else None for name, cell in zip(names, line.cells, strict=True)},
            "difference": line.difference,
        }
        for line in lines
    ]
    return csv_file("compare", ["indicator", "unit", *names, "difference"], rows)
