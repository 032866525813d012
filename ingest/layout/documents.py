"""A source becomes the documents it holds: a covering letter and the plan it passes on are two, a decision and the plan
printed behind it are one unless the plan has a number, a date or a signature of its own.

Comes in: a source. Goes out: a layout for each document. It looks for the heads of the form, and knows no document.
"""

from __future__ import annotations

import re

from ingest.facts import Source
from ingest.layout.forms import (
    ANNEX,
    AUTHORITY,
    MOTTO,
    NUMBER_KEY,
    PLACE_DATE_KEY,
    RECIPIENTS,
    TO,
    is_caps,
    maybe_form,
    person_name,
    post_at,
    type_heading,
)
from ingest.layout.frames import unframed
from ingest.layout.grids import Grid, Item
from ingest.layout.model import Block, DocumentLayout
from ingest.layout.sheet import Sheet
from ingest.layout.tree import grow
from ingest.layout.zones import zones_of
from ingest.text.fold import bare
from ingest.text.reading import Line
from ingest.text.view import Span

_STATED_NUMBER = re.compile(r"\d ?[/-]")
_STATED_DATE = re.compile(r"ngay ?\d{1,2} ?thang ?\d{1,2} ?nam ?\d{4}")
_BLANK_NUMBER = re.compile(r"^(?:s[o06é]|so) ?[:.]? ?[.…_\s]*/")
_HEAD_REACH = 14


def lay_out(source: Source) -> tuple[DocumentLayout, ...]:
    """The documents of a source, in order. A source without words gives none."""
    sheet = Sheet.of(source.text)
    if not sheet.items:
        return ()
    items = unframed(sheet, sheet.items)
    starts = _starts(sheet, items)
    ends = [*starts[1:], len(items)]
    out: list[DocumentLayout] = []
    for part, (start, end) in enumerate(zip(starts, ends, strict=True), 1):
        begin = 0 if part == 1 else _offset(sheet, items[start])
        stop = len(source.text) if end == len(items) else _offset(sheet, items[end])
        out.append(_document(sheet, items[start:end], part, Span(begin, max(begin, stop))))
    return tuple(out)


def _offset(sheet: Sheet, item: Item) -> int:
    line = item if isinstance(item, Line) else next(iter(item.lines()), None)
    return sheet.view.starts[line.start] if line else 0


def _document(sheet: Sheet, items: list[Item], part: int, span: Span) -> DocumentLayout:
    zones = zones_of(sheet, items)
    basis, root = grow(sheet, zones.segments)
    return DocumentLayout(
        part=part,
        span=span,
        header=tuple(sheet.line_block(line) for line in zones.header),
        title=_title_blocks(sheet, zones.title),
        basis=tuple(basis),
        body=root,
        recipients=tuple(_recipient(sheet, lines) for lines in zones.recipients),
        signature=tuple(sheet.line_block(line) for line in zones.signature),
        stamps=tuple(sheet.line_block(line) for line in zones.stamps),
        quality=sheet.quality,
    )


def _title_blocks(sheet: Sheet, lines: list[Line]) -> tuple[Block, ...]:
    """The heading that names the type, then the title in one block."""
    if not lines:
        return ()
    rest = [(line.start, line.end, " ") for line in lines[1:]]
    heading = sheet.line_block(lines[0])
    return (heading, sheet.block(rest)) if rest else (heading,)


def _recipient(sheet: Sheet, lines: list[Line]) -> Block:
    """A recipient's lines as one block, without the bullet."""
    first = lines[0]
    text = first.text.lstrip("-–—+*•~¬ ")
    skip = len(first.text) - len(text)
    pieces = [(first.start + skip, first.end, "")]
    pieces += [(line.start, line.end, " ") for line in lines[1:]]
    return sheet.block(pieces)


def _starts(sheet: Sheet, items: list[Item]) -> list[int]:
    """Where documents begin. The first begins with the file."""
    starts = [0]
    seen_tail = seen_head = False
    sample = False  # inside the sample forms of an annex
    i = 0
    while i < len(items):
        item = items[i]
        if isinstance(item, Grid) or len(item.text) > 140 or not (sheet.quality.damaged or maybe_form(item.text)):
            i += 1
            continue
        key = sheet.key(item)
        if not sample and seen_tail and _begins_document(sheet, items, i, key):
            start = _head_start(sheet, items, i, starts[-1])
            starts.append(start)
            seen_tail, seen_head = False, True
            i += 1
            while i < len(items) and i < start + 6:
                i += 1
            continue
        if type_heading(item.text, key):
            seen_head = True
        if seen_tail and ANNEX.match(item.text) and is_caps(item.text[:8]):
            sample = True
        if RECIPIENTS.match(key) or AUTHORITY.match(item.text) or _signed(sheet, items, i, key):
            seen_tail = seen_tail or seen_head or i > 4
        i += 1
    return starts


def _signed(sheet: Sheet, items: list[Item], i: int, key: str) -> bool:
    """A signer's post with a name below it."""
    item = items[i]
    post = post_at(key)
    if not post or not isinstance(item, Line) or not is_caps(item.text) or len(key) > len(post) + 3:
        return False
    return any(isinstance(near, Line) and person_name(near.text) for near in items[i + 1 : i + 5])


def _begins_document(sheet: Sheet, items: list[Item], i: int, key: str) -> bool:
    """A motto, a place-date line or a number that heads a document with a number or date of its own."""
    item = items[i]
    upper = isinstance(item, Line) and item.text[:1].isupper()
    head = bool(MOTTO.search(key) or (upper and (PLACE_DATE_KEY.match(key) or NUMBER_KEY.match(key))))
    if not head:
        return False
    stated = headed = False
    for item in items[i : i + _HEAD_REACH]:
        if isinstance(item, Grid):
            break
        if len(item.text) > 160:
            break
        folded = sheet.key(item)
        stated = stated or bool(_STATED_DATE.search(folded))
        stated = stated or bool(NUMBER_KEY.match(folded) and _STATED_NUMBER.search(folded))
        if type_heading(item.text, folded) or TO.match(folded):
            headed = True
            break
    return stated and headed


def _head_start(sheet: Sheet, items: list[Item], i: int, least: int) -> int:
    """Back over the issuer's lines that stand above the motto or the number."""
    k = i
    while k > least + 1:
        above = items[k - 1]
        if not isinstance(above, Line) or len(above.text) > 90 or not is_caps(above.text):
            break
        if post_at(bare(above.text)) or k < i - 4:
            break
        k -= 1
    return k
