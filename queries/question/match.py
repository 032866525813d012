"""Facts that answer a question: rows ranked by how much of the question's matter their words cover.

In: rows of saved queries and the matter of a question. Out: the rows worth answering with, best first; nothing below
the threshold, because an answer to another question is worse than none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from queries.question.likeness import Matter, Words
from queries.question.model import Row

ENOUGH = 0.5
"""Share of the matter's weight that a task must cover to answer. Fitted on benchmarks/questions: below it, wrong tasks
begin to be answered with; above it, honest rephrasing is refused."""
ENOUGH_MARKED = 0.57
"""The same where marks are typed, so that fewer words agree by chance."""
ENOUGH_ENGLISH = 0.42
"""The same for English, whose words pass through a glossary first."""
NEAR_BEST = 0.9
"""Rows within this share of the best one are the same answer."""
OF_SENTENCE = 0.92
OF_TITLE = 0.2
"""Weight of words that only repeat the title of the document asked of: they say which document, not which task."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A row with its words: `own` of the task, indicator or bodies it names, `wide` of the sentence around them."""

    row: Row
    own: Words
    wide: Words


@dataclass(frozen=True, slots=True)
class Ranked:
    """`fit`: the share of the matter covered; `score`: with what else speaks for the row."""

    score: float
    row: Row
    fit: float = 0.0


def discount(matter: Matter, titles: Iterable[Words]) -> Matter:
    """The matter with the words of the documents' titles made light, unless nothing else would be left."""
    words = frozenset().union(*(title.single for title in titles))
    if all(part.folded in words for part in matter.parts):
        return matter
    parts = (part._replace(weight=part.weight * OF_TITLE) if part.folded in words else part for part in matter.parts)
    return Matter(tuple(parts), matter.exact)


def rank(matter: Matter, facts: Iterable[Fact], prior: Mapping[str, float] | None = None) -> list[Ranked]:
    """All rows with their score, best first; the sentence around a task counts a little less than its own words.

    `prior`: a bonus for the rows of a document. It orders, and makes no row good enough.
    """
    cover = matter.measure()
    bonus = prior or {}
    scored = []
    for fact in facts:
        fit = max(cover(fact.own), OF_SENTENCE * cover(fact.wide))
        scored.append(Ranked(fit + bonus.get(fact.row["document"], 0.0), fact.row, fit))
    return sorted(scored, key=lambda r: -r.score)


def best(ranked: Sequence[Ranked], enough: float, near: float = NEAR_BEST) -> list[Ranked]:
    """Those good enough and near the best."""
    good = [r for r in ranked if r.fit >= enough]
    return [r for r in good if r.score >= near * good[0].score]


def distinct(rows: Iterable[Row], *keys: str) -> list[Row]:
    """The first row for each value of the keys, in order."""
    seen: dict[tuple[object, ...], Row] = {}
    for row in rows:
        seen.setdefault(tuple(row.get(key) for key in keys), row)
    return list(seen.values())
