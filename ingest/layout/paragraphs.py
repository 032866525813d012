"""Which lines make one paragraph.

Comes in: lines of the reading view. Goes out: for each line whether it goes on the paragraph before it, and with what
between the two. Hard wraps are told by how full a line is, by how its sentence ends and how the next begins; broken
numbers ("580/KH-" / "UBND") are closed up. It knows line shapes and letter case, not what documents are about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.layout.forms import is_caps
from ingest.text.reading import Line
from ingest.text.restore import model

_TERMINAL = re.compile(r"[.;:!?…][”\"’)\]]*$|\./\.?$|\]$")
_SENTENCE_END = re.compile(r"[.!?][”\"’)\]]*$|\./\.?[,;:]?$")
_OPEN_END = re.compile(
    r"(?:[,(“]|\b(?:của|và|các|những|tại|số|về|theo|với|cho|trong|hoặc|là|được|do|từ|đến|bằng|để|gồm|như"
    r"|thực hiện|nhằm|trên|ở|một|khoản|điều|Điều|Khoản|mục|Mục))$"
)
_BASIS = re.compile(r"(?:Căn cứ|Theo đề nghị|Xét) ")
_DATE_END = re.compile(r"\b(?:ngày|tháng|năm)$")
_BROKEN_CODE_END = re.compile(r"(?:\d|[A-ZĐ]{2,}|\w/[\wĐ]+) ?[-–/]$")
_CODE_GOES_ON = re.compile(r"[A-ZĐ]{2}|\d{4}/|[A-ZĐ][A-Za-z]?[\w]*[-/]")
_BROKEN_CODE_START = re.compile(r"[-–/][A-ZĐ][\wĐ]*(?:[-/][\wĐ]+)*")


@dataclass(frozen=True, slots=True)
class Shape:
    """How the lines of a text are broken. `width`: a full line's length, None where lines are whole paragraphs.

    `spaced`: blank lines part the paragraphs, so lines with none between go together.
    """

    width: int | None
    spaced: bool


def shape_of(lines: Sequence[Line], starts: Sequence[bool]) -> Shape:
    """The shape of these lines; `starts[i]`: line i begins with an enumerator or a bullet."""
    lengths = sorted(len(line.text) for line in lines if len(line.text) > 20)
    if not lengths:
        return Shape(None, False)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.95))]
    full = sum(1 for n in lengths if n >= 0.78 * width)
    wrapped = width <= 180 and full >= 0.25 * len(lengths)
    heads = [line for line, start in zip(lines[1:], starts[1:], strict=True) if start]
    apart = sum(1 for line in heads if line.gap)
    goes_on = sum(1 for line in lines if not line.gap)
    spaced = len(heads) >= 4 and apart >= 0.85 * len(heads) and goes_on > 0.2 * len(lines)
    return Shape(width if wrapped or spaced else None, spaced)


def ends_sentence(text: str) -> bool:
    return bool(_TERMINAL.search(text))


def glue(before: Line, line: Line, shape: Shape, *, caps: tuple[bool, bool] | None = None) -> str | None:
    """What stands between two lines of one paragraph ("" or " "), or None where a new paragraph begins."""
    text, nxt = before.text, line.text
    if not line.gap or line.turn or not ends_sentence(text):
        if _BROKEN_CODE_END.search(text) and _CODE_GOES_ON.match(nxt):
            return ""
        if _BROKEN_CODE_START.match(nxt) and text[-1].isdigit():
            return ""
    return " " if _goes_on(before, line, shape, caps) else None


def _goes_on(before: Line, line: Line, shape: Shape, caps: tuple[bool, bool] | None) -> bool:
    text, nxt = before.text, line.text
    upper_before, upper = caps or (is_caps(text), is_caps(nxt))
    if upper_before != upper and len(text if upper else nxt) > 6 and (line.gap or not _OPEN_END.search(text)):
        return False
    first = nxt.lstrip("“\"'(‘*")[:1]
    lower = first.islower()
    if line.gap and not line.turn:
        return (lower and not _SENTENCE_END.search(text) and nxt[0] != "(") or text.endswith(",")
    if lower:
        return not text.endswith("./.")
    if text.endswith("./."):
        return False
    if line.turn:
        return not ends_sentence(text) and _fullness(text, nxt, shape) > 0.8
    if line.inset and not before.inset:
        return False
    if text.rfind("(") > text.rfind(")") and ")" in nxt and len(text) - text.rfind("(") < 70:
        return True
    if (
        _OPEN_END.search(text)
        or text.endswith((" -", " –"))
        or _one_name(text, nxt)
        or (nxt[0].isdigit() and _DATE_END.search(text))
    ):
        return True
    if upper_before and upper:
        return shape.width is not None and not ends_sentence(text)
    full = _fullness(text, nxt, shape)
    if ends_sentence(text):
        if text.endswith(("như:", "gồm:", "gồm có:", "là:")) and shape.width is not None:
            return full > 0.86
        if text[-1] == ":" or shape.width is None or _BASIS.match(nxt):
            return False
        return full > (0.75 if shape.spaced else 0.93) and line.indent <= before.indent + 1
    if shape.spaced:
        return True
    return shape.width is not None and full >= 0.86 and line.indent <= before.indent + 3


_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")


def _one_name(text: str, nxt: str) -> bool:
    """Whether the last word of a line calls for the first of the next: "Việt" / "Nam", "Thủ tướng" / "Chính phủ"."""
    last, first = _LAST_WORD.search(text), _FIRST_WORD.match(nxt)
    if not last or not first:
        return False
    known = model()
    one, two = last[0].lower(), first[0].lower()
    cost = known.before_cost.get(two, {}).get(one)
    return cost is not None and cost < 1.2 and known.singles[one] >= 5


def _fullness(text: str, nxt: str, shape: Shape) -> float:
    """How near to a full line this line would be with the next one's first word."""
    if shape.width is None:
        return 0.0
    word = nxt.find(" ")
    return (len(text) + 1 + (len(nxt) if word < 0 else word)) / shape.width
