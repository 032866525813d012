"""What a question becomes and what answers it: plain records, shaped as the contract's `/api/v1/ask`.

Nothing here reads a store; `to_json` is the only place that knows the names of the keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any

Row = Mapping[str, Any]
"""One row of a saved query: column -> string, number, bool or None."""


class Intent(StrEnum):
    WHO_LEADS = "who_leads"
    WHO_IS_INVOLVED = "who_is_involved"
    WHAT_DOES_BODY_DO = "what_does_body_do"
    CHAIN = "chain"
    REPORTING = "reporting"
    TARGET = "target"
    DEADLINE = "deadline"
    DOCUMENT = "document"


class Outcome(StrEnum):
    ANSWERED = "answered"
    NOT_ASSIGNED = "not_assigned"
    PLACE_UNKNOWN = "place_unknown"
    FIELD_UNKNOWN = "field_unknown"
    BODY_UNKNOWN = "body_unknown"
    DOCUMENT_UNKNOWN = "document_unknown"
    AMBIGUOUS = "ambiguous"
    NO_DOCUMENTS = "no_documents"
    NOT_UNDERSTOOD = "not_understood"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something the question may mean: kind is place, body, field or document."""

    kind: str
    label: str
    iri: str | None
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """The question as read; each part may be absent. `fields` are slugs, `places` IRIs of every reading of the name."""

    lang: str
    intent: Intent | None = None
    field: str | None = None
    field_label: str | None = None
    topic: str | None = None
    place: str | None = None
    place_iri: str | None = None
    body: str | None = None
    document: str | None = None
    role: str | None = None
    on: date | None = None

    def to_json(self) -> dict[str, str | None]:
        return {
            "intent": self.intent,
            "field": self.field,
            "topic": self.topic,
            "place": self.place,
            "place_iri": self.place_iri,
            "body": self.body,
            "document": self.document,
            "role": self.role,
            "on": self.on.isoformat() if self.on else None,
        }


ANSWER_KEYS = (
    "kind", "body", "body_iri", "role", "role_words", "modality", "collective", "field", "field_label", "task",
    "with", "deadline", "place", "document", "number", "date", "section", "quote", "start", "end", "status",
    "recipient", "onward", "recurrence", "due", "indicator", "comparator", "value", "value_to", "unit", "by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its evidence: the values of `ANSWER_KEYS` that apply.

    `today`: who has the work of a body that no longer exists on the day asked about (body, place, from, basis, status;
    the status is never "stated").
    """

    values: Row
    today: tuple[Row, ...] = ()

    def to_json(self) -> dict[str, Any]:
        keys: dict[str, Any] = {key: self.values.get(key) for key in ANSWER_KEYS}
        return {**keys, "today": [dict(heir) for heir in self.today]}


@dataclass(frozen=True, slots=True)
class Reply:
    """All that is said to a question."""

    question: str
    understood: Understood
    outcome: Outcome
    text: str = ""
    answers: tuple[Answer, ...] = ()
    above: tuple[Answer, ...] = ()
    defaults: tuple[Answer, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    chain: tuple[Row, ...] = ()
    sparql: str | None = None
    snapshot: str | None = None
    examples: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """The body of `/api/v1/ask`, keys in the contract's order."""
        return {
            "question": self.question,
            "lang": self.understood.lang,
            "text": self.text,
            "understood": self.understood.to_json(),
            "outcome": self.outcome.value,
            "answers": [a.to_json() for a in self.answers],
            "above": [a.to_json() for a in self.above],
            "defaults": [a.to_json() for a in self.defaults],
            "candidates": [{f.name: getattr(c, f.name) for f in fields(c)} for c in self.candidates],
            "chain": [dict(row) for row in self.chain],
            "sparql": self.sparql,
            "snapshot": self.snapshot,
            "examples": list(self.examples),
        }
