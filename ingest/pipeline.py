"""The way through one file: source -> layout -> header -> facts. A pure function; one line per step.

It composes the rooms of ingest and holds no rules of its own. What one document of a file tells about another (the
number of a plan that only its covering letter prints) is settled at the end, over all documents of the file.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from ingest.facts import DocumentFacts, FileFacts, Header, Source
from ingest.layout import lay_out
from ingest.layout.model import DocumentLayout
from ingest.recognise.abbreviations import abbreviations
from ingest.recognise.context import Reading
from ingest.recognise.header import recognise_header, with_covering_letter
from ingest.resolve.settle import settle, settle_header

# Field of DocumentFacts -> the room that fills it.
ROOMS = {
    "references": "references",
    "assignments": "assignments",
    "criteria": "criteria",
    "targets": "targets",
    "reports": "reporting",
    "recipients": "recipients",
    "phases": "phases",
    "awards": "awards",
}


def read_document_facts(source: Source) -> FileFacts:
    """Everything that one file states."""
    layouts = lay_out(source)
    headers = [recognise_header(layout, source) for layout in layouts]
    known = list(zip(layouts, headers, strict=True))
    headers = [settle_header(with_covering_letter(header, known)) for header in headers]
    documents = tuple(_facts(layout, header) for layout, header in zip(layouts, headers, strict=True))
    notes = () if documents else ("no document could be made out; the text is kept",)
    return FileFacts(source, documents, notes)


def _facts(layout: DocumentLayout, header: Header) -> DocumentFacts:
    reading = Reading(layout, header, abbreviations(layout))
    found: dict[str, Any] = {name: tuple(recogniser(room)(reading)) for name, room in ROOMS.items()}
    return settle(DocumentFacts(layout.part, layout.span, header, layout.quality.damaged, **found))


@cache
def recogniser(room: str) -> Callable[[Reading], Iterable[Any]]:
    """The `recognise` of a room."""
    module = _module(room)
    return module.recognise if module else _nothing


@cache
def _module(name: str) -> Any:
    full = f"ingest.recognise.{name}"
    try:
        return importlib.import_module(full)
    except ModuleNotFoundError as error:
        if error.name != full:
            raise
        return None


def _nothing(reading: Reading) -> tuple[()]:
    return ()
