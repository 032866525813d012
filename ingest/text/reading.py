"""The reading view of a kept text, line by line: letters composed, tones in the modern place, marks of markup gone.

Comes in: the kept text. Goes out: one view of the whole text without Markdown marks, escapes, invisible characters and
the underscores of word-segmented text, and its lines without page numbers, running titles and ruled lines. Which lines
make a paragraph is settled by layout; nothing here knows what a line says.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from ingest.text.fold import modern_tone_view, nfc_view
from ingest.text.view import View

# One scan finds every character that may need an edit; what to do with it is decided hit by hit.
_MARKS = re.compile(
    r"[\u00a0\u2000-\u200a\u202f\u205f\u3000]+|[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f\x7f]+"
    r"|\t+|\*+|#{1,6}[ \t]+|\\|_+|<br ?/?>"
)
_SEGMENTED = re.compile(r"[^\W\d_]_[^\W\d_]")
# Punctuation that stands free in word-segmented text: the space before or after it is none of the text's.
_FREE = re.compile(r" (?=[,.;:!?)\]”%])|(?<=[(\[“]) | (?=/ )|(?<= /) |(?<=/) (?=[A-ZĐ])")
_FREE_QUOTE = re.compile(r'(")( ?)([^"\n]*?)( ?)(")')
_INITIALS = re.compile(
    r"(?<=/\.)[ \t]*\*{1,2}[^\W\d_]{1,4}\*{1,2}|(?<=[.;])[ \t]+\*{1,2}[^\W\d_]{1,4}\*{1,2}(?=[ \t\r]*$)", re.M
)
_EMPTY_EMPHASIS = re.compile(r"\*{1,2}[ \t]+\*{1,2}")
_RULE = re.compile(r"[-–—_=*.·•~ ]{3,}$")
_PAGE_NUMBER = re.compile(
    r"[-–—]? ?(\d{1,3}) ?[-–—]?$|[-–—]? ?(\d{1,3})[^\w.)]{1,6}$|(?:Trang|Page) (\d{1,3})(?:[/ ].{0,12})?$"
)
_SCANNED_NUMBER = re.compile(r"[^\w]{0,4}((?=[Il]?\d)[\dIl]{1,3})(?:[^\w)]{0,4}| \w{1,3})$")
_ALNUM = re.compile(r"[^\W_]")
_LEADING_NOISE = re.compile(r"(?:[„‚.:;,_'’‘`^=°»«·¬|\\~‹›ˆ\"—]{1,3} ?){1,4}(?=[-–~] ?[^\W\d_]|[^\W_]|[©®¢]\))")
_WORD = re.compile(r"[^\W\d_]{3}")
_SPECK = re.compile(r"[^\w\s.,;:%()/+–—*•-]")
_SOFT_BREAKS = re.compile(r"[\v\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the reading view: view[start:end] without white space at its ends.

    `gap`: blank lines before it; `turn`: a page ends before it; `indent`: spaces before its first character; `inset`:
    it stands farther in than the line below, as the first line of a paragraph does.
    """

    text: str
    start: int
    end: int
    indent: int = 0
    gap: int = 0
    turn: bool = False
    inset: bool = False


def clean(text: str) -> View:
    """The whole kept text as a reading view, line ends where they were."""
    view = nfc_view(View.of(text))
    view = _without_markup(view)
    return _mended(modern_tone_view(view))


_TORN = re.compile(r"(?<![^\W_])(?P<a>[^\W\d_]{1,4}) (?P<b>[^\W\d_]{1,4})(?: (?P<c>[^\W\d_]{1,3}))?(?![^\W\d_]|[).])")
_LONE = re.compile(
    r" (?![aàáảãạeéêoóôơuúưyýởổốồạủùíị])[^\W\d_] (?=[^\W\d_])|[^\W\d_]{2} [iouỉịíì](?= ?[,.;]| [^\W\d_])"
)
LEAST_TORN = 4
"""Torn words below which a text is taken to be whole: single letters that stand alone have other reasons."""


def _mended(view: View) -> View:
    """Syllables that extraction tore apart ("Ng o ại giao", "xã hộ i", "t ỉ nh") put together, where many are torn."""
    text = view.text
    if sum(1 for _ in zip(_LONE.finditer(text), range(LEAST_TORN), strict=False)) < LEAST_TORN:
        return view
    known = syllables()
    edits: list[tuple[int, int, str]] = []
    at = 0
    while found := _TORN.search(text, at):
        a, b, c = found["a"], found["b"], found["c"]
        whole = next(
            (
                parts
                for parts in ((a, b, c), (a, b))
                if all(parts)
                and "".join(parts).lower() in known
                and any(part.lower() not in known or len(part) == 1 for part in parts)
                and all(part.islower() for part in parts[1:])
            ),
            None,
        )
        if whole is None:
            at = found.end("a")
            continue
        position = found.start()
        for part in whole[:-1]:
            position += len(part)
            edits.append((position, position + 1, ""))
            position += 1
        at = position + len(whole[-1])
    return view.replace(edits) if len(edits) >= LEAST_TORN else view


def _without_markup(view: View) -> View:
    text = view.text
    segmented = is_segmented(text)
    drop: list[tuple[int, int]] = []
    if "*" in text:
        drop = [m.span() for m in _INITIALS.finditer(text)] + [m.span() for m in _EMPTY_EMPHASIS.finditer(text)]
        drop.sort()
    edits: list[tuple[int, int, str]] = []
    pending = iter(drop)
    inner = next(pending, None)
    for found in _MARKS.finditer(text):
        start, end = found.span()
        while inner and inner[1] <= start:
            _add(edits, *inner)
            inner = next(pending, None)
        if inner and start < inner[1] and inner[0] <= start:
            continue
        new = _replacement(text, start, end, segmented)
        if new is not None:
            edits.append((start, end, new))
    while inner:
        _add(edits, *inner)
        inner = next(pending, None)
    view = view.replace(edits) if edits else view
    return _close_up(view) if segmented else view


def _add(edits: list[tuple[int, int, str]], start: int, end: int) -> None:
    if not edits or edits[-1][1] <= start:
        edits.append((start, end, ""))


def is_segmented(text: str) -> bool:
    """Word-segmented text joins the syllables of a word by underscores: one word in five or so."""
    sample = text[:20000]
    return len(_SEGMENTED.findall(sample)) > max(8, len(sample) // 150)


def _replacement(text: str, start: int, end: int, segmented: bool) -> str | None:
    """What stands for these marks in the reading view; None leaves them."""
    mark = text[start]
    if mark == "*":
        return _asterisks(text, start, end)
    if mark == "_":
        if segmented and end - start == 1:
            return " "
        inside = start > 0 and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()
        return None if inside else ""
    if mark == "#":
        return "" if start == 0 or text[start - 1] == "\n" else None
    if mark == "\\":
        return "" if text[end : end + 1] in tuple("-.*#_|()[]+!>~`&") and end < len(text) else None
    if mark == "\t":
        return "    "
    if mark == "<":
        return " "
    if mark.isspace():
        return " " * (end - start)
    return ""


def _asterisks(text: str, start: int, end: int) -> str | None:
    if end - start > 1:
        return ""
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    if before == "(" and after == ")":
        return None
    if after in " \t" and before in " \t\n":
        return None  # a bullet, or a sign of multiplication
    return ""


def _close_up(view: View) -> View:
    """Word-segmented text with its punctuation closed up."""
    spots = {m.start(): m.end() for m in _FREE.finditer(view.text)}
    for found in _FREE_QUOTE.finditer(view.text):
        for group in (2, 4):
            if found[group]:
                spots[found.start(group)] = found.end(group)
    return view.replace((start, end, "") for start, end in sorted(spots.items()))


def lines_of(view: View) -> list[Line]:
    """The lines that say something, page furniture taken out."""
    raw: list[Line] = []
    gap, turn, offset = 0, False, 0
    pieces = view.text.split("\n")
    for piece in pieces:
        start = offset
        offset += len(piece) + 1
        if "\f" in piece:
            turn = True
        if _SOFT_BREAKS.search(piece):
            piece = _SOFT_BREAKS.sub(" ", piece)
        text = piece.strip()
        if not text or _RULE.match(text):
            gap += not text
            continue
        left = len(piece) - len(piece.lstrip())
        indent = left - piece[:left].rfind("\f") - 1
        raw.append(Line(text, start + left, start + left + len(text), indent, gap, turn))
        gap, turn = 0, False
    return _without_furniture(raw)


def _without_furniture(raw: list[Line]) -> list[Line]:
    running = _running_titles(raw)
    out: list[Line] = []
    expected, gap, turn, row = 2, 0, False, False
    scanned = is_scanned(raw)
    for i, line in enumerate(raw):
        below = raw[i + 1] if i + 1 < len(raw) else None
        if scanned and len(line.text) < 10 and (line.gap or (below is not None and below.gap)):
            value = _scanned_number(line.text)
            if value is not None and expected <= value <= expected + 3:
                expected, gap, turn = value + 1, max(gap, line.gap), True
                continue
        number = _PAGE_NUMBER.match(line.text) if len(line.text) < 16 and not row else None
        if number and (below is None or below.text != "|"):
            value = int(next(g for g in number.groups() if g))
            apart = line.gap > 0 and (below is None or below.gap > 0)
            paged = line.turn or (below.turn if below is not None else line.gap > 0)
            known = value == expected and line.indent + len(line.text) < 200
            if (paged and value < 400) or (known and (apart or number[1] is None or line.gap or line.indent > 20)):
                expected, gap, turn = value + 1, max(gap, line.gap), True
                continue
        if line.turn and line.text in running:
            gap, turn = max(gap, line.gap), True
            continue
        if gap or turn:
            below_turn = turn or line.turn
            line = replace(line, gap=max(gap, line.gap), turn=below_turn)
            gap, turn = 0, False
        row = line.text == "|"
        if line.indent > 2 and below is not None and not below.gap and 2 < line.indent - below.indent < 24:
            line = replace(line, inset=True)
        out.append(line)
    return out


_TABLE_LINE = re.compile(r"\|$|\|[-: |]*-[-: |]*\|$")


def is_scanned(lines: list[Line]) -> bool:
    """Whether the lines come off a scan: some of them hold specks and no words."""
    return sum(1 for line in lines[:600] if not _TABLE_LINE.match(line.text) and is_noise(line.text)) >= 3


def _scanned_number(text: str) -> int | None:
    """A page number among specks ("I8", '"¬ 17', "22 ó")."""
    found = _SCANNED_NUMBER.match(text)
    return int(found[1].replace("I", "1").replace("l", "1")) if found else None


def _running_titles(raw: list[Line]) -> frozenset[str]:
    """Lines that stand again and again right after a page end."""
    heads = [line.text for line in raw if line.turn]
    often = max(3, len(heads) // 2)
    return frozenset(text for text, n in Counter(heads).items() if n >= often and len(text) > 3)


def join(view: View, pieces: list[tuple[int, int, str]]) -> View:
    """view[start:end] of each piece one behind the other; the third member is put before a piece (but the first).

    White space inside is squeezed to single spaces.
    """
    views: list[View] = []
    for i, (start, end, glue) in enumerate(pieces):
        part = view.slice(start, end)
        if i and glue and views:
            gap = View(glue, part.starts[:0], part.ends[:0])
            before = views[-1].ends[-1]
            for _ in glue:
                gap.starts.append(before)
                gap.ends.append(max(before, part.starts[0]))
            views.append(gap)
        if part.text:
            views.append(part)
    if not views:
        return view.slice(0, 0)
    out = views[0]
    if len(views) > 1:
        starts, ends = out.starts[:], out.ends[:]
        for more in views[1:]:
            starts.extend(more.starts)
            ends.extend(more.ends)
        out = View("".join(v.text for v in views), starts, ends)
    return squeeze(out)


_RUN = re.compile(r"\s{2,}|[\f\v\x1c-\x1e\x85\u2028\u2029]")


def squeeze(view: View) -> View:
    """Runs of white space as one space."""
    edits = [(m.start(), m.end(), " ") for m in _RUN.finditer(view.text)]
    return view.replace(edits) if edits else view


def without_noise(text: str) -> int:
    """How many leading characters of a line are specks of the scan, not print."""
    found = _LEADING_NOISE.match(text)
    return found.end() if found else 0


def is_noise(text: str) -> bool:
    """A line that holds no words: specks, stamps and signatures read as letters."""
    if len(text) > 80 or (_WORD.search(text) and len(text) >= 4 * text.count(" ") + 3):
        return False
    tokens = text.split()
    words = [t for t in tokens if len(_ALNUM.findall(t)) >= 2]
    if not words:
        letters = len(_ALNUM.findall(text))
        marks = len(text) - text.count(" ") - letters
        return bool(_SPECK.search(text)) or len(tokens) > 3 or (marks >= 4 and letters <= 2)
    return len(tokens) >= 5 and len(words) * 3 < len(tokens)


@cache
def syllables() -> frozenset[str]:
    """Syllables of clean documents of the genre, lower case."""
    text = files("ingest.text").joinpath("data/syllables.tsv").read_text(encoding="utf-8")
    heads = (line.partition("\t")[0] for line in text.splitlines() if line[:1] != "#")
    return frozenset(head for head in heads if " " not in head)
