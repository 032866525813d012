"""Numbers of documents: "08/KH-UBND", "30/2020/NĐ-CP", "02-CTr/TU", "31/2024/QH 15", "1961/QĐUBND", "6332/VPCP-KSTT".

A reading view goes in, symbols with their offsets come out, gaps folded, otherwise as printed. Year ranges, shares and
rates ("2022-2025 - …", "7-8%/năm", "3G/4G") are none. It knows nothing of whose document a number is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ingest.lexicons import cell, rows

_UP = "A-ZĐÐƯƠÂ"
_GROUP = rf"[{_UP}][{_UP}a-zđ0-9&]{{0,30}}"
# A group behind a gap must look like an abbreviation: "02/TTr-CAT- ANCTNB", not "08/KH-UBND - Sở".
_SHORT = rf"(?:[{_UP}]{{2}}[{_UP}a-z0-9&]{{0,30}}|TTg|Ttg)(?![^\W\d_])"
_JOIN = r"\s?[-–—]\s{0,2}"
_GROUPS = rf"{_GROUP}(?:[-–—]{_GROUP}|{_JOIN}{_SHORT}|/(?:TW|TU|HU|ĐU|UBND|BCĐ)\b)*"
_NUMBER = r"(?<![\d/.,%A-Za-zĐ–-])(?P<{0}>\d{{1,6}}[a-z]?)"
_STATE = re.compile(
    _NUMBER.format("n")
    + rf"\s{{0,6}}/\s{{0,2}}(?:(?P<year>(?:19|20)\d\d)\s?/\s{{0,2}})?(?P<groups>{_GROUPS})"
    + r"(?:(?<=QH)\s?(?P<term>\d{1,2})(?!\d|\s?/))?"
)
_PARTY = re.compile(
    _NUMBER.format("n")
    + rf"\s{{0,2}}[-–—]\s?(?P<type>[{_UP}][{_UP}a-z]{{0,6}})(?P<more>[-–][{_UP}]{{2,6}})?\s?/\s?"
    + rf"(?P<org>{_GROUP}(?:[-–]{_GROUP}|{_JOIN}{_SHORT})*)"
)
_SPACE = re.compile(r"\s+")
# Offices that open the symbol of a letter or close that of a named type.
_OFFICE = re.compile(
    r"UBND|HĐND|VPCP|VPQH|VPUB|TTg|TTG|Ttg|CP|TW|TU|QH\d*|UBTVQH\d*|MTTQ\w*|MTTW|MTTWBTT|BTT|VKS\w*|TAND\w*|CAT?|CATP"
    r"|BCH\w*|BCĐ\w*|HĐ\w*"
    r"|B[A-ZĐ&]{1,8}|S[A-ZĐ&]{1,8}|VP\w*|TCT|KBNN|NHNN|TTCP|ĐCT\w*|ĐU\w*|TLĐ|LĐLĐ|TWĐTN|TWĐ|HĐBC\w*|TCTK|UB\w*|CT"
    r"|CTUBND|CTN|HU|TĐTN|PC\w*|X\d+"
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A number at text[start:end]. `abbreviation`: of its type ("KH"), None in letters; `sure`: by its form alone."""

    number: str
    start: int
    end: int
    abbreviation: str | None
    sure: bool


@cache
def types_by_abbreviation() -> dict[str, str]:
    """ "KH" -> "Kế hoạch"."""
    return {short: row[1] for row in rows("document_types") for short in filter(None, cell(row, 2).split("|"))}


def find_symbols(text: str) -> Iterator[Symbol]:
    """Every number of a document, in order."""
    found = [symbol for match in _PARTY.finditer(text) if (symbol := _party(match))]
    taken = [(symbol.start, symbol.end) for symbol in found]
    for match in _STATE.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        symbol = _state(text, match)
        if symbol:
            found.append(symbol)
    yield from sorted(found, key=lambda symbol: symbol.start)


def _party(match: re.Match[str]) -> Symbol | None:
    kind = match["type"]
    if kind not in types_by_abbreviation() and kind.upper() not in _upper_types():
        capitals = sum(char.isupper() for char in kind) >= 2 and len(match["n"]) < 4
        return Symbol(_folded(match[0]), match.start(), match.end(), None, sure=False) if capitals else None
    return Symbol(_folded(match[0]), match.start(), match.end(), kind, sure=True)


def _state(text: str, match: re.Match[str]) -> Symbol | None:
    groups = re.split(r"\s?[-–—/]\s*", match["groups"])
    number, end = _folded(match[0]), match.end()
    first = groups[0]
    kind = first if first in types_by_abbreviation() or first.upper() in _upper_types() else _glued_type(first)
    if match["year"] and (kind or _OFFICE.fullmatch(first)):
        return Symbol(number, match.start(), end, kind, sure=True)
    if kind and (len(groups) > 1 or kind != first):
        return Symbol(number, match.start(), end, kind, sure=True)
    if kind is None and _OFFICE.fullmatch(first) and (len(groups) > 1 or first == "UBND"):
        return Symbol(number, match.start(), end, None, sure=True)
    if sum(char.isupper() for char in first) < 2:
        return None
    return Symbol(number, match.start(), end, kind, sure=False)


@cache
def _upper_types() -> frozenset[str]:
    return frozenset(short.upper() for short in types_by_abbreviation())


@cache
def _glued() -> re.Pattern[str]:
    shorts = sorted(types_by_abbreviation(), key=len, reverse=True)
    return re.compile(
        rf"({'|'.join(map(re.escape, shorts))})(?:UBND|HĐND|CP|TTg|Tg|TW|TU|VPCP|B[A-ZĐ]{{2,8}}"
        rf"|S[A-ZĐ]{{2,8}})\w{{0,12}}"
    )


def _glued_type(group: str) -> str | None:
    """The type of a symbol that lost its hyphen: "QĐUBND", "NĐCP", "CTTg"."""
    found = _glued().fullmatch(group)
    return found[1] if found else None


def _folded(printed: str) -> str:
    number = _SPACE.sub("", printed).replace("–", "-").replace("—", "-").replace("Ð", "Đ")
    return re.sub(r"(?<=-)T[Tt][Gg]\b", "TTg", number)
