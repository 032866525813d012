"""The head of a document: header, title, addressees.

Comes in: the items of one document. Goes out: header and title filled into its zones, and the items behind them. It
follows the form's order and forgives missing parts.
"""

from __future__ import annotations

import re

from ingest.layout.forms import (
    BASIS_START,
    ISSUER_START,
    MOTTO,
    NUMBER_KEY,
    PLACE_DATE,
    PLACE_DATE_KEY,
    RECIPIENTS,
    SUBJECT,
    TO,
    is_caps,
    type_heading,
    type_word,
)
from ingest.layout.frames import is_, lines_in
from ingest.layout.grids import Grid, Item
from ingest.layout.marks import bullet, readings
from ingest.layout.paragraphs import ends_sentence
from ingest.layout.parts import Zones
from ingest.layout.sheet import Sheet, columns, part_of, starts_paragraph
from ingest.layout.stamps import STAMP, STAMP_LINE
from ingest.text.fold import LOWER, UPPER, bare
from ingest.text.reading import Line

KEM_THEO = re.compile(r"^\(? ?(?:ban hanh )?(?:kem theo|dinh kem)|^\( ?(?:ban hanh|kem)\b")
_ATTACHED_INSIDE = re.compile(r" \((?:Ban hành )?(?:[Kk]èm theo|[Đđ]ính kèm) ")
_TELEGRAPHS = re.compile(r"(?:^|[^\W\d_]) (?:điện|ĐIỆN) ?[:;]?$")
HEADER_REACH = 70
"""A header, with a long list of addressees, is no longer than this many lines."""


def read_head(sheet: Sheet, items: list[Item], zones: Zones) -> list[Item]:
    """Fill header and title; what is left is given back."""
    start = _first_of_form(sheet, items)
    head = _heading_at(sheet, items, start)
    if head is not None:
        at, _, length = head
        zones.header = [part for line in lines_in(items[start:at]) for part in header_parts(line)]
        return _title(sheet, items, at, length, zones)
    to = next(
        (i for i in range(start, min(len(items), start + HEADER_REACH)) if is_(sheet, items[i], TO)),
        None,
    )
    if to is not None:
        zones.letter = True
        end = _addressees_end(sheet, items, to)
        zones.header = [part for line in lines_in(items[start:end]) for part in header_parts(line)]
        return items[end:]
    first = items[start] if start < len(items) else None
    if isinstance(first, Line) and (word := type_word(first.text)):
        return _title(sheet, items, start, word[1], zones)
    end = _loose_header_end(sheet, items, start)
    zones.header = [part for line in lines_in(items[start:end]) for part in header_parts(line)]
    return items[end:]


def header_parts(line: Line) -> list[Line]:
    """A header line with its columns apart; a number and a place-date line set side by side too."""
    out: list[Line] = []
    for part in columns(line):
        if NUMBER_KEY.match(" ".join(bare(part.text).split())) and (found := _date_behind(part.text)):
            out.extend(p for p in (part_of(part, 0, found), part_of(part, found, len(part.text))) if p.text)
        else:
            out.append(part)
    return out


_DATE_BEHIND = re.compile(
    rf"(?<= )(?:(?:TP|Tp|T\.P)\.? ?)?[{UPPER}][{LOWER}’'.]*(?: [\w.’'-]+){{0,6}} ?[,.] ?(?:ngày|ngay|Ngày)\b"
)


def _date_behind(text: str) -> int | None:
    found = _DATE_BEHIND.search(text)
    return found.start() if found else None


def _first_of_form(sheet: Sheet, items: list[Item]) -> int:
    """Where the document's form begins; what stands before (a page's address, a portal's heading) is none of it."""
    for i, item in enumerate(items[:40]):
        if not isinstance(item, Line) or len(item.text) > 200:
            continue
        key = sheet.key(item)
        if MOTTO.search(key):
            k = i
            while k > 0 and isinstance(items[k - 1], Line) and _heads_form(sheet, items[k - 1]):
                k -= 1
            return k
        if NUMBER_KEY.match(key) and "/" in item.text:
            k = i
            while k > 0 and isinstance(items[k - 1], Line) and _heads_form(sheet, items[k - 1]):
                k -= 1
            return k
        if PLACE_DATE_KEY.match(key) or type_heading(item.text, key) or TO.match(key):
            return 0 if i < 6 and not _portal(items[0]) else i
    skip = 0
    while skip < min(len(items), 4) and _portal(items[skip]):
        skip += 1
    return skip


def _portal(item: Item) -> bool:
    return isinstance(item, Line) and ("http" in item.text[:40] or item.text.startswith(("Source", "Nguồn", "www.")))


def _heads_form(sheet: Sheet, item: Item) -> bool:
    """A line that may stand over the motto or the number: the issuer, set in capitals, or a number."""
    if not isinstance(item, Line) or len(item.text) > 120:
        return False
    return is_caps(item.text) or bool(NUMBER_KEY.match(sheet.key(item))) or item.text.startswith("*")


def _heading_at(sheet: Sheet, items: list[Item], start: int) -> tuple[int, str, int] | None:
    """(index, type, characters) of the heading that names the type, if the header leads to one."""
    for i in range(start, min(len(items), start + HEADER_REACH)):
        item = items[i]
        if not isinstance(item, Line):
            continue
        text = item.text
        if len(text) < 160:
            key = sheet.key(item)
            if TO.match(key):
                continue
            found = type_heading(text, key)
            if found:
                return i, found[0], found[1]
            if key.startswith("can cu ") or RECIPIENTS.match(key):
                return None
        if i > start + 4 and len(text) > 60 and ends_sentence(text) and not bullet(text):
            return None
    return None


def _title(sheet: Sheet, items: list[Item], at: int, length: int, zones: Zones) -> list[Item]:
    """Take the heading and the lines of the title behind it."""
    heading = items[at]
    assert isinstance(heading, Line)
    zones.title.append(heading)
    has_words = length < len(heading.text)
    i = at + 1
    while i < len(items):
        item = items[i]
        if isinstance(item, Line) and len(item.text) < 90 and _numbers_or_dates(sheet, item):
            zones.header.extend(header_parts(item))  # printed below the type instead of above it
            i += 1
            continue
        if not isinstance(item, Line) or not goes_on_title(sheet, zones.title, item, has_words):
            break
        inside = _ATTACHED_INSIDE.search(item.text)
        if inside:
            zones.title.append(part_of(item, 0, inside.start()))
            items = [*items[:i], part_of(item, inside.start(), len(item.text)), *items[i + 1 :]]
            break
        zones.title.append(item)
        has_words = True
        i += 1
    end = i
    to = next((k for k in range(i, min(i + 6, len(items))) if is_(sheet, items[k], TO)), None)
    if to is not None:
        end = _addressees_end(sheet, items, to)
        zones.header.extend(lines_in(items[i:end]))
    elif i + 1 < len(items) and _addresses_all(sheet, items[i]):  # a telegram: "THỦ TƯỚNG CHÍNH PHỦ điện:"
        end = _addressees_end(sheet, items, i)
        zones.header.extend(lines_in(items[i:end]))
    return items[end:]


def _numbers_or_dates(sheet: Sheet, line: Line) -> bool:
    key = sheet.key(line)
    return (NUMBER_KEY.match(key) is not None and "/" in line.text) or PLACE_DATE_KEY.match(key) is not None


def _addresses_all(sheet: Sheet, item: Item) -> bool:
    return isinstance(item, Line) and len(item.text) < 90 and bool(_TELEGRAPHS.search(item.text))


def goes_on_title(sheet: Sheet, title: list[Line], line: Line, has_words: bool) -> bool:
    text = line.text
    if len(title) > 14 or (len(title) > 1 and sum(len(t.text) for t in title) > 900):
        return False
    key = sheet.key(line) if len(text) < 160 else bare(text[:160])
    if TO.match(key) or KEM_THEO.match(key) or _addresses_all(sheet, line) or RECIPIENTS.match(key):
        return False
    if not has_words:
        if STAMP.match(key) or (is_caps(text) and ISSUER_START.match(key) and not SUBJECT.match(key)):
            return False
        return not (key.startswith(("can cu ", "theo de nghi")) or (readings(text) and not text[0].isupper()))
    before = title[-1]
    lower = text.lstrip("“\"'(")[:1].islower()
    if STAMP.match(key) or MOTTO.search(key) or STAMP_LINE.match(key):
        return False
    if starts_paragraph(text) and not lower and not (text[0] in "-–" and not line.gap):
        return False
    caps, caps_before = is_caps(text), is_caps(before.text)
    if not line.gap and not any(c.isalpha() for c in text):
        return True  # "2030" behind "GIAI ĐOẠN 2026 -"
    if lower and not line.gap and not ends_sentence(before.text):
        return True
    if caps_before and len(title) > 1 and caps:
        return not (line.gap and ISSUER_START.match(key))
    if caps and not caps_before:
        return False
    if caps_before and len(title) > 1 and not caps:
        return False
    if lower:
        return not (ends_sentence(before.text) and line.gap)
    if line.gap:
        return not ends_sentence(before.text) and len(text) < 120 and _open_quote(title) and not BASIS_START.match(key)
    if BASIS_START.match(key) and not _open_quote(title):
        return False
    return len(text) < 120 and not ends_sentence(before.text)


def _open_quote(title: list[Line]) -> bool:
    text = " ".join(line.text for line in title)
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _addressees_end(sheet: Sheet, items: list[Item], at: int) -> int:
    """The end of "Kính gửi: …" and its list."""
    i = at + 1
    before = items[at]
    while i < len(items) and i < at + HEADER_REACH:
        item = items[i]
        if not isinstance(item, Line) or not isinstance(before, Line):
            if isinstance(item, Grid) and len(item.rows) <= 3 and i == at + 1:
                i, before = i + 1, item
                continue
            break
        mark = bullet(item.text)
        opens = before.text.rstrip().endswith(":")
        if not (
            mark
            or opens
            or (before.text[-1] in ";," and not item.gap)
            or (not item.gap and not ends_sentence(before.text) and len(item.text) < 90 and _list_goes_on(before, item))
        ):
            break
        if opens and i > at + 1 and not mark:
            break
        i, before = i + 1, item
    return i


def _list_goes_on(before: Line, line: Line) -> bool:
    return line.text[:1].islower() or line.indent > 8 or bullet(before.text) is not None


def _loose_header_end(sheet: Sheet, items: list[Item], start: int) -> int:
    """Without heading and addressees: the header is what looks like one, line by line."""
    end = start
    for i in range(start, min(len(items), start + 12)):
        item = items[i]
        if not isinstance(item, Line):
            break
        key = sheet.key(item)
        if MOTTO.search(key) or NUMBER_KEY.match(key) or PLACE_DATE.match(item.text) or SUBJECT.match(key):
            end = i + 1
        elif not (is_caps(item.text) and len(item.text) < 90 and not readings(item.text)):
            break
    return end
