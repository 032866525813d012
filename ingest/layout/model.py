"""What layout gives to the recognisers: documents, their zones, their tree of provisions, their tables.

Every `Block` is one logical line or paragraph as a reading view: NFC, hard wraps joined, page numbers and Markdown
emphasis gone, modern tone placement ("hóa", "Ủy"), and, where the passage was found damaged, the proposed reading of
each word. So recognisers match ordinary Vietnamese and never look at the kept text; spans map back through the view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ingest.text.quality import Quality
from ingest.text.view import Span, View


@dataclass(frozen=True, slots=True)
class Block:
    """One logical paragraph, heading or cell. `damaged`: its view proposes a reading of damaged print."""

    view: View
    damaged: bool = False

    @property
    def text(self) -> str:
        return self.view.text

    @property
    def span(self) -> Span:
        return self.view.span(0, len(self.view))

    def at(self, start: int, end: int) -> Span:
        """The kept-text span of text[start:end]."""
        return self.view.span(start, end)


class Kind(StrEnum):
    ROOT = "root"
    CHAPTER = "chapter"  # I, II … (with or without "Phần", "Chương", "Mục")
    ARTICLE = "article"  # Điều n
    ITEM = "item"  # 1, 1.1, a)
    BULLET = "bullet"  # -, +, *
    ANNEX = "annex"  # Phụ lục
    TEXT = "text"  # an unnumbered heading with what stands under it


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. `cells` follow the table's columns; a cell may be empty. `section`: see Table."""

    cells: tuple[Block | None, ...]
    section: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table read back into cells. `columns`: the head of each column as printed (white space folded, "" if none).

    `section` of a row is the printed path with the row's own number added ("Phụ lục.I.5").
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    section: str | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Provision:
    """A node of the tree. `section` is the path as the contract writes it ("VI.1.a"), None above the first number.

    `label`: the enumerator as solved ("VI", "1", "a", "Điều 3"; None for bullets and unnumbered headings).
    `head`: the first own block without its enumerator: a heading, or the whole text of an item that is one paragraph.
    `paragraphs`: own blocks after the head, in order, those of children not included.
    """

    kind: Kind
    label: str | None
    section: str | None
    head: Block | None
    paragraphs: tuple[Block, ...]
    children: tuple[Provision, ...]
    tables: tuple[Table, ...] = ()
    level: int = 0

    def blocks(self) -> Iterator[Block]:
        """Own blocks, head first."""
        if self.head is not None:
            yield self.head
        yield from self.paragraphs

    def walk(self, above: tuple[Provision, ...] = ()) -> Iterator[tuple[tuple[Provision, ...], Provision]]:
        """(ancestors from the root down, node) in text order, this node first."""
        yield above, self
        for child in self.children:
            yield from child.walk((*above, self))


@dataclass(frozen=True, slots=True)
class DocumentLayout:
    """One document of a file, in its zones (Nghị định 30/2020, Hướng dẫn 36 for the Party).

    `header`: blocks above the title: issuer, number, place and date, "V/v", "Kính gửi" (columns untangled).
    `title`: type word and what follows it up to the basis. `stamps`: intake stamps, which are never header facts.
    `basis`: the opening: Căn cứ / Thực hiện … up to the first provision. `body`: the root of the tree.
    `recipients`: the lines under "Nơi nhận", without the bullet. `signature`: authority line, capacity, name.
    """

    part: int
    span: Span
    header: tuple[Block, ...]
    title: tuple[Block, ...]
    basis: tuple[Block, ...]
    body: Provision
    recipients: tuple[Block, ...]
    signature: tuple[Block, ...]
    stamps: tuple[Block, ...] = ()
    quality: Quality = field(default_factory=lambda: Quality(False, 0.2))

    def blocks(self) -> Iterator[tuple[str | None, Block]]:
        """(section, block) for all running text in order: header, title, basis, tree (no table cells), tail."""
        for block in (*self.header, *self.title, *self.basis):
            yield None, block
        for _, node in self.body.walk():
            for block in node.blocks():
                yield node.section, block
        for block in (*self.recipients, *self.signature):
            yield None, block
