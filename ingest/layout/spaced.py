"""Tables whose columns are set with spaces, as text extraction from a page leaves them, read back into grids.

Comes in: items of a sheet. Goes out: the same items with each spaced table as a `Grid`. A table is known by its number
column (STT, TT); its columns are the stretches of the page that hold print, its rows begin at the numbers, which stand
at the top of a row or in its middle. What has no number column stays lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.layout.grids import Grid, Item
from ingest.text.reading import Line

_HEAD = re.compile(r"(?:^|\s{2,})(?:STT|Stt|TT|Số TT|SỐ TT|S\.TT)(?=\s{2,}|$)")
_ORDER = re.compile(r"(?:\d{1,3}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-Z])[.)]?$")
_WIDE = re.compile(r"\S {3,}\S")
_TOTAL = re.compile(r"(?:Cộng|Tổng cộng|Tổng số|TỔNG CỘNG|TỔNG SỐ|CỘNG)\b")
_END = re.compile(r"(?:Nơi nhận|TM\. |KT\. |Ghi chú|PHỤ LỤC)")
LEAST_LINES = 3
ABOVE_HEAD = 8
"""A head of several lines, centred, may begin this many lines above its "STT"."""


def with_spaced_tables(items: Sequence[Item]) -> list[Item]:
    """The items with every spaced table gathered into a grid."""
    out: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        if isinstance(item, Line) and _HEAD.search(" " * item.indent + item.text) and len(item.text) < 400:
            first = _first_of_table(items, i, out)
            last = _last_of_table(items, i)
            lines = [*_pop(out, i - first), *(x for x in items[i : last + 1] if isinstance(x, Line))]
            grid = _grid(lines, i - first)
            if grid is not None:
                out.append(grid)
                i = last + 1
                continue
            out.extend(lines)
            i = last + 1
            continue
        out.append(item)
        i += 1
    return out


def _pop(out: list[Item], n: int) -> list[Line]:
    taken = [x for x in out[len(out) - n :] if isinstance(x, Line)] if n else []
    del out[len(out) - n :]
    return taken


def _spaced(line: Line) -> bool:
    return _WIDE.search(line.text) is not None or line.indent > 24


def _first_of_table(items: Sequence[Item], at: int, out: list[Item]) -> int:
    """Where the head begins: lines above "STT" that are set in columns too."""
    first = at
    below = items[at]
    while first > 0 and at - first < ABOVE_HEAD and first > at - len(out):
        above = items[first - 1]
        if not isinstance(above, Line) or not isinstance(below, Line) or below.gap or not _spaced(above):
            break
        if above.text.endswith((".", ":", ";")) or len(above.text.split()) > 24:
            break
        first, below = first - 1, above
    return first


def _last_of_table(items: Sequence[Item], at: int) -> int:
    last = at
    plain = 0
    for k in range(at + 1, len(items)):
        item = items[k]
        if not isinstance(item, Line) or _END.match(item.text) or (item.gap > 2 and not _spaced(item)):
            break
        if _spaced(item) or _ORDER.match(item.text):
            last, plain = k, 0
            continue
        if last == k - 1 and item.indent >= 6 and not item.gap and len(item.text) < 60 and k > at + 1:
            last = k  # a cell that goes on below its row
            continue
        plain += 1
        if plain > 3 or (item.indent < 4 and len(item.text) > 70):
            break
    return last


# --- columns and rows ------------------------------------------------------------------------------------------------


def _grid(lines: list[Line], head: int) -> Grid | None:
    """The lines as a grid; None when they show no columns."""
    if len(lines) < LEAST_LINES:
        return None
    bands = _bands(lines)
    if len(bands) < 3:
        return None
    cells = [_cut(line, bands) for line in lines]
    body = _body_start(cells, head)
    rows = [_merged(cells[:body], len(bands))]
    starts = _row_starts(cells, body)
    if not starts:
        return None
    for a, b in zip(starts, [*starts[1:], len(cells)], strict=True):
        rows.append(_merged(cells[a:b], len(bands)))
    return Grid(tuple(rows), max(1, lines[0].gap), lines[0].turn)


def _bands(lines: list[Line]) -> list[tuple[int, int]]:
    """The columns of the page: stretches that hold print, parted by stretches that (nearly) no line prints in."""
    width = max(line.indent + len(line.text) for line in lines)
    print_in = [0] * (width + 2)
    for line in lines:
        for word in re.finditer(r"\S+(?: \S+)*", line.text):
            print_in[line.indent + word.start()] += 1
            print_in[line.indent + word.end()] -= 1
    allowed = len(lines) // 40
    bands: list[tuple[int, int]] = []
    level, start = 0, None
    for column, change in enumerate(print_in):
        level += change
        if level > allowed and start is None:
            start = column
        elif level <= allowed and start is not None:
            bands.append((start, column))
            start = None
    return bands


Cells = list[Line | None]


def _cut(line: Line, bands: list[tuple[int, int]]) -> Cells:
    """The line's words in the columns they stand in."""
    out: Cells = [None] * len(bands)
    for word in re.finditer(r"\S+(?: \S+)*", line.text):
        middle = line.indent + (word.start() + word.end()) // 2
        at = min(range(len(bands)), key=lambda b: max(bands[b][0] - middle, middle - bands[b][1], 0))
        piece = replace(line, text=word[0], start=line.start + word.start(), end=line.start + word.end())
        before = out[at]
        if before is not None:
            joined = line.text[before.start - line.start : word.end()]
            piece = replace(before, text=joined, end=piece.end)
        out[at] = piece
    return out


def _number_column(cells: list[Cells]) -> int:
    """The column with most numbers, the leftmost of equals."""
    width = len(cells[0])
    counts = [
        sum(1 for row in cells if (c := row[b]) is not None and _ORDER.match(c.text)) for b in range(min(3, width))
    ]
    return counts.index(max(counts))


def _numbered(cell: Line | None) -> bool:
    return cell is not None and _ORDER.match(cell.text) is not None


def _body_start(cells: list[Cells], head: int) -> int:
    """The first line behind the head: where the first number's row begins."""
    column = _number_column(cells)
    first = next(
        (k for k in range(head + 1, len(cells)) if _numbered(cells[k][column])),
        len(cells),
    )
    gap = next((k for k in range(first, head, -1) if (line := _any(cells[k])) is not None and line.gap), None)
    if gap is not None:
        return gap
    # no blank line: the head is centred on its "STT", so it ends as far below as it began above
    return min(first, head + head + 1)


def _any(cells: Cells) -> Line | None:
    return next((c for c in cells if c is not None), None)


def _row_starts(cells: list[Cells], body: int) -> list[int]:
    """Where rows begin: at their numbers, or as far above a number as the row goes on below it. Totals begin rows."""
    if body >= len(cells):
        return []
    column = _number_column(cells)
    totals = [k for k in range(body, len(cells)) if (c := _any(cells[k])) is not None and _TOTAL.match(c.text)]
    anchors = [k for k in range(body, len(cells)) if _numbered(cells[k][column])]
    if not anchors:
        return []
    if anchors[0] == body:
        return sorted({*anchors, *totals})
    starts = [body]
    for this, after in pairwise(anchors):
        below = this + (this - starts[-1])
        blank = [k for k in range(this + 1, after + 1) if (line := _any(cells[k])) is not None and line.gap]
        starts.append(blank[0] if len(blank) == 1 else min(max(below + 1, this + 1), after))
    return sorted({*starts, *totals})


def _merged(rows: list[Cells], width: int) -> tuple[tuple[Line, ...], ...]:
    return tuple(tuple(c for row in rows if (c := row[b]) is not None) for b in range(width))
