"""Targets: an indicator bound to a value, with its year, baseline and direction.

Comes in: a reading of one document. Goes out: `Target` facts, from running text and from tables of indicators. What is
so already (the present state, last year's results), quotas of awards, marks in a score and numbers of things that
nobody aims at ("3 chủ thể", "04 đ/c") are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ingest.facts import Comparator, Target
from ingest.layout.model import Block, Kind, Provision, Table
from ingest.lexicons import cell, rows
from ingest.recognise.context import Reading
from ingest.recognise.numbers import Value, bare_number, find_values
from ingest.recognise.settings import Setting, settings
from ingest.text.fold import bare


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
_HORIZON = re.compile(
    r"(?:đến (?:hết )?(?:năm )?|trong (?:năm )?|vào (?:cuối )?năm |cuối năm "
    r"|(?<!so với )(?<!sau )năm )(?P<year>20\d\d)(?!\s*[-–]\s*20)"
    r"|(?:giai đoạn|thời kỳ|nhiệm kỳ)\s*(?:\d\s*)?\(?(?:từ )?(?:năm )?20\d\d\s*(?:[-–]|đến(?: năm)?)\s*(?P<end>20\d\d)",
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
        return Scope(by=_horizon(title) if _AIMS.search(title) else None, aims=False)
    head = node.head.text if node.head else ""
    if not head or (len(head) > 160 and not head.rstrip().endswith(":")):
        return scope
    aims, barred = bool(_AIMS.search(head)), bool(_BARRED.search(head))
    aiming = (scope.aims or aims) and not (barred and not aims)
    return Scope(
        aims=aiming,
        barred=(scope.barred or barred) and not aims if len(head) <= 160 else scope.barred,
        by=(_horizon(head) if aiming else None) or scope.by,
    )


def _lead_in(scope: Scope, text: str) -> Scope:
    sentence = re.split(r"(?<=[.;])\s", text.rstrip())[-1]
    return replace(scope, aims=scope.aims or bool(_AIMS.search(sentence)), by=_horizon(sentence) or scope.by)


def _horizon(text: str) -> str | None:
    year = None
    for found in _HORIZON.finditer(text):
        if re.search(r"(?:tầm nhìn|định hướng|tháng\s?\d{1,2}|[/.]\d{1,2})\s*$", text[: found.start()], re.IGNORECASE):
            continue
        year = found["year"] or found["end"]
    return year


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
    values = [value for value in find_values(text) if not _describes(text, value)]
    if not values or scope.barred:
        return
    for start, end in _sentences(text):
        inside = [value for value in values if start <= value.start < end]
        if inside:
            yield from _from_sentence(block, section, scope, setting, start, end, inside, issued)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for found in _SENTENCE.finditer(text):
        yield at, found.start() + 1
        at = found.end()
    yield at, len(text)


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
    for value, (piece_start, piece_end) in zip(values, _pieces(text, start, end, values), strict=True):
        own = _year_before(text, at, value.start)
        by = own if own is not None else by
        at = value.end
        if not _aimed(text, sentence, start, piece_start, value, scope, issued):
            continue
        target = _target(block, section, setting, value, piece_start, piece_end, None if by == "" else by)
        if whole and _share_of(text[piece_start : value.start]):
            target = replace(target, indicator=whole)
        else:
            whole = target.indicator
        yield target


def _year_before(text: str, start: int, end: int) -> str | None:
    """The year that the words before a value set; "" where they go on to years without a name; None: none said."""
    words = text[start:end]
    if re.search(r"(?:các|những) năm (?:tiếp theo|sau|tiếp)", words, re.IGNORECASE):
        return ""
    return _horizon(words)


# A number that opens its clause: "90% hồ sơ cấp tỉnh, 80% hồ sơ cấp huyện và ít nhất 60% hồ sơ cấp xã".
_OPENS = re.compile(
    r"(?:[,;(]|\bvà\b)\s*(?:(?:và|có|đạt|còn|phấn đấu|lên|từ|trên|dưới|khoảng|tối thiểu|ít nhất|gần|hơn|không quá|với"
    r"|≥|≤|>|<)\s*)*$",
    re.IGNORECASE,
)
_LEAD_WORDS = re.compile(r"\s(?:(?:có|đạt|từ|trên|dưới|khoảng|tối thiểu|ít nhất|gần|hơn)\s+)+$", re.IGNORECASE)
_BREAK = re.compile(r"[,;(]\s|\s(?=và\s)")


def _pieces(text: str, start: int, end: int, values: list[Value]) -> list[tuple[int, int]]:
    """The clause of each value of a sentence: they part at semicolons, else where the next number's words begin."""
    borders = [start]
    first = _OPENS.search(text[start : values[0].start]) or not _LEAD.sub("", text[start : values[0].start]).strip()
    number_first = bool(first)
    for before, value in pairwise(values):
        between = text[before.end : value.start]
        semicolon = between.rfind(";")
        opens = _OPENS.search(between)
        found = _BREAK.search(between)
        lead = _LEAD_WORDS.search(between)
        if opens and opens.start() >= semicolon:
            at = opens.start()
        elif semicolon >= 0:
            at = semicolon + 1
        elif number_first and lead:
            own = between.rfind(", ", 0, lead.start()) if "đạt" in lead[0] else -1
            at = own if own > 0 else lead.start()
        else:
            at = found.start() if found else 0
        number_first = bool(opens)
        borders.append(before.end + at)
    borders.append(end)
    out = []
    for i, value in enumerate(values):
        left = max(borders[i], text.rfind(";", borders[i], value.start) + 1)
        right = text.find(";", value.end, borders[i + 1])
        right = borders[i + 1] if right < 0 else right
        while left < value.start and text[left] in " ,.;:-+*()–":
            left += 1
        if text.startswith("và ", left):
            left += 3
        out.append((left, max(value.end, left + len(text[left:right].rstrip(" ,.;:(")))))
    return out


# Numbers that only describe: an age group, a speed, a condition.
_ATTRIBUTE = re.compile(
    r"(?:tốc độ|băng thông|từ đủ|người|nếu có(?: từ)?|trường hợp(?: có)?)\s*(?:từ\s*)?$", re.IGNORECASE
)


def _describes(text: str, value: Value) -> bool:
    before = text[max(0, value.start - 40) : value.start]
    if value.unit.lower() in ("tuổi", "năm tuổi"):
        return not re.search(r"thọ", before, re.IGNORECASE)
    return not value.percent and bool(_ATTRIBUTE.search(before))


def _aimed(
    text: str, sentence: str, start: int, piece_start: int, value: Value, scope: Scope, issued: int | None
) -> bool:
    """Whether somebody is to reach the value."""
    before = text[start : value.start]
    piece = text[piece_start : value.end + 60]
    if _STATE.search(before) or _ARTICLE.search(text[max(0, value.start - 16) : value.start]):
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
    if re.search(r"không quá\s*$", before):
        return False
    if re.search(r"phấn đấu", before, re.IGNORECASE) and _comparator(text, piece_start, value)[0] is not Comparator.EQ:
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
    year = _horizon(before)
    return bool(issued and year and int(year) < issued)


# --- one target ---------------------------------------------------------------------------------------------------

_CHANGE = re.compile(
    r"(?<!tốc độ )(?<!tỷ lệ )(?<!mức )(?<!cắt )(?P<word>giảm|hạ(?!\s+tầng)|cắt giảm|tiết kiệm|kéo giảm|tăng|nâng"
    r"|gia tăng)(?!\s+(?:trưởng|cường|tốc|cao|nghèo|chất|hiệu|giá trị gia))\b",
    re.IGNORECASE,
)
_TO = re.compile(
    r"(?:xuống|lên|còn)(?:\s+(?:còn|dưới|trên|thấp hơn|cao hơn|khoảng|đạt|mức|tối thiểu|tối đa|ít nhất|đến|không quá"
    r"|ít hơn|hơn))*\s*$",
    re.IGNORECASE,
)
_BASELINE = re.compile(
    r"so với (?:cuối |đầu |thời điểm )?(?:năm |giai đoạn |thực hiện năm )?(?P<year>20\d\d(?:\s*[-–]\s*20\d\d)?)",
    re.IGNORECASE,
)


def _target(
    block: Block,
    section: str | None,
    setting: Setting,
    value: Value,
    start: int,
    end: int,
    by: str | None,
) -> Target:
    text = block.text
    comparator, approx = _comparator(text, start, value)
    clause = re.split(r",\s+(?=[^\W\d])", text[start : value.start])[-1]
    change, kind = _change(clause)
    baseline = _BASELINE.search(text[value.end : end + 60])
    return Target(
        span=block.at(start, end),
        section=section,
        rule="target.share" if value.percent else "target.count",
        reading=" ".join(text[start:end].split()) if block.damaged else None,
        audience=_share_of(clause) or setting.audience,
        theme=setting.theme,
        indicator=_indicator(text, start, value, end),
        comparator=comparator,
        value=value.value,
        value_to=value.value_to,
        unit=value.unit,
        by=by,
        baseline=" ".join(baseline["year"].split()) if baseline else None,
        change=change,
        change_kind=kind,
        approx=approx,
    )


@cache
def _comparators() -> tuple[re.Pattern[str], dict[str, tuple[Comparator, bool]], re.Pattern[str]]:
    table = {row[0]: (Comparator(row[1]), cell(row, 3) == "approx") for row in rows("comparators")}
    before = [row[0] for row in rows("comparators") if row[2] == "before"]
    after = [row[0] for row in rows("comparators") if row[2] == "after"]

    def joined(words: list[str]) -> str:
        return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=len, reverse=True))

    return (
        re.compile(rf"(?<!\w)(?P<word>{joined(before)})(?:\s+(?:đạt|là|từ|mức))?\s*$", re.IGNORECASE),
        table,
        re.compile(rf"\s*(?:[^\W\d]+\s+){{0,6}}?(?P<word>{joined(after)})(?!\w)", re.IGNORECASE),
    )


def _comparator(text: str, start: int, value: Value) -> tuple[Comparator, bool]:
    before, table, after = _comparators()
    found = before.search(text[max(start, value.start - 30) : value.start])
    if not found and re.search(r"(?:toi thieu|it nhat)\s*$", bare(text[max(start, value.start - 12) : value.start])):
        return Comparator.GE, False  # misread print: "tối thiêu"
    comparator, approx = table[" ".join(found["word"].lower().split())] if found else (Comparator.EQ, False)
    if found and approx:
        outer = before.search(text[max(start, value.start - 40) : max(start, value.start - 30) + found.start()])
        if outer and not table[" ".join(outer["word"].lower().split())][1]:
            comparator = table[" ".join(outer["word"].lower().split())][0]
    behind = after.match(text, value.end)
    if behind and comparator is Comparator.EQ:
        comparator = table[" ".join(behind["word"].lower().split())][0]
    if value.value_to is not None:
        comparator = Comparator.RANGE
    return comparator, approx


def _change(clause: str) -> tuple[str | None, str | None]:
    found = list(_CHANGE.finditer(clause))
    if not found:
        return None, None
    word = found[-1]["word"].lower()
    direction = "increase" if word in ("tăng", "nâng", "gia tăng") else "decrease"
    kind = "to" if _TO.search(clause) or word == "nâng" else "by"
    return direction, kind


_LEAD = re.compile(
    r"^(?:[\s,;:+*–-]|trong đó|phấn đấu|mục tiêu|chỉ tiêu|đạt mục tiêu|và|có|đạt|là|đến (?:hết )?(?:năm )?20\d\d"
    r"|trong (?:năm )?20\d\d|năm 20\d\d|bảo đảm|đảm bảo"
    r"|từ|ít nhất|tối thiểu|trên|khoảng|các năm tiếp theo|hằng năm|hàng năm|cụ thể)+(?!\w)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,:(]|\bđạt|\btối thiểu|\bít nhất|\btrên|\bdưới|\bkhoảng|\btừ|\bphấn đấu|\bxuống|\blên|\bcòn|\bthấp hơn"
    r"|\bhơn|\bcó|\blà|\bdự kiến|\bbình quân|≥|≤|>|<"
    r"|\bkhông quá|\btối đa|đến (?:hết )?năm 20\d\d|trong năm 20\d\d|\bchiếm)+$",
    re.IGNORECASE,
)


def _indicator(text: str, start: int, value: Value, end: int) -> str:
    """What is measured: the words before the number, or, where the clause opens with it, those behind."""
    before = _TAIL.sub("", _LEAD.sub("", text[start : value.start])).strip(" ,;:-+()")
    behind = re.sub(r"^\s*(?:trở lên|trở xuống)?[\s,;:]*", "", text[value.end : end]).strip(" ,;:.()")
    if len(before.split()) >= 2 and not (value.percent and len(before.split()) < 3 and behind):
        return " ".join(f"{before}".split())
    return " ".join(f"{before} {behind}".split()) or " ".join(text[start:end].split())


def _share_of(clause: str) -> str | None:
    """ "(Trong đó: VNPT: 25 trạm, Viettel: 33 trạm)": whose share the number is."""
    found = re.search(r"(?:^|:|\()\s*(?P<who>[A-ZĐ][^\s,:;()]*(?:\s[A-ZĐ][^\s,:;()]*){0,2})\s*:\s*$", clause)
    return found["who"] if found else None


# --- tables -------------------------------------------------------------------------------------------------------

_INDICATOR_COLUMN = re.compile(
    r"chỉ tiêu|mục tiêu|chỉ số|tiêu chí|nội dung|sản phẩm|tên|đơn vị|địa phương", re.IGNORECASE
)
_TEXT_COLUMN = re.compile(r"chỉ tiêu|mục tiêu|kết quả (?:cần )?đạt", re.IGNORECASE)
_UNIT_COLUMN = re.compile(r"^(?:đvt|đơn vị(?: tính)?|đv tính)\b", re.IGNORECASE)
_SCORE = re.compile(r"điểm|thang", re.IGNORECASE)
_YEAR_COLUMN = re.compile(
    r"(?:(?:kế hoạch|mục tiêu|chỉ tiêu|năm|đến|giai đoạn)\D{0,24}|^)(?P<year>20\d\d)(?!\s*[-–]\s*20)", re.IGNORECASE
)
_PAST_COLUMN = re.compile(r"ƯTH|ước|thực hiện|hiện trạng|kết quả|thực tế", re.IGNORECASE)
_COLUMN_UNIT = re.compile(r"\((?P<unit>[^()]{1,24})\)\s*$")


def _from_table(table: Table, scope: Scope, setting: Setting) -> Iterator[Target]:
    heads = [head.split("\n")[0] for head in table.columns]
    if any(_SCORE.search(head) for head in heads):
        return
    years = {i: y for i, head in enumerate(heads) if (y := _column_year(head))}
    if years:
        yield from _figures(table, heads, years, setting)
        return
    texts = [i for i, head in enumerate(heads) if _TEXT_COLUMN.search(head)]
    for row in table.rows:
        for i in texts:
            block = row.cells[i] if i < len(row.cells) else None
            if block:
                yield from _from_block(block, row.section, replace(scope, aims=True, barred=False), setting)


def _column_year(head: str) -> str | None:
    if _PAST_COLUMN.search(head):
        return None
    found = list(_YEAR_COLUMN.finditer(head))
    return found[-1]["year"] if found else None


def _figures(table: Table, heads: list[str], years: dict[int, str], setting: Setting) -> Iterator[Target]:
    """A row of figures: one target for each year's column."""
    name_at = next((i for i, head in enumerate(heads) if i not in years and _INDICATOR_COLUMN.search(head)), 0)
    unit_at = next((i for i, head in enumerate(heads) if _UNIT_COLUMN.search(head)), None)
    group = ""
    for row in table.rows:
        cells = row.cells
        name = cells[name_at] if name_at < len(cells) else None
        numbers = {i: n for i in years if i < len(cells) and cells[i] and (n := bare_number(cells[i].text)) is not None}  # type: ignore[union-attr]
        if name is None or bare_number(name.text) is not None:
            continue
        first = cells[0].text.strip() if cells[0] else ""
        if first and first not in "-+*–":
            group = "" if len(numbers) else name.text.strip()
        if len(numbers) < 1:
            continue
        unit = cells[unit_at].text.strip() if unit_at is not None and cells[unit_at] else None  # type: ignore[union-attr]
        for i, number in numbers.items():
            block = cells[i]
            assert block is not None
            stated = _COLUMN_UNIT.search(heads[i])
            kind = heads[i][: stated.start()].split(years[i])[-1].strip(" -–") if stated else ""
            words = [group if first in ("", "-", "+", "*", "–") else "", name.text.strip(), kind]
            yield Target(
                span=block.span,
                section=row.section,
                rule="target.figure",
                audience=setting.audience,
                theme=setting.theme,
                indicator=" – ".join(w for w in words if w),
                comparator=Comparator.EQ,
                value=number,
                value_to=None,
                unit=unit or (stated["unit"] if stated else "%" if "%" in block.text else None),
                by=years[i],
            )
