"""How a text was found: clean, or damaged by a scan read in the wrong language or without accents.

Comes in: a reading view's text, whole or a passage. Goes out: a verdict with its figures. It counts letters with
Vietnamese marks and syllables nobody writes; it does not know what the text says.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ingest.text.fold import bare
from ingest.text.reading import syllables
from ingest.text.restore import SYLLABLE

_WORD = re.compile(r"[^\W\d_]+")
_MARKED = re.compile(r"[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_LETTER = re.compile(r"[A-Za-zÀ-ÖØ-öø-\u024f\u1e00-\u1eff]")
SAMPLE = 12_000
"""A document is judged by its first characters up to this many (and as many from its middle)."""
BYTES_PER_CHARACTER = 1.2
"""UTF-8 bytes to a character: Vietnamese with its marks has 1.3 or more, without them 1.05; a quick first look."""
LEAST_ACCENTS = 0.10
"""Share of letters with a mark below which a Vietnamese text has lost them (clean text: .22 to .28)."""
MOST_UNKNOWN = 0.22
"""Share of unknown syllables above which a text of the genre is damaged (clean: under .08; good scans: under .12)."""
MOST_UNKNOWN_PASSAGE = 0.34
"""The same for one passage, which is short and may hold names."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How the text was found. `accents`: share of letters that carry a Vietnamese mark (clean text is near .28)."""

    damaged: bool
    accents: float
    reasons: tuple[str, ...] = ()


def quality_of(text: str) -> Quality:
    """The verdict on a whole document."""
    if len(text) > 2 * SAMPLE:
        middle = len(text) // 2
        text = text[:SAMPLE] + " " + text[middle : middle + SAMPLE]
    letters = len(_LETTER.findall(text))
    if letters < 40:
        return Quality(False, 0.0, ())
    accents = len(_MARKED.findall(text)) / letters
    unknown, words = unknown_share(text)
    reasons: list[str] = []
    if words >= 20:
        if accents < LEAST_ACCENTS and _looks_vietnamese(text):
            reasons.append(f"marks on only {accents:.0%} of the letters")
        if unknown > MOST_UNKNOWN and _looks_vietnamese(text):
            reasons.append(f"{unknown:.0%} of the syllables are unknown")
    return Quality(bool(reasons), round(accents, 3), tuple(reasons))


def is_damaged_passage(text: str) -> bool:
    """Whether a passage of an otherwise readable document is damaged print."""
    if len(text) < 24:
        return False
    unknown, words = unknown_share(text)
    return words >= 6 and unknown > MOST_UNKNOWN_PASSAGE and _looks_vietnamese(text)


def seems_clean(text: str) -> bool:
    """The quick look: marks enough for running Vietnamese. What fails it is looked at closely."""
    return len(text.encode("utf-8", "surrogatepass")) >= BYTES_PER_CHARACTER * len(text)


def unknown_share(text: str) -> tuple[float, int]:
    """(share of lower-case words that are no known syllable, how many words were looked at)."""
    known = syllables()
    seen = missing = 0
    for word, n in Counter(_WORD.findall(text)).items():
        if word.isupper() and len(word) > 1:
            continue  # headings and abbreviations say little
        lower = word.lower()
        if len(lower) < 2 or not word[1:].islower():
            continue
        seen += n
        missing += n * (lower not in known)
    return (missing / seen if seen else 0.0), seen


def _looks_vietnamese(text: str) -> bool:
    """Folded, most words of damaged Vietnamese are still shaped like its syllables; other languages' are not."""
    words = _WORD.findall(bare(text[:8000]))
    short = sum(1 for w in words if len(w) <= 6 and SYLLABLE.match(w))
    return bool(words) and short > 0.55 * len(words)
