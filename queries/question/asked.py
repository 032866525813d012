"""A question with all that is needed to answer it, and the answers its rows become.

Shared by the rooms of the intents: the rows in scope, the matter to compare, bodies named, evidence put into answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.resolve.gazetteer import Gazetteer
from queries.question.bodies import FoundBody, Name, find_body
from queries.question.lexicon import lexicon
from queries.question.library import MAX_SCOPE, Library
from queries.question.likeness import Matter
from queries.question.match import ENOUGH, ENOUGH_ENGLISH, ENOUGH_MARKED, Fact, Ranked, discount, rank
from queries.question.model import Answer, Intent, Outcome, Reply, Row, Understood
from queries.question.scope import Scope
from queries.question.today import today_of
from queries.question.tokens import Word, types_accents
from queries.question.understand import Reading

OF_DOCUMENT = 0.25
"""Weight of a fitting title beside the fit of the task itself."""


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
        """How much of the matter a task must cover to answer."""
        if self.reading.lang == "en":
            return ENOUGH_ENGLISH
        return ENOUGH_MARKED if types_accents(self.reading.words) else ENOUGH

    def facts(self, name: str) -> list[Fact]:
        """The rows in scope; where it holds more documents than can be read, those that fit the question best."""
        return self.library.facts(name, likeliest(self))

    def rows(self, name: str) -> list[Row]:
        return [fact.row for fact in self.facts(name)]

    def rank(self, facts: Iterable[Fact], without: frozenset[int] = frozenset()) -> list[Ranked]:
        """Facts by how much of the question's matter they cover; of equals, those of a document whose title fits."""
        return rank(self.matter(without), facts, self.prior())

    def prior(self) -> dict[str, float]:
        """For each document of several in scope, how well its title fits, as a small bonus."""
        documents = likeliest(self)
        if len(documents) < 2:
            return {}
        cover = self.reading.matter(lexicon()).measure()
        return {row["document"]: OF_DOCUMENT * cover(self.library.title(row)) for row in documents}

    def matter(self, without: frozenset[int] = frozenset()) -> Matter:
        plain = self.reading.matter(lexicon(), without)
        if self.scope.whole:
            return plain
        return discount(plain, (self.library.title(row) for row in likeliest(self)))

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


def _names_typed(words: Sequence[Word]) -> Iterator[str]:
    """Every run of the question's words that may be the full name of a body."""
    folded = [word.folded for word in words[:40]]
    for first in range(len(folded)):
        for last in range(first + 2, min(len(folded), first + 14) + 1):
            yield " ".join(folded[first:last])


def likeliest(asked: Asked) -> Sequence[Row]:
    """The documents in scope, or of very many those with the field asked for, then those whose title fits."""
    documents = asked.scope.documents
    if len(documents) <= MAX_SCOPE:
        return documents
    slugs = {hit.value for hit in asked.reading.fields}
    found = asked.library.with_field(slugs) if slugs else []
    if asked.reading.intent is Intent.WHAT_DOES_BODY_DO:
        found = asked.library.with_body(_names_typed(asked.reading.words))
    chosen = {row["document"]: row for row in found}
    inside = {row["document"] for row in documents}
    cover = asked.reading.matter(lexicon()).measure()
    titled = sorted(documents, key=lambda row: -cover(asked.library.title(row)))
    for row in titled[:MAX_SCOPE]:
        chosen.setdefault(row["document"], row)
    return [row for iri, row in chosen.items() if iri in inside][:MAX_SCOPE]


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
    return library.by_iri.get(iri, {})


def bodies_at_hand(rows: Iterable[Row], column: str, asked: Asked) -> list[Name]:
    """The bodies of some rows, with the place behind each, as documents print them too."""
    names: dict[Name, None] = {}
    for row in rows:
        place = asked.library.by_iri.get(row["document"], {}).get("place")
        printed = row["body_quote"] if column == "body" else None
        for label in (row[column] or "").split("; "):
            if label:
                names[Name(label, place, printed)] = None
    return list(names)


def named_body(asked: Asked, names: list[Name]) -> FoundBody | None:
    return find_body(asked.reading.words, names, lexicon(), asked.reading.lang)


def evidence(row: Row, asked: Asked, kind: str) -> Answer:
    document = document_of(row["document"], asked.library)
    known = {key: document.get(key) for key in ("place", "number", "date")}
    return Answer({**row, **known, "kind": kind})


def with_body(reply: Reply, asked: Asked, body: str) -> Reply:
    """The reply, with the body that the question was understood to name."""
    return replace(reply, understood=asked.understood(body))
