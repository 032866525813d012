"""Abbreviations that a document defines for itself: "(sau đây gọi tắt là …)", "(viết tắt là KCN)", "(THTK, CLP)".

Comes in: a layout. Goes out: short form -> long form, only what the text itself defines. Common abbreviations are a
lexicon's business. A short form in brackets counts when its letters are the initials of the words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.layout.model import DocumentLayout
from ingest.text.fold import bare

_CALLED = re.compile(
    r"\((?:sau đây |dưới đây |từ đây )?(?:được )?(?:gọi (?:tắt|chung) là|viết tắt(?: là)?|gọi là)\s*:?\s*[“\"']?"
    r"(?P<short>[^()“”\"']{2,60})[”\"']?\)"
)
_BRACKETED = re.compile(r"\((?P<short>[A-ZĐ][A-ZĐ&-]{1,11}(?:, ?[A-ZĐ]{2,8}){0,2})\)")
_LONG = re.compile(r"[^.;:()“”\n]*$")
_WORD = re.compile(r"[^\W\d_]+")
_REACH = 400
"""Characters before a bracket in which the long form stands."""
_SHORT_FORM = re.compile(r"[A-ZĐ][A-ZĐ&-]{1,11}$")


def abbreviations(layout: DocumentLayout) -> dict[str, str]:
    """What the document defines, in its own spelling."""
    out: dict[str, str] = {}
    for _, block in layout.blocks():
        text = block.text
        if "(" not in text:
            continue
        for found in (*_CALLED.finditer(text), *_BRACKETED.finditer(text)):
            before = _LONG.search(text[max(0, found.start() - _REACH) : found.start()])
            words = before[0] if before else ""
            for short, long in _defined(found["short"], words):
                out.setdefault(short, long)
    return out


def _defined(short: str, before: str) -> Iterable[tuple[str, str]]:
    """(short, long) for each short form of a bracket, the last first."""
    forms = [form.strip() for form in short.split(",")]
    if not all(_SHORT_FORM.match(form) for form in forms):
        return
    end = len(before)
    for form in reversed(forms):
        found = _initials(form, before[:end])
        if found is None:
            return
        start, long = found
        yield form, long
        end = start


def _initials(short: str, before: str) -> tuple[int, str] | None:
    """The last words before the bracket whose initials are the short form (small words may be skipped)."""
    letters = [c for c in bare(short) if c.isalpha()]
    words = list(_WORD.finditer(before))
    i, k = len(words) - 1, len(letters) - 1
    last = None
    skipped = 0
    while i >= 0 and k >= 0:
        word = bare(words[i][0])
        if word.startswith(letters[k]):
            last = words[i] if last is None else last
            k -= 1
            skipped = 0
        elif word in ("va", "cua", "cac", "ve", "cho", "trong") or last is None:
            skipped += 1
            if skipped > 2 or last is None:
                return None
        else:
            return None
        i -= 1
    if k >= 0 or last is None:
        return None
    first = words[i + 1]
    return first.start(), before[first.start() : last.end()].strip()
