"""The kept text with its facts marked: text and entries in, pieces out that concatenate to exactly the same text.

Sentences of facts overlap and nest (a target inside an assignment, a reference inside both), so the text is cut at
every boundary and each piece knows which facts cover it. No character is added, dropped or changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from viz.facts import KINDS, Entry


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same facts. `anchors`: ids of the spans that begin here; `to`: the narrowest fact."""

    text: str
    kinds: tuple[str, ...] = ()
    anchors: tuple[str, ...] = ()
    to: str = ""
    covered: tuple[str, ...] = ()


def pieces(text: str, entries: Iterable[Entry], start: int = 0, end: int | None = None) -> list[Piece]:
    """The pieces of text[start:end] (one document of a file). Offsets of entries count from the start of the text."""
    end = len(text) if end is None else end
    marked = [e for e in entries if e.start is not None and e.end is not None and start <= e.start < e.end <= end]
    cuts = sorted({start, end, *(e.start for e in marked if e.start is not None), *(e.end for e in marked if e.end)})
    opening: dict[int, list[Entry]] = {}
    for entry in marked:
        assert entry.start is not None
        opening.setdefault(entry.start, []).append(entry)
    made: list[Piece] = []
    active: list[Entry] = []
    for left, right in pairwise(cuts):
        active = [e for e in active if e.end is not None and e.end > left] + opening.get(left, [])
        made.append(_piece(text[left:right], active, opening.get(left, [])))
    return made


def _piece(text: str, active: Sequence[Entry], begun: Sequence[Entry]) -> Piece:
    if not active:
        return Piece(text)
    kinds = {entry.kind for entry in active}
    narrowest = min(active, key=lambda e: ((e.end or 0) - (e.start or 0), e.key))
    return Piece(
        text,
        tuple(kind for kind in KINDS if kind in kinds),
        tuple(dict.fromkeys(entry.anchor for entry in begun)),
        narrowest.key,
        tuple(dict.fromkeys(entry.anchor for entry in active)),
    )
