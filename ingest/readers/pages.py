"""Pages of printed lines become the kept text with its pages and the boxes of its lines.

In go the lines of each page and its size, out comes a `Read`. Pages end with a form feed, as pdftotext prints them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.facts import LineBox, Page
from ingest.readers.cells import ROW
from ingest.readers.geometry import PrintedLine
from ingest.readers.model import Limits, Read
from ingest.readers.reasons import UnreadableFile
from ingest.text.view import Span

_WHOLE = 10_000
_PAGE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,4}\s*[-–]?\s*$")


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of a page in reading order, and its size in points."""

    lines: Sequence[PrintedLine]
    width: float
    height: float


def bound(pages: Sequence[PrintedPage], notes: Sequence[str], reader: str, limits: Limits) -> Read:
    """The pages as one text."""
    pages = _with_whole_tables(pages)
    text: list[str] = []
    found: list[Page] = []
    boxes: list[LineBox] = []
    at = 0
    for number, page in enumerate(pages, 1):
        first = at
        for line in page.lines:
            if line.box is not None and line.text.strip():
                indent = len(line.text) - len(line.text.lstrip())
                confidence = None if line.confidence is None else round(line.confidence)
                span = Span(at + indent, at + len(line.text))
                boxes.append(LineBox(number, span, _shares(line.box, page), confidence))
            text.append(line.text + "\n")
            at += len(line.text) + 1
        if number < len(pages):
            text.append("\f")
            at += 1
        if at > limits.characters:
            raise UnreadableFile(f"its text has more than {limits.characters:,} characters: split the file")
        found.append(Page(number, Span(first, at), round(page.width, 1), round(page.height, 1)))
    return Read("".join(text), tuple(found), tuple(notes), tuple(boxes), reader)


def _with_whole_tables(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """A table that goes on over a page's end with nothing between its rows: neither number nor empty line nor its head.

    Only so is it one table to those who read the text.
    """
    out: list[PrintedPage] = []
    head = ""  # of the table that the page before ends with
    for page in pages:
        lines = list(page.lines)
        rows = [i for i, line in enumerate(lines) if line.text.startswith(ROW)]
        first = rows[0] if rows else 0
        above = [line for line in lines[:first] if line.text.strip()]
        if (
            rows
            and head
            and _columns(lines[first].text) == _columns(head)
            and all(_PAGE_NUMBER.match(x.text) for x in above)
        ):
            if lines[first].text == head:
                first += 1
            lines = lines[first:]
            before = list(out[-1].lines)
            while before and not before[-1].text.startswith(ROW):
                before.pop()
            out[-1] = replace(out[-1], lines=before)
        else:
            head = ""
        out.append(replace(page, lines=lines))
        head = _last_head(lines, head)
    return out


def _last_head(lines: Sequence[PrintedLine], before: str) -> str:
    """The first row of the table that these lines end with; '' when they end with text."""
    kept = [line.text for line in lines if line.text.strip() and not _PAGE_NUMBER.match(line.text)]
    if not kept or not kept[-1].startswith(ROW):
        return ""
    start = len(kept) - 1
    while start and kept[start - 1].startswith(ROW):
        start -= 1
    return before if start == 0 and before else kept[start]


def _columns(row: str) -> int:
    return row.count("|")


def _shares(box: tuple[float, float, float, float], page: PrintedPage) -> tuple[int, int, int, int]:
    def share(value: float, whole: float) -> int:
        return min(_WHOLE, max(0, round(_WHOLE * value / whole))) if whole else 0

    left, top, right, bottom = box
    return share(left, page.width), share(top, page.height), share(right, page.width), share(bottom, page.height)
