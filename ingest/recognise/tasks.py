"""One paragraph to its assignments: subjects, roles, partners, fields and deadlines of its clauses.

Comes in: a block, and the frame it stands in (who was named above, with what role, asked or ordered). Goes out: the
assignments of the block, and the frame that it opens for what follows. How blocks hang together is settled by
ingest.recognise.assignments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ingest.facts import Assignment, Body, BodyMention, Modality, Role
from ingest.layout.model import Block
from ingest.lexicons import cue
from ingest.recognise.clauses import (
    Piece,
    Subject,
    continues_previous,
    find_subject,
    own_predicate,
    pieces,
    sentences,
)
from ingest.recognise.context import Reading
from ingest.recognise.dates import find_deadline
from ingest.recognise.paragraph import Paragraph
from ingest.recognise.roles import RoleHit, find_role, is_verb_position
from ingest.recognise.task_words import clause_deadline, is_generic, is_no_task, partners, tells_trouble
from ingest.text.view import Span


class Mode(StrEnum):
    """What a section may hold: FULL tasks; STRICT only what names its subject; NONE nothing (criteria, audiences)."""

    FULL = "full"
    STRICT = "strict"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds for a block from above. `firm`: from a heading or a lead-in, so that items below inherit it too.

    `topics`: the chapter's headings say what is done, not by whom ("III. GIẢI PHÁP").
    """

    subject: tuple[BodyMention, ...] = ()
    role: Role | None = None
    role_words: str | None = None
    partners: tuple[Body, ...] = ()
    requested: bool = False
    mode: Mode = Mode.FULL
    firm: bool = False
    rule: str = ""
    topics: bool = False

    def given_to(self, subject: tuple[BodyMention, ...], *, requested: bool, rule: str) -> Frame:
        """The same place, another subject; the role of the one before does not go on."""
        return replace(self, subject=subject, role=None, role_words=None, partners=(), requested=requested, rule=rule)


@dataclass(frozen=True, slots=True)
class BlockResult:
    """The assignments of a block; `opened`: the frame for what follows, None if it opens none."""

    found: tuple[Assignment, ...]
    opened: Frame | None


_NOUN_START = re.compile(rf"[\s\-+*•–“\"(]*{cue('noun-start')}(?![^\W_])", re.I)
_CONNECTIVE = re.compile(r"(?:đồng thời|ngoài ra|đặc biệt|trước hết|trước mắt|bên cạnh đó)\s*,?\s*")
_ENCOURAGE = re.compile(r"(?:khuyến khích|kêu gọi)\s+", re.I)
_BRACKET_ORDER = re.compile(r"\(\s*(?P<order>giao\s+)?(?=[^\W\d_])([^()]{8,300})\)[\s./;]*$", re.I)
_LATER_ROLE = re.compile(
    r"(?<=, )(?:chủ trì|phối hợp (?:chặt chẽ )?với|tham mưu)(?![^\W_])|(?<=…)\s?phối hợp với"
    r"|(?<=, đồng thời )(?:chủ trì|phối hợp|tham mưu)"
)
_ROLE_FILLERS = re.compile(r"phối hợp(?: chặt chẽ)?(?: với)?|tham mưu|chủ trì|và|với|các|liên quan|có|[,;…]")
_ISSUER_SPEAKS = re.compile(
    r"(?:tiếp tục )?(?:ban hành|yêu cầu|đề nghị|giao|chỉ đạo như sau|quyết định|thông báo|phát động|điện)"
)


_Governing = tuple[RoleHit | None, tuple[Body, ...]]
_NOTHING_GOVERNS: _Governing = (None, ())


class Tasks:
    """The assignments of one document's blocks."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        date = reading.header.date
        self.year = int(date[:4]) if date else None
        self.issuer = reading.header.issuer.label if reading.header.issuer else None

    def read(self, block: Block, section: str | None, frame: Frame) -> BlockResult:
        """The assignments that a block states within its frame."""
        paragraph = Paragraph.of(block, section, self.reading)
        found: list[Assignment] = []
        opened: Frame | None = None
        current = frame
        for start, end in sentences(paragraph.words.text):
            if tells_trouble(paragraph.low[start:end]):
                continue
            stated, lead_in, current = self._sentence(paragraph, start, end, frame, current, found)
            found.extend(stated)
            opened = lead_in or opened
        if not found and opened is None and frame.mode is not Mode.NONE:
            found.extend(self._bracketed(paragraph))
        if opened is None and current is not frame and current.subject:
            asked = frame.requested or current.requested
            opened = replace(current.given_to(current.subject, requested=asked, rule=current.rule), firm=False)
        return BlockResult(tuple(found), opened)

    # --- sentences ------------------------------------------------------------------------------------------------

    def _sentence(
        self, paragraph: Paragraph, start: int, end: int, frame: Frame, current: Frame, before: list[Assignment]
    ) -> tuple[list[Assignment], Frame | None, Frame]:
        """(assignments, the frame that a lead-in opens, the frame for the next sentence)."""
        low = paragraph.low
        loose = start == 0 and frame.mode is Mode.FULL and not frame.firm
        subject = find_subject(paragraph.words, start, end, firm=frame.firm, loose=loose)
        encouraged = _ENCOURAGE.match(low, start) is not None
        if subject is not None:
            if self._issuer_speaks(paragraph, subject):
                return [], None, current
            mentions = paragraph.mentions(range(subject.first, subject.last))
            if encouraged and frame.firm and frame.subject:
                mentions = frame.subject
            asked = subject.asked or (frame.requested and subject.order is None)
            current = frame.given_to(mentions, requested=asked, rule="subject")
            if subject.predicate >= end:
                return [], replace(current, firm=True), current
            stated, lead_in = self._pieces(paragraph, subject.start, subject.predicate, end, current, start)
            return stated, lead_in, current
        if not current.subject or frame.mode is not Mode.FULL:
            return [], None, current
        if encouraged:
            asked_frame = replace(current, requested=True)
            return self._pieces(paragraph, start, start, end, asked_frame, start)[0], None, current
        at = self._bare_predicate(low, start, end, frame)
        if at is None or at >= end:
            return [], None, current
        if continues_previous(low, start) and before:
            before[-1] = self._extended(before[-1], paragraph, start, end)
            return [], None, current
        stated, lead_in = self._pieces(paragraph, start, at, end, current, start)
        return stated, lead_in, current

    def _issuer_speaks(self, paragraph: Paragraph, subject: Subject) -> bool:
        """ "Ủy ban nhân dân tỉnh ban hành Kế hoạch": the issuer speaks of the document itself."""
        if subject.last - subject.first != 1 or paragraph.words.bodies[subject.first].label != self.issuer:
            return False
        return _ISSUER_SPEAKS.match(paragraph.low, subject.predicate) is not None

    @staticmethod
    def _bare_predicate(low: str, start: int, end: int, frame: Frame) -> int | None:
        """Where a sentence that names nobody begins what is to be done."""
        if low.startswith("đối với", start) and not frame.firm:
            return None
        at = own_predicate(low, start, end)
        if at is not None or not frame.firm or low[start] == "(":
            return at
        connective = _CONNECTIVE.match(low, start)
        nouns = _NOUN_START.match(low, start) or _NOUN_START.match(low, connective.end() if connective else start)
        return None if nouns else start  # under a heading that names the body an unknown verb may open a task

    # --- pieces ---------------------------------------------------------------------------------------------------

    def _pieces(
        self, paragraph: Paragraph, begin: int, at: int, end: int, frame: Frame, sentence: int
    ) -> tuple[list[Assignment], Frame | None]:
        """The assignments of a predicate text[at:end]; `begin`: where its subject stands, if it does."""
        words, low = paragraph.words, paragraph.low
        parts = self._split_roles(self._merged(pieces(words, at, end), paragraph), paragraph)
        opens = low[:end].rstrip().endswith(":")
        out: list[Assignment] = []
        lead_in: Frame | None = None
        here, governing = frame, _NOTHING_GOVERNS
        for i, piece in enumerate(parts):
            start = piece.start
            own = find_subject(words, start, piece.end) if i else None
            if own is not None and own.predicate < piece.end:
                asked = own.asked or frame.requested
                here = here.given_to(paragraph.mentions(range(own.first, own.last)), requested=asked, rule=here.rule)
                start, governing = own.predicate, _NOTHING_GOVERNS
            hit, helpers = find_role(low, words.spans, start, piece.end), partners(paragraph, start, piece.end)
            if i == 0:
                colon = low.find(":", start, piece.end)
                governing = (None if hit is not None and -1 < colon < hit.start else hit, helpers)
            hit, helpers = self._inherited(hit, helpers, piece, here, governing, start)
            if opens and i == len(parts) - 1:
                lead_in = self._lead_in(low, start, piece.end, here, hit, helpers)
                if is_generic(paragraph, start, piece.end):
                    continue
            if is_no_task(low[start : piece.end].strip(), hit, here.subject):
                continue
            first = begin if i == 0 else piece.start
            fact = self._assignment(paragraph, first, start, piece.end, here, hit, helpers)
            out.append(self._led_in(fact, paragraph, sentence, start) if i == 0 else fact)
        return out, lead_in

    @staticmethod
    def _inherited(
        hit: RoleHit | None,
        helpers: tuple[Body, ...],
        piece: Piece,
        here: Frame,
        governing: _Governing,
        start: int,
    ) -> _Governing:
        """The role a clause takes from the words before its colon, or from the lead-in above it."""
        led = here.role is Role.LEAD and here.firm
        if led and hit is not None and hit.role is Role.COORDINATE and hit.start <= start + 2:
            return RoleHit(Role.LEAD, 0, 0, here.role_words or ""), helpers
        if hit is not None and hit.role is not Role.MONITOR:
            return hit, helpers
        if piece.listed and governing[0] is not None:
            return governing[0], helpers or governing[1]
        if here.role is not None and hit is None:
            return RoleHit(here.role, 0, 0, here.role_words or ""), helpers or here.partners
        return hit, helpers

    def _merged(self, parts: list[Piece], paragraph: Paragraph) -> list[Piece]:
        """A weak piece without a role or a field of its own belongs to the one before it."""
        out: list[Piece] = []
        for piece in parts:
            if out and piece.weak and not piece.listed:
                fields, before = (
                    {f for f in paragraph.fields(p.start, p.end) if not f.startswith("new-")} for p in (piece, out[-1])
                )
                role = find_role(paragraph.low, paragraph.words.spans, piece.start, piece.end)
                if role is None and not fields - before:
                    out[-1] = replace(out[-1], end=piece.end)
                    continue
            out.append(piece)
        return out

    def _split_roles(self, parts: list[Piece], paragraph: Paragraph) -> list[Piece]:
        """A clause with a role of its own inside a piece begins a new one ("chủ trì A, tham mưu UBND tỉnh B")."""
        out: list[Piece] = []
        for piece in parts:
            start = piece.start
            first = find_role(paragraph.low, paragraph.words.spans, start, piece.end)
            while first is not None and first.role is not Role.MONITOR:
                first = self._later_role(paragraph, first, start, piece.end)
                if first is not None:
                    out.append(replace(piece, start=start, end=_trimmed(paragraph.low, start, first.start)))
                    start = first.start
            out.append(replace(piece, start=start))
        return out

    @staticmethod
    def _later_role(paragraph: Paragraph, first: RoleHit, start: int, end: int) -> RoleHit | None:
        """The next role word that opens a clause of another role, with words of a task between the two."""
        low, spans = paragraph.low, paragraph.words.spans
        for found in _LATER_ROLE.finditer(low, first.end, end):
            at = found.start() + (found[0][0] == " ")
            if len(_ROLE_FILLERS.sub(" ", paragraph.masked(first.end, at)).split()) < 5:
                continue
            hit = find_role(low, spans, at, end)
            if hit is not None and hit.role is not first.role and is_verb_position(low, hit.start, start):
                return replace(hit, start=at)
        return None

    @staticmethod
    def _lead_in(low: str, start: int, end: int, frame: Frame, hit: RoleHit | None, helpers: tuple[Body, ...]) -> Frame:
        """The frame that a sentence ending in a colon opens: its role goes on where it says little but the role."""
        governs = hit is not None and hit.role in (Role.LEAD, Role.COORDINATE, Role.ADVISE) and hit.end > 0
        if hit is None or not governs or ";" in low[start:end] or end - hit.start >= 400:
            return replace(frame, firm=True, role=None, role_words=None, partners=(), rule="lead-in")
        return replace(frame, firm=True, role=hit.role, role_words=hit.words, partners=helpers, rule="lead-in")

    # --- facts ----------------------------------------------------------------------------------------------------

    def _assignment(
        self,
        paragraph: Paragraph,
        begin: int,
        start: int,
        end: int,
        frame: Frame,
        hit: RoleHit | None,
        helpers: tuple[Body, ...],
    ) -> Assignment:
        while end > start and paragraph.low[end - 1] in " ,;:./…":
            end -= 1
        task = paragraph.printed(start, end)
        deadline = clause_deadline(task, self.year)
        requested = frame.requested or _ENCOURAGE.match(paragraph.low, start) is not None
        role = hit.role if hit else Role.PERFORM
        return Assignment(
            span=paragraph.span(min(begin, start), end),
            section=paragraph.section,
            rule=f"assignment.{frame.rule or 'inherited'}.{role.value}",
            bodies=frame.subject,
            role=role,
            role_words=(hit.words or None) if hit else None,
            modality=Modality.REQUESTED if requested else Modality.REQUIRED,
            task=task,
            task_span=paragraph.span(start, end),
            fields=paragraph.fields(start, end),
            partners=helpers,
            deadline=deadline.value if deadline else None,
            deadline_text=deadline.text if deadline else None,
        )

    def _led_in(self, fact: Assignment, paragraph: Paragraph, sentence: int, start: int) -> Assignment:
        """ "Trước ngày 25/11, các cơ quan …": the day stands before the body."""
        if fact.deadline is not None or start - sentence > 300:
            return fact
        found = find_deadline(paragraph.printed(sentence, start), self.year)
        return replace(fact, deadline=found.value, deadline_text=found.text) if found else fact

    @staticmethod
    def _extended(fact: Assignment, paragraph: Paragraph, start: int, end: int) -> Assignment:
        """The assignment goes on over a sentence of purpose, whose words may name fields of it."""
        span = paragraph.span(start, end)
        fields = tuple(dict.fromkeys((*fact.fields, *paragraph.fields(start, end))))
        return replace(fact, span=Span(fact.span.start, max(fact.span.end, span.end)), fields=fields)

    def _bracketed(self, paragraph: Paragraph) -> Iterator[Assignment]:
        """ "Thành lập Đoàn kiểm tra … (Giao Công an tỉnh tham mưu)": the actor stands in brackets behind the task."""
        low = paragraph.low
        bracket = _BRACKET_ORDER.search(low[-400:])
        offset = max(0, len(low) - 400)
        if not bracket or offset + bracket.start() < 12:
            return
        inside, end = offset + bracket.start() + 1, offset + bracket.end(2)
        subject = find_subject(paragraph.words, inside, end)
        if subject is None or subject.predicate >= end:
            return
        hit = find_role(low, paragraph.words.spans, subject.predicate, end)
        if subject.order is None and hit is None:
            return
        mentions = paragraph.mentions(range(subject.first, subject.last))
        frame = Frame(mentions, requested=subject.asked, rule="bracket")
        helpers = partners(paragraph, subject.predicate, end)
        task = self._assignment(paragraph, 0, 0, offset + bracket.start(), frame, hit, helpers)
        yield replace(task, span=paragraph.span(0, end))


def _trimmed(low: str, start: int, end: int) -> int:
    while end > start and low[end - 1] in " ,;…":
        end -= 1
    return end
