"""A view of a kept text: a string to match in, each of whose characters knows where it stands in the kept text.

The kept text never changes. Everything that makes matching easier (joined lines, NFC, no Markdown emphasis, modern
tone placement, a proposed reading of damaged words, folding) is a view made from another view; a span found in a view
maps back exactly, without diffing or searching. A view knows nothing of documents or facts.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

_COUNT = array("L")


def _count_to(n: int) -> array[int]:
    """0, 1, 2 … at least n of them, kept so that a view of plain text is a copy and not a count."""
    global _COUNT
    if len(_COUNT) < n:
        _COUNT = array("L", range(max(2 * n, 65536)))
    return _COUNT


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of the kept text in Unicode code points: `start` zero-based, `end` exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The quote: the kept text between the two offsets, nothing repaired."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def join(self, other: Span) -> Span:
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class View:
    """`text` to match in; character i of it stands for kept text `starts[i]:ends[i]` (code points).

    Offsets never decrease. A character that stands for nothing printed (a space put where a line ended) has the span of
    what it replaces, which may be empty.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.text)

    @classmethod
    def of(cls, text: str, offset: int = 0) -> View:
        """The identity view of a kept text (or of a stretch of it that begins at `offset`)."""
        end = offset + len(text)
        count = _count_to(end + 1)
        return cls(text, count[offset:end], count[offset + 1 : end + 1])

    def span(self, start: int, end: int) -> Span:
        """The stretch of the kept text that view[start:end] stands for; an empty stretch maps to an empty span."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return Span(at, at)
        return Span(self.starts[start], self.ends[end - 1])

    def slice(self, start: int, end: int) -> View:
        return View(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self) -> View:
        """Without white space at either end."""
        left = len(self.text) - len(self.text.lstrip())
        right = len(self.text.rstrip())
        return self.slice(left, max(left, right))

    def split_lines(self) -> Iterator[View]:
        """The lines of the view, without their line ends; an empty view has no lines."""
        at = 0
        for line in self.text.splitlines(keepends=True):
            yield self.slice(at, at + len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")))
            at += len(line)

    def replace(self, edits: Iterable[tuple[int, int, str]]) -> View:
        """A new view in which each view[start:end] reads `new`; edits are sorted and do not overlap.

        If old and new are equally long, characters map one to one; otherwise each new character stands for the whole
        of the old stretch (still exact: a span that touches it covers the printed stretch, never part of it).
        """
        parts: list[str] = []
        starts, ends = array("L"), array("L")
        at = 0
        for start, end, new in edits:
            if start < at:
                raise ValueError("edits overlap or are not sorted")
            parts.append(self.text[at:start])
            starts.extend(self.starts[at:start])
            ends.extend(self.ends[at:start])
            parts.append(new)
            if len(new) == end - start:
                starts.extend(self.starts[start:end])
                ends.extend(self.ends[start:end])
            else:
                whole = self.span(start, end)
                starts.extend([whole.start] * len(new))
                ends.extend([whole.end] * len(new))
            at = end
        parts.append(self.text[at:])
        starts.extend(self.starts[at:])
        ends.extend(self.ends[at:])
        return View("".join(parts), starts, ends)

    def map(self, change: Callable[[str], str]) -> View:
        """A new view with `change` applied to each character by itself (folding, case); it may give 0..n characters."""
        parts: list[str] = []
        starts, ends = array("L"), array("L")
        for i, char in enumerate(self.text):
            new = change(char)
            parts.append(new)
            starts.extend([self.starts[i]] * len(new))
            ends.extend([self.ends[i]] * len(new))
        return View("".join(parts), starts, ends)

    @classmethod
    def join(cls, views: Iterable[View], between: str = " ") -> View:
        """The views one behind the other; the joint stands for the kept text between its neighbours."""
        text: list[str] = []
        starts, ends = array("L"), array("L")
        for view in views:
            if not view.text:
                continue
            if text:
                gap_start, gap_end = ends[-1], max(ends[-1], view.starts[0])
                text.append(between)
                starts.extend([gap_start] * len(between))
                ends.extend([gap_end] * len(between))
            text.append(view.text)
            starts.extend(view.starts)
            ends.extend(view.ends)
        return cls("".join(text), starts, ends)
