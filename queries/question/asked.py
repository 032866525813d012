"""A question with all that is needed to answer it, and the answers its rows become.

Shared by the rooms of the intents: the rows in scope, the matter to compare, bodies named, evidence put into answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.resolve.gazetteer import Gazetteer
from queries.question.bodies import FoundBody, find_body
from queries.question.lexicon import lexicon
from queries.question.library import Library
from queries.question.likeness import Matter
from queries.question.match import ENOUGH, ENOUGH_ENGLISH, discount
from queries.question.model import Answer, Outcome, Reply, Row, Understood
from queries.question.scope import Scope
from queries.question.today import today_of
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
            topic_of(self.reading) if matter else None,
            self.scope.place,
            self.scope.place_iri,
            body,
            self.scope.number or None,
            self.reading.role,
            self.reading.on or self.today,
        )


def topic_of(reading: Reading) -> str | None:
    """The words of the matter as typed, those of the field left out."""
    named = {i for hit in reading.fields for i in hit.span}
    kept = [
        w.text for i, (w, x) in enumerate(zip(reading.words, reading.weights, strict=True)) if x >= 1 and i not in named
    ]
    return " ".join(kept) or None


def task_text(row: Row) -> str:
    return f"{row['task'] or ''} {row['field_label'] or ''}"


def assignment(row: Row, asked: Asked, **changes: object) -> Answer:
    document = document_of(row["document"], asked.library)
    values = {
        **row,
        "kind": "assignment",
        "place": document.get("place"),
        "number": document.get("number"),
        "date": document.get("date"),
        **changes,
    }
    return Answer(values, today_of(values, document, asked.gazetteer, asked.reading.on or asked.today))


def document_of(iri: str, library: Library) -> Row:
    return next((row for row in library.documents if row["document"] == iri), {})


def bodies_at_hand(rows: Iterable[Row], column: str, asked: Asked) -> list[tuple[str, str | None]]:
    """(label, full name of the place behind it) of the bodies of some rows."""
    places = {row["document"]: row["place"] for row in asked.scope.documents}
    return list(dict.fromkeys((row[column], places.get(row["document"])) for row in rows if row[column]))


def named_body(asked: Asked, labels: list[tuple[str, str | None]]) -> FoundBody | None:
    return find_body(asked.reading.words, labels, lexicon(), asked.reading.lang)


def evidence(row: Row, asked: Asked, kind: str) -> Answer:
    document = document_of(row["document"], asked.library)
    known = {key: document.get(key) for key in ("place", "number", "date")}
    return Answer({**row, **known, "kind": kind})


def with_body(reply: Reply, asked: Asked, body: str) -> Reply:
    """The reply, with the body that the question was understood to name."""
    return replace(reply, understood=asked.understood(body))
