"""Intake stamps: the receiver's name, number, date and desk, which are never the document's own.

Comes in: the first items behind a title. Goes out: the same without the stamp, even where it is glued to a sentence.
"""

from __future__ import annotations

import re

from ingest.layout.forms import (
    is_caps,
)
from ingest.layout.frames import lines_in
from ingest.layout.grids import Item
from ingest.layout.parts import Zones
from ingest.layout.sheet import Sheet, part_of
from ingest.text.reading import Line

STAMP = re.compile(
    r"^(?:cong van |van ban )?(?:den|de|d[eé]n) +(?:so|ngay)\b ?[:.]? ?\S+|^cong van den\b|^van ban den\b"
)
STAMP_LINE = re.compile(r"^(?:(?:den|de) (?:so|ngay)|so|ngay|gio|chuyen|luu ho so|lanh dao|kinh chuyen) ?[:.]")
_STAMP_DATE = re.compile(r"^(?:(?:den|de) )?ngay ?[:.] ?\d{1,2} ?[/.-] ?\d{1,2}")
_FORWARD = re.compile(r"Chuyển ?[:.] ?|CHUYỂN ?[:.] ?")


def take_stamps(sheet: Sheet, items: list[Item], zones: Zones) -> list[Item]:
    """Take out the receiver's stamp: its name, "ĐẾN số: …", "Ngày: …", "Chuyển: …" (glued to the text or not)."""
    out: list[Item] = list(items)
    for i, item in enumerate(items[:12]):
        if not isinstance(item, Line) or len(item.text) > 90 or not STAMP.match(sheet.key(item)):
            continue
        first = i
        while first > 0 and isinstance(items[first - 1], Line) and is_caps(items[first - 1].text):  # type: ignore[union-attr]
            first -= 1
        last = i
        keep: list[Item] = []
        for k in range(i + 1, min(i + 5, len(items))):
            line = items[k]
            if not isinstance(line, Line) or not (
                STAMP_LINE.match(sheet.key(line)) or _STAMP_DATE.match(sheet.key(line))
            ):
                break
            last = k
            forward = _FORWARD.match(line.text)
            if forward and len(line.text) > 60:
                keep = [part_of(line, forward.end(), len(line.text))]
                zones.stamps.extend(lines_in(items[first:k]))
                zones.stamps.append(part_of(line, 0, forward.end()))
                break
        if not keep:
            zones.stamps.extend(lines_in(items[first : last + 1]))
        out = [*items[:first], *keep, *items[last + 1 :]]
        break
    zones.header = [line for line in zones.header if not _stamped(sheet, line, zones)]
    return out


def _stamped(sheet: Sheet, line: Line, zones: Zones) -> bool:
    if len(line.text) < 60 and (STAMP.match(sheet.key(line)) or _STAMP_DATE.match(sheet.key(line))):
        zones.stamps.append(line)
        return True
    return False
