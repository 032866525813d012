"""Which documents a question is asked of, or why it can be asked of none.

In: a tagged question and the library. Out: the documents in scope, or an outcome (unknown or shared place, unknown
document, a place whose documents are not held). Nothing is borrowed: a place without documents has an empty scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.facts import Level
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.text.fold import fold
from queries.question.library import Library
from queries.question.model import Candidate, Outcome, Row
from queries.question.places import FoundPlace, HeldPlace
from queries.question.understand import Reading

_DEPTH = {Level.CENTRAL: 0, Level.PROVINCE: 1, Level.DISTRICT: 2, Level.COMMUNE: 3}


@dataclass(frozen=True, slots=True)
class Scope:
    """`documents` to answer from. `place` as understood; `member_of`: the held place above a unit that holds none.

    `outcome` says why there is no scope; `candidates` what the name may mean.
    """

    documents: tuple[Row, ...] = ()
    place: str | None = None
    place_iri: str | None = None
    unit: Unit | None = None
    member_of: HeldPlace | None = None
    number: str | None = None
    outcome: Outcome | None = None
    candidates: tuple[Candidate, ...] = ()

    @property
    def whole(self) -> bool:
        """Neither a place nor a document was named: all that is held is asked."""
        return self.place is None and self.number is None


def scope_of(reading: Reading, library: Library, gazetteer: Gazetteer) -> Scope:
    if reading.numbers:
        return _by_number(reading, library)
    if reading.places:
        return _on_day(_by_place(reading.places, library, gazetteer), reading)
    if reading.central is not None:
        issuer = fold(reading.central)
        mine = tuple(row for row in library.central if fold(row["issuer"] or "").startswith(issuer))
        return _on_day(Scope(mine or tuple(library.central), number=""), reading)
    return _on_day(Scope(tuple(library.documents)), reading)


def _on_day(scope: Scope, reading: Reading) -> Scope:
    """What was in the books on the day asked about. A document without a date stays; so does one whose title names the
    year, which then says what it is about ("kế hoạch năm 2026" is issued in 2025)."""
    if reading.on is None or not scope.documents:
        return scope
    day, year = reading.on.isoformat(), str(reading.on.year)
    kept = tuple(
        row for row in scope.documents if not row["date"] or row["date"] <= day or year in (row["title"] or "")
    )
    if kept:
        return replace(scope, documents=kept)
    return replace(scope, documents=(), outcome=Outcome.NO_DOCUMENTS)


def _by_number(reading: Reading, library: Library) -> Scope:
    """The numbered documents; a place named beside them only tells which of several is meant."""
    named = {(p.name, p.level) for place in reading.places for p in place.held}
    for number in reading.numbers:
        found = library.numbered(number)
        near = [row for row in found if (row["place"], row["level"]) in named]
        chosen = near or found
        if len(chosen) > 1 and not near and len({row["document"] for row in chosen}) > 1:
            return Scope(
                number=number,
                outcome=Outcome.AMBIGUOUS,
                candidates=tuple(
                    Candidate(
                        "document", f"{row['number']} {row['issuer'] or ''}".strip(), row["document"], row["place"]
                    )
                    for row in chosen
                ),
            )
        if chosen:
            row = chosen[0]
            return Scope(tuple(chosen), row["place"], row["place_iri"], number=row["number"])
    return Scope(number=reading.numbers[0], outcome=Outcome.DOCUMENT_UNKNOWN)


def _by_place(places: Sequence[FoundPlace], library: Library, gazetteer: Gazetteer) -> Scope:
    for place in places:
        if place.unknown:
            return Scope(place=place.typed, outcome=Outcome.PLACE_UNKNOWN, candidates=place.near)
    held = [place for place in places if place.held]
    if not held:
        return _not_held(max(places, key=lambda p: _depth(p.units)), library, gazetteer)
    inner = _inside(places, held, gazetteer)
    if inner is not None:
        return _not_held(inner, library, gazetteer)
    chosen = max(held, key=lambda p: max(_DEPTH[h.level] for h in p.held))
    options = _within(chosen.held, [p for p in places if p is not chosen], gazetteer)
    if len(options) > 1 and _one_through_time(options, gazetteer):
        documents = tuple(row for option in options for row in library.of_place(option))
        last = options[-1]
        return Scope(documents, last.name, last.iri, gazetteer.get(last.iri) if last.iri else None)
    if len(options) > 1:
        return Scope(
            place=chosen.typed,
            outcome=Outcome.AMBIGUOUS,
            candidates=tuple(Candidate("place", p.label, p.iri, _above(p.iri, gazetteer)) for p in options),
        )
    (one,) = options
    return Scope(tuple(library.of_place(one)), one.name, one.iri, gazetteer.get(one.iri) if one.iri else None)


def _inside(places: Sequence[FoundPlace], held: Sequence[FoundPlace], gazetteer: Gazetteer) -> FoundPlace | None:
    """A unit without documents that the question places inside a held one ("xã Đoàn Tùng, huyện Thanh Miện")."""
    outer = {unit.id for place in held for h in place.held if h.iri and (unit := gazetteer.get(h.iri))}
    for place in places:
        units = tuple(unit for unit in place.units if outer & set(gazetteer.above(unit)))
        if not place.held and units:
            return replace(place, units=units)
    return None


def _one_through_time(places: Sequence[HeldPlace], gazetteer: Gazetteer) -> bool:
    """Whether held places of one name are one place before and after a reform: each the heir of another."""
    known = [unit for p in places if p.iri and (unit := gazetteer.get(p.iri)) is not None]
    return len(known) == len(places) and _same_through_time(known, gazetteer)


def _same_through_time(units: Sequence[Unit], gazetteer: Gazetteer) -> bool:
    ids = {unit.id for unit in units}
    linked = {heir.unit.id for unit in units for heir in gazetteer.heirs(unit)} & ids
    return len(ids - linked) == 1 and len({unit.level for unit in units}) == 1


def _depth(units: Sequence[Unit]) -> int:
    return max((_DEPTH[unit.level] for unit in units), default=0)


def _within(held: Sequence[HeldPlace], around: Sequence[FoundPlace], gazetteer: Gazetteer) -> Sequence[HeldPlace]:
    """Of several held places of one name, those under a unit that the question names too."""
    if len(held) < 2 or not around:
        return held
    outer = {unit.id for place in around for unit in place.units}
    outer |= {unit.id for place in around for h in place.held if h.iri and (unit := gazetteer.get(h.iri))}
    inside = [h for h in held if h.iri and (unit := gazetteer.get(h.iri)) and outer & set(gazetteer.above(unit))]
    return inside or held


def _above(iri: str | None, gazetteer: Gazetteer) -> str | None:
    unit = gazetteer.get(iri) if iri else None
    parent = gazetteer.parent(unit) if unit else None
    return parent.full_name if parent else None


def _not_held(place: FoundPlace, library: Library, gazetteer: Gazetteer) -> Scope:
    """A unit that exists and holds nothing: it may still be a member of a class its district's plan names."""
    held = {p.iri: p for p in library.places if p.iri}
    for unit in place.units:
        for parent in gazetteer.above(unit):
            above = held.get(gazetteer.get(parent).iri) if gazetteer.get(parent) else None  # type: ignore[union-attr]
            if above is not None and len(place.units) == 1:
                return Scope((), unit.name, unit.iri, unit, above, outcome=Outcome.NO_DOCUMENTS)
    if len(place.units) > 1 and not _same_through_time(place.units, gazetteer):
        return Scope(
            place=place.typed,
            outcome=Outcome.AMBIGUOUS,
            candidates=tuple(
                Candidate("place", unit.full_name, unit.iri, _above(unit.iri, gazetteer)) for unit in place.units[:12]
            ),
        )
    unit = place.units[-1]
    return Scope((), unit.name, unit.iri, unit, outcome=Outcome.NO_DOCUMENTS)
