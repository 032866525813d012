"""What became of offices in 2025, and which office the law gives a field: the tables beside it as plain records.

Offices here are types ("Phòng Văn hóa và Thông tin" of any district), not bodies: ingest/resolve/succession.py
puts the two together. Every line names its instrument and how certain it is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from ontology.reference.units import rows

ANY = "*"


class OfficeChange(NamedTuple):
    """One heir of one type of office. See the head of office_changes.tsv for what the cells mean."""

    office: str
    level: str
    kinds: str
    fields: str
    heir: str
    heir_level: str
    heir_kinds: str
    start: str
    instrument: str
    certainty: str
    source: str
    note: str

    @property
    def field_slugs(self) -> frozenset[str]:
        """The fields that went to this heir; empty: all that no other line of the event names."""
        return frozenset() if self.fields == ANY else frozenset(self.fields.split(";"))


class OfficeDefault(NamedTuple):
    """That the law gives a field to a type of office at a level, from one day to another ("" open)."""

    level: str
    kinds: str
    field: str
    office: str
    start: str
    end: str
    instrument: str
    certainty: str
    source: str


class OfficeLine(NamedTuple):
    """The two lines above a type of office. See the head of office_lines.tsv for what the cells mean."""

    office: str
    level: str
    under: str
    guided_by: str
    instrument: str


@lru_cache(maxsize=1)
def read_office_lines() -> tuple[OfficeLine, ...]:
    """All lines, names before kinds of names."""
    return tuple(OfficeLine(*row) for row in rows("office_lines.tsv"))


@lru_cache(maxsize=1)
def read_office_changes() -> tuple[OfficeChange, ...]:
    """All changes, by day and office as the file has them."""
    return tuple(OfficeChange(*row) for row in rows("office_changes.tsv"))


@lru_cache(maxsize=1)
def read_office_defaults() -> tuple[OfficeDefault, ...]:
    """All statutory defaults."""
    return tuple(OfficeDefault(*row) for row in rows("office_defaults.tsv"))


def fits(kinds: str, kind: str, name: str) -> bool:
    """Whether a unit of this type and name is meant by a cell of types ("xã;đặc khu", "phường;(Phú Quốc)").

    A name in brackets belongs to that cell and to no other: where its type is named elsewhere, the name goes before.
    """
    cells = kinds.split(";")
    if f"({name})" in cells:
        return True
    return (ANY in cells or kind in cells) and not (kind == "đặc khu" and name in EXCEPTIONS and ANY not in cells)


# Phú Quốc, a đặc khu, has the offices of a phường (Decree 150/2025/NĐ-CP).
EXCEPTIONS = frozenset({"Phú Quốc"})
