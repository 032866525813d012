"""One room per intent: from a read question and its scope to answers, each with its evidence.

Answers are rows of saved queries, never composed; what no row says is said to be missing. All rooms share the order:
what was named must exist, then rows are ranked by the question's matter, then the best are kept or none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from queries.question.asked import Asked, assignment, bodies_at_hand, named_body, with_body
from queries.question.duties import deadline, reporting, target
from queries.question.finding import chain, documents
from queries.question.match import best, distinct
from queries.question.model import Candidate, Intent, Outcome, Reply, Row
from queries.question.who import above, as_member, field_slugs, who


def answer_intent(asked: Asked) -> Reply:
    """The reply of the room for this intent, or the outcome that the scope already decided."""
    intent = asked.reading.intent or Intent.WHO_LEADS
    if asked.scope.member_of and intent in (Intent.WHO_LEADS, Intent.WHO_IS_INVOLVED, Intent.WHAT_DOES_BODY_DO):
        reply = as_member(asked)
        if reply:
            return reply
    if asked.scope.outcome:
        upper = above(asked) if asked.scope.outcome is Outcome.NO_DOCUMENTS else ()
        return asked.reply(asked.scope.outcome, candidates=asked.scope.candidates, above=tuple(upper))
    if not asked.scope.documents:
        return asked.reply(Outcome.NO_DOCUMENTS)
    return _ROOMS[intent](asked)


def _what_body(asked: Asked) -> Reply:
    facts = asked.facts("assignments")
    rows = [fact.row for fact in facts]
    named = named_body(asked, bodies_at_hand(rows, "body", asked))
    if named is None:
        known = named_body(asked, bodies_at_hand(rows, "with", asked))
        outcome = Outcome.NOT_ASSIGNED if known or not asked.scope.whole else Outcome.BODY_UNKNOWN
        return asked.reply(Outcome.BODY_UNKNOWN if not known else outcome)
    same = sorted({row["body"] for row in rows if _same_office(row["body"], named.label, asked)})
    if asked.scope.whole and len(same) > 1:
        return asked.reply(
            Outcome.AMBIGUOUS, candidates=tuple(Candidate("body", label, _iri_of(label, rows)) for label in same[:12])
        )
    mine = distinct((row for row in rows if row["body"] == named.label), "assignment")
    left = asked.matter(frozenset(range(named.first, named.last)))
    of_it = [fact for fact in facts if fact.row["body"] == named.label]
    fit = asked.rank(of_it, frozenset(range(named.first, named.last)))
    narrowed = distinct((r.row for r in best(fit, asked.enough, 0.75)), "assignment") if left else []
    chosen = narrowed if narrowed and len(asked.scope.documents) > 1 else mine
    if asked.reading.fields:
        chosen = [row for row in mine if row["field"] in field_slugs(asked)] or chosen
    reply = asked.reply(Outcome.ANSWERED, [assignment(row, asked) for row in chosen])
    return with_body(reply, asked, named.label)


def _same_office(label: str, other: str, asked: Asked) -> bool:
    """Whether two labels are the same office of different places."""
    places = {row["place"] for row in asked.scope.documents if row["place"]}
    return _without(label, places) == _without(other, places)


def _without(label: str, places: Iterable[str]) -> str:
    for place in places:
        if label.endswith(place):
            label = label[: -len(place)].rstrip()
            return label.rpartition(" ")[0] if label.count(" ") > 1 else label
    return label


def _iri_of(label: str, rows: Iterable[Row]) -> str | None:
    return next((row["body_iri"] for row in rows if row["body"] == label), None)


_ROOMS: dict[Intent, Callable[[Asked], Reply]] = {
    Intent.WHO_LEADS: who,
    Intent.WHO_IS_INVOLVED: who,
    Intent.WHAT_DOES_BODY_DO: _what_body,
    Intent.CHAIN: chain,
    Intent.REPORTING: reporting,
    Intent.TARGET: target,
    Intent.DEADLINE: deadline,
    Intent.DOCUMENT: documents,
}
