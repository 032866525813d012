"""The gazetteer: territorial units by any spelling of their name, by type, level, unit above and day.

In: a name, and what is known around it. Out: the units it can mean, best first; never a guess among equals. The data
are those of ontology/reference; nothing here reads texts (ingest/resolve/places.py finds and decides names in them).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ingest.facts import Level
from ingest.resolve.names import Reading, has_accents, key_of, kind_of, loose_key, readings, spelled
from ontology.reference.units import first_day, last_day, read_successions, read_units, rows

BASE = "https://w3id.org/daumoi/id/"
LAST_DAY_OF_OLD_LIST = date(2023, 12, 31)


@dataclass(frozen=True, slots=True)
class Successor:
    """What became of a unit: its heir, how much of it went there ("whole", "part", "unknown"), and how we know.

    `minor`: only lesser parts of split communes went there; "who now?" leaves it out. `stated`: a source maps the two,
    as against what follows from codes, names or members.
    """

    unit: Unit
    extent: str
    minor: bool
    stated: bool


@dataclass(frozen=True, slots=True)
class Unit:
    """A territorial unit in one code list. `valid_from`, `valid_to`: first and last day; None: open or unknown.

    `sure_from`, `sure_to` are False where the lists only bound that day. `parents`: ids of the units above, the latest
    first. `sources`: letters of ontology/reference/unit_sources.tsv.
    """

    id: str
    name: str
    kind: str
    level: Level
    parents: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    sure_from: bool
    sure_to: bool
    alt_names: tuple[str, ...]
    other_codes: tuple[tuple[str, str], ...]
    sources: str

    @property
    def iri(self) -> str:
        """Its IRI under the default base."""
        return f"{BASE}place/{self.id}"

    @property
    def code(self) -> str:
        """The official code, zeros kept."""
        return self.id.partition("/")[0]

    @property
    def parent(self) -> str | None:
        """The id of the unit above (the latest one)."""
        return self.parents[0] if self.parents else None

    @property
    def full_name(self) -> str:
        """ "huyện Thanh Miện", "phường 1"."""
        if self.name.lower().startswith(self.kind + " "):
            return self.kind + self.name[len(self.kind) :]
        return f"{self.kind} {self.name}"

    def stood(self, on: date | None) -> bool:
        """Whether it may have stood on that day (None: on any)."""
        if on is None:
            return True
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    def likely(self, on: date | None) -> bool:
        """Whether it is the unit to take for that day, where the lists do not say when in 2023-25 it changed.

        The older list gives the state of 2023, the next one that of June 2025: the older counts to the end of 2023.
        """
        if on is None or not self.stood(on):
            return on is None
        return (self.sure_from or on > LAST_DAY_OF_OLD_LIST) and (self.sure_to or on <= LAST_DAY_OF_OLD_LIST)


class Gazetteer:
    """All units, with their names folded for look-up. `load()` gives the one instance of the process."""

    def __init__(self) -> None:
        self._units: dict[str, Unit] = {}
        self._by_key: dict[str, list[Unit]] = defaultdict(list)
        self._loose: dict[str, list[Unit]] = defaultdict(list)
        for record in read_units():
            unit = Unit(
                record.id,
                record.name,
                record.kind,
                Level(record.level),
                record.parents,
                first_day(record.start),
                last_day(record.end),
                not record.start.startswith(">"),
                not record.end.startswith("<"),
                record.alt_names,
                record.other_codes,
                record.sources,
            )
            self._units[unit.id] = unit
            for name in {key_of(n) for n in names_of(unit)}:
                self._by_key[name].append(unit)
            for name in {loose_key(n) for n in names_of(unit)}:
                self._loose[name].append(unit)
        self._aliases = _read_aliases()
        self._heirs: dict[str, list[Successor]] = defaultdict(list)
        self._forebears: dict[str, list[str]] = defaultdict(list)
        for row in read_successions():
            heir = Successor(self._units[row.successor], row.extent, row.weight == "minor", row.basis == "mapping")
            self._heirs[row.unit].append(heir)
            self._forebears[row.successor].append(row.unit)

    @staticmethod
    def load() -> Gazetteer:
        """The gazetteer, read once per process."""
        return _load()

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def get(self, iri: str) -> Unit | None:
        """The unit of an IRI (under any base) or of an id "11239/2025"; None if there is none."""
        return self._units.get(iri.rpartition("place/")[2])

    def lookup(
        self,
        name: str,
        *,
        kind: str | None = None,
        level: Level | str | None = None,
        within: str | Unit | None = None,
        on: date | None = None,
        strict: bool = False,
    ) -> list[Unit]:
        """The units that a name can mean, best first.

        `name`: any spelling, with or without its type word, and with the units above after commas ("xã Bình Lư, huyện
        Tam Đường"). `within`: a unit, its IRI, or any spelling of the name of a unit above, also of one it was under
        before 2025. `on`: only units that may have stood on that day. `strict`: accents that were typed must be right.
        Unknown names give an empty list.
        """
        head, *above = [part for part in name.split(",") if part.strip()] or [""]
        wanted = kind_of(kind) if kind else None
        if kind and not wanted:
            return []
        found = [
            unit for unit in self._named(head, wanted) if (level is None or unit.level == level) and unit.stood(on)
        ]
        for outer in (*above, within):
            if outer is not None and (isinstance(outer, Unit) or outer.strip()):
                found = self.inside(found, outer)
        return found

    def _named(self, typed: str, kind: str | None, strict: bool = False) -> list[Unit]:
        for index in (self._exact,) if strict else (self._exact, self._folded, self._second_try):
            found: dict[str, Unit] = {}
            for reading in readings(typed):
                wanted = kind or reading.kind
                if kind and reading.kind and reading.kind != kind:
                    continue
                for unit in index(reading):
                    if wanted is None or unit.kind == wanted:
                        found.setdefault(unit.id, unit)
            if found:
                return list(found.values())
        return []

    def _candidates(self, reading: Reading) -> list[Unit]:
        name = self._aliases.get(key_of(reading.name), reading.name)
        found = list(self._by_key.get(key_of(name), ()))
        if reading.kind:  # "quận 1" is named "Quận 1"
            found += [u for u in self._by_key.get(key_of(f"{reading.kind} {name}"), ()) if u not in found]
        return found

    def _exact(self, reading: Reading) -> list[Unit]:
        if not has_accents(reading.name):
            return self._candidates(reading)
        name = spelled(self._aliases.get(key_of(reading.name), reading.name))
        forms = {name, f"{reading.kind} {name}"}
        return [u for u in self._candidates(reading) if not forms.isdisjoint(spelled(n) for n in names_of(u))]

    def _folded(self, reading: Reading) -> list[Unit]:
        """Names that agree without accents, those with the most letters right first."""
        typed = spelled(reading.name)
        found = self._candidates(reading)
        return sorted(found, key=lambda u: sum(a != b for a, b in zip(spelled(u.name), typed, strict=False)))

    def _second_try(self, reading: Reading) -> list[Unit]:
        return list(self._loose.get(loose_key(reading.name), ()))

    def inside(self, found: list[Unit], outer: str | Unit) -> list[Unit]:
        """Those under the outer unit; if there are none, those that came from under it."""
        if isinstance(outer, str):
            known = self.get(outer)
            ids = {known.id} if known else {u.id for u in self._named(outer, None)}
        else:
            ids = {outer.id}
        now = [u for u in found if not ids.isdisjoint(self.above(u))]
        return now or [u for u in found if not ids.isdisjoint(self._once_above(u))]

    def above(self, unit: Unit) -> list[str]:
        """Ids of all units above it at any time, the nearest first."""
        found = list(unit.parents)
        for parent in unit.parents:
            found += [p for p in self._units[parent].parents if p not in found]
        return found

    def _once_above(self, unit: Unit) -> set[str]:
        """Ids of the units above its forebears, and of the forebears of the units above it."""
        found = {before for outer in self.above(unit) for before in self._forebears.get(outer, ())}
        for before in self._forebears.get(unit.id, ()):
            found.update(self.above(self._units[before]))
        return found

    def parent(self, unit: Unit, on: date | None = None) -> Unit | None:
        """The unit above on a day (default: the latest one)."""
        above = [self._units[p] for p in unit.parents]
        return next((p for p in above if p.stood(on)), above[0] if above else None)

    def members(self, unit: Unit, on: date | None = None, kinds: Iterable[str] = ()) -> list[Unit]:
        """The units directly under it on a day, of the given types (all, if none is named)."""
        wanted = set(kinds)
        found = (u for u in self._units.values() if unit.id in u.parents and u.likely(on))
        return [u for u in found if not wanted or u.kind in wanted]

    def heirs(self, unit: Unit) -> list[Successor]:
        """Its immediate successors, as the reference data have them; empty: still standing, or unknown."""
        return list(self._heirs.get(unit.id, ()))

    def forebears(self, unit: Unit) -> list[Unit]:
        """The units whose territory, or part of it, it took over."""
        return [self._units[i] for i in self._forebears.get(unit.id, ())]

    def successors(self, unit: Unit, on: date | None = None) -> list[Successor]:
        """What stands in its place on a day (default: at the end of the data), main heirs first.

        A unit that still stands then is its own successor, whole. Empty: no source names the heir.
        """
        found: dict[str, Successor] = {}
        queue = [Successor(unit, "whole", False, True)]
        while queue:
            step = queue.pop()
            if step.unit.valid_to is None or (on is not None and on <= step.unit.valid_to):
                known = found.get(step.unit.id)
                found[step.unit.id] = step if known is None else _joined(known, step)
            else:
                queue.extend(_chained(step, heir) for heir in self._heirs.get(step.unit.id, ()))
        return sorted(found.values(), key=lambda s: (s.minor, s.unit.code))


def names_of(unit: Unit) -> tuple[str, ...]:
    """Its name and its other spellings."""
    return (unit.name, *unit.alt_names)


def _chained(first: Successor, then: Successor) -> Successor:
    extents = {first.extent, then.extent}
    extent = "unknown" if "unknown" in extents else "part" if "part" in extents else "whole"
    return Successor(then.unit, extent, first.minor or then.minor, first.stated and then.stated)


def _joined(one: Successor, other: Successor) -> Successor:
    """Two ways to the same heir: the more certain one counts."""
    best = min(one, other, key=lambda s: (s.minor, ("whole", "part", "unknown").index(s.extent)))
    return Successor(best.unit, best.extent, best.minor, best.stated)


def _read_aliases() -> dict[str, str]:
    """Names in use that no list has ("TP.HCM", "Sài Gòn"), folded -> the listed name."""
    return {key_of(alias): name for alias, name in rows("unit_aliases.tsv")}


@lru_cache(maxsize=1)
def _load() -> Gazetteer:
    return Gazetteer()
