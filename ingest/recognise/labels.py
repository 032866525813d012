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
from ingest.recognise.clauses import find_subject, only_members
from ingest.recognise.context import Reading
from ingest.recognise.dates import Deadline, find_deadline, read_deadline
from ingest.recognise.fields import find_fields
from ingest.recognise.tasks import Frame, Tasks
from ingest.text.view import Span

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
_ROLES = {"lead": (Role.LEAD, "chủ trì"), "perform": (Role.PERFORM, None), "advise": (Role.ADVISE, "tham mưu")}


@dataclass
class _Group:
    """What the labels of one task say, gathered line by line."""

    heads: list[Block] = field(default_factory=list)
    content: list[Block] = field(default_factory=list)
    items: list[tuple[str | None, Block]] = field(default_factory=list)
    actors: list[tuple[str, list[BodyMention], Block]] = field(default_factory=list)
    partners: list[Body] = field(default_factory=list)
    time: tuple[str, str] | None = None
    section: str | None = None


def label_of(text: str) -> tuple[str, int] | None:
    """(kind, where the value begins) of a label line."""
    if len(text) > 4000:
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
    group = _Group(section=node.section)
    if node.head is not None:
        group.heads.append(node.head)
    state, separate = "", False
    told: list[Assignment] = []
    for section, block in _lines(node):
        label = label_of(block.text)
        if label is None:
            if state in ("lead", "perform", "partner", "advise") and _take_bodies(group, state, block, 0, reading):
                continue
            if state == "content":
                group.content.append(block)
                if separate and len(block.text) > 15:
                    group.items.append((section, block))
                continue
            if state == "time":
                if group.time is None and not (dated := _time_of_bodies(block, reading, tasks.year)):
                    _take_time(group, block, 0, tasks.year)
                elif group.time is None:
                    told = [_with_time(fact, dated) for fact in told]
                continue
            if group.actors:
                yield from _emit(group, reading)
                group = _Group(section=section)
                if node.head is not None and node.kind is not Kind.CHAPTER:
                    group.heads.append(node.head)
            if state == "" and not group.actors:
                group.content.append(block)
                continue
            if block.text.rstrip().endswith((".", ";", ":")) and find_subject(
                found := spelled(block.text, reading), found.text.lower(), 0, len(found.text)
            ):
                yield from tasks.read(block, section, frame).found
                continue
            group.heads = [block] if len(block.text) > 12 else group.heads
            group.section = section
            state = ""
            continue
        state, at = label
        if state in ("lead", "perform", "advise"):
            value = block.text[at:].strip()
            if value and _is_sentence(block, at, reading):
                told.extend(tasks.read(_tail(block, at), section, frame).found)
                state = "read"
                continue
            if value and not _take_bodies(group, state, block, at, reading):
                continue
        elif state == "partner":
            _take_bodies(group, state, block, at, reading)
        elif state == "time":
            _take_time(group, block, at, tasks.year)
        elif state == "content":
            value = _tail(block, at)
            separate = not value.text or section != node.section or "nhiệm vụ" in block.text[:at].lower()
            if value.text:
                group.content.append(value)
                if separate:
                    group.items.append((section, value))
    yield from told
    yield from _emit(group, reading)


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


def _is_sentence(block: Block, at: int, reading: Reading) -> bool:
    """Whether a label's value says itself who does what."""
    found = spelled(_tail(block, at).text, reading)
    subject = find_subject(found, found.text.lower(), 0, len(found.text))
    if subject is None or subject.predicate >= len(found.text):
        return False
    rest = found.text[subject.predicate :].lower()
    return not rest.startswith("theo ") or rest.startswith("theo dõi")


def _take_bodies(group: _Group, state: str, block: Block, at: int, reading: Reading) -> bool:
    """The bodies of a label's value; False where the line is not a list of bodies."""
    value = _tail(block, at)
    found = spelled(value.text, reading)
    if not found.names or found.names[0].start > 3:
        unknown = unknown_body(found.text) if state != "read" else None
        if unknown is None:
            return False
        if state == "partner":
            group.partners.append(unknown)
        else:
            group.actors.append((state, [BodyMention(unknown, value.span)], value))
        return True
    if at == 0 and len(found.text) - sum(n.end - n.start for n in found.names) > 0.45 * len(found.text):
        return False
    indexes = only_members(found, range(len(found.names)))
    if state == "partner":
        group.partners.extend(found.bodies[i] for i in indexes)
        return True
    mentions = []
    for i in indexes:
        span = found.view.span(found.names[i].start, found.names[i].end)
        mentions.append(BodyMention(found.bodies[i], value.at(span.start, span.end)))
    for kind, known, _ in group.actors:
        if kind == state:
            known.extend(mentions)
            return True
    group.actors.append((state, mentions, value))
    return True


def _time_of_bodies(block: Block, reading: Reading, year: int | None) -> tuple[frozenset[str], Deadline] | None:
    """A line under "Thời gian thực hiện" that names whom its day is for."""
    found = spelled(block.text, reading)
    subject = find_subject(found, found.text.lower(), 0, len(found.text))
    deadline = find_deadline(block.text, year)
    if subject is None or deadline is None:
        return None
    return frozenset(found.bodies[i].label for i in range(subject.first, subject.last)), deadline


def _with_time(fact: Assignment, dated: tuple[frozenset[str], Deadline]) -> Assignment:
    labels = {mention.body.label for mention in fact.bodies}
    return (
        replace(fact, deadline=dated[1].value, deadline_text=dated[1].text)
        if labels & dated[0] and fact.deadline is None
        else fact
    )


def _take_time(group: _Group, block: Block, at: int, year: int | None) -> None:
    deadline = read_deadline(block.text[at:], year)
    if deadline is not None and len(deadline.text) <= 300:
        group.time = (deadline.value, deadline.text)


def _emit(group: _Group, reading: Reading) -> Iterator[Assignment]:
    if group.items:
        for section, block in group.items:
            yield from _task(group, block, section, spelled(block.text, reading).text)
        return
    task = next((block for block in group.heads if len(block.text) > 3), None) or next(iter(group.content), None)
    if task is not None:
        words = " . ".join(spelled(block.text, reading).text for block in [*group.heads[-1:], *group.content])
        yield from _task(group, task, group.section, words)


def _task(group: _Group, task: Block, section: str | None, words: str) -> Iterator[Assignment]:
    """One assignment for each label that names who acts."""
    fields = find_fields(words)
    for kind, mentions, value in group.actors:
        role, role_words = _ROLES[kind]
        span = Span(min(task.span.start, value.span.start), max(task.span.end, value.span.end))
        yield Assignment(
            span=span,
            section=section,
            rule=f"assignment.label.{role.value}",
            bodies=tuple(dict.fromkeys(mentions)),
            role=role,
            role_words=role_words,
            modality=Modality.REQUIRED,
            task=task.text,
            task_span=task.span,
            fields=fields,
            partners=tuple(dict.fromkeys(group.partners)),
            deadline=group.time[0] if group.time else None,
            deadline_text=group.time[1] if group.time else None,
        )
