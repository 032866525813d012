"""The search page: sentences and facts by words, accents or not, with the words marked."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from graph_api.pages.frame import Frame, csv_file, json_file
from viz.chain import document_name
from viz.facts import QUERIES
from viz.highlight import cut, fit, highlighted
from viz.rows import Row, by_document, sentence_link, text, with_documents

SHOWN = 100
COLUMNS = ("kind", "document", "place", "level", "date", "section", "quote", "start", "end")


def page(frame: Frame) -> Response:
    state = frame.state
    words = state.get("q")
    documents = frame.documents()
    index = by_document(documents)
    found = with_documents(_ranked(frame.site.search(words), words) if words else [], documents)
    rows = [row for row in found if text(row, "document") in index and _wanted(frame, row)]
    if state.get("format") == "csv":
        return csv_file("search", COLUMNS, rows)
    if state.get("format") == "json":
        return json_file("search", rows)
    hits = [
        {
            **row,
            "kind": _kind(frame, text(row, "kind")),
            "section": row.get("section"),
            "name": document_name(index[text(row, "document")], frame.words),
            "document_href": frame.links.document(text(row, "document")),
            "href": sentence_link(frame.links, row),
            "pieces": highlighted(cut(text(row, "quote"), words), words),
        }
        for row in rows[:SHOWN]
    ]
    years = sorted({text(row, "date")[:4] for row in documents if row.get("held") and row.get("date")}, reverse=True)
    context: dict[str, object] = {
        "asked": bool(words),
        "hits": hits,
        "total": len(rows),
        "years": years,
        "places": frame.places(),
        "fields": frame.fields(frame.site.rows("coverage")),
    }
    return frame.html("search.html", "search", frame.words("search.title"), context)


def _wanted(frame: Frame, row: Row) -> bool:
    """The filters of the form, all of them."""
    state = frame.state
    level, year = state.get("level"), state.get("year")
    return (
        (not state.place or frame.is_place(row))
        and (not state.field or frame.is_field(row))
        and (not level or text(row, "level") == level)
        and (not year or text(row, "date").startswith(year))
    )


def _kind(frame: Frame, kind: str) -> str:
    return frame.words.maybe("kind", QUERIES.get(kind, kind)) or frame.words("search.sentence")


def _ranked(found: Sequence[Row], words: str) -> list[Row]:
    """Each sentence once per kind of fact, those with the very words first; words inside other words are no hit."""
    once = {(text(r, "kind"), text(r, "document"), text(r, "start"), text(r, "end")): r for r in reversed(found)}
    scored = [(fit(f"{text(row, 'quote')} {text(row, 'label')}", words), row) for row in reversed(once.values())]
    return [row for score, row in sorted(scored, key=lambda pair: -pair[0]) if score]
