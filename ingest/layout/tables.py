"""A grid of cells as a table: heads of its columns, rows with their cells and their printed path.

Comes in: a grid and the path of the provision it stands in. Goes out: a `Table`. Row numbers are enumerators like any
other and solved as such; a row with one filled cell that carries a number ("II. HOÀN THIỆN THỂ CHẾ") opens a group.
"""

from __future__ import annotations

import re

from ingest.layout.enumerators import Opening, solve
from ingest.layout.grids import Grid
from ingest.layout.marks import Mark, bullet, readings
from ingest.layout.model import Block, Row, Table
from ingest.layout.sheet import Sheet
from ingest.text.fold import fold
from ingest.text.reading import Line

_NUMBER_HEAD = re.compile(r"^(?:s(?:o)? ?tt|tt|stt|so thu tu|no\.?|so)$")
_ORDER_CELL = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*|[IVXLivx]{1,6}|[A-ZĐa-zđ]|[-–+*•])[.)]?$")
_NUMERIC = re.compile(r"^[\d.,/%\s-]*\d[\d.,/%\s-]*$")

Cell = tuple[Line, ...]


def table_of(sheet: Sheet, grid: Grid, section: str | None, title: str = "") -> Table:
    """The table that a grid holds."""
    width = max((len(row) for row in grid.rows), default=0)
    heads, first = _heads(sheet, grid, width)
    rows = [row for row in grid.rows[first:] if any(row) and not _counts_columns(row)]
    marks = [_openings(sheet, row, width) for row in rows]
    solved = solve(marks)
    prefix = (section,) if section else ()
    out: list[Row] = []
    current: tuple[str, ...] = ()
    for row, answer in zip(rows, solved, strict=True):
        if answer is not None:
            current = answer.parts
        path = ".".join((*prefix, *current)) or None
        out.append(Row(_cells(sheet, row, width), path))
    return Table(heads, tuple(out), section, title)


def _text(cell: Cell) -> str:
    return " ".join(line.text for line in cell)


def _cells(sheet: Sheet, row: tuple[Cell, ...], width: int) -> tuple[Block | None, ...]:
    blocks = [_block(sheet, cell) for cell in row]
    if len(blocks) == 1 and width > 1:  # a heading across the table
        return (blocks[0], *([None] * (width - 1)))
    return (*blocks, *([None] * (width - len(blocks))))


def _block(sheet: Sheet, cell: Cell) -> Block | None:
    if not cell:
        return None
    return sheet.block([(line.start, line.end, " ") for line in cell])


def _openings(sheet: Sheet, row: tuple[Cell, ...], width: int) -> Opening:
    """How the row's first filled cell may be read as a number."""
    cell = next((c for c in row if c), ())
    filled = sum(1 for c in row if c)
    text = _text(cell)
    if not text or bullet(text):
        return Opening((), 1.0)
    marks: tuple[Mark, ...] = ()
    if _ORDER_CELL.match(text):
        marks = readings(text if text[-1] in ".)" else text + ". X")
    elif filled == 1 and len(text) < 160:
        marks = readings(text)
    return Opening(marks, 0.0 if marks else 1.0)


def _heads(sheet: Sheet, grid: Grid, width: int) -> tuple[tuple[str, ...], int]:
    """(heads of the columns, how many rows they take)."""
    rows = grid.rows
    first = next((i for i, row in enumerate(rows) if sum(1 for c in row if c) > 1), 0)
    if not rows or not _is_head(rows[first]):
        return ("",) * width, 0
    heads = [_head(sheet, cell) for cell in rows[first]]
    after = first + 1
    if len(heads) < width and after < len(rows) and _is_head(rows[after]):
        below = [_head(sheet, cell) for cell in rows[after]]
        heads = _spread(heads, below, width)
        after += 1
    return (*heads, *([""] * (width - len(heads)))), after


def _counts_columns(row: tuple[Cell, ...]) -> bool:
    """A row that only numbers the columns: 1 | 2 | 3 …"""
    texts = [text for cell in row if (text := _text(cell))]
    numbers = [text.strip("()") for text in texts]
    return (
        len(numbers) > 3
        and all(n.isdigit() for n in numbers)
        and [int(n) for n in numbers] == list(range(int(numbers[0]), int(numbers[0]) + len(numbers)))
    )


def _spread(heads: list[str], below: list[str], width: int) -> list[str]:
    """Heads over several columns, each spread over the heads that stand below it."""
    wide = len(heads) - 1 if len(heads) + len(below) - 1 == width else None
    if wide is not None:
        return [*heads[:wide], *(f"{heads[wide]} {b}".strip() for b in below)]
    fixed = width - len(below)
    spans = len(heads) - fixed
    if 0 < fixed < len(heads) and spans and len(below) % spans == 0:
        each = len(below) // spans
        return [*heads[:fixed], *(f"{heads[fixed + i // each]} {b}".strip() for i, b in enumerate(below))]
    return heads


def _is_head(row: tuple[Cell, ...]) -> bool:
    texts = [_text(cell) for cell in row]
    filled = [text for text in texts if text]
    if not filled or all(_NUMERIC.match(text) for text in filled):
        return False
    first = texts[0]
    if first and _NUMBER_HEAD.match(fold(first)):
        return True
    return not _ORDER_CELL.match(first) and all(len(text) < 70 for text in filled) and len(filled) > 1


def _head(sheet: Sheet, cell: Cell) -> str:
    block = _block(sheet, cell)
    return " ".join(block.text.split()) if block else ""
