"""What is left open: fields that nobody holds here but someone does elsewhere, and why a chain cannot be followed.

Rows of `coverage` and `documents` in, plain records out. A gap is told only against others of the same level or the
one above in the same campaign: that no one has a field anywhere is no gap of this place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def unowned(coverage: Iterable[Row], documents: Iterable[Row], campaign: Mapping[str, int]) -> list[Unowned]:
    """Gaps of every place with held documents, the upper levels first.

    A field counts against a place only when a document of a campaign that the place takes part in gives it to someone.
    """
    labels: dict[str, str] = {}
    owned: dict[tuple[int, str, str], list[Row]] = {}  # (campaign, level, field)
    has: set[tuple[str, str]] = set()
    index = {text(row, "document"): row for row in documents if row.get("held") and row.get("place")}
    for row in coverage:
        iri, slug = text(row, "document"), text(row, "field")
        if not slug or not text(row, "body") or text(row, "status") == "default" or iri not in campaign:
            continue
        labels.setdefault(slug, text(row, "field_label") or slug)
        owned.setdefault((campaign[iri], text(row, "level"), slug), []).append(row)
        if iri in index:
            has.add((_place(index[iri]), slug))
    found: dict[tuple[str, str], Unowned] = {}
    for iri, about in index.items():
        level = text(about, "level")
        for slug, label in labels.items():
            siblings = owned.get((campaign.get(iri, -1), level, slug), [])
            above = owned.get((campaign.get(iri, -1), _upper(level), slug), [])
            if (_place(about), slug) not in has and (siblings or above):
                found[_place(about), slug] = Unowned(
                    text(about, "place"),
                    level,
                    slug,
                    label,
                    tuple(sorted({text(row, "place") for row in siblings})),
                    tuple(sorted({text(row, "body") for row in above})),
                    text(about, "place_iri"),
                )
    return sorted(found.values(), key=lambda gap: (level_rank(gap.level), gap.place, gap.label))


def _place(about: Row) -> str:
    return text(about, "place_iri") or f"{text(about, 'level')} {text(about, 'place')}"


def _upper(level: str) -> str:
    rank = level_rank(level)
    return LEVELS[rank - 1] if 0 < rank < len(LEVELS) else ""
