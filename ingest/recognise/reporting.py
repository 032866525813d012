"""Reporting duties: who reports to whom, how often, by when, and where the report goes on.

Comes in: a reading of one document. Goes out: `ReportingDuty` facts. "về Sở Nội vụ để tổng hợp, báo cáo UBND tỉnh" is
one duty with an onward recipient; "báo cáo UBND huyện (qua Phòng Nội vụ)" is handed to the office, the committee is
onward; "khó khăn, vướng mắc phản ánh về Sở X" is a duty without a calendar. A report that names no recipient is none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.facts import Body, Recurrence, ReportingDuty
from ingest.layout.model import Block, Kind, Provision
from ingest.recognise.bodies import BodyHit, find_bodies
from ingest.recognise.context import Reading
from ingest.recognise.dates import Deadline, find_deadline, find_recurrences
from ingest.recognise.report_grammar import (
    TROUBLE,
    Leg,
    bodies_of,
    clause_start_of,
    find_legs,
    first_of_clauses,
    is_report,
    onward_of,
    sentences_of,
    subjects,
    trimmed,
    unit_of,
)


def recognise(reading: Reading) -> Iterator[ReportingDuty]:
    """Every duty in text order."""
    yield from _Walk(reading).run()


_MAYBE = re.compile(r"[Bb]áo cáo|[Pp]hản ánh|[Gg]ửi kết quả")
_AFTER = re.compile(r"\W*(?P<event>(?:(?:sau |ngay sau )?khi )?(?:kết thúc|hoàn thành)\s[^,;.]{3,80}),", re.IGNORECASE)
_SETTLES = re.compile(r"[^.;]{0,20}xem xét,?\s*(?:và\s+)?(?:quyết định|giải quyết|chỉ đạo|điều chỉnh)", re.IGNORECASE)


class _Walk:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        date = reading.header.date
        self.year = int(date[:4]) if date else None
        self.named: dict[str, tuple[Body, ...]] = {}

    def run(self) -> Iterator[ReportingDuty]:
        layout = self.reading.layout
        for block in layout.basis:
            yield from self.block(block, None, ())
        yield from _linked(list(self.node(layout.body, ())))

    def node(self, node: Provision, above: tuple[Block, ...]) -> Iterator[ReportingDuty]:
        """`above`: the headings and lead-ins, nearest last, whose subject a sentence without one may take."""
        heads = () if node.kind in (Kind.CHAPTER, Kind.ANNEX, Kind.ARTICLE) else above
        if node.head:
            yield from self.block(node.head, node.section, heads)
            heads = (*heads, node.head)
        for block in node.paragraphs:
            yield from self.block(block, node.section, heads)
            if node.kind in (Kind.CHAPTER, Kind.TEXT, Kind.ROOT) and block.text.rstrip().endswith(":"):
                heads = (*heads, block)
        for child in node.children:
            yield from self.node(child, heads)

    def meant(self, heads: tuple[Block, ...]) -> tuple[Body, ...]:
        """Whom the nearest heading that names anybody speaks to."""
        for head in reversed(heads):
            key = head.text
            if key not in self.named:
                groups = subjects(key, find_bodies(key, self.reading), 0, len(key))
                self.named[key] = bodies_of(groups[0]) if groups else ()
            if self.named[key]:
                return self.named[key]
        return ()

    # --- one block --------------------------------------------------------------------------------------------------

    def block(self, block: Block, section: str | None, heads: tuple[Block, ...]) -> Iterator[ReportingDuty]:
        text = block.text
        if not _MAYBE.search(text):
            return
        hits = [h for h in find_bodies(text, self.reading) if not (h.start and text[h.start - 1] in "-/")]
        subject, troubled = self.meant(heads), False
        starts = [h.start for h in hits]
        for start, end in sentences_of(text):
            inside = hits[bisect_left(starts, start) : bisect_left(starts, end)]
            yield from self.sentence(block, section, inside, start, end, subject, troubled)
            troubled = bool(TROUBLE.search(text, start, end))
            groups = subjects(text, inside, start, end, asked=True)
            if groups:
                subject = bodies_of(groups[0])

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
        legs = find_legs(text, hits, start, end)
        used: set[int] = set()
        for i, leg in enumerate(legs):
            if i in used or leg.verb not in ("báo cáo", "phản ánh", "gửi", "nộp"):
                continue
            settles = troubled and leg.verb == "báo cáo" and _SETTLES.match(text, leg.end)
            if not (is_report(text, leg, start) or settles):
                continue
            clause_start = clause_start_of(text, hits, start, leg.at)
            reporters = self.reporters(text, hits, start, clause_start, leg, above)
            onward, last = onward_of(text, legs, i, used, hits)
            yield from self.duties(block, section, leg, reporters, onward, (start, clause_start, last, end), troubled)

    def reporters(
        self, text: str, hits: Sequence[BodyHit], start: int, clause: int, leg: Leg, above: tuple[Body, ...]
    ) -> tuple[Body, ...]:
        advised = [h for h in hits if h.end <= leg.at and not text[h.end : leg.at].strip(" ,")]
        if advised and re.search(
            r"tham mưu(?:\s+cho)?\s*$", text[max(start, advised[-1].start - 24) : advised[-1].start], re.IGNORECASE
        ):
            return (advised[-1].body,)
        own = subjects(text, hits, clause, leg.at)
        if own:
            return bodies_of(own[0])
        earlier = subjects(text, hits, start, clause)
        if earlier:
            return tuple(dict.fromkeys(body for group in first_of_clauses(text, earlier) for body in bodies_of(group)))
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
            handed = unit_of(leg.via[0], leg.to)
            receivers = [(handed, tuple(b for b in (*leg.to, *onward) if b != leg.via[0]))]
        else:
            receivers = [(to, tuple(b for b in onward if b != to)) for to in leg.to]
        for recurrence, due in self.when(text, said, window, leg, clause, troubled):
            for recipient, further in receivers:
                yield ReportingDuty(
                    span=block.at(*trimmed(text, clause, stop)),
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
        elif leg.verb == "phản ánh" or TROUBLE.search(text[clause : leg.at]) or sudden or (troubled and not due):
            yield Recurrence.ADHOC, due or _at_once(said)
        elif after and not due:
            words = " ".join(after["event"].split())
            yield Recurrence.ONCE, Deadline(words, after["event"], after.start("event"), after.end("event"))
        elif due:
            yield (Recurrence.ONCE if due.value[:1].isdigit() or due.value.startswith("P") else None), due
        else:
            yield None, _periodic(said) or _at_once(said)


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
