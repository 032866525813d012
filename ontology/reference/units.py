"""The territorial units before and after 1 July 2025, as the reference data holds them.

Reads units.tsv and unit_successors.tsv beside it (built by benchmarks/places/build_units.py, see NOTICE.md) into plain
records. Knows nothing of names in texts: ingest/resolve/gazetteer.py looks names up, ontology/reference/quads.py says
the same in RDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
LEVELS = {2: "province", 3: "district", 5: "commune"}


class UnitRecord(NamedTuple):
    """One unit. `id` is code and code list ("11239/2025"): codes alone were used again in 2025.

    `start`, `end`: first and last day, ISO; "" open or unknown; ">…" not before, "<…" not after that day.
    `parents`: ids of the units above, the latest first. `sources`: letters of unit_sources.tsv.
    """

    id: str
    kind: str
    name: str
    parents: tuple[str, ...]
    start: str
    end: str
    other_codes: tuple[tuple[str, str], ...]
    alt_names: tuple[str, ...]
    sources: str

    @property
    def code(self) -> str:
        """The official code as printed, zeros kept."""
        return self.id.partition("/")[0]

    @property
    def level(self) -> str:
        """province, district or commune: the length of the code says it."""
        return LEVELS[len(self.code)]

    @property
    def full_name(self) -> str:
        """ "huyện Thanh Miện"; a unit named by a number keeps its one word: "phường 1"."""
        if self.name.lower().startswith(self.kind + " "):
            return self.kind + self.name[len(self.kind) :]
        return f"{self.kind} {self.name}"


class SuccessionRecord(NamedTuple):
    """That a unit's territory went to another one. `extent`: whole, part or unknown.

    `weight`: "main", or "minor" where only lesser parts of split communes went there, often area without people.
    `basis`: mapping (a source says so), same-code, same-name, former-name, by-members (follows from the communes).
    """

    unit: str
    successor: str
    extent: str
    weight: str
    sources: str
    basis: str


class SourceRecord(NamedTuple):
    """A list that the data was built from."""

    letter: str
    title: str
    version: str
    licence: str
    url: str
    state: str


def rows(name: str) -> Iterator[list[str]]:
    """The lines of a table of this folder, without its head, cell by cell; lines that begin with # are comments."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    body = (line for line in lines if line and not line.startswith("#"))
    next(body)
    return (line.split("\t") for line in body)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()


@lru_cache(maxsize=1)
def read_units() -> tuple[UnitRecord, ...]:
    """All units, the oldest list first."""
    found = []
    for key, kind, name, parents, start, end, codes, alt, sources in rows("units.tsv"):
        pairs = tuple((pair[0], pair[2:]) for pair in _split(codes))
        found.append(UnitRecord(key, kind, name, _split(parents), start, end, pairs, _split(alt), sources))
    return tuple(found)


@lru_cache(maxsize=1)
def read_successions() -> tuple[SuccessionRecord, ...]:
    """All successions between units, in the order of the units."""
    return tuple(SuccessionRecord(*row) for row in rows("unit_successors.tsv"))


@lru_cache(maxsize=1)
def read_sources() -> tuple[SourceRecord, ...]:
    """The lists behind the data."""
    return tuple(SourceRecord(*row) for row in rows("unit_sources.tsv"))


def first_day(start: str) -> date | None:
    """The earliest day on which the unit may have stood; None: open."""
    return date.fromisoformat(start.lstrip(">")) if start else None


def last_day(end: str) -> date | None:
    """The latest day on which the unit may have stood; None: open."""
    return date.fromisoformat(end.lstrip("<")) if end else None
