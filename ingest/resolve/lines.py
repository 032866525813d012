"""The two lines above an office: the body it belongs to, and the departments that guide its work.

In: a body completed from context. Out: the bodies above it in the same or the next higher unit, as the law has them.
Posts, persons, classes and bodies whose place is unknown have no lines. It knows no graph; a line is a default of the
law, never what a document states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ingest.facts import Body, BodyKind, Level, PlaceRef, Sector
from ingest.identity import slug
from ontology.reference.offices import OfficeLine, read_office_lines

_UP = {Level.COMMUNE: Level.DISTRICT, Level.DISTRICT: Level.PROVINCE, Level.PROVINCE: Level.CENTRAL}
_JUDICIAL = ("Viện kiểm sát", "Tòa án")


@dataclass(frozen=True, slots=True)
class Lines:
    """`under`: the body it belongs to, or None where no line is known. `guided_by`: who guides its work."""

    under: Body | None = None
    guided_by: tuple[Body, ...] = ()


def lines_of(body: Body) -> Lines:
    """The lines above a body; empty for what is no single office of a known unit."""
    if body.kind is not BodyKind.ORGANISATION or body.place is None:
        return Lines()
    office = _office(body)
    line = _line(office, body.place.level) if office else None
    if line is None:
        return Lines()
    outer = body.place.within
    if line.under.startswith("^"):
        under = _body(line.under[1:], outer, body.place)
    else:
        under = _body(line.under, body.place, None)
    guides = (_body(name, outer, body.place) for name in line.guided_by.split(";") if name)
    return Lines(under, tuple(guide for guide in guides if guide))


def _office(body: Body) -> str | None:
    """The name of the type of office: the label without its unit."""
    assert body.place is not None
    tail = " " + body.place.full_name
    return body.label[: -len(tail)] if body.label.endswith(tail) else None


def _line(office: str, level: Level) -> OfficeLine | None:
    """The line of that name, else that of its kind ("Phòng *")."""
    fits = [line for line in _lines() if line.level in ("*", level.value)]
    named = (line for line in fits if line.office == office)
    kinds = (line for line in fits if line.office.endswith("*") and office.startswith(line.office[:-1]))
    return next((line for group in (named, kinds) for line in group), None)


@lru_cache(maxsize=1)
def _lines() -> tuple[OfficeLine, ...]:
    return read_office_lines()


def _body(office: str, place: PlaceRef | None, below: PlaceRef | None) -> Body | None:
    """An office of a unit; a central one where the unit below is a province; None where the unit is unknown."""
    sector = Sector.JUDICIAL if office.startswith(_JUDICIAL) else Sector.STATE
    if place is None:
        if below is None or _UP.get(below.level) is not Level.CENTRAL:
            return None
        return Body(office, BodyKind.ORGANISATION, None, Level.CENTRAL, sector, slug(office))
    return Body(f"{office} {place.full_name}", BodyKind.ORGANISATION, place, place.level, sector, slug(office))


def ancestors(body: Body) -> Iterator[Body]:
    """The bodies it belongs to, the nearest first."""
    above = lines_of(body).under
    while above:
        yield above
        above = lines_of(above).under
