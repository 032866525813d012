"""Targets: an indicator bound to a value, with its year, baseline and direction.

Comes in: a reading of one document. Goes out: `Target` facts, from running text and from tables of indicators. What is
so already (the present state, last year's results), quotas of awards, marks in a score and numbers of things that
nobody aims at ("3 chủ thể", "04 đ/c") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.facts import Comparator, Target
from ingest.layout.model import Block, Kind, Provision, Table
from ingest.recognise.context import Reading
from ingest.recognise.long_runs import in_parts
from ingest.recognise.numbers import Value, find_values
from ingest.recognise.settings import Setting, settings
from ingest.recognise.target_grammar import compared, describes, horizon, pieces, share_of, target
from ingest.recognise.target_tables import figures, headings, year_columns


@dataclass(frozen=True, slots=True)
class Scope:
    """What headings and lead-ins say for what stands under them. `aims`: they announce targets."""

    aims: bool = False
    barred: bool = False
    by: str | None = None


def recognise(reading: Reading) -> Iterator[Target]:
    """Every target in text order."""
    for block in (*reading.layout.title, *reading.layout.basis):
        yield from _from_block(block, None, Scope(), Setting(None, None))
    themes = settings(reading.layout)
    yield from _walk(reading.layout.body, Scope(), themes, _issued(reading))


def _issued(reading: Reading) -> int | None:
    date = reading.header.date
    return int(date[:4]) if date else None


_AIMS = re.compile(
    r"mục tiêu|chỉ tiêu|tiêu chí|kế hoạch phát triển|phấn đấu|kết quả (?:cần )?đạt|chỉ số", re.IGNORECASE
)
_BARRED = re.compile(
    r"thực trạng|hiện trạng|kết quả (?:đạt được|thực hiện|công tác)|đánh giá (?:chung|tình hình|kết quả)"
    r"|tình hình (?:chung|thực hiện|kinh tế)|tồn tại|hạn chế"
    r"|đặc điểm tình hình|khen thưởng|chấm điểm|thang điểm|điểm chuẩn|bối cảnh|sự cần thiết|cơ cấu, số lượng",
    re.IGNORECASE,
)


def _walk(node: Provision, scope: Scope, themes: dict[int, Setting], issued: int | None) -> Iterator[Target]:
    setting = themes.get(id(node), Setting(None, None))
    inner = _scope(scope, node)
    if setting.judged:
        inner = replace(inner, aims=True, barred=False)
    blocks = list(node.blocks())
    for block in blocks:
        yield from _from_block(block, node.section, inner, setting, issued)
        if block.text.rstrip().endswith(":"):
            inner = _lead_in(inner, block.text)
    for table in node.tables:
        yield from _from_table(table, inner, setting)
    for child in node.children:
        yield from _walk(child, inner, themes, issued)


def _scope(scope: Scope, node: Provision) -> Scope:
    if node.kind is Kind.ANNEX:
        title = " ".join(block.text for block in node.blocks() if len(block.text) < 240)
        return Scope(by=horizon(title) if _AIMS.search(title) else None, aims=False)
    head = node.head.text if node.head else ""
    if not head or (len(head) > 160 and not head.rstrip().endswith(":")):
        return scope
    aims, barred = bool(_AIMS.search(head)), bool(_BARRED.search(head))
    aiming = (scope.aims or aims) and not (barred and not aims)
    return Scope(
        aims=aiming,
        barred=(scope.barred or barred) and not aims if len(head) <= 160 else scope.barred,
        by=(horizon(head) if aiming else None) or scope.by,
    )


def _lead_in(scope: Scope, text: str) -> Scope:
    sentence = re.split(r"(?<=[.;])\s", text.rstrip())[-1]
    return replace(scope, aims=scope.aims or bool(_AIMS.search(sentence)), by=horizon(sentence) or scope.by)


# --- running text -------------------------------------------------------------------------------------------------

_SENTENCE = re.compile(r"(?<=[^\d\s])\.\s+|(?<=[%\d])\.\s+(?=[^\W\d_])|\n")
_GOAL = re.compile(
    r"phấn đấu|mục tiêu|chỉ tiêu|đạt|bảo đảm|đảm bảo|tối thiểu|ít nhất|trở lên|trở xuống|≥|đến (?:hết )?năm 20|xuống"
    r"|hoàn thành|giảm|tăng|nâng|duy trì|100\s?%",
    re.IGNORECASE,
)
_FIRM_GOAL = re.compile(r"phấn đấu|mục tiêu|chỉ tiêu|tối thiểu|ít nhất|đến (?:hết )?năm 20\d\d|≥", re.IGNORECASE)
_DATED_GOAL = re.compile(r"(?:phấn đấu|mục tiêu)[^;.]{0,12}?đến (?:hết )?năm 20\d\d", re.IGNORECASE)
_NO_GOAL = re.compile(
    r"hiện nay|hiện có|hiện tại|tính đến|đã (?:đạt|hoàn thành|có|làm|thực hiện|giải ngân|ban hành)|cử tri|lãi suất"
    r"|thuế suất|mức phạt|cùng kỳ năm"
    r"|đề nghị (?:khen|tặng|không quá)|không quá \d+ (?:tập thể|cá nhân|trường hợp)|tập thể|điểm chuẩn|cộng \d+ điểm"
    r"|bị (?:thiệt hại|sập|chết|hư hỏng)|chiếm tỷ lệ"
    r"|quy định (?:tại|của)|theo quy định|kinh phí (?:hỗ trợ|thực hiện)|hỗ trợ (?:tối đa|không quá)"
    r"|số lượng (?:đại biểu|thành viên)|tỷ lệ không quá|không đạt",
    re.IGNORECASE,
)
_STATE = re.compile(r"\((?:chiếm|đạt|tương đương)\s*$", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:điều|khoản|điểm|mục|số|thứ|mức độ|cấp độ|loại|nhóm|quý|tháng|ngày|năm|lần|chương|phần|cả"
    r"|giai đoạn)\s+(?:[a-z]\s+)?$",
    re.IGNORECASE,
)


def _from_block(
    block: Block, section: str | None, scope: Scope, setting: Setting, issued: int | None = None
) -> Iterator[Target]:
    text = block.text
    values = [value for value in find_values(text) if not describes(text, value)]
    if not values or scope.barred:
        return
    for start, end in _sentences(text):
        inside = [value for value in values if start <= value.start < end]
        if inside:
            yield from _from_sentence(block, section, scope, setting, start, end, inside, issued)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _SENTENCE.finditer(text):
        yield from in_parts(text, at, found.start() + 1)
        at = found.end()
    yield from in_parts(text, at, len(text))


def _from_sentence(
    block: Block,
    section: str | None,
    scope: Scope,
    setting: Setting,
    start: int,
    end: int,
    values: list[Value],
    issued: int | None,
) -> Iterator[Target]:
    text = block.text
    sentence = text[start:end]
    by = scope.by
    whole: str | None = None
    at = start
    for value, (piece_start, piece_end) in zip(values, pieces(text, start, end, values), strict=True):
        own = _year_before(text, at, value.start)
        by = own if own is not None else by
        at = value.end
        if not _aimed(text, sentence, start, piece_start, value, scope, issued):
            continue
        aimed = target(block, section, setting, value, piece_start, piece_end, None if by == "" else by)
        if whole and share_of(text[piece_start : value.start]):
            aimed = replace(aimed, indicator=whole)
        else:
            whole = aimed.indicator
        yield aimed


def _year_before(text: str, start: int, end: int) -> str | None:
    """The year that the words before a value set; "" where they go on to years without a name; None: none said."""
    words = text[start:end]
    if re.search(r"(?:các|những) năm (?:tiếp theo|sau|tiếp)", words, re.IGNORECASE):
        return ""
    return horizon(words)


def _aimed(
    text: str, sentence: str, start: int, piece_start: int, value: Value, scope: Scope, issued: int | None
) -> bool:
    """Whether somebody is to reach the value."""
    before = text[start : value.start]
    piece = text[piece_start : value.end + 60]
    if _STATE.search(before[-24:]) or _ARTICLE.search(text[max(0, value.start - 16) : value.start]):
        return False
    if value.percent and value.value == 0:
        return False
    if not scope.aims and (_NO_GOAL.search(sentence) or _past(before, issued)):
        return False
    if scope.aims and re.search(r"hiện (?:nay|có|tại)|đã đạt|tập thể|cộng \d+ điểm", piece + before, re.IGNORECASE):
        return False
    if value.percent:
        return scope.aims or bool(_GOAL.search(text[piece_start : value.end + 25]) or _FIRM_GOAL.search(before))
    if scope.aims:
        return bool(_counted(text, piece_start, value) or _DATED_GOAL.search(before))
    if re.search(r"không quá\s*$", before[-24:]):
        return False
    if re.search(r"phấn đấu", before, re.IGNORECASE) and compared(text, piece_start, value)[0] is not Comparator.EQ:
        return True
    return bool(_FIRM_GOAL.search(text[max(piece_start, value.start - 60) : value.start]))


_COUNTED = re.compile(
    r"(?:\bcó(?: từ)?|đạt(?: từ)?|trên|tối thiểu|ít nhất|khoảng|:|từ|hơn|≥|xây dựng|thành lập|phát triển|hoàn thành"
    r"|đào tạo|công nhận|mới|thêm|hỗ trợ|thu hút|lên|xuống|còn|là)"
    r"\s*(?:được\s*)?$",
    re.IGNORECASE,
)


def _counted(text: str, piece_start: int, value: Value) -> bool:
    """A counted thing is aimed at where the clause leads up to it, or begins with it."""
    before = text[piece_start : value.start]
    return not before.strip() or bool(_COUNTED.search(before))


def _past(before: str, issued: int | None) -> bool:
    """Whether the words tell of a year before the document's own."""
    year = horizon(before)
    return bool(issued and year and int(year) < issued)


# --- tables -------------------------------------------------------------------------------------------------------

_TEXT_COLUMN = re.compile(r"chỉ tiêu|mục tiêu|kết quả (?:cần )?đạt", re.IGNORECASE)
_SCORE = re.compile(r"điểm|thang", re.IGNORECASE)


def _from_table(table: Table, scope: Scope, setting: Setting) -> Iterator[Target]:
    heads = headings(table)
    if any(_SCORE.search(head) for head in heads):
        return
    years = year_columns(table)
    if years:
        yield from figures(table, years, setting)
        return
    texts = [i for i, head in enumerate(heads) if _TEXT_COLUMN.search(head)]
    for row in table.rows:
        for i in texts:
            block = row.cells[i] if i < len(row.cells) else None
            if block:
                yield from _from_block(block, row.section, replace(scope, aims=True, barred=False), setting)
