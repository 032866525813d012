"""What is left open: fields that nobody holds here but someone does elsewhere, and why a chain cannot be followed.

Rows in, plain records out. A gap is told only against places of the same level in the same campaign and against the
documents that the place's own carry out: that no one has a field anywhere is no gap of this place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from viz.rows import Row, level_rank, place_key, text


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


def unowned(
    assignments: Iterable[Row], documents: Iterable[Row], references: Iterable[Row], campaign: Mapping[str, int]
) -> list[Unowned]:
    """Gaps of every place with held documents, the upper levels first.

    A field counts against a place only when a body, and not a whole class of bodies, is given it: by a place of the
    same level in the same campaign, or by a held document that the place's own documents carry out.
    """
    index = {text(row, "document"): row for row in documents if row.get("held") and row.get("place")}
    labels: dict[str, str] = {}
    siblings: dict[tuple[int, str, str], set[str]] = {}  # (campaign, level, field) -> places
    given: dict[str, dict[str, set[str]]] = {}  # document -> field -> bodies
    has: set[tuple[str, str]] = set()
    for row in assignments:
        iri, slug = text(row, "document"), text(row, "field")
        if not slug or iri not in index or text(row, "status") == "default":
            continue
        has.add((place_key(index[iri]), slug))
        if not row.get("collective"):
            labels.setdefault(slug, text(row, "field_label") or slug)
            key = (campaign.get(iri, -1), text(index[iri], "level"), slug)
            siblings.setdefault(key, set()).add(text(index[iri], "place"))
            given.setdefault(iri, {}).setdefault(slug, set()).add(text(row, "body"))
    upper = _carried_out(references)
    found: dict[tuple[str, str], Unowned] = {}
    for iri, about in index.items():
        above = [given[up] for up in upper.get(iri, ()) if up in given]
        for slug, label in labels.items():
            same = siblings.get((campaign.get(iri, -1), text(about, "level"), slug), set())
            bodies = {body for fields in above for body in fields.get(slug, ())}
            if (place_key(about), slug) not in has and (same or bodies):
                found[place_key(about), slug] = Unowned(
                    text(about, "place"),
                    text(about, "level"),
                    slug,
                    label,
                    tuple(sorted(same)),
                    tuple(sorted(bodies)),
                    text(about, "place_iri"),
                )
    return sorted(found.values(), key=lambda gap: (level_rank(gap.level), gap.place, gap.label))


def _carried_out(references: Iterable[Row]) -> Mapping[str, set[str]]:
    """Each document's documents above, all the way up."""
    graph = nx.DiGraph()
    for row in references:
        if text(row, "relation") in ("implements", "relays") and text(row, "cited"):
            graph.add_edge(text(row, "document"), text(row, "cited"))
    return {node: nx.descendants(graph, node) for node in graph}
