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
from queries.question.asked import Asked, assignment, bodies_at_hand, named_body
from queries.question.bodies import FoundBody
from queries.question.lexicon import lexicon
from queries.question.likeness import Words
from queries.question.match import NEAR_BEST, Fact, Ranked, best, distinct
from queries.question.model import Answer, Intent, Outcome, Reply, Row
from queries.question.today import default_answer

KIN = 0.7
"""A body of the kind asked for goes before a better fitting one of another kind, down to this share of its score."""
OF_SEVERAL = 0.75
"""Share of the matter that the tasks of one body must cover together, where none does alone."""
ITS_SHARE = 0.3
"""Share of the matter that a task must cover to be among them."""
LEAST_OF_SEVERAL = 6
"""Words of a matter that may be spread over several tasks."""


def who(asked: Asked) -> Reply:
    facts = asked.facts("assignments")
    rows = [fact.row for fact in facts]
    if asked.reading.intent is Intent.WHO_IS_INVOLVED and asked.reading.role == "coordinate":
        named = named_body(asked, bodies_at_hand(rows, "body", asked))
        partners = _partners(asked, facts, named) if named else None
        if partners:
            return partners
    found = by_field(asked, rows) if only_field(asked) else _by_matter(asked, facts) or _mostly_field(asked, rows)
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
    return of_role(asked, distinct(mine, "body", "assignment", "field"))


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
    if role == "lead":  # none leads: the offices ordered to do it, else classes; who is only asked to help has it not
        ordered = [row for row in rows if row["modality"] == "required"]
        return _of_kind(asked, [row for row in ordered if not row["collective"]] or ordered)
    return _of_kind(asked, rows) if role is None else []


def _of_kind(asked: Asked, rows: list[Row]) -> list[Row]:
    """Bodies of the kind asked for ("sở nào"), if there are any."""
    prefix = fold(asked.reading.who or "")
    if not prefix:
        return rows
    return [row for row in rows if _is_kind(row, prefix)] or [row for row in rows if not row["collective"]]


def _is_kind(row: Row, prefix: str) -> bool:
    return f" {fold(row['body'])} ".startswith((f" {prefix} ", f" cac {prefix} "))


def only_field(asked: Asked) -> bool:
    """Whether the question's matter is one field and nothing else."""
    named = {hit.value for hit in asked.reading.fields}
    words = frozenset(i for hit in asked.reading.fields for i in hit.span)
    rest = asked.reading.matter(lexicon(), words)
    return len(named) == 1 and not any(weight >= 1 for weight in rest.weights)


def _by_matter(asked: Asked, facts: Sequence[Fact]) -> list[Row]:
    ranked = _kind_first(asked, asked.rank(facts))
    wide = 0.8 if asked.reading.role else NEAR_BEST
    near = best(ranked, asked.enough, wide)
    if asked.reading.role and (right := [r for r in near if r.row["role"] == asked.reading.role]):
        return _of_kind(asked, [r.row for r in best(right, asked.enough)])
    found = _of_kind(asked, distinct((r.row for r in best(near, asked.enough)), "body", "assignment"))
    return found or _by_several_tasks(asked, facts)


def _kind_first(asked: Asked, ranked: list[Ranked]) -> list[Ranked]:
    """Where a kind of body is asked for ("sở nào") and one of that kind fits nearly as well as any, those alone."""
    prefix = fold(asked.reading.who or "")
    kin = [r for r in ranked if prefix and _is_kind(r.row, prefix)]
    return kin if kin and kin[0].score >= KIN * ranked[0].score else ranked


def _by_several_tasks(asked: Asked, facts: Sequence[Fact]) -> list[Row]:
    """The body whose tasks together cover what one alone does not: a question may put two bullets into one sentence."""
    matter = asked.matter()
    if asked.scope.whole or len(matter.parts) < LEAST_OF_SEVERAL:
        return []
    cover = matter.measure()
    by_body: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        by_body.setdefault((fact.row["document"], fact.row["body_iri"]), []).append(fact)
    scored = [(cover(Words.union(fact.own for fact in mine)), mine) for mine in by_body.values()]
    best_score = max((score for score, _ in scored), default=0.0)
    if best_score < OF_SEVERAL:
        return []
    chosen = [mine for score, mine in scored if score >= NEAR_BEST * best_score]
    if len(chosen) > 1:
        return []  # two bodies whose tasks mention it all: no telling whose it is
    return [fact.row for fact in chosen[0] if cover(fact.own) >= ITS_SHARE]


def _partners(asked: Asked, facts: Sequence[Fact], named: FoundBody) -> Reply | None:
    """ "Sở Nội vụ phối hợp với cơ quan nào để …": those named beside the body in the task that fits best."""
    mine = [fact for fact in facts if fact.row["body"] == named.label and fact.row["with"]]
    ranked = asked.rank(mine, frozenset(range(named.first, named.last)))
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
    return asked.reply(Outcome.NOT_ASSIGNED, above=tuple(above(asked)), defaults=tuple(_defaults(asked)))


def _defaults(asked: Asked) -> list[Answer]:
    """The office that the law gives the field in that place, where no plan names one."""
    unit = asked.scope.unit
    if not asked.reading.fields or (unit is None and asked.reading.central is None):
        return []
    slug = asked.reading.fields[0].value
    return [default_answer(found) for found in defaults(slug, unit, asked.reading.on or asked.today)]


def above(asked: Asked) -> list[Answer]:
    """Who has the field in the units above, by their own documents."""
    if not asked.reading.fields or asked.scope.unit is None:
        return []
    upper = set(asked.gazetteer.above(asked.scope.unit))
    documents = [
        row
        for row in asked.library.documents
        if row["place_iri"] and (unit := asked.gazetteer.get(row["place_iri"])) and unit.id in upper
    ]
    rows = [fact.row for fact in asked.library.facts("assignments", documents)]
    return [assignment(row, asked) for row in by_field(asked, rows)]


def as_member(asked: Asked) -> Reply | None:
    """A commune without documents, in a district whose plan gives work to all its communes: inferred for the one."""
    unit, parent = asked.scope.unit, asked.scope.member_of
    if unit is None or parent is None or unit.level is not Level.COMMUNE:
        return None
    facts = [
        fact
        for fact in asked.library.facts("assignments", asked.library.of_place(parent))
        if fact.row["collective"] and _of_members(fact.row["body"], unit.kind)
    ]
    rows = [fact.row for fact in facts]
    fits = by_field(asked, rows)
    if not only_field(asked):
        fits = [r.row for r in best(asked.rank(facts), asked.enough)] or fits
    if asked.reading.intent is Intent.WHAT_DOES_BODY_DO:
        fits = fits or rows
    if not fits:
        return None
    answers = [assignment(row, asked, place=unit.name, status="inferred") for row in fits]
    return asked.reply(Outcome.ANSWERED, answers)


def _of_members(label: str, kind: str) -> bool:
    """Whether a class names the units of a type ("Các xã, thị trấn"); "chính trị - xã hội" does not."""
    return re.search(rf"\b(?:các|mỗi|từng)\b.*\b{kind}\b(?! hội)", label.lower()) is not None
