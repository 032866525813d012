"""The zones of one document: header, title, basis, provisions, tail; and the intake stamps that are none of them.

Comes in: the items of one document (lines and grids). Goes out: the same items sorted into zones. It follows the order
that the form prescribes and the form's fixed words, forgiving interleaved columns and missing parts.
"""

from __future__ import annotations

from ingest.layout.forms import (
    is_caps,
    maybe_form,
    type_heading,
)
from ingest.layout.frames import unframed
from ingest.layout.grids import Item
from ingest.layout.heads import KEM_THEO, goes_on_title, read_head
from ingest.layout.marks import readings
from ingest.layout.parts import Segment, Zones
from ingest.layout.sheet import Sheet, starts_paragraph
from ingest.layout.stamps import take_stamps
from ingest.layout.tails import annex_at, read_tail, tail_at
from ingest.text.fold import bare
from ingest.text.reading import Line


def zones_of(sheet: Sheet, items: list[Item]) -> Zones:
    """Sort the items of one document into its zones."""
    zones = Zones()
    rest = read_head(sheet, unframed(sheet, items), zones)
    rest = take_stamps(sheet, rest, zones)
    _segments(sheet, rest, zones)
    return zones


def _segments(sheet: Sheet, items: list[Item], zones: Zones) -> None:
    segment = Segment("body")
    zones.segments.append(segment)
    i = 0
    closed = False  # a tail has been read
    while i < len(items):
        item = items[i]
        if isinstance(item, Line) and (sheet.quality.damaged or maybe_form(item.text)):
            tail = tail_at(sheet, items, i)
            if tail:
                i = read_tail(sheet, items, i, zones)
                closed = True
                segment = Segment("after")
                zones.segments.append(segment)
                continue
            annex = annex_at(sheet, item, closed)
            if annex:
                segment = Segment("annex", label=annex)
                i = _take_heading(sheet, items, i, segment)
                zones.segments.append(segment)
                continue
            if closed and _plan_at(sheet, item):
                segment = Segment("plan")
                i = _take_heading(sheet, items, i, segment)
                zones.segments.append(segment)
                continue
        segment.items.append(item)
        i += 1
    zones.segments = [s for s in zones.segments if s.items or s.heading]


def _plan_at(sheet: Sheet, line: Line) -> bool:
    return len(line.text) < 100 and type_heading(line.text, sheet.key(line)) is not None


def _take_heading(sheet: Sheet, items: list[Item], at: int, segment: Segment) -> int:
    """The heading of a plan or an annex: its word, its title, "(Kèm theo …)"."""
    first = items[at]
    assert isinstance(first, Line)
    segment.heading.append(first)
    i = at + 1
    titled = len(first.text) > 30
    attached = False
    while i < len(items) and i < at + 14:
        item = items[i]
        if not isinstance(item, Line) or (readings(item.text) and not item.text[:1].islower() and attached):
            break
        key = sheet.key(item) if len(item.text) < 160 else bare(item.text[:160])
        if KEM_THEO.match(key) and (item.text.startswith("(") or "kem theo" in key):
            attached = True
        elif attached and not segment.heading[-1].text.endswith(")") and not item.gap:
            pass
        elif attached:
            break
        elif not titled:
            if starts_paragraph(item.text) and not is_caps(item.text):
                break
            titled = True
        elif not goes_on_title(sheet, segment.heading, item, True) or (readings(item.text) and item.gap):
            break
        segment.heading.append(item)
        i += 1
    return i
