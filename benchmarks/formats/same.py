"""How much of what one source states another states too.

In go two sources of one document, out come shares. A fact counts as the same when all its values are, words compared
without regard to line breaks; where it stands differs from format to format and is not compared.
"""

from __future__ import annotations

from collections import Counter

from benchmarks.extraction.found import as_file
from benchmarks.extraction.items import norm
from ingest.facts import FileFacts, Source
from ingest.layout.sheet import Sheet
from ingest.pipeline import read_document_facts
from ingest.text.reading import Line

Bag = Counter[tuple[str, ...]]


def paragraphs(text: str) -> list[str]:
    """The text's paragraphs as Word would hold them: wrapped lines joined, marks of Markdown gone."""
    sheet = Sheet.of(text)
    out: list[str] = []
    lines: list[Line] = []
    for item in sheet.items:
        lines.extend([item] if isinstance(item, Line) else item.lines())
    for block in sheet.blocks(lines):
        out.append(block.text)
    return out


def facts(source: Source) -> Bag:
    """Everything that the source states, as comparable values."""
    return bag(read_document_facts(source))


def bag(found: FileFacts) -> Bag:
    out: Bag = Counter()
    for document in as_file(found).documents:
        out.update(("header", name, _plain(value)) for name, value in document.header.items())
        for kind, items in document.items.items():
            for item in items:
                values = sorted((name, _plain(value)) for name, value in item.values.items())
                out[(kind, *(f"{name}={value}" for name, value in values))] += 1
    return out


def _plain(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(sorted(_plain(part) for part in value))
    return norm(str(value)) if value is not None else ""


def agreement(one: Bag, other: Bag) -> float:
    """Twice the common facts over all facts of both: 1 when they are the same."""
    common = sum((one & other).values())
    return 2 * common / max(1, sum(one.values()) + sum(other.values()))
