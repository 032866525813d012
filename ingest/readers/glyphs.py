"""Single letters drawn on a page become words.

In go letters with their places, in whatever order the file draws them; out come words. Accents drawn apart from their
letter are put back on it, letters drawn twice for boldness are taken once, spaces are told by the gaps.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.geometry import Word

GAP = 0.16
"""Between letters, in sizes of print: a wider gap is a space. A narrow justified space has 0.2."""
_SPACING_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "ˋ": "\u0300",
    "ˊ": "\u0301",
    "˜": "\u0303",
    "ˆ": "\u0302",
    "˘": "\u0306",
    "̛": "\u031b",
    "̉": "\u0309",
    "̣": "\u0323",
}


@dataclass(frozen=True, slots=True)
class Glyph:
    """A letter: its box, where its base line and its pen began, the size of its print."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    pen: float
    base: float
    size: float


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """The words that these letters make, in no order that matters."""
    out: list[Word] = []
    for row in _rows(glyphs):
        out.extend(_words(row))
    return out


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Letters on one base line. Marks may be drawn a little above or below: they go where most of them overlaps."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        for row in reversed(rows[-4:]):
            if abs(row[-1].base - glyph.base) <= 0.3 * max(glyph.size, 1.0):
                row.append(glyph)
                break
        else:
            rows.append([glyph])
    for row in rows:
        row.sort(key=lambda g: g.pen)  # stable: a mark drawn behind its letter stays behind it
    return rows


def _words(row: list[Glyph]) -> list[Word]:
    out: list[Word] = []
    pending: list[Glyph] = []
    for glyph in row:
        if glyph.text.isspace():
            _close(out, pending)
            continue
        if pending:
            before = pending[-1]
            if glyph.text == before.text and abs(glyph.pen - before.pen) < 0.12 * glyph.size:
                continue
            right = max(g.right for g in pending[-3:])
            if not _is_mark(glyph, before) and glyph.left - right > GAP * max(glyph.size, before.size):
                _close(out, pending)
        pending.append(glyph)
    _close(out, pending)
    return out


def _is_mark(glyph: Glyph, before: Glyph) -> bool:
    if unicodedata.category(glyph.text[0]) == "Mn":
        return True
    middle = (glyph.left + glyph.right) / 2
    return glyph.text in _SPACING_ACCENTS and before.left <= middle <= before.right


def _close(out: list[Word], pending: list[Glyph]) -> None:
    if not pending:
        return
    letters: list[str] = []
    for i, glyph in enumerate(pending):
        mark = i > 0 and glyph.text in _SPACING_ACCENTS and _is_mark(glyph, pending[i - 1])
        letters.append(_SPACING_ACCENTS[glyph.text] if mark else glyph.text)
    text = unicodedata.normalize("NFC", "".join(letters))
    drawn = [g for g in pending if g.right > g.left] or pending
    out.append(
        Word(
            text,
            min(g.left for g in drawn),
            min(g.top for g in drawn),
            max(g.right for g in drawn),
            max(g.bottom for g in drawn),
            max(g.size for g in drawn),
            drawn[0].base,
        )
    )
    pending.clear()
