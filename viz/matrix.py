"""The responsibility matrix: rows of assignments in, a real HTML table or CSV out.

Fields × bodies for one place, fields × places for a level. A cell shows its roles in letters, never by colour alone;
a field that nobody holds says so. Knows nothing of the web: links come from the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from viz.render import markup
from viz.rows import Links, Row, csv_text, place_key, role_rank, sentence_link, text
from viz.strings import Words

SORTS = ("field", "count", "gap")
GROUPS = ("none", "lead", "class")


@dataclass(frozen=True, slots=True)
class Mark:
    """One role in a cell, with the way to its sentence."""

    role: str
    modality: str
    status: str
    body: str
    quote: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A body, or a place. `name` is shown, `key` is what rows are gathered by."""

    key: str
    name: str
    short: str = ""
    href: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A field with its cells, one per column. `gap` tells that no body is named at all."""

    slug: str
    label: str
    cells: tuple[tuple[Mark, ...], ...]
    gap: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    by_place: bool = False
    fields: int = field(init=False)
    gaps: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", len(self.lines))
        cells = sum(not cell for line in self.lines for cell in line.cells)
        object.__setattr__(self, "gaps", cells if self.by_place else sum(line.gap for line in self.lines))


def of_place(
    rows: Iterable[Row],
    links: Links,
    *,
    sort: str = "field",
    only: str = "none",
    notes: Mapping[str, str] | None = None,
) -> Matrix:
    """Fields × bodies. Rows: assignments of the place's documents; a row without a body is a field left open.

    `notes`: what stands under a body's name, by its IRI.
    """
    said = notes or {}
    kept = [row for row in rows if _kept(row, only)]
    columns: dict[str, Column] = {}
    for row in sorted(kept, key=lambda row: (bool(row.get("collective")), text(row, "body"))):
        key = _body_key(row)
        if key and key not in columns:
            short = without_place(text(row, "body"), text(row, "place"))
            page = links.thing(text(row, "body_iri"))
            columns[key] = Column(key, text(row, "body"), short, page, said.get(key, ""))
    used = _busiest_first(columns, kept)
    return _build(used, kept, links, sort, by_place=False)


def _body_key(row: Row) -> str:
    return text(row, "body_iri") or text(row, "body")


def without_place(body: str, place: str) -> str:
    """The body's name where its place is said already: "Phòng Nội vụ huyện Thanh Miện" is "Phòng Nội vụ" there."""
    stem, found, rest = body.rpartition(place) if place else ("", "", body)
    words = stem.split()
    if not found or rest.strip():
        return body
    for kind in _KINDS:
        if len(words) > len(kind) and tuple(word.casefold() for word in words[-len(kind) :]) == kind:
            return " ".join(words[: -len(kind)])
    return body


_KINDS = (
    ("thành", "phố"),
    ("thị", "xã"),
    ("thị", "trấn"),
    ("đặc", "khu"),
    ("tỉnh",),
    ("huyện",),
    ("quận",),
    ("phường",),
    ("xã",),
)


def of_level(
    rows: Iterable[Row], links: Links, *, sort: str = "field", only: str = "none", order: Sequence[str] = ()
) -> Matrix:
    """Fields × places of a level. Rows: those of the query `coverage`, with sentences where the caller joined them.

    `order`: names of places that stand first, in this order; the others follow by name.
    """
    kept = list(rows)
    rank = {name: number for number, name in enumerate(order)}
    columns: dict[str, Column] = {}
    for row in sorted(kept, key=lambda row: (rank.get(text(row, "place"), len(rank)), text(row, "place"))):
        key = place_key(row)
        if text(row, "place") and key not in columns:
            columns[key] = Column(key, text(row, "place"), href=links.view("matrix", place=text(row, "place")))
    return _build(
        list(columns.values()),
        [row for row in kept if not text(row, "body") or _kept(row, only)],
        links,
        sort,
        by_place=True,
    )


def _kept(row: Row, only: str) -> bool:
    if only == "lead":
        return text(row, "role") == "lead" or not text(row, "body")
    return only != "class" or not row.get("collective")


def _busiest_first(columns: dict[str, Column], rows: Sequence[Row]) -> list[Column]:
    """Bodies with a lead first, then by the number of fields, so that the left of a wide table says most."""
    weight: dict[str, set[tuple[str, str]]] = {key: set() for key in columns}
    for row in rows:
        key = _body_key(row)
        if key in weight:
            weight[key].add((text(row, "field"), text(row, "role")))
    return sorted(
        columns.values(),
        key=lambda c: (-sum(r == "lead" for _, r in weight[c.key]), -len(weight[c.key]), c.name),
    )


def _build(columns: Sequence[Column], rows: Sequence[Row], links: Links, sort: str, *, by_place: bool) -> Matrix:
    position = {column.key: index for index, column in enumerate(columns)}
    labels: dict[str, str] = {}
    cells: dict[str, list[list[Mark]]] = {}
    for row in rows:
        slug = text(row, "field")
        labels.setdefault(slug, text(row, "field_label") or slug)
        line = cells.setdefault(slug, [[] for _ in columns])
        where = position.get(place_key(row) if by_place else _body_key(row))
        if where is not None and text(row, "role"):
            _add(line[where], _mark(row, links))
    lines = [
        Line(slug, labels[slug], tuple(tuple(_ordered(cell)) for cell in line), gap=not any(line))
        for slug, line in cells.items()
    ]
    return Matrix(tuple(columns), tuple(_sorted(lines, sort)), by_place)


def _mark(row: Row, links: Links) -> Mark:
    return Mark(
        text(row, "role"),
        text(row, "modality") or "required",
        text(row, "status") or "stated",
        text(row, "body"),
        text(row, "quote"),
        sentence_link(links, row),
    )


def _add(cell: list[Mark], mark: Mark) -> None:
    """The same role of the same body is shown once; the first sentence stands for it."""
    seen = {(m.role, m.modality, m.status, m.body) for m in cell}
    if (mark.role, mark.modality, mark.status, mark.body) not in seen:
        cell.append(mark)


def _ordered(cell: Iterable[Mark]) -> list[Mark]:
    return sorted(cell, key=lambda mark: (role_rank(mark.role), mark.body))


def _sorted(lines: list[Line], sort: str) -> list[Line]:
    def rank(line: Line) -> tuple[object, ...]:
        outside = line.slug == ""  # tasks outside any field stand last
        if sort == "count":
            return outside, -sum(bool(cell) for cell in line.cells), line.label
        if sort == "gap":
            return outside, -sum(not cell for cell in line.cells) if any(line.cells) else -1000, line.label
        return outside, line.label

    return sorted(lines, key=rank)


def table(matrix: Matrix, words: Words, caption: str) -> Markup:
    """The matrix as a table with scopes; the caller gives the caption, for it knows what was asked."""
    return markup("matrix_table.html", {"matrix": matrix, "t": words, "caption": caption})


def csv(matrix: Matrix, words: Words) -> str:
    """One line per field; cells hold the role words, and "no one named" where the document is silent."""
    empty = words("matrix.nobody")
    lines = [
        [
            line.label or words("matrix.no_field"),
            *(
                "; ".join(_spelled(mark, words, matrix.by_place) for mark in cell)
                or (empty if line.gap or matrix.by_place else "")
                for cell in line.cells
            ),
        ]
        for line in matrix.lines
    ]
    return csv_text([words("matrix.field"), *(column.name for column in matrix.columns)], lines)


def _spelled(mark: Mark, words: Words, with_body: bool) -> str:
    role = words.maybe("role", mark.role)
    notes = [words.maybe("modality", mark.modality)] if mark.modality == "requested" else []
    notes += [words.maybe("status", mark.status)] if mark.status != "stated" else []
    said = f"{role} ({', '.join(notes)})" if notes else role
    return f"{mark.body}: {said}" if with_body else said
