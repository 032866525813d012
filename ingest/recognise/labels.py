"""Tasks told by label lines: "Cơ quan chủ trì: …", "Đơn vị phối hợp: …", "Thời gian thực hiện: …".

Comes in: a provision under which such lines stand. Goes out: one assignment per role that a label gives; the task is
the heading above the labels. Where a label's value is a sentence with a subject of its own, the sentence is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.facts import Assignment, Body, BodyMention, Modality, Role
from ingest.layout.model import Block, Kind, Provision
from ingest.lexicons import cue
from ingest.recognise.bodies import spelled, unknown_body
from ingest.recognise.clauses import Subject, find_subject, only_members
from ingest.recognise.context import Reading
from ingest.recognise.dates import Deadline, find_deadline, read_deadline
from ingest.recognise.fields import find_fields
from ingest.recognise.tasks import Frame, Tasks

_WHO = (
    rf"(?:(?:các\s+)?{cue('actor-noun')}"
    r"(?:\s*[,/]\s*(?:cơ quan|đơn vị|tổ chức|địa phương|bộ phận)){0,4}\s+)"
)
_END = (
    r"(?:\s+(?:thực hiện|triển khai|tham mưu|nhiệm vụ|xây dựng|soạn thảo|chính|chung)){0,4}\s*"
    r"(?:\([^()]{0,40}\)\s*)?(?P<mark>[:;]|$)\s*"
)
_TIME = (
    r"(?:thời\s+(?:gian|hạn|điểm)|tiến độ)"
    r"(?:\s+(?:thực hiện|hoàn thành|ban hành|triển khai|trình|dự kiến|báo cáo)){0,4}|hoàn thành"
)
_CONTENT = (
    r"(?:nội dung|nhiệm vụ|công việc|các nội dung|nội dung thực hiện)(?:\s*,\s*(?:biện pháp|giải pháp|nhiệm vụ)){0,3}"
    r"(?:\s+(?:công việc|thực hiện|cụ thể|nhiệm vụ)){0,3}"
)
_HEADER = (
    rf"{_WHO}?(?:chủ trì|thực hiện),\s*(?:phối hợp|thực hiện)|{_WHO}?chủ trì\s+và\s+phối hợp"
    r"|phân công(?:\s+(?:thực hiện|nhiệm vụ))?|tổ chức thực hiện"
)
_PERFORM = rf"{_WHO}(?:thực hiện|chịu trách nhiệm|triển khai|tham gia)|phân công thực hiện|trách nhiệm thực hiện"
_LABELS = tuple(
    (kind, re.compile(rf"\s*[-+*•–“\"]*\s*(?:{pattern}){_END}", re.I))
    for kind, pattern in (
        ("header", _HEADER),
        ("lead", rf"{_WHO}?(?:chủ trì|đầu mối|làm đầu mối|chịu trách nhiệm chính)"),
        ("partner", rf"{_WHO}?(?:phối hợp|cùng phối hợp)"),
        ("perform", _PERFORM),
        ("advise", rf"{_WHO}tham mưu"),
        ("time", _TIME),
        ("content", _CONTENT),
        ("other", rf"{cue('label-other')}(?:\s+(?:thực hiện|dự kiến|tham dự)){{0,2}}"),
    )
)
_ANY_LABEL = re.compile("|".join(pattern.pattern.replace("?P<mark>", "?:") for _, pattern in _LABELS), re.I)
_ROLES = {"lead": (Role.LEAD, "chủ trì"), "perform": (Role.PERFORM, None), "advise": (Role.ADVISE, "tham mưu")}


@dataclass
class _Group:
    """What the labels of one task say, gathered line by line."""

    section: str | None
    heads: list[Block] = field(default_factory=list)
    content: list[Block] = field(default_factory=list)
    items: list[tuple[str | None, Block]] = field(default_factory=list)
    actors: list[tuple[str, list[BodyMention], Block]] = field(default_factory=list)
    partners: list[Body] = field(default_factory=list)
    time: Deadline | None = None

    def facts(self, reading: Reading) -> Iterator[Assignment]:
        """One assignment per task and label of who acts: each item of the content, or else the heading."""
        if self.items:
            for section, block in self.items:
                yield from self._tasks(block, section, spelled(block.text, reading).text)
            return
        task = next((block for block in [*self.heads, *self.content] if len(block.text) > 3), None)
        if task is not None:
            words = " . ".join(spelled(block.text, reading).text for block in [*self.heads[-1:], *self.content])
            yield from self._tasks(task, self.section, words)

    def _tasks(self, task: Block, section: str | None, words: str) -> Iterator[Assignment]:
        for kind, mentions, value in self.actors:
            role, role_words = _ROLES[kind]
            yield Assignment(
                span=task.span.join(value.span),
                section=section,
                rule=f"assignment.label.{role.value}",
                bodies=tuple(dict.fromkeys(mentions)),
                role=role,
                role_words=role_words,
                modality=Modality.REQUIRED,
                task=task.text,
                task_span=task.span,
                fields=find_fields(words),
                partners=tuple(dict.fromkeys(self.partners)),
                deadline=self.time.value if self.time else None,
                deadline_text=self.time.text if self.time else None,
            )


def label_of(text: str) -> tuple[str, int] | None:
    """(kind, where the value begins) of a label line."""
    if len(text) > 4000 or not _ANY_LABEL.match(text):
        return None
    for kind, pattern in _LABELS:
        found = pattern.match(text)
        if found and (found["mark"] or len(text) < 60):
            return kind, found.end()
    return None


def is_label(text: str) -> bool:
    """Whether a paragraph is a label line that names who, with whom or when."""
    label = label_of(text)
    return (
        label is not None
        and label[0] in ("lead", "partner", "time", "perform")
        and text[: label[1]].rstrip().endswith(":")
    )


def opens_labels(node: Provision) -> bool:
    """Whether label lines that name who acts stand directly under the node."""
    if node.head is not None and (own := label_of(node.head.text)) and own[0] != "content":
        return False
    if node.kind is Kind.ROOT:
        return False
    lines = [*node.paragraphs, *(child.head for child in node.children if child.head is not None)]
    for line in lines:
        label = label_of(line.text)
        if label and label[0] in ("lead", "perform", "header", "advise"):
            return label[0] != "header" or any(
                (inner := label_of(block.text)) and inner[0] in ("lead", "perform")
                for child in node.children
                if child.head is line
                for block in _blocks(child)
            )
    return False


def group_assignments(node: Provision, reading: Reading, tasks: Tasks, frame: Frame) -> Iterator[Assignment]:
    """The assignments that the labels under a node tell."""
    reader = _Reader(node, reading, tasks, frame)
    for section, block in _lines(node):
        reader.take(section, block)
    return reader.facts()


class _Reader:
    """Reads the lines under a node one by one. The state is the label read last and what it was read into."""

    def __init__(self, node: Provision, reading: Reading, tasks: Tasks, frame: Frame) -> None:
        self.node, self.reading, self.tasks, self.frame = node, reading, tasks, frame
        self.group = _Group(node.section, [node.head] if node.head is not None else [])
        self.state, self.separate = "", False
        self.done: list[Assignment] = []
        self.told: list[Assignment] = []

    def facts(self) -> Iterator[Assignment]:
        yield from self.done
        yield from self.told
        yield from self.group.facts(self.reading)

    def take(self, section: str | None, block: Block) -> None:
        """One line: a label with its value, or what belongs to the label before."""
        label = label_of(block.text)
        if label is None:
            self._take_line(section, block)
            return
        self.state, at = label
        value = _tail(block, at)
        if self.state in _ROLES:
            if value.text and _is_sentence(value, self.reading):
                self.told.extend(self.tasks.read(value, section, self.frame).found)
                self.state = "read"
            elif value.text:
                self._take_bodies(value)
        elif self.state == "partner":
            self._take_bodies(value)
        elif self.state == "time":
            self._take_time(value)
        elif self.state == "content":
            self._take_content(section, block, at, value)

    def _take_line(self, section: str | None, block: Block) -> None:
        """A line without a label; one in brackets only comments on the line before."""
        if block.text.startswith("(") and block.text.rstrip(" .;").endswith(")"):
            return
        if (self.state in _ROLES or self.state == "partner") and self._take_bodies(block, listed=True):
            return
        if self.state == "content":
            self.group.content.append(block)
            if self.separate and len(block.text) > 15:
                self.group.items.append((section, block))
        elif self.state == "time":
            self._take_time(block)
        elif self.group.actors:
            self._begin(section, block)
        elif self.state == "":
            self.group.content.append(block)
        else:
            self._read_or_head(section, block)

    def _begin(self, section: str | None, block: Block) -> None:
        """The task before is told; a new one begins with this line."""
        self.done.extend(self.group.facts(self.reading))
        keeps_head = self.node.head is not None and self.node.kind is not Kind.CHAPTER
        self.group = _Group(section, [self.node.head] if keeps_head and self.node.head else [])
        self._read_or_head(section, block)

    def _read_or_head(self, section: str | None, block: Block) -> None:
        if block.text.rstrip().endswith((".", ";", ":")) and _subject(block, self.reading):
            self.done.extend(self.tasks.read(block, section, self.frame).found)
            return
        if len(block.text) > 12:
            self.group.heads = [block]
        self.group.section, self.state = section, ""

    def _take_content(self, section: str | None, block: Block, at: int, value: Block) -> None:
        named = "nhiệm vụ" in block.text[:at].lower()
        self.separate = not value.text or section != self.node.section or named
        if value.text:
            self.group.content.append(value)
            if self.separate:
                self.group.items.append((section, value))

    def _take_bodies(self, value: Block, *, listed: bool = False) -> bool:
        """The bodies of a label's value; False where a listed line names none."""
        found = spelled(value.text, self.reading)
        if found.names and found.names[0].start <= 3:
            named = sum(name.end - name.start for name in found.names)
            if listed and named < 0.55 * len(found.text):
                return False
            indexes = only_members(found, range(len(found.names)))
            spans = (found.view.span(*found.spans[i]) for i in indexes)
            mentions = [
                BodyMention(found.bodies[i], value.at(span.start, span.end))
                for i, span in zip(indexes, spans, strict=True)
            ]
        else:
            unknown = unknown_body(found.text)
            if unknown is None:
                return False
            mentions = [BodyMention(unknown, value.span)]
        if self.state == "partner":
            self.group.partners.extend(mention.body for mention in mentions)
            return True
        for kind, known, _ in self.group.actors:
            if kind == self.state:
                known.extend(mentions)
                return True
        self.group.actors.append((self.state, mentions, value))
        return True

    def _take_time(self, value: Block) -> None:
        """A deadline: of the bodies it names, or of the whole task."""
        if self.group.time is not None:
            return
        subject = _subject(value, self.reading)
        day = find_deadline(value.text, self.tasks.year) if subject else None
        if subject and day:
            found = spelled(value.text, self.reading)
            labels = {found.bodies[i].label for i in range(subject.first, subject.last)}
            self.told = [_dated(fact, labels, day) for fact in self.told]
            return
        deadline = read_deadline(value.text, self.tasks.year)
        if deadline is not None and len(deadline.text) <= 300:
            self.group.time = deadline


def _dated(fact: Assignment, labels: set[str], day: Deadline) -> Assignment:
    if fact.deadline is not None or not labels & {mention.body.label for mention in fact.bodies}:
        return fact
    return replace(fact, deadline=day.value, deadline_text=day.text)


def _subject(block: Block, reading: Reading) -> Subject | None:
    found = spelled(block.text, reading)
    return find_subject(found, 0, len(found.text))


def _is_sentence(value: Block, reading: Reading) -> bool:
    """Whether a label's value says itself who does what."""
    found = spelled(value.text, reading)
    subject = find_subject(found, 0, len(found.text))
    if subject is None or subject.predicate >= len(found.text):
        return False
    rest = found.low[subject.predicate :]
    return not rest.startswith("theo ") or rest.startswith("theo dõi")


def _lines(node: Provision) -> Iterator[tuple[str | None, Block]]:
    for block in node.paragraphs:
        yield node.section, block
    for child in node.children:
        for _, inner in child.walk():
            for block in inner.blocks():
                yield inner.section, block


def _blocks(node: Provision) -> Iterator[Block]:
    for _, inner in node.walk():
        yield from inner.blocks()


def _tail(block: Block, at: int) -> Block:
    view = block.view.slice(at, len(block.view))
    return Block(view.strip(), block.damaged)
