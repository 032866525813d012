"""Legacy Vietnamese encodings told apart and converted: TCVN3 (ABC), VNI, VIQR, windows-1258.

In goes a text as a Western program shows it (Latin-1), out comes the text as it was meant. Which encoding it is, is
settled by what makes Vietnamese syllables of it; where none does clearly, nothing is converted.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

from ingest.text.fold import modern_tone
from ingest.text.reading import syllables

_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(r"[\u00a1-\u00ff\u0192\u2020-\u2026\u0160\u0178]")
_VIQR = re.compile(r"[aeiouy][\^(+]?['`?~.](?=[a-z\s,;])|[aeo]\^|a\(|[ou]\+|dd", re.I)
NAMES = frozenset({"windows-1258", "TCVN3", "VNI", "VIQR"})
_SAMPLE = 20_000
LEAST_WORDS = 4
CLEAR = 0.7
"""Share of words that must be syllables of the language for a conversion to be believed; running text has 0.9."""
BETTER = 0.15
"""By how much it must beat the text as it stands."""


def share(text: str) -> float:
    """Share of the words that are Vietnamese syllables written with their accents or needing none."""
    words = [word for word in _WORD.findall(text[:_SAMPLE]) if len(word) > 1]
    if len(words) < LEAST_WORDS:
        return 0.0
    known = syllables()
    counted = Counter(words).items()
    right = (n for word, n in counted if modern_tone(unicodedata.normalize("NFC", word.lower())) in known)
    return sum(right) / len(words)


def from_bytes(data: bytes) -> tuple[str, str] | None:
    """(text, name of the encoding) of bytes that are no Unicode; None where no encoding gives Vietnamese."""
    western = data.decode("latin-1")
    tries = [("windows-1258", _windows_1258(data)), ("TCVN3", tcvn3(western)), ("VNI", vni(western))]
    rated = sorted(((share(text), name, text) for name, text in tries if text is not None), reverse=True)
    best, name, text = rated[0]
    return (text, name) if best >= CLEAR else None


def converted(text: str) -> tuple[str, str] | None:
    """(text as meant, name of the encoding) of Unicode text that holds the codes of an old font or VIQR; else None."""
    head = text[:_SAMPLE]
    odd = len(_ODD.findall(head))
    fonts = odd * 25 > len(head)
    if not fonts and not (head.isascii() and len(_VIQR.findall(head)) * 20 > len(head)):
        return None
    as_it_stands = share(head)
    if as_it_stands > 1 - BETTER:  # the first look at any Vietnamese text ends here
        return None
    western = _western(text)
    tries = [("TCVN3", tcvn3(western)), ("VNI", vni(western))] if fonts else [("VIQR", viqr(text))]
    best, name, out = max((share(out), name, out) for name, out in tries)
    return (out, name) if best >= CLEAR and best >= as_it_stands + BETTER else None


def _windows_1258(data: bytes) -> str | None:
    try:
        return unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        return None


def _western(text: str) -> str:
    """Characters that programs put for Latin-1 codes, back as those codes."""
    return text.replace("\u00a0", " ").replace("\u03bc", "\u00b5")


@cache
def _table(name: str) -> dict[str, str]:
    lines = files("ingest.readers").joinpath(f"data/{name}.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


@cache
def _single(name: str) -> dict[int, str]:
    return {ord(key): value for key, value in _table(name).items()}


def tcvn3(text: str) -> str:
    """TCVN3 codes as the letters they stand for: one for one."""
    return text.translate(_single("tcvn3"))


@cache
def _pairs() -> re.Pattern[str]:
    """Vowel with its mark before single letters."""
    keys = sorted(_table("vni"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


def vni(text: str) -> str:
    """VNI codes as the letters they stand for."""
    table = _table("vni")
    return _pairs().sub(lambda found: table[found[0]], text)


_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_LETTERS = re.compile(r"(?P<dd>dd|DD|Dd)|(?P<base>[aeiouyAEIOUY])(?P<shape>[\^(+]?)(?P<tone>['`?~.]?)|\\(?P<kept>.)")
_TOKEN = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"\s+[A-Z\d\-+*]|\s*$|[ \t]*\r?\n")


def viqr(text: str) -> str:
    """VIQR as the letters it stands for.

    A dot or question mark behind a vowel is a tone by the rule (a plain one is written with a backslash); typists
    forget the backslash before the dot of a sentence's end, where the bare syllable is taken if it is one.
    """

    def word(found: re.Match[str]) -> str:
        return _viqr_word(found[0], _SENTENCE_END.match(text, found.end()) is not None)

    return _TOKEN.sub(word, text)


def _viqr_word(token: str, last_of_sentence: bool) -> str:
    if last_of_sentence and len(token) > 1 and token[-1] == "." and token[-2] != "\\":
        bare = _viqr_letters(token[:-1])
        word = _WORD.findall(bare)
        if word and bare.endswith(word[-1]) and modern_tone(word[-1].lower()) in syllables():
            return bare + token[-1]
    return _viqr_letters(token)


def _viqr_letters(token: str) -> str:
    return _LETTERS.sub(_viqr_letter, token)


def _viqr_letter(found: re.Match[str]) -> str:
    if found["kept"]:
        return found["kept"]
    if found["dd"]:
        return "đ" if found["dd"] == "dd" else "Đ"
    base, shape, tone = found["base"], found["shape"], found["tone"]
    letter = unicodedata.normalize("NFC", base + _SHAPES.get(shape, ""))
    whole = unicodedata.normalize("NFC", letter + _TONES.get(tone, ""))
    return whole if len(letter) == 1 and len(whole) == 1 else found[0]
