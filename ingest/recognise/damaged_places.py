"""Units named in damaged print: "huyén Tam Budng" in a paper of "tinh Lai Chau" is huyện Tam Đường.

Comes in: blocks whose reading was proposed, and the kept text. Goes out: (type word, official name) with how often it
was seen. Proposed readings know no names, so names are compared as printed with the gazetteer's, letter shapes in
mind; units inside a province that the text names come first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz

from ingest.layout.model import Block
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.text.fold import bare

_KIND = re.compile(r"(?<![^\W\d_])(tỉnh|thành phố|huyện|quận|thị xã|phường|thị trấn)(?= \S)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
NEAR_ENOUGH = 84.0
"""Ratio of letters in common below which a printed name is another name."""


def damaged_mentions(blocks: Iterable[Block], kept: str) -> Counter[tuple[str, str]]:
    """Units named in these blocks."""
    found: list[tuple[str, str]] = []
    for block in blocks:
        for at in _KIND.finditer(block.text):
            words = list(_WORD.finditer(block.text, at.end(), min(len(block.text), at.end() + 30)))[:3]
            if words and words[0].start() == at.end() + 1:
                found += [(at[1].lower(), block.at(words[0].start(), w.end()).of(kept)) for w in words[1:]]
        if len(found) > 400:
            break
    provinces = Counter(
        unit.id
        for kind, printed in found
        if kind in ("tỉnh", "thành phố") and (unit := _nearest("tỉnh", printed, ())[0])
    )
    inside = tuple(unit_id for unit_id, _ in provinces.most_common(2))
    out: Counter[tuple[str, str]] = Counter()
    for kind, printed in found:
        unit, score = _nearest(kind, printed, inside)
        if unit is not None and score >= NEAR_ENOUGH:
            out[kind, unit.name] += 1
    return out


def _nearest(kind: str, printed: str, inside: tuple[str, ...]) -> tuple[Unit | None, float]:
    """The unit of that kind whose name is most like the printed one."""
    if not printed[:1].isupper():
        return None, 0.0
    forms = _shapes(printed)
    gazetteer = Gazetteer.load()
    best: tuple[Unit | None, float] = (None, 0.0)
    for key, units in _names(kind).items():
        score = max(fuzz.ratio(form, key) for form in forms)
        if score < NEAR_ENOUGH or score + 8 < best[1]:
            continue
        for unit in units:
            own = score + (8.0 if inside and not set(inside).isdisjoint(gazetteer.above(unit)) else 0.0)
            if own > best[1]:
                best = unit, own
    return best


def _shapes(printed: str) -> tuple[str, ...]:
    """The printed name folded, and with the P or B that a scan makes of Đ taken for D."""
    words = " ".join(_WORD.findall(bare(printed))).split()
    as_printed = " ".join(words)
    other = " ".join("d" + w[1:] if w[0] in "pb" else w for w in words)
    return (as_printed,) if other == as_printed else (as_printed, other)


@cache
def _names(kind: str) -> dict[str, list[Unit]]:
    out: defaultdict[str, list[Unit]] = defaultdict(list)
    for unit in Gazetteer.load():
        if unit.kind == kind:
            out[bare(unit.name)].append(unit)
    return dict(out)
