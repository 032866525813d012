"""Who has an office's fields on a later day: what the reorganisation of 2025 made of it, split by field.

In: an office (its name, label or slug), the unit it belongs to, a field, a day. Out: its heirs, each with the day it
took over, the instruments, and whether that is the law's default or only inferred; never stated, for no document of
the corpus says it. The tables are those of ontology/reference; nothing here knows documents or graphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from ingest.facts import Level, Status
from ingest.resolve.gazetteer import LAST_DAY_OF_OLD_LIST, Gazetteer, Unit
from ingest.resolve.places import place_ref
from ingest.text.fold import fold, modern_tone
from ontology.reference.offices import OfficeChange, fits, read_office_changes, read_office_defaults

MERGER_OF_PROVINCES = "Nghị quyết 202/2025/QH15"
COMMUNES_OF_2025 = "Luật 72/2025/QH15"
NAMES_OF_BODIES = "Nghị quyết 190/2025/QH15"  # an old name is read as the body that received the function
END_OF_DISTRICTS = date(2025, 7, 1)  # Resolution 203/2025/QH15: two levels, 34 provinces, from this day


@dataclass(frozen=True, slots=True)
class Heir:
    """A body that has the function on the day asked about.

    `office`: the name of its type; `place`: its unit (None: central); `label`: its full formal name; `start`: the day
    from which it has the function; `basis`: the instruments, parted by "; "; `status`: default or inferred.
    `above` is True for the department one level up that the law gives the field, beside the heirs themselves.
    """

    office: str
    place: Unit | None
    start: date
    basis: str
    status: Status
    above: bool = False

    @property
    def label(self) -> str:
        """ "Phòng Văn hóa - Xã hội xã Thanh Miện"."""
        return full_label(self.office, self.place, self.start)

    @property
    def slug(self) -> str:
        """The slug of its type of office."""
        return office_slug(self.office)

    def as_today(self) -> dict[str, str | None]:
        """The entry of `today` in an answer."""
        return {
            "body": self.label,
            "place": self.place.name if self.place else None,
            "from": self.start.isoformat(),
            "basis": self.basis,
            "status": self.status.value,
        }


@dataclass(frozen=True, slots=True)
class Default:
    """The office that the law gives a field, where no plan names one."""

    office: str
    place: Unit | None
    start: date | None
    basis: str
    field: str

    @property
    def label(self) -> str:
        """Its full formal name."""
        return full_label(self.office, self.place, self.start)


@dataclass(frozen=True, slots=True)
class _State:
    """An office of a unit on the way through time."""

    office: str
    unit: Unit | None
    since: date
    basis: tuple[str, ...] = ()
    certain: bool = True


def office_slug(name: str) -> str:
    """ "Phòng Văn hóa và Thông tin" -> "phong-van-hoa-va-thong-tin"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def full_label(office: str, unit: Unit | None, on: date | None = None) -> str:
    """The formal name of a type of office in a unit."""
    return f"{office} {place_ref(unit, on).full_name}" if unit else office


def heirs(body: str, place: Unit | None, field: str | None, on: date, *, since: date | None = None) -> list[Heir]:
    """Who has the body's function on that day; empty if the body itself still stands, or if no source names an heir.

    `body`: the name of the office, its slug, or the body's whole label. `place`: its unit (None: central). `field`: a
    slug; without it every heir counts. `since`: the day on which the body is known (the document's), so that a change
    before it does not apply; default: the beginning. Main heirs first; then, where the unit itself ended, the
    department above that has the field (`above`).
    """
    office = office_name(body, place)
    unit = place
    start = _State(office, unit, since or date.min)
    ends = _follow(start, field, on)
    if ends == [start]:
        return []
    found = [Heir(s.office, s.unit, s.since, _basis(s, field, on), _status(s.certain)) for s in ends if s.office]
    found.sort(key=lambda h: (h.place.code if h.place else "", h.office))
    return [*found, *_above(place, field, on, found)]


def ended(body: str, place: Unit | None, on: date, *, since: date | None = None) -> date | None:
    """The last day on which the body had its function under its name and in its unit, if that is before `on`."""
    start = _State(office_name(body, place), place, since or date.min)
    day = _next_change(start, on)
    return day - timedelta(days=1) if day else None


def defaults(field: str, place: Unit | None, on: date) -> list[Default]:
    """The office that the law gives the field in that unit (None: in the government) on that day."""
    level = place.level.value if place else Level.CENTRAL.value
    if place and not place.stood(on):
        return []
    found = []
    for row in read_office_defaults():
        in_force = (not row.start or row.start <= on.isoformat()) and (not row.end or on.isoformat() <= row.end)
        in_place = place is None or fits(row.kinds, place.kind, place.name)
        if row.level == level and row.field == field and in_force and in_place:
            start = date.fromisoformat(row.start) if row.start else None
            found.append(Default(row.office, place, start, row.instrument, field))
    return found


def office_name(body: str, place: Unit | None) -> str:
    """The name of the type of office: known by name, by slug, or from the body's whole label."""
    slug = office_slug(body)
    known = _known_offices()
    if slug in known:
        return known[slug]
    if place:
        for unit in (place, *Gazetteer.load().forebears(place)):
            for tail in (unit.full_name, unit.name):
                stem = slug.removesuffix("-" + office_slug(tail))
                if stem != slug:
                    if stem in known:
                        return known[stem]
                    return modern_tone(body)[: -len(tail)].strip() if len(body) > len(tail) else body
    return modern_tone(body).strip()


@lru_cache(maxsize=1)
def _known_offices() -> dict[str, str]:
    changes = read_office_changes()
    names = {c.office for c in changes} | {c.heir for c in changes if c.heir}
    names |= {d.office for d in read_office_defaults()}
    return {office_slug(name): name for name in names}


def _follow(state: _State, field: str | None, on: date) -> list[_State]:
    """All states that the first one leads to on that day."""
    queue, ends = [state], []
    while queue:
        state = queue.pop()
        day = _next_change(state, on)
        if day is None:
            ends.append(state)
        else:
            queue.extend(_step(state, field, day, on))
    return _distinct(ends)


def _basis(state: _State, field: str | None, on: date) -> str:
    """The instruments of the way, the one that gives the heir the field, and the one on names in old documents."""
    given = [d.basis for d in (defaults(field, state.unit, on) if field else ()) if d.office == state.office]
    parts = [part for text in (*state.basis, *given) for part in text.split("; ")]
    return "; ".join(dict.fromkeys([*parts, NAMES_OF_BODIES]))


def _distinct(states: Iterable[_State]) -> list[_State]:
    found: dict[tuple[str, str | None], _State] = {}
    for state in states:
        key = (state.office, state.unit.id if state.unit else None)
        if key not in found or (state.certain and not found[key].certain):
            found[key] = state
    return list(found.values())


def _changes(state: _State) -> list[OfficeChange]:
    level = state.unit.level.value if state.unit else Level.CENTRAL.value
    return [
        c
        for c in read_office_changes()
        if c.office == state.office
        and c.level == level
        and c.start > state.since.isoformat()
        and (state.unit is None or fits(c.kinds, state.unit.kind, state.unit.name))
    ]


def _next_change(state: _State, on: date) -> date | None:
    """The first day, up to `on`, on which the office or its unit changed."""
    days = [date.fromisoformat(c.start) for c in _changes(state)]
    if state.unit and state.unit.valid_to:
        last = state.unit.valid_to if state.unit.sure_to else LAST_DAY_OF_OLD_LIST
        days.append(max(last + timedelta(days=1), state.since))
    day = min(days, default=None)
    return day if day is not None and day <= on else None


def _step(state: _State, field: str | None, day: date, on: date) -> Iterator[_State]:
    changes = [c for c in _changes(state) if c.start == day.isoformat()]
    if not changes:
        yield from _moved(state, day)
        return
    for change in _of_field(changes, field):
        basis = (*state.basis, *change.instrument.split("; "))
        certain = state.certain and change.certainty == "V"
        after = replace(state, office=change.heir, since=day, basis=basis, certain=certain)
        if change.heir_level == "commune":
            yield from (
                replace(after, unit=unit, certain=certain and sure)
                for unit, sure in _communes(state.unit, day)
                if fits(change.heir_kinds, unit.kind, unit.name)
            )
        else:
            yield replace(after, unit=None if change.heir_level == "none" else state.unit)


def _of_field(changes: list[OfficeChange], field: str | None) -> list[OfficeChange]:
    """The lines of an event that concern a field: those that name it, else those for all other fields."""
    if field is None:
        return changes
    return [c for c in changes if field in c.field_slugs] or [c for c in changes if not c.field_slugs]


def _moved(state: _State, day: date) -> Iterator[_State]:
    """The same office in the units that took over the territory; a district's offices without a line just end."""
    assert state.unit is not None
    if state.unit.level is Level.DISTRICT and day == END_OF_DISTRICTS:
        yield replace(state, office="", unit=None, since=day)
        return
    instrument = MERGER_OF_PROVINCES if state.unit.level is Level.PROVINCE else COMMUNES_OF_2025
    for heir in Gazetteer.load().heirs(state.unit):
        if not heir.minor:
            sure = state.certain and heir.extent != "unknown" and heir.stated
            basis = (*state.basis, instrument) if day == END_OF_DISTRICTS else state.basis
            yield replace(state, unit=heir.unit, since=day, basis=basis, certain=sure)


def _communes(unit: Unit | None, day: date) -> list[tuple[Unit, bool]]:
    """The communes that took over the unit on that day, without those that got only minor parts."""
    if unit is None:
        return []
    found = Gazetteer.load().successors(unit, day)
    return [(s.unit, s.extent != "unknown") for s in found if not s.minor and s.unit.level is Level.COMMUNE]


def _above(place: Unit | None, field: str | None, on: date, found: list[Heir]) -> list[Heir]:
    """The department that has the field in the province, where the office's own unit ended and communes followed."""
    if place is None or field is None or place.level is not Level.DISTRICT:
        return []
    provinces = {p.id: p for h in found if h.place and (p := _province(h.place, on))}
    return [
        Heir(d.office, d.place, max(d.start or END_OF_DISTRICTS, END_OF_DISTRICTS), d.basis, Status.DEFAULT, above=True)
        for province in provinces.values()
        if found[0].place and found[0].place.level is Level.COMMUNE
        for d in defaults(field, province, on)
    ]


def _province(unit: Unit, on: date) -> Unit | None:
    while unit.level is not Level.PROVINCE:
        parent = Gazetteer.load().parent(unit, on)
        if parent is None:
            return None
        unit = parent
    return unit


def _status(certain: bool) -> Status:
    return Status.DEFAULT if certain else Status.INFERRED
