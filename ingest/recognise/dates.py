"""Points in time, deadlines and recurrences, as Vietnamese documents print them, in the contract's forms.

A reading view goes in, dates with their offsets in it come out: "ngày 29 tháng 11 năm 2025" is 2025-11-29, "trước
25/11 hằng năm" is --11-25, "Quí IV-2025" is 2025-Q4; words that fix no date are kept as printed. It knows nothing of
what happens on the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts import Recurrence

_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:19|20)\d\d"
_NGAY, _THANG, _NAM, _QUY = r"ng[àa]y", r"th[áa]ng", r"n[ăa]m", r"q(?:uý|uí|úy|uy)"
_SEP = r"\s{0,2}[/.\-–]\s{0,2}"
# The dots, dashes or gap that a form leaves to be filled in by hand.
_BLANK = r"[\s.…_\-]{0,20}"
_QUARTER = r"(?:IV|I{1,3}|[1-4])"
_YEARLY = rf"(?:h[ằàa]ng|m[ỗô]i)\s+{_NAM}"

_POINT = re.compile(
    rf"(?:{_NGAY}\s{{0,3}})?(?<![\d/.])(?P<d1>{_D})\s{{0,3}}{_THANG}\s{{0,3}}(?P<m1>{_M})"
    rf"(?:\s{{0,3}},?\s{{0,2}}{_NAM}\s{{0,3}}(?P<y1>{_Y})|{_SEP}(?P<y1b>{_Y}))?(?!\d)"
    rf"|(?:{_NGAY}\s{{0,3}})?(?<![\d/.])(?P<d2>{_D}){_SEP}(?P<m2>{_M}){_SEP}(?P<y2>{_Y})(?![\d/])"
    rf"|{_NGAY}{_BLANK}{_THANG}\s{{0,3}}(?P<m3>{_M})\s{{0,3}}{_NAM}\s{{0,3}}(?P<y3>{_Y})(?!\d)"
    rf"|{_NGAY}{_BLANK}{_THANG}{_BLANK}{_NAM}\s{{0,3}}(?P<y4>{_Y})(?!\d)"
    rf"|{_THANG}\s{{0,3}}(?P<m5>{_M})(?:\s{{0,3}},?\s{{0,2}}{_NAM}\s{{0,3}}(?P<y5>{_Y})|{_SEP}(?P<y5b>{_Y}))?(?![\d])"
    rf"|(?:{_NGAY}\s{{0,3}})?(?<![\d/.,])(?P<d6>{_D})\s?/\s?(?P<m6>{_M})(?!\s?/|\d|[.,]\d|\s?%)"
    rf"|{_QUY}\s{{0,3}}(?P<q>{_QUARTER})\b(?:(?:\s{{0,2}}[/\-–,]\s{{0,2}}"
    rf"|\s{{0,3}})(?:{_NAM}\s{{0,3}})?(?P<y7>{_Y}))?(?!\d)"
    rf"|(?<![\w/])(?P<q2>IV|I{{1,3}})\s{{0,2}}/\s{{0,2}}(?P<y10>{_Y})(?!\d)"
    rf"|(?<![\d/.,\w])(?P<m8>{_M})\s?/\s?(?P<y8>{_Y})(?![\d/])"
    rf"|{_NAM}\s{{0,3}}(?P<y9>{_Y})(?!\d|\s?/)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DateHit:
    """A point in time at text[start:end]. `value`: YYYY-MM-DD, YYYY-MM, YYYY, YYYY-Qn, --MM-DD, --MM or Qn."""

    value: str
    start: int
    end: int

    @property
    def full(self) -> bool:
        """With a year of its own."""
        return self.value[0].isdigit()

    @property
    def has_day(self) -> bool:
        return self.value.count("-") >= 2 and (self.full or self.value.count("-") == 3)


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when: `value` in the contract's forms (or the words, where they fix no date); `text`: as printed."""

    value: str
    text: str
    start: int
    end: int


def find_dates(text: str) -> list[DateHit]:
    """Every point in time, in order."""
    return [hit for found in _POINT.finditer(text) if (hit := _hit(found))]


def date_at(text: str, at: int) -> DateHit | None:
    """The point in time that begins exactly at `at`."""
    found = _POINT.match(text, at)
    return _hit(found) if found else None


def _hit(found: re.Match[str]) -> DateHit | None:
    group = found.groupdict()

    def one(*names: str) -> str | None:
        return next((group[name] for name in names if group[name]), None)

    day, month = one("d1", "d2", "d6"), one("m1", "m2", "m3", "m5", "m6", "m8")
    year = one("y1", "y1b", "y2", "y3", "y4", "y5", "y5b", "y7", "y8", "y9", "y10")
    quarter = one("q", "q2")
    if quarter:
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter.lower()) or int(quarter)
        value = f"{year}-Q{number}" if year else f"Q{number}"
    elif month:
        tail = f"-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
        if day and int(day) > _DAYS[int(month)]:
            return None
        value = f"{year}{tail}" if year else f"-{tail}"
    else:
        value = str(year)
    return DateHit(value, found.start(), found.end())


_DAYS = (0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def normalise_date(text: str) -> str | None:
    """The first date of a text as YYYY-MM-DD, YYYY-MM or YYYY; None where it prints none with a year."""
    for hit in find_dates(text):
        if hit.full and "Q" not in hit.value:
            return hit.value
    return None


# --- recurrence ---------------------------------------------------------------------------------------------------

_RECURRENCES: tuple[tuple[Recurrence, re.Pattern[str]], ...] = tuple(
    (recurrence, re.compile(pattern, re.IGNORECASE))
    for recurrence, pattern in (
        (Recurrence.WEEKLY, r"\b(?:h[ằà]ng|mỗi)\s+tuần\b|\btuần\s+một\s+lần"),
        (Recurrence.MONTHLY, rf"\b(?:h[ằà]ng|mỗi)\s+{_THANG}\b|định kỳ\s+{_THANG}\b(?!\s*\d)"),
        (
            Recurrence.QUARTERLY,
            rf"\b(?:h[ằà]ng|mỗi|từng)\s+{_QUY}\b|định kỳ\s+{_QUY}\b(?!\s*[IV\d])|báo cáo\s+{_QUY}\b(?!\s*[IV\d])"
            rf"|,\s*{_QUY}\s*(?:,|và)",
        ),
        (Recurrence.SEMIANNUAL, rf"\b(?:0?6|sáu)\s*{_THANG}\b(?!\s*{_NAM}|\s*/)|nửa năm|\b(?:2|02|hai) lần\s*/\s*năm"),
        (
            Recurrence.ANNUAL,
            rf"\b{_YEARLY}|\b(?:tổng kết|cuối|định kỳ)\s+{_NAM}\b(?!\s*\d)|(?:\b6|0?6 {_THANG}|sáu {_THANG}"
            rf"|quý)\s*(?:,|và|/)\s*"
            rf"(?:báo cáo\s+)?(?:tổng kết\s+)?(?:cả\s+)?(?:(?:1|01|một)\s+)?{_NAM}\b(?!\s*\d)|(?:một"
            rf"|0?1) {_NAM}\s*(?:một|0?1)? lần"
            rf"|theo định kỳ {_NAM}|báo cáo\s+{_NAM}\b(?!\s*\d)",
        ),
    )
)
_ADHOC = re.compile(r"đột xuất|khi (?:có|được) yêu cầu|khi cần thiết|khi phát sinh", re.IGNORECASE)


def find_recurrences(text: str) -> list[Recurrence]:
    """How often, all that are named, most frequent first; "đột xuất" counts only where nothing else is named."""
    found = [recurrence for recurrence, pattern in _RECURRENCES if pattern.search(text)]
    if not found and _ADHOC.search(text):
        return [Recurrence.ADHOC]
    return found


# --- deadlines ----------------------------------------------------------------------------------------------------

_OPEN_END = re.compile(
    r"\s*(?:,|và)\s*(?:các|những)\s+năm\s+(?:tiếp theo|sau|tiếp sau)|\s*trở đi|\s*và\s+thường xuyên(?:\s+h[ằà]ng năm)?",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,|;|và|&)\s*(?:trước\s+)?(?:ngày\s+)?", re.IGNORECASE)
_YEARLY_AFTER = re.compile(rf"\s*(?:\(\s*)?{_YEARLY}", re.IGNORECASE)
_MONTHLY_DAY = re.compile(rf"(?:trước\s+)?(?:{_NGAY}\s+)?{_D}\s+(?:h[ằà]ng|mỗi)\s+{_THANG}", re.IGNORECASE)
_PERIOD = re.compile(
    r"(?:chậm nhất|muộn nhất|trong vòng|trong thời hạn|trong thời gian|không quá|tối đa)\s+(?:là\s+|sau\s+"
    r"|không quá\s+)?"
    r"(?P<n>\d{1,3})\s*(?:\([^()]{1,20}\)\s*)?(?P<unit>ngày|tháng|tuần|giờ|năm)(?:\s+làm việc)?"
    r"(?:\s*,?\s*(?P<link>sau(?:\s+khi)?|kể\s+từ(?:\s+(?:khi|ngày))?|từ\s+(?:khi|ngày)|tính\s+từ(?:\s+ngày)?"
    r"|trước(?:\s+(?:khi|ngày))?)"
    r"\s+(?P<event>[^.;:()]{2,160}))?",
    re.IGNORECASE,
)
# Words that make the date behind them a deadline in a sentence.
_BEFORE = re.compile(
    r"(?:trước|chậm nhất|muộn nhất|đến hết|hết|xong|hoàn thành(?: xong)?|vào|đầu|cuối|giữa|trong|thời hạn|thời gian"
    r"|đến|từ)"
    r"[\s:,(*]*(?:(?:vào|trong|là|đến|hết|trước|đầu|cuối|giữa|ngày|sau|định kỳ|xong)[\s:,(*]*){0,4}"
    r"(?:\d{1,2}\s?(?:giờ|h)(?:\s?\d{2})?(?: phút)?[\s:,(*]*(?:ngày\s*)?)?$",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"^(?:ngay (?:sau khi|khi)\b|sau khi\b|khi có\b|theo (?:tiến độ|yêu cầu|kế hoạch|quy định|lộ trình|chỉ đạo"
    r"|hướng dẫn)\b"
    r"|thường xuyên|h[ằà]ng (?:năm|tháng|quý|tuần)|định kỳ|liên tục|đột xuất|ngay\b)",
    re.IGNORECASE,
)
_EVENT_END = re.compile(r",|\s(?:để|đề nghị|gửi|báo cáo|các|yêu cầu)\s")


def find_deadline(text: str, year: int | None = None) -> Deadline | None:
    """The deadline that a sentence prints, or None. `year`: the document's, for "trước ngày 15/11" without one."""
    period = _period(text)
    dated = _dated(text, year)
    if period and (dated is None or period.start <= dated.start):
        return period
    if dated:
        return dated
    monthly = _MONTHLY_DAY.search(text)
    if monthly:
        return _as_printed(text, monthly.start(), monthly.end())
    return None


def read_deadline(text: str, year: int | None = None) -> Deadline | None:
    """What stands behind a label ("Thời gian thực hiện: …") or in a cell of deadlines, whole.

    A value is normalised when dates are all it says; otherwise its words stand for themselves ("thường xuyên",
    "năm 2025 và các năm tiếp theo").
    """
    start = len(text) - len(text.lstrip(" \t:*-–"))
    end = len(text.rstrip(" \t.;,*/"))
    if start >= end:
        return None
    body = text[start:end]
    hits = find_dates(body)
    found = find_deadline(body, year)
    if found and (_covers(body, found.start, found.end) or not hits):
        return Deadline(found.value, body, start, end)
    if hits:
        values = _values(body, hits, year)
        rest = "".join(" " if any(h.start <= i < h.end for h in hits) else c for i, c in enumerate(body))
        if values and not re.search(r"[\-–]|đến|tới", rest) and _covers(rest, 0, 0):
            return Deadline("; ".join(values), body, start, end)
    return _as_printed(text, start, end)


_FILLER = re.compile(
    rf"\b(?:thời (?:gian|hạn)(?: (?:thực hiện|hoàn thành|ban hành))?|hoàn thành|xong|trước|trong|ngày|chậm nhất"
    rf"|muộn nhất|vào|là|đến|hết|tháng"
    rf"|đầu|cuối|giữa|và|{_YEARLY}|định kỳ|năm|khoảng)\b|[\s,;:.()*]",
    re.IGNORECASE,
)


def _covers(text: str, start: int, end: int) -> bool:
    """Nothing but filling words stands outside text[start:end]."""
    return not _FILLER.sub("", text[:start] + " " + text[end:])


def _as_printed(text: str, start: int, end: int) -> Deadline:
    words = " ".join(text[start:end].split())
    first = words.split(" ", 1)[0]
    value = words if re.match(_QUY, words, re.IGNORECASE) or first.isupper() else words[:1].lower() + words[1:]
    return Deadline(value, text[start:end], start, end)


def _period(text: str) -> Deadline | None:
    found = _PERIOD.search(text)
    if not found:
        return None
    event, end = found["event"], found.end()
    number, unit = int(found["n"]), found["unit"].lower()
    length = {"ngày": f"P{number}D", "tuần": f"P{number}W", "tháng": f"P{number}M", "năm": f"P{number}Y"}.get(
        unit, f"PT{number}H"
    )
    if event is None:
        return Deadline(length, found[0], found.start(), end) if unit != "năm" else None
    cut = _EVENT_END.search(event)
    if cut and cut.start() > 1:
        event, end = event[: cut.start()], found.start("event") + cut.start()
    link = " ".join(found["link"].split()).lower()
    side = "before" if link.startswith("trước") else "after"
    prefix = "ngày " if link.endswith("ngày") else ""
    event = event.rstrip()
    end = found.start("event") + len(event)
    return Deadline(f"{length} {side} {prefix}{' '.join(event.split())}", text[found.start() : end], found.start(), end)


def _dated(text: str, year: int | None) -> Deadline | None:
    hits = find_dates(text)
    for i, hit in enumerate(hits):
        lead = _BEFORE.search(text[max(0, hit.start - 40) : hit.start])
        if not lead:
            continue
        start = max(0, hit.start - 40) + lead.start()
        word = lead[0].split()[0].lower().strip("(:,*")
        if word in ("từ", "đến", "hết", "giữa") and not _limits(text, start, word, hit):
            continue
        group = _joined(text, hits[i:])
        end = group[-1].end
        opened = _OPEN_END.match(text, end)
        if opened:
            return _as_printed(text, hit.start, opened.end())
        yearly = _YEARLY_AFTER.match(text, end)
        if yearly:
            end = yearly.end()
        values = _values(text[: end + 20], group, year)
        if values:
            return Deadline("; ".join(values), text[start:end], start, end)
    return None


def _limits(text: str, start: int, word: str, hit: DateHit) -> bool:
    """Whether "đến (hết)" sets a limit: with a day, a month or a quarter; "đến năm 2030" is the year of an aim."""
    if word == "từ":
        return False
    return hit.has_day or "Q" in hit.value or bool(re.match(r"(?:đến\s+)?hết", text[start:], re.IGNORECASE))


def _joined(text: str, hits: list[DateHit]) -> list[DateHit]:
    group = [hits[0]]
    for hit in hits[1:]:
        link = _JOIN.fullmatch(text, group[-1].end, hit.start)
        if not link or (group[-1].full and len(group[-1].value) == 4):
            break
        group.append(hit)
    return group


def _values(text: str, group: list[DateHit], year: int | None) -> list[str]:
    """The contract's forms; a point without a year is every year's, or takes the year behind it, or the document's."""
    yearly = bool(
        re.search(_YEARLY, text, re.IGNORECASE) or re.search(r"định kỳ|0?6 tháng|tổng kết năm", text, re.IGNORECASE)
    )
    own = next((hit.value[:4] for hit in reversed(group) if hit.full), None)
    given = own or (None if yearly or year is None else str(year))
    values = []
    for hit in group:
        if hit.full:
            values.append(hit.value)
        elif hit.value.startswith("Q"):
            if given is None:
                return []
            values.append(f"{given}-{hit.value}")
        else:
            values.append(hit.value if given is None else given + hit.value[1:])
    return values
