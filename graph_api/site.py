"""The running application as routes and pages see it: rows, texts, names and words found, of one snapshot at a time.

All of it is for threads (plain `def` routes): every query goes to a worker process. Knows no HTTP.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_api import saved
from graph_api.errors import DaumoiError
from graph_api.pictures import SourceFile, located, png
from graph_api.store.embedded import EmbeddedStore
from graph_api.words import facts, search
from ontology import terms

if TYPE_CHECKING:
    from graph_api.app import Services

Row = dict[str, Any]

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|\\^`]|%(?![0-9A-Fa-f]{2})')


LONG_TEXT = 20_000  # characters; the kept text of a file is served by a route of its own
MOST_STATEMENTS = 2_000


class LiveSite:
    """Implements `graph_api.pages.site.Site` on the application's services."""

    def __init__(self, services: Services) -> None:
        self.services = services
        self._guard = threading.Lock()
        self._index: tuple[str, list[tuple[str, Row]]] = ("", [])

    def snapshot(self) -> str:
        return self.services.snapshot()

    def today(self) -> date:
        given = self.services.settings.today
        try:
            return date.fromisoformat(given) if given else date.today()
        except ValueError:
            raise DaumoiError("bad_parameter", f"DAUMOI_TODAY is {given!r}, which is no day", "YYYY-MM-DD") from None

    def rows(self, name: str, /, **parameters: str | None) -> list[Row]:
        given = {key: value for key, value in parameters.items() if value}
        return saved.rows(name, given, self.services.select)

    # documents and their texts

    def document_id(self, iri: str) -> str:
        base = self.services.settings.base
        return iri.removeprefix(base + "document/").removeprefix(base)

    def document_iri(self, name: str) -> str:
        return name if name.startswith(("http://", "https://")) else f"{self.services.settings.base}document/{name}"

    def text(self, document: str) -> str | None:
        iri = checked_iri(self.document_iri(document))
        found = self.services.select(
            f"SELECT ?text WHERE {{ <{iri}> <{terms.file}> ?file . ?file <{terms.keptText}> ?text }} LIMIT 1"
        )
        return found[0]["text"]["value"] if found else None

    def part(self, document: str) -> tuple[int, int] | None:
        iri = checked_iri(self.document_iri(document))
        found = self.services.select(
            f"SELECT ?start ?end WHERE {{ <{iri}> <{terms.start}> ?start ; <{terms.end}> ?end }} LIMIT 1"
        )
        return (int(found[0]["start"]["value"]), int(found[0]["end"]["value"])) if found else None

    def sheets(self, document: str) -> tuple[str, str] | None:
        iri = checked_iri(self.document_iri(document))
        found = self.services.select(
            f"SELECT ?pages ?lines WHERE {{ <{iri}> <{terms.file}> ?file . "
            f"?file <{terms.pageSpans}> ?pages ; <{terms.lineBoxes}> ?lines }} LIMIT 1"
        )
        if not found or self._source(iri) is None:
            return None
        return found[0]["pages"]["value"], found[0]["lines"]["value"]

    def picture(self, document: str, page: int) -> bytes | None:
        source = self._source(checked_iri(self.document_iri(document)))
        return png(*source, page) if source else None

    def _source(self, iri: str) -> tuple[Path, str] | None:
        """The document's file and its digest, where it can be reached."""
        found = self.services.select(
            f"SELECT ?path ?sha WHERE {{ <{iri}> <{terms.file}> ?file . "
            f"?file <{terms.path}> ?path ; <{terms.sha256}> ?sha }} LIMIT 1"
        )
        if not found:
            return None
        file = SourceFile(found[0]["path"]["value"], found[0]["sha"]["value"])
        path = located(file, self.services.settings)
        return (path, file.sha256) if path else None

    def about(self, iri: str) -> list[Row]:
        """Statements about a thing and statements that name it, long texts left out; see `pages.site.Site`."""
        iri = checked_iri(iri)
        found = self.services.select(
            f"SELECT DISTINCT ?way ?property ?value WHERE {{ {{ <{iri}> ?property ?value BIND('out' AS ?way) "
            f"FILTER(!ISLITERAL(?value) || STRLEN(STR(?value)) < {LONG_TEXT}) }} UNION "
            f"{{ ?value ?property <{iri}> FILTER(ISIRI(?value)) BIND('in' AS ?way) }} }} "
            f"ORDER BY DESC(?way) ?property ?value LIMIT {MOST_STATEMENTS}"
        )
        return [
            {
                "way": row["way"]["value"],
                "property": row["property"]["value"],
                "value": row["value"]["value"],
                "kind": "iri" if row["value"]["type"] == "uri" else "literal",
            }
            for row in found
        ]

    # words

    def search(self, words: str, **filters: str | None) -> Sequence[Row]:
        """Facts whose sentence holds all the words, with or without accents; `filters` compare columns."""
        from ingest.text.fold import fold

        wanted = fold(words).split()
        given = {key: fold(value) for key, value in filters.items() if value}
        if not wanted:
            return []
        found = self._indexed(words, given)
        if found is not None:
            return found
        return [
            row
            for text, row in self._sentences()
            if all(word in text for word in wanted)
            and all(fold(str(row.get(key) or "")) == value for key, value in given.items() if key in row)
        ]

    def _indexed(self, words: str, given: Mapping[str, str]) -> list[Row] | None:
        """By the index of the snapshot; None where the store keeps none."""
        store = self.services.store
        if not isinstance(store, EmbeddedStore):
            return None
        reader = store.reader()  # keeps the snapshot from being removed
        return search(store.folder.snapshots / reader.name, words, given, lambda kind: list(saved.find(kind).columns))

    def _sentences(self) -> list[tuple[str, Row]]:
        """(folded sentence, fact) of every fact of the snapshot, made once for each: for stores without an index."""
        name = self.snapshot()
        with self._guard:
            if self._index[0] != name:
                self._index = (name, list(facts(self.services.select)))
            return self._index[1]

    def ask(self, question: str, on: str | None, lang: str) -> Mapping[str, object]:
        from graph_api.rest.ask import answer_with, library

        held = library(self.services.select, self.snapshot())
        return answer_with(question, held, self.services.settings, on=on, lang=lang)


def checked_iri(iri: str) -> str:
    """The IRI, safe to write between < and >. Raises DaumoiError("not_found") for anything else."""
    if len(iri) > 2_000 or _NOT_IN_IRI.search(iri):
        raise DaumoiError("not_found", f"{iri[:100]!r} is no name of a thing", "/api/v1/documents lists documents")
    return iri
