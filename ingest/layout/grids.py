"""Tables as text files print them, read back into rows of cells.

Comes in: lines of the reading view. Goes out: the same lines with each table replaced by a `Grid`. Known forms: web
pages with one cell between two "|" lines, Markdown rows, and columns set with spaces. A grid knows where its cells
are, not what they are for: the frame of a header is a grid like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.text.reading import Line

_MARKDOWN_ROW = re.compile(r"\|.*\|$")
_MARKDOWN_RULE = re.compile(r"\|[-: |]*-[-: |]*\|$")
MOST_COLUMNS = 18
_LONG_CELL = 2500
_BLANK_WITHIN = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, each cell the lines it holds. `gap`: blank lines before it."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    gap: int = 0
    turn: bool = False

    def lines(self) -> list[Line]:
        return [line for row in self.rows for cell in row for line in cell]


Item = Line | Grid


def with_grids(lines: Sequence[Line]) -> list[Item]:
    """The lines with every table among them gathered into a grid."""
    out: list[Item] = []
    i = 0
    while i < len(lines):
        text = lines[i].text
        if text == "|":
            j = _last_bar(lines, i)
            out.extend(_bars(lines[i : j + 1]))
            i = j + 1
        elif text[0] == "|" and len(text) > 2 and _MARKDOWN_ROW.match(text):
            j = i
            while j < len(lines) and _MARKDOWN_ROW.match(lines[j].text) and (j == i or not lines[j].gap):
                j += 1
            out.append(_markdown(lines[i:j]))
            i = j
        else:
            out.append(lines[i])
            i += 1
    return out


def _markdown(lines: Sequence[Line]) -> Grid:
    rows = []
    for line in lines:
        if _MARKDOWN_RULE.match(line.text):
            continue
        cells: list[tuple[Line, ...]] = []
        at = line.text.index("|") + 1
        while (bar := line.text.find("|", at)) >= 0:
            cells.append(_cell(line, at, bar))
            at = bar + 1
        rows.append(tuple(cells))
    return Grid(tuple(rows), lines[0].gap, lines[0].turn)


def _cell(line: Line, start: int, end: int) -> tuple[Line, ...]:
    text = line.text[start:end]
    left = len(text) - len(text.lstrip())
    text = text.strip()
    return (Line(text, line.start + start + left, line.start + start + left + len(text)),) if text else ()


# --- one cell between two bars ---------------------------------------------------------------------------------------


def _last_bar(lines: Sequence[Line], first: int) -> int:
    """The last bar line that belongs together with the first: bars may be parted by long text, which is no cell."""
    last = first
    for k in range(first + 1, len(lines)):
        if lines[k].text == "|":
            last = k
        elif k - last > 400:
            break
    return last


@dataclass(slots=True)
class _Gap:
    """What stands between two bars: a cell, the joint of two rows, or running text between two tables."""

    lines: list[Line]

    @property
    def empty(self) -> bool:
        return not self.lines

    @property
    def apart(self) -> float:
        """How much this looks like text outside a table (0: a plain cell)."""
        if not self.lines:
            return 0.0
        size = sum(len(line.text) for line in self.lines)
        breaks = sum(1 for line in self.lines[1:] if line.gap)
        return (
            (2.0 if self.lines[0].gap > 1 else 0.7 * self.lines[0].gap)
            + min(breaks, 4)
            + (4.0 if size > _LONG_CELL else 0.0)
        )


def _bars(lines: Sequence[Line]) -> list[Item]:
    """Tables and the text between them, from the first bar to the last."""
    bars = [k for k, line in enumerate(lines) if line.text == "|"]
    gaps = [_Gap(list(lines[a + 1 : b])) for a, b in pairwise(bars)]
    out: list[Item] = []
    start = 0
    while start < len(gaps):
        stop = start
        while stop < len(gaps) and gaps[stop].apart < 3.0:
            stop += 1
        gap = lines[bars[start]].gap
        if stop > start:
            out.extend(_tables(gaps[start:stop], gap))
        if stop < len(gaps):
            out.extend(gaps[stop].lines)
        start = stop + 1
    return out


def _tables(gaps: list[_Gap], first_gap: int) -> list[Item]:
    """A run of gaps as rows: the width of the table is the one that leaves fewest odd rows."""
    full = _Run.of(gaps)
    probe = full if len(gaps) <= 400 else _Run.of(gaps[:400])
    width = min(_widths(probe), key=lambda w: _plan(probe, w)[0] + 0.05 * w)
    out: list[Item] = []
    rows: list[tuple[tuple[Line, ...], ...]] = []
    for start, size, outside in _plan(full, width)[1]:
        rows.append(tuple(tuple(gap.lines) for gap in gaps[start : start + size]))
        if outside:
            out.append(Grid(tuple(rows), first_gap))
            out.extend(gaps[start + size].lines)
            rows = []
    if rows:
        out.append(Grid(tuple(rows), first_gap))
    return out


def _widths(run: _Run) -> list[int]:
    """Widths worth trying: those at which empty gaps, which may be joints of rows, most often follow one another."""
    joints = [i for i, empty in enumerate(run.empty) if empty]
    apart: Counter[int] = Counter()
    for k, joint in enumerate(joints):
        for nxt in joints[k + 1 : k + 12]:
            if nxt - joint - 1 > MOST_COLUMNS:
                break
            apart[nxt - joint - 1] += 1
    most = min(MOST_COLUMNS, len(run.empty))
    likely = {width for width, _ in apart.most_common(6)} | {1, 2, 3, joints[0] if joints else most}
    return sorted(width for width in likely if 1 <= width <= most) or [most]


@dataclass(frozen=True, slots=True)
class _Run:
    """Gaps boiled down to what the plan needs: where they are empty, how many are up to there, how apart they stand."""

    empty: tuple[bool, ...]
    before: tuple[int, ...]
    apart: tuple[float, ...]
    first: tuple[float, ...]  # how little a cell looks like the first of its row, which is short: a number

    @classmethod
    def of(cls, gaps: list[_Gap]) -> _Run:
        empty = tuple(gap.empty for gap in gaps)
        before = [0]
        for value in empty:
            before.append(before[-1] + value)
        first = tuple(0.0 if 0 < sum(len(line.text) for line in gap.lines) <= 12 else 0.3 for gap in gaps)
        return cls(empty, tuple(before), tuple(gap.apart for gap in gaps), first)


_ODD_ROW = 1.3
_WIDE_ROW = 4.0
_ONE_CELL = 0.45
_EMPTY_CELL = 0.3
_OUTSIDE = 2.6


def _plan(run: _Run, width: int) -> tuple[float, list[tuple[int, int, bool]]]:
    """(cost, rows as (first gap, cells, text outside follows)) of the cheapest reading with rows of that width."""
    empty, before = run.empty, run.before
    n = len(empty)
    infinite = float("inf")
    cost = [infinite] * (n + 2)
    back: list[tuple[int, int, bool]] = [(0, 0, False)] * (n + 2)
    cost[0] = 0.0
    for i in range(n):
        here = cost[i]
        if here == infinite:
            continue
        for end in range(i + 1, min(MOST_COLUMNS, n - i) + i + 1):
            size = end - i
            outside = end < n and not empty[end]
            if outside and size != width:
                continue
            own = 0.0 if size == width else _ONE_CELL if size == 1 else _ODD_ROW if size < width else _WIDE_ROW
            blanks = before[end] - before[i]
            own += _EMPTY_CELL * blanks + (0.8 if blanks == size else 0.0)
            if size > 2:
                own += run.first[i]
            if outside:
                own += _OUTSIDE - min(1.6, run.apart[end])
            target = min(end + 1, n + 1) if end < n else n
            if here + own < cost[target]:
                cost[target] = here + own
                back[target] = (i, size, outside)
    target = n if cost[n] <= cost[n + 1] else n + 1
    if cost[target] == infinite:
        return infinite, [(0, n, False)]
    total = cost[target]
    rows: list[tuple[int, int, bool]] = []
    while target > 0:
        rows.append(back[target])
        target = back[target][0]
    if width > 3 and sum(1 for _, size, _ in rows if size == width) < 2:
        total += 3.0  # many columns and one row: rather several things that are no table
    return total, rows[::-1]
