"""Rows of the saved queries as the views see them, and the joins that several views share.

A row is a mapping with the contract's columns. Nothing here knows where rows come from; nothing is fetched.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

Row = Mapping[str, object]

LEVELS = ("central", "province", "district", "commune")
ROLES = ("lead", "standing", "advise", "perform", "coordinate", "monitor")
"""Strongest first: the order in which a body's roles are shown and its first one is chosen."""


class Links(Protocol):
    """Where a view's things can be followed to; None where there is nowhere to go (a page that stands alone)."""

    def document(self, document: str) -> str | None: ...

    def sentence(self, document: str, start: int, end: int) -> str | None: ...

    def view(self, name: str, **state: str | None) -> str | None: ...

    def thing(self, iri: str) -> str | None: ...


class NoLinks:
    """The links of a page that stands alone."""

    def document(self, document: str) -> str | None:
        return None

    def sentence(self, document: str, start: int, end: int) -> str | None:
        return None

    def view(self, name: str, **state: str | None) -> str | None:
        return None

    def thing(self, iri: str) -> str | None:
        return None


def place_key(row: Row) -> str:
    """One key for a unit that kept its name and code through a reorganisation, which gave it a new IRI."""
    return f"{text(row, 'place_iri').rpartition('/')[0]} {text(row, 'place')}"


def text(row: Row, key: str) -> str:
    """The cell as a string; an absent one is empty."""
    value = row.get(key)
    return "" if value is None else str(value)


def span(row: Row) -> tuple[int, int] | None:
    """The offsets of a row's sentence, if it has one."""
    start, end = row.get("start"), row.get("end")
    if isinstance(start, (int, float)) and isinstance(end, (int, float)):
        return int(start), int(end)
    return None


def role_rank(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def level_rank(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)


def by_document(documents: Iterable[Row]) -> dict[str, Row]:
    """The documents by IRI; of a document that is both held and cited, the held row."""
    found: dict[str, Row] = {}
    for row in documents:
        iri = text(row, "document")
        if iri not in found or (row.get("held") and not found[iri].get("held")):
            found[iri] = row
    return found


def with_documents(rows: Iterable[Row], documents: Iterable[Row]) -> list[dict[str, object]]:
    """Rows that name a document, with that document's place, level, number, date and type beside their own cells."""
    index = by_document(documents)
    joined: list[dict[str, object]] = []
    for row in rows:
        about = index.get(text(row, "document"), {})
        own = {key: value for key, value in row.items() if value is not None}
        extra = {
            key: about.get(key) for key in ("place", "place_iri", "level", "number", "date", "type", "issuer", "file")
        }
        joined.append({**row, **extra, **own})
    return joined


def sentence_link(links: Links, row: Row) -> str | None:
    """Where the row's sentence can be read."""
    where = span(row)
    return links.sentence(text(row, "document"), *where) if where else None


def in_force(documents: Iterable[Row], on: str | None) -> list[Row]:
    """The documents dated on or before the day; those without a date stay, for nothing says they are later."""
    return [row for row in documents if not on or text(row, "date")[:10] <= on[: len(text(row, "date"))]]


def to_csv(columns: Sequence[str], rows: Iterable[Row]) -> str:
    """Rows under their column names; see `csv_text`."""
    return csv_text(columns, ([text(row, column) for column in columns] for row in rows))


def csv_text(header: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """RFC 4180. A cell that a spreadsheet would run as a formula is kept from it by a leading apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_inert(name) for name in header])
    writer.writerows([_inert(cell) for cell in line] for line in lines)
    return out.getvalue()


def _inert(cell: str) -> str:
    """A bullet ("- Đầu tư", "+ Huy động") is text and stays as it is; a quote must not change more than it must."""
    first, second = cell[:1], cell[1:2]
    formula = first in ("=", "@", "\t", "\r") or (first in ("+", "-") and not (second.isspace() or second.isdigit()))
    return f"'{cell}" if formula and len(cell) > 1 else cell


def group(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Rows by a key, in the order of first sight."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
