"""How much of a question's matter a task's words cover.

Weights are those of the genre: a syllable, or a pair of neighbours, counts for as much as it is rare in documents of
this kind (the counts that also read damaged print). No index, no model: a score between 0 and 1 for one text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from ingest.text.fold import fold, modern_tone
from ingest.text.restore import model
from queries.question.tokens import Word, has_accents, words_of

PAIR_SHARE = 0.6
"""Weight of a pair of neighbours beside its single words: order matters in Vietnamese, but people rephrase."""


CLEAN = 0.35
"""Share of a text's words that have marks, from which its marks can be trusted; Vietnamese has about 0.7."""


@cache
def counts() -> Counter[str]:
    """How often each folded word stands in documents of the genre."""
    found: Counter[str] = Counter()
    for word, n in model().singles.items():
        found[fold(word)] += n
    return found


@cache
def _total() -> int:
    return sum(counts().values())


@cache
def rarity(word: str) -> float:
    """-log of the folded word's share in the genre, capped: a word never seen is no rarer than a rare one."""
    return min(-log((counts().get(word, 0) + 0.5) / _total()), 10.5)


@cache
def marked_rarity(word: str) -> float:
    """The same for a word with its marks."""
    return min(-log((model().singles.get(word, 0) + 0.5) / _total()), 10.5)


class Part(NamedTuple):
    """A word of a matter: folded, with its marks, and what it weighs (1 = its full rarity)."""

    folded: str
    marked: str
    weight: float


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about: its words in order. `exact`: the marks were typed, so "tuyển" is not "tuyên"."""

    parts: tuple[Part, ...]
    exact: bool = False

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def weights(self) -> tuple[float, ...]:
        return tuple(part.weight for part in self.parts)

    def weight(self) -> float:
        """How much there is to cover, words alone."""
        return sum(part.weight * rarity(part.folded) for part in self.parts)

    def measure(self) -> Callable[[Words], float]:
        """The share of the matter's weight found in a text: 0 nothing, 1 all words in the same neighbourhood."""
        folded = _worth([(part.folded, part.weight * rarity(part.folded)) for part in self.parts])
        marked = _worth([(part.marked, part.weight * marked_rarity(part.marked)) for part in self.parts])

        known: dict[int, tuple[float, Words]] = {}  # rows share their words; the text is kept so that its id stays its

        def cover(text: Words) -> float:
            seen = known.get(id(text))
            if seen is not None:
                return seen[0]
            if self.exact and text.marked is not None:
                share = marked.covered(text.marked, text.marked_pairs)
            else:
                share = folded.covered(text.single, text.pairs)
            known[id(text)] = share, text
            return share

        return cover


class _Worth(NamedTuple):
    """Words and pairs of neighbours with what each is worth, and what all are together."""

    words: dict[str, float]
    pairs: dict[tuple[str, str], float]
    total: float

    def covered(self, single: frozenset[str], pairs: frozenset[tuple[str, str]]) -> float:
        found = self.words.keys() & single
        if not found:
            return 0.0
        gained = sum(map(self.words.__getitem__, found))
        return (gained + sum(map(self.pairs.__getitem__, self.pairs.keys() & pairs))) / self.total


def _worth(words: list[tuple[str, float]]) -> _Worth:
    by_word: dict[str, float] = {}
    by_pair: dict[tuple[str, str], float] = {}
    for word, value in words:
        by_word[word] = by_word.get(word, 0.0) + value
    for (a, worth_a), (b, worth_b) in pairwise(words):
        by_pair[a, b] = by_pair.get((a, b), 0.0) + PAIR_SHARE * min(worth_a, worth_b)
    return _Worth(by_word, by_pair, sum(by_word.values()) + sum(by_pair.values()) or 1.0)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text and its pairs of neighbours, folded and with marks: what a matter is compared with.

    `marked` is None for a text whose marks are damaged or were never typed.
    """

    single: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    marked: frozenset[str] | None = frozenset()
    marked_pairs: frozenset[tuple[str, str]] = frozenset()

    @staticmethod
    def union(texts: Iterable[Words]) -> Words:
        """The words of several texts together."""
        every = [text for text in texts if text.single]
        clean = [text.marked for text in every if text.marked is not None]
        return Words(
            frozenset().union(*(text.single for text in every)),
            frozenset().union(*(text.pairs for text in every)),
            frozenset().union(*clean) if len(clean) == len(every) else None,
            frozenset().union(*(text.marked_pairs for text in every)),
        )

    @staticmethod
    def of(text: str, long_forms: Mapping[str, str]) -> Words:
        words = words_of(text)
        marked = list(_written_out(words, long_forms))
        folded = [fold(word) for word in marked]
        clean = sum(has_accents(word.text) for word in words) >= CLEAN * len(words)
        return Words(
            frozenset(folded),
            frozenset(pairwise(folded)),
            frozenset(marked) if clean else None,
            frozenset(pairwise(marked)) if clean else frozenset(),
        )


def _written_out(words: Iterable[Word], long_forms: Mapping[str, str]) -> Iterator[str]:
    """The words in lower case with their marks where modern print has them, abbreviations written out."""
    for word in words:
        yield from long_forms.get(word.folded, modern_tone(word.text).lower()).split()


def weigh(parts: Iterable[Part], exact: bool) -> Matter:
    return Matter(tuple(part for part in parts if part.weight > 0), exact)
