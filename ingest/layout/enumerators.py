"""Enumerators, solved as a sequence over a whole document.

Comes in: the first characters of each line with how likely a paragraph begins there. Goes out: which lines carry an
enumerator, which number it is and under which it stands: "I11." between "II." and "IV." is III, "/." between "6." and
"8." is 7, a second "2." after "2.1." is 2.2. A beam search over stacks of open numbers; any input gives an answer in
time linear in its size. It knows shapes of numbers, not words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.layout.marks import ARTICLE, CHAPTER, ITEM, LETTER, LETTERS, PART, ROMANS, Mark

BEAM = 6


@dataclass(frozen=True, slots=True)
class Opening:
    """The head of a line as it may be read. `doubt`: how unlikely it is that a paragraph begins here (0 sure)."""

    readings: tuple[Mark, ...]
    doubt: float


@dataclass(frozen=True, slots=True)
class Solved:
    """The answer for one line: its scheme, its label as the contract writes it, its ancestors' labels, its depth."""

    scheme: str
    label: str
    length: int
    depth: int  # of nesting, 1 for the topmost open number
    parts: tuple[str, ...]  # the printed path, from the top down, own last part included


class _Level(NamedTuple):
    scheme: str
    path: tuple[int, ...]
    label: str


_LEVELS: dict[str, float] = {
    "phan": 0, PART: 0.5, "chuong": 1, "muc": 1.5, CHAPTER: 2, "romanitem": 3, ARTICLE: 2.5, ITEM: 4, LETTER: 8,
    "1)": 8.5, "(1)": 9, "(a)": 9.5, "(i)": 9.7,
}  # fmt: skip


class _State(NamedTuple):
    cost: float
    stack: tuple[_Level, ...]
    last: tuple[tuple[str, int], ...]  # the latest number of each scheme that is closed (numbering that runs on)
    back: _State | None
    mark: Mark | None
    label: str


def solve(openings: Sequence[Opening]) -> list[Solved | None]:
    """For each opening the enumerator it is, or None for plain text."""
    beam = [_State(0.0, (), (), None, None, "")]
    for opening in openings:
        grown: dict[tuple[tuple[_Level, ...], bool], _State] = {}
        for state in beam:
            for nxt in _steps(state, opening):
                key = (nxt.stack, nxt.mark is None)
                best = grown.get(key)
                if best is None or nxt.cost < best.cost:
                    grown[key] = nxt
        beam = sorted(grown.values(), key=lambda s: s.cost)[:BEAM]
    at: _State | None = beam[0]
    out: list[Solved | None] = []
    while at is not None and at.back is not None:
        mark = at.mark
        out.append(
            None if mark is None else Solved(mark.scheme, at.label, mark.length, len(at.stack), _parts(at.stack))
        )
        at = at.back
    return out[::-1]


def _parts(stack: Iterable[_Level]) -> tuple[str, ...]:
    return tuple(level.label for level in stack)


def _steps(state: _State, opening: Opening) -> Iterable[_State]:
    sure = min((m.cost for m in opening.readings), default=1.0) < 0.3
    yield _State(state.cost + (2.6 if sure else 1.6) * (1.0 - opening.doubt), state.stack, state.last, state, None, "")
    for mark in opening.readings:
        base = state.cost + mark.cost + 1.6 * opening.doubt
        for cost, stack, closed in _places(state, mark):
            last = state.last
            if closed:
                merged = dict(last)
                merged.update(closed)
                last = tuple(merged.items())
            yield _State(base + cost, stack, last, state, mark, stack[-1].label)


_Place = tuple[float, tuple[_Level, ...], dict[str, int]]


def _places(state: _State, mark: Mark) -> Iterable[_Place]:
    """Where the number may stand in the stack of open numbers, with what that costs."""
    stack = state.stack
    if len(mark.path) > 1:
        yield from _composite_places(stack, mark)
        return
    order = mark.path[0]
    for i in range(len(stack) - 1, -1, -1):  # a sibling of an open number
        level = stack[i]
        if level.scheme != mark.scheme:
            continue
        before = level.path[-1]
        if len(level.path) == 1:
            yield _follow(stack, i, mark, (order,), _gap_cost(before, order))
        elif order == level.path[-1] + 1 and mark.scheme == ITEM:
            # "2." printed for "1.2." after "1.1."
            path = (*level.path[:-1], order)
            yield _follow(stack, i, mark, path, 1.0)
    if mark.scheme == ITEM:  # "2." again while 2.1 is open: the author forgot the first part
        for i in range(len(stack) - 1, 0, -1):
            level, parent = stack[i], stack[i - 1]
            if level.scheme == ITEM and len(level.path) == 2 and parent.path[-1:] == (order,):
                yield _follow(stack, i, mark, (order, level.path[-1] + 1), 1.2)
    opened = {level.scheme for level in stack}
    if mark.scheme in opened:
        return
    depth = _LEVELS[mark.scheme]
    keep = len(stack)
    # a new scheme opens under the deepest number that may hold it
    while keep and not _may_hold(stack[keep - 1], mark, depth):
        keep -= 1
    for at, extra in ((keep, 0.0), *(((len(stack)), 1.4),) * (keep != len(stack))):
        closed = {level.scheme: level.path[-1] for level in stack[at:] if len(level.path) == 1}
        start = 0.0 if order == 1 else _start_cost(state, mark, order)
        yield start + extra, (*stack[:at], _Level(mark.scheme, (order,), _label(mark, (order,)))), closed


def _may_hold(level: _Level, mark: Mark, depth: float) -> bool:
    if level.scheme == ARTICLE:
        return mark.scheme not in ("phan", "chuong", "muc", PART)
    return _LEVELS[level.scheme] < depth


def _composite_places(stack: tuple[_Level, ...], mark: Mark) -> Iterable[_Place]:
    path = mark.path
    for i in range(len(stack) - 1, -1, -1):
        level = stack[i]
        if level.scheme == mark.scheme and len(level.path) == len(path):
            same = level.path[:-1] == path[:-1]
            cost = _gap_cost(level.path[-1], path[-1]) if same else 2.5
            yield _follow(stack, i, mark, path, cost)
        if level.scheme in (ITEM, "romanitem") and len(level.path) < len(path):
            deeper = len(path) - len(level.path)
            cost = (0.0 if level.path == path[: len(level.path)] else 2.2) + 0.6 * (deeper - 1)
            cost += 0.0 if path[-1] == 1 else _gap_cost(0, path[-1])
            yield _follow(stack, i + 1, mark, path, cost)
        if level.scheme in (CHAPTER, PART) and len(path) == 2:
            cost = (0.3 if level.path == path[:1] else 1.8) + (0.0 if path[-1] == 1 else _gap_cost(0, path[-1]))
            yield _follow(stack, i + 1, mark, path, cost)
    keep = len(stack)
    while keep and _LEVELS[stack[keep - 1].scheme] >= _LEVELS[ITEM]:
        keep -= 1
    yield _follow(stack, keep, mark, path, 1.9 + (0.0 if path[-1] == 1 else 0.6))


def _follow(stack: tuple[_Level, ...], at: int, mark: Mark, path: tuple[int, ...], cost: float) -> _Place:
    closed = {level.scheme: level.path[-1] for level in stack[at + 1 :] if len(level.path) == 1}
    return cost, (*stack[:at], _Level(mark.scheme, path, _label(mark, path, stack[:at]))), closed


def _gap_cost(before: int, order: int) -> float:
    if order == before + 1:
        return 0.0
    if order > before:
        return 1.3 + 0.25 * min(order - before, 8)
    if order == before:
        return 2.0
    return 2.2 if order == 1 else 4.0


def _start_cost(state: _State, mark: Mark, order: int) -> float:
    """A scheme that opens with a number other than one: numbering that runs on, or a lost beginning."""
    for scheme, last in state.last:
        if scheme == mark.scheme and order == last + 1:
            return 0.4
    return 1.5 + 0.2 * min(order, 10)


def _label(mark: Mark, path: tuple[int, ...], above: tuple[_Level, ...] = ()) -> str:
    """The last printed part as it stands in a section: "1.1" under 1 adds only its last part."""
    if mark.scheme == ARTICLE:
        return f"Điều {path[0]}"
    if mark.scheme in (CHAPTER, "(i)"):
        return ROMANS[path[0] - 1] if mark.scheme == CHAPTER else mark.printed
    if mark.scheme == PART:
        return "ABCDEGHIKLMN"[path[0] - 1]
    if mark.scheme in (LETTER, "(a)"):
        return LETTERS[path[0] - 1]
    if mark.scheme in ("phan", "chuong", "muc"):
        return mark.printed
    if mark.scheme == "romanitem":
        roman = ROMANS[path[0] - 1]
        held = any(level.scheme == CHAPTER and level.path[:1] == path[:1] for level in above)
        rest = ".".join(str(n) for n in path[1:])
        return (str(path[-1]) if len(path) > 2 else rest) if held else f"{roman}.{rest}"
    if len(path) > 1:
        parent = above[-1] if above else None
        if parent and parent.scheme == ITEM and parent.path == path[: len(parent.path)]:
            return ".".join(str(n) for n in path[len(parent.path) :])
    return ".".join(str(n) for n in path)
