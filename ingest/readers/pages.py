"""Pages of printed lines become the kept text with its pages and the boxes of its lines.

In go the lines of each page and its size, out comes a `Read`. Pages end with a form feed, as pdftotext prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import LineBox, Page
from ingest.readers.geometry import PrintedLine
from ingest.readers.model import Limits, Read
from ingest.readers.reasons import UnreadableFile
from ingest.text.view import Span

_WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The lines of a page in reading order, and its size in points."""

    lines: Sequence[PrintedLine]
    width: float
    height: float


def bound(pages: Sequence[PrintedPage], notes: Sequence[str], reader: str, limits: Limits) -> Read:
    """The pages as one text."""
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


def _shares(box: tuple[float, float, float, float], page: PrintedPage) -> tuple[int, int, int, int]:
    def share(value: float, whole: float) -> int:
        return min(_WHOLE, max(0, round(_WHOLE * value / whole))) if whole else 0

    left, top, right, bottom = box
    return share(left, page.width), share(top, page.height), share(right, page.width), share(bottom, page.height)
