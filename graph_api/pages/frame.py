"""What every page shares: the words, the links, the lists to choose from, and the way a template becomes a response.

The Content-Security-Policy allows only the site's own files; pages carry no script or style of their own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from graph_api.pages.cache import CachedSite
from graph_api.pages.state import STOPS, PageLinks, State
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.resolve.places import place_ref
from ingest.resolve.succession import ended, heirs
from ingest.text.fold import fold
from viz import jsonld
from viz import map as viz_map
from viz.campaigns import campaigns
from viz.render import render
from viz.rows import Row, level_rank, place_key, span, text, to_csv
from viz.strings import Words

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept",
}
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
EDITOR = ("editor.css", "editor.js", "yasgui.min.css", "yasgui.min.js")
ASSETS = ("daumoi.css", "site.js", "map.js", "reader.js", "icon.svg", "vis-network.js", *EDITOR)


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a list to choose from. `key` goes into the URL."""

    key: str
    name: str
    level: str = ""
    chosen: bool = False

    @property
    def slug(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Ceased:
    """The last day of a body, and whether an instrument names who took over."""

    last: str
    has_heir: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One request: the application, the state of its URL, its words and its links."""

    site: CachedSite
    state: State
    words: Words
    links: PageLinks

    @classmethod
    def of(cls, site: CachedSite, request: Request) -> Frame:
        return cls.on(site, State.read(request.url.path, dict(request.query_params)))

    @classmethod
    def on(cls, site: CachedSite, state: State) -> Frame:
        return cls(site, state, Words(state.lang), PageLinks(state, site.document_id, _base(site)))

    def html(
        self, template: str, here: str, title: str, context: Mapping[str, object], *, status: int = 200
    ) -> HTMLResponse:
        shared = {
            "t": self.words,
            "state": self.state,
            "links": self.links,
            "here": here,
            "title": title,
            "asset": asset,
            "snapshot": self.site.snapshot(),
            "stops": STOPS,
            "stop": self.state.on,
            "carried": self.carried(),
        }
        return HTMLResponse(render(template, {**shared, **context}), status, HEADERS)

    def carried(self) -> dict[str, str]:
        """The state as form fields; the default language is not carried."""
        state = self.state
        shared = {"place": state.place, "field": state.field, "document": state.document, "on": state.on}
        lang = {"lang": state.lang} if state.lang != "vi" else {}
        other = {key: value for key, value in state.other.items() if key != "format"}
        return {key: value for key, value in {**shared, **lang, **other}.items() if value}

    def documents(self) -> list[Row]:
        """The documents dated up to the day of the state."""
        on = self.state.on
        return [row for row in self.site.rows("documents") if not on or not _later(text(row, "date"), on)]

    def places(self) -> list[Choice]:
        """The places with held documents, by level and name; a name that two units share goes by its IRI."""
        found: dict[str, Row] = {}
        for row in self.site.rows("documents"):
            if row.get("held") and text(row, "place"):
                found.setdefault(place_key(row), row)
        names = [fold(text(row, "place")) for row in found.values()]
        choices = []
        for row in found.values():
            name, level = text(row, "place"), text(row, "level")
            shared = names.count(fold(name)) > 1
            key = text(row, "place_iri") if shared and row.get("place_iri") else name
            choices.append(Choice(key, self._full_name(row) if shared else name, level, self.is_place(row)))
        return sorted(choices, key=lambda c: (level_rank(c.level), fold(c.name)))

    def _full_name(self, row: Row) -> str:
        """A name that several units share, with what tells them apart."""
        unit = Gazetteer.load().get(text(row, "place_iri"))
        full = place_ref(unit, None).full_name if unit else ""
        return full or f"{text(row, 'place')} ({self.words.maybe('level', text(row, 'level'))})"

    def campaigns(self) -> Mapping[str, int]:
        """Which documents belong together; see viz.campaigns."""
        return self.site.kept("campaigns", lambda: campaigns(self.site.rows("documents"), self.site.rows("references")))

    def reading(self, row: Row) -> str:
        """The proposed reading of a row's sentence, where its document is damaged; else empty."""
        readings = self.site.kept(("readings", row.get("document")), lambda: self._readings(text(row, "document")))
        return readings.get(span(row) or (-1, -1), "")

    def _readings(self, document: str) -> dict[tuple[int, int], str]:
        damaged = any(row.get("damaged") for row in self.site.rows("documents") if row["document"] == document)
        rows = self.site.rows("readings", document=document) if damaged else []
        return {where: text(row, "reading") for row in rows if (where := span(row))}

    def base(self) -> str:
        """The base of the graph's identifiers."""
        return _base(self.site)

    def day(self) -> str:
        """The day asked about: that of the state, else today."""
        return self.state.on or self.site.today().isoformat()

    def ceased(self) -> Mapping[str, Ceased]:
        """Bodies that had ended by the day asked about, by IRI."""
        day = self.day()
        return self.site.kept(
            ("ceased", day),
            lambda: _ceased(self.site.rows("assignments"), self.site.rows("documents"), date.fromisoformat(day)),
        )

    def is_place(self, row: Row) -> bool:
        """Whether a row is about the place of the state, given by IRI or by name in any spelling."""
        wanted = self.state.place
        return bool(wanted) and wanted is not None and same_place(wanted, row)

    def fields(self, rows: Iterable[Row]) -> list[Choice]:
        """The fields of some rows, by label."""
        labels = {
            text(row, "field"): text(row, "field_label") or text(row, "field") for row in rows if row.get("field")
        }
        wanted = fold(self.state.field or "")
        choices = [Choice(slug, label, "", wanted in (slug, fold(label))) for slug, label in labels.items()]
        return sorted(choices, key=lambda c: fold(c.name))

    def is_field(self, row: Row) -> bool:
        wanted = fold(self.state.field or "")
        return wanted in (fold(text(row, "field")), fold(text(row, "field_label")))


def _base(site: CachedSite) -> str:
    return site.document_iri("").removesuffix("document/")


def _ceased(assignments: Iterable[Row], documents: Iterable[Row], day: date) -> dict[str, Ceased]:
    """Of the bodies that have work, those whose own unit is known and who had ended."""
    places = {text(row, "document"): text(row, "place_iri") for row in documents if row.get("place_iri")}
    found: dict[str, Ceased] = {}
    seen: set[str] = set()
    for row in assignments:
        iri, place = text(row, "body_iri"), places.get(text(row, "document"))
        if iri in seen or not place or text(row, "body_kind") not in ("", "organisation"):
            continue
        seen.add(iri)
        unit = _owner(text(row, "body"), place)
        last = ended(text(row, "body"), unit, day) if unit else None
        if last:
            found[iri] = Ceased(last.isoformat(), bool(heirs(text(row, "body"), unit, None, day)))
    return found


def _owner(body: str, place: str) -> Unit | None:
    """The unit whose name ends the body's: that of the document, or one above it."""
    gazetteer = Gazetteer.load()
    unit = gazetteer.get(place)
    units = [unit, *(gazetteer.get(above) for above in gazetteer.above(unit))] if unit else []
    label = body.casefold()
    return next((u for u in units if u and label.endswith(place_ref(u, None).full_name.casefold())), None)


def same_place(wanted: str, row: Row) -> bool:
    return wanted == text(row, "place_iri") or fold(wanted) == fold(text(row, "place"))


def _later(date: str, on: str) -> bool:
    """A date as precise as its source is later only when its last possible reading cannot be before the day."""
    return bool(date) and date > on[: len(date)]


@cache
def asset_body(name: str) -> bytes:
    if name == "vis-network.js":
        return viz_map.vis_network().encode("utf-8")
    folder = files("graph_api.pages") if name in EDITOR else files("viz")
    return folder.joinpath("static", name).read_bytes()


@cache
def asset(name: str) -> str:
    """The address of a file of ours; it changes with the content, so that browsers may keep it for good."""
    return f"/static/{name}?v={sha256(asset_body(name)).hexdigest()[:12]}"


def asset_response(name: str) -> Response:
    kind = _TYPES[name.rsplit(".", 1)[1]]
    headers = {**HEADERS, "Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset_body(name), media_type=kind, headers=headers)


def download(name: str, body: str | bytes, media_type: str) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(body, media_type=media_type, headers={**HEADERS, "Content-Disposition": disposition})


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Row]) -> Response:
    """With a byte-order mark: without it spreadsheets take Vietnamese for another alphabet."""
    return download(f"{name}.csv", "\ufeff" + to_csv(columns, rows), "text/csv; charset=utf-8")


def json_file(name: str, value: Mapping[str, object] | Sequence[object]) -> Response:
    body = json.dumps(value, ensure_ascii=False, indent=1, default=str)
    return download(f"{name}.json", body, "application/json")


def jsonld_file(name: str, shape: str, rows: Iterable[Row], base: str) -> Response:
    body = json.dumps(jsonld.SHAPES[shape](rows, base), ensure_ascii=False, indent=1)
    return download(f"{name}.jsonld", body, "application/ld+json")
