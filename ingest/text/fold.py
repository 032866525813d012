"""Spelling without meaning: composed letters, tone placement, letters without their marks.

Each helper exists for plain strings and for views (where every character keeps its offsets). Nothing here knows what
a text says; folded text is for names, keys and damaged passages, never for clean running text, where "tỉnh", "tình"
and "tính" differ.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from functools import lru_cache

from ingest.text.view import View

# Letters of the alphabet for character classes; ranges such as À-Ỹ would mix capitals and small letters.
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

_MARKS = "\u0300-\u036f"
_CLUSTER = re.compile(rf"[^{_MARKS}\s]?[{_MARKS}]+")
_MARK = re.compile(rf"[{_MARKS}]")
_SPACE = re.compile(r"\s+")

# Old tone placement puts the mark on the last vowel of an open oa, oe, uy; "qu" is a consonant ("quý" stays).
_OLD_TONE = re.compile(
    r"(?<![qQ])(?:[oO](?:[àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ])|[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])",
)
_TONES = "\u0300\u0301\u0309\u0303\u0323"


def _modern_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            for left in (first, first.upper()):
                for right in (second, second.upper()):
                    old = left + unicodedata.normalize("NFC", right + tone)
                    pairs[old] = unicodedata.normalize("NFC", left + tone) + right
    return pairs


_MODERN = _modern_pairs()


def _bare_letters() -> dict[int, str]:
    """Every precomposed Latin letter -> its lower-case base letter, one to one, so that folding keeps lengths."""
    table: dict[int, str] = {ord("đ"): "d", ord("Đ"): "d", ord("Ð"): "d", ord("ð"): "d"}
    for code in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        if code in table:
            continue
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if len(base) == 1 and base != chr(code):
            table[code] = base
    return table


_BARE = _bare_letters()


def nfc(text: str) -> str:
    """Composed form (NFC); cheap when the text already is."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    """Decomposed form (NFD)."""
    return unicodedata.normalize("NFD", text)


def modern_tone(text: str) -> str:
    """ "hoà", "Uỷ", "thuý" -> "hòa", "Ủy", "thúy"; expects and gives NFC."""
    return _OLD_TONE.sub(lambda m: _MODERN[m[0]], nfc(text))


def bare(text: str) -> str:
    """Lower case without accents, đ -> d; one character for one where the text is NFC. White space is kept."""
    out = nfc(text).translate(_BARE)
    return _MARK.sub("", out) if _MARK.search(out) else out


def fold(text: str) -> str:
    """The key form of a name: lower case, no accents, đ -> d, white space squeezed and trimmed."""
    return _name_folded(text) if len(text) < 200 else _folded(text)


def _folded(text: str) -> str:
    return _SPACE.sub(" ", bare(text)).strip()


_name_folded = lru_cache(maxsize=8192)(_folded)
"""Names are asked for again and again: at every mention, for every key."""


def nfc_view(view: View) -> View:
    """The view with its letters composed."""
    if unicodedata.is_normalized("NFC", view.text):
        return view
    edits = []
    for found in _CLUSTER.finditer(view.text):
        composed = unicodedata.normalize("NFC", found[0])
        if composed != found[0]:
            edits.append((found.start(), found.end(), composed))
    return view.replace(edits)


def modern_tone_view(view: View) -> View:
    """The view with modern tone placement; expects NFC. Lengths do not change."""
    text = _OLD_TONE.sub(lambda m: _MODERN[m[0]], view.text)
    return view if text == view.text else View(text, view.starts, view.ends)


def fold_view(view: View) -> View:
    """The view folded to lower case without accents; white space is kept, so that words stay where they are."""
    composed = nfc_view(view)
    text = composed.text.translate(_BARE)
    if not _MARK.search(text):
        return View(text, composed.starts, composed.ends)
    keep = [i for i, char in enumerate(text) if not ("\u0300" <= char <= "\u036f")]
    return View(
        "".join(text[i] for i in keep),
        array("L", (composed.starts[i] for i in keep)),
        array("L", (composed.ends[i] for i in keep)),
    )
