"""The state of a page, all of it in its URL: place, field, document, day and language mean the same everywhere.

A request in, links out that keep the state and change what they are told to. Nothing is remembered between requests.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, urlencode

from graph_api.things import href_of
from viz.strings import LANGUAGES

SHARED = ("place", "field", "document", "on", "lang")

STOPS = (("stop_before", "2025-02-28"), ("stop_spring", "2025-06-30"), ("stop_after", "2025-07-01"))
"""Two days changed who is who: departments merged on 01/03/2025, two tiers from 01/07/2025. They make three stops."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class State:
    """What the URL says. `on` is None for any time; `note` tells of a value that was not understood."""

    path: str = "/"
    place: str | None = None
    field: str | None = None
    document: str | None = None
    on: str | None = None
    lang: str = "vi"
    other: Mapping[str, str] = dataclasses.field(default_factory=dict)
    note: str | None = None

    @classmethod
    def read(cls, path: str, query: Mapping[str, str]) -> State:
        """Empty values count as absent; an unknown language is Vietnamese; a day that is none is left out and told."""
        given = {key: value.strip()[:400] for key, value in query.items() if value.strip()}
        lang = given.get("lang", "vi")
        day = given.get("on")
        other = {key: value for key, value in given.items() if key not in SHARED}
        return cls(
            path,
            given.get("place"),
            given.get("field"),
            given.get("document"),
            day if day and _is_day(day) else None,
            lang if lang in LANGUAGES else "vi",
            other,
            day if day and not _is_day(day) else None,
        )

    def get(self, key: str, default: str = "") -> str:
        """A parameter of this page alone."""
        return self.other.get(key, default)

    def url(self, path: str | None = None, **changes: str | None) -> str:
        """A link that keeps the shared state; None takes a value out. On the same page its own parameters stay too."""
        kept: dict[str, str | None] = {key: getattr(self, key) for key in SHARED}
        if path is None or path == self.path:
            kept.update({key: value for key, value in self.other.items() if key != "format"})
        kept.update(changes)
        pairs = {key: value for key, value in kept.items() if value and not (key == "lang" and value == "vi")}
        query = urlencode(pairs, quote_via=quote)
        return f"{path or self.path}{'?' if query else ''}{query}"

    def on_page(self, path: str) -> State:
        return replace(self, path=path)


def _is_day(value: str) -> bool:
    if not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class PageLinks:
    """The links of the views inside the site (see viz.rows.Links)."""

    state: State
    name_of: Callable[[str], str]
    base: str = ""

    def document(self, document: str) -> str | None:
        if not document:
            return None
        path = f"/documents/{quote(self.name_of(document), safe='/')}"
        return self.state.url(path, place=None, field=None, document=None)

    def sentence(self, document: str, start: int, end: int) -> str | None:
        page = self.document(document)
        return f"{page}#c{start}-{end}" if page else None

    def thing(self, iri: str) -> str | None:
        """The page about a body, a place, a field or any other thing of ours."""
        page = href_of(iri, self.base) if iri and self.base else None
        return self.state.url(page, place=None, field=None, document=None) if page and "#" not in page else page

    def view(self, name: str, **state: str | None) -> str | None:
        return self.state.url(f"/{name}", **state)
