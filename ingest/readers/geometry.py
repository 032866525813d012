"""Words with their places on a page become lines of text in reading order, each with its box.

In go words (from a PDF's text layer or from recognition) and the ruled lines of the page; out come lines. Columns of
the form (issuer beside motto, recipients beside signature) come one below the other, ruled tables as rows of cells,
columns set with spaces keep their spaces. Units are those of the page; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.readers.cells import is_frame, markdown_row
from ingest.readers.rules import Grid, Rule, grids

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box. `size`: of its print; `base`: where its letters stand; `confidence` 0-100 if recognised."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    base: float
    confidence: float | None = None

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Row:
    """Words on one base line, left to right."""

    words: list[Word]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return max(word.right for word in self.words)

    @property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def base(self) -> float:
        return median(word.base for word in self.words)

    @property
    def size(self) -> float:
        return median(word.size for word in self.words)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text as it goes into the kept text; an empty one parts paragraphs and has no box."""

    text: str
    box: Box | None = None
    confidence: float | None = None


@dataclass(slots=True)
class _Page:
    width: float
    left: float  # of the text
    letter: float  # width of a letter on average
    pitch: float  # from one base line to the next
    right: float  # where full lines end
    out: list[PrintedLine] = field(default_factory=list)


WIDE_GAP = 2.0
"""Spaces between words wider than this, in sizes of print, part columns; justified lines stay below 1.5."""
NARROW_GAP = 0.7
MOST_INDENT = 60


def lines_on(words: Iterable[Word], width: float, rules: Sequence[Rule] = ()) -> list[PrintedLine]:
    """The lines of a page in reading order."""
    loose = [word for word in words if word.text.strip()]
    if not loose:
        return []
    tables: list[tuple[float, Grid, list[Word]]] = []
    for grid in grids(rules):
        inside = [word for word in loose if grid.holds(word.middle, (word.top + word.bottom) / 2)]
        if inside:
            tables.append((grid.top, grid, inside))
            taken = set(map(id, inside))
            loose = [word for word in loose if id(word) not in taken]
    rows = rows_of(loose)
    page = _measured(rows or rows_of([word for _, _, inside in tables for word in inside]), width)
    start = 0
    for top, grid, inside in sorted(tables, key=lambda table: table[0]):
        stop = next((i for i in range(start, len(rows)) if rows[i].base > top), len(rows))
        _flow(page, rows[start:stop])
        _table(page, grid, inside)
        start = stop
    _flow(page, rows[start:])
    return page.out


def rows_of(words: Sequence[Word]) -> list[Row]:
    """Words gathered on their base lines, top to bottom."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda w: (w.base, w.left)):
        row = next((r for r in reversed(rows[-6:]) if abs(r.words[-1].base - word.base) <= 0.35 * word.size), None)
        if row is None:
            rows.append(Row([word]))
        else:
            row.words.append(word)
    for row in rows:
        row.words.sort(key=lambda w: w.left)
    return sorted(rows, key=lambda r: r.base)


def _measured(rows: list[Row], width: float) -> _Page:
    letters = [(w.right - w.left) / len(w.text) for row in rows for w in row.words if len(w.text) > 1]
    steps = [b.base - a.base for a, b in pairwise(rows)]
    size = median(row.size for row in rows) if rows else 12.0
    usual = [step for step in steps if 0.8 * size < step < 2.2 * size]
    lefts = (
        sorted(row.left for row in rows if row.right - row.left > width * 0.3) or [row.left for row in rows] or [0.0]
    )
    left = lefts[len(lefts) // 10]
    rights = sorted(row.right for row in rows) or [width]
    right = rights[len(rights) * 9 // 10]
    return _Page(width, left, median(letters) if letters else size / 2, median(usual) if usual else 1.4 * size, right)


# --- running text and columns of the form --------------------------------------------------------------------------


def _flow(page: _Page, rows: list[Row]) -> None:
    i = 0
    while i < len(rows):
        start = i
        while start < len(rows) and not _gutter(page, rows[start]):
            start += 1
        gutter = _gutter(page, rows[start]) if start < len(rows) else None
        if gutter is None:
            _paragraphs(page, rows[i:])
            return
        first = _first_of_zone(page, rows, i, start, gutter)
        _paragraphs(page, rows[i:first])
        stop, gutter = _zone(page, rows, start, gutter)
        for side in _sides(rows[first:stop], gutter):
            _paragraphs(page, side)
            page.out.append(PrintedLine(""))
        i = stop


def _first_of_zone(page: _Page, rows: list[Row], least: int, at: int, gutter: tuple[float, float]) -> int:
    """Rows of the right column alone that stand close above belong to it."""
    while at > least and rows[at - 1].left > gutter[0] and rows[at].base - rows[at - 1].base < 2.2 * page.pitch:
        at -= 1
    return at


def _gutter(page: _Page, row: Row) -> tuple[float, float] | None:
    """The widest space inside the row, if it parts two columns."""
    best: tuple[float, float] | None = None
    right = row.words[0].right
    wide = 0
    for word in row.words[1:]:
        gap = word.left - right
        if gap > WIDE_GAP * row.size:
            wide += 1
            if best is None or gap > best[1] - best[0]:
                best = (right, word.left)
        right = max(right, word.right)
    if best is None or wide > 1:
        return None
    return best if 0.2 * page.width < sum(best) / 2 < 0.8 * page.width else None


def _zone(page: _Page, rows: list[Row], at: int, gutter: tuple[float, float]) -> tuple[int, tuple[float, float]]:
    """(end, gutter) of the rows from `at` that stand in two columns."""
    low, high = gutter
    last = stop = at + 1
    for k in range(at + 1, len(rows)):
        row = rows[k]
        if row.base - rows[k - 1].base > 4 * page.pitch:
            break
        narrowed = _narrowed(row, low, high)
        if narrowed is None or narrowed[1] - narrowed[0] < NARROW_GAP * row.size:
            break
        low, high = narrowed
        stop = k + 1
        if row.words[-1].middle > (low + high) / 2:
            last = stop
    # Rows of the left column alone (recipients) end the zone while they follow closely.
    step = _step(page, rows[at:last], (low + high) / 2)
    while last < stop and rows[last].base - rows[last - 1].base < 1.3 * step:
        last += 1
    return last, (low, high)


def _step(page: _Page, rows: list[Row], middle: float) -> float:
    """From one line of the left column to the next: the least, for paragraphs may stand apart."""
    bases = [row.base for row in rows if row.left < middle]
    steps = [b - a for a, b in pairwise(bases)]
    return min(steps) if steps else page.pitch


def _narrowed(row: Row, low: float, high: float) -> tuple[float, float] | None:
    """The gutter as this row leaves it; None when the row runs across."""
    for word in row.words:
        if word.left < high and word.right > low:
            if word.middle < (low + high) / 2:
                low = max(low, word.right)
            else:
                high = min(high, word.left)
    return (low, high) if low < high else None


def _sides(rows: list[Row], gutter: tuple[float, float]) -> list[list[Row]]:
    middle = sum(gutter) / 2
    left = [Row(words) for row in rows if (words := [w for w in row.words if w.middle <= middle])]
    right = [Row(words) for row in rows if (words := [w for w in row.words if w.middle > middle])]
    return [side for side in (left, right) if side]


def _paragraphs(page: _Page, rows: list[Row]) -> None:
    """Lines one below the other, parted by an empty one where more than a line's space stands between."""
    before: Row | None = None
    for row in rows:
        if before is None or _apart(page, before, row):
            _blank(page)
        page.out.append(_printed(page, row))
        before = row


def _apart(page: _Page, before: Row, row: Row) -> bool:
    """Whether more than a line's space stands between. Letters of another font make a line of a paragraph higher."""
    step = row.base - before.base
    full = before.right > page.right - 3 * row.size and abs(row.left - page.left) < row.size
    return step > (1.6 if full else 1.22) * page.pitch


def _blank(page: _Page) -> None:
    if page.out and page.out[-1].text:
        page.out.append(PrintedLine(""))


def _printed(page: _Page, row: Row) -> PrintedLine:
    """The row's words with the spaces between them; wide spaces stay wide."""
    text = " " * min(MOST_INDENT, max(0, round((row.left - page.left) / page.letter)))
    right: float | None = None
    for word in row.words:
        if right is not None:
            gap = word.left - right
            if gap > WIDE_GAP * row.size:
                column = round((word.left - page.left) / page.letter)
                text += " " * max(4, column - len(text))
            else:
                text += " "
        text += word.text
        right = max(right or word.right, word.right)
    return PrintedLine(text, _box(row.words), _confidence(row.words))


def _box(words: Sequence[Word]) -> Box:
    return (
        min(w.left for w in words),
        min(w.top for w in words),
        max(w.right for w in words),
        max(w.bottom for w in words),
    )


def _confidence(words: Sequence[Word]) -> float | None:
    known = [w.confidence for w in words if w.confidence is not None]
    return min(known) if known else None


# --- ruled tables ----------------------------------------------------------------------------------------------------


def _table(page: _Page, grid: Grid, words: list[Word]) -> None:
    """The cells of a ruled table as Markdown rows; a frame, or a single cell, as text in its place."""
    cells: dict[tuple[int, int], list[Word]] = {}
    for word in words:
        cells.setdefault(grid.cell(word.middle, (word.top + word.bottom) / 2), []).append(word)
    texts = {at: "\n".join(_joined(row) for row in rows_of(inside)) for at, inside in cells.items()}
    table = [[texts.get((i, j), "") for j in range(grid.columns)] for i in range(grid.rows)]
    if is_frame(table):
        for j in range(grid.columns):
            for i in range(grid.rows):
                _paragraphs(page, rows_of(cells.get((i, j), [])))
        return
    grid.spread(table)
    _blank(page)
    for i, row in enumerate(table):
        inside = [word for j in range(grid.columns) for word in cells.get((i, j), ())]
        if inside:
            text = markdown_row([cell.replace("\n", " ") for cell in row])
            page.out.append(PrintedLine(text, _box(inside), _confidence(inside)))
    page.out.append(PrintedLine(""))


def _joined(row: Row) -> str:
    return " ".join(word.text for word in row.words)
