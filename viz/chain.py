"""The delegation chain: rows of the query `chain` in, an accessible SVG and a nested list out.

Documents stand in layers by level, the centre at the top, offices at the bottom; inside a level a document stands
below the one it carries out. A line is solid where a document states it and its text is held, dashed where the upper
document is only cited, dotted where nothing states it. Knows nothing of stores or requests.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import networkx as nx
from markupsafe import Markup

from viz.day import shown
from viz.render import markup, render
from viz.rows import LEVELS, Links, Row, by_document, role_rank, sentence_link, text
from viz.strings import Words

WIDTH, GAP_X, GAP_Y, LINE, PAD = 250, 40, 64, 19, 12
WAY = 12  # the width a line needs to pass between boxes
BAND = 120  # the names of the levels stand to the left
MAX_OFFICES = 4
UNKNOWN = -1
_CHARACTERS = 24  # of a line in a box; the widest of the usual typefaces fits


@dataclass(frozen=True, slots=True)
class Node:
    """A document, an expected document, or an office. `layer` counts levels from the centre."""

    key: str
    kind: str  # document, ghost, expected, office; way: no box, the free place where a long line passes a layer
    layer: int
    name: str
    about: str
    href: str | None
    lines: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    x: float = 0
    y: float = 0
    height: float = 0

    @property
    def width(self) -> float:
        return WAY if self.kind == "way" else WIDTH

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Edge:
    """`upper` hands down to `lower`. `style`: solid, dashed or dotted."""

    upper: str
    lower: str
    style: str
    relation: str
    quote: str
    href: str | None
    said: str
    path: str = ""
    label_x: float = 0
    label_y: float = 0
    label_anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Band:
    name: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Chain:
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    bands: tuple[Band, ...] = ()
    width: float = 0
    height: float = 0
    more_offices: int = 0

    @property
    def broken(self) -> int:
        """Links that are not stated, or lead to a document not held."""
        return sum(edge.style != "solid" for edge in self.edges)

    def node(self, key: str) -> Node:
        return next(node for node in self.nodes if node.key == key)


def layout(
    rows: Sequence[Row], documents: Iterable[Row], assignments: Iterable[Row], links: Links, words: Words
) -> Chain:
    """The chain with every box and line placed. `assignments`: those of the lowest documents, for the office layer."""
    index = by_document(documents)
    nodes = _document_nodes(rows, index, links, words)
    edges = [_document_edge(row, nodes, links, words) for row in rows if text(row, "child") in nodes]
    offices, office_edges, more = _offices(list(assignments), nodes, links, words)
    nodes.update(offices)
    edges = list({(e.upper, e.lower, e.relation): e for e in reversed(edges + office_edges)}.values())[::-1]
    return replace(_place(nodes, edges, words), more_offices=more)


def _document_nodes(rows: Sequence[Row], index: Mapping[str, Row], links: Links, words: Words) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for row in rows:
        for iri, known in ((text(row, "child"), {}), (text(row, "document"), row)):
            if iri and iri not in nodes:
                about: dict[str, object] = {**known, **{k: v for k, v in index.get(iri, {}).items() if v is not None}}
                nodes[iri] = _document_node(iri, about, row, links, words)
    return _levelled(nodes, rows)


def _levelled(nodes: dict[str, Node], rows: Sequence[Row]) -> dict[str, Node]:
    """A document of unknown level stands in the band of one that carries it out; it is not given a level of its own."""
    for _ in range(len(LEVELS)):
        for row in rows:
            upper, lower = nodes.get(text(row, "document")), nodes.get(text(row, "child"))
            if upper and lower and upper.layer == UNKNOWN and lower.layer != UNKNOWN:
                nodes[upper.key] = replace(upper, layer=lower.layer)
    return {key: replace(node, layer=1) if node.layer == UNKNOWN else node for key, node in nodes.items()}


def _document_node(iri: str, about: Row, row: Row, links: Links, words: Words) -> Node:
    level = text(about, "level")
    layer = LEVELS.index(level) if level in LEVELS else UNKNOWN
    held = bool(about.get("held"))
    if not held and text(row, "document") == iri and text(row, "link_status") == "expected":
        name = words("chain.missing", level=words.maybe("level", level or "unknown").lower())
        return Node(iri, "expected", layer, name, text(about, "issuer"), None)
    name = document_name(about, words)
    issuer = text(about, "issuer") if text(about, "number") or not held else ""  # else the name has it
    facts = [issuer, shown(about.get("date"), words.lang) or words("documents.no_date")]
    if layer == UNKNOWN:
        facts.append(words("level.unknown").lower())
    if not held:
        facts.append(words("chain.not_held"))
    return Node(
        iri, "document" if held else "ghost", layer, name, " · ".join(f for f in facts if f), links.document(iri)
    )


def document_name(about: Row, words: Words) -> str:
    """Type and number, as people call a document. Without a number a plan goes by its issuer, a law by its title."""
    kind, number, title = text(about, "type"), text(about, "number"), text(about, "title")
    if number:
        return f"{kind} {number}".strip()
    if title and not about.get("held"):
        name = title if title.casefold().startswith(kind.casefold()) else f"{kind} {title}"
    else:
        issuer = text(about, "issuer").replace("Ủy ban nhân dân", "UBND")
        name = f"{kind} {words('documents.no_number')}, {issuer or title or text(about, 'file')}"
    return textwrap.shorten(name.strip(" ,"), 110, placeholder=" …")


def _document_edge(row: Row, nodes: Mapping[str, Node], links: Links, words: Words) -> Edge:
    upper, lower = text(row, "document"), text(row, "child")
    relation = text(row, "relation") or "implements"
    said = words(
        "chain.edge",
        child=nodes[lower].name,
        relation=words.maybe("relation", relation),
        parent=nodes[upper].name,
    )
    # The sentence that states a link stands in the lower document.
    href = sentence_link(links, {**row, "document": lower})
    return Edge(upper, lower, _style(row), relation, text(row, "quote"), href, said)


def _style(row: Row) -> str:
    if text(row, "link_status") != "stated":
        return "dotted"
    return "solid" if row.get("held") else "dashed"


def _offices(
    assignments: Sequence[Row], nodes: Mapping[str, Node], links: Links, words: Words
) -> tuple[dict[str, Node], list[Edge], int]:
    """The bodies given work by documents of the chain: leads first, at most a handful, the rest counted."""
    given: dict[tuple[str, str], Row] = {}
    for row in sorted(assignments, key=lambda r: (bool(r.get("collective")), role_rank(text(r, "role")))):
        if text(row, "document") in nodes:
            given.setdefault((text(row, "document"), text(row, "body_iri") or text(row, "body")), row)
    offices: dict[str, Node] = {}
    edges: list[Edge] = []
    for (document, body), row in list(given.items())[:MAX_OFFICES]:
        role = words.maybe("role", text(row, "role"))
        field = text(row, "field_label")
        offices[body] = Node(
            body, "office", len(LEVELS), text(row, "body"), ": ".join(p for p in (role, field) if p), None
        )
        edges.append(
            Edge(
                document,
                body,
                "solid" if text(row, "status") in ("", "stated") else "dotted",
                "assigns",
                text(row, "quote"),
                sentence_link(links, row),
                f"{nodes[document].name}: {text(row, 'body')} {role}",
            )
        )
    return offices, edges, max(0, len(given) - MAX_OFFICES)


def _place(nodes: dict[str, Node], edges: Sequence[Edge], words: Words) -> Chain:
    """Layers by level, and inside a level by who carries out whom; order in a layer by the parents' middle."""
    graph = nx.DiGraph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((edge.upper, edge.lower) for edge in edges if edge.upper != edge.lower)
    ranks = _ranks(graph, nodes)
    ways = _long_ways(graph, ranks, nodes)
    for key, rank in ranks.items():
        graph.nodes[key]["rank"] = rank
    rows = [[_boxed(nodes[key]) for key in row] for row in _ordered(graph, ranks)]
    width = BAND + max((_row_width(row) for row in rows), default=WIDTH) + PAD
    placed: dict[str, Node] = {}
    bands: list[Band] = []
    y = float(PAD)
    for row in rows:
        tallest = max(box.height for box in row)
        x = BAND + (width - PAD - BAND - _row_width(row)) / 2
        for box in row:
            placed[box.key] = replace(box, x=x, y=y, height=tallest if box.kind == "way" else box.height)
            x += box.width + GAP_X
        _extend(bands, _band_name(row[0].layer, words), y, tallest)
        y += tallest + GAP_Y
    arriving = Counter(edge.lower for edge in edges)
    drawn = tuple(
        _drawn(edge, [placed[key] for key in ways.get((edge.upper, edge.lower), ())], placed, arriving[edge.lower] == 1)
        for edge in edges
    )
    boxes = tuple(node for node in placed.values() if node.kind != "way")
    return Chain(boxes, drawn, tuple(bands), width, y - GAP_Y + PAD)


def _row_width(row: Sequence[Node]) -> float:
    return sum(box.width for box in row) + GAP_X * (len(row) - 1)


def _long_ways(graph: nx.DiGraph, ranks: dict[str, int], nodes: dict[str, Node]) -> dict[tuple[str, str], list[str]]:
    """A line over several layers gets a free place in each layer it passes, so that it runs behind no box."""
    layers = {rank: nodes[key].layer for key, rank in ranks.items()}
    ways: dict[tuple[str, str], list[str]] = {}
    for upper, lower in list(graph.edges):
        between = range(ranks[upper] + 1, ranks[lower])
        if not between:
            continue
        keys = [f"way {upper} {lower} {rank}" for rank in between]
        for key, rank in zip(keys, between, strict=True):
            nodes[key] = Node(key, "way", layers[rank], "", "", None)
            ranks[key] = rank
        graph.remove_edge(upper, lower)
        nx.add_path(graph, [upper, *keys, lower])
        ways[upper, lower] = keys
    return ways


def _ranks(graph: nx.DiGraph, nodes: Mapping[str, Node]) -> dict[str, int]:
    """A rank per node: by level, then by the longest way down inside the level. A ring is cut."""
    inside = nx.DiGraph()
    inside.add_nodes_from(graph)
    inside.add_edges_from((u, v) for u, v in graph.edges if nodes[u].layer == nodes[v].layer)
    depth = dict.fromkeys(graph, 0)
    condensed = nx.condensation(inside)
    for component in nx.topological_sort(condensed):
        members = condensed.nodes[component]["members"]
        below = [depth[m] for parent in condensed.predecessors(component) for m in condensed.nodes[parent]["members"]]
        for step, key in enumerate(sorted(members)):
            depth[key] = (max(below) + 1 if below else 0) + step
    keys = sorted({(nodes[key].layer, depth[key]) for key in graph})
    return {key: keys.index((nodes[key].layer, depth[key])) for key in graph}


def _ordered(graph: nx.DiGraph, ranks: Mapping[str, int]) -> list[list[str]]:
    """Nodes of each rank from left to right. networkx gives the first order; two sweeps by barycentre untangle it."""
    if not graph:
        return []
    start = nx.multipartite_layout(graph, subset_key="rank", align="horizontal")
    rows: list[list[str]] = [[] for _ in range(max(ranks.values()) + 1)]
    for key in sorted(graph, key=lambda k: (float(start[k][0]), k)):
        rows[ranks[key]].append(key)
    for downwards in (True, False, True):
        near = graph.predecessors if downwards else graph.successors
        for row in rows if downwards else reversed(rows):
            where = {key: index / max(1, len(r)) for r in rows for index, key in enumerate(r)}
            row.sort(key=lambda key: (_mean([where[n] for n in near(key)], where[key]), where[key]))
    return rows


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _boxed(node: Node) -> Node:
    if node.kind == "way":
        return node
    lines = tuple(textwrap.wrap(node.name, _CHARACTERS, max_lines=3, placeholder=" …")) or ("…",)
    small = tuple(textwrap.wrap(node.about, _CHARACTERS + 6, max_lines=3, placeholder=" …"))
    return replace(node, lines=lines, small=small, height=PAD * 2 + LINE * len(lines) + (LINE - 2) * len(small))


def _band_name(layer: int, words: Words) -> str:
    return words(f"level.{LEVELS[layer]}") if layer < len(LEVELS) else words("level.office")


def _extend(bands: list[Band], name: str, y: float, height: float) -> None:
    """A level may take several rows; its band covers them all."""
    if bands and bands[-1].name == name:
        bands[-1] = replace(bands[-1], height=y + height - bands[-1].y)
    else:
        bands.append(Band(name, y, height))


def _drawn(edge: Edge, ways: Sequence[Node], placed: Mapping[str, Node], alone: bool) -> Edge:
    """The line with its path. `ways`: the free places it passes; `alone`: no other line arrives at the lower box."""
    upper, lower = placed[edge.upper], placed[edge.lower]
    if upper.y == lower.y:  # a ring inside a level: beside one another
        x1, x2 = (upper.x + WIDTH, lower.x) if upper.x < lower.x else (upper.x, lower.x + WIDTH)
        y = upper.y + upper.height / 2
        return replace(edge, path=f"M{x1:.0f},{y:.0f} L{x2:.0f},{y:.0f}", label_x=(x1 + x2) / 2, label_y=y - 6)
    x, y = upper.middle, upper.y + upper.height
    path = f"M{x:.0f},{y:.0f}"
    for way in ways:
        path += _bend(x, y, way.middle, way.y) + f" L{way.middle:.0f},{way.y + way.height:.0f}"
        x, y = way.middle, way.y + way.height
    path += _bend(x, y, lower.middle, lower.y)
    if alone:  # the words stand where the line arrives
        return replace(edge, path=path, label_x=lower.middle + 10, label_y=lower.y - 10)
    # Several lines arrive together: the words stand where each sets out, on the side that the line leaves free.
    first = (ways[0] if ways else lower).middle
    side, anchor = (-8, "end") if first > upper.middle else (8, "start")
    label_y = upper.y + upper.height + 16
    return replace(edge, path=path, label_x=upper.middle + side, label_y=label_y, label_anchor=anchor)


def _bend(x1: float, y1: float, x2: float, y2: float) -> str:
    half = (y1 + y2) / 2
    return f" C{x1:.0f},{half:.0f} {x2:.0f},{half:.0f} {x2:.0f},{y2:.0f}"


def svg(chain: Chain, words: Words, title: str, *, alone: bool = False) -> Markup:
    """The picture. `alone`: as a file of its own, with its colours inside; else the page's style sheet gives them."""
    return markup(
        "chain.svg",
        {"chain": chain, "t": words, "title": title, "alone": alone, "width": WIDTH, "pad": PAD, "line": LINE},
    )


@dataclass(frozen=True, slots=True)
class Item:
    """A node of the nested list with the lines that lead down from it; `edge` is the one that led to it."""

    node: Node
    edge: Edge | None
    below: tuple[Item, ...]


def tree(chain: Chain) -> tuple[Item, ...]:
    """The chain as a list from the centre downwards. A node reached twice is opened once."""
    lower_ends = {edge.lower for edge in chain.edges}
    opened: set[str] = set()

    def item(node: Node, edge: Edge | None) -> Item:
        if node.key in opened:
            return Item(node, edge, ())
        opened.add(node.key)
        return Item(node, edge, tuple(item(chain.node(e.lower), e) for e in chain.edges if e.upper == node.key))

    tops = [item(node, None) for node in chain.nodes if node.key not in lower_ends]
    return (*tops, *(item(node, None) for node in chain.nodes if node.key not in opened))


def nested_list(chain: Chain, words: Words) -> Markup:
    """The same chain for those who do not see the picture."""
    return markup("chain_list.html", {"items": tree(chain), "t": words})


def file(chain: Chain, words: Words, title: str) -> str:
    """The picture as a file."""
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + render(
        "chain.svg",
        {"chain": chain, "t": words, "title": title, "alone": True, "width": WIDTH, "pad": PAD, "line": LINE},
    )
