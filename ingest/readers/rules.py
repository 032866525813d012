"""Ruled lines of a page become grids of cells.

In go horizontal and vertical strokes, out come grids: where rows and columns part, which cells run together. Knows
nothing of words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.cells import spread_down

NEAR = 4.0
"""Strokes nearer than this are one: double rules, corners that do not quite meet."""
MOST_RULES = 6_000
LEAST_CELL = 6.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A stroke: upright or level, at `at` (x or y), from `start` to `end` along the other axis, so broad."""

    upright: bool
    at: float
    start: float
    end: float
    breadth: float = 1.0

    def scaled(self, scale: float) -> Rule:
        return Rule(self.upright, self.at * scale, self.start * scale, self.end * scale, self.breadth * scale)


@dataclass(slots=True)
class Grid:
    """A ruled table. `owner[i][j]`: the first cell (row, column) of the joined cells that (i, j) belongs to."""

    xs: list[float]
    ys: list[float]
    owner: list[list[tuple[int, int]]]

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def top(self) -> float:
        return self.ys[0]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cell(self, x: float, y: float) -> tuple[int, int]:
        i = min(max(bisect_right(self.ys, y) - 1, 0), self.rows - 1)
        j = min(max(bisect_right(self.xs, x) - 1, 0), self.columns - 1)
        return self.owner[i][j]

    def spread(self, table: list[list[str]]) -> None:
        """Cells that run over rows say what they say in each row."""
        spans: dict[tuple[int, int], int] = {}
        for i, row in enumerate(self.owner):
            for j, (first, column) in enumerate(row):
                if column == j:
                    spans[first, column] = max(spans.get((first, column), 1), i - first + 1)
        spread_down(table, [(i, j, span) for (i, j), span in spans.items() if span > 1])


def grids(rules: Sequence[Rule]) -> list[Grid]:
    """The tables that these strokes rule, top to bottom."""
    strokes = [rule for rule in rules if rule.end - rule.start > NEAR][:MOST_RULES]
    found = [grid for group in _joined(strokes) if (grid := _grid(group)) is not None]
    return sorted(found, key=lambda grid: grid.top)


def _joined(strokes: Sequence[Rule]) -> list[list[Rule]]:
    """Strokes that meet, directly or through others."""
    level = sorted((rule for rule in strokes if not rule.upright), key=lambda rule: rule.at)
    upright = [rule for rule in strokes if rule.upright]
    parent = list(range(len(strokes)))
    index = {id(rule): i for i, rule in enumerate(strokes)}

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    heights = [rule.at for rule in level]
    for rule in upright:
        first = bisect_right(heights, rule.start - NEAR)
        last = bisect_right(heights, rule.end + NEAR)
        for other in level[first:last]:
            if other.start - NEAR <= rule.at <= other.end + NEAR:
                parent[root(index[id(rule)])] = root(index[id(other)])
    groups: dict[int, list[Rule]] = {}
    for i, rule in enumerate(strokes):
        groups.setdefault(root(i), []).append(rule)
    return list(groups.values())


def _marks(values: Sequence[float]) -> list[float]:
    """Positions, those near one another taken as one."""
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= NEAR:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(group) / len(group) for group in out]


def _grid(group: Sequence[Rule]) -> Grid | None:
    level = [rule for rule in group if not rule.upright]
    upright = [rule for rule in group if rule.upright]
    xs, ys = _marks([rule.at for rule in upright]), _marks([rule.at for rule in level])
    if len(xs) < 3 or len(ys) < 2 or len(xs) > 40 or xs[-1] - xs[0] < 40 or ys[-1] - ys[0] < LEAST_CELL:
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    owner = [[(i, j) for j in range(columns)] for i in range(rows)]
    walls = [[rule for rule in upright if abs(rule.at - x) <= NEAR] for x in xs]
    floors = [[rule for rule in level if abs(rule.at - y) <= NEAR] for y in ys]
    for i in range(rows):
        middle = (ys[i] + ys[i + 1]) / 2
        for j in range(1, columns):
            if not any(rule.start <= middle <= rule.end for rule in walls[j]):
                owner[i][j] = owner[i][j - 1]
    for i in range(1, rows):
        for j in range(columns):
            middle = (xs[j] + xs[j + 1]) / 2
            if not any(rule.start <= middle <= rule.end for rule in floors[i]) and owner[i][j] == (i, j):
                owner[i][j] = owner[i - 1][j]
    return Grid(xs, ys, owner)
