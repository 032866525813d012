"""A reading view with its abbreviations spelled out: "UBND" reads "Ủy ban nhân dân", dashes and gaps are regular.

Comes in: the text of a block and the document's own abbreviations. Goes out: a view of that text whose offsets map back
to it, so that grammars need one spelling only. It does not know what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ingest.lexicons import rows
from ingest.text.view import View

# Letters of the alphabet for character classes; ranges such as À-Ỹ would mix capitals and small letters.
UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

_SHAPE = re.compile(r"[A-ZĐƯ]{2,}(?:[&-][A-ZĐ]+)*\Z")
_EDITS = re.compile(
    rf"(?P<dash>(?<=[^\W\d_])(?:[ \n\t]*[-–—][ \n\t]+|[ \n\t]+[-–—][ \n\t]*)(?=[^\W\d_])|(?<=[{LOWER}])[–—](?=[^\W\d_]))"
    r"|(?P<free>[ \n\t]+(?=[,;:.)](?:\s|$)))"
    r"|(?P<gap>[ \n\t]{2,}|[\n\t])"
    rf"|(?P<city>(?<![\w/.-])(?:TP|Tp|tp)(?:\. ?| )(?=[{UPPER}][{LOWER}])|(?<=UBND )TP\b|(?<=HĐND )TP\b)"
    r"|(?P<hcm>(?<![\w/-])(?:TP\.? ?HCM|Tp\.? ?HCM)\b)"
    rf"|(?P<town>(?<![\w/.-])TX(?:\. ?| )(?=[{UPPER}][{LOWER}]))"
    r"|(?P<short>(?<![\w&/.-])[A-ZĐƯ]{2,}(?:[&-][A-ZĐ]+)*(?![\w&]|/[A-ZĐ\d]|-[A-ZĐ]))"
)


@cache
def _common() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("abbreviations")}


def spell_out(text: str, abbreviations: Mapping[str, str]) -> View:
    """The view of `text` with abbreviations in full, one space between words, " - " for every dash between words."""
    edits: list[tuple[int, int, str]] = []
    common = _common()
    for found in _EDITS.finditer(text):
        kind = found.lastgroup
        if kind == "short":
            word = found[0]
            full = abbreviations.get(word) or common.get(word)
            if full is None or not _sane(word, full):
                continue
        else:
            full = {"dash": " - ", "free": "", "gap": " ", "city": "thành phố ", "hcm": "Thành phố Hồ Chí Minh", "town": "thị xã "}[kind or "gap"]
            if kind == "city" and found[0] == "TP":
                full = "thành phố"
        if full != found[0]:
            edits.append((found.start(), found.end(), full))
    view = View.of(text)
    return view.replace(edits) if edits else view


def _sane(short: str, full: str) -> bool:
    """A definition may be misread; nothing longer than a name, nothing that defines a word by itself."""
    return len(full) <= 120 and short.lower() != full.lower() and _SHAPE.match(short) is not None
