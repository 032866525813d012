"""Lexicons: the words of the genre as data, one entry a line, read once.

Comes in: the TSV files of this folder (UTF-8, `#` starts a comment line). Goes out: frozen tuples and word tries.
Nothing here knows documents, layouts or facts; adding a word never needs a change of code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

from ingest.text.fold import fold

T = TypeVar("T")


@cache
def rows(name: str, package: str = __name__) -> tuple[tuple[str, ...], ...]:
    """The entries of NAME.tsv: cells stripped, comments and empty lines left out."""
    text = files(package).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


def cell(row: tuple[str, ...], index: int) -> str:
    """A cell of a row, "" where the row is shorter."""
    return row[index] if index < len(row) else ""


@cache
def cue(name: str) -> str:
    """The alternatives of a cue as one group of a regular expression, in the order of the file."""
    return f"(?:{'|'.join(row[1] for row in rows('cues') if row[0] == name)})"


@cache
def cue_words(name: str) -> frozenset[str]:
    """The alternatives of a cue that are plain words."""
    return frozenset(row[1] for row in rows("cues") if row[0] == name)


def slug(name: str) -> str:
    """ "Sở Khoa học và Công nghệ" -> "so-khoa-hoc-va-cong-nghe"."""
    words = "".join(char if char.isalnum() else " " for char in fold(name)).split()
    return "-".join(words)


class Trie(Generic[T]):
    """Phrases by words: the longest one that stands at a place of a text, whole words only. Case is the caller's."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[str, T]]] = {}
        for phrase, value in entries:
            first = phrase.split(" ", 1)[0].rstrip(",")
            self._by_first.setdefault(first, []).append((phrase, value))
        for phrases in self._by_first.values():
            phrases.sort(key=lambda entry: -len(entry[0]))

    def first_words(self) -> Iterable[str]:
        return self._by_first

    def longest(self, text: str, at: int) -> tuple[int, T] | None:
        """(end, value) of the longest phrase that begins at `at`."""
        end = at
        size = len(text)
        while end < size and text[end].isalnum():
            end += 1
        for phrase, value in self._by_first.get(text[at:end], ()):
            stop = at + len(phrase)
            if text.startswith(phrase, at) and (stop == size or not text[stop].isalnum()):
                return stop, value
        return None


@dataclass(frozen=True, slots=True)
class Office:
    """A type of office. `level`: central, province, district, commune, own; `completion`: none, place, party."""

    name: str
    slug: str
    level: str
    sector: str
    completion: str


_SECTOR_HEADS = {
    "B": ("Bộ", "central", "none"),
    "S": ("Sở", "province", "place"),
    "P": ("Phòng", "district", "place"),
}


@cache
def sector_offices() -> dict[str, tuple[tuple[str, Office], ...]]:
    """Head letter (B, S, P) -> (spelling without the head, office): "khoa học và công nghệ" -> Sở Khoa học và …"""
    out: dict[str, list[tuple[str, Office]]] = {letter: [] for letter in _SECTOR_HEADS}
    for row in rows("sectors"):
        for letter in row[1]:
            head, level, completion = _SECTOR_HEADS[letter]
            name = f"{head} {row[0]}"
            office = Office(name, slug(name), level, "state", completion)
            spellings = [row[0], *filter(None, cell(row, 2).split("|"))]
            out[letter].extend((spelling.lower(), office) for spelling in spellings)
    return {letter: tuple(entries) for letter, entries in out.items()}


@cache
def offices() -> tuple[tuple[str, Office], ...]:
    """(spelling in lower case, office) of every office with a name of its own, sở, phòng and ministries included."""
    out: list[tuple[str, Office]] = []
    for letter, entries in sector_offices().items():
        head = _SECTOR_HEADS[letter][0].lower()
        out.extend((f"{head} {spelling}", office) for spelling, office in entries)
    named = [(row[0], row) for row in rows("offices")]
    named += [(variant, row) for row in rows("offices") for variant in filter(None, cell(row, 4).split("|"))]
    by_name = {row[0]: Office(row[0], slug(row[0]), row[1], row[2], row[3]) for row in rows("offices")}
    out.extend((spelling.lower(), by_name[row[0]]) for spelling, row in named)
    out.extend(_party_organs())
    return tuple(dict(out).items())


def _party_organs() -> Iterable[tuple[str, Office]]:
    for (organ,) in rows("party_organs"):
        for committee, level in (
            ("Tỉnh ủy", "province"),
            ("Thành ủy", "own"),
            ("Huyện ủy", "district"),
            ("Quận ủy", "district"),
            ("Thị ủy", "district"),
        ):
            name = f"{organ} {committee}"
            yield name.lower(), Office(name, slug(name), level, "party", "party")


@dataclass(frozen=True, slots=True)
class Field:
    """A concept of the scheme of fields; `broader` is "" at the top."""

    slug: str
    broader: str
    label_vi: str
    label_en: str


@cache
def fields() -> tuple[Field, ...]:
    """The scheme of fields, core concepts and candidates ("new-…")."""
    return tuple(Field(*row[:4]) for row in rows("schemes/fields", "ontology"))


@cache
def field_terms() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(term in lower case, slug, longer phrases in which the term does not count)."""
    return tuple((row[0], row[1], tuple(filter(None, cell(row, 2).split("|")))) for row in rows("field_terms"))
