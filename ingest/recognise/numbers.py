"""Numbers as Vietnamese prints them, with their unit: "50,5%", "1.500 người", "62-63%", "7-8%/năm", "400 triệu USD".

A reading view goes in, values with their offsets come out. A point parts thousands, a comma decimals; a leading zero
says nothing. Numbers of articles, dates, standards ("5G") and documents are not asked here: the caller knows the
sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ingest.lexicons import rows

_NUMBER = r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[,.]\d{1,3})?)"
_DIGIT = re.compile(r"\d")
_PER = r"(?:\s?/\s?(?:năm|tháng|quý|tuần|ngày))?"


@dataclass(frozen=True, slots=True)
class Value:
    """A number, or a range of two, with its unit as printed, at text[start:end]. `percent`: the unit is a share."""

    value: float
    value_to: float | None
    unit: str
    start: int
    end: int
    percent: bool


def parse_number(printed: str) -> float:
    """ "1.500" is 1500, "50,5" is 50.5, "0.5" is 0.5, "01" is 1."""
    text = printed.strip()
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


@cache
def _value() -> re.Pattern[str]:
    units = sorted((row[0] for row in rows("units")), key=len, reverse=True)
    unit = "|".join(re.escape(u).replace(r"\ ", r"\s+") for u in units)
    to = r"(?:\s{0,2}%?\s{0,2}(?:[-–]|đến|tới)\s{0,2}"
    return re.compile(
        rf"(?<![\w.,/])(?<!\d[-–])(?P<a>{_NUMBER}){to}(?P<b>{_NUMBER}))?"
        rf"(?:\s{{0,2}}(?P<percent>%{_PER})|\s{{1,3}}(?P<unit>(?:{unit}){_PER}))(?![^\W_])",
        re.IGNORECASE,
    )


def find_values(text: str) -> list[Value]:
    """Every number with a unit, in order."""
    if not _DIGIT.search(text):
        return []
    out = []
    for found in _value().finditer(text):
        low = parse_number(found["a"])
        high = parse_number(found["b"]) if found["b"] else None
        if high is not None and high <= low:
            high = None
        unit = found["percent"] or found["unit"]
        unit = re.sub(r"\s?/\s?", "/", " ".join(unit.split()))
        out.append(Value(low, high, unit, found.start(), found.end(), bool(found["percent"])))
    return out


def bare_number(text: str) -> float | None:
    """The number that a table's cell holds and nothing else."""
    found = re.fullmatch(rf"\s*({_NUMBER})\s*%?\s*", text)
    return parse_number(found[1]) if found else None
