"""Documents cited by name: laws and codes, resolutions of congresses and plenums, plans of a period.

A reading view goes in; names with their offsets come out, ended where they end: by the list of titles
(ingest/lexicons/laws.tsv), else by grammar. A name of a law yet to be written, or the bare word "Luật", is none. It
knows nothing of why a document is cited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.lexicons import cell, rows
from ingest.recognise.spelling import UPPER
from ingest.text.fold import bare


@dataclass(frozen=True, slots=True)
class Named:
    """A document named at text[start:end]. `title`: its name in normal spelling; `type`: canonical."""

    type: str
    title: str
    start: int
    end: int


def find_named(text: str) -> list[Named]:
    """Every document cited by name, in order, not overlapping."""
    folded = bare(text)
    out: list[Named] = []
    for named in sorted((*_laws(text, folded), *_resolutions(text), *_plans(text)), key=lambda n: (n.start, -n.end)):
        if not out or named.start >= out[-1].end:
            out.append(named)
    return out


# --- laws ---------------------------------------------------------------------------------------------------------

_LAW_WORD = re.compile(r"(?<!\w)(?:bo\s+luat|luat|phap\s+lenh|hien\s+phap|dieu\s+le)(?!\w)")
_DRAFT = re.compile(
    r"(?:du thao|du an|soan thao|xay dung(?: du an| du thao)?|nghien cuu|hoi|doan|van phong|quy dinh cua phap)\s+$"
)
_AMENDING = re.compile(
    r"luat\s+sua\s+doi\s?,?\s*bo\s+sung\s+(?:(?:mot\s+so|cac)\s+dieu\s+(?:cua\s+)?)?(?:cac\s+)?(?=(?:bo\s+)?luat\s)"
)
_MORE_LAWS = re.compile(r"\s?(?:,|;|\sva)\s+(?=(?:bo\s+)?luat\s+(?!sua\s+doi))")
_STOP = re.compile(
    r"[;.:()“”\"'/|\[\]]|,\s|\s(?:ngay|nam|so|duoc|quy dinh|co hieu luc|da|de|trong|theo|tren|tai|voi|cho|doi voi|do"
    r"|cua|ve|nay|neu"
    r"|khi|nham|hoac|la|phu hop|phai|se|bao dam|dam bao|ban hanh|quy dinh|huong dan|va cac|va phap luat|va nhung"
    r"|va van ban|va luat|va bo luat"
    r"|va nghi|va huong dan|va quy dinh|va thong tu|va to chuc|va chi dao|va thuc hien|va trien khai|hien hanh|khong"
    r"|tu|den|vao|ma|gan|dong thoi|thong qua)(?!\w)"
)


@cache
def _titles() -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern of all titles, longest first, over folded text; folded spelling -> title."""
    spellings: dict[str, str] = {}
    for row in rows("laws"):
        for spelling in (row[0], *filter(None, cell(row, 1).split("|"))):
            spellings[_key(bare(spelling))] = row[0]
    patterns = sorted(spellings, key=len, reverse=True)
    joined = "|".join(re.escape(p).replace(r"\ ", r"[\s,\-–]{1,3}") for p in patterns)
    return re.compile(rf"(?:{joined})(?!\w)"), spellings


def _key(folded: str) -> str:
    return " ".join(re.sub(r"[\s,\-–]+", " ", folded).split())


def _laws(text: str, folded: str) -> Iterator[Named]:
    done = 0
    for word in _LAW_WORD.finditer(folded):
        if word.start() < done or not text[word.start()].isupper() or _DRAFT.search(folded[: word.start()][-24:]):
            continue
        amending = _AMENDING.match(folded, word.start())
        found = _amended(text, folded, word.start(), amending.end()) if amending else _law(text, folded, word.start())
        if found:
            done = found.end
            yield found


def _law(text: str, folded: str, start: int) -> Named | None:
    pattern, titles = _titles()
    listed = pattern.match(folded, start)
    if listed:
        title = titles[_key(listed[0])]
        kind = "Bộ luật" if title.startswith("Bộ luật") else title.split()[0]
        kind = {"Hiến": "Hiến pháp", "Pháp": "Pháp lệnh", "Điều": "Điều lệ"}.get(kind, kind)
        return Named(kind, title, start, listed.end())
    return _unlisted(text, folded, start)


_LONGEST = 90
"""Characters of a title that the list lacks."""


def _unlisted(text: str, folded: str, start: int) -> Named | None:
    """A law that the list lacks: from the capital behind the word to the first word that no title goes on with."""
    head = re.compile(r"(?:bo\s+luat|luat|phap\s+lenh)\s+").match(folded, start)
    if not head or head.end() >= len(text) or not text[head.end()].isupper():
        return None
    stop = _STOP.search(folded, head.end(), head.end() + _LONGEST + 50)  # a stop and what must stand behind it
    end = min(stop.start() if stop else len(folded), head.end() + _LONGEST)
    name = text[head.end() : end].rstrip(" ,-–")
    end = head.end() + len(name)
    words = name.split()
    if len(words) < 2 or len(words) > 14 or folded[head.end() : end].split()[0] in ("su", "gia", "dinh", "khoa"):
        return None
    kind = {"b": "Bộ luật", "l": "Luật", "p": "Pháp lệnh"}[folded[start]]
    title = f"{kind} {' '.join(words)}"
    if title.isupper() or name.isupper():
        title = f"{kind} {' '.join(words).capitalize()}"
    return Named(kind, title, start, end)


def _amended(text: str, folded: str, start: int, at: int) -> Named | None:
    """An amending law, whose name holds the names of those it amends."""
    inner = _law(text, folded, at)
    if not inner:
        return None
    titles, end = [inner.title], inner.end
    while more := _MORE_LAWS.match(folded, end):
        inner = _law(text, folded, more.end())
        if not inner:
            break
        titles.append(inner.title)
        end = inner.end
    opening = text[start:at]
    words = opening if not opening.isupper() else opening.capitalize()
    return Named("Luật", f"{' '.join(words.split())} {' và '.join(titles)}", start, end)


# --- resolutions of congresses and plenums ------------------------------------------------------------------------

_ORDER = r"(?:[IVXL]{1,6}|\d{1,3}|nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười(?: \w+)?)(?!\w)"
_NAME = rf"[{UPPER}][^\W\d_]*(?:\s[{UPPER}][^\W\d_]*){{0,4}}"
_UNIT = "tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|Tỉnh|Thành phố"
_PARTY_OF = rf"(?:của\s+)?Đảng(?:\s+bộ(?:\s+(?:{_UNIT})(?:\s+{_NAME})?)?)?"
_TAIL = (
    rf"(?:\s*,?\s*(?:\(?[Kk]hóa\s+(?:[IVXL]{{1,6}}|\d{{1,2}})\)?|{_PARTY_OF}"
    rf"|(?:của\s+)?Ban Chấp hành Trung ương(?:\s+Đảng)?"
    r"|\(?[Nn]hiệm kỳ\s+\d{4}\s*[-–]\s*\d{4}\)?))"
)
_CONGRESS = re.compile(
    r"(?:Nghị quyết|NGHỊ QUYẾT)\s+(?:của\s+)?(?:(?:Đại hội|Hội nghị|ĐẠI HỘI|HỘI NGHỊ)(?!\s+(?:các cấp|đảng các cấp))"
    rf"(?P<middle>[^;.:“”\"()]{{0,110}}?)lần thứ\s+{_ORDER}{_TAIL}{{0,3}}"
    rf"|(?:Hội nghị\s+)?(?:Trung ương|TW)\s+(?:lần thứ\s+)?(?:\d{{1,2}}"
    rf"|{_ORDER})(?:\s*,?\s*\(?[Kk]hóa\s+[IVXL]{{1,6}}\)?)?)",
)
_NEXT_CONGRESS = re.compile(
    rf"\s*(?:,|;|\bvà)\s*(?P<name>Đại hội[^;.:,“”\"()]{{0,90}}?lần thứ\s+{_ORDER}{_TAIL}{{0,3}})"
)
_TERM = re.compile(r"[\s,]*\(?\s*[Nn]hiệm kỳ.*$")


def _resolutions(text: str) -> Iterator[Named]:
    for found in _CONGRESS.finditer(text):
        yield Named("Nghị quyết", _resolution_title(found[0]), found.start(), found.end())
        end = found.end()
        while more := _NEXT_CONGRESS.match(text, end):
            yield Named("Nghị quyết", _resolution_title(f"Nghị quyết {more['name']}"), more.start("name"), more.end())
            end = more.end()


def _resolution_title(printed: str) -> str:
    title = _TERM.sub("", " ".join(printed.split()))
    return re.sub(r"\s+,", ",", title).rstrip(" ,(")


# --- plans of a period --------------------------------------------------------------------------------------------

_PLAN = re.compile(
    r"(?:(?<=theo )|(?<=tại )|(?<=thực hiện )|(?<=với ))(?P<type>Quy hoạch|Chiến lược)\s+(?P<name>[^;.:()“”\"]{5,140}?"
    r"(?:thời kỳ|giai đoạn|đến năm)\s+\d{4}(?:\s*[-–]\s*\d{4})?(?:,?\s*(?:và\s+)?(?:tầm nhìn"
    r"|định hướng)(?: đến)?(?: năm)? \d{4})?)"
)


def _plans(text: str) -> Iterator[Named]:
    for found in _PLAN.finditer(text):
        yield Named(found["type"], " ".join(found[0].split()), found.start(), found.end())
