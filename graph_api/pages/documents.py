"""The list of documents, and the reader of one: its text as kept, its facts, what stands above and below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import Response

from graph_api.errors import DaumoiError
from graph_api.pages.frame import HEADERS, Frame, csv_file, json_file, jsonld_file
from ingest.text.fold import fold
from viz.chain import document_name
from viz.day import shown
from viz.facts import QUERIES, Entry, entries
from viz.reader import pieces
from viz.rows import Row, by_document, level_rank, sentence_link, text
from viz.sheets import Sheet, sheets

COLUMNS = (
    *("document", "file", "part", "type", "number", "number_status", "date", "date_status", "issuer", "level", "place"),
    *("title", "signatory", "capacity", "authority", "damaged", "held", "sector", "place_iri"),
)

MOST_SHEETS = 300
"""Pages shown as pictures; a longer file is rather opened itself."""


def listing(frame: Frame) -> Response:
    """Held documents first, by level, place and date; then those known only by citation."""
    asked = fold(frame.state.get("q"))
    level = frame.state.get("level")
    rows = [
        row
        for row in frame.documents()
        if (not frame.state.place or frame.is_place(row))
        and (not level or text(row, "level") == level)
        and all(word in fold(" ".join(str(cell) for cell in row.values() if cell)) for word in asked.split())
    ]
    rows.sort(key=lambda r: (not r.get("held"), level_rank(text(r, "level")), fold(text(r, "place")), text(r, "date")))
    if frame.state.get("format") == "csv":
        return csv_file("documents", COLUMNS, rows)
    if frame.state.get("format") == "json":
        return json_file("documents", rows)
    if frame.state.get("format") == "jsonld":
        return jsonld_file("documents", "documents", rows, frame.base())
    held = [_listed(frame, row) for row in rows if row.get("held")]
    cited = [_listed(frame, row) for row in rows if not row.get("held")]
    title = frame.words("documents.title")
    return frame.html("documents.html", "documents", title, {"held": held, "cited": cited, "places": frame.places()})


def _listed(frame: Frame, row: Row) -> dict[str, object]:
    return {**row, "name": document_name(row, frame.words), "href": frame.links.document(text(row, "document"))}


def reader(frame: Frame, name: str) -> Response:
    iri = frame.site.document_iri(name)
    index = by_document(frame.site.rows("documents"))
    about = index.get(iri)
    if about is None:
        raise DaumoiError("document_unknown", f"Không có văn bản “{name}”.", "Xem danh sách ở /documents.")
    facts = {
        query: [{**row, "reading": frame.reading(row)} for row in frame.site.rows(query, document=iri)]
        for query in QUERIES
    }
    made = entries(facts, frame.links, frame.words)
    if frame.state.get("format") == "json":
        return json_file(name.replace("/", "-"), {"document": about, **facts})
    if frame.state.get("format") == "csv":
        rows = [{"kind": QUERIES[query], **row} for query, found in facts.items() for row in found]
        columns = list(dict.fromkeys(key for row in rows for key in row))
        return csv_file(name.replace("/", "-"), columns, rows)
    kept = frame.site.text(iri) if about.get("held") else None
    part = frame.site.part(iri) or (0, len(kept or ""))
    counts = Counter(entry.kind for entry in made)
    path = f"/documents/{quote(name, safe='/')}"
    context: dict[str, object] = {
        "name": document_name(about, frame.words),
        "about": {"title": None, **about},
        "head": _head(frame, about),
        "above": _above(frame, facts["references"]),
        "below": _below(frame, iri, index, ("implements", "relays")),
        "cited": _below(frame, iri, index, ("based_on", "amends", "replaces", "cites")),
        "entries": made,
        "titles": {entry.key: f"{frame.words('kind.' + entry.kind)}: {entry.what}"[:300] for entry in made},
        "kinds": [(kind, counts[kind]) for kind in QUERIES.values() if counts[kind]],
        "pieces": pieces(kept, made, *part) if kept else [],
        "offset": part[0],
        "sheets": _sheets(frame, iri, made) if kept else [],
        "sheet_href": f"{path}/pages/",
        "text_href": f"{path}/text",
        "extra": [
            (frame.words("nav.chain"), frame.links.view("chain", document=iri, place=None)),
            *([(frame.words("state.place"), place)] if (place := frame.links.thing(text(about, "place_iri"))) else []),
        ],
        "wide": True,
    }
    return frame.html("document.html", "documents", document_name(about, frame.words), context)


def _sheets(frame: Frame, iri: str, made: Sequence[Entry]) -> list[Sheet]:
    """The pages of the file with the facts boxed, where it has pages and can still be reached."""
    known = frame.site.sheets(iri)
    titles = {entry.key: f"{frame.words('kind.' + entry.kind)}: {entry.what}"[:200] for entry in made}
    return sheets(*known, made, titles)[:MOST_SHEETS] if known else []


def picture(frame: Frame, name: str, page: int) -> Response:
    """A page of the document's file as a picture."""
    drawn = frame.site.picture(frame.site.document_iri(name), page) if 0 < page <= MOST_SHEETS else None
    if drawn is None:
        raise DaumoiError("document_unknown", f"Không có ảnh trang {page}.", "Tệp gốc không còn ở chỗ đã nạp.")
    return Response(drawn, media_type="image/png", headers={**HEADERS, "Cache-Control": "private, max-age=86400"})


def _head(frame: Frame, about: Row) -> list[tuple[str, str]]:
    """The header of the document; a number that is not there is told apart from one that is blank or inferred."""
    words = frame.words
    pairs: list[tuple[str, str]] = []
    for key, label in (
        ("number", "documents.number"),
        ("date", "documents.date"),
        ("issuer", "documents.issuer"),
        ("level", "documents.level"),
        ("place", "document.place"),
        ("signatory", "document.signatory"),
        ("capacity", "document.capacity"),
        ("authority", "document.authority"),
        ("file", "documents.file"),
    ):
        value = text(about, key)
        status = text(about, f"{key}_status")
        if key == "date":
            value = shown(value, words.lang)
        if key == "level":
            value = words.maybe("level", value)
        note = words.maybe("status", status) if status and status != "stated" else ""
        if value or note:
            pairs.append((words(label), f"{value} ({note})" if value and note else value or note))
    return pairs


def _above(frame: Frame, references: Sequence[Row]) -> list[dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for row in references:
        if text(row, "relation") not in ("implements", "relays"):
            continue
        name = " ".join(
            p for p in (text(row, "cited_type"), text(row, "cited_number") or text(row, "cited_title")) if p
        )
        facts = [text(row, "cited_issuer"), shown(row.get("cited_date"), frame.words.lang)]
        if not row.get("held"):
            facts.append(frame.words("documents.not_held_note"))
        link: dict[str, object] = {
            "name": name or frame.words("documents.no_number"),
            "about": " · ".join(f for f in facts if f),
            "href": frame.links.document(text(row, "cited")),
            "sentence": sentence_link(frame.links, row),
        }
        found.setdefault(text(row, "cited") or name, link)
    return list(found.values())


def _below(frame: Frame, iri: str, index: dict[str, Row], relations: tuple[str, ...]) -> list[dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for row in frame.site.rows("references"):
        lower = text(row, "document")
        if text(row, "cited") == iri and text(row, "relation") in relations and lower in index:
            about = index[lower]
            facts = (text(about, "issuer"), shown(about.get("date"), frame.words.lang))
            link: dict[str, object] = {
                "name": document_name(about, frame.words),
                "about": " · ".join(f for f in facts if f),
                "href": frame.links.document(lower),
                "sentence": sentence_link(frame.links, row),
            }
            found.setdefault(lower, link)
    return list(found.values())
