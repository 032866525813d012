"""The zones of one document: header, title, basis, provisions, tail; and the intake stamps that are none of them.

Comes in: the items of one document (lines and grids). Goes out: the same items sorted into zones. It follows the order
that the form prescribes and the form's fixed words, forgiving interleaved columns and missing parts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.layout.enumerators import bullet, readings
from ingest.layout.forms import (
    ANNEX,
    AUTHORITY,
    BASIS_START,
    FOOTNOTE,
    ISSUER_START,
    MOTTO,
    NUMBER_KEY,
    PLACE_DATE,
    PLACE_DATE_KEY,
    RECIPIENTS,
    SUBJECT,
    TO,
    is_caps,
    maybe_form,
    person_name,
    post_at,
    type_heading,
    type_word,
)
from ingest.layout.grids import Grid, Item
from ingest.layout.paragraphs import ends_sentence, glue
from ingest.layout.sheet import Sheet, authority_behind, columns, flat, part_of, starts_paragraph
from ingest.text.fold import LOWER, UPPER, bare
from ingest.text.quality import unknown_share
from ingest.text.reading import Line, without_noise

_STAMP = re.compile(
    r"^(?:cong van |van ban )?(?:den|de|d[eé]n) +(?:so|ngay)\b ?[:.]? ?\S+|^cong van den\b|^van ban den\b"
)
_STAMP_LINE = re.compile(r"^(?:(?:den|de) (?:so|ngay)|so|ngay|gio|chuyen|luu ho so|lanh dao|kinh chuyen) ?[:.]")
_STAMP_DATE = re.compile(r"^(?:(?:den|de) )?ngay ?[:.] ?\d{1,2} ?[/.-] ?\d{1,2}")
_FORWARD = re.compile(r"Chuyển ?[:.] ?|CHUYỂN ?[:.] ?")
_KEM_THEO = re.compile(r"^\(? ?(?:ban hanh )?(?:kem theo|dinh kem)|^\( ?(?:ban hanh|kem)\b")
_KEM_THEO_INSIDE = re.compile(r" \((?:Ban hành )?(?:[Kk]èm theo|[Đđ]ính kèm) ")
_POST_AND_NAME = re.compile(rf"(?<=[{UPPER}]) (?=[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]+){{1,4}}$)")
_INLINE_ITEMS = re.compile(rf"(?<=[;:.]) ?(?=[-–+] ?[{UPPER}\"“(])")
_TELEGRAPHS = re.compile(r"(?:^|[^\W\d_]) (?:điện|ĐIỆN) ?[:;]?$")
HEADER_REACH = 70
"""A header, with a long list of addressees, is no longer than this many lines."""


@dataclass(slots=True)
class Segment:
    """Running text with a heading of its own: the body, a plan promulgated behind a decision, an annex."""

    kind: str  # "body", "plan", "annex", "after"
    heading: list[Line] = field(default_factory=list)
    label: str | None = None
    items: list[Item] = field(default_factory=list)


@dataclass(slots=True)
class Zones:
    """What stands where. `opening`: lines between title and first provision are still in the body's items."""

    header: list[Line] = field(default_factory=list)
    title: list[Line] = field(default_factory=list)
    stamps: list[Line] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    recipients: list[list[Line]] = field(default_factory=list)
    signature: list[Line] = field(default_factory=list)
    letter: bool = False


def zones_of(sheet: Sheet, items: list[Item]) -> Zones:
    """Sort the items of one document into its zones."""
    zones = Zones()
    rest = _header(sheet, unframed(sheet, items), zones)
    rest = _stamps(sheet, rest, zones)
    _segments(sheet, rest, zones)
    return zones


def unframed(sheet: Sheet, items: list[Item]) -> list[Item]:
    """Frames of headers and tails dissolved into lines, their columns apart; real tables stay grids."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Grid) and _is_frame(sheet, item):
            out.extend(_frame_lines(sheet, item))
        else:
            out.append(item)
    return out


def _is_frame(sheet: Sheet, grid: Grid) -> bool:
    if len(grid.rows) > 8:
        return False
    if not any(grid.lines()):
        return True
    for row in grid.rows[:4]:
        for cell in row:
            for line in cell[:8]:
                key = sheet.key(line) if len(line.text) < 400 else bare(line.text[:60])
                if MOTTO.search(key) or RECIPIENTS.match(key) or AUTHORITY.match(line.text):
                    return True
    if len(grid.rows) <= 3:
        lines = [line for line in grid.lines() if line.text]
        if lines and all(len(line.text) < 60 for line in lines):
            return any(post_at(sheet.key(line)) and is_caps(line.text) for line in lines[:3])
        return len(grid.rows) == 1 and len(grid.rows[0]) <= 2 and not _columns_named(grid)
    return False


def _columns_named(grid: Grid) -> bool:
    return all(cell for cell in grid.rows[0])


def _frame_lines(sheet: Sheet, grid: Grid) -> list[Line]:
    """Row by row; within the last rows the recipients come before the signature whatever column they stand in."""
    lines = flat(grid)
    out: list[Line] = []
    for line in lines:
        key = sheet.key(line) if len(line.text) < 400 else bare(line.text[:60])
        if RECIPIENTS.match(key) and len(line.text) > 30:
            out.extend(_inline_items(line))
        else:
            for part in columns(line):
                out.extend(_post_and_name(part))
    if out:
        first = out[0]
        out[0] = Line(first.text, first.start, first.end, first.indent, max(1, grid.gap), grid.turn)
    return out


def _post_and_name(line: Line) -> list[Line]:
    """ "CHỦ TỊCH Hoàng Nam" set on one line: the post, then the name."""
    found = _POST_AND_NAME.search(line.text) if len(line.text) < 120 else None
    if not found or not is_caps(line.text[: found.start()]):
        return [line]
    return [part_of(line, 0, found.start()), part_of(line, found.end(), len(line.text))]


def _inline_items(line: Line) -> list[Line]:
    """A list of recipients set on one line, item by item."""
    cuts = [0, *(m.start() for m in _INLINE_ITEMS.finditer(line.text)), len(line.text)]
    return [part for a, b in pairwise(cuts) if (part := part_of(line, a, b)).text]


# --- header and title ------------------------------------------------------------------------------------------------


def _header(sheet: Sheet, items: list[Item], zones: Zones) -> list[Item]:
    """Fill header and title; what is left is given back."""
    start = _first_of_form(sheet, items)
    head = _heading_at(sheet, items, start)
    if head is not None:
        at, _, length = head
        zones.header = [part for line in _lines(items[start:at]) for part in _header_parts(line)]
        return _title(sheet, items, at, length, zones)
    to = next(
        (i for i in range(start, min(len(items), start + HEADER_REACH)) if _is(sheet, items[i], TO)),
        None,
    )
    if to is not None:
        zones.letter = True
        end = _addressees_end(sheet, items, to)
        zones.header = [part for line in _lines(items[start:end]) for part in _header_parts(line)]
        return items[end:]
    first = items[start] if start < len(items) else None
    if isinstance(first, Line) and (word := type_word(first.text)):
        return _title(sheet, items, start, word[1], zones)
    end = _loose_header_end(sheet, items, start)
    zones.header = [part for line in _lines(items[start:end]) for part in _header_parts(line)]
    return items[end:]


def _header_parts(line: Line) -> list[Line]:
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


def _lines(items: list[Item]) -> list[Line]:
    out: list[Line] = []
    for item in items:
        out.extend(item.lines() if isinstance(item, Grid) else [item])
    return out


def _is(sheet: Sheet, item: Item, pattern: re.Pattern[str]) -> bool:
    return isinstance(item, Line) and len(item.text) < 160 and bool(pattern.search(sheet.key(item)))


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
            zones.header.extend(_header_parts(item))  # printed below the type instead of above it
            i += 1
            continue
        if not isinstance(item, Line) or not _goes_on_title(sheet, zones.title, item, has_words):
            break
        inside = _KEM_THEO_INSIDE.search(item.text)
        if inside:
            zones.title.append(part_of(item, 0, inside.start()))
            items = [*items[:i], part_of(item, inside.start(), len(item.text)), *items[i + 1 :]]
            break
        zones.title.append(item)
        has_words = True
        i += 1
    end = i
    to = next((k for k in range(i, min(i + 6, len(items))) if _is(sheet, items[k], TO)), None)
    if to is not None:
        end = _addressees_end(sheet, items, to)
        zones.header.extend(_lines(items[i:end]))
    elif i + 1 < len(items) and _addresses_all(sheet, items[i]):  # a telegram: "THỦ TƯỚNG CHÍNH PHỦ điện:"
        end = _addressees_end(sheet, items, i)
        zones.header.extend(_lines(items[i:end]))
    return items[end:]


def _numbers_or_dates(sheet: Sheet, line: Line) -> bool:
    key = sheet.key(line)
    return (NUMBER_KEY.match(key) is not None and "/" in line.text) or PLACE_DATE_KEY.match(key) is not None


def _addresses_all(sheet: Sheet, item: Item) -> bool:
    return isinstance(item, Line) and len(item.text) < 90 and bool(_TELEGRAPHS.search(item.text))


def _goes_on_title(sheet: Sheet, title: list[Line], line: Line, has_words: bool) -> bool:
    text = line.text
    if len(title) > 14 or (len(title) > 1 and sum(len(t.text) for t in title) > 900):
        return False
    key = sheet.key(line) if len(text) < 160 else bare(text[:160])
    if TO.match(key) or _KEM_THEO.match(key) or _addresses_all(sheet, line) or RECIPIENTS.match(key):
        return False
    if not has_words:
        if _STAMP.match(key) or (is_caps(text) and ISSUER_START.match(key) and not SUBJECT.match(key)):
            return False
        return not (key.startswith(("can cu ", "theo de nghi")) or (readings(text) and not text[0].isupper()))
    before = title[-1]
    lower = text.lstrip("“\"'(")[:1].islower()
    if _STAMP.match(key) or MOTTO.search(key) or _STAMP_LINE.match(key):
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


# --- stamps ----------------------------------------------------------------------------------------------------------


def _stamps(sheet: Sheet, items: list[Item], zones: Zones) -> list[Item]:
    """Take out the receiver's stamp: its name, "ĐẾN số: …", "Ngày: …", "Chuyển: …" (glued to the text or not)."""
    out: list[Item] = list(items)
    for i, item in enumerate(items[:12]):
        if not isinstance(item, Line) or len(item.text) > 90 or not _STAMP.match(sheet.key(item)):
            continue
        first = i
        while first > 0 and isinstance(items[first - 1], Line) and is_caps(items[first - 1].text):  # type: ignore[union-attr]
            first -= 1
        last = i
        keep: list[Item] = []
        for k in range(i + 1, min(i + 5, len(items))):
            line = items[k]
            if not isinstance(line, Line) or not (
                _STAMP_LINE.match(sheet.key(line)) or _STAMP_DATE.match(sheet.key(line))
            ):
                break
            last = k
            forward = _FORWARD.match(line.text)
            if forward and len(line.text) > 60:
                keep = [part_of(line, forward.end(), len(line.text))]
                zones.stamps.extend(_lines(items[first:k]))
                zones.stamps.append(part_of(line, 0, forward.end()))
                break
        if not keep:
            zones.stamps.extend(_lines(items[first : last + 1]))
        out = [*items[:first], *keep, *items[last + 1 :]]
        break
    zones.header = [line for line in zones.header if not _stamped(sheet, line, zones)]
    return out


def _stamped(sheet: Sheet, line: Line, zones: Zones) -> bool:
    if len(line.text) < 60 and (_STAMP.match(sheet.key(line)) or _STAMP_DATE.match(sheet.key(line))):
        zones.stamps.append(line)
        return True
    return False


# --- body, tail, what follows ----------------------------------------------------------------------------------------


def _segments(sheet: Sheet, items: list[Item], zones: Zones) -> None:
    segment = Segment("body")
    zones.segments.append(segment)
    i = 0
    closed = False  # a tail has been read
    while i < len(items):
        item = items[i]
        if isinstance(item, Line) and (sheet.quality.damaged or maybe_form(item.text)):
            tail = _tail_at(sheet, items, i)
            if tail:
                i = _tail(sheet, items, i, zones)
                closed = True
                segment = Segment("after")
                zones.segments.append(segment)
                continue
            annex = _annex_at(sheet, item, closed)
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


def _annex_at(sheet: Sheet, line: Line, closed: bool) -> str | None:
    """The label of the annex this line heads, or None."""
    text = line.text
    if len(text) > 140:
        return None
    found = ANNEX.match(text)
    if not found:
        return None
    word, number = found["word"], found["number"]
    caps = word.isupper()
    if bare(word) in ("phu luc", "phu bieu"):
        alone = len(text) < 30 and not text.endswith((".", ";", ","))
        if not (caps or alone):
            return None
    elif not (closed and caps and (number or bare(word) == "danh muc")):
        return None
    name = "Phụ lục" if bare(word) == "phu luc" else word.capitalize()
    return f"{name} {number}" if number else name


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
        if _KEM_THEO.match(key) and (item.text.startswith("(") or "kem theo" in key):
            attached = True
        elif attached and not segment.heading[-1].text.endswith(")") and not item.gap:
            pass
        elif attached:
            break
        elif not titled:
            if starts_paragraph(item.text) and not is_caps(item.text):
                break
            titled = True
        elif not _goes_on_title(sheet, segment.heading, item, True) or (readings(item.text) and item.gap):
            break
        segment.heading.append(item)
        i += 1
    return i


def _tail_at(sheet: Sheet, items: list[Item], i: int) -> bool:
    line = items[i]
    assert isinstance(line, Line)
    text = line.text
    if len(text) > 160:
        return False
    key = sheet.key(line)
    if RECIPIENTS.match(key):
        return True
    if AUTHORITY.match(text) and (is_caps(text[:24]) or is_caps(text)):
        return True
    post = post_at(key)
    if post and is_caps(text) and len(key) <= len(post) + 3:
        return any(
            isinstance(near, Line) and person_name(near.text) is not None for near in items[i + 1 : i + 6]
        ) or any(_is(sheet, near, RECIPIENTS) for near in items[i + 1 : i + 5])
    return False


def _tail(sheet: Sheet, items: list[Item], at: int, zones: Zones) -> int:
    """Recipients and signature, in whatever order and however interleaved; gives the index behind them."""
    i = at
    listing = False  # inside the list of recipients
    named = bool(zones.signature) and person_name(zones.signature[-1].text) is not None
    own_signature: list[Line] = []
    own_recipients: list[list[Line]] = []
    while i < len(items):
        item = items[i]
        if not isinstance(item, Line):
            break
        parts = _tail_parts(sheet, item)
        stop = False
        for part in parts:
            key = sheet.key(part) if len(part.text) < 160 else bare(part.text[:80])
            prefix = RECIPIENTS.match(key)
            if prefix and not (listing and own_recipients):
                listing = True
                rest = part.text.find(":")
                if 0 <= rest < 14 and part.text[rest + 1 :].strip():
                    for inner in _inline_items(part_of(part, rest + 1, len(part.text))):
                        own_recipients.append([inner])
                continue
            if listing and sheet.scanned and _garbled(part):
                continue
            if _ends_tail(sheet, part, key, listing, bool(own_signature)):
                stop = True
                break
            if _signs(sheet, part, key, own_signature) and not _cut_short(own_recipients, part):
                own_signature.append(part)
            elif not listing or not _receives(sheet, part, own_recipients):
                stop = True
                break
        if stop:
            break
        i += 1
        if _filed(own_recipients) and own_signature and not any(_authority_ahead(x) for x in items[i : i + 3]):
            named = person_name(own_signature[-1].text) is not None
            if named:
                break
        named = bool(own_signature) and person_name(own_signature[-1].text) is not None
        if named and not _list_ahead(sheet, items, i):
            break
    zones.recipients.extend(own_recipients)
    if own_signature:
        if zones.signature:  # the first signature is the document's
            pass
        else:
            zones.signature = own_signature
    return max(i, at + 1)


def _garbled(line: Line) -> bool:
    """What a scan makes of seal and hand beside a list: no bullet, and no words of the language."""
    if bullet(line.text) or person_name(line.text) or AUTHORITY.match(line.text):
        return False
    share, words = unknown_share(line.text)
    return len(line.text) < 60 and (words == 0 or share > 0.4) and not post_at(bare(line.text))


def _filed(recipients: list[list[Line]]) -> bool:
    """The last recipient is the file copy ("Lưu: VT"), which ends the list."""
    return bool(recipients) and bare(recipients[-1][0].text).lstrip("-–+* ").startswith(("luu", "l uu"))


def _authority_ahead(item: Item) -> bool:
    return isinstance(item, Line) and AUTHORITY.match(item.text) is not None


def _cut_short(recipients: list[list[Line]], line: Line) -> bool:
    """The last recipient still goes on ("… các Vụ: NC, CN,"): what follows is its rest, whatever it looks like."""
    if not recipients or not recipients[-1][-1].text.endswith((",", ":", "-")) or AUTHORITY.match(line.text):
        return False
    return not (is_caps(line.text) and post_at(bare(line.text)))


def _list_ahead(sheet: Sheet, items: list[Item], i: int) -> bool:
    """After the name: recipients still to come (their column was read second, or both were interleaved)."""
    for item in items[i : i + 3]:
        if not isinstance(item, Line):
            return False
        if _is(sheet, item, RECIPIENTS):
            return True
    nxt = items[i] if i < len(items) else None
    return isinstance(nxt, Line) and bullet(nxt.text) is not None and not nxt.gap


_BEHIND_ITEM = re.compile(r"(?<=[;.]) {1,}(?=\S)")


def _tail_parts(sheet: Sheet, line: Line) -> list[Line]:
    """A line of the tail with its two columns apart."""
    out: list[Line] = []
    for part in columns(line, 3):
        at = authority_behind(part.text)
        if at:
            out.extend((part_of(part, 0, at), part_of(part, at, len(part.text))))
            continue
        if bullet(part.text):
            cut = next((m for m in _BEHIND_ITEM.finditer(part.text) if _column_two(sheet, part.text[m.end() :])), None)
            if cut:
                out.append(part_of(part, 0, cut.start()))
                rest = part_of(part, cut.end(), len(part.text))
                noise = without_noise(rest.text)
                rest = part_of(rest, noise, len(rest.text))
                if is_caps(rest.text) or person_name(rest.text):
                    out.append(rest)
                continue
        out.append(part)
    return [part for part in out if part.text]


def _column_two(sheet: Sheet, text: str) -> bool:
    """What stands behind an item that has ended: the signature's column, or what a scan makes of seal and hand."""
    if person_name(text[without_noise(text) :]) or (is_caps(text) and post_at(bare(text))):
        return True
    if not sheet.scanned:
        return False
    letters = sum(1 for c in text if c.isalpha())
    return letters < 0.6 * len(text.replace(" ", "")) or (len(text) < 26 and (text[0] in ",._“”:›—~" or letters < 4))


def _ends_tail(sheet: Sheet, line: Line, key: str, listing: bool, signed: bool) -> bool:
    text = line.text
    if FOOTNOTE.match(text) or _annex_at(sheet, line, True):
        return True
    if type_heading(text, key) and not bullet(text):
        return True
    if readings(text) and not bullet(text) and not AUTHORITY.match(text) and not (listing and len(text) < 60):
        return True
    return (len(text) > 200 and not (listing and bullet(text))) or (MOTTO.search(key) is not None)


def _signs(sheet: Sheet, line: Line, key: str, signature: list[Line]) -> bool:
    """Part of the signature: mark of authority, body, post, name."""
    text = line.text
    if bullet(text):
        return False
    if AUTHORITY.match(text):
        return True
    if is_caps(text) and len(text) < 80:
        return bool(post_at(key)) or bool(signature) or bool(ISSUER_START.match(key))
    if person_name(text) and (signature or sheet.scanned):
        return True
    post = post_at(key)
    return (
        bool(post)
        and len(key) < 60
        and text[:1].isupper()
        and not text.endswith((";", ",", "."))
        and (not line.gap and bool(signature))
    )


def _receives(sheet: Sheet, line: Line, recipients: list[list[Line]]) -> bool:
    """Add the line to the recipients, as an item of its own or as the rest of the one before; False: it is neither."""
    if bullet(line.text):
        recipients.append([line])
        return True
    if not recipients:
        if len(line.text) < 120:
            recipients.append([line])
            return True
        return False
    last = recipients[-1][-1]
    if _filed(recipients) and not (last.text.endswith((",", ";", "(")) and line.text[:1].isalpha()) and sheet.scanned:
        return False
    ended = last.text.rstrip().endswith((";", "."))
    if not ended and (line.gap < 2) and not (bullet(recipients[-1][0].text) and line.gap and line.text[:1].isupper()):
        recipients[-1].append(line)
        return True
    if (
        ended
        and last.text.rstrip().endswith(";")
        and len(line.text) < 90
        and (sheet.scanned or not bullet(recipients[0][0].text))
    ):
        recipients.append([line])
        return True
    if ended and line.text[:1].islower() and len(line.text) < 90:
        recipients[-1].append(line)
        return True
    return False


def joins(sheet: Sheet, before: Line, line: Line) -> str | None:
    """What joins two lines of running text, or None."""
    return glue(before, line, sheet.shape)
