"""What a store holds, as a question needs it: documents, places, and the facts of a few documents at a time.

Rows come from the saved queries through `select`, so any store will do. One library serves one snapshot; what it read
once it keeps, bounded, for the next question. No question makes it read all facts of a large store.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from importlib.resources import files
from typing import TypeVar

import queries
from ingest.facts import Level
from ingest.text.fold import fold
from queries.question.lexicon import lexicon
from queries.question.likeness import Words
from queries.question.match import Fact
from queries.question.model import Row
from queries.question.places import LEVELS, HeldPlace, PlaceIndex

K = TypeVar("K", bound=Hashable)

MAX_KEPT = 400
"""Documents whose facts are kept in memory at once; a fact is under a kilobyte, a document has some fifty."""
MAX_SCOPE = 60
"""Documents whose facts one question may read: where more are in scope, the likeliest are chosen first."""
AT_ONCE = 20
"""Documents asked for in one query: a query's cost is mostly its own, and a text of a few kilobytes is read at once."""
_HELD = ("document", "type", "number", "date", "issuer", "level", "place", "place_iri", "title")
_TEXTS = {
    "assignments": ("task", "field_label"),
    "reporting": ("reporter", "recipient"),
    "targets": ("indicator", "unit", "by"),
}
"""The columns whose words say what a row is about."""


class Library:
    """The held documents of one snapshot. Safe to share between threads."""

    def __init__(self, select: queries.Select, snapshot: str) -> None:
        self.select = select
        self.snapshot = snapshot
        self._kept: OrderedDict[tuple[str, str], list[Fact]] = OrderedDict()
        self._titles: dict[str, Words] = {}
        self._guard = threading.RLock()

    def run(self, name: str, **params: str) -> list[Row]:
        return list(queries.run(name, params, self.select))

    @cached_property
    def documents(self) -> list[Row]:
        """Held documents, newest first, each once."""
        text = files("queries.question").joinpath("held.rq").read_text(encoding="utf-8")
        rows = [{name: row[name]["value"] if name in row else None for name in _HELD} for row in self.select(text)]
        once = {row["document"]: row for row in rows}
        return sorted(once.values(), key=lambda row: row["date"] or "", reverse=True)

    @cached_property
    def by_iri(self) -> dict[str, Row]:
        return {row["document"]: row for row in self.documents}

    @cached_property
    def places(self) -> PlaceIndex:
        """Each place with held documents once."""
        found: dict[tuple[str, str, str | None], HeldPlace] = {}
        for row in self.documents:
            if row["place"] and row["level"]:
                kind = _kind(row["issuer"] or "", row["place"])
                place = HeldPlace(row["place"], Level(row["level"]), kind, row["place_iri"])
                found.setdefault((place.name, place.level, place.iri), place)
        return PlaceIndex(found.values())

    @cached_property
    def _of_place(self) -> Mapping[tuple[str, str, str | None], list[Row]]:
        return _grouped(self.documents, lambda row: (row["place"], row["level"], row["place_iri"]))

    @cached_property
    def _by_number(self) -> Mapping[str, list[Row]]:
        return _grouped((row for row in self.documents if row["number"]), lambda row: _plain_number(row["number"]))

    def of_place(self, place: HeldPlace) -> list[Row]:
        return self._of_place.get((place.name, place.level.value, place.iri), [])

    @cached_property
    def central(self) -> list[Row]:
        return [row for row in self.documents if row["level"] == Level.CENTRAL]

    def title(self, row: Row) -> Words:
        """The words of a document's title."""
        found = self._titles.get(row["document"])
        if found is None:
            found = self._titles[row["document"]] = Words.of(row["title"] or "", lexicon().long_forms)
        return found

    def numbered(self, number: str) -> list[Row]:
        """Documents whose number reads as the one typed, gaps and accents aside; held ones only."""
        return self._by_number.get(_plain_number(number), [])

    def with_field(self, slugs: Iterable[str]) -> list[Row]:
        """Documents in which some task has one of the fields, newest first, at most MAX_SCOPE."""
        names = " ".join(f"<https://w3id.org/daumoi/scheme/field/{slug}>" for slug in sorted(slugs))
        text = (
            "PREFIX dm: <https://w3id.org/daumoi/ns#>\nSELECT DISTINCT ?document WHERE { "
            f"VALUES ?field {{ {names} }} ?assignment dm:field ?field ; dm:inDocument ?document }}"
        )
        found = {row["document"]["value"] for row in self.select(text)}
        return [row for row in self.documents if row["document"] in found][:MAX_SCOPE]

    def with_body(self, names: Iterable[str]) -> list[Row]:
        """Documents that give a task to a body whose folded full name is one of these, newest first."""
        keys = " ".join(f'"{name}"' for name in names if name.replace(" ", "").isalnum())
        text = (
            "PREFIX dm: <https://w3id.org/daumoi/ns#>\nSELECT DISTINCT ?document WHERE { "
            f"VALUES ?key {{ {keys} }} ?body dm:key ?key ; a dm:Body . ?mention dm:mentions ?body . "
            "?assignment dm:mention ?mention ; dm:inDocument ?document }"
        )
        found = {row["document"]["value"] for row in self.select(text)}
        return [row for row in self.documents if row["document"] in found][:MAX_SCOPE]

    def facts(self, name: str, documents: Sequence[Row]) -> list[Fact]:
        """The rows of a saved query for some documents, at most MAX_SCOPE, kept for the next question."""
        wanted = [row["document"] for row in documents[:MAX_SCOPE]]
        with self._guard:
            missing = [iri for iri in wanted if (name, iri) not in self._kept]
            for i in range(0, len(missing), AT_ONCE):
                self._read(name, missing[i : i + AT_ONCE])
            found = [fact for iri in wanted for fact in self._kept[name, iri]]
            for iri in wanted:
                self._kept.move_to_end((name, iri))
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return found

    def _read(self, name: str, documents: Sequence[str]) -> None:
        rows = _grouped(self.run(name, document=" ".join(documents)), lambda row: row["document"])
        readings = self.run("readings", document=" ".join(documents)) if name in _TEXTS else []
        read = {(row["document"], row["start"], row["end"]): str(row["reading"]) for row in readings}
        for iri in documents:
            self._kept[name, iri] = list(_facts(name, rows.get(iri, ()), read))

    def chain(self, document: str) -> list[Row]:
        """The rows of the chain above a document."""
        key = "chain", document
        with self._guard:
            if key not in self._kept:
                self._kept[key] = [Fact(row, Words(), Words()) for row in self.run("chain", document=document)]
            self._kept.move_to_end(key)
            return [fact.row for fact in self._kept[key]]


def _facts(name: str, rows: Iterable[Row], readings: Mapping[tuple[str, int, int], str]) -> Iterator[Fact]:
    """Rows with the words of what they are about; sentences that several rows share are read once.

    A damaged sentence is compared as its proposed reading has it.
    """
    long_forms = lexicon().long_forms
    read: dict[str, Words] = {}

    def words(text: str) -> Words:
        if text not in read:
            read[text] = Words.of(text, long_forms)
        return read[text]

    for row in rows:
        own = " ".join(str(row.get(column) or "") for column in _TEXTS.get(name, ()))
        printed = str(row.get("quote") or "")
        sentence = readings.get((row["document"], row["start"], row["end"]), printed) if printed else printed
        yield Fact(row, words(own), words(sentence))


def _grouped(rows: Iterable[Row], key: Callable[[Row], K]) -> dict[K, list[Row]]:
    found: defaultdict[K, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _plain_number(number: str) -> str:
    return fold(number).replace(" ", "").lstrip("0")


def _kind(issuer: str, place: str) -> str | None:
    """The type word before the place in its issuer's name: "… huyện Thanh Miện" -> huyện."""
    before = issuer.partition(place)[0].rstrip().lower()
    return next((kind for kind in LEVELS if before.endswith(kind) or place.lower().startswith(f"{kind} ")), None)
