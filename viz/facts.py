"""Facts as the reader lists them: rows of the queries on one document in, one short entry per fact out.

Rows that are one fact (an assignment to several bodies or fields has several rows) become one entry. What is shown is
what the row says; nothing is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from viz.day import shown
from viz.rows import Links, Row, group, span, text
from viz.strings import Words

KINDS = ("header", "reference", "assignment", "target", "criterion", "reporting", "phase", "award", "recipient")
QUERIES = {
    "headers": "header",
    "references": "reference",
    "assignments": "assignment",
    "targets": "target",
    "criteria": "criterion",
    "reporting": "reporting",
    "phases": "phase",
    "awards": "award",
    "recipients": "recipient",
}
"""The saved query that gives each kind of fact."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in the list: `what` in bold, `details` below, and where its sentence stands (None: nowhere)."""

    key: str
    kind: str
    what: str
    details: tuple[str, ...]
    status: str
    start: int | None
    end: int | None
    href: str | None = None
    reading: str = ""

    @property
    def anchor(self) -> str:
        return f"c{self.start}-{self.end}" if self.start is not None else ""


def entries(rows: Mapping[str, Sequence[Row]], links: Links, words: Words) -> list[Entry]:
    """All facts in the order of the text. `rows`: by the name of the query; facts without a place come first."""
    made: list[tuple[Row, str, str, tuple[str, ...], str | None]] = []
    for query, kind in QUERIES.items():
        for row, what, details, href in _SHAPES[kind](rows.get(query, ()), links, words):
            made.append((row, kind, what, tuple(d for d in details if d), href))
    order = sorted(made, key=lambda m: (span(m[0]) or (-1, -1), KINDS.index(m[1])))
    return [_entry(number, *parts) for number, parts in enumerate(order, start=1)]


def _entry(number: int, row: Row, kind: str, what: str, details: tuple[str, ...], href: str | None) -> Entry:
    where = span(row)
    start, end = where if where else (None, None)
    status = text(row, "status") or "stated"
    return Entry(f"f{number}", kind, what, details, status, start, end, href, text(row, "reading"))


_Shaped = Iterable[tuple[Row, str, Sequence[str], str | None]]


def _headers(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    names = {"signatory": "document.signatory", "capacity": "document.capacity", "authority": "document.authority",
             "title": "documents.name", "place": "document.place"}  # fmt: skip
    for row in rows:
        fact = text(row, "fact")
        key = names.get(fact, f"documents.{fact}")
        label = words.maybe(*key.split(".")) if key in names.values() else words.maybe("documents", fact)
        value = shown(text(row, "value"), words.lang) or words.maybe("status", text(row, "status"))
        yield row, f"{label}: {value}", (), None


def _references(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for row in rows:
        name = " ".join(
            p for p in (text(row, "cited_type"), text(row, "cited_number") or text(row, "cited_title")) if p
        )
        about = [text(row, "cited_issuer"), shown(row.get("cited_date"), words.lang)]
        if not row.get("held"):
            about.append(words("documents.not_held_note"))
        relation = words.maybe("relation", text(row, "relation"))
        yield row, f"{relation}: {name}", (" · ".join(a for a in about if a),), links.document(text(row, "cited"))


def _assignments(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for same in group(rows, lambda row: text(row, "assignment") or str(id(row))).values():
        row = same[0]
        bodies = "; ".join(dict.fromkeys(text(r, "body") for r in same))
        fields = ", ".join(dict.fromkeys(text(r, "field_label") for r in same if text(r, "field_label")))
        modality = words("modality.requested") if text(row, "modality") == "requested" else ""
        role = words.maybe("role", text(row, "role")) + (f" ({modality})" if modality else "")
        task = text(row, "task")
        partners = f"{words('ask.with')}: {text(row, 'with')}" if text(row, "with") else ""
        deadline = text(row, "deadline_text") or shown(row.get("deadline"), words.lang)
        due = f"{words('ask.deadline')}: {deadline}" if deadline else ""
        yield row, f"{bodies}: {role}", (fields or task, partners, due), None


def _targets(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for row in rows:
        details = (text(row, "audience"), shown(row.get("by"), words.lang))
        yield row, f"{text(row, 'indicator')}: {amount(row)}", details, None


def amount(row: Row) -> str:
    """A target's value as people write it: "≥ 50 %", "62–63 %", "≈ 60 %"."""
    sign = {">=": "≥ ", "<=": "≤ ", ">": "> ", "<": "< ", "~": "≈ "}.get(text(row, "comparator"), "")
    value, upper, unit = number(row.get("value")), number(row.get("value_to")), text(row, "unit")
    about = "≈ " if row.get("approx") and sign != "≈ " else ""
    change = {"increase": "+", "decrease": "−"}.get(text(row, "change"), "") if text(row, "change_kind") == "by" else ""
    return f"{about}{sign}{change}{value}{f'–{upper}' if upper else ''} {unit}".strip()


def number(value: object) -> str:
    """A plain number in Vietnamese writing: 1.234,5."""
    if not isinstance(value, (int, float)):
        return "" if value is None else str(value)
    whole = f"{value:,.10f}".rstrip("0").rstrip(".")
    return whole.translate(str.maketrans(",.", ".,"))


def _criteria(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for row in rows:
        yield row, text(row, "text"), (" · ".join(p for p in (text(row, "audience"), text(row, "theme")) if p),), None


def _reporting(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for row in rows:
        when = text(row, "due_text") or shown(row.get("due"), words.lang)
        onward = f"{words('ask.onward')} {text(row, 'onward')}" if text(row, "onward") else ""
        details = (words.maybe("recurrence", row.get("recurrence")), when, onward)
        what = (
            f"{text(row, 'reporter')} → {text(row, 'recipient')}" if text(row, "recipient") else text(row, "reporter")
        )
        yield row, what, details, None


def _recipients(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for row in rows:
        yield row, text(row, "recipient"), (text(row, "purpose"),), None


def _phases(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for row in rows:
        years = words("document.year_range", start=text(row, "start_year"), end=text(row, "end_year"))
        yield row, f"{text(row, 'label')}: {years}", (), None


def _awards(rows: Sequence[Row], links: Links, words: Words) -> _Shaped:
    for row in rows:
        yield row, text(row, "award"), (text(row, "occasion"),), None


_SHAPES = {
    "header": _headers,
    "reference": _references,
    "assignment": _assignments,
    "target": _targets,
    "criterion": _criteria,
    "reporting": _reporting,
    "recipient": _recipients,
    "phase": _phases,
    "award": _awards,
}
