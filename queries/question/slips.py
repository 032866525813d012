"""Slips of the finger set right: "gaio thong" is read as giao thông, "tai chinn" as tài chính.

In: the words of a question. Out: the same words, those that no document of the genre and no lexicon knows read as the
commonest known word one slip away (a letter wrong, missing, doubled, or two swapped). Names in capitals, numbers and
abbreviations stay: a name that is not known must stay unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from queries.question.lexicon import lexicon
from queries.question.likeness import counts
from queries.question.tokens import Word, has_accents

SHORTEST = 4
"""Letters of a word that is set right: shorter ones are abbreviations as often as slips."""
COMMON = 20
"""Times a word must stand in documents of the genre to be what was meant."""


def set_right(words: Sequence[Word]) -> list[Word]:
    """The words with slips read as what was meant."""
    plain = not any(has_accents(word.text) for word in words)
    return [_read(word) if plain or word.text.islower() else word for word in words]


def _read(word: Word) -> Word:
    if len(word.folded) < SHORTEST or not word.folded.isalpha() or word.folded in _known() or word.text.isupper():
        return word
    meant = _nearest(word.folded)
    return replace(word, folded=meant) if meant else word


@cache
def _known() -> frozenset[str]:
    return frozenset(counts()) | lexicon().vocabulary


@cache
def _meanable() -> tuple[str, ...]:
    """Common words, commonest first."""
    return tuple(word for word, n in counts().most_common() if n >= COMMON and len(word) >= SHORTEST - 1)


@lru_cache(maxsize=2_000)
def _nearest(word: str) -> str | None:
    if not any(vowel in word for vowel in "aeiouy"):
        return None
    return next((known for known in _meanable() if OSA.distance(word, known, score_cutoff=1) <= 1), None)
