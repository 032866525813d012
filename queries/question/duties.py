"""Reporting duties, targets and deadlines: rows ranked by the question's matter, each in its own way.

A yearly report is not the one on difficulties, and a target of 2030 is not that of 2025: what a question says of time
counts beside its words.
"""

from __future__ import annotations

from ingest.text.fold import fold
from queries.question.asked import (
    Asked,
    assignment,
    bodies_at_hand,
    document_of,
    evidence,
    named_body,
    task_text,
    with_body,
)
from queries.question.match import Ranked, best, distinct, rank
from queries.question.model import Answer, Outcome, Reply, Row
from queries.question.who import of_role


def reporting(asked: Asked) -> Reply:
    rows = asked.rows("reporting")
    named = named_body(asked, bodies_at_hand(rows, "reporter", asked))
    mine = [row for row in rows if named and row["reporter"] == named.label] or rows
    without = frozenset(range(named.first, named.last)) if named else frozenset()
    ranked = rank(asked.matter(without), mine, lambda row: f"{row['reporter'] or ''} {row['recipient'] or ''}")
    ranked = _likely_duties(asked, ranked)
    if not ranked:
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
    half = any(phrase in text for phrase in ("6 thang", "sau thang", "half"))

    def bonus(row: Row) -> float:
        kind = row["recurrence"]
        gain = (
            0.3
            if (yearly and kind == "annual") or (hard and kind == "adhoc") or (half and kind == "semiannual")
            else 0.0
        )
        return gain - (0.25 if kind == "adhoc" and not hard else 0.0)

    return sorted((Ranked(r.score + bonus(r.row), r.row) for r in ranked), key=lambda r: -r.score)


def _addressed(asked: Asked, rows: list[Row]) -> list[Row]:
    """Duties whose recipient is of the kind asked for ("về sở nào")."""
    prefix = fold(asked.reading.who or "")
    return [row for row in rows if prefix and fold(row["recipient"] or "").startswith(prefix)] or rows


def _duty(row: Row, asked: Asked) -> Answer:
    document = document_of(row["document"], asked.library)
    place, number, day = document.get("place"), document.get("number"), document.get("date")
    return Answer({**row, "kind": "reporting", "body": row["reporter"], "place": place, "number": number, "date": day})


def target(asked: Asked) -> Reply:
    rows = asked.rows("targets")
    ranked = rank(asked.matter(), rows, lambda row: f"{row['indicator']} {row['unit'] or ''} {row['by'] or ''}")
    years = {word.text for word in asked.reading.words if word.text.isdigit() and len(word.text) == 4}
    ranked = sorted(
        (Ranked(r.score + (0.1 if years and (r.row["by"] or "")[:4] in years else 0.0), r.row) for r in ranked),
        key=lambda r: -r.score,
    )
    chosen = best(ranked, asked.enough - 0.05)
    if not chosen:
        return asked.reply(Outcome.NOT_ASSIGNED)
    return asked.reply(Outcome.ANSWERED, [evidence(r.row, asked, "target") for r in chosen])


def deadline(asked: Asked) -> Reply:
    rows = [row for row in asked.rows("assignments") if row["deadline"]]
    ranked = rank(asked.matter(), rows, task_text)
    duties = [row for row in asked.rows("reporting") if row["due"]]
    ranked_duties = rank(
        asked.matter(), duties, lambda row: f"báo cáo {row['reporter'] or ''} {row['recipient'] or ''}"
    )
    tasks, reports = best(ranked, asked.enough), best(ranked_duties, asked.enough)
    if reports and (not tasks or reports[0].score > tasks[0].score):
        return asked.reply(Outcome.ANSWERED, [_duty(r.row, asked) for r in reports])
    if tasks:
        rows_ = of_role(asked, distinct((r.row for r in tasks), "body", "assignment"))
        return asked.reply(Outcome.ANSWERED, [assignment(row, asked) for row in rows_])
    return asked.reply(Outcome.NOT_ASSIGNED)
