"""Frames: the tables that pages use to set the head and the tail of a document, dissolved into lines.

Comes in: items. Goes out: the same items, each frame's lines in reading order with columns apart; real tables stay.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.layout.forms import (
    AUTHORITY,
    MOTTO,
    RECIPIENTS,
    is_caps,
    post_at,
)
from ingest.layout.grids import Grid, Item
from ingest.layout.sheet import Sheet, columns, flat, part_of
from ingest.text.fold import LOWER, UPPER, bare
from ingest.text.reading import Line

_POST_AND_NAME = re.compile(rf"(?<=[{UPPER}]) (?=[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,4}}$)")
_INLINE_ITEMS = re.compile(rf"(?<=[;:.]) ?(?=[-–+] ?[{UPPER}\"“(])")


def unframed(sheet: Sheet, items: list[Item]) -> list[Item]:
    """Frames of headers and tails dissolved into lines, their columns apart; real tables stay grids."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Grid) and _is_frame(sheet, item):
            out.extend(_frame_lines(sheet, item))
        else:
            out.append(item)
    return out


def _is_frame(sheet: Sheet, grid: Grid) -> bool:
    if len(grid.rows) > 8:
        return False
    if not any(grid.lines()):
        return True
    for row in grid.rows[:4]:
        for cell in row:
            for line in cell[:8]:
                key = sheet.key(line) if len(line.text) < 400 else bare(line.text[:60])
                if MOTTO.search(key) or RECIPIENTS.match(key) or AUTHORITY.match(line.text):
                    return True
    if len(grid.rows) <= 3:
        lines = [line for line in grid.lines() if line.text]
        if lines and all(len(line.text) < 60 for line in lines):
            return any(post_at(sheet.key(line)) and is_caps(line.text) for line in lines[:3])
        return len(grid.rows) == 1 and len(grid.rows[0]) <= 2 and not _columns_named(grid)
    return False


def _columns_named(grid: Grid) -> bool:
    return all(cell for cell in grid.rows[0])


def _frame_lines(sheet: Sheet, grid: Grid) -> list[Line]:
    """Row by row; within the last rows the recipients come before the signature whatever column they stand in."""
    lines = flat(grid)
    out: list[Line] = []
    for line in lines:
        key = sheet.key(line) if len(line.text) < 400 else bare(line.text[:60])
        if RECIPIENTS.match(key) and len(line.text) > 30:
            out.extend(inline_items(line))
        else:
            for part in columns(line):
                out.extend(_post_and_name(part))
    if out:
        first = out[0]
        out[0] = Line(first.text, first.start, first.end, first.indent, max(1, grid.gap), grid.turn)
    return out


def _post_and_name(line: Line) -> list[Line]:
    """ "CHỦ TỊCH Hoàng Nam" set on one line: the post, then the name."""
    found = _POST_AND_NAME.search(line.text) if len(line.text) < 120 else None
    if not found or not is_caps(line.text[: found.start()]):
        return [line]
    return [part_of(line, 0, found.start()), part_of(line, found.end(), len(line.text))]


def inline_items(line: Line) -> list[Line]:
    """A list of recipients set on one line, item by item."""
    cuts = [0, *(m.start() for m in _INLINE_ITEMS.finditer(line.text)), len(line.text)]
    return [part for a, b in pairwise(cuts) if (part := part_of(line, a, b)).text]


def lines_in(items: list[Item]) -> list[Line]:
    out: list[Line] = []
    for item in items:
        out.extend(item.lines() if isinstance(item, Grid) else [item])
    return out


def is_(sheet: Sheet, item: Item, pattern: re.Pattern[str]) -> bool:
    return isinstance(item, Line) and len(item.text) < 160 and bool(pattern.search(sheet.key(item)))
