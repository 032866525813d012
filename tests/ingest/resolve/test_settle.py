"""Places of facts become units of the reference graph where the context decides, and stay as printed where not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.facts import (
    Body,
    BodyKind,
    DocumentFacts,
    Header,
    Level,
    PlaceRef,
    Reference,
    Relation,
    ReportingDuty,
    Sector,
    Status,
)
from ingest.resolve.settle import settle, settle_header
from ingest.text.view import Span

SPAN = Span(0, 1)


def header(place: PlaceRef | None, date: str | None = "2023-04-01") -> Header:
    issuer = Body("Ủy ban nhân dân", BodyKind.ORGANISATION, place)
    level = place.level if place else None
    return Header(
        None, None, Status.ABSENT, date, Status.STATED, issuer, level, Sector.STATE, place, None, None, None, None
    )


def document(place: PlaceRef | None, other: PlaceRef, date: str | None, cited: str | None = None) -> DocumentFacts:
    body = Body("Ủy ban nhân dân", BodyKind.ORGANISATION, other)
    duty = ReportingDuty(span=SPAN, section=None, rule="test", reporters=(body,), recipient=None)
    reference = Reference(
        span=SPAN, section=None, rule="test", type=None, number=None, date=cited, issuer=None, title=None,
        relation=Relation.CITES,
    )  # fmt: skip
    return DocumentFacts(1, SPAN, header(place, date), False, reports=(duty,), references=(reference,))


def iri_of(document: DocumentFacts) -> str | None:
    place = settle(document).reports[0].reporters[0].place
    assert place is not None
    return place.iri.rpartition("place/")[2] if place.iri else None


def test_the_header_gets_iri_name_and_units_above() -> None:
    found = settle_header(header(PlaceRef("THANH MIỆN", "huyện", Level.DISTRICT)))
    assert found.place is not None
    assert found.place.iri == "https://w3id.org/daumoi/id/place/300/2004"
    assert found.place.name == "Thanh Miện"
    assert found.place.within is not None
    assert found.place.within.full_name == "tỉnh Hải Dương"
    assert found.issuer is not None
    assert found.issuer.place == found.place


@pytest.mark.parametrize(
    ("own", "other", "date", "cited", "expected"),
    [
        # several provinces have a xã Hồng Quang: that of the document's own district
        (
            PlaceRef("Thanh Miện", "huyện", Level.DISTRICT),
            PlaceRef("Hồng Quang", "xã", Level.COMMUNE),
            "2023",
            None,
            "11254/2004",
        ),
        # a thành phố taken for one of the own province is the city under the government
        (
            PlaceRef("Hải Dương", "tỉnh", Level.PROVINCE),
            PlaceRef("Hải Phòng", "thành phố", Level.DISTRICT, PlaceRef("Hải Dương", "tỉnh", Level.PROVINCE)),
            "2023",
            None,
            "31/2004",
        ),
        # an undated document counts from the latest document it cites
        (None, PlaceRef("Đồng Tháp", "tỉnh", Level.PROVINCE), None, "2023-05-04", "87/2004"),
        (None, PlaceRef("Đồng Tháp", "tỉnh", Level.PROVINCE), "2025-08-01", None, "82/2025"),
        # a province that had ended, spoken of later
        (None, PlaceRef("Sóc Trăng", "tỉnh", Level.PROVINCE), "2025-11-21", None, "94/2004"),
        # neither date nor context
        (None, PlaceRef("Đồng Tháp", "tỉnh", Level.PROVINCE), None, None, None),
        (None, PlaceRef("Hồng Quang", "xã", Level.COMMUNE), "2023", None, None),
    ],
)  # fmt: skip
def test_other_places_of_a_document(
    own: PlaceRef | None, other: PlaceRef, date: str | None, cited: str | None, expected: str | None
) -> None:
    assert iri_of(document(own, other, date, cited)) == expected


def test_what_holds_no_place_stays_the_same_object() -> None:
    found = document(None, PlaceRef("Không Có", "huyện", Level.DISTRICT), "2023")
    assert settle(found) is found
    assert settle(settle(found)) is found


def test_settling_twice_changes_nothing() -> None:
    once = settle(
        document(PlaceRef("Sa Đéc", "thành phố", Level.DISTRICT), PlaceRef("Đồng Tháp", "tỉnh", Level.PROVINCE), "2023")
    )
    assert settle(once) == once
    assert replace(once) == once
