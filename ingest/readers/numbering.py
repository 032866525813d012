"""The numbers that Word computes and does not store: list levels counted through a document.

In go the paragraphs of a document in order, out comes what Word prints before each ("1.2. ", "a) ", "- "). Knows only
numbering.xml and the styles that point to it. Rules: ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"))
_ROMAN_LOW = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_PLUS = "+"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    legal: bool
    suffix: str


@dataclass
class Numbering:
    """State: how far each list has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)  # number of a list -> its levels
    shared: dict[str, str] = field(default_factory=dict)  # number of a list -> the definition whose count it goes on
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style -> (list, level)
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, document: Any) -> Numbering:
        out = cls()
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return out
        if root is None:
            return out
        definitions = {a.get(W + "abstractNumId"): a for a in root.iterchildren(W + "abstractNum")}
        for num in root.iterchildren(W + "num"):
            out._add(num, definitions)
        out._read_styles(document)
        return out

    def _add(self, num: Any, definitions: dict[str, Any]) -> None:
        name = num.get(W + "numId")
        link = num.find(W + "abstractNumId")
        abstract = link.get(W + "val") if link is not None else ""
        definition = definitions.get(abstract)
        if definition is None:
            return
        levels = {
            level: made for lvl in definition.iterchildren(W + "lvl") if (made := _level(lvl)) for level in [_ilvl(lvl)]
        }
        for override in num.iterchildren(W + "lvlOverride"):
            level = _ilvl(override)
            own = override.find(W + "lvl")
            if own is not None:
                levels[level] = _level(own)
            start = override.find(W + "startOverride")
            if start is not None:
                self.restarts.setdefault(name, {})[level] = _int(start.get(W + "val"), 1)
        self.levels[name] = levels
        self.shared[name] = abstract

    def _read_styles(self, document: Any) -> None:
        """Styles that number their paragraphs, themselves or through the style they are based on."""
        styles = {s.get(W + "styleId"): s for s in document.styles.element.iterchildren(W + "style")}
        for name in styles:
            seen: set[str] = set()
            at: str | None = name
            level: int | None = None
            while at and at in styles and at not in seen:
                seen.add(at)
                properties = styles[at].find(f"{W}pPr/{W}numPr")
                if properties is not None:
                    found = properties.find(W + "ilvl")
                    if level is None and found is not None:
                        level = _int(found.get(W + "val"), 0)
                    number = properties.find(W + "numId")
                    if number is not None:
                        self.styles[name] = (number.get(W + "val"), level or 0)
                        break
                based = styles[at].find(W + "basedOn")
                at = based.get(W + "val") if based is not None else None

    def label(self, paragraph: Any) -> str:
        """What Word prints before this paragraph, with a space behind; '' where it is in no list."""
        place = self._place(paragraph)
        if place is None:
            return ""
        name, level = place
        levels = self.levels.get(name)
        if not levels or level not in levels:
            return ""
        self._count(name, level, levels)
        shown = self._shown(name, level, levels)
        return f"{shown} " if shown else ""

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        by_style = self.styles.get(style.get(W + "val")) if style is not None else None
        if properties is None:
            return by_style
        number, level = properties.find(W + "numId"), properties.find(W + "ilvl")
        name = number.get(W + "val") if number is not None else by_style[0] if by_style else "0"
        if name == "0":
            return None
        own = _int(level.get(W + "val"), 0) if level is not None else by_style[1] if by_style else 0
        return name, own

    def _count(self, name: str, level: int, levels: dict[int, _Level]) -> None:
        counts = self.counts.setdefault(self.shared[name], [None] * (LEVELS + 1))
        if name not in self.begun:
            self.begun.add(name)
            for at, start in self.restarts.get(name, {}).items():
                if at <= LEVELS:
                    counts[at] = start - 1
        for above in range(level):
            if counts[above] is None:
                counts[above] = levels[above].start if above in levels else 1
        now = counts[level]
        counts[level] = levels[level].start if now is None else now + 1
        counts[level + 1 :] = [None] * (LEVELS - level)

    def _shown(self, name: str, level: int, levels: dict[int, _Level]) -> str:
        this = levels[level]
        if this.format == "bullet":
            return _PLUS if this.text.strip() == _PLUS else "-"
        if this.format == "none":
            return _PLACE.sub("", this.text).strip()
        counts = self.counts[self.shared[name]]

        def number(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            form = levels[at].format if at in levels else "decimal"
            return written(counts[at] or 1, "decimal" if this.legal and at < level else form)

        return _PLACE.sub(number, this.text).strip()


def _ilvl(element: Any) -> int:
    return min(_int(element.get(W + "ilvl"), 0), LEVELS - 1)


def _int(value: str | None, default: int) -> int:
    return int(value) if value and value.lstrip("-").isdigit() else default


def _level(lvl: Any) -> _Level:
    def value(tag: str, default: str) -> str:
        found = lvl.find(W + tag)
        return default if found is None else found.get(W + "val") or ""

    return _Level(
        _int(value("start", "1"), 1),
        value("numFmt", "decimal"),
        value("lvlText", ""),
        lvl.find(W + "isLgl") is not None,
        value("suff", "tab"),
    )


def written(number: int, form: str) -> str:
    """A number in one of Word's forms; forms that are not known are written in digits."""
    if number < 1:
        return str(number)
    if form in ("lowerRoman", "upperRoman"):
        out, rest = "", number
        for value, letters in (*_ROMAN, *_ROMAN_LOW):
            while rest >= value and len(out) < 20:
                out, rest = out + letters, rest - value
        return out if form == "upperRoman" else out.lower()
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 8)
        return letter.upper() if form == "upperLetter" else letter
    return f"{number:02d}" if form == "decimalZero" else str(number)
