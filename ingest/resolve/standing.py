"""Where a document stands in a campaign: which plan must stand above another, though no sentence says so.

In: the facts of a document. Out: the slots that its campaign leaves for plans of the levels above, what fills them and
what hangs on them; the graph keeps all of it apart from what is stated. Nothing here knows RDF or other documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.facts import Body, BodyKind, DocumentFacts, Level, PlaceRef, Reference, Relation, Sector
from ingest.identity import APART, campaign_id, place_id, slug
from ingest.text.fold import fold, modern_tone

COMMITTEE = "Ủy ban nhân dân"
_MARKUP = re.compile(r"[*#_]+")


def formal(place: PlaceRef) -> str:
    """The unit's name behind an office's: "tỉnh Sơn La"; one city has its type word in its name."""
    full = place.full_name
    return f"T{full[1:]}" if fold(full) == "thanh pho ho chi minh" else full


def other_spelling(body: Body, printed: str) -> str | None:
    """The printed name, if it is another spelling of the body and not just its name without the place."""
    if body.kind is BodyKind.CLASS:
        return None
    name = " ".join(_MARKUP.sub("", modern_tone(printed)).split()).strip(" ,;:.-")
    known = not name or len(name) > 120 or body.label.lower().startswith(name.lower())
    return None if known else name


@dataclass(frozen=True, slots=True)
class Slot:
    """The place that a campaign leaves for the plan of one issuer: a unit's committee, or (None) the centre."""

    campaign: str
    place: PlaceRef | None

    @property
    def name(self) -> str:
        """Its part of an IRI."""
        return f"{self.campaign}/{place_id(self.place) if self.place else 'viet-nam'}"

    @property
    def issuer(self) -> str | None:
        return f"{COMMITTEE} {formal(self.place)}" if self.place else None

    @property
    def level(self) -> Level:
        return self.place.level if self.place else Level.CENTRAL

    @property
    def above(self) -> Slot | None:
        """The slot one level up; None at the top, and where the unit above is not known."""
        if self.place is None:
            return None
        if self.place.level is Level.PROVINCE:
            return Slot(self.campaign, None)
        return Slot(self.campaign, self.place.within) if self.place.within else None


@dataclass(frozen=True, slots=True)
class Expectation:
    """That a document fills a slot, or that one (or a slot, if nothing fills it) has a plan above it in another."""

    lower: str | Slot
    slot: Slot
    fills: bool = False


def expectations(document: DocumentFacts, name: str, cited: Sequence[str]) -> Iterator[Expectation]:
    """What the campaign named in the titles of this document and of those it carries out lets one expect.

    A document that says itself what it carries out expects nothing; of one that is only cited, nobody knows what it
    says: it, and what stands above it, is expected to hang on the campaign's plan one level up.
    """
    header = document.header
    carried = {Relation.IMPLEMENTS, Relation.RELAYS}
    campaign = campaign_id(header.title, header.place)
    own = _slot(campaign, header.type, header.issuer, header.place)
    if own:
        yield Expectation(name, own, fills=True)
        if not any(reference.relation in carried for reference in document.references):
            yield from _upward(name, own)
    for reference, known_as in zip(document.references, cited, strict=True):
        if reference.relation not in carried or APART in known_as:
            continue
        slot = _slot_of(reference, campaign)
        if slot:
            yield Expectation(known_as, slot, fills=True)
            yield from _upward(known_as, slot)


def _upward(lower: str | Slot, slot: Slot) -> Iterator[Expectation]:
    upper = slot.above
    if upper:
        yield Expectation(lower, upper)
        yield from _upward(upper, upper)


def _slot_of(reference: Reference, campaign: str | None) -> Slot | None:
    """The slot of a cited plan; `campaign`: that of the citing one, which a title without quotation marks may name."""
    place = reference.issuer.place if reference.issuer else None
    quoted = campaign_id(reference.title, place)
    named = campaign if campaign and campaign in slug(reference.title or "", 400) else quoted
    return _slot(named, reference.type, reference.issuer, place)


def _slot(campaign: str | None, type_: str | None, issuer: Body | None, place: PlaceRef | None) -> Slot | None:
    """The slot that a plan of this campaign and issuer fills; letters only pass plans on."""
    if campaign is None or issuer is None or type_ is None or type_ == "Công văn":
        return None
    central = place is None and issuer.level in (None, Level.CENTRAL) and issuer.sector is Sector.STATE
    committee = issuer.label.startswith(COMMITTEE) and place is not None
    return Slot(campaign, place) if central or committee else None
