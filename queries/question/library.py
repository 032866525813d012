"""What a store holds, as a question needs it: documents, places, and the facts of a few documents at a time.

Rows come from the saved queries through `select`, so any store will do. One library serves one snapshot; what it read
once it keeps, bounded, for the next question.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property

import queries
from ingest.facts import Level
from ingest.text.fold import fold
from queries.question.model import Row
from queries.question.places import LEVELS, HeldPlace

MAX_KEPT = 400
"""Documents whose facts are kept in memory at once; a fact is under a kilobyte, a document has some fifty."""


class Library:
    """The held documents of one snapshot."""

    def __init__(self, select: queries.Select, snapshot: str) -> None:
        self.select = select
        self.snapshot = snapshot
        self._kept: OrderedDict[tuple[str, str], list[Row]] = OrderedDict()

    def run(self, name: str, **params: str) -> list[Row]:
        return list(queries.run(name, params, self.select))

    @cached_property
    def documents(self) -> list[Row]:
        """The rows of `documents` whose text is held."""
        return [row for row in self.run("documents") if row["held"]]

    @cached_property
    def places(self) -> list[HeldPlace]:
        """Each place with held documents once."""
        found: dict[tuple[str, str, str | None], HeldPlace] = {}
        for row in self.documents:
            if row["place"] and row["level"]:
                place = HeldPlace(
                    row["place"], Level(row["level"]), _kind(row["issuer"] or "", row["place"]), row["place_iri"]
                )
                found.setdefault((place.name, place.level, place.iri), place)
        return list(found.values())

    def of_place(self, place: HeldPlace) -> list[Row]:
        return [
            row
            for row in self.documents
            if row["place"] == place.name and row["level"] == place.level and row["place_iri"] == place.iri
        ]

    @cached_property
    def central(self) -> list[Row]:
        return [row for row in self.documents if row["level"] == Level.CENTRAL]

    def numbered(self, number: str) -> list[Row]:
        """Documents whose number reads as the one typed, gaps and accents aside; held ones only."""
        wanted = _plain_number(number)
        return [row for row in self.documents if row["number"] and _plain_number(row["number"]) == wanted]

    def facts(self, name: str, documents: Sequence[Row]) -> list[Row]:
        """The rows of a saved query for some documents."""
        return [row for document in documents for row in self.of(name, document["document"])]

    def of(self, name: str, document: str) -> list[Row]:
        """The rows of a saved query for one document, kept for the next question."""
        key = name, document
        if key not in self._kept:
            self._kept[key] = self.run(name, document=document)
            if len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]


def _plain_number(number: str) -> str:
    return fold(number).replace(" ", "").lstrip("0")


def _kind(issuer: str, place: str) -> str | None:
    """The type word before the place in its issuer's name: "… huyện Thanh Miện" -> huyện."""
    before = issuer.partition(place)[0].rstrip().lower()
    return next((kind for kind in LEVELS if before.endswith(kind) or place.lower().startswith(f"{kind} ")), None)
