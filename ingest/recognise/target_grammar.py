"""The grammar of one target: where its clause begins and ends, how the number is compared, what is measured."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ingest.facts import Comparator, Target
from ingest.layout.model import Block
from ingest.lexicons import cell, rows
from ingest.recognise.numbers import Value
from ingest.recognise.settings import Setting
from ingest.text.fold import bare

_HORIZON = re.compile(
    r"(?:đến (?:hết )?(?:năm )?|trong (?:năm )?|vào (?:cuối )?năm |cuối năm "
    r"|(?<!so với )(?<!sau )năm )(?P<year>20\d\d)(?!\s*[-–]\s*20)"
    r"|(?:giai đoạn|thời kỳ|nhiệm kỳ)\s*(?:\d\s*)?\(?(?:từ )?(?:năm )?20\d\d\s*(?:[-–]|đến(?: năm)?)\s*(?P<end>20\d\d)",
    re.IGNORECASE,
)


def horizon(text: str) -> str | None:
    year = None
    for found in _HORIZON.finditer(text):
        if re.search(r"(?:tầm nhìn|định hướng|tháng\s?\d{1,2}|[/.]\d{1,2})\s*$", text[: found.start()], re.IGNORECASE):
            continue
        year = found["year"] or found["end"]
    return year


# A number that opens its clause: "90% hồ sơ cấp tỉnh, 80% hồ sơ cấp huyện và ít nhất 60% hồ sơ cấp xã".
_OPENS = re.compile(
    r"(?:[,;(]|\bvà\b)\s*(?:(?:và|có|đạt|còn|phấn đấu|lên|từ|trên|dưới|khoảng|tối thiểu|ít nhất|gần|hơn|không quá|với"
    r"|≥|≤|>|<)\s*)*$",
    re.IGNORECASE,
)
_LEAD_WORDS = re.compile(r"\s(?:(?:có|đạt|từ|trên|dưới|khoảng|tối thiểu|ít nhất|gần|hơn)\s+)+$", re.IGNORECASE)
_BREAK = re.compile(r"[,;(]\s|\s(?=và\s)")


def pieces(text: str, start: int, end: int, values: list[Value]) -> list[tuple[int, int]]:
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


def describes(text: str, value: Value) -> bool:
    before = text[max(0, value.start - 40) : value.start]
    if value.unit.lower() in ("tuổi", "năm tuổi"):
        return not re.search(r"thọ", before, re.IGNORECASE)
    return not value.percent and bool(_ATTRIBUTE.search(before))


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


def target(
    block: Block,
    section: str | None,
    setting: Setting,
    value: Value,
    start: int,
    end: int,
    by: str | None,
) -> Target:
    text = block.text
    comparator, approx = compared(text, start, value)
    clause = re.split(r",\s+(?=[^\W\d])", text[start : value.start])[-1]
    change, kind = _change(clause)
    baseline = _BASELINE.search(text[value.end : end + 60])
    return Target(
        span=block.at(start, end),
        section=section,
        rule="target.share" if value.percent else "target.count",
        reading=" ".join(text[start:end].split()) if block.damaged else None,
        audience=share_of(clause) or setting.audience,
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


def compared(text: str, start: int, value: Value) -> tuple[Comparator, bool]:
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


def share_of(clause: str) -> str | None:
    """ "(Trong đó: VNPT: 25 trạm, Viettel: 33 trạm)": whose share the number is."""
    found = re.search(r"(?:^|:|\()\s*(?P<who>[A-ZĐ][^\s,:;()]*(?:\s[A-ZĐ][^\s,:;()]*){0,2})\s*:\s*$", clause)
    return found["who"] if found else None
