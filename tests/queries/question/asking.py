"""Questions put to the sample corpus in memory, as the tests of this room need them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from ingest.resolve.gazetteer import Gazetteer
from queries.question.answer import answer
from queries.question.library import Library
from queries.question.model import Reply
from queries.question.places import find_places
from queries.question.slips import set_right
from queries.question.tokens import words_of
from queries.question.understand import Reading, tag
from tests import sample

TODAY = date(2026, 1, 15)


@cache
def library() -> Library:
    return Library(sample.select, "sample")


def ask(question: str, *, on: date | None = None, lang: str | None = None) -> Reply:
    return answer(question, library(), today=TODAY, on=on, lang=lang)


def reading(question: str) -> Reading:
    words = set_right(words_of(question))
    return tag(question, find_places(words, library().places, Gazetteer.load()), words, TODAY)


def column(reply: Reply, name: str = "body") -> list[Any]:
    """The values of one column of the answers, each once, in order."""
    return list(dict.fromkeys(a.values.get(name) for a in reply.answers))
