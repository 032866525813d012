"""From a question to its answer: the one function that command line, API and pages share.

In: a question, a library of held documents, the day. Out: a `Reply`. Each intent has a room of its own in
intents.py; this module finds the places, reads the question, sets the scope and says what could not be done.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import queries
from ingest.resolve.gazetteer import Gazetteer
from queries.question import say
from queries.question.asked import Asked
from queries.question.intents import answer_intent
from queries.question.lexicon import lexicon
from queries.question.library import Library
from queries.question.model import Intent, Outcome, Reply, Row, Understood
from queries.question.places import find_places
from queries.question.scope import Scope, scope_of
from queries.question.slips import set_right
from queries.question.tokens import words_of
from queries.question.understand import Reading, tag

MAX_LENGTH = 600
"""Characters of a question that are read."""


def answer(question: str, library: Library, *, today: date, on: date | None = None, lang: str | None = None) -> Reply:
    """Answers a question in Vietnamese or English. Any string is answered; none raises.

    `on`: the day asked about, over what the question says. `lang`: the language of `text`, over the question's own.
    """
    words = set_right(words_of(question[:MAX_LENGTH]))
    places = find_places(words, library.places, Gazetteer.load())
    reading = tag(question, places, words, today)
    if on is not None:
        reading = replace(reading, on=on)
    asked = Asked(reading, Scope(), library, Gazetteer.load(), today)
    if reading.intent is None and not reading.numbers and not (reading.places and reading.fields):
        reply = _not_understood(asked)
    else:
        asked = replace(asked, scope=scope_of(reading, library, Gazetteer.load()))
        reply = answer_intent(asked)
    reply = replace(
        reply,
        question=question,
        chain=reply.chain or chain_of(reply, library),
        snapshot=library.snapshot,
        sparql=sparql_of(reply, asked, library),
    )
    spoken = lang or reading.lang
    return replace(reply, understood=replace(reply.understood, lang=spoken), text=say.text_of(reply, spoken))


def chain_of(reply: Reply, library: Library) -> tuple[Row, ...]:
    """The chain of delegation above the document of the answer, where one document answers."""
    documents = {str(a.values["document"]) for a in reply.answers if a.values.get("document")}
    return tuple(library.chain(*documents)) if len(documents) == 1 else ()


def sparql_of(reply: Reply, asked: Asked, library: Library) -> str | None:
    """The query that gives these answers on `/sparql`: a saved query bound to what they are, or to what was asked."""
    kinds = {str(a.values["kind"]) for a in reply.answers}
    if kinds == {"assignment"}:
        facts = " ".join(dict.fromkeys(str(a.values["assignment"]) for a in reply.answers))
        return queries.bind("assignments", {"assignment": facts}, library.select)
    for kind, name in (("reporting", "reporting"), ("target", "targets")):
        if kinds == {kind}:
            facts = " ".join(dict.fromkeys(str(a.values["fact"]) for a in reply.answers))
            return queries.bind(name, {"fact": facts}, library.select)
    documents = [str(row["document"]) for row in asked.scope.documents]
    if asked.reading.intent is Intent.CHAIN and len(documents) == 1:
        return queries.bind("chain", {"document": documents[0]}, library.select)
    if kinds == {"document"}:
        found = " ".join(dict.fromkeys(str(a.values["document"]) for a in reply.answers))
        return queries.bind("documents", {"iri": found}, library.select)
    if reply.outcome is Outcome.NOT_ASSIGNED and asked.reading.fields and len(documents) == 1:
        params = {"document": documents[0], "field": asked.reading.fields[0].value}
        return queries.bind("assignments", params, library.select)
    return None


def _not_understood(asked: Asked) -> Reply:
    understood = Understood(asked.reading.lang)
    return Reply(
        asked.reading.question, understood, Outcome.NOT_UNDERSTOOD, examples=examples(asked.library, asked.reading)
    )


def examples(library: Library, reading: Reading) -> tuple[str, ...]:
    """Three questions that do work on what is held now."""
    if not library.documents:
        return ()
    names = lexicon().fields
    found: list[str] = []
    for row in library.documents:
        owners = [
            f.row for f in library.facts("assignments", [row]) if f.row["field"] in names and f.row["role"] == "lead"
        ]
        if owners and row["place"]:
            name = names[owners[0]["field"]]
            place = next(p.label for p in library.places if p.name == row["place"] and p.level == row["level"])
            found.append(
                f"Who leads {name.en} in {row['place']}?"
                if reading.lang == "en"
                else f"Cơ quan nào chủ trì {name.vi} ở {place}?"
            )
            if len(found) == 1:
                found.append(
                    f"What does {owners[0]['body']} do?"
                    if reading.lang == "en"
                    else f"{owners[0]['body']} phải làm gì?"
                )
        if len(found) >= 3:
            break
    if len(found) < 3:
        first = next(iter(library.places), None)
        if first:
            place = first.label
            found.append(
                f"Which decision does the plan of {place} carry out?"
                if reading.lang == "en"
                else f"Kế hoạch của {place} thực hiện văn bản nào?"
            )
    return tuple(found[:3])
