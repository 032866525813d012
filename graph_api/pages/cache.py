"""Rows and derived values kept for as long as the snapshot lasts: a page asks for the same rows many times.

A snapshot never changes, so what was read from it stays right; a new one empties the cache. The number of rows kept is
limited, the oldest go first.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from graph_api.pages.site import Site
from viz.rows import Row

MAX_ROWS = 400_000
"""About 400 MB of rows in the worst case; the whole graph of a thousand plans fits."""

T = TypeVar("T")


class CachedSite:
    """A Site that remembers the rows it gave. Safe for threads; two that miss at once both ask."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, object] = OrderedDict()
        self._sizes: dict[Hashable, int] = {}
        self._snapshot = ""

    def rows(self, name: str, /, **parameters: str | None) -> Sequence[Row]:
        given = {key: value for key, value in parameters.items() if value}
        key = ("rows", name, tuple(sorted(given.items())))
        return self.kept(key, lambda: self._site.rows(name, **given), size=len)

    def kept(self, key: Hashable, make: Callable[[], T], size: Callable[[T], int] = lambda _: 1) -> T:
        """The value under the key, made now if this snapshot has not seen it."""
        now = self._site.snapshot()
        with self._guard:
            if now != self._snapshot:
                self._kept.clear()
                self._sizes.clear()
                self._snapshot = now
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]  # type: ignore[return-value]
        value = make()
        with self._guard:
            if now == self._snapshot:
                self._kept[key] = value
                self._sizes[key] = size(value)
                while sum(self._sizes.values()) > MAX_ROWS and len(self._kept) > 1:
                    oldest, _ = self._kept.popitem(last=False)
                    del self._sizes[oldest]
        return value

    def text(self, document: str) -> str | None:
        return self._site.text(document)

    def part(self, document: str) -> tuple[int, int] | None:
        return self._site.part(document)

    def sheets(self, document: str) -> tuple[str, str] | None:
        return self._site.sheets(document)

    def picture(self, document: str, page: int) -> bytes | None:
        return self._site.picture(document, page)

    def about(self, iri: str) -> Sequence[Row]:
        return self._site.about(iri)

    def ask(self, question: str, on: str | None, lang: str) -> Mapping[str, object]:
        return self._site.ask(question, on, lang)

    def search(self, words: str, **filters: str | None) -> Sequence[Row]:
        return self._site.search(words, **filters)

    def today(self) -> date:
        return self._site.today()

    def snapshot(self) -> str:
        return self._site.snapshot()

    def document_id(self, iri: str) -> str:
        return self._site.document_id(iri)

    def document_iri(self, name: str) -> str:
        return self._site.document_iri(name)
