"""Places in the facts of a document settled against the reference data: IRIs, official names, the units above.

In: a header or the facts of a document, with places as printed. Out: the same with every place that its context decides
(type, level, unit above, the document's own place, its date) made a unit of the reference graph; the others unchanged.
Labels of bodies and spans are not touched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_
from typing import Any, TypeVar

from ingest.facts import DocumentFacts, Header, PlaceRef
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.resolve.places import candidates, first_day, place_ref
from ingest.text.view import Span

T = TypeVar("T")


def settle_header(header: Header) -> Header:
    """The header with its place, and that of its issuer, settled; so that bodies can take the units above from it."""
    return _mapped(header, _settler(header, header.date))


def settle(document: DocumentFacts) -> DocumentFacts:
    """The document with every place settled. An undated one counts from the latest document it cites."""
    cited = [r.date for r in document.references if r.date]
    return _mapped(document, _settler(document.header, document.header.date or max(cited, default=None)))


def _settler(header: Header, on: str | None) -> Callable[[PlaceRef], PlaceRef]:
    known: dict[PlaceRef, PlaceRef] = {}
    own = _decided(header.place, on) if header.place else None
    around = _around(own)

    def settled(place: PlaceRef) -> PlaceRef:
        if place not in known:
            unit = _decided(place, on, around)
            known[place] = place_ref(unit, first_day(on)) if unit else _with_outer(place, settled)
        return known[place]

    return settled


def _with_outer(place: PlaceRef, settled: Callable[[PlaceRef], PlaceRef]) -> PlaceRef:
    return replace(place, within=settled(place.within)) if place.within else place


def _around(own: Unit | None) -> tuple[Unit, ...]:
    """The document's own unit and those above it, the nearest first."""
    gazetteer = Gazetteer.load()
    above = [unit for key in gazetteer.above(own) if (unit := gazetteer.get(key))] if own else []
    return (own, *above) if own else ()


def _decided(place: PlaceRef, on: str | None, around: tuple[Unit, ...] = ()) -> Unit | None:
    """The one unit that a printed place means, if its context leaves one."""
    if place.iri:
        return Gazetteer.load().get(place.iri)
    outer = _chain(place.within)
    found = candidates(place.name, place.kind or None, place.level, outer, on)
    if not found and place.kind:  # "thành phố" stands at two levels
        found = candidates(place.name, place.kind, None, outer, on)
    if not found and outer:  # the unit above was guessed: a province needs none
        found = [u for u in candidates(place.name, place.kind or None, None, None, on) if not u.parents]
    if not found and place.kind:  # a unit that had ended and is still spoken of: "UBND tỉnh Sóc Trăng (cũ)"
        found = [u for u in candidates(place.name, place.kind, place.level, outer) if _ended_before(u, on)]
    for unit in around:
        if len(found) > 1:
            found = _inside(found, unit) or found
    return found[0] if len(found) == 1 else None


def _ended_before(unit: Unit, on: str | None) -> bool:
    day = first_day(on)
    return day is not None and unit.valid_to is not None and unit.valid_to < day


def _chain(place: PlaceRef | None) -> str | None:
    """The units above as a look-up takes them: the nearest with its type word, then those above it."""
    if place is None:
        return None
    return place.iri or place.full_name


def _inside(found: list[Unit], unit: Unit) -> list[Unit]:
    gazetteer = Gazetteer.load()
    return [u for u in found if u is unit] or [u for u in found if unit.id in gazetteer.above(u)]


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _mapped(value: T, change: Callable[[PlaceRef], PlaceRef]) -> T:
    """A value with every place in it changed; parts without places stay the same objects."""
    found: Any = value
    kind: type = type(value)
    if kind is str or value is None or kind is Span:
        return value
    if kind is PlaceRef:
        found = change(found)
    elif kind is tuple:
        parts = tuple([_mapped(part, change) for part in found])
        found = value if all(map(is_, parts, found)) else parts
    elif names := _field_names(kind):
        news = {name: new for name in names if (new := _mapped(old := getattr(value, name), change)) is not old}
        found = replace(found, **news) if news else value
    return found  # type: ignore[no-any-return]
