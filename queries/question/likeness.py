"""How much of a question's matter a task's words cover.

Weights are those of the genre: a syllable, or a pair of neighbours, counts for as much as it is rare in documents of
this kind (the counts that also read damaged print). No index, no model: a score between 0 and 1 for one text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

from ingest.text.fold import fold
from ingest.text.restore import model
from queries.question.tokens import words_of

PAIR_SHARE = 0.6
"""Weight of a pair of neighbours beside its single words: order matters in Vietnamese, but people rephrase."""


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


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about: folded words with a weight each (1 = its full rarity), in order."""

    words: tuple[str, ...]
    weights: tuple[float, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    def weight(self) -> float:
        """How much there is to cover, words alone."""
        return sum(weight * rarity(word) for word, weight in zip(self.words, self.weights, strict=True))

    def measure(self) -> Callable[[Words], float]:
        """The share of the matter's weight found in a text: 0 nothing, 1 all words in the same neighbourhood."""
        words, pairs, total = self._values()

        def cover(text: Words) -> float:
            gained = sum(value for word, value in words if word in text.single)
            if gained:
                gained += sum(value for pair, value in pairs if pair in text.pairs)
            return gained / total if total else 0.0

        return cover

    def _values(self) -> tuple[list[tuple[str, float]], list[tuple[tuple[str, str], float]], float]:
        """Words and pairs of neighbours with what each is worth, and what all are."""
        words = [(word, weight * rarity(word)) for word, weight in zip(self.words, self.weights, strict=True)]
        pairs = [
            ((a, b), PAIR_SHARE * min(wa, wb) * (rarity(a) + rarity(b)) / 2)
            for (a, b), (wa, wb) in zip(pairwise(self.words), pairwise(self.weights), strict=True)
        ]
        return words, pairs, sum(value for _, value in words) + sum(value for _, value in pairs)


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of a text and its pairs of neighbours: what a matter is compared with."""

    single: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()

    @staticmethod
    def union(texts: Iterable[Words]) -> Words:
        """The words of several texts together."""
        every = list(texts)
        return Words(
            frozenset().union(*(text.single for text in every)), frozenset().union(*(text.pairs for text in every))
        )

    @staticmethod
    def of(text: str, long_forms: Mapping[str, str] | None = None) -> Words:
        words = folded_words(text, long_forms)
        return Words(frozenset(words), frozenset(pairwise(words)))


def folded_words(text: str, long_forms: Mapping[str, str] | None = None) -> list[str]:
    """The folded words of a text, abbreviations written out."""
    out: list[str] = []
    for word in words_of(text):
        long = (long_forms or {}).get(word.folded)
        out.extend(long.split() if long else [word.folded])
    return out


def weigh(words: Iterable[tuple[str, float]]) -> Matter:
    pairs = [(word, weight) for word, weight in words if weight > 0]
    return Matter(tuple(w for w, _ in pairs), tuple(x for _, x in pairs))
