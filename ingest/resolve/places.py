"""Which unit of the reference graph a place name means, decided by its context.

In: a name as printed, its type word or level, the unit above as far as known, the day of the document. Out: a PlaceRef
whose IRI is set only when one unit is left; otherwise the candidates stay candidates. Finds names in running text too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ingest.facts import Level, PlaceRef
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.resolve.names import kind_of, readings
from ingest.text.fold import fold, modern_tone

# The level that a type word has when nothing else tells; "thành phố" stands at two levels.
USUAL_LEVEL = {
    "tỉnh": Level.PROVINCE,
    "thành phố": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "huyện": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "phường": Level.COMMUNE,
    "xã": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}


def resolve_place(
    name: str,
    kind: str | None = None,
    level: Level | str | None = None,
    within_name: str | None = None,
    on: date | str | None = None,
) -> PlaceRef:
    """The place that a printed name means. `on`: a date, or YYYY, YYYY-MM, YYYY-MM-DD.

    The IRI is set only when one unit is left after type, level, unit above and day; the name then is the official one
    with its modern tones. Else the name stays as printed (modern tones), and `candidates` gives what it can mean.
    """
    found = candidates(name, kind, level, within_name, on)
    if len(found) == 1:
        return place_ref(found[0], first_day(on))
    reading = readings(name)[0] if name.strip() else None
    word = (kind_of(kind) if kind else None) or (reading.kind if reading else None) or kind or ""
    bare = modern_tone(" ".join((reading.name if reading else name).split()))
    if NUMBERED.fullmatch(bare) and word:
        bare = f"{word.capitalize()} {bare}"
    wanted = Level(level) if level else USUAL_LEVEL.get(word, Level.COMMUNE)
    return PlaceRef(bare, word, wanted, _outer(within_name, wanted, first_day(on)))


def candidates(
    name: str,
    kind: str | None = None,
    level: Level | str | None = None,
    within_name: str | None = None,
    on: date | str | None = None,
) -> list[Unit]:
    """All units that a printed name can mean in its context, best first."""
    found: list[Unit] = []
    for day in dict.fromkeys((first_day(on), last_day(on))):
        units = Gazetteer.load().lookup(name, kind=kind, level=level, within=within_name, on=day)
        if len(units) > 1 and day is not None:
            units = [u for u in units if u.likely(day)] or units
        found += [u for u in units if u not in found]
    return found


def first_day(on: date | str | None) -> date | None:
    """The first day that a date of the contract can mean (YYYY, YYYY-MM or YYYY-MM-DD); None if it is none."""
    if on is None or isinstance(on, date):
        return on
    year, month, day, *rest = (*on.split("-"), "1", "1")
    try:
        return date(int(year), int(month), int(day)) if rest in ([], ["1"], ["1", "1"]) else None
    except ValueError:
        return None


def last_day(on: date | str | None) -> date | None:
    """The last day that a date of the contract can mean."""
    first = first_day(on)
    if first is None or not isinstance(on, str) or on.count("-") == 2:
        return first
    after = date(first.year + 1, 1, 1) if "-" not in on or first.month == 12 else date(first.year, first.month + 1, 1)
    return after - timedelta(days=1)


def place_ref(unit: Unit, on: date | None = None) -> PlaceRef:
    """The unit as a PlaceRef, with the units above it on that day."""
    parent = Gazetteer.load().parent(unit, on)
    return PlaceRef(unit.name, unit.kind, unit.level, place_ref(parent, on) if parent else None, unit.iri)


def _outer(name: str | None, level: Level, on: date | None) -> PlaceRef | None:
    if not name or not name.strip():
        return None
    above = [u for u in candidates(name, on=on) if _order(u.level) < _order(level)]
    if len(above) == 1:
        return place_ref(above[0], on)
    reading = readings(name)[0]
    fallback = Level.PROVINCE if level is Level.DISTRICT else Level.DISTRICT
    return PlaceRef(modern_tone(reading.name), reading.kind or "", USUAL_LEVEL.get(reading.kind or "", fallback))


def _order(level: Level) -> int:
    return (Level.CENTRAL, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE).index(level)


@dataclass(frozen=True, slots=True)
class PlaceHit:
    """A place name in a text: where it stands, and what it can mean (one unit, when the context decides)."""

    start: int
    end: int
    printed: str
    units: tuple[Unit, ...]

    @property
    def unit(self) -> Unit | None:
        """The one unit it means, or None while it is ambiguous."""
        return self.units[0] if len(self.units) == 1 else None


_ABBREVIATED = r"(?:TP|TX|TT|T|Q|H|P|X|tp|tx|tt|q|h|p|x)\.\s?|(?:TP|TX|tp|tx)\s"
_KIND_WORDS = r"tỉnh|thành phố|thị xã|thị trấn|quận|huyện|phường|xã|đặc khu"
_WORDED = re.compile(rf"(?<!\w)(?:(?i:{_KIND_WORDS})\s+|{_ABBREVIATED})(?=\w)")
_WORDED_BARE = re.compile(rf"(?<!\w)(?:(?i:{fold(_KIND_WORDS)})\s+|{_ABBREVIATED})(?=\w)")
_WORD = re.compile(r"[\w'’]+")
_JOINT = re.compile(r"\s?-\s?|\s")
NUMBERED = re.compile(r"\d+|[IVX]+")
_LONGEST = 6  # words of the longest names ("Văn Miếu Quốc Tử Giám", "Xín Mần …")


def find_places(text: str, *, on: date | str | None = None, within: Iterable[Unit] = ()) -> list[PlaceHit]:
    """Place names with a type word in running text, each decided by the context.

    In text with accents a name must have its own, and a capital; text typed without any matches names without them.
    The longest known name after a type word counts. What a name leaves open is decided by the unit printed right
    after it ("xã Bình Lư, huyện Tam Đường"), then by the units of `within` (the document's own place first), then by
    units found elsewhere in the text. What stays open keeps all its candidates.
    """
    day = first_day(on)
    pattern = _WORDED_BARE if text.isascii() else _WORDED
    hits = [hit for found in pattern.finditer(text) if (hit := _longest(text, found, day))]
    hits = _outermost(hits)
    for i in reversed(range(len(hits) - 1)):  # from the right: "xã A, huyện B, tỉnh C"
        hits[i] = _after(hits[i], hits[i + 1], text)
    known = list(within)
    known += [hit.unit for hit in hits if hit.unit and hit.unit not in known]
    return [_nearby(hit, known) for hit in hits]


def _longest(text: str, found: re.Match[str], on: date | None) -> PlaceHit | None:
    gazetteer = Gazetteer.load()
    best = None
    if not text.isascii() and text[found.end()].islower():
        return None
    for end in _ends(text, found.end()):
        printed = text[found.start() : end]
        units = gazetteer.lookup(" ".join(printed.split()), on=on, strict=True)
        if units:
            best = PlaceHit(found.start(), end, printed, tuple(u for u in units if u.likely(on)) or tuple(units))
    return best


def _ends(text: str, start: int) -> Iterator[int]:
    """Where a name beginning at start can end: after each of its first words."""
    word = _WORD.match(text, start)
    for _ in range(_LONGEST):
        if not word:
            return
        yield word.end()
        joint = _JOINT.match(text, word.end())
        word = _WORD.match(text, joint.end()) if joint else None


def _outermost(hits: list[PlaceHit]) -> list[PlaceHit]:
    """Without hits inside other hits ("thành phố" in "Phường Thành phố …")."""
    kept: list[PlaceHit] = []
    for hit in hits:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _after(hit: PlaceHit, follower: PlaceHit, text: str) -> PlaceHit:
    if hit.unit or text[hit.end : follower.start].strip(" ,-\n") != "":
        return hit
    return _narrowed(hit, follower.units)


def _nearby(hit: PlaceHit, known: list[Unit]) -> PlaceHit:
    for unit in known:
        if hit.unit:
            break
        hit = _narrowed(hit, (unit,))
    return hit


def _narrowed(hit: PlaceHit, context: Iterable[Unit]) -> PlaceHit:
    """Only the candidates that are one of the context's units, or lie in one; all of them if none does."""
    gazetteer = Gazetteer.load()
    ids = {unit.id for unit in context}
    inside = tuple(u for u in hit.units if u.id in ids) or tuple(
        u for u in hit.units if not ids.isdisjoint(gazetteer.above(u))
    )
    return PlaceHit(hit.start, hit.end, hit.printed, inside) if inside else hit
