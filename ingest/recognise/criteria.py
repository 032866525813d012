"""Criteria: what those are judged by to whom a plan speaks ("Đối với …"), theme by theme ("Về …").

Comes in: a reading of one document. Goes out: one `Criterion` for each point under a heading of criteria, and for each
row of a table of criteria. Standards of awards are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts import Criterion
from ingest.layout.model import Block, Provision, Table
from ingest.recognise.context import Reading
from ingest.recognise.settings import PERSONS, Setting, opening_group, sets_the_scene, settings


def recognise(reading: Reading) -> Iterator[Criterion]:
    """Every criterion in text order."""
    yield from _walk(reading.layout.body, settings(reading.layout), Setting(None, None))


def _walk(node: Provision, themes: dict[int, Setting], above: Setting) -> Iterator[Criterion]:
    setting = themes[id(node)]
    for table in node.tables:
        yield from _rows(table, setting)
    if setting.judged:
        if (
            node.head
            and not sets_the_scene(node, above)
            and not (node.children and node.head.text.rstrip().endswith(":"))
        ):
            yield from _one(node.head, node.section, setting)
        elif node.head and not node.children and not node.paragraphs:
            yield from _one(node.head, node.section, setting, after_colon=True)
        for block in node.paragraphs:
            if len(block.text) > 25 and not block.text.rstrip().endswith(":"):
                yield from _one(block, node.section, setting)
    for child in node.children:
        yield from _walk(child, themes, setting)


_FOR = re.compile(r"\s*đối với\s+(?P<who>[^:;.]{3,160}?)\s*:\s*", re.IGNORECASE)


def _one(block: Block, section: str | None, setting: Setting, *, after_colon: bool = False) -> Iterator[Criterion]:
    """The criterion of one point; "Người dân: …" and "Đối với X: …" name its audience themselves."""
    text = block.text
    start, audience = 0, setting.audience
    own = _FOR.match(text)
    group = opening_group(text) if audience is None or PERSONS.match(audience) else None
    if own and len(text) - own.end() > 15:
        start, audience = own.end(), " ".join(own["who"].split())
    elif group and len(text) - group[1] > 15:
        start, audience = group[1], group[0]
    elif after_colon:
        return
    while start < len(text) and text[start] in " -+*:":
        start += 1
    if len(text) - start < 12:
        return
    yield Criterion(
        span=block.at(start, len(text)),
        section=section,
        rule="criterion.point",
        reading=" ".join(text[start:].split()) if block.damaged else None,
        audience=audience,
        theme=setting.theme,
        text=" ".join(text[start:].split()).rstrip(" .;"),
    )


_COLUMN = re.compile(r"tiêu chí", re.IGNORECASE)


def _rows(table: Table, setting: Setting) -> Iterator[Criterion]:
    at = next((i for i, head in enumerate(table.columns) if _COLUMN.search(head)), None)
    if at is None:
        return
    audience = setting.audience
    for row in table.rows:
        cell = row.cells[at] if at < len(row.cells) else None
        if cell is None or not cell.text.strip():
            continue
        name = " ".join(cell.text.split())
        if name.isupper():
            audience = name.capitalize()
            continue
        yield Criterion(
            span=cell.span,
            section=row.section,
            rule="criterion.row",
            reading=name if cell.damaged else None,
            audience=audience,
            theme=setting.theme,
            text=name,
        )
