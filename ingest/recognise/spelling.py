"""A reading view with its abbreviations spelled out: "UBND" reads "Ủy ban nhân dân", dashes and gaps are regular.

Comes in: the text of a block and the document's own abbreviations. Goes out: a view of that text whose offsets map back
to it, so that grammars need one spelling only. It does not know what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import ahocorasick

from ingest.lexicons import offices, rows
from ingest.text.fold import bare
from ingest.text.view import View

# Letters of the alphabet for character classes; ranges such as À-Ỹ would mix capitals and small letters.
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

_SHAPE = re.compile(r"[A-ZĐƯ]{2,}(?:[&-][A-ZĐ]+)*\Z")
# Every alternative begins with a character of one class, then looks back: far quicker than trying each at each place.
_EDITS = re.compile(
    r"[ \n\t\-–—A-ZĐƯt](?:"
    r"(?<=[ \n\t])(?:(?=[ \n\t\-–—,;:.)])(?:"
    r"(?P<dash>(?<=[^\W\d_][ \n\t])[ \n\t]*[-–—][ \n\t]*(?=[^\W\d_]))"
    r"|(?P<free>[ \n\t]*(?=[,;:.)](?:\s|$)))"
    r"|(?P<gap>[ \n\t]+))"
    r"|(?P<line>(?<=[\n\t])))"
    rf"|(?P<rule>(?<=[^\W\d_][-–—])[ \n\t]+(?=[^\W\d_])|(?<=[{LOWER}][–—])(?=[^\W\d_]))"
    rf"|(?P<city>(?<![\w/.-][Tt])(?<=[Tt])[Pp](?:\. ?| )(?=[{UPPER}][{LOWER}])|(?<=UBND T)P\b|(?<=HĐND T)P\b)"
    r"|(?P<hcm>(?<![\w/-]T)(?<=T)[Pp]\.? ?HCM\b)"
    rf"|(?P<town>(?<![\w/.-]T)(?<=T)X(?:\. ?| )(?=[{UPPER}][{LOWER}]))"
    r"|(?P<short>(?<![\w&/.-][A-ZĐƯ])(?<=[A-ZĐƯ])[A-ZĐƯ]+(?:[&-][A-ZĐ]+)*(?![\w&]|/[A-ZĐ\d]|-[A-ZĐ]))"
    r")"
)
_FULL = {
    "dash": " - ",
    "rule": " - ",
    "free": "",
    "gap": " ",
    "line": " ",
    "city": "thành phố ",
    "hcm": "Thành phố Hồ Chí Minh",
    "town": "thị xã ",
}


@cache
def _common() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("abbreviations")}


@cache
def _misread() -> ahocorasick.Automaton:
    """Names and role words by their folded form, for text whose accents are not to be trusted."""
    automaton = ahocorasick.Automaton()
    phrases = [spelling for spelling, _ in offices() if spelling.count(" ")]
    phrases += [row[0].lower() for row in rows("posts") if " " in row[0]] + [
        "chủ trì",
        "phối hợp",
        "tham mưu",
        "đầu mối",
    ]
    for phrase in phrases:
        automaton.add_word(bare(phrase), phrase)
    automaton.make_automaton()
    return automaton


def read_misread(text: str) -> View:
    """The view of a damaged text in which known names and role words carry their accents again.

    Only phrases of two words or more are read so: a single folded word means too many things.
    """
    view, low = View.of(text), bare(text)
    if len(low) != len(text):
        return view
    edits: list[tuple[int, int, str]] = []
    for last, phrase in _misread().iter_long(low):
        start, end = last - len(phrase) + 1, last + 1
        if (start and low[start - 1].isalnum()) or (end < len(low) and low[end].isalnum()):
            continue
        new = "".join(n.upper() if o.isupper() else n for o, n in zip(text[start:end], phrase, strict=True))
        if new != text[start:end]:
            edits.append((start, end, new))
    return view.replace(edits) if edits else view


_TU_SYLLABLE = re.compile(r"\s+(?:PHÁP|VẤN|THỤC|NHÂN|LIỆU|LỆNH|TƯỞNG|CÁCH|DUY)(?![^\W_])")  # "SỞ TƯ PHÁP" in capitals


def spell_out(text: str, abbreviations: Mapping[str, str]) -> View:
    """The view of `text` with abbreviations in full, one space between words, " - " for every dash between words."""
    edits: list[tuple[int, int, str]] = []
    common = _common()
    for found in _EDITS.finditer(text):
        kind = found.lastgroup
        if kind == "short":
            word = found[0]
            full = abbreviations.get(word) or common.get(word)
            if full is None or not _sane(word, full) or (word == "TƯ" and _TU_SYLLABLE.match(text, found.end())):
                continue
        else:
            full = _FULL[kind or "gap"]
            if kind == "city" and found[0] == "TP":
                full = "thành phố"
        if full != found[0]:
            edits.append((found.start(), found.end(), full))
    view = View.of(text)
    return view.replace(edits) if edits else view


def _sane(short: str, full: str) -> bool:
    """A definition may be misread; nothing longer than a name, nothing that defines a word by itself."""
    return len(full) <= 120 and short.lower() != full.lower() and _SHAPE.match(short) is not None


def same_length_lower(text: str) -> str:
    """Lower case, one character for one, so that offsets hold (a few foreign letters have no such form and stay)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
