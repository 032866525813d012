"""Scores for matching a column of names against places and bodies, as reconciliation clients expect them.

In: a typed name with what is known around it, or a list of named things. Out: candidates from 0 to 100, and whether one
is certain. Certain means: the spelling agrees and nothing else can be meant; a near name is never certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from ingest.facts import Level
from ingest.resolve.gazetteer import Gazetteer, Unit, names_of
from ingest.resolve.names import has_accents, key_of, kind_of, readings, spelled

EXACT, UNACCENTED, OTHER_KIND = 100.0, 95.0, 85.0
NEAR_ENOUGH = (
    82.0  # folded ratio below which a name is another name ("Hồng Phú", "Đồng Phú" have 87, and stay uncertain)
)


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """A unit, how well the name fits (0 to 100), and whether it is certain."""

    unit: Unit
    score: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a name: its identifier, label, other labels and types; `detail` tells namesakes apart."""

    id: str
    label: str
    other_labels: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A named thing, how well the name fits (0 to 100), and whether it is certain."""

    named: Named
    score: float
    certain: bool


def match_places(
    name: str,
    *,
    kind: str | None = None,
    level: Level | str | None = None,
    within: str | None = None,
    on: date | None = None,
    limit: int = 10,
) -> list[PlaceMatch]:
    """Candidates for a place name, best first. An unknown `within` finds nothing rather than too much."""
    if not name.strip():
        return []
    gazetteer = Gazetteer.load()
    found = gazetteer.lookup(name, kind=kind, level=level, within=within, on=on)
    scored = [(unit, _score(name, unit)) for unit in found]
    if not found:
        near = (unit for unit, _ in _near(name, limit * 3))
        scored = [
            (unit, min(OTHER_KIND, fuzz.ratio(key_of(name), key_of(unit.full_name))))
            for unit in near
            if (level is None or unit.level == level) and (not kind or unit.kind == kind_of(kind)) and unit.stood(on)
        ]
        if within:
            inside = {u.id for u in gazetteer.inside([unit for unit, _ in scored], within)}
            scored = [(unit, score) for unit, score in scored if unit.id in inside]
    scored.sort(key=lambda pair: (-pair[1], pair[0].valid_to is not None, pair[0].code))
    alone = len(found) == 1
    return [PlaceMatch(unit, round(score, 1), alone and score >= UNACCENTED) for unit, score in scored[:limit]]


def _score(name: str, unit: Unit) -> float:
    head = name.split(",")[0]
    reading = readings(head)[0]
    if has_accents(reading.name):
        same = spelled(reading.name) in {spelled(n) for n in names_of(unit)} | {spelled(unit.full_name)}
        return EXACT if same else UNACCENTED
    return EXACT if reading.name.lower() == unit.name.lower() else UNACCENTED


def _near(name: str, limit: int) -> list[tuple[Unit, float]]:
    """Units whose folded name is near, for names with a slip of the pen."""
    units, keys = _keys()
    query = key_of(readings(name.split(",")[0])[0].name)
    hits = process.extract(query, keys, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=limit)
    return [(units[index], score) for _, score, index in hits]


@lru_cache(maxsize=1)
def _keys() -> tuple[list[Unit], list[str]]:
    units = list(Gazetteer.load())
    return units, [key_of(unit.name) for unit in units]


def match_names(name: str, things: Sequence[Named], *, types: Iterable[str] = (), limit: int = 10) -> list[NameMatch]:
    """Candidates for a name among things with labels, best first; certain only if one label alone agrees."""
    if not name.strip():
        return []
    wanted = frozenset(types)
    pool = [t for t in things if not wanted or not wanted.isdisjoint(t.types)]
    query, accented = key_of(name), spelled(name)
    scored: list[tuple[float, Named]] = []
    for thing in pool:
        best = 0.0
        for label in (thing.label, *thing.other_labels):
            if spelled(label) == accented:
                best = EXACT
                break
            key = key_of(label)
            best = max(best, UNACCENTED if key == query else min(OTHER_KIND, fuzz.ratio(query, key)))
        if best >= NEAR_ENOUGH or query in key_of(thing.label):
            scored.append((max(best, 60.0), thing))
    scored.sort(key=lambda pair: (-pair[0], pair[1].label))
    sure = [thing for score, thing in scored if score >= UNACCENTED]
    top = [thing for score, thing in scored if score == EXACT] or sure
    return [NameMatch(t, round(score, 1), len(top) == 1 and t is top[0]) for score, t in scored[:limit]]
