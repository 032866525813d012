"""A source becomes the documents it holds.

First pass: one document per file, its lines joined into paragraphs, a plain stack of enumerators.
"""

from __future__ import annotations

import re

from ingest.facts import Source
from ingest.layout.model import Block, DocumentLayout, Kind, Provision
from ingest.text.fold import modern_tone_view, nfc_view
from ingest.text.view import Span, View

_ENUM = re.compile(
    r"(?P<chapter>[IVX]{1,5})\s*\.\s+|(?P<article>Điều \d+)\s*[.:]\s*|(?P<item>\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)]\s+"
    r"|(?P<letter>[a-zđ])\s?[).]\s+|(?P<bullet>[-+*])\s+"
)
_EMPHASIS = re.compile(r"\*+|^#{1,6}\s+|_", re.MULTILINE)
_RANK = {"chapter": 1, "article": 1, "item": 2, "letter": 6, "bullet": 7}
_KIND = {"chapter": Kind.CHAPTER, "article": Kind.ARTICLE, "bullet": Kind.BULLET}


def lay_out(source: Source) -> tuple[DocumentLayout, ...]:
    """The documents of a source, in order. A source without words gives none."""
    view = modern_tone_view(nfc_view(View.of(source.text)))
    view = view.replace(
        (m.start(), m.end(), " " if m[0] == "_" else "")
        for m in _EMPHASIS.finditer(view.text)
        if not (m[0] == "*" and view.text[m.end() : m.end() + 1] == " ")
    )
    paragraphs = _paragraphs(view)
    if not paragraphs:
        return ()
    first = next((i for i, p in enumerate(paragraphs) if _ENUM.match(p.text)), len(paragraphs))
    tail = next((i for i, p in enumerate(paragraphs) if p.text.startswith("Nơi nhận")), len(paragraphs))
    first = min(first, tail)
    body = _tree(paragraphs[first:tail])
    blocks = [Block(p) for p in paragraphs]
    return (
        DocumentLayout(
            part=1,
            span=Span(0, len(source.text)),
            header=(),
            title=tuple(blocks[: min(2, first)]),
            basis=tuple(blocks[min(2, first) : first]),
            body=body,
            recipients=tuple(blocks[tail + 1 :]),
            signature=(),
        ),
    )


def _paragraphs(view: View) -> list[View]:
    out: list[View] = []
    pending: list[View] = []
    for line in view.split_lines():
        line = line.strip()
        if not line.text:
            if pending and pending[-1].text[-1] in ".;:/":
                out.append(View.join(pending))
                pending = []
            continue
        if pending and (_ENUM.match(line.text) or line.text.isupper() or pending[-1].text.isupper()):
            out.append(View.join(pending))
            pending = []
        pending.append(line)
    if pending:
        out.append(View.join(pending))
    return out


def _tree(paragraphs: list[View]) -> Provision:
    root = _Node(Kind.ROOT, None, None, None, 0)
    stack = [root]
    for view in paragraphs:
        found = _ENUM.match(view.text)
        if not found:
            stack[-1].paragraphs.append(Block(view))
            continue
        kind = found.lastgroup or "bullet"
        rank = _RANK[kind] + found[0].count(".") * (kind == "item")
        while stack[-1].rank >= rank:
            stack.pop()
        label = None if kind == "bullet" else found[kind]
        own = label.split(".")[-1] if label and stack[-1].label == label.rpartition(".")[0] else label
        section = ".".join(p for p in (stack[-1].section, own) if p) or None
        node = _Node(_KIND.get(kind, Kind.ITEM), label, section, Block(view.slice(found.end(), len(view))), rank)
        stack[-1].children.append(node)
        stack.append(node)
    return root.done()


class _Node:
    def __init__(self, kind: Kind, label: str | None, section: str | None, head: Block | None, rank: int) -> None:
        self.kind, self.label, self.section, self.head, self.rank = kind, label, section, head, rank
        self.paragraphs: list[Block] = []
        self.children: list[_Node] = []

    def done(self) -> Provision:
        return Provision(
            self.kind,
            self.label,
            self.section,
            self.head,
            tuple(self.paragraphs),
            tuple(child.done() for child in self.children),
            level=self.rank,
        )
