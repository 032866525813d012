"""The units of the country as of 2023, as a tree: 63 provinces, 705 districts, about 10,600 communes.

In goes a share, out come the units of that share of the districts with all that lies below and above them, so that
chains stay whole. Knows nothing of documents.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from ontology.reference.units import LEVELS, UnitRecord, read_units

DAY = "2023-06-01"


@dataclass(frozen=True, slots=True)
class Unit:
    code: str
    kind: str
    name: str
    level: str
    parent: str | None

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}" if not self.name.lower().startswith(self.kind) else self.name.lower()

    @property
    def group(self) -> str:
        if self.level != "district":
            return self.level
        return "rural" if self.kind == "huyện" else "urban"


def _stood(unit: UnitRecord) -> bool:
    return (unit.start.lstrip(">") or "0") <= DAY <= (unit.end.lstrip("<") or "9")


@lru_cache(maxsize=1)
def country() -> dict[str, Unit]:
    """Every unit by its code, parents before children."""
    found: dict[str, Unit] = {}
    for unit in sorted((u for u in read_units() if _stood(u)), key=lambda u: len(u.id.partition("/")[0])):
        code = unit.id.partition("/")[0]
        parents = (parent.partition("/")[0] for parent in unit.parents)
        wanted = {2: 0, 3: 2, 5: 3}[len(code)]
        parent = next((p for p in parents if len(p) == wanted and p in found), None)
        if wanted and parent is None:
            continue  # a unit of the list of 2025 only
        found.setdefault(code, Unit(code, unit.kind, unit.name, LEVELS[len(code)], parent))
    return found


def chosen(share: float, seed: int) -> list[Unit]:
    """The units of that share of the districts, with their communes and their provinces, parents first."""
    units = country()
    districts = [unit for unit in units.values() if unit.level == "district"]
    random.Random(seed).shuffle(districts)
    kept = {unit.code for unit in districts[: max(1, round(share * len(districts)))]}
    above = {units[code].parent for code in kept}
    return [
        unit
        for unit in units.values()
        if unit.code in above or unit.code in kept or (unit.level == "commune" and unit.parent in kept)
    ]
