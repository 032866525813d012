"""A paragraph as the task rules see it: its block, its words spelled out, the names in it, all by one set of offsets.

Comes in: a block and the reading of its document. Goes out: `Paragraph`, which answers with kept-text spans, mentions
of bodies, and words with names blanked. It knows nothing of roles or tasks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import BodyKind, BodyMention
from ingest.layout.model import Block
from ingest.recognise.bodies import Spelled, spelled
from ingest.recognise.clauses import only_members
from ingest.recognise.context import Reading
from ingest.recognise.fields import find_fields
from ingest.text.view import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Offsets are those of `words.text`; `section` is the printed path the paragraph stands under."""

    block: Block
    words: Spelled
    section: str | None

    @classmethod
    def of(cls, block: Block, section: str | None, reading: Reading) -> Paragraph:
        return cls(block, spelled(block.text, reading), section)

    @property
    def low(self) -> str:
        return self.words.low

    def span(self, start: int, end: int) -> Span:
        """The kept-text span of the stretch."""
        printed = self.words.view.span(start, end)
        return self.block.at(printed.start, printed.end)

    def printed(self, start: int, end: int) -> str:
        """The stretch as the block's reading view has it, abbreviations and all."""
        printed = self.words.view.span(start, end)
        return self.block.text[printed.start : printed.end]

    def mentions(self, indexes: Sequence[int]) -> tuple[BodyMention, ...]:
        """The bodies of a list of names, members in brackets for their class."""
        return tuple(
            BodyMention(self.words.bodies[i], self.span(*self.words.spans[i]))
            for i in only_members(self.words, indexes)
        )

    def masked(self, start: int, end: int, *, classes: bool = True) -> str:
        """The stretch with names blanked; with `classes` False only those of single offices and posts."""
        out = self.words.text[start:end]
        for i in self.words.within(start, end):
            name = self.words.names[i]
            if not classes and (name.kind is BodyKind.CLASS or name.name.startswith("Đoàn ")):
                continue
            a, b = name.start - start, name.end - start
            out = out[:a] + " " * (b - a) + out[b:]
        return out

    def fields(self, start: int, end: int) -> tuple[str, ...]:
        """What the words of the stretch name, offices aside ("Sở Giao thông vận tải" names no field)."""
        return find_fields(self.masked(start, end, classes=False))
