"""One room per intent: from a read question and its scope to answers, each with its evidence.

Answers are rows of saved queries, never composed; what no row says is said to be missing. All rooms share the order:
what was named must exist, then rows are ranked by the question's matter, then the best are kept or none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ingest.facts import Level
from ingest.resolve.gazetteer import Gazetteer
from ingest.resolve.succession import defaults
from ingest.text.fold import fold
from queries.question.bodies import FoundBody, find_body
from queries.question.lexicon import lexicon
from queries.question.library import Library
from queries.question.likeness import Matter
from queries.question.match import ENOUGH, ENOUGH_ENGLISH, NEAR_BEST, Ranked, best, discount, distinct, rank
from queries.question.model import Answer, Candidate, Intent, Outcome, Reply, Row, Understood
from queries.question.scope import Scope
from queries.question.today import default_answer, today_of
from queries.question.understand import Reading


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that is needed to answer it."""

    reading: Reading
    scope: Scope
    library: Library
    gazetteer: Gazetteer
    today: date

    @property
    def enough(self) -> float:
        return ENOUGH_ENGLISH if self.reading.lang == "en" else ENOUGH

    def rows(self, name: str) -> list[Row]:
        return self.library.facts(name, self.scope.documents)

    def matter(self, without: frozenset[int] = frozenset()) -> Matter:
        plain = self.reading.matter(lexicon(), without)
        if self.scope.whole:
            return plain
        return discount(plain, (row["title"] for row in self.scope.documents))

    def reply(self, outcome: Outcome, answers: Sequence[Answer] = (), **more: object) -> Reply:
        return Reply(self.reading.question, self.understood(), outcome, "", tuple(answers), **more)  # type: ignore[arg-type]

    def understood(self, body: str | None = None, field: str | None = None) -> Understood:
        fields = self.reading.fields
        slug = field or (fields[0].value if fields else None)
        matter = self.reading.matter(lexicon())
        return Understood(
            self.reading.lang,
            self.reading.intent,
            slug,
            lexicon().fields[slug].vi if slug else None,
            _topic(self.reading) if matter else None,
            self.scope.place,
            self.scope.place_iri,
            body,
            self.scope.number or None,
            self.reading.role,
            self.reading.on or self.today,
        )


def _topic(reading: Reading) -> str | None:
    """The words of the matter as typed, those of the field left out."""
    named = {i for hit in reading.fields for i in hit.span}
    kept = [
        w.text for i, (w, x) in enumerate(zip(reading.words, reading.weights, strict=True)) if x >= 1 and i not in named
    ]
    return " ".join(kept) or None


def answer_intent(asked: Asked) -> Reply:
    """The reply of the room for this intent, or the outcome that the scope already decided."""
    intent = asked.reading.intent or Intent.WHO_LEADS
    if asked.scope.member_of and intent in (Intent.WHO_LEADS, Intent.WHO_IS_INVOLVED, Intent.WHAT_DOES_BODY_DO):
        reply = _as_member(asked)
        if reply:
            return reply
    if asked.scope.outcome:
        return asked.reply(asked.scope.outcome, candidates=asked.scope.candidates)
    if not asked.scope.documents:
        return asked.reply(Outcome.NO_DOCUMENTS)
    return _ROOMS[intent](asked)


def _task_text(row: Row) -> str:
    return f"{row['task'] or ''} {row['field_label'] or ''}"


def _assignment(row: Row, asked: Asked, **changes: object) -> Answer:
    document = _document(row["document"], asked.library)
    values = {
        **row,
        "kind": "assignment",
        "place": document.get("place"),
        "number": document.get("number"),
        "date": document.get("date"),
        **changes,
    }
    return Answer(values, today_of(values, document, asked.gazetteer, asked.reading.on or asked.today))


def _document(iri: str, library: Library) -> Row:
    return next((row for row in library.documents if row["document"] == iri), {})


def _bodies_at_hand(rows: Iterable[Row], column: str, asked: Asked) -> list[tuple[str, str | None]]:
    """(label, full name of the place behind it) of the bodies of some rows."""
    places = {row["document"]: row["place"] for row in asked.scope.documents}
    return list(dict.fromkeys((row[column], places.get(row["document"])) for row in rows if row[column]))


def _named_body(asked: Asked, labels: list[tuple[str, str | None]]) -> FoundBody | None:
    return find_body(asked.reading.words, labels, lexicon(), asked.reading.lang)


# --- who leads, who is involved -----------------------------------------------------------------------------------


def _who(asked: Asked) -> Reply:
    rows = asked.rows("assignments")
    named = _named_body(asked, _bodies_at_hand(rows, "body", asked))
    if asked.reading.intent is Intent.WHO_IS_INVOLVED and named and asked.reading.role == "coordinate":
        partners = _partners(asked, rows, named)
        if partners:
            return partners
    found = _by_field(asked, rows) if _only_field(asked) else _by_matter(asked, rows) or _mostly_field(asked, rows)
    if found:
        return asked.reply(Outcome.ANSWERED, [_assignment(row, asked) for row in found])
    return _not_assigned(asked)


def _mostly_field(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """The field's owners, where what the question says besides the field is little and light."""
    fields = frozenset(i for hit in asked.reading.fields for i in hit.span)
    whole, rest = asked.matter().weight(), asked.matter(fields).weight()
    return _by_field(asked, rows) if fields and rest <= 0.35 * whole else []


def _by_field(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """The rows that the graph gives the field asked for: leads, if leads are asked for and named."""
    slugs = _slugs(asked)
    mine = [row for row in rows if row["field"] in slugs]
    return _of_role(asked, distinct(mine, "body", "assignment"))


def _slugs(asked: Asked) -> set[str]:
    """The fields named, each with its narrower ones."""
    names = lexicon()
    named = {hit.value for hit in asked.reading.fields}
    return named | {narrow.slug for slug in named for narrow in names.narrower(slug)}


def _of_role(asked: Asked, rows: list[Row]) -> list[Row]:
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


def _only_field(asked: Asked) -> bool:
    """Whether the question's matter is one field and nothing else."""
    named = {hit.value for hit in asked.reading.fields}
    words = frozenset(i for hit in asked.reading.fields for i in hit.span)
    rest = asked.reading.matter(lexicon(), words)
    return len(named) == 1 and not any(weight >= 1 for weight in rest.weights)


def _by_matter(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    ranked = rank(asked.matter(), rows, _task_text)
    wide = 0.8 if asked.reading.role else NEAR_BEST
    near = best(ranked, asked.enough, wide)
    if asked.reading.role and (right := [r for r in near if r.row["role"] == asked.reading.role]):
        return _of_kind(asked, [r.row for r in best(right, asked.enough)])
    return _of_kind(asked, distinct((r.row for r in best(near, asked.enough)), "body", "assignment"))


def _partners(asked: Asked, rows: Sequence[Row], named: FoundBody) -> Reply | None:
    """ "Sở Nội vụ phối hợp với cơ quan nào để …": those named beside the body in the task that fits best."""
    mine = [row for row in rows if row["body"] == named.label and row["with"]]
    ranked = rank(asked.matter(frozenset(range(named.first, named.last))), mine, _task_text)
    chosen = [r.row for r in best(ranked, 0.3)]
    if not chosen:
        return None
    answers = [
        _assignment(
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
    return [_assignment(row, asked) for row in _by_field(asked, rows)]


def _as_member(asked: Asked) -> Reply | None:
    """A commune without documents, in a district whose plan gives work to all its communes: inferred for the one."""
    unit, parent = asked.scope.unit, asked.scope.member_of
    if unit is None or parent is None or unit.level is not Level.COMMUNE:
        return None
    rows = [
        row
        for row in asked.library.facts("assignments", asked.library.of_place(parent))
        if row["collective"] and _of_members(row["body"], unit.kind)
    ]
    fits = _by_field(asked, rows)
    if not _only_field(asked):
        fits = [r.row for r in best(rank(asked.matter(), rows, _task_text), asked.enough)] or fits
    if asked.reading.intent is Intent.WHAT_DOES_BODY_DO:
        fits = fits or rows
    if not fits:
        return None
    answers = [_assignment(row, asked, place=unit.name, status="inferred") for row in fits]
    return asked.reply(Outcome.ANSWERED, answers)


def _of_members(label: str, kind: str) -> bool:
    """Whether a class names the units of a type ("Các xã, thị trấn"); "chính trị - xã hội" does not."""
    return re.search(rf"\b(?:các|mỗi|từng)\b.*\b{kind}\b(?! hội)", label.lower()) is not None


# --- what a body does ---------------------------------------------------------------------------------------------


def _what_body(asked: Asked) -> Reply:
    rows = asked.rows("assignments")
    named = _named_body(asked, _bodies_at_hand(rows, "body", asked))
    if named is None:
        known = _named_body(asked, _bodies_at_hand(asked.rows("assignments"), "with", asked))
        outcome = Outcome.NOT_ASSIGNED if known or not asked.scope.whole else Outcome.BODY_UNKNOWN
        return asked.reply(Outcome.BODY_UNKNOWN if not known else outcome)
    same = sorted({row["body"] for row in rows if _same_office(row["body"], named.label, asked)})
    if asked.scope.whole and len(same) > 1:
        return asked.reply(
            Outcome.AMBIGUOUS, candidates=tuple(Candidate("body", label, _iri_of(label, rows)) for label in same[:12])
        )
    mine = distinct((row for row in rows if row["body"] == named.label), "assignment")
    left = asked.matter(frozenset(range(named.first, named.last)))
    narrowed = [r.row for r in best(rank(left, mine, _task_text), asked.enough, 0.75)] if left else []
    chosen = narrowed if narrowed and len(asked.scope.documents) > 1 else mine
    if asked.reading.fields:
        chosen = [row for row in mine if row["field"] in _slugs(asked)] or chosen
    reply = asked.reply(Outcome.ANSWERED, [_assignment(row, asked) for row in chosen])
    return _with_body(reply, asked, named.label)


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


def _with_body(reply: Reply, asked: Asked, body: str) -> Reply:
    return Reply(
        reply.question, asked.understood(body), reply.outcome, reply.text, reply.answers, reply.above, reply.defaults,
        reply.candidates, reply.chain, reply.sparql, reply.snapshot, reply.examples,
    )  # fmt: skip


# --- reporting, targets, deadlines --------------------------------------------------------------------------------


def _reporting(asked: Asked) -> Reply:
    rows = asked.rows("reporting")
    named = _named_body(asked, _bodies_at_hand(rows, "reporter", asked))
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
    return _with_body(reply, asked, named.label) if named else reply


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
    document = _document(row["document"], asked.library)
    place, number, day = document.get("place"), document.get("number"), document.get("date")
    return Answer({**row, "kind": "reporting", "body": row["reporter"], "place": place, "number": number, "date": day})


def _target(asked: Asked) -> Reply:
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
    return asked.reply(Outcome.ANSWERED, [_evidence(r.row, asked, "target") for r in chosen])


def _evidence(row: Row, asked: Asked, kind: str) -> Answer:
    document = _document(row["document"], asked.library)
    known = {key: document.get(key) for key in ("place", "number", "date")}
    return Answer({**row, **known, "kind": kind})


def _deadline(asked: Asked) -> Reply:
    rows = [row for row in asked.rows("assignments") if row["deadline"]]
    ranked = rank(asked.matter(), rows, _task_text)
    duties = [row for row in asked.rows("reporting") if row["due"]]
    ranked_duties = rank(
        asked.matter(), duties, lambda row: f"báo cáo {row['reporter'] or ''} {row['recipient'] or ''}"
    )
    tasks, reports = best(ranked, asked.enough), best(ranked_duties, asked.enough)
    if reports and (not tasks or reports[0].score > tasks[0].score):
        return asked.reply(Outcome.ANSWERED, [_duty(r.row, asked) for r in reports])
    if tasks:
        rows_ = _of_role(asked, distinct((r.row for r in tasks), "body", "assignment"))
        return asked.reply(Outcome.ANSWERED, [_assignment(row, asked) for row in rows_])
    return asked.reply(Outcome.NOT_ASSIGNED)


# --- chain, documents ---------------------------------------------------------------------------------------------

_TYPE_CODES = {
    "quyet dinh": "QĐ", "decision": "QĐ", "ke hoach": "KH", "plan": "KH", "chi thi": "CT", "directive": "CT",
    "nghi quyet": "NQ", "resolution": "NQ", "nghi dinh": "NĐ", "decree": "NĐ", "chuong trinh": "CTr",
}  # fmt: skip


def _chain(asked: Asked) -> Reply:
    rows = [
        row for document in asked.scope.documents for row in asked.library.run("chain", document=document["document"])
    ]
    direct = [row for row in rows if row["child"] in {document["document"] for document in asked.scope.documents}]
    wanted = _of_type(asked, [row for row in direct if row["relation"] == "implements"] or direct)
    if not wanted:
        return asked.reply(Outcome.NOT_ASSIGNED, chain=tuple(rows))
    answers = [
        Answer({**row, "kind": "document", "body": row["issuer"], "status": row["link_status"]}) for row in wanted
    ]
    return asked.reply(Outcome.ANSWERED, answers, chain=tuple(rows))


def _of_type(asked: Asked, rows: list[Row]) -> list[Row]:
    """Documents of the type asked for ("quyết định nào"); a letter is one whose number names no type."""
    text = " ".join(word.folded for word in asked.reading.words)
    for words, code in _TYPE_CODES.items():
        if f"{words} nao" in text or f"which {words}" in text or f"what {words}" in text:
            return [row for row in rows if f"/{code}" in (row["number"] or "") or f"-{code}/" in (row["number"] or "")]
    if "cong van nao" in text or "which letter" in text:
        known = set(_TYPE_CODES.values())
        return [row for row in rows if not any(f"/{code}" in (row["number"] or "") for code in known)]
    return rows


def _documents(asked: Asked) -> Reply:
    rows = list(asked.scope.documents)
    if asked.scope.number is None:
        ranked = rank(asked.reading.matter(lexicon()), rows, lambda row: str(row["title"] or ""), wide="title")
        chosen = [r.row for r in best(ranked, asked.enough, 0.8)]
        if not chosen and not asked.scope.whole and not asked.reading.matter(lexicon()):
            chosen = rows
        rows = chosen
    if not rows:
        return asked.reply(Outcome.DOCUMENT_UNKNOWN)
    headers = {row["document"]: row for row in asked.library.facts("headers", rows) if row["fact"] == "title"}
    answers = [
        Answer(
            {
                **row,
                "kind": "document",
                "body": row["issuer"],
                "status": "stated",
                **{key: headers.get(row["document"], {}).get(key) for key in ("quote", "start", "end")},
            }
        )
        for row in rows
    ]
    return asked.reply(Outcome.ANSWERED, answers)


_ROOMS: dict[Intent, Callable[[Asked], Reply]] = {
    Intent.WHO_LEADS: _who,
    Intent.WHO_IS_INVOLVED: _who,
    Intent.WHAT_DOES_BODY_DO: _what_body,
    Intent.CHAIN: _chain,
    Intent.REPORTING: _reporting,
    Intent.TARGET: _target,
    Intent.DEADLINE: _deadline,
    Intent.DOCUMENT: _documents,
}
