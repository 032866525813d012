"""From a question to its answer: the one function that command line, API and pages share.

In: a question, a library of held documents, the day. Out: a `Reply`. Each intent has a room of its own in
intents.py; this module finds the places, reads the question, sets the scope and says what could not be done.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ingest.resolve.gazetteer import Gazetteer
from queries.question import say
from queries.question.intents import Asked, answer_intent
from queries.question.lexicon import lexicon
from queries.question.library import Library
from queries.question.model import Outcome, Reply, Understood
from queries.question.places import find_places
from queries.question.scope import Scope, scope_of
from queries.question.tokens import words_of
from queries.question.understand import Reading, tag

MAX_LENGTH = 600
"""Characters of a question that are read."""


def answer(question: str, library: Library, *, today: date, on: date | None = None, lang: str | None = None) -> Reply:
    """Answers a question in Vietnamese or English. Any string is answered; none raises.

    `on`: the day asked about, over what the question says. `lang`: the language of `text`, over the question's own.
    """
    words = words_of(question[:MAX_LENGTH])
    places = find_places(words, library.places, Gazetteer.load())
    reading = tag(question, places, words, today)
    if on is not None:
        reading = replace(reading, on=on)
    asked = Asked(reading, Scope(), library, Gazetteer.load(), today)
    if reading.intent is None and not reading.numbers and not (reading.places and reading.fields):
        reply = _not_understood(asked)
    else:
        scope = scope_of(reading, library, Gazetteer.load())
        reply = answer_intent(replace(asked, scope=scope))
    reply = replace(reply, question=question, snapshot=library.snapshot)
    spoken = lang or reading.lang
    return replace(reply, understood=replace(reply.understood, lang=spoken), text=say.text_of(reply, spoken))


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
            r for r in library.facts("assignments", [row]) if r["field"] and r["role"] == "lead" and r["field"] in names
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
