"""Reporting duties: who reports to whom, how often, by when, and where the report goes on.

Comes in: a reading of one document. Goes out: `ReportingDuty` facts. "về Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh" is
one duty with an onward recipient; "báo cáo UBND huyện (qua Phòng Nội vụ)" is handed to the office, the committee is
onward; "khó khăn, vướng mắc phản ánh về Sở X" is a duty without a calendar. A report that names no recipient is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ingest.facts import Body, Recurrence, ReportingDuty
from ingest.layout.model import Block, Kind, Provision
from ingest.lexicons import offices
from ingest.recognise.bodies import BodyHit, find_bodies
from ingest.recognise.context import Reading
from ingest.recognise.dates import Deadline, find_deadline, find_recurrences
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


def recognise(reading: Reading) -> Iterator[ReportingDuty]:
    """Every duty in text order."""
    yield from _Walk(reading).run()


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
_AFTER = re.compile(r"\W*(?P<event>(?:(?:sau |ngay sau )?khi )?(?:kết thúc|hoàn thành)\s[^,;.]{3,80}),", re.IGNORECASE)
_SETTLES = re.compile(r"[^.;]{0,20}xem xét,?\s*(?:và\s+)?(?:quyết định|giải quyết|chỉ đạo|điều chỉnh)", re.IGNORECASE)
_NOT_SENT = re.compile(r"(?:kế hoạch|dự toán|danh sách|hồ sơ|văn bản|ý kiến|đề xuất)\b[^,;.]{0,90}$", re.IGNORECASE)
_TROUBLE = re.compile(r"khó khăn|vướng mắc|phát sinh|sự cố|xảy ra|lộ, mất|vấn đề đột xuất|bất cập|vượt thẩm quyền", re.IGNORECASE)


class _Walk:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        date = reading.header.date
        self.year = int(date[:4]) if date else None

    def run(self) -> Iterator[ReportingDuty]:
        layout = self.reading.layout
        for block in layout.basis:
            yield from self.block(block, None, ())
        yield from _linked(list(self.node(layout.body, ())))

    def node(self, node: Provision, above: tuple[Body, ...]) -> Iterator[ReportingDuty]:
        subject = () if node.kind in (Kind.CHAPTER, Kind.ANNEX, Kind.ARTICLE) else above
        if node.head:
            yield from self.block(node.head, node.section, subject)
            subject = self.subject(node.head) or subject
        for block in node.paragraphs:
            yield from self.block(block, node.section, subject)
            if node.kind in (Kind.CHAPTER, Kind.TEXT, Kind.ROOT):
                subject = self.ordered(block) or subject
        for child in node.children:
            yield from self.node(child, subject)

    def subject(self, head: Block) -> tuple[Body, ...]:
        """Whom a heading or an item's first sentence speaks to."""
        groups = _subjects(head.text, find_bodies(head.text, self.reading), 0, len(head.text))
        return _bodies(groups[0]) if groups else ()

    def ordered(self, block: Block) -> tuple[Body, ...]:
        """Those whom a paragraph without a number orders to act; they go on being meant below it."""
        return self.subject(block) if block.text.rstrip().endswith(":") else ()

    # --- one block --------------------------------------------------------------------------------------------------

    def block(self, block: Block, section: str | None, above: tuple[Body, ...]) -> Iterator[ReportingDuty]:
        text = block.text
        if not re.search(r"báo cáo|phản ánh|gửi kết quả", text, re.IGNORECASE):
            return
        hits = [h for h in find_bodies(text, self.reading) if not (h.start and text[h.start - 1] in "-/")]
        subject, troubled = above, False
        for start, end in _sentences(text):
            yield from self.sentence(block, section, hits, start, end, subject, troubled)
            troubled = bool(_TROUBLE.search(text, start, end))
            groups = _subjects(text, hits, start, end, asked=True)
            if groups:
                subject = _bodies(groups[0])

    def sentence(
        self,
        block: Block,
        section: str | None,
        hits: Sequence[BodyHit],
        start: int,
        end: int,
        above: tuple[Body, ...],
        troubled: bool,
    ) -> Iterator[ReportingDuty]:
        text = block.text
        legs = _legs(text, hits, start, end)
        used: set[int] = set()
        for i, leg in enumerate(legs):
            if i in used or leg.verb not in ("báo cáo", "phản ánh", "gửi", "nộp"):
                continue
            settles = troubled and leg.verb == "báo cáo" and _SETTLES.match(text, leg.end)
            if not (_is_report(text, leg, start) or settles):
                continue
            clause_start = _clause_start(text, hits, start, leg.at)
            reporters = self.reporters(text, hits, start, clause_start, leg, above)
            onward, last = _onward(text, legs, i, used, hits)
            yield from self.duties(block, section, leg, reporters, onward, (start, clause_start, last, end), troubled)

    def reporters(
        self, text: str, hits: Sequence[BodyHit], start: int, clause: int, leg: Leg, above: tuple[Body, ...]
    ) -> tuple[Body, ...]:
        advised = [h for h in hits if h.end <= leg.at and not text[h.end : leg.at].strip(" ,")]
        if advised and re.search(r"tham mưu(?:\s+cho)?\s*$", text[start : advised[-1].start], re.IGNORECASE):
            return (advised[-1].body,)
        own = _subjects(text, hits, clause, leg.at)
        if own:
            return _bodies(own[0])
        earlier = _subjects(text, hits, start, clause)
        if earlier:
            return tuple(dict.fromkeys(body for group in _first_of_clauses(text, earlier) for body in _bodies(group)))
        return above

    def duties(
        self,
        block: Block,
        section: str | None,
        leg: Leg,
        reporters: tuple[Body, ...],
        onward: tuple[Body, ...],
        bounds: tuple[int, int, int, int],
        troubled: bool,
    ) -> Iterator[ReportingDuty]:
        text = block.text
        start, clause, last, end = bounds
        stop = text.find(";", last, end)
        stop = end if stop < 0 else stop
        said = text[clause:stop]
        window = said if leg.at - clause > 25 or clause == start else text[start:stop]
        receivers: list[tuple[Body | None, tuple[Body, ...]]]
        if leg.via:
            handed = _unit_of(leg.via[0], leg.to)
            receivers = [(handed, tuple(b for b in (*leg.to, *onward) if b != leg.via[0]))]
        else:
            receivers = [(to, tuple(b for b in onward if b != to)) for to in leg.to]
        for recurrence, due in self.when(text, said, window, leg, clause, troubled):
            for recipient, further in receivers:
                yield ReportingDuty(
                    span=block.at(*_trimmed(text, clause, stop)),
                    section=section,
                    rule="reporting.trouble" if recurrence is Recurrence.ADHOC else "reporting.report",
                    reading=" ".join(said.split()) if block.damaged else None,
                    reporters=tuple(b for b in reporters if b != recipient),
                    recipient=recipient,
                    onward=further,
                    recurrence=recurrence,
                    due=due.value if due else None,
                    due_text=due.text if due else None,
                )

    def when(
        self, text: str, said: str, window: str, leg: Leg, clause: int, troubled: bool
    ) -> Iterator[tuple[Recurrence | None, Deadline | None]]:
        """(recurrence, due) of a duty; several where a yearly and a half-yearly report stand in one sentence."""
        parts = _calendar(said, self.year)
        if len(parts) > 1:
            yield from parts
            return
        due = find_deadline(said, self.year)
        regular = [r for r in find_recurrences(window) if r is not Recurrence.ADHOC]
        sudden = Recurrence.ADHOC in find_recurrences(said)
        after = _AFTER.match(said)
        if due and due.value.startswith("--"):
            days = due.value.count(";") + 1
            yield (
                {1: Recurrence.ANNUAL, 2: Recurrence.SEMIANNUAL, 4: Recurrence.QUARTERLY}.get(days, Recurrence.ANNUAL),
                due,
            )
        elif regular:
            for recurrence in regular:
                yield recurrence, due
        elif leg.verb == "phản ánh" or _TROUBLE.search(text[clause : leg.at]) or sudden or (troubled and not due):
            yield Recurrence.ADHOC, due or _at_once(said)
        elif after and not due:
            words = " ".join(after["event"].split())
            yield Recurrence.ONCE, Deadline(words, after["event"], after.start("event"), after.end("event"))
        elif due:
            yield (Recurrence.ONCE if due.value[:1].isdigit() or due.value.startswith("P") else None), due
        else:
            yield None, _periodic(said) or _at_once(said)


# --- the grammar of a sentence --------------------------------------------------------------------------------------


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _SENTENCE.finditer(text):
        yield at, found.start() + 1
        at = found.end()
    yield at, len(text)


def _clause_start(text: str, hits: Sequence[BodyHit], start: int, at: int) -> int:
    """Behind the last semicolon that does not merely part the names of a list."""
    while (semicolon := text.rfind(";", start, at)) >= 0:
        before = [h for h in hits if h.end <= semicolon and not text[h.end : semicolon].strip()]
        after = [h for h in hits if h.start > semicolon and not text[semicolon + 1 : h.start].strip(" và")]
        if not (before and after):
            return semicolon + 1
        at = semicolon
    return start


def _legs(text: str, hits: Sequence[BodyHit], start: int, end: int) -> list[Leg]:
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
        if _NOBODY.search(hit.printed) or not (_DIRECT.fullmatch(gap) or _TO.search(gap)):
            continue
        group = [hit]
        for following in inside[i + 1 :]:
            if not re.fullmatch(r"\s*(?:,|\bvà\b|,\s*và\b)\s*", text[group[-1].end : following.start]):
                break
            group.append(following)
        via = _via(text, hits, group[-1].end, stop + 120)
        through = re.search(r"\b(?:thông\s+)?qua\s*$", gap, re.IGNORECASE) if not via else None
        end = via[-1].end if via else group[-1].end
        if through and verb != "phản ánh":
            return Leg(verb, at, hit.start, end, (), _bodies(group))
        return Leg(verb, at, hit.start, end, _bodies(group), _bodies(via))
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


def _unit_of(via: Body, to: Sequence[Body]) -> Body:
    """ "Công an tỉnh (qua Phòng An ninh chính trị nội bộ)": the unit belongs to the office addressed."""
    house = next((b for b in to if _HOUSE.match(b.label)), None)
    if house is None or not _UNIT.match(via.label) or "," in via.label or via.office in _known_units():
        return via
    name = via.label
    if via.place and name.endswith(via.place.full_name):
        name = name[: -len(via.place.full_name)].rstrip()
    return replace(via, label=f"{name}, {house.label}", place=house.place)


def _is_report(text: str, leg: Leg, start: int) -> bool:
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
        and not _TROUBLE.search(said)
        and not re.search(r"kết quả|tình hình|định kỳ|h[ằà]ng (?:năm|quý|tháng)", said)
    ):
        return False
    return not _PAPER.search(before)


def _onward(
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


def _subjects(text: str, hits: Sequence[BodyHit], start: int, end: int, *, asked: bool = False) -> list[list[BodyHit]]:
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
        before = text[start : group[0].start]
        if _NOT_SUBJECT.search(before):
            continue
        if _ORDERING.match(text, group[-1].end):
            continue
        if asked and not _ASKED.search(before):
            continue
        kept.append(group)
    return kept


def _first_of_clauses(text: str, groups: list[list[BodyHit]]) -> list[list[BodyHit]]:
    """The first group of each clause between semicolons."""
    out: list[list[BodyHit]] = []
    for group in groups:
        if not out or ";" in text[out[-1][-1].end : group[0].start]:
            out.append(group)
    return out


def _bodies(group: Sequence[BodyHit]) -> tuple[Body, ...]:
    return tuple(dict.fromkeys(hit.body for hit in group))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;.:-+*":
        start += 1
    while end > start and text[end - 1] in " ;,":
        end -= 1
    return start, end


# --- when -----------------------------------------------------------------------------------------------------------

_CALENDAR = re.compile(
    r"(?P<what>h[ằà]ng tháng|h[ằà]ng quý|tháng|quý|(?:0?6|sáu) tháng(?: đầu năm)?|(?:tổng kết )?(?:cả )?năm"
    r"|h[ằà]ng năm)\s*\(\s*(?P<due>[^()]{4,60})\)",
    re.IGNORECASE,
)


def _calendar(said: str, year: int | None) -> list[tuple[Recurrence | None, Deadline | None]]:
    """ "6 tháng (trước ngày 16/6), năm (trước ngày 20/11)": each report with its own day."""
    out: list[tuple[Recurrence | None, Deadline | None]] = []
    for found in _CALENDAR.finditer(said):
        what = found["what"].lower()
        kind = (
            Recurrence.SEMIANNUAL
            if "6" in what or "sáu" in what
            else Recurrence.MONTHLY
            if "tháng" in what
            else Recurrence.QUARTERLY
            if "quý" in what
            else Recurrence.ANNUAL
        )
        due = find_deadline(f"{found['due']} hằng năm" if "--" not in found["due"] else found["due"], None)
        if kind is Recurrence.MONTHLY:
            due = Deadline(found["due"], found["due"], 0, 0)
        out.append((kind, replace(due, text=found["due"]) if due else None))
    return out


def _periodic(said: str) -> Deadline | None:
    found = re.search(r"\bđịnh kỳ\b", said, re.IGNORECASE)
    return Deadline("định kỳ", found[0], found.start(), found.end()) if found else None


def _at_once(said: str) -> Deadline | None:
    found = re.search(r"\bbáo cáo (ngay)\b|\b(ngay)(?: lập tức)? báo cáo", said, re.IGNORECASE)
    return Deadline("ngay", "ngay", found.start(), found.end()) if found else None


# --- duties that stand in neighbouring points -----------------------------------------------------------------------


def _linked(duties: list[ReportingDuty]) -> list[ReportingDuty]:
    """Where the receiver of one point itself reports on in the next one, the first report goes on there too."""
    out = list(duties)
    for i, (first, second) in enumerate(pairwise(duties)):
        same = first.section == second.section and first.recipient is not None
        if same and not first.onward and second.reporters == (first.recipient,) and second.recipient:
            out[i] = replace(first, onward=(second.recipient, *second.onward))
    return out
