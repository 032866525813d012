"""Enumerators and bullets as they are printed: every way to read the head of a line as a number.

Comes in: the text of a line. Goes out: marks with what each reading costs; which one holds is settled by
ingest.layout.enumerators over the whole document. It knows shapes of numbers and what scans make of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.text.fold import LOWER, UPPER

# Schemes by their usual depth. A scheme opens below one of smaller depth; "Điều" may hold everything.
PART, CHAPTER, ARTICLE, ITEM, LETTER, SMALL = "part", "chapter", "article", "item", "letter", "small"
DEPTH = {PART: 0, CHAPTER: 1, ARTICLE: 2, ITEM: 3, LETTER: 8, SMALL: 9}

ROMANS = [
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
ROMAN = {roman: i + 1 for i, roman in enumerate(ROMANS)}
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
    rf"|(?P<composite>(?P<parts>[\dIVX]{{1,5}}(?:\. ?\d{{1,2}}){{1,4}})"
    rf"(?: ?[.)]| ?/|[-–](?= [{UPPER}])|(?= )))(?=[^\d%]|$)"
    rf"|(?P<number>\d{{1,3}}) ?"
    rf"(?P<nend>[.)]|/(?= )|(?<=\d)[-–](?= [{UPPER}]|[{UPPER}][{LOWER}])|, ?(?=[{UPPER}][{LOWER}])|(?=:))(?=\D|$)"
    r"|(?P<open>\()(?P<inner>\d{1,2}|[a-zđ]|[ivx]{1,4})\)"
    rf"|(?:[-–—]{{1,2}} ?(?=[a-zđ©®]\)))?(?P<letter>[a-zđA-ZĐ¢ä©®øïéèêâáãà]) ?"
    rf"(?P<lend>[.)]|/(?= )|(?<=[a-zđA-ZĐ])[-–](?= [{UPPER}]))"
    rf"|(?P<roman>[IVXLH1l|!iTvxYÌÍï\]]{{1,7}}) ?(?P<rend>[.,)]|/(?= )|(?<=[IVX])[-–](?= ?[{UPPER}])|(?=[.:]))"
    rf"|(?P<bare>[IVX]{{1,5}}L?)(?= [{UPPER}]{{2,}}[ ,]| - )"
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
        return _bare(found["bare"], length)
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
    cost = {".": 0.0, ")": 0.2, "-": 0.3, "–": 0.3}.get(end, 0.9)  # "1- ", "I- ": the Party's papers
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
        out.append(Mark(CHAPTER, (len(digits),), length, 1.2, ROMANS[len(digits) - 1]))
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
                Mark(CHAPTER, (near,), length, doubt + 1.3, ROMANS[near - 1])
                for near in (exact + 1, exact + 2)
                if near <= len(ROMANS)
            )
    else:
        order = ROMAN.get(printed.translate(_AS_ROMAN))
        if order:
            out.append(Mark(CHAPTER, (order,), length, doubt + 0.5, ROMANS[order - 1]))
        whole = ROMAN.get(printed.removesuffix("L"))
        if whole:  # the dot and its shade read as a letter
            out.append(Mark(CHAPTER, (whole,), length, doubt + 0.6, ROMANS[whole - 1]))
    digits = printed.translate(_AS_DIGIT)
    if digits.isdigit() and len(digits) <= 2 and int(digits):
        out.append(Mark(ITEM, (int(digits),), length, doubt + 0.9, digits))
    if printed in ("TV", "lV", "1V"):
        out.append(Mark(CHAPTER, (4,), length, doubt + 0.5, "IV"))
    return tuple(out)


def _bare(printed: str, length: int) -> tuple[Mark, ...]:
    """A roman figure without its dot; a scan reads "II." as "IIL" and "III." as "II"."""
    figure = printed.removesuffix("L")
    order = ROMAN.get(figure)
    if not order:
        return ()
    lost = 0.3 if figure != printed else 0.0
    out = [Mark(CHAPTER, (order,), length, 0.8 + lost, figure)]
    if (lost or len(figure) > 1) and order < len(ROMANS):
        out.append(Mark(CHAPTER, (order + 1,), length, 1.3 if lost else 2.1, ROMANS[order]))
    return tuple(out)


def _odd(printed: str, length: int) -> tuple[Mark, ...]:
    out: list[Mark] = []
    digits = printed.translate(_AS_DIGIT)
    if digits.isdigit() and int(digits):
        out.append(Mark(ITEM, (int(digits),), length, 0.8, str(int(digits))))
    roman = ROMAN.get(printed.translate(_AS_ROMAN))
    if roman:
        out.append(Mark(CHAPTER, (roman,), length, 0.7, ROMANS[roman - 1]))
    return tuple(out)
