"""Reporting duties, targets and deadlines: rows ranked by the question's matter, each in its own way.

A yearly report is not the one on difficulties, and a target of 2030 is not that of 2025: what a question says of time
counts beside its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.text.fold import fold
from queries.question.asked import (
    Asked,
    assignment,
    bodies_at_hand,
    document_of,
    evidence,
    named_body,
    with_body,
)
from queries.question.lexicon import lexicon
from queries.question.likeness import Words, weigh
from queries.question.match import ENOUGH, Fact, Ranked, best, distinct
from queries.question.model import Answer, Outcome, Reply, Row
from queries.question.who import of_role

_OF_EVERY_REPORT = frozenset(
    [
        "ket",
        "qua",
        "tinh",
        "hinh",
        "thuc",
        "hien",
        "cong",
        "tac",
        "cac",
        "so",
        "nganh",
        "don",
        "vi",
        "co",
        "quan",
        "dia",
        "phuong",
        "dinh",
        "ky",
        "huyen",
        "xa",
        "thanh",
        "pho",
    ]
)
A_MATTER = 12.0
"""Weight of a question's matter, from which it must have to do with the duty: about two words that are not common."""
KNOWN = 0.5
"""Share of the matter that duty, sentence and title together must know."""


def reporting(asked: Asked) -> Reply:
    facts = asked.facts("reporting")
    one = [name for name in bodies_at_hand((f.row for f in facts), "reporter", asked) if not _is_class(name.label)]
    named = named_body(asked, one)
    mine = [fact for fact in facts if named and named.label in (fact.row["reporter"] or "").split("; ")] or facts
    without = frozenset(range(named.first, named.last)) if named else frozenset()
    ranked = _likely_duties(asked, asked.rank(mine, without))
    if not ranked or _of_something_else(asked, mine, without):
        return asked.reply(Outcome.NOT_ASSIGNED)
    chosen = [r.row for r in ranked if r.score >= 0.85 * ranked[0].score]
    chosen = _addressed(asked, chosen)
    reply = asked.reply(
        Outcome.ANSWERED, [_duty(row, asked) for row in distinct(chosen, "reporter", "recipient", "start")]
    )
    return with_body(reply, asked, named.label) if named else reply


def _likely_duties(asked: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """Duties that fit what the question says of time: a yearly report is not the one on difficulties."""
    text = " ".join(word.folded for word in asked.reading.words)
    yearly = any(phrase in text for phrase in ("hang nam", "moi nam", "each year", "every year", "yearly", "annual"))
    hard = any(phrase in text for phrase in ("vuong mac", "kho khan", "difficult", "problem"))
    monthly = any(phrase in text for phrase in ("hang thang", "moi thang", "monthly", "every month", "each month"))
    quarterly = any(phrase in text for phrase in ("hang quy", "moi quy", "quarterly", "each quarter"))
    half = any(phrase in text for phrase in ("6 thang", "sau thang", "half"))

    def bonus(row: Row) -> float:
        kind = row["recurrence"]
        asked_for = {"annual": yearly, "adhoc": hard, "semiannual": half, "monthly": monthly, "quarterly": quarterly}
        return (0.3 if asked_for.get(kind) else 0.0) - (0.25 if kind == "adhoc" and not hard else 0.0)

    return sorted((Ranked(r.score + bonus(r.row), r.row, r.fit) for r in ranked), key=lambda r: -r.score)


def _of_every_report(word: str) -> bool:
    return word in _OF_EVERY_REPORT or word.isdigit()


def _is_class(label: str) -> bool:
    return label.lower().startswith(("các ", "mỗi ", "từng ", "những "))


def _of_something_else(asked: Asked, facts: Sequence[Fact], without: frozenset[int]) -> bool:
    """Whether the question is of reports on a matter that neither the duties nor the documents' titles know."""
    every = asked.reading.matter(lexicon(), without)
    kept = (part for part in every.parts if part.weight >= 1 and not _of_every_report(part.folded))
    matter = weigh(kept, every.exact)
    if matter.weight() < A_MATTER:
        return False
    cover = matter.measure()
    titles = {row["document"]: asked.library.title(row) for row in asked.scope.documents}
    known = (Words.union((fact.own, fact.wide, titles[fact.row["document"]])) for fact in facts)
    return max((cover(words) for words in known), default=0.0) < KNOWN


def _addressed(asked: Asked, rows: list[Row]) -> list[Row]:
    """Duties whose recipient is of the kind asked for ("về sở nào")."""
    prefix = fold(asked.reading.who or "")
    return [row for row in rows if prefix and fold(row["recipient"] or "").startswith(prefix)] or rows


def _duty(row: Row, asked: Asked) -> Answer:
    document = document_of(row["document"], asked.library)
    place, number, day = document.get("place"), document.get("number"), document.get("date")
    return Answer({**row, "kind": "reporting", "body": row["reporter"], "place": place, "number": number, "date": day})


def target(asked: Asked) -> Reply:
    ranked = asked.rank(asked.facts("targets"))
    years = {word.text for word in asked.reading.words if word.text.isdigit() and len(word.text) == 4}
    ranked = sorted(
        (Ranked(r.score + (0.1 if years and (r.row["by"] or "")[:4] in years else 0.0), r.row, r.fit) for r in ranked),
        key=lambda r: -r.score,
    )
    chosen = best(ranked, min(asked.enough, ENOUGH) - 0.05)
    if not chosen:
        return asked.reply(Outcome.NOT_ASSIGNED)
    return asked.reply(Outcome.ANSWERED, [evidence(r.row, asked, "target") for r in chosen])


def deadline(asked: Asked) -> Reply:
    ranked = asked.rank([fact for fact in asked.facts("assignments") if fact.row["deadline"]])
    ranked_duties = asked.rank([fact for fact in asked.facts("reporting") if fact.row["due"]])
    tasks, reports = best(ranked, asked.enough), best(ranked_duties, asked.enough)
    if reports and (not tasks or reports[0].score > tasks[0].score):
        return asked.reply(Outcome.ANSWERED, [_duty(r.row, asked) for r in reports])
    if tasks:
        rows_ = of_role(asked, distinct((r.row for r in tasks), "body", "assignment"))
        return asked.reply(Outcome.ANSWERED, [assignment(row, asked) for row in rows_])
    return asked.reply(Outcome.NOT_ASSIGNED)
