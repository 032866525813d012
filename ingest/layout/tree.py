"""The tree of provisions: numbered items, bullets, unnumbered text and tables, each under what it belongs to.

Comes in: the segments of one document. Goes out: the blocks of its opening and the root of its tree. Paths follow the
contract: printed enumerators from the top, a printed 1.1 under 1 adding only its last part, bullets adding nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.layout.enumerators import Opening, Solved, solve
from ingest.layout.forms import BASIS_START, FOOTNOTE, is_caps
from ingest.layout.grids import Grid, Item
from ingest.layout.marks import ARTICLE, CHAPTER, PART, bullet, readings
from ingest.layout.model import Block, Kind, Provision, Table
from ingest.layout.paragraphs import ends_sentence, glue
from ingest.layout.parts import Segment
from ingest.layout.sheet import Sheet
from ingest.layout.tables import table_of
from ingest.text.fold import bare
from ingest.text.reading import Line

_KINDS = {PART: Kind.CHAPTER, CHAPTER: Kind.CHAPTER, ARTICLE: Kind.ARTICLE, "phan": Kind.CHAPTER,
          "chuong": Kind.CHAPTER, "muc": Kind.CHAPTER}  # fmt: skip
_POINTS_AT = re.compile(
    r"\b(?:khoản|[Đđ]iều|mục|điểm|số|phần|chương|[Nn]ghị định|[Ll]uật|và|của|đến|từ|ngày|tháng|năm)$"
)
_POINTS_AT_FOLDED = re.compile(r"\b(?:khoan|dieu|muc|so|chuong|va|cua|den|tu|ngay|thang|nam)$")
_RANGE = re.compile(r"[-–] ?\d")
_CLOSING = re.compile(
    r"^(?:tren day|trong qua trinh|qua trinh (?:to chuc|trien khai|thuc hien)|nhan duoc|yeu cau|"
    r"de nghi (?:cac|thu truong)|"
    r"can cu (?:noi dung )?(?:ke hoach|chi thi|chuong trinh|cong van|huong dan|quyet dinh) nay|"
    r"(?:ke hoach|chi thi|chuong trinh|cong van|huong dan|nghi quyet|ket luan) nay |"
    r"(?:uy ban nhan dan|ubnd|chu tich|ban thuong vu|ban thuong truc|ban chi dao|thuong truc|so|bo|van phong) .{0,90}?"
    r"(?:yeu cau|de nghi|kinh de nghi|thong bao (?:de|den)))"
)
_OPENING_END = re.compile(r"(?:như sau|sau đây|sau|yêu cầu|chỉ thị|quyết định|dưới đây)\s*:?$|:$", re.IGNORECASE)

_SENTENCE = re.compile(r"[.;,!?/…][”\"’)\]]*\s*$")

Piece = tuple[int, int, str]


@dataclass(slots=True)
class _Node:
    kind: Kind
    label: str | None
    section: str | None
    level: int
    head: list[Piece] = field(default_factory=list)
    paragraphs: list[list[Piece]] = field(default_factory=list)
    children: list[_Node] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    hold: _Node | None = None  # the lead-in whose list the numbered children are

    def done(self, sheet: Sheet) -> Provision:
        """The finished node, bottom up, without recursion deeper than the tree's own few levels."""
        return Provision(
            self.kind,
            self.label,
            self.section,
            sheet.block(self.head) if self.head else None,
            tuple(sheet.block(pieces) for pieces in self.paragraphs),
            tuple(child.done(sheet) for child in self.children),
            tuple(self.tables),
            self.level,
        )


def grow(sheet: Sheet, segments: list[Segment]) -> tuple[list[Block], Provision]:
    """(the blocks of the opening, the root of the tree)."""
    root = _Node(Kind.ROOT, None, None, 0)
    opening: list[Block] = []
    for n, segment in enumerate(segments):
        items = segment.items
        answers = _solve(sheet, items)
        top = root
        if segment.kind in ("plan", "annex"):
            annex = segment.kind == "annex"
            top = _Node(Kind.ANNEX if annex else Kind.TEXT, segment.label, segment.label if annex else None, 1)
            heading = _paragraphs(sheet, segment.heading)
            top.head = heading[0]
            top.paragraphs = heading[1:]
            root.children.append(top)
        elif n == 0:
            cut = _opening_end(sheet, items, answers)
            opening = sheet.blocks([item for item in items[:cut] if isinstance(item, Line)])
            root.tables.extend(table_of(sheet, item, None) for item in items[:cut] if isinstance(item, Grid))
            items, answers = items[cut:], answers[cut:]
        _Grower(sheet, top, items, answers, footnotes=segment.kind == "after").run()
    return opening, root.done(sheet)


def _paragraphs(sheet: Sheet, lines: list[Line]) -> list[list[Piece]]:
    out: list[list[Piece]] = []
    before: Line | None = None
    for line in lines:
        between = None if before is None else glue(before, line, sheet.shape)
        if between is None:
            out.append([])
        out[-1].append((line.start, line.end, between or ""))
        before = line
    return out


def _solve(sheet: Sheet, items: list[Item]) -> list[Solved | None]:
    """For every item the enumerator it opens with, solved over all of them."""
    answers: list[Solved | None] = [None] * len(items)
    where: list[int] = []
    openings: list[Opening] = []
    before: Item | None = None
    for i, item in enumerate(items):
        if isinstance(item, Line):
            marks = readings(item.text)
            if marks and not (bullet(item.text) and marks[0].scheme != ARTICLE):
                where.append(i)
                openings.append(Opening(marks, _doubt(sheet, before, item)))
        before = item
    for i, answer in zip(where, solve(openings), strict=True):
        answers[i] = answer
    return answers


def _doubt(sheet: Sheet, before: Item | None, line: Line) -> float:
    """How unlikely it is that a paragraph begins with this line (0 sure, 1 impossible)."""
    if not isinstance(before, Line) or ends_sentence(before.text):
        return 0.0
    points = _POINTS_AT.search(before.text) or (
        sheet.quality.damaged and not is_caps(before.text) and _POINTS_AT_FOLDED.search(bare(before.text[-12:]))
    )
    if points and not (line.gap and not line.turn):
        return 0.95
    if line.gap and not line.turn:
        return 0.0
    if is_caps(before.text) or sheet.shape.width is None or len(before.text) < 0.7 * sheet.shape.width:
        return 0.05
    return 0.35 if line.text[:1].isdigit() else 0.25


def _opening_end(sheet: Sheet, items: list[Item], answers: list[Solved | None]) -> int:
    """How many items stand before the first provision."""
    for i, answer in enumerate(answers):
        if answer is not None:
            return i
    end = 0
    for i, item in enumerate(items[:40]):
        if not isinstance(item, Line) or bullet(item.text):
            return i
        if ends_sentence(item.text) and _OPENING_END.search(item.text):
            return i + 1
        if BASIS_START.match(bare(item.text[:120])) and (end or not i):
            end = _paragraph_end(sheet, items, i)
    return end


def _paragraph_end(sheet: Sheet, items: list[Item], i: int) -> int:
    k = i + 1
    while k < len(items):
        before, item = items[k - 1], items[k]
        if not (isinstance(before, Line) and isinstance(item, Line)) or glue(before, item, sheet.shape) is None:
            break
        k += 1
    return k


class _Grower:
    """Grows one segment's nodes under `top`."""

    def __init__(self, sheet: Sheet, top: _Node, items: list[Item], answers: list[Solved | None], footnotes: bool):
        self.sheet, self.top, self.items, self.answers = sheet, top, items, answers
        self.stack: list[_Node] = [top]
        self.chapter: _Node | None = None
        self.bullets: list[tuple[str, _Node]] = []
        self.lead: _Node | None = None  # an unnumbered lead-in whose list may follow
        self.pieces: list[Piece] | None = None  # the paragraph that lines may go on
        self.before: Line | None = None
        self.bare_label = False
        self.footnotes = footnotes
        self.last_number = max((i for i, a in enumerate(answers) if a is not None), default=-1)

    def run(self) -> None:
        for i, item in enumerate(self.items):
            if isinstance(item, Grid):
                self._table(item)
                continue
            answer = self.answers[i]
            if answer is not None:
                self._number(item, answer)
            elif (mark := bullet(item.text)) is not None and not self._goes_on_with_dash(item, i):
                self._bullet(item, mark)
            else:
                self._text(item, i)
            self.before = item

    def _goes_on_with_dash(self, line: Line, i: int) -> bool:
        """A dash that begins a line only because the line before was broken there."""
        if self.before is None or self.pieces is None:
            return False
        if line.gap:
            return self._torn_at_dash(line, i)
        if glue(self.before, line, self.sheet.shape) == "":
            return True
        if _RANGE.match(line.text) and self.before.text[-1].isdigit():
            return True
        return line.text[0] in "-–" and line.text[1:].lstrip()[:1].islower() and not ends_sentence(self.before.text)

    def _torn_at_dash(self, line: Line, i: int) -> bool:
        """A long sentence without an end, then one dash that no other follows: no list, a dash within the sentence."""
        if line.text[0] not in "-–" or self.bullets or self.before is None or ends_sentence(self.before.text):
            return False
        size = sum(end - start for start, end, _ in self.pieces or ())
        later = next((x for x in self.items[i + 1 : i + 12] if isinstance(x, Line) and x.gap), None)
        return size > 150 and not (later is not None and bullet(later.text))

    def _number(self, line: Line, answer: Solved) -> None:
        above = self.top.section
        section = ".".join((*((above,) if above else ()), *answer.parts))
        kind = _KINDS.get(answer.scheme, Kind.ITEM)
        node = _Node(kind, answer.label, section, self.top.level + answer.depth)
        del self.stack[max(1, answer.depth) :]
        while len(self.stack) > 1 and self.stack[-1].level >= node.level:
            self.stack.pop()
        parent = self.stack[-1]
        lead = self._lead_of(parent)
        if lead is not None and not any(c.kind is not Kind.TEXT and c.kind is not Kind.BULLET for c in parent.children):
            parent.hold = lead
        holder = parent.hold or parent
        holder.children.append(node)
        self.stack.append(node)
        if kind is Kind.CHAPTER:
            self.chapter = node
        self._open(node, line, answer.length)
        self.bullets, self.lead = [], None

    def _open(self, node: _Node, line: Line, skip: int) -> None:
        text = line.text[skip:]
        start = line.start + skip + len(text) - len(text.lstrip())
        self.pieces = node.head
        self.bare_label = start >= line.end
        if not self.bare_label:
            node.head.append((start, line.end, ""))

    def _lead_of(self, parent: _Node) -> _Node | None:
        """The lead-in directly before, as a node of its own: its list stands under it."""
        if self.lead is not None:
            return self.lead if self._ends_with_colon(self.lead.head) else None
        if self.pieces is None or not parent.paragraphs or parent.paragraphs[-1] is not self.pieces:
            return None
        if parent.children or not self._ends_with_colon(self.pieces):
            return None
        node = _Node(Kind.TEXT, None, parent.section, parent.level + 1, head=parent.paragraphs.pop())
        parent.children.append(node)
        return node

    def _ends_with_colon(self, pieces: list[Piece]) -> bool:
        return self._tail_text(pieces).rstrip().endswith(":")

    def _tail_text(self, pieces: list[Piece]) -> str:
        start, end, _ = pieces[-1]
        return self.sheet.view.text[start:end]

    def _bullet(self, line: Line, mark: tuple[str, int]) -> None:
        sign, length = mark
        parent = self.stack[-1]
        if not self.bullets:
            self.lead = self._lead_of(parent)
        while any(sign == s for s, _ in self.bullets) and self.bullets[-1][0] != sign:
            self.bullets.pop()
        if self.bullets and self.bullets[-1][0] == sign:
            self.bullets.pop()
        elif sign == "*":
            self.bullets = []
        holder = self.bullets[-1][1] if self.bullets else self.lead or parent.hold or parent
        node = _Node(Kind.BULLET, None, parent.section, holder.level + 1)
        holder.children.append(node)
        self.bullets.append((sign, node))
        self._open(node, line, length)

    def _text(self, line: Line, i: int) -> None:
        if self.pieces is not None and self.before is not None:
            between = glue(self.before, line, self.sheet.shape)
            if between is None and (self.bare_label or bullet(line.text)):
                between = " "  # a dash that is no bullet goes on
            elif self.bare_label:
                between = " "
            if FOOTNOTE.match(line.text) and self.footnotes:
                between = None
            if between is not None:
                self.pieces.append((line.start, line.end, between if self.pieces else ""))
                self.bare_label = len(line.text) < 7 and FOOTNOTE.match(line.text) is not None
                return
        self._paragraph(line, i)

    def _paragraph(self, line: Line, i: int) -> None:
        target = self._target(line, i)
        last = self.bullets[-1][1] if self.bullets and target is self.stack[-1] else None
        heads = last is not None and bool(last.head) and self.pieces is last.head
        if last is not None and heads and not _SENTENCE.search(self._tail_text(last.head)):
            last.paragraphs.append([(line.start, line.end, "")])  # a bullet that is a heading: its text
            self.pieces = last.paragraphs[-1]
            return
        self.bullets, self.lead = [], None
        pieces: list[Piece] = [(line.start, line.end, "")]
        self.bare_label = FOOTNOTE.match(line.text) is not None and len(line.text) < 7
        if target.children:
            node = _Node(Kind.TEXT, None, target.section, target.level + 1, head=pieces)
            target.children.append(node)
            self.lead = node
        else:
            target.paragraphs.append(pieces)
        self.pieces = pieces

    def _target(self, line: Line, i: int) -> _Node:
        """Where unnumbered text belongs: the open number, or the chapter when it closes the document."""
        if i > self.last_number and len(self.stack) > 1 and self.stack[1].kind is not Kind.ARTICLE:
            text = line.text
            following = self.items[i + 1] if i + 1 < len(self.items) else None
            if len(text) < 90 and isinstance(following, Line):
                text = f"{text} {following.text}"
            if _CLOSING.match(self._folded(text)):
                del self.stack[2 if self.chapter is not None and self.chapter in self.stack[:2] else 1 :]
        return self.stack[-1]

    def _folded(self, text: str) -> str:
        head = text[:200]
        if self.sheet.quality.damaged:
            from ingest.text.restore import restore
            from ingest.text.view import View

            head = restore(View.of(head)).text
        return bare(head)

    def _table(self, grid: Grid) -> None:
        node = self.stack[-1]
        node.tables.append(table_of(self.sheet, grid, node.section))
        self.pieces, self.before = None, None
        self.bullets, self.lead = [], None
