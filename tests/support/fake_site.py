"""An application made of rows by hand, for the tests of the pages: no store, no queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from fastapi import FastAPI

from graph_api.pages.router import pages_router
from ingest.text.fold import fold
from viz.rows import Row

DOCUMENTS = "https://w3id.org/daumoi/id/document/"


class FakeSite:
    """Answers from the tables it was given. Parameters filter the columns of the same name."""

    def __init__(
        self, tables: Mapping[str, Sequence[Row]], texts: Mapping[str, str], answer: Mapping[str, object]
    ) -> None:
        self.tables = tables
        self.texts = texts
        self.answer = answer
        self.asked: list[tuple[str, str | None, str]] = []

    def rows(self, name: str, /, **parameters: str | None) -> Sequence[Row]:
        wanted = {key: value for key, value in parameters.items() if value}
        if name == "chain":  # a walk upwards is not a filter
            wanted = {}
        return [
            row
            for row in self.tables.get(name, ())
            if all(fold(str(row.get(key) or "")) == fold(value) for key, value in wanted.items() if key in row)
        ]

    def text(self, document: str) -> str | None:
        return self.texts.get(document)

    def part(self, document: str) -> tuple[int, int] | None:
        return None

    def sheets(self, document: str) -> tuple[str, str] | None:
        return None

    def picture(self, document: str, page: int) -> bytes | None:
        return None

    def about(self, iri: str) -> Sequence[Row]:
        return [row for row in self.tables.get("about", ()) if row["subject"] == iri]

    def ask(self, question: str, on: str | None, lang: str) -> Mapping[str, object]:
        self.asked.append((question, on, lang))
        return self.answer

    def search(self, words: str, **filters: str | None) -> Sequence[Row]:
        rows = [{"kind": "assignment", **row} for row in self.tables.get("assignments", ())]
        return [row for row in rows if all(w in fold(str(row.get("quote"))) for w in fold(words).split())]

    def today(self) -> date:
        return date(2025, 8, 1)

    def snapshot(self) -> str:
        return "0001"

    def document_id(self, iri: str) -> str:
        return iri.removeprefix(DOCUMENTS)

    def document_iri(self, name: str) -> str:
        return name if name.startswith("https:") else DOCUMENTS + name


def application(site: FakeSite) -> FastAPI:
    app = FastAPI()
    app.include_router(pages_router(site))
    return app
