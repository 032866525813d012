"""Where the nodes of the map stand: a networkx graph in, a position per node out; the same graph, the same picture.

A map that fits is drawn as columns: fields in the middle, each place with its documents and bodies beside them; lines
then run from column to column and names can be read. A map too large for that shows places and fields alone, with the
rest in rings around their place until it is opened.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx

Position = tuple[float, float]

APART, LANE = 450.0, 250.0  # between the fields and the bodies; between two lanes of one column
LINE, AIR, GROUP_AIR = 18.0, 20.0, 56.0
ONE_LANE = 9  # a column of more nodes takes two lanes, so that the picture stays as wide as it is high
MOST_LANES = 5
SWEEPS = 4


def columns(graph: nx.MultiDiGraph) -> dict[str, Position]:
    """Fields in the middle, places with their documents and bodies on both sides, ordered to cross few lines."""
    kinds = nx.get_node_attributes(graph, "kind")
    fields = sorted((key for key in graph if kinds[key] == "field"), key=lambda key: graph.nodes[key]["label"])
    papers = _papers(graph)
    groups = {key: _members(graph, key, "office") for key in sorted(graph) if kinds[key] == "place"}
    sides = _two_sides(groups)
    near = graph.to_undirected(as_view=True)
    height: dict[str, float] = {key: float(index) for index, key in enumerate(fields)}
    known = set(fields)
    for _ in range(SWEEPS):
        for side in sides:
            for place in side:
                groups[place].sort(key=lambda key: (_mean(height, near[key], known), graph.nodes[key]["label"]))
            stacks = [[*papers.get(place, ()), place, *groups[place]] for place in side]
            height.update({key: y for key, (_, y) in _piled(graph, stacks, 0.0, 1).items()})
        fields.sort(key=lambda key: (_mean(height, near[key]), graph.nodes[key]["label"]))
        height.update({key: y for key, (_, y) in _piled(graph, [fields], 0.0, 1).items()})
    half = LANE * (_lanes(len(fields)) - 1) / 2
    placed = _piled(graph, [fields], -half, 1)
    for side, sign in zip(sides, (-1, 1), strict=True):
        stacks = [[*papers.get(place, ()), place, *groups[place]] for place in side]
        placed.update(_piled(graph, stacks, sign * (APART + half), sign))
    rest = [key for key in graph if key not in placed]
    depth = max((abs(y) for _, y in placed.values()), default=0.0)
    placed.update({key: (x, y + depth + 120) for key, (x, y) in _piled(graph, [rest], 0.0, 1).items()})
    return placed


def folded(graph: nx.MultiDiGraph) -> dict[str, Position]:
    """Places and fields in columns; what is folded into a place stands in rings around it, for when it is opened."""
    frame = graph.subgraph([key for key, data in graph.nodes(data=True) if data["kind"] in ("place", "field")])
    placed = columns(frame)
    members: dict[str, list[str]] = {}
    for key, data in graph.nodes(data=True):
        if key not in placed:
            members.setdefault(data["home"], []).append(key)
    for home, ring in members.items():
        placed.update(_ring(graph, home, ring, placed))
    return placed


def _lanes(count: int) -> int:
    """How many lanes a column takes, so that a picture stays about as wide as it is high."""
    return 1 if count <= ONE_LANE else max(2, min(MOST_LANES, math.ceil(count / 17)))


def _members(graph: nx.MultiDiGraph, place: str, *kinds: str) -> list[str]:
    return [key for key, data in graph.nodes(data=True) if data["home"] == place and data["kind"] in kinds]


def _papers(graph: nx.MultiDiGraph) -> dict[str, list[str]]:
    """Documents by the place they stand at: their own, or that of one which carries them out; upper ones first."""
    found: dict[str, list[str]] = {}
    for key, data in graph.nodes(data=True):
        if data["kind"] in ("document", "ghost"):
            homes = [data["home"], *(graph.nodes[lower]["home"] for lower in nx.ancestors(graph, key))]
            home = next((home for home in sorted(homes, reverse=True) if home), "")
            if home:
                found.setdefault(home, []).append(key)
    for keys in found.values():
        keys.sort(key=lambda key: (bool(graph.nodes[key]["home"]), graph.nodes[key]["label"]))
    return found


def _two_sides(groups: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """The larger places first, each to the side that is shorter so far; one place alone stands on the left."""
    left: list[str] = []
    right: list[str] = []
    for place in sorted(groups, key=lambda key: (-len(groups[key]), key)):
        shorter = min((left, right), key=lambda side: sum(len(groups[key]) + 2 for key in side))
        shorter.append(place)
    return left, right


def _mean(height: Mapping[str, float], near: Iterable[str], only: Iterable[str] | None = None) -> float:
    known = [height[key] for key in near if key in height and (only is None or key in only)]
    return sum(known) / len(known) if known else math.inf


def _tall(graph: nx.MultiDiGraph, key: str) -> float:
    return LINE * (1 + str(graph.nodes[key]["short"]).count("\n")) + AIR


def _piled(graph: nx.MultiDiGraph, stacks: Sequence[Sequence[str]], x: float, sign: int) -> dict[str, Position]:
    """Stacks one below the other around the middle; neighbours alternate between the lanes, each half a box lower."""
    lanes = _lanes(sum(map(len, stacks))) if len(stacks) == 1 else min(2, _lanes(sum(map(len, stacks))))
    heights = [sum(_tall(graph, key) for key in stack) / lanes for stack in stacks]
    y = -(sum(heights) + GROUP_AIR * max(0, len(stacks) - 1)) / 2
    placed: dict[str, Position] = {}
    for stack in stacks:
        for index, key in enumerate(stack):
            placed[key] = (x + sign * LANE * (index % lanes), y + _tall(graph, key) / 2)
            y += _tall(graph, key) / lanes
        y += GROUP_AIR
    return placed


def _ring(
    graph: nx.MultiDiGraph, home: str, ring: Sequence[str], placed: Mapping[str, Position]
) -> dict[str, Position]:
    """Circles of growing radius; each member stands in the direction of its fields."""
    x0, y0 = placed.get(home, (0.0, 0.0))

    def heading(key: str) -> float:
        near = [placed[n] for n in graph.successors(key) if n in placed and n != home]
        if not near:
            return math.pi / 2
        return math.atan2(sum(y for _, y in near) / len(near) - y0, sum(x for x, _ in near) / len(near) - x0)

    seats: dict[str, Position] = {}
    order = sorted(ring, key=lambda key: (heading(key), key))
    start, radius = 0, 190.0
    while start < len(order):
        part = order[start : start + max(5, int(2 * math.pi * radius / 190))]
        first = heading(part[0])
        for index, key in enumerate(part):
            angle = first + 2 * math.pi * index / max(len(part), 5)
            seats[key] = (x0 + radius * math.cos(angle), y0 + radius * math.sin(angle) * 0.7)
        start, radius = start + len(part), radius + 120
    return seats
