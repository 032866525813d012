"""The tail of a document: recipients and signature, in whatever order and however interleaved; heads of annexes.

Comes in: items from where a tail may begin. Goes out: recipients and signature filled into the zones, and where the
tail ends. It knows the form's words, marks and posts, not what they mean.
"""

from __future__ import annotations

import re

from ingest.layout.forms import (
    ANNEX,
    AUTHORITY,
    FOOTNOTE,
    ISSUER_START,
    MOTTO,
    RECIPIENTS,
    is_caps,
    person_name,
    post_at,
    type_heading,
)
from ingest.layout.frames import inline_items, is_
from ingest.layout.grids import Item
from ingest.layout.marks import bullet, readings
from ingest.layout.parts import Zones
from ingest.layout.sheet import Sheet, authority_behind, columns, part_of
from ingest.text.fold import bare
from ingest.text.quality import unknown_share
from ingest.text.reading import Line, without_noise


def annex_at(sheet: Sheet, line: Line, closed: bool) -> str | None:
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


def tail_at(sheet: Sheet, items: list[Item], i: int) -> bool:
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
        ) or any(is_(sheet, near, RECIPIENTS) for near in items[i + 1 : i + 5])
    return False


def read_tail(sheet: Sheet, items: list[Item], at: int, zones: Zones) -> int:
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
                    for inner in inline_items(part_of(part, rest + 1, len(part.text))):
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
        if is_(sheet, item, RECIPIENTS):
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
    if FOOTNOTE.match(text) or annex_at(sheet, line, True):
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
