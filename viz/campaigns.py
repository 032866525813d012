"""Which documents belong together: those that carry out one another or the same document above, and those of one name.

A gap can only be told among plans of one campaign: that a plan on roads says nothing of vaccination is no gap. Rows of
`documents` and `references` in, a number per document out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx
from rapidfuzz import fuzz, process

from ingest.text.fold import fold
from viz.rows import Row, text

ALIKE = 82
"""Agreement of two names, 0 to 100, from which they are one campaign's: plans put their place's name into it."""

_QUOTED = re.compile('[“"]([^”"]{15,})[”"]')


def campaigns(documents: Iterable[Row], references: Iterable[Row]) -> Mapping[str, int]:
    """The number of each document's campaign, held or cited."""
    graph = nx.Graph()
    named: dict[str, str] = {}
    for row in documents:
        graph.add_node(text(row, "document"))
        name = campaign_name(text(row, "title"))
        if row.get("held") and name:
            known = process.extractOne(name, list(named), scorer=fuzz.token_set_ratio, score_cutoff=ALIKE)
            first = named.setdefault(known[0] if known else name, text(row, "document"))
            graph.add_edge(first, text(row, "document"))
    for row in references:
        if text(row, "relation") in ("implements", "relays") and text(row, "cited"):
            graph.add_edge(text(row, "document"), text(row, "cited"))
    return {iri: number for number, members in enumerate(nx.connected_components(graph)) for iri in members}


def campaign_name(title: str) -> str:
    """What a title calls the campaign: the words in quotation marks where it has them, else the title, folded."""
    quoted = _QUOTED.search(title)
    name = fold(quoted[1] if quoted else title)
    return name if len(name.split()) > 3 else ""


def together(iris: Sequence[str], numbers: Mapping[str, int]) -> set[str]:
    """All documents of the campaigns of some documents."""
    wanted = {numbers[iri] for iri in iris if iri in numbers}
    return {iri for iri, number in numbers.items() if number in wanted}
