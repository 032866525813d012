"""The lines of one file with what layout asks of them again and again: keys, heads of paragraphs, blocks.

A `Sheet` is the reading view with its items (lines and grids). It makes blocks: joined, and read anew where the print
is damaged. It holds no rules about documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ingest.layout.forms import AUTHORITY, motto_at
from ingest.layout.grids import Grid, Item, with_grids
from ingest.layout.marks import bullet, readings
from ingest.layout.model import Block
from ingest.layout.paragraphs import Shape, glue, shape_of
from ingest.layout.spaced import with_spaced_tables
from ingest.text.fold import bare
from ingest.text.quality import Quality, is_damaged_passage, quality_of, seems_clean
from ingest.text.reading import Line, clean, is_noise, is_scanned, join, lines_of, without_noise
from ingest.text.restore import impossible_share, restore
from ingest.text.view import View

_SHORT = 42
_LONG = 120
MOST_IMPOSSIBLE = 0.0015
"""Share of impossible syllables above which single words are mended: clean documents have none, good scans .003."""
# What lines of the form begin with in damaged print; longer lines of running text are not read anew for their keys.
_FORM_LIKE = re.compile(r"\W{0,3}(?:n[o0]i|tm|kt|tl|k[i1l]nh|s[o06] ?[:.]|can|thu|tri|chu|den|de so|phu|uy|ubnd|v/v)")


@dataclass(slots=True)
class Sheet:
    """One file as lines and grids, with its reading view."""

    view: View
    items: list[Item]
    quality: Quality
    shape: Shape
    scanned: bool
    specked: bool  # marks are lost or wrong here and there
    _keys: dict[tuple[int, int], str] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Sheet:
        view = clean(text)
        quality = quality_of(view.text)
        lines = _with_whole_motto(lines_of(view))
        scanned = quality.damaged or is_scanned(lines)
        if scanned:
            ruled = sum(1 for line in lines if line.text == "|") > 8
            lines = [_swept(line) for line in lines if (ruled and line.text == "|") or not is_noise(line.text)]
        items = with_spaced_tables(with_grids(lines))
        plain = [item for item in items if isinstance(item, Line)]
        shape = shape_of(plain, [starts_paragraph(line.text) for line in plain])
        specked = not quality.damaged and impossible_share(view.text) > MOST_IMPOSSIBLE
        return cls(view, items, quality, shape, scanned, specked)

    def key(self, line: Line) -> str:
        """The line folded to lower case without accents, as read where the print is damaged."""
        at = (line.start, line.end)
        found = self._keys.get(at)
        if found is None:
            text = line.text
            if self.quality.damaged and (len(text) <= _SHORT or _FORM_LIKE.match(bare(text))):
                text = restore(View.of(text[:_LONG])).text + text[_LONG:]
            found = self._keys[at] = " ".join(bare(text).split())
        return found

    def block(self, pieces: list[tuple[int, int, str]]) -> Block:
        """One block of stretches of the view, each with what is put before it."""
        view = join(self.view, pieces)
        text = view.text
        damaged = self.quality.damaged or ((self.scanned or not seems_clean(text)) and is_damaged_passage(text))
        if damaged:
            return Block(restore(view), True)
        mended = restore(view, light=True) if self.specked else view
        return Block(mended, mended.text != text)

    def line_block(self, line: Line) -> Block:
        return self.block([(line.start, line.end, "")])

    def blocks(self, lines: list[Line]) -> list[Block]:
        """The lines joined into paragraphs where they go on, bullets and numbers left as printed."""
        out: list[Block] = []
        pending: list[tuple[int, int, str]] = []
        before: Line | None = None
        for line in lines:
            between = None if before is None or starts_paragraph(line.text) else glue(before, line, self.shape)
            if between is None:
                if pending:
                    out.append(self.block(pending))
                pending = []
            pending.append((line.start, line.end, between or ""))
            before = line
        if pending:
            out.append(self.block(pending))
        return out


def starts_paragraph(text: str) -> bool:
    """Whether the line begins with an enumerator or a bullet."""
    return bullet(text) is not None or bool(readings(text))


_TORN_MOTTO = re.compile(r"chu nghia viet$")


def _with_whole_motto(lines: list[Line]) -> list[Line]:
    """A narrow column breaks the motto before its last word, which would be read as the end of the issuer's name."""
    return [
        line
        for i, line in enumerate(lines)
        if line.text.upper() != "NAM" or i == 0 or not _TORN_MOTTO.search(bare(lines[i - 1].text))
    ]


def _swept(line: Line) -> Line:
    cut = without_noise(line.text)
    if not cut or starts_paragraph(line.text):
        return line
    return replace(line, text=line.text[cut:], start=line.start + cut)


def part_of(line: Line, start: int, end: int) -> Line:
    """A stretch of a line as a line of its own."""
    text = line.text[start:end]
    left = len(text) - len(text.lstrip())
    text = text.strip()
    begin = line.start + start + left
    return Line(text, begin, begin + len(text), line.indent + start + left, line.gap, line.turn)


def columns(line: Line, wide: int = 4) -> list[Line]:
    """A line of a two-column header or tail as its parts: at the motto, at a wide space."""
    text = line.text
    at = motto_at(text)
    if at:
        return [part for part in (part_of(line, 0, at), part_of(line, at, len(text))) if part.text]
    gap = text.find(" " * wide)
    while gap > 0:
        rest = text[gap:].lstrip()
        if rest[:1] not in "/-–" and not (rest[:1].isdigit() and ":" in text[:gap][-4:]):
            cut = len(text) - len(rest)
            return [part_of(line, 0, gap), *columns(part_of(line, cut, len(text)), wide)]
        gap = text.find(" " * wide, gap + len(text[gap:]) - len(rest))
    return [line]


def authority_behind(text: str) -> int | None:
    """Where a mark of authority begins behind other words ("Nơi nhận: TM. ỦY BAN NHÂN DÂN"), or None."""
    for mark in ("TM", "KT", "TL", "TUQ", "T/M", "K/T", "T/L", "Q."):
        at = text.find(mark, 1)
        if at > 0 and not text[at - 1].isalnum() and AUTHORITY.match(text[at:]):
            return at
    return None


def flat(grid: Grid) -> list[Line]:
    """A grid that is a frame of the form, line by line; rules inside a cell part lines."""
    out: list[Line] = []
    for line in grid.lines():
        at = 0
        text = line.text
        while (rule := text.find("---", at)) >= 0:
            out.append(part_of(line, at, rule))
            at = rule + len(text[rule:]) - len(text[rule:].lstrip("-"))
        out.append(part_of(line, at, len(text)) if at else line)
    return [line for line in out if line.text.strip("-–— ")]
