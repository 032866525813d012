"""A question as words, and phrases found among them.

Words keep their place in the question so that what was understood can be shown as chips. Matching is on folded words
(no accents, đ as d); where a question carries accents, `accents_agree` keeps "Tam Đường" apart from "Tam Dương".
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ingest.text.fold import fold, modern_tone

# A document number is one word ("617/KH-UBND", "29-CT/TU"); so is a name with & ("TT&TT") and a dotted "TP.HCM".
_WORD = re.compile(r"\d+[\w/.-]*/[\w/Đđ&-]+|\d+-[^\W\d]+/[^\W\d]+|[^\W_]+(?:&[^\W_]+)*|%")
MAX_WORDS = 200
"""Words of a question that are read; no honest question is longer, and work stays bounded."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Word:
    """`text` as typed; `folded` as read, a slip of the finger set right."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()


def words_of(question: str) -> list[Word]:
    composed = unicodedata.normalize("NFC", question).replace("_", " ")
    found = (Word(m.group(), fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(composed))
    return [word for word, _ in zip(found, range(MAX_WORDS), strict=False)]


def has_accents(text: str) -> bool:
    """Whether the writer types accents at all: a plain question says nothing about the marks meant."""
    return any(ord(c) > 127 and c.isalpha() for c in unicodedata.normalize("NFC", text))


def types_accents(words: Sequence[Word]) -> bool:
    """Whether a Vietnamese writer marks every word that has a mark: then "thi" is not "thì"."""
    return 5 * sum(has_accents(word.text) for word in words) >= 2 * len(words)


def accents_agree(printed: str, name: str) -> bool:
    """Whether `printed` can mean `name`: the same marks, or none typed in any of its words."""
    if not has_accents(printed):
        return True
    return modern_tone(printed).lower() == modern_tone(name).lower()


@dataclass(frozen=True, slots=True)
class Hit(Generic[V]):
    """words[first:last] is a phrase that means `value`."""

    first: int
    last: int
    value: V

    @property
    def span(self) -> range:
        return range(self.first, self.last)


class Phrases(Generic[V]):
    """Phrases by their folded words; a search finds the longest at each place, in one pass.

    Typed accents must agree ("tại" is not "tải"); words typed without any may be either.
    """

    def __init__(self, entries: Iterable[tuple[str, V]]) -> None:
        self._by_first: defaultdict[str, list[tuple[tuple[str, ...], str, V]]] = defaultdict(list)
        for phrase, value in entries:
            key = tuple(word.folded for word in words_of(phrase))
            if key:
                self._by_first[key[0]].append((key, phrase, value))

    def at(self, words: Sequence[Word], i: int, exact: bool = False) -> tuple[int, list[V]] | None:
        """(end, values) of the longest phrase that begins at word i."""
        last = i
        values: list[V] = []
        for key, phrase, value in self._by_first.get(words[i].folded, ()):
            end = i + len(key)
            if end < last or end > len(words) or tuple(w.folded for w in words[i:end]) != key:
                continue
            typed = " ".join(w.text for w in words[i:end])
            if not (modern_tone(typed).lower() == phrase.lower() if exact else accents_agree(typed, phrase)):
                continue
            values = [*values, value] if end == last else [value]
            last = end
        return (last, values) if values else None

    def find(
        self, words: Sequence[Word], taken: frozenset[int] | set[int] = frozenset(), exact: bool = False
    ) -> Iterator[Hit[V]]:
        """Longest phrases from left to right, none over a word already taken. `exact`: the writer types all accents."""
        i = 0
        while i < len(words):
            found = self.at(words, i, exact)
            if found is None or any(k in taken for k in range(i, found[0])):
                i += 1
                continue
            for value in found[1]:
                yield Hit(i, found[0], value)
            i = found[0]
