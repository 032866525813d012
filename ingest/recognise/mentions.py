"""Mentions of documents in one text: type, number or name, date, issuer and title, each from the mention itself.

Comes in: a reading view's text and the reading of its document. Goes out: `Mention`s with offsets in that text,
complete but for the relation. Whether a mention is the document itself, and why a paper is cited, is settled by the
caller.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.facts import Body, BodyKind, Level, Sector
from ingest.lexicons import rows
from ingest.recognise.bodies import BodyHit, find_bodies
from ingest.recognise.context import Reading
from ingest.recognise.dates import date_at
from ingest.recognise.named_documents import Named, find_named
from ingest.recognise.spelling import UPPER
from ingest.recognise.symbols import Symbol, find_symbols, types_by_abbreviation
from ingest.text.fold import fold


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention at text[start:end] of its block."""

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
    return with_details(text, sorted(mentions, key=lambda m: m.start), reading)


def with_details(text: str, mentions: Sequence[Mention], reading: Reading) -> list[Mention]:
    """The mentions with their dates, issuers and titles."""
    return _with_titles(text, _with_issuers(text, [_with_date(text, m) for m in mentions], reading))


# --- by number ----------------------------------------------------------------------------------------------------


@cache
def _type_word() -> re.Pattern[str]:
    words = sorted({row[0] for row in rows("document_types")}, key=len, reverse=True)
    joined = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


# What may stand between type and number: "Kết luận thanh tra số", "Kế hoạch của UBND tỉnh số", "Công văn số số".
_TO_NUMBER = re.compile(
    r"(?:(?:\s+[^\W\d_]+){0,4}?(?:\s+của(?:\s+[^\s,;.:()]+){1,8}?)?\s*,?\s*(?:số|sô|só|sổ)\s*(?:số\s*)?:?\s*"
    r"|\s*:?\s*)$",
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
    own = "Công văn" if symbol.abbreviation is None else types_by_abbreviation().get(symbol.abbreviation)
    return Mention(own, symbol.number, None, start + numbered.start() if numbered else symbol.start, symbol.end)


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
    r",?\s*(?:đã\s+)?được\s+Quốc hội(?:\s+nước[^,.;]{0,50})?(?:\s+[Kk]hóa\s+[IVX]+)?[^.;]{0,60}?"
    r"thông qua[^.;]{0,40}?(?=ngày\s)"
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
_OF = re.compile(rf"[\s,]{{0,3}}(?i:của|do)(?:\s+|(?=[{UPPER}]))")
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
        if hit is None and not text[from_ - 1].isspace():  # "củaChính phủ"
            glued = find_bodies(text[from_ : from_ + 160], reading)
            hit = next((replace(h, start=h.start + from_, end=h.end + from_) for h in glued if h.start == 0), None)
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
        lacks = first.issuer is None and second.issuer is not None and first.number and second.number and first.date
        if lacks and second.end > mentions[i + 1].end and _PAIR.fullmatch(text, first.end, second.start):
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
    r"[\s,]{0,3}\(?(?:về việc|về|v/v)\s*:?\s*|\s{1,3}(?=(?:ban hành|phê duyệt|quy định|hướng dẫn|sửa đổi|triển khai"
    r"|thực hiện|tổ chức|tiếp tục|tăng cường"
    r"|đẩy mạnh|thành lập|kế hoạch|kết luận|phát động|công bố|giao|điều chỉnh|bổ sung|[“\"]))",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r";|\.(?:\s|$)|:\s|[)\]]|\s\((?=sau đây|gọi|viết|dưới đây|tỷ lệ|kèm)|,?\s+(?:cụ thể )?như sau|,\s+với (?:các"
    r"|những) nội dung|,\s+(?=(?:Ủy ban|UBND|Hội đồng|Ban |Bộ |Sở |Đảng ủy|Huyện ủy|Tỉnh ủy|Thành ủy|Phòng |Chủ tịch"
    r"|Căn cứ|nay|để ))"
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
