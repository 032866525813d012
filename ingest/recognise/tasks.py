"""One paragraph to its assignments: subjects, roles, partners, fields and deadlines of its clauses.

Comes in: a block, and the frame it stands in (who was named above, with what role, asked or ordered). Goes out: the
assignments of the block, and the frame that it opens for what follows. How blocks hang together is settled by
ingest.recognise.assignments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.facts import Assignment, Body, BodyKind, BodyMention, Modality, Role, Sector
from ingest.layout.model import Block
from ingest.lexicons import cue
from ingest.recognise.bodies import Spelled, spelled
from ingest.recognise.clauses import (
    Piece,
    Subject,
    continues_previous,
    find_subject,
    group_from,
    only_members,
    own_predicate,
    pieces,
    sentences,
)
from ingest.recognise.context import Reading
from ingest.recognise.dates import Deadline, find_deadline
from ingest.recognise.fields import find_fields
from ingest.recognise.roles import RoleHit, begins_predicate, find_role, is_verb_position
from ingest.text.view import Span


class Mode(StrEnum):
    """What a section may hold: FULL tasks; STRICT only what names its subject; NONE nothing (criteria, audiences)."""

    FULL = "full"
    STRICT = "strict"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a block from above. `firm`: from a heading or a lead-in, so that items below inherit it too."""

    subject: tuple[BodyMention, ...] = ()
    role: Role | None = None
    role_words: str | None = None
    partners: tuple[Body, ...] = ()
    requested: bool = False
    mode: Mode = Mode.FULL
    firm: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class BlockResult:
    """The assignments of a block; `opened`: the frame for what follows, None if it opens none."""

    found: tuple[Assignment, ...]
    opened: Frame | None


_TROUBLE = re.compile(r"khó khăn|vướng mắc|phát sinh|bất cập|vấn đề", re.I)
_TOLD = re.compile(r"nếu (?:có|phát sinh|gặp)|phản ánh|báo cáo|thông tin|gửi|liên hệ|trao đổi", re.I)
_REPORT = re.compile(rf"(?:{cue('before-reporting')}[,\s]*)*+{cue('reporting')}(?![^\W_])", re.I)
_MORE_THAN_REPORT = re.compile(r"đề xuất|tham mưu|sơ kết|tổng kết", re.I)
_NOT_A_TASK = re.compile(cue("no-task"), re.I)
_EXECUTION = re.compile(
    r"chịu trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện|triển khai)|(?:căn cứ [^,;.]{0,40} )?thi hành", re.I
)
_GENERIC = re.compile(cue("generic") + "++", re.I)
_GENERIC_NOUNS = re.compile(
    r"(?:các )?(?:(?:cơ quan|đơn vị|địa phương|tổ chức|cá nhân|ngành|cấp)(?:, | và |$)?(?:các )?)++(?: liên quan)?$",
    re.I,
)
_BARE_DUTY = re.compile(
    rf"(?:{cue('bare-duty')}\s*)++(?:kế hoạch này|công văn này|chỉ thị này|các nội dung (?:trên|này))?\s*", re.I
)
_NOUN_START = re.compile(rf"[\s\-+*•–“\"(]*{cue('noun-start')}(?![^\W_])", re.I)
_CONNECTIVE = re.compile(r"(?:đồng thời|ngoài ra|đặc biệt|trước hết|trước mắt|bên cạnh đó)\s*,?\s*")
_ENCOURAGE = re.compile(r"(?:khuyến khích|kêu gọi)\s+", re.I)
_PARTNER = re.compile(
    r"(?:phối hợp|phối, kết hợp)(?:\s+(?:chặt chẽ|thường xuyên|đồng bộ|hiệu quả|tốt|cùng|kịp thời|với|,|và)){0,4}\s+(?=[^\W_])"
    r"|(?:phối hợp|kết hợp)[^.;:]{0,25}?\s(?:với|hỗ trợ|cùng)\s+(?=[^\W_])",
    re.I,
)
_COURTESY = re.compile(r"(?:các\s+)?đồng chí\s+")
_OWN_UNITS = re.compile(r"trực thuộc|thuộc quyền|thuộc phạm vi|đơn vị mình|của mình", re.I)
_DIRECTS = re.compile(
    r"(?:(?:tiếp tục|tăng cường|thường xuyên|chủ động) ){0,3}(?:chỉ đạo|hướng dẫn|yêu cầu|đôn đốc|định hướng)", re.I
)
_REPORTS_BEFORE = re.compile(r"báo cáo|gửi (?:danh sách|kết quả)|phản ánh", re.I)
_BRACKET_ORDER = re.compile(r"\(\s*(?:giao\s+)?(?=[^\W\d_])([^()]{8,300})\)[\s./;]*$", re.I)
_LATER_ROLE = re.compile(
    r"(?<=, )(?:chủ trì|phối hợp (?:chặt chẽ )?với|tham mưu)(?![^\W_])|(?<=…)\s?phối hợp với"
    r"|(?<=, đồng thời )(?:chủ trì|phối hợp|tham mưu)"
)
_ROLE_FILLERS = re.compile(r"phối hợp(?: chặt chẽ)?(?: với)?|tham mưu|chủ trì|và|với|các|liên quan|có|[,;…]")
_ISSUER_SPEAKS = re.compile(
    r"(?:tiếp tục )?(?:ban hành|yêu cầu|đề nghị|giao|chỉ đạo như sau|quyết định|thông báo|phát động|điện)"
)


class Tasks:
    """The assignments of one document's blocks."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        date = reading.header.date
        self.year = int(date[:4]) if date else None
        issuer = reading.header.issuer
        self.issuer = issuer.label if issuer else None

    def read(self, block: Block, section: str | None, frame: Frame) -> BlockResult:
        """The assignments that a block states within its frame."""
        view = spelled(block.text, self.reading)
        low = view.text.lower()
        found: list[Assignment] = []
        opened: Frame | None = None
        current = frame
        for start, end in sentences(view.text):
            if self._is_trouble(low, start, end):
                continue
            stated, lead_in, current = self._sentence(block, view, low, start, end, section, frame, current, found)
            found.extend(stated)
            if lead_in is not None:
                opened = lead_in
        if not found and opened is None and frame.mode is not Mode.NONE:
            found.extend(self._bracketed(block, view, low, section))
        if opened is None and current is not frame and current.subject:
            opened = replace(
                current,
                firm=False,
                role=None,
                role_words=None,
                partners=(),
                requested=frame.requested or current.requested,
            )
        return BlockResult(tuple(found), opened)

    # --- sentences ------------------------------------------------------------------------------------------------

    def _is_trouble(self, low: str, start: int, end: int) -> bool:
        """ "Nếu có khó khăn, vướng mắc … phản ánh về": a duty to report, told elsewhere."""
        within = low[start:end]
        return "nếu" in within and _TROUBLE.search(within) is not None and _TOLD.search(within) is not None

    def _sentence(
        self,
        block: Block,
        view: Spelled,
        low: str,
        start: int,
        end: int,
        section: str | None,
        frame: Frame,
        current: Frame,
        before: list[Assignment],
    ) -> tuple[list[Assignment], Frame | None, Frame]:
        subject = find_subject(
            view, low, start, end, frame.firm, loose=start == 0 and frame.mode is Mode.FULL and not frame.firm
        )
        encouraged = _ENCOURAGE.match(low, start)
        if subject is not None:
            if self._is_issuers_frame(view, subject, low):
                return [], None, current
            mentions = self._mentions(block, view, range(subject.first, subject.last))
            if encouraged and frame.firm and frame.subject:
                mentions = frame.subject
            asked = subject.asked or (frame.requested and subject.order is None) or (frame.requested and subject.asked)
            current = replace(
                frame, subject=mentions, role=None, role_words=None, partners=(), requested=asked, rule="subject"
            )
            at, begin = subject.predicate, subject.start
        else:
            if not current.subject or frame.mode is not Mode.FULL:
                return [], None, current
            if encouraged and current.subject:
                asked_subject = replace(current, requested=True)
                return (
                    self._pieces(block, view, low, start, start, end, section, asked_subject, start)[0],
                    None,
                    current,
                )
            predicate = own_predicate(low, start, end)
            if predicate is None and frame.firm and not _NOUN_START.match(low, start):
                predicate = (
                    start if low[start] != "(" and not _NOUN_START.match(low, _past_connective(low, start)) else None
                )
            if predicate is None or (low.startswith("đối với", start) and not frame.firm):
                return [], None, current
            if continues_previous(low, start) and before:
                self._extend(before, block, view, low, end)
                return [], None, current
            at, begin = predicate, start
        if at >= end:
            return [], replace(current, firm=True), current
        stated, lead_in = self._pieces(block, view, low, begin, at, end, section, current, start)
        return stated, lead_in, current

    def _is_issuers_frame(self, view: Spelled, subject: Subject, low: str) -> bool:
        """ "Ủy ban nhân dân tỉnh ban hành Kế hoạch": the issuer speaks of the document itself."""
        if subject.last - subject.first != 1 or view.bodies[subject.first].label != self.issuer:
            return False
        return (
            re.match(
                r"(?:tiếp tục )?(?:ban hành|yêu cầu|đề nghị|giao|chỉ đạo như sau|quyết định|thông báo|phát động|điện)",
                low[subject.predicate :],
            )
            is not None
        )

    def _mentions(self, block: Block, view: Spelled, indexes: Sequence[int]) -> tuple[BodyMention, ...]:
        out = []
        for i in only_members(view, list(indexes)):
            span = view.view.span(view.names[i].start, view.names[i].end)
            out.append(BodyMention(view.bodies[i], block.at(span.start, span.end)))
        return tuple(out)

    # --- pieces ---------------------------------------------------------------------------------------------------

    def _pieces(
        self,
        block: Block,
        view: Spelled,
        low: str,
        begin: int,
        at: int,
        end: int,
        section: str | None,
        frame: Frame,
        sentence: int,
    ) -> tuple[list[Assignment], Frame | None]:
        names = [(n.start, n.end) for n in view.names]
        lead_in_end = low[:end].rstrip().endswith(":")
        parts = self._split_roles(self._merged(pieces(view, low, at, end), view, low, names), low, names)
        out: list[Assignment] = []
        lead_in: Frame | None = None
        governing: tuple[RoleHit | None, tuple[Body, ...]] = (None, ())
        here = frame
        for i, piece in enumerate(parts):
            own = find_subject(view, low, piece.start, piece.end) if i else None
            start = piece.start
            if own is not None and own.predicate < piece.end and not self._partner_zone(view, low, piece.start, own):
                here = replace(
                    here,
                    subject=self._mentions(block, view, range(own.first, own.last)),
                    requested=own.asked or frame.requested,
                    role=None,
                    partners=(),
                )
                start = own.predicate
                governing = (None, ())
            hit = find_role(low[: piece.end], names, start)
            partners = self._partners(view, low, start, piece.end, names)
            if i == 0:
                colon = low.find(":", start, piece.end)
                head_hit = hit if hit is None or colon == -1 or hit.start < colon else None
                governing = (head_hit, partners)
            if (
                here.role is Role.LEAD
                and here.firm
                and hit is not None
                and hit.role is Role.COORDINATE
                and hit.start <= start + 2
            ):
                hit = RoleHit(Role.LEAD, 0, 0, here.role_words or "")
            if hit is None or hit.role is Role.MONITOR:
                if piece.listed and governing[0] is not None:
                    hit, partners = governing[0], partners or governing[1]
                elif here.role is not None and hit is None:
                    hit = RoleHit(here.role, 0, 0, here.role_words or "")
                    partners = partners or here.partners
            if i == len(parts) - 1 and lead_in_end:
                lead_in = self._lead_in(low, start, piece.end, here, hit, partners)
                if self._is_generic(low, start, piece.end, names):
                    break
            if self._skipped(low, start, piece.end, hit, here, view):
                continue
            span_start = begin if i == 0 else piece.start
            fact = self._assignment(block, view, low, span_start, start, piece.end, section, here, hit, partners)
            if i == 0 and fact.deadline is None:
                fact = self._led_in(fact, block.text, view, sentence, start)
            out.append(fact)
        return out, lead_in

    def _merged(self, parts: list[Piece], view: Spelled, low: str, names: Sequence[tuple[int, int]]) -> list[Piece]:
        """A weak piece without a role or a field of its own belongs to the one before it."""
        out: list[Piece] = []
        for piece in parts:
            if out and not piece.listed:
                fields, before = (self._core(view, p) for p in (piece, out[-1]))
                own_role = find_role(low[: piece.end], names, piece.start)
                if piece.weak and own_role is None and not fields - before:
                    out[-1] = replace(out[-1], end=piece.end)
                    continue
            out.append(piece)
        return out

    @staticmethod
    def _core(view: Spelled, piece: Piece) -> frozenset[str]:
        organisations = [(n.start, n.end) for n in view.names if n.kind is not BodyKind.CLASS]
        return frozenset(
            f
            for f in find_fields(_masked(view.text, piece.start, piece.end, organisations))
            if not f.startswith("new-")
        )

    def _lead_in(
        self, low: str, start: int, end: int, frame: Frame, hit: RoleHit | None, partners: tuple[Body, ...]
    ) -> Frame:
        """The frame that a sentence ending in a colon opens: its role goes on where it says nothing but the role."""
        role = (
            hit
            if hit is not None
            and hit.role in (Role.LEAD, Role.COORDINATE, Role.ADVISE)
            and self._role_opens(low, start, end, hit)
            else None
        )
        return replace(
            frame,
            firm=True,
            role=role.role if role else None,
            role_words=role.words if role else None,
            partners=partners if role else (),
            rule="lead-in",
        )

    def _role_opens(self, low: str, start: int, end: int, hit: RoleHit) -> bool:
        return (
            hit.end > 0
            and ";" not in low[start:end]
            and end - hit.start < 400
            and re.search(r"(?:sau|như|gồm|cụ thể|trong đó)\s*:?\s*$|^[^;]*$", low[hit.start : end]) is not None
        )

    def _is_generic(self, low: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> bool:
        """ "có trách nhiệm:", "thực hiện các nội dung sau:": no task by itself."""
        words = _masked(low, start, end, names)
        words = re.sub(r"chủ trì|phối hợp(?: chặt chẽ)?(?: với)?|tham mưu|là cơ quan đầu mối|liên quan", " ", words)
        return _GENERIC.fullmatch(words.rstrip(" :.")) is not None or not words.strip(" :,.;và")

    def _split_roles(self, parts: list[Piece], low: str, names: Sequence[tuple[int, int]]) -> list[Piece]:
        """A clause with a role of its own inside a piece begins a new one ("chủ trì A, tham mưu UBND tỉnh B")."""
        out: list[Piece] = []
        for piece in parts:
            start = piece.start
            first = find_role(low[: piece.end], names, start)
            while first is not None and first.role is not Role.MONITOR:
                following = self._later_role(low, first, piece.end, names, start)
                if following is None:
                    break
                out.append(
                    Piece(
                        start,
                        low.rfind(low[following.start - 1], start, following.start)
                        if False
                        else _trim(low, start, following.start),
                        piece.listed,
                    )
                )
                start = following.start
                first = following
            out.append(Piece(start, piece.end, piece.listed))
        return out

    def _later_role(
        self, low: str, first: RoleHit, end: int, names: Sequence[tuple[int, int]], start: int
    ) -> RoleHit | None:
        for found in re.finditer(
            r"(?<=, )(?:chủ trì|phối hợp (?:chặt chẽ )?với|tham mưu)(?![^\W_])|(?<=…)\s?phối hợp với|(?<=, đồng thời )(?:chủ trì|phối hợp|tham mưu)",
            low[first.end : end],
        ):
            at = first.end + found.start()
            while low[at].isspace():
                at += 1
            if any(a <= at < b for a, b in names):
                continue
            between = _masked(low, first.end, at, names)
            words = re.sub(
                r"phối hợp(?: chặt chẽ)?(?: với)?|tham mưu|chủ trì|và|với|các|liên quan|có|[,;…]", " ", between
            ).split()
            if len(words) < 5:
                continue
            hit = find_role(low[:end], names, at)
            if hit is not None and hit.role is not first.role and is_verb_position(low, hit.start, start):
                return RoleHit(hit.role, at, hit.end, hit.words)
        return None

    def _partner_zone(self, view: Spelled, low: str, start: int, own: Subject) -> bool:
        return re.search(r"(?:với|cùng)\s*$", low[max(0, start - 12) : start]) is not None and own.start == start

    # --- arguments ------------------------------------------------------------------------------------------------

    def _partners(
        self, view: Spelled, low: str, start: int, end: int, names: Sequence[tuple[int, int]]
    ) -> tuple[Body, ...]:
        """Those named by "phối hợp với" in the clause."""
        out: list[Body] = []
        directs = _DIRECTS.match(low, start)
        for found in _PARTNER.finditer(low, start, end):
            if (
                directs
                and found.start() > directs.end() + 3
                and not _OWN_UNITS.search(low[directs.end() : found.start()])
            ):
                continue
            at = found.end()
            courtesy = re.compile(r"(?:các\s+)?đồng chí\s+").match(low, at)
            if courtesy:
                at = courtesy.end()
            first = next((i for i, (a, b) in enumerate(names) if a == at and b <= end), None)
            if first is None:
                continue
            last = group_from(names, view.text, first, end)
            out.extend(view.bodies[i] for i in only_members(view, range(first, last)))
        return tuple(dict.fromkeys(out))

    def _skipped(self, low: str, start: int, end: int, hit: RoleHit | None, frame: Frame, view: Spelled) -> bool:
        clause = low[start:end].strip()
        if len(clause) < 6:
            return True
        if _EXECUTION.match(clause):
            return False
        if _NOT_A_TASK.match(clause) or clause.rstrip(" :.").endswith("như sau") or _only_basis(clause):
            return True
        strong = hit is not None and hit.role in (Role.LEAD, Role.ADVISE, Role.STANDING) and hit.end > 0
        if not strong and _REPORT.match(clause) and not _MORE_THAN_REPORT.search(clause[:200]):
            return True
        generic = all(_GENERIC_NOUNS.fullmatch(m.body.label) for m in frame.subject)
        return generic and _BARE_DUTY.fullmatch(clause.rstrip(" ./")) is not None

    def _assignment(
        self,
        block: Block,
        view: Spelled,
        low: str,
        span_start: int,
        start: int,
        end: int,
        section: str | None,
        frame: Frame,
        hit: RoleHit | None,
        partners: tuple[Body, ...],
    ) -> Assignment:
        while end > start and low[end - 1] in " ,;:./…":
            end -= 1
        task = view.view.span(start, end)
        whole = view.view.span(min(span_start, start), end)
        organisations = [
            (n.start, n.end) for n in view.names if n.kind is not BodyKind.CLASS and not n.name.startswith("Đoàn ")
        ]
        words = _masked(view.text, start, end, organisations)
        deadline = self._deadline(block.text[task.start : task.end])
        requested = frame.requested or _ENCOURAGE.match(low, start) is not None
        role = hit.role if hit else Role.PERFORM
        return Assignment(
            span=block.at(whole.start, whole.end),
            section=section,
            rule=f"assignment.{frame.rule or 'inherited'}.{role.value}",
            bodies=frame.subject,
            role=role,
            role_words=hit.words or None if hit else None,
            modality=Modality.REQUESTED if requested else Modality.REQUIRED,
            task=block.text[task.start : task.end],
            task_span=block.at(task.start, task.end),
            fields=find_fields(words),
            partners=partners,
            deadline=deadline.value if deadline else None,
            deadline_text=deadline.text if deadline else None,
        )

    def _deadline(self, clause: str) -> Deadline | None:
        """By when the clause must be done; a day for reporting on it is no deadline of the task."""
        found = find_deadline(clause, self.year)
        if (
            found is None
            or _REPORTS_BEFORE.search(clause[: found.start])
            or clause[: found.start].rstrip().endswith("ngay từ")
        ):
            return None
        return found

    def _led_in(self, fact: Assignment, text: str, view: Spelled, sentence: int, start: int) -> Assignment:
        """ "Trước ngày 25/11, các cơ quan …": the day stands before the body."""
        span = view.view.span(sentence, start)
        lead = text[span.start : span.end]
        found = find_deadline(lead, self.year) if len(lead) < 250 else None
        return replace(fact, deadline=found.value, deadline_text=found.text) if found else fact

    def _extend(self, before: list[Assignment], block: Block, view: Spelled, low: str, end: int) -> None:
        """The last assignment goes on to `end`: a sentence of purpose adds its words, and the fields they name."""
        last = before[-1]
        stop = view.view.span(max(0, end - 1), end).end
        span = block.at(max(0, stop - 1), stop)
        whole = Span(last.span.start, max(last.span.end, span.end))
        begin = next((i for i in range(len(block.text)) if block.at(i, i + 1).start >= last.task_span.start), 0)
        fields = tuple(dict.fromkeys((*last.fields, *find_fields(spelled(block.text[begin:stop], self.reading).text))))
        before[-1] = replace(last, span=whole, fields=fields)

    # --- assignments in brackets ----------------------------------------------------------------------------------

    def _bracketed(self, block: Block, view: Spelled, low: str, section: str | None) -> Iterator[Assignment]:
        """ "Thành lập Đoàn kiểm tra … (Giao Công an tỉnh tham mưu)": the actor stands in brackets behind the task."""
        bracket = _BRACKET_ORDER.search(low)
        if not bracket or bracket.start() < 12:
            return
        subject = find_subject(
            view,
            low,
            bracket.start(1) - (5 if low[bracket.start() :].lstrip("( ").startswith("giao") else 0),
            bracket.end(1),
        )
        if subject is None:
            return
        names = [(n.start, n.end) for n in view.names]
        hit = find_role(low[: bracket.end(1)], names, subject.predicate)
        if subject.order is None and hit is None:
            return
        frame = Frame(
            self._mentions(block, view, range(subject.first, subject.last)), requested=subject.asked, rule="bracket"
        )
        partners = self._partners(view, low, subject.predicate, bracket.end(1), names)
        task = self._assignment(block, view, low, 0, 0, bracket.start(), section, frame, hit, partners)
        stop = view.view.span(0, bracket.end(1)).end
        yield replace(task, span=block.at(0, stop))


def _past_connective(low: str, start: int) -> int:
    found = re.compile(r"(?:đồng thời|ngoài ra|đặc biệt|trước hết|trước mắt|bên cạnh đó)\s*,?\s*").match(low, start)
    return found.end() if found else start


def _only_basis(clause: str) -> bool:
    """ "Căn cứ …" without what is done on that basis."""
    if not clause.startswith(("căn cứ", "trên cơ sở")) or ":" in clause or " để " in clause:
        return False
    if any(
        begins_predicate(clause, m.end())
        for m in re.finditer(r"(?:được giao|được phân công|của mình|quy định|này)\s+", clause)
    ):
        return False
    return (
        not any(begins_predicate(clause, m.end()) for m in re.finditer(r",\s+", clause))
        and "phối hợp" not in clause
        and "chủ trì" not in clause
    )


def _masked(text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> str:
    """text[start:end] with names blanked."""
    out = text[start:end]
    for a, b in names:
        a, b = max(a, start) - start, min(b, end) - start
        if a < b:
            out = out[:a] + " " * (b - a) + out[b:]
    return out


def _trim(low: str, start: int, end: int) -> int:
    while end > start and low[end - 1] in " ,;…":
        end -= 1
    return end


def is_state(reading: Reading) -> bool:
    return reading.header.sector is Sector.STATE
