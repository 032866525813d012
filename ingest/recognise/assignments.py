"""Assignments: which body is given what to do, in which role, with whom and by when.

Comes in: a document's reading. Goes out: `Assignment` facts from running text, headings, label lines and tables. The
walk carries a frame down the tree: a heading or a lead-in names the body for the items below it; criteria, purposes and
audiences assign nothing. What a paragraph says is read by ingest.recognise.tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts import Assignment, BodyKind, BodyMention
from ingest.layout.model import Block, Kind, Provision
from ingest.lexicons import cue
from ingest.recognise.bodies import Spelled, spelled
from ingest.recognise.clauses import group_from
from ingest.recognise.context import Reading
from ingest.recognise.labels import group_assignments, is_label, opens_labels
from ingest.recognise.name_parts import QUANTIFIER
from ingest.recognise.paragraph import Paragraph
from ingest.recognise.tables import table_assignments
from ingest.recognise.tasks import Frame, Mode, Tasks

_NOTHING = re.compile(rf"(?:các |về )?{cue('holds-no-task')}(?![^\W_])", re.I)
_STRICT = re.compile(rf"{cue('holds-named-tasks-only')}(?![^\W_])", re.I)
_ORDERS = re.compile(rf"\s*{cue('heading-order')}\s*:?\s*", re.I)
_AFTER_NAMES = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:,?\s*(?:phụ trách|chịu trách nhiệm về lĩnh vực)[^.;:]{0,80})?"
    rf"(?:\s*{cue('heading-duty')}(?:\s*(?:các|một số|những)?\s*(?:nội dung|nhiệm vụ|công việc|công tác)?"
    r"(?:\s*(?:trọng tâm|chủ yếu|cụ thể))?(?:\s*(?:sau đây|sau|như sau|dưới đây))?)?)?\s*[:.;/]*\s*",
    re.I,
)
_BEFORE_NAMES = re.compile(
    r"(?:(?:các\s+)?(?:đồng chí|ông|bà)\s*|(?:các\s+)?(?:sở|phòng|bộ)(?:\s*,\s*(?:ban|ngành|phòng))*\s*:?\s*)?", re.I
)
_ORDERING = re.compile(r"yêu cầu|chỉ thị|đề nghị|giao|phân công", re.I)
_LEADS_IN = re.compile(r"(?:sau|sau đây|như sau|dưới đây|cụ thể)\s*:\s*$", re.I)
_EXECUTION = re.compile(r"tổ chức|phân công|trách nhiệm|các cơ quan|yêu cầu|chủ thể|nhiệm vụ của", re.I)
_EXECUTION_TITLE = re.compile(r"\W*(?:tổ chức (?:triển khai )?thực hiện|trách nhiệm (?:thực hiện|thi hành))\W*$", re.I)
_DUTY = re.compile(r"(?:có|chịu) (?:trách nhiệm|nhiệm vụ)")
_ROLE_IN_HEADING = re.compile(r"chủ trì|phối hợp|tham mưu", re.I)


def recognise(reading: Reading) -> Iterator[Assignment]:
    """All assignments of the document, in text order."""
    yield from _Walk(reading).run()


class _Walk:
    """One walk over the tree. The state is the reading; frames are passed down."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tasks = Tasks(reading)

    def run(self) -> Iterator[Assignment]:
        layout = self.reading.layout
        frame = Frame()
        for block in layout.basis:
            result = self.tasks.read(block, None, replace(frame, mode=Mode.STRICT))
            yield from (fact for fact in result.found if _is_ordered(fact, block))
            if result.opened is not None and result.opened.firm:
                frame = replace(result.opened, mode=Mode.FULL)
        yield from self.node(layout.body, frame)

    def node(self, node: Provision, frame: Frame) -> Iterator[Assignment]:
        """The assignments of a provision and of what stands under it."""
        frame = self._enter(node, frame)
        for table in node.tables:
            if frame.mode is not Mode.NONE:
                yield from table_assignments(table, node, self.reading)
        if frame.mode is Mode.NONE:
            for child in node.children:
                yield from self.node(child, frame)
            return
        if opens_labels(node):
            yield from group_assignments(node, self.reading, self.tasks, frame)
            return
        local, examples = frame, False
        for entry in _in_order(node):
            if isinstance(entry, Provision):
                below = (
                    local
                    if local.firm or entry.kind in (Kind.BULLET, Kind.TEXT)
                    else replace(local, subject=(), role=None, partners=())
                )
                yield from self.node(entry, below)
                continue
            if is_label(entry.text) or examples:
                examples = False
                continue
            examples = entry.text.rstrip().endswith(("như:", "như :", "ví dụ:", "bao gồm:"))
            heading = self._heading(entry, node, frame)
            if heading is not None:
                local = heading
                continue
            if entry is node.head and _is_title(entry.text, node) and node.kind is not Kind.TEXT and local.subject:
                continue
            result = self.tasks.read(entry, node.section, local)
            yield from result.found
            if result.opened is not None and (result.opened.firm or not local.firm):
                local = replace(result.opened, mode=frame.mode)

    def _enter(self, node: Provision, frame: Frame) -> Frame:
        """The frame inside a node: a chapter forgets who was named before it; a heading may change what is allowed."""
        if node.kind in (Kind.CHAPTER, Kind.ANNEX, Kind.ARTICLE):
            frame = Frame(mode=Mode.STRICT if node.kind is Kind.ANNEX else Mode.FULL)
        head = node.head.text if node.head is not None else ""
        if node.kind is Kind.CHAPTER:
            frame = replace(frame, topics=bool(head) and _EXECUTION.search(head) is None)
        heading = head[:80]
        if head and (len(head) < 160 or node.kind is Kind.CHAPTER) and not _ends_sentence(head):
            if _NOTHING.match(heading.lstrip('*#“" ')) and not self._names_somebody(node):
                return replace(frame, mode=Mode.NONE)
            if _STRICT.match(heading.lstrip('*#“" ')):
                return replace(frame, mode=Mode.STRICT, subject=(), firm=False)
        return frame

    def _names_somebody(self, node: Provision) -> bool:
        """ "Căn cứ Quyết định này, Ủy ban nhân dân huyện có trách nhiệm:" is no heading of what the plan rests on."""
        found = spelled(node.head.text, self.reading) if node.head is not None else None
        if not found or not found.names:
            return False
        return found.names[0].start == 0 or (found.text.rstrip().endswith(":") and _DUTY.search(found.low) is not None)

    def _heading(self, block: Block, node: Provision, frame: Frame) -> Frame | None:
        """The frame of a block that only names bodies ("3. Công chức Kế toán phường", "Đề nghị: Hội Nông dân tỉnh")."""
        if not (node.children or node.paragraphs) or len(block.text) > 600:
            return None
        paragraph = Paragraph.of(block, node.section, self.reading)
        words, text = paragraph.words, paragraph.words.text
        orders = _ORDERS.match(text)
        at = orders.end() if orders else len(text) - len(text.lstrip('“"(-+*•– '))
        first = words.first_from(at)
        if first == len(words.spans) or not _BEFORE_NAMES.fullmatch(text[at : words.spans[first][0]]):
            return None
        last = group_from(words, first, len(text))
        end = _outside_brackets(words, first, last)
        rest = text[words.spans[end - 1][1] :]
        mentions = list(paragraph.mentions(range(first, last)))
        if frame.topics and last == first + 1 and _is_topic(words, first):
            return None
        if not _AFTER_NAMES.fullmatch(rest):
            if not _class_goes_on(words, end - 1, rest, block):
                return None
            mentions[-1] = _to_the_end(paragraph, end - 1, mentions[-1])
        asked = bool(orders and orders[0].strip().lower().startswith("đề nghị"))
        return Frame(tuple(mentions), requested=asked or frame.requested, mode=frame.mode, firm=True, rule="heading")


def _outside_brackets(words: Spelled, first: int, last: int) -> int:
    """One past the last name of the list that does not stand in brackets behind another."""
    start = words.spans[first][1]
    while last - 1 > first:
        before = words.text[start : words.spans[last - 1][0]]
        if before.rfind("(") <= before.rfind(")"):
            break
        last -= 1
    return last


def _class_goes_on(words: Spelled, index: int, rest: str, block: Block) -> bool:
    """A heading that is a class to its end: "Các chủ đầu tư xây dựng và kinh doanh hạ tầng khu công nghiệp"."""
    if words.names[index].kind is not BodyKind.CLASS or _ends_sentence(block.text) or len(block.text) > 120:
        return False
    if _LEADS_IN.search(block.text):
        return False
    if any(mark in rest.rstrip(" :") for mark in ",;:.") or _ROLE_IN_HEADING.search(rest):
        return False
    return rest.startswith(" ")


def _is_topic(words: Spelled, index: int) -> bool:
    """ "9. Doanh nghiệp số" among tasks and measures: a class that is not called "các …" is what it is about."""
    name = words.names[index]
    plain = name.kind is BodyKind.CLASS and name.office is None and name.post is None
    return plain and QUANTIFIER.match(name.name) is None and "," not in name.name


def _to_the_end(paragraph: Paragraph, index: int, mention: BodyMention) -> BodyMention:
    """The class of a heading with all the words that follow it."""
    text = paragraph.words.text
    start, end = paragraph.words.spans[index][0], len(text.rstrip(" :.;"))
    label = text[start].upper() + text[start + 1 : end]
    return BodyMention(replace(mention.body, label=label), paragraph.span(start, end))


def _in_order(node: Provision) -> list[Block | Provision]:
    """Own blocks and children in text order."""
    entries: list[tuple[int, int, Block | Provision]] = []
    for i, block in enumerate(node.blocks()):
        entries.append((block.span.start, i, block))
    for i, child in enumerate(node.children):
        entries.append((_start(child), 1000 + i, child))
    return [entry for _, _, entry in sorted(entries, key=lambda e: (e[0], e[1]))]


def _start(node: Provision) -> int:
    for block in node.blocks():
        return block.span.start
    return min((_start(child) for child in node.children), default=0)


def _ends_sentence(text: str) -> bool:
    return text.rstrip().endswith((".", ";", "./"))


def _is_title(text: str, node: Provision) -> bool:
    """A head without end mark over items of its own is a title, no task."""
    if node.paragraphs and len(text) < 60 and _EXECUTION_TITLE.match(text):
        return True
    return bool(node.children) and len(text) < 140 and not text.rstrip().endswith((".", ";", ":", ","))


def _is_ordered(fact: Assignment, block: Block) -> bool:
    """In the opening only what the issuer orders is a task; the rest tells what was done."""
    return _ORDERING.search(block.text) is not None
