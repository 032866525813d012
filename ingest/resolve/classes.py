"""Classes of units expanded to their members: "các xã, thị trấn" of a district, on a day.

In: the printed name of a class, the unit it is said in, a day. Out: the units it covers there and then. A member is
always inferred: no document names it. Classes of offices ("các sở, ban, ngành") are not expanded: nobody lists them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.facts import Level, Status
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.resolve.places import place_ref
from ingest.text.fold import modern_tone

_KINDS_OF = {
    "cấp tỉnh": ("tỉnh", "thành phố"),
    "cấp huyện": ("quận", "huyện", "thị xã", "thành phố"),
    "cấp xã": ("xã", "phường", "thị trấn", "đặc khu"),
}
_KIND = r"(?:cấp (?:tỉnh|huyện|xã)|thành phố|thị xã|thị trấn|đặc khu|tỉnh|quận|huyện|phường|xã)"
_LIST = re.compile(rf"(?:các|những|mỗi|từng)\s+({_KIND}(?:(?:\s*[,;–-]\s*|\s+và\s+){_KIND})*)(?!\w)")
_LEVEL_ALONE = re.compile(
    rf"(?:ủy ban nhân dân|ubnd|chính quyền)\s+(cấp (?:tỉnh|huyện|xã)(?:(?:\s*,\s*|\s+và\s+){_KIND})*)"
)
_OFFICE = re.compile(r"(ủy ban nhân dân|ubnd|hội đồng nhân dân|hđnd)\s+(?:các|cấp|mỗi|từng)(?!\w)")
_OFFICES = {
    "ủy ban nhân dân": "Ủy ban nhân dân",
    "ubnd": "Ủy ban nhân dân",
    "hội đồng nhân dân": "Hội đồng nhân dân",
    "hđnd": "Hội đồng nhân dân",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A unit that a class covers, and the formal name of the body meant. Always inferred."""

    unit: Unit
    label: str
    status: Status = Status.INFERRED
    rule: str = "class-members"


def expand(printed: str, place: Unit | None, on: date | None = None) -> list[Member]:
    """The members of a printed class in a unit (None: the country) on a day; empty where it names no type of unit."""
    text = " ".join(modern_tone(printed).lower().split())
    kinds = _kinds(text)
    office = _OFFICE.search(text)
    provinces = "tỉnh" in kinds  # "các tỉnh, thành phố": a thành phố beside a tỉnh is one of the same level
    found = [u for u in _under(place, on) if u.kind in kinds and (u.level is Level.PROVINCE) == provinces]
    return [Member(unit, _label(unit, _OFFICES[office[1]] if office else None, on)) for unit in found]


def _kinds(text: str) -> frozenset[str]:
    """The types of unit that the class names; after "các", so that "các sở, ngành thành phố" names none."""
    named: list[str] = []
    for pattern in (_LIST, _LEVEL_ALONE):
        for found in pattern.finditer(text):
            named += re.findall(_KIND, found[1])
    return frozenset(kind for name in named for kind in _KINDS_OF.get(name, (name,)))


def _under(place: Unit | None, on: date | None) -> Iterator[Unit]:
    """The units below a unit, its own members first, then theirs."""
    gazetteer = Gazetteer.load()
    if place is None:
        members = [u for u in gazetteer if u.level is Level.PROVINCE and u.likely(on)]
    else:
        members = gazetteer.members(place, on)
    yield from members
    for member in members:
        if member.level is not Level.COMMUNE:
            yield from _under(member, on)


def _label(unit: Unit, office: str | None, on: date | None) -> str:
    name = place_ref(unit, on).full_name
    return f"{office} {name}" if office else name[0].upper() + name[1:]
