"""Pages of bodies, places, fields, and of any other thing of the graph: what it is, and where it is spoken of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from starlette.responses import Response

from graph_api import vocabulary
from graph_api.errors import DaumoiError
from graph_api.pages.frame import Frame
from graph_api.things import iri_of, name_of
from ontology import SCHEME, fields
from viz.chain import document_name
from viz.rows import Row, by_document, place_key, role_rank, sentence_link, text

MOST = 300
"""Lines of a section; the rest is in the data, which the page links to."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a section: a name with its page, what is said of it, and its sentence."""

    name: str
    href: str | None = None
    about: str = ""
    sentence: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: Sequence[Line]
    more: int = 0


Pairs = list[tuple[str, list[Line]]]


def body(frame: Frame, name: str) -> Response:
    iri = iri_of(f"body/{name}", frame.base())
    tasks = frame.site.rows("assignments", body=iri)
    known = next(iter(frame.site.rows("bodies", body=iri)), None)
    if known is None and not tasks:
        raise _unknown("body_unknown", name, "/matrix")
    about: Row = known or {"body": text(tasks[0], "body"), "kind": tasks[0].get("body_kind")}
    words = frame.words
    pairs: Pairs = [
        (words("thing.kind"), [Line(words.maybe("thing", about.get("kind")))]),
        (words("state.level"), [Line(words.maybe("level", about.get("level")))]),
        (words("state.place"), [_linked(frame, about, "place", "place_iri")]),
        (words("thing.under"), [_linked(frame, about, "parent", "parent_iri")]),
        (words("thing.guided_by"), _split(about, "guided_by")),
        (words("thing.other_names"), _split(about, "other_labels")),
    ]
    sections = [Section(words("thing.tasks"), *_bounded(_tasks(frame, tasks)))]
    return _page(frame, iri, text(about, "body"), words("column.body"), pairs, sections)


def place(frame: Frame, name: str) -> Response:
    iri = iri_of(f"place/{name}", frame.base())
    rows = frame.site.rows("places", place=iri)
    held = [row for row in frame.site.rows("documents") if text(row, "place_iri") == iri]
    if not rows and not held:
        raise _unknown("place_unknown", name, "/documents")
    about: Row = rows[0] if rows else held[0]
    words = frame.words
    label = " ".join(part for part in (text(about, "kind"), text(about, "place")) if part)
    pairs: Pairs = [
        (words("state.level"), [Line(words.maybe("level", about.get("level")))]),
        (words("thing.within"), [_linked(frame, row, "within", "within_iri") for row in rows]),
        (words("thing.code"), [Line(text(about, "code"))]),
        (words("thing.valid_from"), [Line(text(about, "valid_from"))]),
        (words("thing.valid_to"), [Line(text(about, "valid_to"))]),
        (words("thing.successors"), _split(about, "successors")),
        (words("thing.minor_successors"), _split(about, "minor_successors")),
        (words("thing.other_names"), _split(about, "other_names")),
        (words("thing.views"), _views(frame, place=iri) if held else []),
    ]
    documents = sorted(held, key=lambda row: (not row.get("held"), text(row, "date")))
    listed = [
        Line(
            document_name(row, words),
            frame.links.document(text(row, "document")),
            " · ".join(part for part in (text(row, "issuer"), text(row, "date")) if part),
        )
        for row in documents
    ]
    sections = [Section(words("nav.documents"), *_bounded(listed))]
    return _page(frame, iri, label, words("state.place"), pairs, sections)


def field(frame: Frame, name: str) -> Response:
    iri = iri_of(f"scheme/field/{name}", frame.base())
    rows = frame.site.rows("owners", field=name)
    scheme = {slug: (broader, vi, en) for slug, broader, vi, en in fields()}
    if name not in scheme and not rows:
        raise _unknown("field_unknown", name, "/ontology#scheme-field")
    words = frame.words
    broader, vi, en = scheme.get(name, ("", name, ""))
    narrower = [slug for slug, (above, _, _) in scheme.items() if above == name]
    pairs: Pairs = [
        (words("thing.english") if words.lang == "vi" else words("thing.vietnamese"), [Line(en or vi, None)]),
        (words("thing.broader"), [_field_line(frame, broader, scheme)] if broader else []),
        (words("thing.narrower"), [_field_line(frame, slug, scheme) for slug in narrower]),
        (words("thing.views"), _views(frame, field=name)),
    ]
    rows = sorted(rows, key=lambda row: (place_key(row), role_rank(text(row, "role"))))
    index = by_document(frame.site.rows("documents"))
    holders = [
        Line(
            text(row, "body"),
            _href(frame, text(row, "body_iri")),
            " · ".join(
                part
                for part in (
                    text(row, "place"),
                    words.maybe("role", row.get("role")),
                    document_name(index.get(text(row, "document"), row), words),
                )
                if part
            ),
            sentence_link(frame.links, row),
        )
        for row in rows
    ]
    sections = [Section(words("thing.holders"), *_bounded(list(dict.fromkeys(holders))))]
    return _page(frame, iri, vi if words.lang == "vi" or not en else en, words("column.field"), pairs, sections)


def anything(frame: Frame, name: str) -> Response:
    """Every statement about a thing, and those that name it."""
    iri = iri_of(name, frame.base())
    said = frame.site.about(iri)
    if not said:
        raise _unknown("not_found", name, "/documents")
    words = frame.words
    out: dict[str, list[Line]] = {}
    for row in said:
        if row["way"] == "out":
            out.setdefault(_property(frame, text(row, "property")), []).append(_value(frame, row))
    into = [
        Line(_short(frame, value), _href(frame, value), _property(frame, text(row, "property")))
        for row in said
        if row["way"] == "in" and (value := text(row, "value"))
    ]
    own = {text(row, "property").rpartition("#")[2]: text(row, "value") for row in said if row["way"] == "out"}
    sentence = None
    if "inDocument" in own and own.get("start", "").isdigit() and own.get("end", "").isdigit():
        sentence = frame.links.sentence(own["inDocument"], int(own["start"]), int(own["end"]))
    pairs: Pairs = [(key, lines[:MOST]) for key, lines in out.items()]
    if sentence:
        pairs.insert(0, (words("column.quote"), [Line(words("document.to_sentence"), sentence)]))
    title = own.get("prefLabel") or own.get("title") or _short(frame, iri)
    return _page(
        frame,
        iri,
        title,
        words("thing.thing"),
        pairs,
        [Section(words("thing.named_by"), *_bounded(into))] if into else [],
    )


def _page(frame: Frame, iri: str, title: str, kind: str, pairs: Pairs, sections: Sequence[Section]) -> Response:
    name = name_of(iri, frame.base()) or ""
    context: dict[str, object] = {
        "kind": kind,
        "iri": iri,
        "pairs": [(label, [line for line in lines if line.name]) for label, lines in pairs],
        "sections": sections,
        "data": [(label, f"/data/{name}?format={form}") for label, form in (("Turtle", "ttl"), ("JSON-LD", "jsonld"))],
    }
    return frame.html("thing.html", "", title, context)


def _tasks(frame: Frame, rows: Iterable[Row]) -> list[Line]:
    """A body's tasks, strongest role first."""
    words = frame.words
    index = by_document(frame.site.rows("documents"))
    found: dict[str, Line] = {}
    for row in sorted(rows, key=lambda row: (role_rank(text(row, "role")), text(row, "document"))):
        about = (
            words.maybe("role", row.get("role")),
            text(row, "field_label"),
            document_name(index.get(text(row, "document"), row), words),
        )
        line = Line(
            text(row, "task") or text(row, "quote"),
            None,
            " · ".join(p for p in about if p),
            sentence_link(frame.links, row),
        )
        found.setdefault(text(row, "assignment"), line)
    return list(found.values())


def _views(frame: Frame, **state: str) -> list[Line]:
    names = ("matrix", "chain", "map", "gaps") if "place" in state else ("matrix", "map", "gaps")
    clear = {"place": None, "field": None, "document": None, **state}
    return [Line(frame.words(f"nav.{name}"), frame.links.view(name, **clear)) for name in names]


def _field_line(frame: Frame, slug: str, scheme: dict[str, tuple[str, str, str]]) -> Line:
    _, vi, en = scheme.get(slug, ("", slug, slug))
    return Line(vi if frame.words.lang == "vi" else en, _href(frame, f"{SCHEME}field/{slug}"))


def _linked(frame: Frame, row: Row, label: str, iri: str) -> Line:
    return Line(text(row, label), _href(frame, text(row, iri)))


def _split(row: Row, key: str) -> list[Line]:
    return [Line(part) for part in text(row, key).split("; ") if part]


def _bounded(lines: Sequence[Line]) -> tuple[Sequence[Line], int]:
    return lines[:MOST], max(0, len(lines) - MOST)


def _href(frame: Frame, iri: str) -> str | None:
    return frame.links.thing(iri)


def _property(frame: Frame, iri: str) -> str:
    term = vocabulary.all_terms().get(iri)
    return (term.label.get(frame.words.lang) if term else None) or vocabulary.short(iri)


def _short(frame: Frame, iri: str) -> str:
    term = vocabulary.all_terms().get(iri)
    return (term.label.get(frame.words.lang) if term else None) or name_of(iri, frame.base()) or vocabulary.short(iri)


def _value(frame: Frame, row: Row) -> Line:
    value = text(row, "value")
    if row.get("kind") != "iri":
        return Line(value if len(value) <= 600 else value[:600] + "…")
    return Line(_short(frame, value), _href(frame, value))


def _unknown(code: str, name: str, where: str) -> DaumoiError:
    return DaumoiError(code, f"Không có “{name[:200]}” trong kho.", f"Xem {where}.")
