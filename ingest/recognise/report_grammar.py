"""The grammar of reporting: who hands what to whom in a sentence, through whom, and where it goes on.

Comes in: a sentence and the bodies found in it. Goes out: `Leg`s (one handing over each), groups of bodies that may be
the subject, and the onward way. It knows nothing of headings or calendars; ingest.recognise.reporting does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.facts import Body
from ingest.lexicons import offices
from ingest.recognise.bodies import BodyHit
from ingest.recognise.long_runs import in_parts
from ingest.recognise.spelling import UPPER
from ingest.text.fold import bare


@dataclass(frozen=True, slots=True)
class Leg:
    """One handing over: text[start:end] names those who receive; `via`: those through whom it goes."""

    verb: str
    at: int
    start: int
    end: int
    to: tuple[Body, ...]
    via: tuple[Body, ...]


_TRIGGER = re.compile(
    r"\b(?P<verb>báo cáo(?!\s+viên)|phản ánh|(?:gửi|nộp)(?=\s+(?:kết quả|báo cáo|số liệu|thông tin báo cáo|về|cho|qua"
    r"|[A-ZĐ]))|trình(?=\s)|tham mưu(?=\s))",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:\b(?:về|cho|gửi|đến|tới|lên|với|qua|tại)|\b(?:gửi|báo cáo|phản ánh)\s+(?:về|đến|cho|tới|qua))\s*:?\s*$",
    re.IGNORECASE,
)
_VIA = re.compile(r"\s*(?:,\s*)?(?:\(?\s*(?:thông\s+)?qua\s*:?\s*\(?\s*)$", re.IGNORECASE)
_DIRECT = re.compile(
    r"\s*(?:,?\s*(?:và\s+)?(?:đề xuất|kiến nghị|tham mưu|trình|tham mưu trình)\s+)?(?:kịp thời |ngay |cho |với |về "
    r"|lên |qua )?\s*",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"có thẩm quyền|thẩm quyền|^(?:các\s+)?(?:tổ chức|cá nhân|cấp)\b", re.IGNORECASE)
_LIST = re.compile(r"\s*(?:,|;|\bvà\b|,\s*và\b|\bcùng\b|\bđồng thời\b)?\s*", re.IGNORECASE)
# Over folded text, so that misread print ("đê tông hợp") is read too.
_ONWARD = re.compile(r"\b(?:de|nham) (?!nghi)|\btong hop\b|vuot (?:qua )?tham quyen")
_NOUN = re.compile(
    r"(?:kiến nghị|tố cáo|khiếu nại|tiếp nhận|xử lý|ý kiến|thông tin|những|các|nội dung|của)[\s,]*(?:và\s+)?$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(rf"(?<=[^\d\s])\.\s+(?=[{UPPER}(\d*-])|(?<=\d)\.\s+(?=[{UPPER}])")
# "báo cáo" as a paper or a system, not as the act.
_PAPER = re.compile(
    r"(?:hệ thống thông tin|cổng thông tin|phần mềm|tại|theo|mẫu|dự thảo|nghe|lập|xem)\s*$", re.IGNORECASE
)
_DECISION = re.compile(
    r"^[^.;]{0,30}?(?:(?:xem xét,?\s*)?(?:quyết định|phê duyệt|ban hành|bố trí)|cho phép|cho chủ trương"
    r"|bổ sung kinh phí)",
    re.IGNORECASE,
)
_NOT_SENT = re.compile(r"(?:kế hoạch|dự toán|danh sách|hồ sơ|văn bản|ý kiến|đề xuất)\b[^,;.]{0,90}$", re.IGNORECASE)
TROUBLE = re.compile(
    r"khó khăn|vướng mắc|phát sinh|sự cố|xảy ra|lộ, mất|vấn đề đột xuất|bất cập|vượt thẩm quyền", re.IGNORECASE
)


def sentences_of(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _SENTENCE.finditer(text):
        yield from in_parts(text, at, found.start() + 1)
        at = found.end()
    yield from in_parts(text, at, len(text))


def clause_start_of(text: str, hits: Sequence[BodyHit], start: int, at: int) -> int:
    """Behind the last semicolon that does not merely part the names of a list."""
    while (semicolon := text.rfind(";", start, at)) >= 0:
        before = [h for h in hits if h.end <= semicolon and not text[h.end : semicolon].strip()]
        after = [h for h in hits if h.start > semicolon and not text[semicolon + 1 : h.start].strip(" và")]
        if not (before and after):
            return semicolon + 1
        at = semicolon
    return start


def find_legs(text: str, hits: Sequence[BodyHit], start: int, end: int) -> list[Leg]:
    """Every handing over in a sentence whose receiver is named."""
    triggers = [
        m
        for m in _TRIGGER.finditer(text, start, end)
        if m["verb"].lower() != "phản ánh" or not _NOUN.search(text[max(start, m.start() - 24) : m.start()])
    ]
    legs: list[Leg] = []
    for i, trigger in enumerate(triggers):
        stop = triggers[i + 1].start() if i + 1 < len(triggers) else end
        semicolon = text.find(";", trigger.end(), stop)
        stop = stop if semicolon < 0 else semicolon
        leg = _leg(text, hits, trigger.group("verb").lower(), trigger.start(), trigger.end(), stop)
        if leg and not (legs and legs[-1].start == leg.start):
            legs.append(leg)
    return legs


def _leg(text: str, hits: Sequence[BodyHit], verb: str, at: int, after: int, stop: int) -> Leg | None:
    inside = [h for h in hits if after <= h.start < stop]
    for i, hit in enumerate(inside):
        gap = text[after : hit.start]
        if _NOBODY.search(hit.printed) or not (_DIRECT.fullmatch(gap) or _TO.search(gap[-40:])):
            continue
        group = [hit]
        for following in inside[i + 1 :]:
            if not re.fullmatch(r"\s*(?:,|\bvà\b|,\s*và\b)\s*", text[group[-1].end : following.start]):
                break
            group.append(following)
        via = _via(text, hits, group[-1].end, stop + 120)
        through = re.search(r"\b(?:thông\s+)?qua\s*$", gap[-20:], re.IGNORECASE) if not via else None
        end = via[-1].end if via else group[-1].end
        if through and verb != "phản ánh":
            return Leg(verb, at, hit.start, end, (), bodies_of(group))
        return Leg(verb, at, hit.start, end, bodies_of(group), bodies_of(via))
    return None


def _via(text: str, hits: Sequence[BodyHit], after: int, stop: int) -> list[BodyHit]:
    """Those named by "(qua X)" or "thông qua X" behind the addressee."""
    for hit in hits:
        if not after <= hit.start < stop:
            continue
        gap = text[after : hit.start]
        if ";" in gap or ". " in gap:
            return []
        if _VIA.search(gap):
            return [hit]
    return []


_UNIT = re.compile(r"^(?:Phòng|Đội|Bộ phận|Ban|Tổ)\b")
_HOUSE = re.compile(r"^(?:Công an|Sở|Cục|Chi cục|Bộ Chỉ huy|Ban Chỉ huy|Kho bạc|Viện|Tòa án|Bảo hiểm)\b")


@cache
def _known_units() -> frozenset[str]:
    """Offices that stand by themselves, such as a district's Phòng Nội vụ."""
    return frozenset(office.slug for _, office in offices())


def unit_of(via: Body, to: Sequence[Body]) -> Body:
    """ "Công an tỉnh (qua Phòng An ninh chính trị nội bộ)": the unit belongs to the office addressed."""
    house = next((b for b in to if _HOUSE.match(b.label)), None)
    if house is None or not _UNIT.match(via.label) or "," in via.label or via.office in _known_units():
        return via
    name = via.label
    if via.place and name.endswith(via.place.full_name):
        name = name[: -len(via.place.full_name)].rstrip()
    return replace(via, label=f"{name}, {house.label}", place=house.place)


def is_report(text: str, leg: Leg, start: int) -> bool:
    """Whether something is reported, and not merely submitted for a decision or sent along."""
    before = text[start : leg.at]
    between, behind = text[leg.at : leg.start], text[leg.end : leg.end + 60]
    if leg.verb in ("gửi", "nộp"):
        clause = before[before.rfind(";") + 1 :][-300:] + between
        if not re.search(r"kết quả|báo cáo|tình hình|số liệu", clause, re.IGNORECASE):
            return False
        return not _NOT_SENT.search(before[-110:]) or bool(re.search(r"báo cáo|kết quả", clause[-200:], re.IGNORECASE))
    said = text[max(start, leg.at - 160) : leg.end + 120]
    if (
        _DECISION.match(behind)
        and not TROUBLE.search(said)
        and not re.search(r"kết quả|tình hình|định kỳ|h[ằà]ng (?:năm|quý|tháng)", said)
    ):
        return False
    return not _PAPER.search(before[-40:])


def onward_of(
    text: str, legs: Sequence[Leg], index: int, used: set[int], hits: Sequence[BodyHit]
) -> tuple[tuple[Body, ...], int]:
    """Where the receiver takes the report: "để tổng hợp, báo cáo Y", "…, Sở X tổng hợp, trình Y"."""
    leg = legs[index]
    holders = leg.via or leg.to
    onward: list[Body] = []
    last, advised = leg.end, False
    for j in range(index + 1, len(legs)):
        following = legs[j]
        link = text[last : following.at]
        if re.search(r"\b(?:giao|đề nghị|yêu cầu)\b", link, re.IGNORECASE):
            break
        bracketed = [m.span() for m in re.finditer(r"\([^()]*\)", link)]
        between = [h for h in hits if last <= h.start < following.at]
        subjects = [h.body for h in between if not any(a <= h.start - last < b for a, b in bracketed)]
        own = any(body in holders for body in subjects)
        taken_on = _ONWARD.search(bare(link)) and (";" not in link or re.search(r"để|thẩm quyền", link))
        if not (taken_on or own or advised):
            break
        if (
            not own
            and any(body not in holders and not body.collective for body in subjects)
            and following.verb == "báo cáo"
        ):
            break
        used.add(j)
        last, advised = following.end, following.verb == "tham mưu"
        onward.extend(b for b in (*following.via, *following.to) if b not in holders)
    return tuple(dict.fromkeys(onward)), last


_NOT_SUBJECT = re.compile(
    r"(?<!đề nghị )(?:\bcủa|\bvới|\bcho|\bgiúp|\bcùng|\btại|\bvề|\bđối với|\bgiữa|\bhướng dẫn|\bđôn đốc|\bkiểm tra"
    r"|\bchỉ đạo|\btham mưu|\bphối hợp|\bhỗ trợ|\bbáo cáo|\btrình"
    r"|\bgửi|\bthuộc|\btừ|\bđến|\bqua|\btheo|\blà|\btới|\bgiám sát|\bcấp|\bdo|\bở|\bmời|\bthành lập|\bvận động"
    r"|\bgiao nhiệm vụ cho)\s*(?:các\s+)?$",
    re.IGNORECASE,
)
_ORDERING = re.compile(r"\s*(?:đề nghị|yêu cầu|giao|chỉ thị|phân công)\b", re.IGNORECASE)
_ASKED = re.compile(r"(?:\bgiao|\bđề nghị|\byêu cầu|^|,|:)\s*$", re.IGNORECASE)


def subjects(text: str, hits: Sequence[BodyHit], start: int, end: int, *, asked: bool = False) -> list[list[BodyHit]]:
    """The groups of bodies that may be the subject of what follows them, in order."""
    groups: list[list[BodyHit]] = []
    for hit in hits:
        if not start <= hit.start < end or hit.end > end:
            continue
        if groups and _LIST.fullmatch(re.sub(r"\([^()]*\)", "", text[groups[-1][-1].end : hit.start])):
            groups[-1].append(hit)
        else:
            groups.append([hit])
    kept = []
    for group in groups:
        before = text[max(start, group[0].start - 40) : group[0].start]
        if _NOT_SUBJECT.search(before):
            continue
        if _ORDERING.match(text, group[-1].end):
            continue
        if asked and not _ASKED.search(before):
            continue
        kept.append(group)
    return kept


def first_of_clauses(text: str, groups: list[list[BodyHit]]) -> list[list[BodyHit]]:
    """The first group of each clause between semicolons."""
    out: list[list[BodyHit]] = []
    for group in groups:
        if not out or ";" in text[out[-1][-1].end : group[0].start]:
            out.append(group)
    return out


def bodies_of(group: Sequence[BodyHit]) -> tuple[Body, ...]:
    return tuple(dict.fromkeys(hit.body for hit in group))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;.:-+*":
        start += 1
    while end > start and text[end - 1] in " ;,":
        end -= 1
    return start, end
