"""References to other documents: every mention, with the relation that the sentence gives it.

Comes in: a reading of one document. Goes out: one `Reference` per mention, its span from the type word to the end of
the date and issuer that belong to it. The document's own number, blank forms and papers still to be written are none.
Which held document a mention means is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ingest.facts import PlaceRef, Reference, Relation, Status
from ingest.layout.model import Block
from ingest.recognise.context import Reading
from ingest.recognise.mentions import Mention, find_mentions, with_details
from ingest.recognise.relations import Place, Zone, relate
from ingest.recognise.spelling import UPPER
from ingest.text.fold import fold
from ingest.text.view import View


@dataclass(frozen=True, slots=True)
class _Found:
    """The mentions of one block, with its place in the document."""

    section: str | None
    block: Block
    zone: Zone
    mentions: tuple[Mention, ...]


def recognise(reading: Reading) -> Iterator[Reference]:
    """Every mention in text order."""
    units = tuple(_units(reading))
    founds = [found for found in (_read(reading, *unit) for unit in units) if found]
    founds = _with_short_numbers(reading, units, founds)
    related = _relations(reading, founds)
    for found, relations in zip(founds, related, strict=True):
        for mention, relation in zip(found.mentions, relations, strict=True):
            span = found.block.at(mention.start, mention.end)
            yield Reference(
                span=span,
                section=found.section,
                rule="reference.number" if mention.number else "reference.name",
                status=Status.STATED,
                reading=" ".join(found.block.text[mention.start : mention.end].split())
                if found.block.damaged
                else None,
                type=mention.type,
                number=mention.number,
                date=mention.date,
                issuer=mention.issuer,
                title=mention.title,
                relation=relation,
            )


# --- where mentions stand -----------------------------------------------------------------------------------------


_Unit = tuple[str | None, Block, Zone]


def _units(reading: Reading) -> Iterator[_Unit]:
    """(section, block, zone) of all running text and table cells, in order."""
    layout = reading.layout
    for block in layout.header:
        yield None, block, Zone.TITLE
    if layout.title:
        joined = View.join(block.view for block in layout.title)
        yield None, Block(joined, any(block.damaged for block in layout.title)), Zone.TITLE
    for block in layout.basis:
        yield None, block, Zone.OPENING
    for _, node in layout.body.walk():
        zone = Zone.OPENING if node.section is None else Zone.BODY
        for block in node.blocks():
            yield node.section, block, zone
        for table in node.tables:
            for row in table.rows:
                yield from ((row.section, cell, Zone.ELSEWHERE) for cell in row.cells if cell)
    for block in layout.recipients:
        yield None, block, Zone.ELSEWHERE


_MAYBE = re.compile(
    r"\d\s{0,6}[/\-–—]\s?(?:\d{4}|[A-ZĐÐ])|[Ll]uật|LUẬT|lệnh |Nghị quyết|NGHỊ QUYẾT|Hiến pháp|Điều lệ|Quy hoạch"
    r"|Chiến lược"
)


def _read(reading: Reading, section: str | None, block: Block, zone: Zone) -> _Found | None:
    if not _MAYBE.search(block.text):
        return None
    mentions = tuple(m for m in find_mentions(block.text, reading) if not _own(m, block.text, reading))
    if block.damaged:
        mentions = tuple(_repaired(m, reading) for m in mentions)
    return _Found(section, block, zone, mentions) if mentions else None


_UNIT_KIND = "tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn"
_NAMED_UNIT = re.compile(
    rf"(?P<kind>(?i:{_UNIT_KIND}))\s+(?P<name>[{UPPER}][^\W\d]*(?:\s[{UPPER}][^\W\d]*){{0,3}})(?![^\W\d])"
)


def _repaired(mention: Mention, reading: Reading) -> Mention:
    """Names of places misread in damaged print, read as the units on the document's own line."""
    units: list[PlaceRef] = []
    place = reading.header.place
    while place is not None:
        units.append(place)
        place = place.within

    def unit_of(kind: str, name: str) -> PlaceRef | None:
        same = [u for u in units if u.kind.lower() == kind.lower() and fuzz.ratio(fold(u.name), fold(name)) >= 70]
        return same[0] if same else None

    title, issuer = mention.title, mention.issuer
    if title:
        title = re.sub(r"(?<=[Đđ]ảng) b\w?(?= (?:tỉnh|huyện|xã|phường|thành phố))", " bộ", title)
        for found in reversed(list(_NAMED_UNIT.finditer(title))):
            unit = unit_of(found["kind"], found["name"])
            if unit:
                title = title[: found.start("name")] + unit.name + title[found.end("name") :]
    if issuer and issuer.place and issuer.place not in units:
        unit = unit_of(issuer.place.kind, issuer.place.name)
        if unit:
            label = issuer.label.replace(issuer.place.name, unit.name)
            issuer = replace(issuer, label=label, place=unit, level=unit.level)
    return replace(mention, title=title, issuer=issuer)


# --- the document itself, and short forms of what it cites --------------------------------------------------------

_ATTACHED = re.compile(r"(?:^|\()\W*(?:ban hành\s+)?(?:kèm theo|đính kèm)\s*$", re.IGNORECASE)
_SYMBOL_KEY = re.compile(r"[\s\-]")


def _own(mention: Mention, text: str, reading: Reading) -> bool:
    """Whether a mention is the document itself: its own number, or "(Kèm theo Quyết định số …)" over its annex."""
    header = reading.header
    own = header.number
    if own and mention.number and _SYMBOL_KEY.sub("", own).lower() == _SYMBOL_KEY.sub("", mention.number).lower():
        return mention.date is None or header.date is None or mention.date.startswith(header.date[:7])
    if mention.number and mention.type == header.type and _ATTACHED.search(text[: mention.start]):
        return True
    title = fold(header.title or "")
    named = fold(mention.title or "")
    return bool(title and mention.number is None and named in (title, f"{fold(header.type or '')} {title}"))


_SHORT = re.compile(
    r"(?<!\w)(?P<type>Nghị quyết|Chỉ thị|Quyết định|Kết luận|Nghị định|Thông tư|Kế hoạch)\s+(?:số\s+)?(?P<n>\d{1,4})"
    r"(?![\d%]|[.,]\d|\s?[/–—-]\s?[\dA-ZĐ]|\s+(?:năm|tháng|ngày|điều|khoản|nhiệm vụ|giải pháp|người|đơn vị)\b)"
)


def _with_short_numbers(reading: Reading, units: Sequence[_Unit], founds: list[_Found]) -> list[_Found]:
    """Adds "Nghị quyết 57" where the document cites 57-NQ/TW in full elsewhere (one full number only)."""
    full: dict[tuple[str | None, str], set[str]] = {}
    for found in founds:
        for mention in found.mentions:
            if mention.number:
                digits = re.match(r"\d+", mention.number)
                if digits:
                    full.setdefault((mention.type, digits[0].lstrip("0")), set()).add(mention.number)
    if not full:
        return founds
    known = {id(found.block): found for found in founds}
    out = []
    for section, block, zone in units:
        own = known.get(id(block))
        extra = list(_short(block.text, full, own.mentions if own else ()))
        if extra:
            mentions = with_details(block.text, extra, reading)
            both = sorted((*(own.mentions if own else ()), *mentions), key=lambda m: m.start)
            out.append(_Found(section, block, zone, tuple(both)))
        elif own:
            out.append(own)
    return out


def _short(text: str, full: dict[tuple[str | None, str], set[str]], taken: Sequence[Mention]) -> Iterator[Mention]:
    for found in _SHORT.finditer(text):
        numbers = full.get((found["type"], found["n"].lstrip("0")), set())
        if len(numbers) == 1 and not any(m.start < found.end() and found.start() < m.end for m in taken):
            yield Mention(found["type"], next(iter(numbers)), None, found.start(), found.end())


# --- relations ----------------------------------------------------------------------------------------------------


def _relations(reading: Reading, founds: Sequence[_Found]) -> list[list[Relation]]:
    letter = reading.header.type == "Công văn"
    out: list[list[Relation]] = []
    listed: Relation | None = None
    before: _Found | None = None
    for found in founds:
        follows = before is not None and before.section == found.section and before.zone is found.zone
        places = [Place(m.start, m.end, m.number is not None) for m in found.mentions]
        given = listed if follows and found.zone in (Zone.OPENING, Zone.BODY) else None
        relations = relate(found.block.text, places, found.zone, letter=letter, listed=given)
        out.append(relations)
        listed, before = relations[0], found
    return _strengthened(reading, founds, out, letter=letter)


_DIRECTIVE = {"Kế hoạch", "Chỉ thị", "Chương trình", "Hướng dẫn"}
_RECEIVED = re.compile(r"nhận được\s*$", re.IGNORECASE)


def _strengthened(
    reading: Reading, founds: Sequence[_Found], relations: list[list[Relation]], *, letter: bool
) -> list[list[Relation]]:
    """What stands under Căn cứ is carried out where title or opening say so; what a letter received, it passes on."""
    carried = {
        m.key
        for found, given in zip(founds, relations, strict=True)
        if found.zone in (Zone.TITLE, Zone.OPENING) or found.section in _ARTICLES
        for m, relation in zip(found.mentions, given, strict=True)
        if relation is Relation.IMPLEMENTS
    }
    passed_on = {
        m.key
        for found in founds
        for m in found.mentions
        if letter and _RECEIVED.search(found.block.text[max(0, m.start - 24) : m.start])
    }
    subject = _content(reading.header.title or "")
    out = []
    for found, given in zip(founds, relations, strict=True):
        new = []
        for mention, relation in zip(found.mentions, given, strict=True):
            if mention.key in passed_on:
                relation = Relation.RELAYS
            elif relation is Relation.BASED_ON and (mention.key in carried or _same_subject(mention, subject, reading)):
                relation = Relation.IMPLEMENTS
            new.append(relation)
        out.append(new)
    return out


_ARTICLES = frozenset(("Điều 1", "1"))
_WORD = re.compile(r"\w+")
_EMPTY = frozenset(
    fold(
        "về việc triển khai thực hiện tổ chức kế hoạch ban hành của trên địa bàn và các trong năm giai đoạn"
        " tỉnh thành phố huyện phường xã"
    ).split()
)


def _content(title: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(fold(title)) if word not in _EMPTY and not word.isdigit())


_CARRIED_OUT = re.compile(
    r"(?:thực hiện|triển khai|thi hành)\s+(?P<kind>đề án|chiến lược|chương trình|kế hoạch|dự án|phong trào|phương án"
    r"|quy hoạch)\s+"
    r"(?P<name>.+)$",
    re.IGNORECASE,
)
_APPROVED = re.compile(
    r"(?:phê duyệt|ban hành|phát động)\s+(?P<kind>đề án|chiến lược|chương trình|kế hoạch|dự án|phong trào|phương án"
    r"|quy hoạch)\s+"
    r"(?P<name>.+)$",
    re.IGNORECASE,
)


def _approves_what_is_carried_out(mention: Mention, reading: Reading) -> bool:
    """ "Căn cứ Quyết định số 553 … phê duyệt Đề án P" in a plan "thực hiện Đề án P"."""
    own = _CARRIED_OUT.search(reading.header.title or "")
    cited = _APPROVED.search(mention.title or "")
    if not own or not cited or fold(own["kind"]) != fold(cited["kind"]):
        return False
    a, b = _content(own["name"]), _content(cited["name"])
    return len(b) >= 3 and len(a & b) >= 0.7 * min(len(a), len(b))


def _same_subject(mention: Mention, subject: frozenset[str], reading: Reading) -> bool:
    """ "Căn cứ Kế hoạch số 376 … về phong trào P" in a plan about P: the plan carries it out."""
    if _approves_what_is_carried_out(mention, reading):
        return True
    if mention.type not in _DIRECTIVE or mention.type != reading.header.type or not mention.title:
        return False
    said = _content(mention.title)
    return len(said) >= 5 and len(subject) >= 5 and len(said & subject) >= 0.7 * min(len(said), len(subject))
