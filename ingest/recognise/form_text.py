"""Blocks of a zone as one text, so that what the form breaks over lines can be matched as one.

Comes in: blocks. Goes out: their texts joined by line ends, with the way back from any stretch to the kept text. It
knows nothing of what the text says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.layout.model import Block
from ingest.text.view import Span


@dataclass(frozen=True, slots=True)
class FormText:
    """`text`: the blocks joined by "\\n"; `blocks[i]` begins at `begins[i]`."""

    text: str
    blocks: tuple[Block, ...]
    begins: tuple[int, ...]

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> FormText:
        kept = tuple(block for block in blocks if block.text)
        begins: list[int] = []
        at = 0
        for block in kept:
            begins.append(at)
            at += len(block.text) + 1
        return cls("\n".join(block.text for block in kept), kept, tuple(begins))

    def span(self, start: int, end: int) -> Span | None:
        """The kept text that text[start:end] stands for (from its first to its last character)."""
        if not self.blocks or start >= end:
            return None
        first = self._point(start, False)
        last = self._point(end - 1, True)
        return Span(min(first.start, last.start), max(first.end, last.end))

    def _point(self, at: int, back: bool) -> Span:
        i = max(0, bisect_right(self.begins, at) - 1)
        block = self.blocks[i]
        offset = at - self.begins[i]
        if offset >= len(block.text):  # the joint between two blocks
            if back or i + 1 >= len(self.blocks):
                offset = len(block.text) - 1
            else:
                block, offset = self.blocks[i + 1], 0
        return block.at(offset, offset + 1)
