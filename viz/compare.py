"""Places side by side: targets that differ and by how much, and wording that departs from another plan.

Rows in, plain records out. Two targets are the same indicator when their words nearly agree and their units are equal;
two sentences are compared word by word when they are alike enough to be versions of one another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz, process

from ingest.text.fold import fold
from viz.facts import amount, number
from viz.rows import Links, Row, sentence_link, text

SAME_INDICATOR = 86
"""Agreement of two indicators' words, 0 to 100, from which they are taken as one. Below it unlike ones were joined."""

VERSIONS = (68.0, 99.0)
"""Agreement of two sentences between which they are versions of one another: less is another matter, more the same."""


@dataclass(frozen=True, slots=True)
class TargetCell:
    amount: str
    value: float | None
    href: str | None
    quote: str


@dataclass(frozen=True, slots=True)
class TargetLine:
    """An indicator with one cell per place (None: not set there)."""

    indicator: str
    unit: str
    cells: tuple[TargetCell | None, ...]

    @property
    def difference(self) -> str:
        """Highest minus lowest value, where two places set one."""
        values = [cell.value for cell in self.cells if cell and cell.value is not None]
        if len(values) < 2 or max(values) == min(values):
            return ""
        return f"{number(round(max(values) - min(values), 6))} {self.unit}".strip()

    @property
    def differs(self) -> bool:
        shown = {cell.amount for cell in self.cells if cell}
        return len(shown) > 1

    @property
    def shared(self) -> bool:
        return sum(cell is not None for cell in self.cells) > 1


def targets(by_place: Mapping[str, Sequence[Row]], links: Links) -> list[TargetLine]:
    """Lines of targets over the places; those that differ first, then those that agree, then those of one place."""
    order = list(by_place)
    lines: list[tuple[str, str, dict[str, TargetCell]]] = []
    for place, rows in by_place.items():
        for row in rows:
            cell = TargetCell(amount(row), _value(row), sentence_link(links, row), text(row, "quote"))
            line = _line_for(row, place, lines)
            if line is None:
                lines.append((text(row, "indicator"), text(row, "unit"), {place: cell}))
            else:
                line[place] = cell
    made = [TargetLine(name, unit, tuple(cells.get(place) for place in order)) for name, unit, cells in lines]
    return sorted(made, key=lambda line: (not line.shared, not line.differs))


def _line_for(
    row: Row, place: str, lines: Sequence[tuple[str, str, dict[str, TargetCell]]]
) -> dict[str, TargetCell] | None:
    """The nearest line with the same unit where this place has no cell yet."""
    unit = fold(text(row, "unit"))
    open_lines = {i: fold(name) for i, (name, u, cells) in enumerate(lines) if fold(u) == unit and place not in cells}
    best = process.extractOne(
        fold(text(row, "indicator")), open_lines, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_INDICATOR
    )
    return lines[best[2]][2] if best else None


def _value(row: Row) -> float | None:
    value = row.get("value")
    return float(value) if isinstance(value, (int, float)) else None


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of words: kept in both, only here (added), or only in the other (gone)."""

    kind: str  # same, added, gone
    text: str


@dataclass(frozen=True, slots=True)
class Version:
    """A sentence here and its counterpart there."""

    changes: tuple[Change, ...]
    likeness: float
    href: str | None
    other_href: str | None


def wording(rows: Sequence[Row], others: Sequence[Row], links: Links, most: int = 12) -> list[Version]:
    """Sentences of `rows` that are versions of a sentence of `others`, the most changed first."""
    pool = {index: _plain(text(row, "quote")) for index, row in enumerate(others) if text(row, "quote")}
    found: list[Version] = []
    seen: set[str] = set()
    for row in rows:
        mine = _plain(text(row, "quote"))
        if len(mine) < 40 or mine in seen:
            continue
        seen.add(mine)
        best = process.extractOne(mine, pool, scorer=fuzz.ratio, score_cutoff=VERSIONS[0])
        if best and best[1] < VERSIONS[1]:
            other = others[best[2]]
            found.append(
                Version(changes(best[0], mine), best[1], sentence_link(links, row), sentence_link(links, other))
            )
    return sorted(found, key=lambda version: version.likeness)[:most]


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Word by word from `before` to `after`."""
    old, new = before.split(), after.split()
    made: list[Change] = []
    plain = ([word.casefold() for word in old], [word.casefold() for word in new])  # a capital is no other wording
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *plain, autojunk=False).get_opcodes():
        if tag == "equal":
            made.append(Change("same", " ".join(new[j1:j2])))
            continue
        if i2 > i1:
            made.append(Change("gone", " ".join(old[i1:i2])))
        if j2 > j1:
            made.append(Change("added", " ".join(new[j1:j2])))
    return tuple(made)


def _plain(quote: str) -> str:
    """White space squeezed and the bullet left out: how a line is broken is no difference of wording."""
    return re.sub(r"^[-+*•]\s*", "", " ".join(quote.split()))
