"""Which plans a campaign lets one expect: only where nobody knows what a document itself says."""

from __future__ import annotations

from ingest.facts import (
    Body,
    BodyKind,
    DocumentFacts,
    Header,
    Level,
    PlaceRef,
    Reference,
    Relation,
    Sector,
    Status,
)
from ingest.resolve.standing import Expectation, Slot, expectations, other_spelling
from ingest.text.view import Span

PROVINCE = PlaceRef("Sơn La", "tỉnh", Level.PROVINCE)
CITY = PlaceRef("Sơn La", "thành phố", Level.DISTRICT, PROVINCE)
WARD = PlaceRef("Chiềng Sinh", "phường", Level.COMMUNE, CITY)
TITLE = "Tổ chức Phong trào “Đẩy mạnh phát triển kết cấu hạ tầng đồng bộ; tiết kiệm”"
CAMPAIGN = "day-manh-phat-trien-ket-cau-ha-tang-dong-bo"


def committee(place: PlaceRef) -> Body:
    return Body(f"Ủy ban nhân dân {place.full_name}", BodyKind.ORGANISATION, place, place.level)


def plan(place: PlaceRef, *references: Reference, title: str = TITLE) -> DocumentFacts:
    issuer = committee(place)
    header = Header(
        "Kế hoạch", "5/KH-UBND", Status.STATED, "2023", Status.STATED, issuer, place.level, Sector.STATE, place, title,
        None, None, None,
    )  # fmt: skip
    return DocumentFacts(1, Span(0, 1), header, False, references=references)


def carried_out(issuer: Body | None, title: str | None = TITLE, type_: str = "Kế hoạch") -> Reference:
    return Reference(
        span=Span(0, 1), section=None, rule="", type=type_, number="1/KH-UBND", date="2023", issuer=issuer, title=title,
        relation=Relation.IMPLEMENTS,
    )  # fmt: skip


def found(document: DocumentFacts, *cited: str) -> list[Expectation]:
    return list(expectations(document, "own", cited))


def test_above_a_cited_plan_every_level_up_to_the_centre_is_expected() -> None:
    city, province, centre = (Slot(CAMPAIGN, place) for place in (CITY, PROVINCE, None))
    assert found(plan(WARD, carried_out(committee(CITY))), "city-plan") == [
        Expectation("own", Slot(CAMPAIGN, WARD), fills=True),
        Expectation("city-plan", city, fills=True),
        Expectation("city-plan", province),
        Expectation(province, centre),
    ]


def test_a_document_that_says_what_it_carries_out_expects_nothing_itself() -> None:
    assert not [
        e for e in found(plan(WARD, carried_out(committee(CITY))), "city-plan") if e.lower == "own" and not e.fills
    ]


def test_one_that_does_not_say_expects_the_level_above() -> None:
    assert Expectation("own", Slot(CAMPAIGN, PROVINCE)) in found(plan(CITY))


def test_a_letter_passes_on_and_fills_no_place() -> None:
    assert len(found(plan(WARD, carried_out(committee(CITY), type_="Công văn")), "letter")) == 1


def test_a_document_known_only_inside_this_one_is_left_alone() -> None:
    assert len(found(plan(WARD, carried_out(committee(CITY))), "own--1-kh-ubnd")) == 1


def test_without_a_campaign_nothing_is_expected() -> None:
    assert found(plan(WARD, carried_out(committee(CITY), title="về 5G"), title="Phát triển 5G"), "city-plan") == []


def test_a_title_without_quotation_marks_may_name_the_campaign_of_the_citing_plan() -> None:
    named = carried_out(committee(CITY), title="Sơn La đẩy mạnh phát triển kết cấu hạ tầng đồng bộ, hiện đại")
    assert Expectation("city-plan", Slot(CAMPAIGN, CITY), fills=True) in found(plan(WARD, named), "city-plan")


def test_spellings_that_only_leave_out_the_place_are_none() -> None:
    office = Body("Sở Nội vụ tỉnh Sơn La", BodyKind.ORGANISATION, PROVINCE)
    assert other_spelling(office, "Sở Nội vụ") is None
    assert other_spelling(office, "**Sở  Nội\nvụ:**") is None
    assert other_spelling(office, "SNV tỉnh") == "SNV tỉnh"
    assert other_spelling(Body("Các sở", BodyKind.CLASS), "các Sở, ban") is None
