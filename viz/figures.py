"""Figures of the responsibility graph, counted with networkx: rows in, short ranked lists out.

Who holds most fields, which chains are broken, where no one is named, which tasks have two leads. The lists are plain
data; pages and the map print them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from viz.rows import Row, text


@dataclass(frozen=True, slots=True)
class Holder:
    """A body and the fields it has a role in."""

    body: str
    fields: tuple[str, ...]
    leads: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A document cited as the one to carry out, whose text is not held; `citing` stand below it."""

    document: str
    name: str
    level: str
    citing: tuple[str, ...]


def body_graph(rows: Iterable[Row]) -> nx.Graph:
    """Bodies and fields as a two-part graph, an edge with its roles for each pair; classes of bodies are left out."""
    graph = nx.Graph()
    for row in rows:
        body, slug = text(row, "body_iri") or text(row, "body"), text(row, "field")
        if not body or not slug or not text(row, "role") or row.get("collective"):
            continue
        graph.add_node(("body", body), label=text(row, "body"))
        graph.add_node(("field", slug), label=text(row, "field_label") or slug)
        roles = graph.get_edge_data(("body", body), ("field", slug), {"roles": frozenset()})["roles"]
        graph.add_edge(("body", body), ("field", slug), roles=roles | {text(row, "role")})
    return graph


def most_fields(rows: Iterable[Row], top: int = 5) -> list[Holder]:
    """The bodies with most fields; among equals the one that leads more, then by name."""
    graph = body_graph(rows)
    holders = [
        Holder(
            graph.nodes[node]["label"],
            tuple(sorted(graph.nodes[near]["label"] for near in graph[node])),
            sum("lead" in graph[node][near]["roles"] for near in graph[node]),
        )
        for node in graph
        if node[0] == "body"
    ]
    return sorted(holders, key=lambda h: (-len(h.fields), -h.leads, h.body))[:top]


def broken_chains(links: Iterable[Row]) -> list[Broken]:
    """Upper documents of delegation links that are not held. Rows: `references` or `chain`; a law is no link."""
    graph = nx.DiGraph()
    for row in links:
        upper = text(row, "cited") or text(row, "document")
        lower = text(row, "document") if text(row, "cited") else text(row, "child")
        if text(row, "relation") not in ("implements", "relays") or not upper or not lower:
            continue
        graph.add_edge(lower, upper)
        name = f"{text(row, 'cited_type')} {text(row, 'cited_number') or text(row, 'number')}".strip()
        graph.nodes[upper].update(held=bool(row.get("held")), name=name, level=text(row, "level"))
    found = [
        Broken(node, data["name"] or node, data["level"], tuple(sorted(graph.predecessors(node))))
        for node, data in graph.nodes(data=True)
        if data.get("held") is False
    ]
    return sorted(found, key=lambda b: (-len(b.citing), b.name))


def open_fields(coverage: Iterable[Row]) -> list[tuple[str, str]]:
    """(place, field label) pairs where the coverage names no body."""
    return sorted({(text(r, "place"), text(r, "field_label")) for r in coverage if not text(r, "body")})


def two_leads(assignments: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Pairs of assignments of one document that give one field to two leads; a joint lead is one assignment."""
    first: dict[tuple[str, str], Row] = {}
    pairs: dict[tuple[str, str], tuple[Row, Row]] = {}
    for row in assignments:
        if text(row, "role") != "lead" or not text(row, "field"):
            continue
        key = (text(row, "document"), text(row, "field"))
        known = first.setdefault(key, row)
        if text(known, "assignment") != text(row, "assignment") and text(known, "body") != text(row, "body"):
            pairs.setdefault(key, (known, row))
    return list(pairs.values())
