"""Who leads, who is involved: rows of assignments by field or by the words of the task.

A field alone is answered by what the graph gives the field to; other questions by the tasks their words cover. Nobody
named is an answer too: who has the field one level up, and whom the law names, stand beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.facts import Level
from ingest.resolve.succession import defaults
from ingest.text.fold import fold
from queries.question.asked import Asked, assignment, bodies_at_hand, named_body, task_text
from queries.question.bodies import FoundBody
from queries.question.lexicon import lexicon
from queries.question.match import NEAR_BEST, best, distinct, rank
from queries.question.model import Answer, Intent, Outcome, Reply, Row
from queries.question.today import default_answer


def who(asked: Asked) -> Reply:
    rows = asked.rows("assignments")
    named = named_body(asked, bodies_at_hand(rows, "body", asked))
    if asked.reading.intent is Intent.WHO_IS_INVOLVED and named and asked.reading.role == "coordinate":
        partners = _partners(asked, rows, named)
        if partners:
            return partners
    found = by_field(asked, rows) if only_field(asked) else _by_matter(asked, rows) or _mostly_field(asked, rows)
    if found:
        return asked.reply(Outcome.ANSWERED, [assignment(row, asked) for row in found])
    return _not_assigned(asked)


def _mostly_field(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """The field's owners, where what the question says besides the field is little and light."""
    fields = frozenset(i for hit in asked.reading.fields for i in hit.span)
    whole, rest = asked.matter().weight(), asked.matter(fields).weight()
    return by_field(asked, rows) if fields and rest <= 0.35 * whole else []


def by_field(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """The rows that the graph gives the field asked for: leads, if leads are asked for and named."""
    slugs = field_slugs(asked)
    mine = [row for row in rows if row["field"] in slugs]
    return of_role(asked, distinct(mine, "body", "assignment"))


def field_slugs(asked: Asked) -> set[str]:
    """The fields named, each with its narrower ones."""
    names = lexicon()
    named = {hit.value for hit in asked.reading.fields}
    return named | {narrow.slug for slug in named for narrow in names.narrower(slug)}


def of_role(asked: Asked, rows: list[Row]) -> list[Row]:
    """Rows of the role asked for; where it is a lead that none has, the rows as they are: the reply says so."""
    role = asked.reading.role
    wanted = [row for row in rows if row["role"] == role]
    if wanted:
        return _of_kind(asked, wanted)
    if role == "lead":  # none leads: the offices that are ordered to do it come before those only asked to help
        ordered = [row for row in rows if row["modality"] == "required" and row["body_kind"] == "organisation"]
        return _of_kind(asked, ordered or rows)
    return _of_kind(asked, rows) if role is None else []


def _of_kind(asked: Asked, rows: list[Row]) -> list[Row]:
    """Bodies of the kind asked for ("sở nào"), if there are any."""
    prefix = fold(asked.reading.who or "")
    return [row for row in rows if prefix and fold(row["body"]).startswith(prefix + " ")] or rows


def only_field(asked: Asked) -> bool:
    """Whether the question's matter is one field and nothing else."""
    named = {hit.value for hit in asked.reading.fields}
    words = frozenset(i for hit in asked.reading.fields for i in hit.span)
    rest = asked.reading.matter(lexicon(), words)
    return len(named) == 1 and not any(weight >= 1 for weight in rest.weights)


def _by_matter(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    ranked = rank(asked.matter(), rows, task_text)
    wide = 0.8 if asked.reading.role else NEAR_BEST
    near = best(ranked, asked.enough, wide)
    if asked.reading.role and (right := [r for r in near if r.row["role"] == asked.reading.role]):
        return _of_kind(asked, [r.row for r in best(right, asked.enough)])
    return _of_kind(asked, distinct((r.row for r in best(near, asked.enough)), "body", "assignment"))


def _partners(asked: Asked, rows: Sequence[Row], named: FoundBody) -> Reply | None:
    """ "Sở Nội vụ phối hợp với cơ quan nào để …": those named beside the body in the task that fits best."""
    mine = [row for row in rows if row["body"] == named.label and row["with"]]
    ranked = rank(asked.matter(frozenset(range(named.first, named.last))), mine, task_text)
    chosen = [r.row for r in best(ranked, 0.3)]
    if not chosen:
        return None
    answers = [
        assignment(
            row, asked, body=partner, body_iri=None, role="coordinate", role_words="phối hợp", **{"with": row["body"]}
        )
        for row in distinct(chosen, "assignment")
        for partner in row["with"].split("; ")
    ]
    kept = _of_kind(asked, [dict(answer.values) for answer in answers])
    return asked.reply(Outcome.ANSWERED, [Answer(values) for values in kept])


def _not_assigned(asked: Asked) -> Reply:
    """No one is named: who has the field one level up stands beside, never in its place."""
    if asked.scope.whole and not asked.reading.fields:
        return asked.reply(Outcome.FIELD_UNKNOWN if asked.reading.intent else Outcome.NOT_UNDERSTOOD)
    return asked.reply(Outcome.NOT_ASSIGNED, above=tuple(_above(asked)), defaults=tuple(_defaults(asked)))


def _defaults(asked: Asked) -> list[Answer]:
    """The office that the law gives the field in that place, where no plan names one."""
    unit = asked.scope.unit
    if not asked.reading.fields or (unit is None and not asked.reading.central):
        return []
    slug = asked.reading.fields[0].value
    return [default_answer(found) for found in defaults(slug, unit, asked.reading.on or asked.today)]


def _above(asked: Asked) -> list[Answer]:
    if not asked.reading.fields or asked.scope.unit is None:
        return []
    upper = set(asked.gazetteer.above(asked.scope.unit))
    documents = [
        row
        for row in asked.library.documents
        if row["place_iri"] and (unit := asked.gazetteer.get(row["place_iri"])) and unit.id in upper
    ]
    rows = asked.library.facts("assignments", documents)
    return [assignment(row, asked) for row in by_field(asked, rows)]


def as_member(asked: Asked) -> Reply | None:
    """A commune without documents, in a district whose plan gives work to all its communes: inferred for the one."""
    unit, parent = asked.scope.unit, asked.scope.member_of
    if unit is None or parent is None or unit.level is not Level.COMMUNE:
        return None
    rows = [
        row
        for row in asked.library.facts("assignments", asked.library.of_place(parent))
        if row["collective"] and _of_members(row["body"], unit.kind)
    ]
    fits = by_field(asked, rows)
    if not only_field(asked):
        fits = [r.row for r in best(rank(asked.matter(), rows, task_text), asked.enough)] or fits
    if asked.reading.intent is Intent.WHAT_DOES_BODY_DO:
        fits = fits or rows
    if not fits:
        return None
    answers = [assignment(row, asked, place=unit.name, status="inferred") for row in fits]
    return asked.reply(Outcome.ANSWERED, answers)


def _of_members(label: str, kind: str) -> bool:
    """Whether a class names the units of a type ("Các xã, thị trấn"); "chính trị - xã hội" does not."""
    return re.search(rf"\b(?:các|mỗi|từng)\b.*\b{kind}\b(?! hội)", label.lower()) is not None
