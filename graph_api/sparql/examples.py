"""Example queries of an endpoint: every saved query with the parameters of its own example bound.

In comes a `select` on the store, out come texts that run on /sparql as they are. What an example names may be missing
from another store; then the query is given without that parameter, or left out where it needs it.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import queries
from graph_api.errors import DaumoiError
from graph_api.saved import is_graph


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    title_vi: str
    title_en: str
    text: str
    graph: bool


class Examples:
    """The examples of one snapshot at a time; made when first asked for."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._kept: tuple[str, tuple[Example, ...]] = ("", ())

    def of(self, snapshot: str, select: Any) -> tuple[Example, ...]:
        """For threads outside the event loop: names are looked up in the store. () while it does not answer."""
        with self._guard:
            if self._kept[0] != snapshot:
                try:
                    self._kept = (snapshot, tuple(examples(select)))
                except DaumoiError:
                    return ()
            return self._kept[1]


def examples(select: Any) -> list[Example]:
    found = []
    for name, query in sorted(queries.catalogue().items()):
        text = _bound(query, select)
        if text is not None:
            text = f"# {query.title_vi}\n# {query.title_en}\n{text.strip()}\n"
            found.append(Example(name, query.title_vi, query.title_en, text, is_graph(query)))
    return found


def _bound(query: queries.SavedQuery, select: Any) -> str | None:
    """The text with the example's parameters, else with none; None where it cannot do without them."""
    for given in (query.example, {}):
        try:
            return queries.bind(query.name, given, select)
        except queries.QueryError:
            continue
    return None
