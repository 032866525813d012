"""Enumerators, solved as a sequence over a whole document.

Comes in: the first characters of each line with how likely a paragraph begins there. Goes out: which lines carry an
enumerator, which number it is and under which it stands: "I11." between "II." and "IV." is III, "/." between "6." and
"8." is 7, a second "2." after "2.1." is 2.2. A beam search over stacks of open numbers; any input gives an answer in
time linear in its size. It knows shapes of numbers, not words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.text.fold import LOWER, UPPER

BEAM = 6

# Schemes by their usual depth. A scheme opens below one of smaller depth; "Điều" may hold everything.
PART, CHAPTER, ARTICLE, ITEM, LETTER, SMALL = "part", "chapter", "article", "item", "letter", "small"
DEPTH = {PART: 0, CHAPTER: 1, ARTICLE: 2, ITEM: 3, LETTER: 8, SMALL: 9}

_ROMANS = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
    "XXI",
    "XXII",
    "XXIII",
    "XXIV",
    "XXV",
    "XXVI",
    "XXVII",
    "XXVIII",
]
ROMAN = {roman: i + 1 for i, roman in enumerate(_ROMANS)}
LETTERS = "abcdđeghiklmnopqrstuvxy"
_LETTER_ORDER = {letter: i + 1 for i, letter in enumerate(LETTERS)}
_CAPITALS = {letter: i + 1 for i, letter in enumerate("ABCDEGHIKLMN")}
# What a scan makes of roman figures; tried only where the letters as printed are no number.
_AS_ROMAN = str.maketrans(
    {
        "1": "I",
        "l": "I",
        "|": "I",
        "!": "I",
        "i": "I",
        "v": "V",
        "x": "X",
        "T": "I",
        "H": "II",
        "L": "I",
        "Ì": "I",
        "Í": "I",
        "ï": "I",
        "Y": "V",
        "]": "I",
        "[": "I",
    }
)
_AS_DIGIT = str.maketrans(
    {
        "l": "1",
        "|": "1",
        "I": "1",
        "!": "1",
        "O": "0",
        "o": "0",
        "S": "5",
        "s": "5",
        "/": "7",
        "B": "8",
        "Z": "2",
        "z": "2",
        "§": "5",
        "g": "9",
        "q": "9",
        "]": "1",
    }
)

_AS_LETTER = {"¢": "c", "©": "c", "®": "e", "ä": "a", "â": "a", "á": "a", "ã": "a", "à": "a", "ø": "g", "ï": "i",
              "é": "e", "è": "e", "ê": "e"}  # fmt: skip

_ENUMERATOR = re.compile(
    r"(?:[-–—~] ?)?(?P<article>(?:Điều|ĐIỀU|Dieu|Diéu|Điêu|Diều|Đieu) (?P<n>\d{1,3})(?: ?[.:]|(?= |$)))"
    r"|(?P<named>(?:PHẦN|Phần|CHƯƠNG|Chương|MỤC|Mục)(?: thứ| THỨ)? (?P<which>[IVX]{1,5}|\d{1,2}|nhất|hai|ba|tư|năm|sáu"
    r"|NHẤT|HAI|BA|TƯ|NĂM|SÁU)(?= ?[.:,-]| *$)(?: ?[.:,-])?)"
    r"|(?P<composite>(?P<parts>[\dIVX]{1,5}(?:\. ?\d{1,2}){1,4})(?: ?[.)]| ?/|(?= )))(?=[^\d%]|$)"
    rf"|(?P<number>\d{{1,3}}) ?(?P<nend>[.)]|/(?= )|, ?(?=[{UPPER}][{LOWER}])|(?=:))(?=\D|$)"
    r"|(?P<open>\()(?P<inner>\d{1,2}|[a-zđ]|[ivx]{1,4})\)"
    r"|(?:[-–—]{1,2} ?(?=[a-zđ©®]\)))?(?P<letter>[a-zđA-ZĐ¢ä©®øïéèêâáãà]) ?(?P<lend>[.)]|/(?= ))"
    r"|(?P<roman>[IVXLH1l|!iTvxYÌÍï\]]{1,7}) ?(?P<rend>[.,)]|/(?= )|(?=[.:]))"
    rf"|(?P<bare>[IVX]{{1,5}})(?= [{UPPER}]{{2,}}[ ,]| - )"
    r"|(?P<odd>[|/\]§!SZBOlI]{1,2}) ?\.(?= )"
)
_BULLET = re.compile(rf"(?P<mark>[-–—]{{1,2}}|[~+*•●○◦▪■►➢❖✓·¬]|o(?= [{UPPER}])|_ ?-)(?P<space> ?)(?=\S)")
_COUNTED = re.compile(rf"\d+(?:[.,]\d+)?%? ?[{LOWER}]{{2}}")
_WORDS = {"nhất": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6}


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading of a line's head: `scheme` and `order` (for composites the whole path, "1.2" -> (1, 2))."""

    scheme: str
    path: tuple[int, ...]
    length: int  # characters of the line that the enumerator takes, the space behind it included
    cost: float
    printed: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The head of a line as it may be read. `doubt`: how unlikely it is that a paragraph begins here (0 sure)."""

    readings: tuple[Mark, ...]
    doubt: float


@dataclass(frozen=True, slots=True)
class Solved:
    """The answer for one line: its scheme, its label as the contract writes it, its ancestors' labels, its depth."""

    scheme: str
    label: str
    length: int
    depth: int  # of nesting, 1 for the topmost open number
    parts: tuple[str, ...]  # the printed path, from the top down, own last part included


class _Level(NamedTuple):
    scheme: str
    path: tuple[int, ...]
    label: str


def bullet(text: str) -> tuple[str, int] | None:
    """(the bullet's sign, characters it takes) when the line begins with one."""
    found = _BULLET.match(text)
    if not found:
        return None
    sign = found["mark"].replace("_", "").strip()[-1]
    if not found["space"]:
        if sign in "*~¬·" or not text[found.end()].isalnum():
            return None
        if text[found.end()].isdigit() and not _COUNTED.match(text, found.end()):
            return None  # a negative number, a range that was broken
    if sign in "–—~¬":
        sign = "-"
    return sign, found.end()


def readings(text: str) -> tuple[Mark, ...]:
    """Every way to read the head of a line as an enumerator, likeliest first; () when there is none."""
    found = _ENUMERATOR.match(text)
    if not found:
        return ()
    length = found.end()
    spaced = text[length : length + 1] == " "
    rest = text[length:].lstrip()
    length += spaced
    if found["article"]:
        return (Mark(ARTICLE, (int(found["n"]),), length, 0.0, found["n"]),)
    if found["named"]:
        return _named(found["named"], found["which"], length)
    if found["composite"]:
        return _composite(found["parts"], length, rest)
    if found["open"]:
        return _bracketed(found["inner"], length)
    if found["number"]:
        return _number(found["number"], found["nend"], length, rest, spaced)
    if found["letter"]:
        return _letter(found["letter"], found["lend"], length, rest, spaced)
    if found["bare"]:
        order = ROMAN.get(found["bare"])
        return (Mark(CHAPTER, (order,), length, 0.8, found["bare"]),) if order else ()
    if found["roman"]:
        return _roman(found["roman"], length, rest, spaced)
    return _odd(found["odd"], length)


def _named(printed: str, which: str, length: int) -> tuple[Mark, ...]:
    order = ROMAN.get(which) or _WORDS.get(which.lower()) or (int(which) if which.isdigit() else None)
    if not order:
        return ()
    word = printed.split()[0].lower()
    scheme = {"phần": "phan", "chương": "chuong", "mục": "muc"}[word]
    return (Mark(scheme, (order,), length, 0.0, f"{word.capitalize()} {which}"),)


def _composite(parts: str, length: int, rest: str) -> tuple[Mark, ...]:
    pieces = [p.strip() for p in parts.split(".")]
    head = ROMAN.get(pieces[0]) if not pieces[0].isdigit() else int(pieces[0])
    if not head or rest[:1] in ("%", "°"):
        return ()
    path = (head, *(int(p) for p in pieces[1:]))
    if max(path) > 60 or 0 in path[:1]:
        return ()
    cost = 0.8 if rest[:1].islower() else 0.0
    return (Mark(ITEM if pieces[0].isdigit() else "romanitem", path, length, cost, ".".join(pieces)),)


def _bracketed(inner: str, length: int) -> tuple[Mark, ...]:
    if inner.isdigit():
        return (Mark("(1)", (int(inner),), length, 0.3, inner),)
    out = []
    if inner in _LETTER_ORDER:
        out.append(Mark("(a)", (_LETTER_ORDER[inner],), length, 0.3, inner))
    roman = ROMAN.get(inner.upper())
    if roman:
        out.append(Mark("(i)", (roman,), length, 0.4, inner))
    return tuple(out)


def _number(digits: str, end: str, length: int, rest: str, spaced: bool) -> tuple[Mark, ...]:
    order = int(digits)
    if order > 120 or (order == 0):
        return ()
    cost = 0.0 if end == "." else 0.2 if end == ")" else 0.9
    if rest[:1].islower():
        cost += 0.5
    if not spaced and rest and not rest[0].isupper() and rest[0] not in '“"(*':
        cost += 1.0
    if len(digits) > 1 and digits[0] == "0":
        cost += 0.3
    if end.startswith(","):
        cost += 0.6
    out = [Mark(ITEM if end != ")" else "1)", (order,), length, cost, str(order))]
    if end == ")" and digits == "8":
        out.append(Mark(LETTER, (1,), length, 0.8, "a"))
    if digits in ("1", "11", "111"):  # read off I, II, III
        out.append(Mark(CHAPTER, (len(digits),), length, 1.2, _ROMANS[len(digits) - 1]))
    return tuple(out)


def _letter(letter: str, end: str, length: int, rest: str, spaced: bool) -> tuple[Mark, ...]:
    out: list[Mark] = []
    small = _AS_LETTER.get(letter, letter.lower())
    base = 0.0 if end == ")" else 0.6
    base += 0.0 if spaced or rest[:1].isupper() else 0.8
    if letter.isupper():
        base += 0.5
    if small in _LETTER_ORDER:
        out.append(Mark(LETTER, (_LETTER_ORDER[small],), length, base + 0.4 * (letter != small), small))
        if letter in "eIl" and end == ")":  # c and l as a scan reads them
            other = "c" if letter == "e" else "l"
            out.append(Mark(LETTER, (_LETTER_ORDER[other],), length, base + 0.7, other))
        if small == "d":  # đ that lost its stroke
            out.append(Mark(LETTER, (_LETTER_ORDER["đ"],), length, base + 0.3, "đ"))
    if letter.isupper() and end != ")":
        if letter in _CAPITALS:
            out.append(Mark(PART, (_CAPITALS[letter],), length, 0.1, letter))
        roman = ROMAN.get(letter)
        if roman:
            out.append(Mark(CHAPTER, (roman,), length, 0.0, letter))
    if letter.lower() in ("i", "v", "x") and not letter.isupper() and end != ")":
        out.append(Mark(CHAPTER, (ROMAN[letter.upper()],), length, 0.7, letter.upper()))
    if letter in "lIS":
        out.append(Mark(ITEM, (int(letter.translate(_AS_DIGIT)),), length, 0.9, letter.translate(_AS_DIGIT)))
    if letter == "l":
        out.append(Mark(CHAPTER, (1,), length, 0.9, "I"))
    return tuple(out)


def _roman(printed: str, length: int, rest: str, spaced: bool) -> tuple[Mark, ...]:
    out: list[Mark] = []
    exact = ROMAN.get(printed)
    doubt = 0.0 if spaced or rest[:1].isupper() else 0.8
    if exact:
        out.append(Mark(CHAPTER, (exact,), length, doubt, printed))
        if len(printed) > 1:  # a stroke lost or doubled by the scan
            out.extend(
                Mark(CHAPTER, (near,), length, doubt + 1.3, _ROMANS[near - 1])
                for near in (exact + 1, exact + 2)
                if near <= len(_ROMANS)
            )
    else:
        order = ROMAN.get(printed.translate(_AS_ROMAN))
        if order:
            out.append(Mark(CHAPTER, (order,), length, doubt + 0.5, _ROMANS[order - 1]))
    digits = printed.translate(_AS_DIGIT)
    if digits.isdigit() and len(digits) <= 2 and int(digits):
        out.append(Mark(ITEM, (int(digits),), length, doubt + 0.9, digits))
    if printed in ("TV", "lV", "1V"):
        out.append(Mark(CHAPTER, (4,), length, doubt + 0.5, "IV"))
    return tuple(out)


def _odd(printed: str, length: int) -> tuple[Mark, ...]:
    out: list[Mark] = []
    digits = printed.translate(_AS_DIGIT)
    if digits.isdigit() and int(digits):
        out.append(Mark(ITEM, (int(digits),), length, 0.8, str(int(digits))))
    roman = ROMAN.get(printed.translate(_AS_ROMAN))
    if roman:
        out.append(Mark(CHAPTER, (roman,), length, 0.7, _ROMANS[roman - 1]))
    return tuple(out)


# --- the sequence ----------------------------------------------------------------------------------------------------

_LEVELS: dict[str, float] = {
    "phan": 0, PART: 0.5, "chuong": 1, "muc": 1.5, CHAPTER: 2, "romanitem": 3, ARTICLE: 2.5, ITEM: 4, LETTER: 8,
    "1)": 8.5, "(1)": 9, "(a)": 9.5, "(i)": 9.7,
}  # fmt: skip


class _State(NamedTuple):
    cost: float
    stack: tuple[_Level, ...]
    last: tuple[tuple[str, int], ...]  # the latest number of each scheme that is closed (numbering that runs on)
    back: _State | None
    mark: Mark | None
    label: str


def solve(openings: Sequence[Opening]) -> list[Solved | None]:
    """For each opening the enumerator it is, or None for plain text."""
    beam = [_State(0.0, (), (), None, None, "")]
    for opening in openings:
        grown: dict[tuple[tuple[_Level, ...], bool], _State] = {}
        for state in beam:
            for nxt in _steps(state, opening):
                key = (nxt.stack, nxt.mark is None)
                best = grown.get(key)
                if best is None or nxt.cost < best.cost:
                    grown[key] = nxt
        beam = sorted(grown.values(), key=lambda s: s.cost)[:BEAM]
    at: _State | None = beam[0]
    out: list[Solved | None] = []
    while at is not None and at.back is not None:
        mark = at.mark
        out.append(
            None if mark is None else Solved(mark.scheme, at.label, mark.length, len(at.stack), _parts(at.stack))
        )
        at = at.back
    return out[::-1]


def _parts(stack: Iterable[_Level]) -> tuple[str, ...]:
    return tuple(level.label for level in stack)


def _steps(state: _State, opening: Opening) -> Iterable[_State]:
    sure = min((m.cost for m in opening.readings), default=1.0) < 0.3
    yield _State(state.cost + (2.6 if sure else 1.6) * (1.0 - opening.doubt), state.stack, state.last, state, None, "")
    for mark in opening.readings:
        base = state.cost + mark.cost + 1.6 * opening.doubt
        for cost, stack, closed in _places(state, mark):
            last = state.last
            if closed:
                merged = dict(last)
                merged.update(closed)
                last = tuple(merged.items())
            yield _State(base + cost, stack, last, state, mark, stack[-1].label)


_Place = tuple[float, tuple[_Level, ...], dict[str, int]]


def _places(state: _State, mark: Mark) -> Iterable[_Place]:
    """Where the number may stand in the stack of open numbers, with what that costs."""
    stack = state.stack
    if len(mark.path) > 1:
        yield from _composite_places(stack, mark)
        return
    order = mark.path[0]
    for i in range(len(stack) - 1, -1, -1):  # a sibling of an open number
        level = stack[i]
        if level.scheme != mark.scheme:
            continue
        before = level.path[-1]
        if len(level.path) == 1:
            yield _follow(stack, i, mark, (order,), _gap_cost(before, order))
        elif order == level.path[-1] + 1 and mark.scheme == ITEM:
            # "2." printed for "1.2." after "1.1."
            path = (*level.path[:-1], order)
            yield _follow(stack, i, mark, path, 1.0)
    if mark.scheme == ITEM:  # "2." again while 2.1 is open: the author forgot the first part
        for i in range(len(stack) - 1, 0, -1):
            level, parent = stack[i], stack[i - 1]
            if level.scheme == ITEM and len(level.path) == 2 and parent.path[-1:] == (order,):
                yield _follow(stack, i, mark, (order, level.path[-1] + 1), 1.2)
    opened = {level.scheme for level in stack}
    if mark.scheme in opened:
        return
    depth = _LEVELS[mark.scheme]
    keep = len(stack)
    # a new scheme opens under the deepest number that may hold it
    while keep and not _may_hold(stack[keep - 1], mark, depth):
        keep -= 1
    for at, extra in ((keep, 0.0), *(((len(stack)), 1.4),) * (keep != len(stack))):
        closed = {level.scheme: level.path[-1] for level in stack[at:] if len(level.path) == 1}
        start = 0.0 if order == 1 else _start_cost(state, mark, order)
        yield start + extra, (*stack[:at], _Level(mark.scheme, (order,), _label(mark, (order,)))), closed


def _may_hold(level: _Level, mark: Mark, depth: float) -> bool:
    if level.scheme == ARTICLE:
        return mark.scheme not in ("phan", "chuong", "muc", PART)
    return _LEVELS[level.scheme] < depth


def _composite_places(stack: tuple[_Level, ...], mark: Mark) -> Iterable[_Place]:
    path = mark.path
    for i in range(len(stack) - 1, -1, -1):
        level = stack[i]
        if level.scheme == mark.scheme and len(level.path) == len(path):
            same = level.path[:-1] == path[:-1]
            cost = _gap_cost(level.path[-1], path[-1]) if same else 2.5
            yield _follow(stack, i, mark, path, cost)
        if level.scheme in (ITEM, "romanitem") and len(level.path) < len(path):
            deeper = len(path) - len(level.path)
            cost = (0.0 if level.path == path[: len(level.path)] else 2.2) + 0.6 * (deeper - 1)
            cost += 0.0 if path[-1] == 1 else _gap_cost(0, path[-1])
            yield _follow(stack, i + 1, mark, path, cost)
        if level.scheme in (CHAPTER, PART) and len(path) == 2:
            cost = (0.3 if level.path == path[:1] else 1.8) + (0.0 if path[-1] == 1 else _gap_cost(0, path[-1]))
            yield _follow(stack, i + 1, mark, path, cost)
    keep = len(stack)
    while keep and _LEVELS[stack[keep - 1].scheme] >= _LEVELS[ITEM]:
        keep -= 1
    yield _follow(stack, keep, mark, path, 1.9 + (0.0 if path[-1] == 1 else 0.6))


def _follow(stack: tuple[_Level, ...], at: int, mark: Mark, path: tuple[int, ...], cost: float) -> _Place:
    closed = {level.scheme: level.path[-1] for level in stack[at + 1 :] if len(level.path) == 1}
    return cost, (*stack[:at], _Level(mark.scheme, path, _label(mark, path, stack[:at]))), closed


def _gap_cost(before: int, order: int) -> float:
    if order == before + 1:
        return 0.0
    if order > before:
        return 1.3 + 0.25 * min(order - before, 8)
    if order == before:
        return 2.0
    return 2.2 if order == 1 else 4.0


def _start_cost(state: _State, mark: Mark, order: int) -> float:
    """A scheme that opens with a number other than one: numbering that runs on, or a lost beginning."""
    for scheme, last in state.last:
        if scheme == mark.scheme and order == last + 1:
            return 0.4
    return 1.5 + 0.2 * min(order, 10)


def _label(mark: Mark, path: tuple[int, ...], above: tuple[_Level, ...] = ()) -> str:
    """The last printed part as it stands in a section: "1.1" under 1 adds only its last part."""
    if mark.scheme == ARTICLE:
        return f"Điều {path[0]}"
    if mark.scheme in (CHAPTER, "(i)"):
        return _ROMANS[path[0] - 1] if mark.scheme == CHAPTER else mark.printed
    if mark.scheme == PART:
        return "ABCDEGHIKLMN"[path[0] - 1]
    if mark.scheme in (LETTER, "(a)"):
        return LETTERS[path[0] - 1]
    if mark.scheme in ("phan", "chuong", "muc"):
        return mark.printed
    if mark.scheme == "romanitem":
        roman = _ROMANS[path[0] - 1]
        held = any(level.scheme == CHAPTER and level.path[:1] == path[:1] for level in above)
        rest = ".".join(str(n) for n in path[1:])
        return (str(path[-1]) if len(path) > 2 else rest) if held else f"{roman}.{rest}"
    if len(path) > 1:
        parent = above[-1] if above else None
        if parent and parent.scheme == ITEM and parent.path == path[: len(parent.path)]:
            return ".".join(str(n) for n in path[len(parent.path) :])
    return ".".join(str(n) for n in path)
