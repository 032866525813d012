"""The number and the date of a document, as its head prints them.

Comes in: the text of the header zone. Goes out: values with their status and place. A blank or unreadable number is
null, never guessed; a date is as precise as it is printed. Forms: state ("12/KH-UBND", with the year "30/2020/NĐ-CP"),
National Assembly ("31/2024/QH15"), Party ("29-CT/TU"), Front ("/KH-MTTQ-BTT"), letters ("397/UBND-TP").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts import Status
from ingest.recognise.form_text import FormText
from ingest.text.view import Span

_LINE = re.compile(
    r"(?:^|\n)[ *]*(?:(?:Luật|Bộ luật|Nghị quyết|Nghị định|Pháp lệnh|Quyết định|Thông tư|Kế hoạch|Chỉ thị) )?"
    r"(?:[Ss]ố|SỐ|S[óôòõ6o]|So)(?: ?[:.;]|(?= ?[\d.…/-])) *(?P<rest>(?:\n(?=\d))?[^\n]{0,60})"
)
_SYMBOL = r"(?:\d{4} ?[/-] ?)?[A-ZĐ][\wĐ]*(?: ?[-–/&.] ?[A-Za-zĐĂÂÊÔƠƯ][\wĐ]*){0,6}"
_NUMBER = re.compile(
    rf"^[ .…_]*(?P<digits>\d[\d ]{{0,6}}[a-zA-Z]?(?:\.\d+)?)? ?(?P<damaged>[^\s\w.…_/-]?[^\s/–-]{{0,4}}?)[ .…_]*"
    rf"(?P<symbol>(?:[/⁄][ ]?|[-–][ ]?(?=[A-ZĐ])){_SYMBOL})"
)
_PLAIN = re.compile(r"^[ .…_]*(?P<digits>\d{1,5}[a-zA-Z]?)[ .]*$")
_GAPS = re.compile(r"\s*([/&-])\s*")

_DAY = r"(?P<day>[^\W\d_]{0,2}[\d#§?]{0,2}[^\s\d,]{0,2})"
_DATED = re.compile(
    r"(?P<place>(?:(?:TP|Tp|T\.P)\.? ?)?[^\W\d_][^\n,;:]{1,40}?)?\s?[,.]?\s*(?:[Nn]gày|[Nn]gay|NGÀY)[\s,.]*"
    r"(?P<day>[^\s]{0,4}?)[\s.…_,]*(?:tháng|thảng|thang|THÁNG)[\s.…_]*(?P<month>[^\s]{0,4}?)[\s.…_,]*"
    r"(?:năm|nam|nărn|NĂM)[\s.…_]*(?P<year>\d{4}|\d{0,3})"
)
_SLASHED = re.compile(
    r"(?P<place>[^\W\d_][^\n,;:]{1,40}?), ?(?:[Nn]gày )?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of the head: None when the form leaves it empty or it cannot be read."""

    value: str | None
    status: Status
    span: Span | None
    place: str | None = None  # for dates: the place printed before it
    symbol: str | None = None  # for numbers: what stands behind the digits, also where these are blank


def number_of(head: FormText) -> Stated:
    """The document's number."""
    for line in _LINE.finditer(head.text):
        rest = line["rest"].lstrip("\n")
        begin = line.start("rest") + len(line["rest"]) - len(rest)
        found = _NUMBER.match(rest)
        if found:
            symbol = _folded(found["symbol"]).lstrip("/⁄-")
            sign = "-" if found["symbol"].lstrip()[0] in "-–" else "/"
            span = head.span(begin, begin + found.end())
            digits = (found["digits"] or "").replace(" ", "")
            if not digits and not found["damaged"]:
                return Stated(None, Status.BLANK, head.span(line.start("rest"), begin + found.end()), symbol=symbol)
            if found["damaged"] or not digits:
                return Stated(None, Status.STATED, span, symbol=symbol)  # printed, but unreadable
            start = begin + found.start("digits")
            return Stated(
                f"{digits}{sign}{symbol}", Status.STATED, head.span(start, begin + found.end()), symbol=symbol
            )
        plain = _PLAIN.match(rest)
        if plain:
            start = begin + plain.start("digits")
            return Stated(plain["digits"], Status.STATED, head.span(start, begin + plain.end("digits")))
        if not rest.strip(" .…_/-"):
            return Stated(None, Status.BLANK, head.span(line.start(), line.end()))
    return Stated(None, Status.ABSENT, None)


def _folded(symbol: str) -> str:
    return _GAPS.sub(r"\1", symbol.strip().replace("–", "-").replace("⁄", "/"))


def date_of(head: FormText) -> Stated:
    """The document's date, from its place-date line."""
    best: Stated | None = None
    for found in (*_DATED.finditer(head.text), *_SLASHED.finditer(head.text)):
        line_start = head.text.rfind("\n", 0, found.start()) + 1
        before = head.text[line_start : found.start()]
        if before.strip(" *(") or _not_the_head(found["place"], head.text[line_start : found.end()]):
            continue
        stated = _dated(head, found)
        if best is None or (best.value is None and stated.value is not None):
            best = stated
    return best or Stated(None, Status.ABSENT, None)


def _not_the_head(place: str | None, line: str) -> bool:
    """A date of something else: of a document named in a subject line, of a stamp."""
    return bool(re.match(r"(?:V/v|Về việc|ĐẾN|Đến|Công văn|Kèm theo|\(|Căn cứ|Thực hiện)", line.strip())) or bool(
        place and re.search(r"\d[/-]|\bsố\b|kèm theo", place)
    )


def _dated(head: FormText, found: re.Match[str]) -> Stated:
    day, month, year = (_read(found[name]) for name in ("day", "month", "year"))
    place = " ".join((found["place"] or "").split()).strip(" *.,-") or None
    start = found.start("place") if found["place"] else found.start()
    span = head.span(start, found.end())
    if year is None or not 1945 <= year <= 2100:
        return Stated(None, Status.BLANK, span, place)
    value = str(year)
    if month and 1 <= month <= 12:
        value += f"-{month:02d}"
        if day and 1 <= day <= 31:
            value += f"-{day:02d}"
    return Stated(value, Status.STATED, span, place)


def _read(printed: str | None) -> int | None:
    digits = (printed or "").strip(".…_, ")
    return int(digits) if digits.isdigit() else None
