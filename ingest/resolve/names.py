"""Place names as people type them: "TP. Sa Đéc", "h.Thanh Miện", "xa chieng sinh", "Hoà Bình".

In: a name in any spelling. Out: its readings (bare name and type word), and the keys under which names meet. Knows no
unit: ingest/resolve/gazetteer.py compares.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.text.fold import bare, fold, modern_tone

# Type word -> how it is written, folded. Those of one letter need a full stop, a slash or a number after them.
WRITTEN = {
    "tỉnh": ("tinh", "t."),
    "thành phố": ("thanh pho", "tp", "tp.", "t.p", "t.p.", "t/p", "thanhpho"),
    "thị xã": ("thi xa", "tx", "tx.", "t.x", "t.x.", "t/x"),
    "thị trấn": ("thi tran", "tt", "tt.", "t.t", "t.t.", "t/t"),
    "quận": ("quan", "q."),
    "huyện": ("huyen", "h."),
    "phường": ("phuong", "p."),
    "xã": ("xa", "x."),
    "đặc khu": ("dac khu", "dk."),
}
KINDS = tuple(WRITTEN)
_KIND_OF = {written: kind for kind, forms in WRITTEN.items() for written in forms}
_FORMS = "|".join(re.escape(form) for form in sorted(_KIND_OF, key=len, reverse=True))
_PREFIX = re.compile(rf"({_FORMS})(?:(?<=[.])\s*|\s+|(?=\d))(?=\S)")
_LETTER = re.compile(r"([tqhpx])\s?(?=\d)|([tqhpx])/")
_LETTERS = {"t": "tỉnh", "q": "quận", "h": "huyện", "p": "phường", "x": "xã"}
_APART = re.compile(r"[\s\-–—_,.'’‘`´/]+")
_ZEROS = re.compile(r"\b0+(?=\d)")


class Reading(NamedTuple):
    """One way to read a typed name: its type word, if it has one, and the bare name."""

    kind: str | None
    name: str


def spelled(name: str) -> str:
    """The name for comparison with its accents: lower case, modern tones, one space for hyphens and apostrophes."""
    return _ZEROS.sub("", _APART.sub(" ", modern_tone(name).lower()).strip())


def key_of(name: str) -> str:
    """The folded form under which names meet: no accents, hyphens, apostrophes or leading zeros."""
    return _ZEROS.sub("", _APART.sub(" ", bare(name)).strip())


def loose_key(name: str) -> str:
    """A coarser key for a second try: i for y, no white space ("Lí Nhân", "Lý Nhân"; "Krông Nô", "Krôngnô")."""
    return key_of(name).replace(" ", "").replace("y", "i")


def has_accents(name: str) -> bool:
    """Whether the name was typed with accents, so that they may decide."""
    return not name.isascii()


def kind_of(word: str) -> str | None:
    """The type word that a spelling means: "TP." -> "thành phố", "huyen" -> "huyện"; None if it is none."""
    folded = fold(word)
    return _KIND_OF.get(folded) or _KIND_OF.get(folded + ".") or _LETTERS.get(folded.rstrip("./"))


def readings(typed: str) -> tuple[Reading, ...]:
    """How a typed name can be read, the likeliest first.

    With accents a type word must carry its own ("Xà Phìn" is no xã); without them both readings stand.
    """
    typed = " ".join(modern_tone(typed).split()).strip(" .,;:")
    folded = bare(typed)
    whole = Reading(None, typed)
    letter = _LETTER.match(folded)
    if letter:
        return Reading(_LETTERS[letter[1] or letter[2]], typed[letter.end() :].strip()), whole
    found = _PREFIX.match(folded)
    if not found:
        return (whole,)
    kind = _KIND_OF[found[1]]
    printed = typed[: found.end(1)]
    stripped = Reading(kind, typed[found.end() :])
    if has_accents(typed) and found[1] == fold(kind) and printed.lower() != kind:
        return (whole, stripped) if printed.isascii() else (whole,)
    return stripped, whole
