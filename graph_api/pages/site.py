"""What the pages ask of the application: rows, texts and answers; and how documents are named in URLs.

The application factory gives an implementation (`pages.adapter`); the tests give one made of rows by hand. Nothing here
renders or knows a store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from viz.rows import Row


class Site(Protocol):
    """The running application, as the pages see it."""

    def rows(self, name: str, /, **parameters: str | None) -> Sequence[Row]:
        """The rows of a saved query; parameters that are None or empty are left out."""
        ...

    def text(self, document: str) -> str | None:
        """The kept text of the file that holds the document, or None when it is not held."""
        ...

    def part(self, document: str) -> tuple[int, int] | None:
        """Where the document stands in the kept text of its file; None: all of it."""
        ...

    def sheets(self, document: str) -> tuple[str, str] | None:
        """Where the pages and the lines of the document's file lie (`dm:pageSpans`, `dm:lineBoxes`); None: unknown.

        None too when the pictures of its pages cannot be drawn.
        """
        ...

    def picture(self, document: str, page: int) -> bytes | None:
        """A page of the document's file as PNG, drawn from the file; None when it cannot be reached."""
        ...

    def about(self, iri: str) -> Sequence[Row]:
        """What the graph says of a thing: way (out: it is the subject, in: it is the object), property, value, kind."""
        ...

    def ask(self, question: str, on: str | None, lang: str) -> Mapping[str, object]:
        """The body of /api/v1/ask."""
        ...

    def search(self, words: str, **filters: str | None) -> Sequence[Row]:
        """Sentences and facts that hold all the words: kind, document, section, quote, start, end and labels."""
        ...

    def today(self) -> date: ...

    def snapshot(self) -> str: ...

    def document_id(self, iri: str) -> str:
        """The readable part of a document's IRI, as in /documents/{id}."""
        ...

    def document_iri(self, name: str) -> str: ...
