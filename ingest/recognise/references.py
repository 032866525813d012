"""Mentions of other documents, by number or by name, each with its own date, issuer, title and relation.

Comes in: a reading of one document. Goes out: one `Reference` per mention, its span from the type word to the end of
the date and issuer that belong to it. The document's own number, blank forms and papers still to be written are none.
Which held document a mention means is not asked here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.facts import Body, BodyKind, Level, Reference, Relation, Sector, Status
from ingest.layout.model import Block
from ingest.lexicons import rows
from ingest.recognise.bodies import BodyHit, find_bodies
from ingest.recognise.context import Reading
from ingest.recognise.dates import date_at
from ingest.recognise.named_documents import Named, find_named
from ingest.recognise.relations import Place, Zone, relate
from ingest.recognise.spelling import UPPER
from ingest.recognise.symbols import Symbol, find_symbols, types_by_abbreviation
from ingest.text.fold import fold
from ingest.text.view import View


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention at text[start:end] of its block. `tail`: where the words of its title may begin."""

    type: str | None
    number: str | None
    title: str | None
    start: int
    end: int
    date: str | None = None
    issuer: Body | None = None

    @property
    def key(self) -> str:
        return (self.number or fold(self.title or "")).replace("-", "").lower()


@dataclass(frozen=True, slots=True)
class _Found:
    """The mentions of one block, with its place in the document."""

    section: str | None
    block: Block
    zone: Zone
    mentions: tuple[Mention, ...]


def recognise(reading: Reading) -> Iterator[Reference]:
    """Every mention in text order."""
    founds = [found for found in (_read(reading, *unit) for unit in _units(reading)) if found]
    founds = _with_short_numbers(reading, founds)
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


def _units(reading: Reading) -> Iterator[tuple[str | None, Block, Zone]]:
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
    r"\d\s{0,6}[/\-–—]\s?(?:\d{4}|[A-ZĐÐ])|[Ll]uật|LUẬT|lệnh |Nghị quyết|NGHỊ QUYẾT|Hiến pháp|Điều lệ|Quy hoạch|Chiến lược"
)


def _read(reading: Reading, section: str | None, block: Block, zone: Zone) -> _Found | None:
    if not _MAYBE.search(block.text):
        return None
    mentions = tuple(m for m in find_mentions(block.text, reading) if not _own(m, block.text, reading))
    return _Found(section, block, zone, mentions) if mentions else None


def find_mentions(text: str, reading: Reading) -> list[Mention]:
    """The mentions of one text, in order, complete but for their relation."""
    symbols = list(find_symbols(text))
    mentions = [m for symbol in symbols if (m := _numbered(text, symbol))]
    for named in find_named(text):
        merged = _named(text, named, symbols)
        overlapping = [m for m in mentions if m.start < merged.end and merged.start < m.end]
        if overlapping and merged.number is None:
            continue
        mentions = [m for m in mentions if m not in overlapping] + [merged]
    mentions.sort(key=lambda m: m.start)
    dated = [_with_date(text, m) for m in mentions]
    return _with_titles(text, _with_issuers(text, dated, reading))


# --- by number ----------------------------------------------------------------------------------------------------


@cache
def _type_word() -> re.Pattern[str]:
    words = sorted({row[0] for row in rows("document_types")}, key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


# What may stand between the type and the number: "Kết luận thanh tra số", "Kế hoạch của UBND tỉnh số", "Công văn số số".
_TO_NUMBER = re.compile(
    rf"(?:(?:\s+[^\W\d_{UPPER}]+){{0,4}}?(?:\s+của(?:\s+[^\s,;.:()]+){{1,8}}?)?\s*,?\s*(?:số|sô|só|sổ)\s*(?:số\s*)?:?\s*|\s*:?\s*)$",
    re.IGNORECASE,
)


@cache
def _canonical() -> dict[str, str]:
    return {fold(row[0]): row[1] for row in rows("document_types")}


_NUMBER_WORD = re.compile(r"(?<!\w)số\s*:?\s*$", re.IGNORECASE)
_FORM = re.compile(
    r"(?:mẫu|biểu|phụ lục|bảng|đơn|mã|tài khoản|hóa đơn|hồ sơ)(?:\s+\w+)?\s*(?:số\s*)?:?\s*$", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")
_HEAD_LINE = re.compile(r"^\W*số\s*:?\s*$", re.IGNORECASE)


def _numbered(text: str, symbol: Symbol) -> Mention | None:
    before = text[max(0, symbol.start - 90) : symbol.start]
    if _FORM.search(before) or _ADDRESS.search(before) or _HEAD_LINE.match(before):
        return None
    start = symbol.start - len(before)
    words = list(_type_word().finditer(before))
    if words and _TO_NUMBER.fullmatch(before, words[-1].end()):
        kind = _canonical()[fold(words[-1][0])]
        if kind == "Văn bản" and symbol.abbreviation is None:
            kind = "Công văn"
        return Mention(kind, symbol.number, None, start + words[-1].start(), symbol.end)
    numbered = _NUMBER_WORD.search(before)
    if not (symbol.sure or numbered):
        return None
    kind = types_by_abbreviation().get(symbol.abbreviation or "", "Công văn" if symbol.abbreviation is None else None)
    return Mention(kind, symbol.number, None, start + numbered.start() if numbered else symbol.start, symbol.end)


def _named(text: str, named: Named, symbols: Sequence[Symbol]) -> Mention:
    """A named document; "Luật Đấu thầu số 22/2023/QH15" has its number too."""
    for symbol in symbols:
        between = text[named.end : symbol.start] if symbol.start >= named.end else "x"
        if re.fullmatch(r"\s*,?\s*\(?\s*(?:Luật\s+)?số\s*:?\s*", between, re.IGNORECASE):
            return Mention(named.type, symbol.number, named.title, named.start, symbol.end)
    return Mention(named.type, None, named.title, named.start, named.end)


# --- the date and the issuer of a mention -------------------------------------------------------------------------

_BEFORE_DATE = re.compile(r"[\s,]{0,4}\(?(?:(?:ban hành|ký|đề)\s+)?")
_DAMAGED_DATE = re.compile(
    r"ngày\s+\S{1,4}\s+tháng\s+(?:(?P<m>0?[1-9]|1[0-2])|\S{1,3})\s+năm\s+(?P<y>(?:19|20)\d\d)", re.IGNORECASE
)
_YEAR = re.compile(r"\s+((?:19|20)\d\d)(?![\d/\-–]|\s*[-–]\s*\d)")
_PASSED = re.compile(
    r",?\s*(?:đã\s+)?được\s+Quốc hội(?:\s+nước[^,.;]{0,50})?(?:\s+[Kk]hóa\s+[IVX]+)?[^.;]{0,60}?thông qua(?P<on>[^.;]{0,40}?)(?=ngày\s)"
)


def _with_date(text: str, mention: Mention) -> Mention:
    at = _BEFORE_DATE.match(text, mention.end)
    start = at.end() if at else mention.end
    hit = date_at(text, start)
    if hit and hit.full and "Q" not in hit.value:
        return replace(mention, date=hit.value, end=hit.end)
    damaged = _DAMAGED_DATE.match(text, start)
    if damaged:
        month = f"-{int(damaged['m']):02d}" if damaged["m"] else ""
        return replace(mention, date=damaged["y"] + month, end=damaged.end())
    if mention.number is None or mention.type in ("Luật", "Bộ luật"):
        year = _YEAR.match(text, mention.end)
        if year and mention.type in ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp"):
            return replace(mention, date=year[1], end=year.end())
        passed = _PASSED.match(text, mention.end)
        if passed:
            on = date_at(text, passed.end())
            if on and on.full:
                return replace(mention, date=on.value, end=on.end, issuer=_assembly())
    return mention


def _assembly() -> Body:
    return Body("Quốc hội", BodyKind.ORGANISATION, None, Level.CENTRAL, Sector.STATE, "quoc-hoi")


# "của Hội nghị lần thứ sáu Ban Chấp hành Trung ương khóa XII": the plenum speaks for its committee.
_PLENUM = re.compile(r"Hội nghị\s+lần thứ\s+\w+(?:\s*,)?\s*(?:của\s+)?", re.IGNORECASE)
_OF = re.compile(r"[\s,]{0,3}(?:của|do)\s+", re.IGNORECASE)
_PAIR = re.compile(r"\s*(?:,|\bvà\b|,\s*và\b)\s*", re.IGNORECASE)


def _with_issuers(text: str, mentions: list[Mention], reading: Reading) -> list[Mention]:
    """The issuer behind each mention; one "của …" closes a pair ("số A ngày … và số B ngày … của X")."""
    hits: list[BodyHit] | None = None
    out = list(mentions)
    for i, mention in enumerate(mentions):
        link = _OF.match(text, mention.end)
        if not link or (mention.issuer is not None):
            continue
        if hits is None:
            hits = find_bodies(text.title() if text.isupper() else text, reading)
        at = _PLENUM.match(text, link.end())
        from_ = at.end() if at else link.end()
        hit = next((h for h in hits if from_ <= h.start <= from_ + 6), None)
        if hit and not hit.body.collective:
            out[i] = replace(mention, issuer=_issuer(hit, mention), end=max(hit.end, mention.end))
    for i, mention in enumerate(out):
        if mention.number is None and mention.type == "Nghị quyết" and "Hội nghị" in (mention.title or ""):
            hits = find_bodies(text, reading) if hits is None else hits
            inside = next((h for h in hits if mention.start < h.start and h.end <= mention.end), None)
            if inside and inside.body.sector is Sector.PARTY and mention.issuer is None:
                out[i] = replace(mention, issuer=inside.body)
    out = _proposed(text, out, mentions, reading)
    for i in range(len(out) - 2, -1, -1):
        first, second = out[i], out[i + 1]
        if first.issuer is None and second.issuer is not None and first.number and second.number and first.date:
            if _PAIR.fullmatch(text, first.end, second.start) and second.end > mentions[i + 1].end:
                out[i] = replace(first, issuer=second.issuer)
    return out


_CENTRAL = re.compile(r"[-/](?:\w*TW\w*|TTg|CP|QH\d*|UBTVQH\d*|MTTW\w*|VPCP)(?:-|$)")


def _issuer(hit: BodyHit, mention: Mention) -> Body:
    """The body behind "của"; a central symbol is not completed with the place of the document that cites it."""
    body = hit.body
    place = body.place
    if place and _CENTRAL.search(mention.number or "") and fold(place.name) not in fold(hit.printed):
        label = body.label.removesuffix(place.full_name).rstrip(" ,")
        return replace(body, label=label, place=None, level=Level.CENTRAL)
    return body


_PROPOSAL = re.compile(r"(?:đề nghị|đề xuất)\s+của\s+(?P<who>[^;.:]{4,120}?)\s+tại\s+(?:các\s+)?$", re.IGNORECASE)


def _proposed(text: str, out: list[Mention], mentions: list[Mention], reading: Reading) -> list[Mention]:
    """ "Theo đề nghị của X tại Tờ trình số A và Công văn số B": X wrote both."""
    issuer: Body | None = None
    for i, mention in enumerate(out):
        before = _PROPOSAL.search(text[max(0, mention.start - 160) : mention.start])
        if before:
            who = max(0, mention.start - 160) + before.start("who")
            hit = next((h for h in find_bodies(text, reading) if who <= h.start <= who + 6), None)
            issuer = hit.body if hit else None
        elif not (i and _PAIR.fullmatch(text, mentions[i - 1].end, mention.start)):
            issuer = None
        if issuer and mention.issuer is None:
            out[i] = replace(mention, issuer=issuer)
    return out


# --- titles -------------------------------------------------------------------------------------------------------

_ABOUT = re.compile(
    r"[\s,]{0,3}\(?(?:về việc|về|v/v)\s*:?\s*|\s{1,3}(?=(?:ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|triển khai|thực hiện|tổ chức|tiếp tục|tăng cường"
    r"|đẩy mạnh|thành lập|kế hoạch|kết luận|phát động|công bố|giao|điều chỉnh|bổ sung|[“\"]))",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r";|\.(?:\s|$)|:\s|[)\]]|\s\((?=sau đây|gọi|viết|dưới đây|tỷ lệ|kèm)|,?\s+(?:cụ thể )?như sau|,\s+với (?:các|những) nội dung|,\s+(?=(?:Ủy ban|UBND|Hội đồng|Ban |Bộ |Sở |Đảng ủy|Huyện ủy|Tỉnh ủy|Thành ủy|Phòng |Chủ tịch|Căn cứ|nay|để ))"
)


def _with_titles(text: str, mentions: list[Mention]) -> list[Mention]:
    out = []
    for i, mention in enumerate(mentions):
        if mention.title is None:
            mention = replace(mention, title=_title(text, mention.end, mentions[i + 1 :]))
        out.append(mention)
    return out


def _title(text: str, at: int, later: Sequence[Mention]) -> str | None:
    """The words that say what the document is about."""
    about = _ABOUT.match(text, at)
    if not about:
        return None
    end = _TITLE_END.search(text, about.end())
    stop = min(end.start() if end else len(text), about.end() + 400)
    for mention in later:
        if mention.number and mention.start < stop and re.search(r"(?:,|\bvà)\s*$", text[about.end() : mention.start]):
            stop = mention.start
    words = re.sub(r"(?:,|\bvà)?\s*$", "", text[about.end() : stop])
    return " ".join(words.split()).strip(" “”\"',") or None


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
    title = header.title
    return bool(
        mention.number is None and title and header.type in ("Luật", "Nghị quyết") and fold(title) == mention.key
    )


_SHORT = re.compile(
    r"(?<!\w)(?P<type>Nghị quyết|Chỉ thị|Quyết định|Kết luận|Nghị định|Thông tư|Kế hoạch)\s+(?:số\s+)?(?P<n>\d{1,4})"
    r"(?![\d%]|[.,]\d|\s?[/–—-]\s?[\dA-ZĐ]|\s+(?:năm|tháng|ngày|điều|khoản|nhiệm vụ|giải pháp|người|đơn vị)\b)"
)


def _with_short_numbers(reading: Reading, founds: list[_Found]) -> list[_Found]:
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
    for section, block, zone in _units(reading):
        found = known.get(id(block))
        extra = list(_short(block.text, full, found.mentions if found else ()))
        if extra:
            mentions = _with_titles(
                block.text, _with_issuers(block.text, [_with_date(block.text, m) for m in extra], reading)
            )
            both = sorted((*(found.mentions if found else ()), *mentions), key=lambda m: m.start)
            found = _Found(section, block, zone, tuple(both))
        if found:
            out.append(found)
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
    "ve viec trien khai thuc hien to chuc ke hoach ban hanh cua tren dia ban tinh thanh pho huyen phuong xa va cac trong nam giai doan".split()
)


def _content(title: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(fold(title)) if word not in _EMPTY and not word.isdigit())


def _same_subject(mention: Mention, subject: frozenset[str], reading: Reading) -> bool:
    """ "Căn cứ Kế hoạch số 376 … về phong trào P" in a plan about P: the plan carries it out."""
    if mention.type not in _DIRECTIVE or mention.type != reading.header.type or not mention.title:
        return False
    said = _content(mention.title)
    return len(said) >= 5 and len(subject) >= 5 and len(said & subject) >= 0.7 * min(len(said), len(subject))
