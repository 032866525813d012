"""Pages of a file with their facts boxed: where the pages and lines lie, and entries, in; rectangles out.

Boxes are known line by line; a sentence that begins or ends within a line takes its share of it by letters, which is
right to a letter or two. Units are ten-thousandths of the page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from viz.facts import Entry


@dataclass(frozen=True, slots=True)
class Box:
    """A printed line of the kept text."""

    page: int
    start: int
    end: int
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle of a fact. `anchor`: of its sentence in the text."""

    anchor: str
    kind: str
    title: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its number, its shape (height over width, in parts of 1000), its marks."""

    number: int
    width: int
    height: int
    marks: tuple[Mark, ...]


def boxes(lines: str) -> list[Box]:
    """The graph's line boxes; lines that are none are left out."""
    found = []
    for line in lines.split("\n"):
        parts = line.split(" ")
        if len(parts) >= 7 and all(part.isdigit() for part in parts[:7]):
            found.append(Box(*map(int, parts[:7])))
    return sorted(found, key=lambda box: box.start)


def sheets(pages: str, lines: str, entries: Iterable[Entry], titles: dict[str, str]) -> list[Sheet]:
    """The pages that have a size, each with the rectangles of the facts on it."""
    known = boxes(lines)
    ends = [box.end for box in known]
    marks: dict[int, list[Mark]] = {}
    for entry in entries:
        start, end = entry.start, entry.end
        if start is None or end is None:
            continue
        for box in known[bisect_left(ends, start + 1) :]:
            if box.start >= end:
                break
            marks.setdefault(box.page, []).append(_mark(entry, start, end, box, titles.get(entry.key, "")))
    out = []
    for page in pages.split("\n"):
        parts = page.split(" ")
        if len(parts) == 5 and float(parts[3]) > 0 and float(parts[4]) > 0:
            number = int(parts[0])
            out.append(Sheet(number, round(float(parts[3])), round(float(parts[4])), tuple(marks.get(number, ()))))
    return out if known else []


def _mark(entry: Entry, start: int, end: int, box: Box, title: str) -> Mark:
    size, wide = max(1, box.end - box.start), box.right - box.left
    left = box.left + wide * max(0, start - box.start) // size
    right = box.left + wide * min(size, end - box.start) // size
    return Mark(entry.anchor, entry.kind, title, left, box.top, max(1, right - left), max(1, box.bottom - box.top))
