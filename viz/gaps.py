"""What is left open: fields that nobody holds here but someone does elsewhere, and why a chain cannot be followed.

Rows of `coverage` and `references` in, plain records out. A gap is told only against others of the same level or the
one above: that no one has a field anywhere is no gap of this place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from viz.rows import LEVELS, Row, level_rank, text


@dataclass(frozen=True, slots=True)
class Unowned:
    """A field of a place without an owner; who has it at the same level, and one level up."""

    place: str
    level: str
    field: str
    label: str
    siblings: tuple[str, ...]
    above: tuple[str, ...]
    place_iri: str = ""


def unowned(coverage: Iterable[Row], field: str | None = None) -> list[Unowned]:
    """Gaps of all places that have documents, the lower levels last."""
    rows = list(coverage)
    labels: dict[str, str] = {}
    owners: dict[tuple[str, str], set[str]] = {}  # (level, field) -> places, bodies
    bodies: dict[tuple[str, str], set[str]] = {}
    holds: set[tuple[str, str]] = set()
    places: dict[str, tuple[str, str, str]] = {}
    for row in rows:
        slug, level = text(row, "field"), text(row, "level")
        key = text(row, "place_iri") or f"{level} {text(row, 'place')}"
        places.setdefault(key, (text(row, "place"), level, text(row, "place_iri")))
        if not slug:
            continue
        labels.setdefault(slug, text(row, "field_label") or slug)
        if text(row, "body") and text(row, "status") != "default":
            owners.setdefault((level, slug), set()).add(text(row, "place"))
            bodies.setdefault((level, slug), set()).add(text(row, "body"))
            holds.add((key, slug))
    found: list[Unowned] = []
    for key, (place, level, iri) in places.items():
        for slug in labels:
            if (key, slug) in holds or (field and slug != field):
                continue
            siblings = tuple(sorted(owners.get((level, slug), set()) - {place}))
            above = tuple(sorted(bodies.get((_upper(level), slug), set())))
            if siblings or above:
                found.append(Unowned(place, level, slug, labels[slug], siblings, above, iri))
    return sorted(found, key=lambda gap: (level_rank(gap.level), gap.place, gap.label))


def _upper(level: str) -> str:
    rank = level_rank(level)
    return LEVELS[rank - 1] if 0 < rank < len(LEVELS) else ""
