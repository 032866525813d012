"""The facts that documents state: the heart of the house.

Each fact is a frozen record with the span of its sentence in the kept text, the printed section it stands in, its
status and the rule that made it. Quotes are never stored: a quote is `span.of(kept text)`, so it cannot be wrong.
Values follow the contract (docs/contract.md): dates as precise as the source, slugs for fields, closed sets below.
Facts know nothing of RDF (ingest/triples.py turns them into quads), of stores or of pages.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ingest.text.view import Span


class Status(StrEnum):
    STATED = "stated"
    INFERRED = "inferred"
    BLANK = "blank"  # header values only: the form leaves it empty
    ABSENT = "absent"  # header values only: no such line in the text
    DEFAULT = "default"  # a statutory default that no document states


class Level(StrEnum):
    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Sector(StrEnum):
    STATE = "state"
    PARTY = "party"
    FRONT = "front"
    JUDICIAL = "judicial"
    OTHER = "other"


class Role(StrEnum):
    LEAD = "lead"
    COORDINATE = "coordinate"
    ADVISE = "advise"
    PERFORM = "perform"
    MONITOR = "monitor"
    STANDING = "standing"


class Modality(StrEnum):
    REQUIRED = "required"
    REQUESTED = "requested"


class Relation(StrEnum):
    IMPLEMENTS = "implements"
    BASED_ON = "based_on"
    RELAYS = "relays"
    AMENDS = "amends"
    REPLACES = "replaces"
    CITES = "cites"


class BodyKind(StrEnum):
    ORGANISATION = "organisation"
    POST = "post"
    PERSON = "person"
    CLASS = "class"


class Comparator(StrEnum):
    EQ = "="
    GT = ">"
    GE = ">="
    LT = "<"
    LE = "<="
    RANGE = "range"
    ABOUT = "~"


class Recurrence(StrEnum):
    ANNUAL = "annual"
    SEMIANNUAL = "semiannual"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    WEEKLY = "weekly"
    ONCE = "once"
    ADHOC = "adhoc"


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """A territorial unit as a document means it.

    `name` is bare ("Thanh Miện"; "Phường 1" keeps its word), `kind` the type word ("huyện", "thành phố", "phường" …),
    `level` its own level, `within` the unit above as far as known. `iri` is the unit of the reference graph, or None
    while the name is ambiguous or unknown. The country as a whole is no PlaceRef: central bodies have place None.
    """

    name: str
    kind: str
    level: Level
    within: PlaceRef | None = None
    iri: str | None = None

    @property
    def full_name(self) -> str:
        """ "huyện Thanh Miện"; a unit named by a number takes its parent: "Phường 1, thành phố Vũng Tàu"."""
        if self.name.lower().startswith(self.kind.lower()):
            return f"{self.name}, {self.within.full_name}" if self.within else self.name
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Body:
    """An office, post, person or class of bodies, completed from context.

    `label` is the full formal name in modern tone placement ("Phòng Văn hóa và Thông tin huyện Thanh Miện"); classes
    keep their printed form. `place` is the unit it belongs to (None: central, or a class with no place of its own).
    `office` is the slug of its type in the lexicon of offices ("phong-van-hoa-va-thong-tin"), None if not in it.
    """

    label: str
    kind: BodyKind
    place: PlaceRef | None = None
    level: Level | None = None
    sector: Sector = Sector.STATE
    office: str | None = None

    @property
    def collective(self) -> bool:
        return self.kind is BodyKind.CLASS


@dataclass(frozen=True, slots=True)
class BodyMention:
    """A body where it is printed. `printed`: the words of the kept text; `span`: where (may lie in a heading)."""

    body: Body
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has. `span`: its sentence; `section`: see the contract; `rule`: the id of the rule."""

    span: Span
    section: str | None
    rule: str
    status: Status = Status.STATED
    reading: str | None = None  # the proposed clean reading of a damaged quote, beside it, never instead of it


@dataclass(frozen=True, slots=True)
class HeaderFact:
    """One value of a document's header: number, date, issuer, title, signatory, capacity, authority, type.

    `value` None with BLANK or ABSENT; `span` None with ABSENT; INFERRED values may stand in another document.
    """

    name: str
    value: str | None
    status: Status
    span: Span | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What identifies a document. `number` as printed, gaps folded; `date` YYYY-MM-DD, YYYY-MM or YYYY."""

    type: str | None
    number: str | None
    number_status: Status
    date: str | None
    date_status: Status
    issuer: Body | None
    level: Level | None
    sector: Sector
    place: PlaceRef | None
    title: str | None
    signatory: str | None
    capacity: str | None
    authority: str | None
    facts: tuple[HeaderFact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Fact):
    """A mention of another document; the span runs from the type word to the end of its date and issuer."""

    type: str | None
    number: str | None
    date: str | None
    issuer: Body | None
    title: str | None
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment(Fact):
    """A task given to one body, or to several jointly. `task`: the words of the task, without the body.

    `fields`: slugs; a slug the scheme lacks begins with "new-". `deadline`: normalised, `deadline_text`: as printed.
    `partners`: labels of those named by "phối hợp với". `task_span`: where the words of the task stand.
    """

    bodies: tuple[BodyMention, ...]
    role: Role
    role_words: str | None
    modality: Modality
    task: str
    task_span: Span
    fields: tuple[str, ...] = ()
    partners: tuple[Body, ...] = ()
    deadline: str | None = None
    deadline_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Fact):
    """A criterion set for an audience ("Đối với …") under a theme ("Về phát triển kết cấu hạ tầng")."""

    audience: str | None
    theme: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Fact):
    """Indicator, comparator, value, unit, with year and baseline when given. `value` is a plain number.

    `by`: normalised date; `change`: "increase", "decrease" or None; `change_kind`: "by", "to" or None.
    """

    audience: str | None
    theme: str | None
    indicator: str
    comparator: Comparator
    value: float
    value_to: float | None
    unit: str | None
    by: str | None = None
    baseline: str | None = None
    change: str | None = None
    change_kind: str | None = None
    approx: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingDuty(Fact):
    """Who reports to whom, when, and where it goes next. `due` normalised, `due_text` as printed."""

    reporters: tuple[Body, ...]
    recipient: Body | None
    onward: tuple[Body, ...] = ()
    recurrence: Recurrence | None = None
    due: str | None = None
    due_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Fact):
    """A line under "Nơi nhận", with its purpose in brackets. It informs; it assigns nothing."""

    name: str
    purpose: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Fact):
    label: str
    start_year: int
    end_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Fact):
    award: str
    occasion: str | None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that one document states."""

    part: int
    span: Span
    header: Header
    damaged: bool
    references: tuple[Reference, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    targets: tuple[Target, ...] = ()
    reports: tuple[ReportingDuty, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    phases: tuple[Phase, ...] = ()
    awards: tuple[Award, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the kept text: number from 1, the span it covers, its size in points where it has one (else 0)."""

    number: int
    span: Span
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class LineBox:
    """Where a line of the kept text lies on its page: left, top, right, bottom in ten-thousandths of the page.

    `confidence`: of the recognition of its words, 0 to 100; None where the text was not recognised but given.
    """

    page: int
    span: Span
    box: tuple[int, int, int, int]
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read. `path` is relative to the path ingested; `sha256` that of its bytes.

    `text` is the kept text: for .txt and .md the decoded file, unchanged. `reader`: name and version. `format`: what
    the file is by its content. `lines`: where lines lie on their pages, for files that have pages.
    """

    path: str
    sha256: str
    text: str
    reader: str
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    format: str = "text"
    lines: tuple[LineBox, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a file gives: its source, its documents, and, when nothing could be understood, why."""

    source: Source
    documents: tuple[DocumentFacts, ...] = field(default=())
    notes: tuple[str, ...] = ()
