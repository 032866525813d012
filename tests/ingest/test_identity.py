"""Names of documents and bodies: what is the same gets the same name, and a number alone makes nothing the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts import Body, BodyKind, Header, Level, PlaceRef, Reference, Relation, Sector, Status
from ingest.identity import (
    APART,
    body_id,
    campaign_id,
    document_id,
    issuer_of_symbol,
    place_id,
    reference_id,
    reference_ids,
    slug,
    symbol_slug,
)
from ingest.text.view import Span

LANG_SON = PlaceRef("Lạng Sơn", "tỉnh", Level.PROVINCE, iri="https://w3id.org/daumoi/id/place/20/2004")
LAI_CHAU = PlaceRef("Lai Châu", "tỉnh", Level.PROVINCE)
TAM_DUONG = PlaceRef("Tam Đường", "huyện", Level.DISTRICT, LAI_CHAU, "https://w3id.org/daumoi/id/place/106/2004")
CHAU_THANH = PlaceRef("Châu Thành", "huyện", Level.DISTRICT)  # there are ten


def committee(place: PlaceRef) -> Body:
    return Body(f"Ủy ban nhân dân {place.full_name}", BodyKind.ORGANISATION, place, place.level)


def cited(number: str | None = None, date: str | None = None, issuer: Body | None = None, title: str | None = None,
          type_: str | None = None) -> Reference:  # fmt: skip
    return Reference(
        span=Span(0, 1), section=None, rule="", type=type_, number=number, date=date, issuer=issuer, title=title,
        relation=Relation.CITES,
    )  # fmt: skip


def held(number: str | None, date: str | None, issuer: Body | None) -> Header:
    place = issuer.place if issuer else None
    return Header(
        "Kế hoạch",
        number,
        Status.STATED,
        date,
        Status.STATED,
        issuer,
        None,
        Sector.STATE,
        place,
        None,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("08/KH-UBND", "8-kh-ubnd"),
        ("8/KH-UBND", "8-kh-ubnd"),
        ("0125/KH-UBND", "125-kh-ubnd"),
        ("1478/QĐ-TTg", "1478-qd-ttg"),
        ("1961/QĐUBND", "1961-qd-ubnd"),  # the hyphen was lost
        ("1961/QDUBND", "1961-qd-ubnd"),  # and the bar of the Đ
        ("02-CTr/TU", "2-ctr-tu"),
        ("30/2020/NĐ-CP", "30-2020-nd-cp"),
    ],
)
def test_spellings_of_a_number_are_one(number: str, expected: str) -> None:
    assert symbol_slug(number) == expected


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("1478/QĐ-TTg", "Thủ tướng Chính phủ"),
        ("30/2020/NĐ-CP", "Chính phủ"),
        ("190/2025/QH15", "Quốc hội"),
        ("11/2022/TT-BTTTT", "Bộ Thông tin và Truyền thông"),
        ("6332/VPCP-KSTT", "Văn phòng Chính phủ"),
        ("57-NQ/TW", "Trung ương"),
        ("08/KH-UBND", None),
        ("02-CTr/TU", None),
        ("252/KH-BCĐ", None),
    ],
)
def test_only_central_symbols_name_their_issuer(number: str, issuer: str | None) -> None:
    assert issuer_of_symbol(number) == issuer


def test_a_cited_and_a_held_document_are_one_when_issuer_symbol_number_and_year_agree() -> None:
    issuer = committee(LANG_SON)
    name = document_id(held("08/KH-UBND", "2023-01-10", issuer), "any text")
    assert name == "ubnd-tinh-lang-son-8-kh-ubnd-2023"
    assert reference_id(cited("8/KH-UBND", "2023-01-10", issuer), "citing") == name
    assert reference_id(cited("8/KH-UBND", "2023", issuer), "citing") == name


def test_a_decision_of_the_prime_minister_needs_no_printed_issuer() -> None:
    pm = Body("Thủ tướng Chính phủ", BodyKind.ORGANISATION, None, Level.CENTRAL)
    with_issuer = reference_id(cited("1478/QĐ-TTg", "2022-11-28", pm), "a")
    assert (
        with_issuer == reference_id(cited("1478/QĐ-TTg", "2022-11-28"), "b") == "thu-tuong-chinh-phu-1478-qd-ttg-2022"
    )


@pytest.mark.parametrize(
    "reference",
    [
        cited("651/QĐ-UBND"),
        cited("651/QĐ-UBND", "2023-02-01"),  # no issuer
        cited("651/QĐ-UBND", None, committee(LANG_SON)),  # no year
        cited("20/2020/QĐ-UBND"),  # the year inside, but 63 provinces
        cited("12/KH-UBND", "2023-02-01", committee(CHAU_THANH)),  # which Châu Thành?
        cited(title="Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII"),
        cited(title="Luật Đầu tư công"),  # of 2014, of 2019, of 2024?
        cited(type_="Kế hoạch", date="2023"),
    ],
)
def test_what_is_not_fully_told_merges_nothing(reference: Reference) -> None:
    one, other = reference_id(reference, "plan-a"), reference_id(reference, "plan-b")
    assert one != other
    assert one.startswith("plan-a" + APART)


def test_a_law_with_its_year_is_one_law() -> None:
    law = cited(title="Luật Tổ chức Chính phủ", date="2025-02-18", type_="Luật")
    assert reference_id(law, "a") == reference_id(law, "b") == "luat-to-chuc-chinh-phu-2025"


def test_a_bare_number_is_the_document_cited_in_full_in_the_same_text() -> None:
    full, bare = cited("08/KH-UBND", "2023-01-10", committee(LANG_SON)), cited("08/KH-UBND")
    assert reference_ids([full, bare], "letter") == ["ubnd-tinh-lang-son-8-kh-ubnd-2023"] * 2
    another = cited("08/KH-UBND", "2023-02-01", committee(TAM_DUONG))
    assert reference_ids([full, another, bare], "letter")[2].startswith("letter" + APART)  # which of the two?


def test_a_document_without_number_is_named_by_its_text() -> None:
    issuer = committee(TAM_DUONG)
    one, other = (document_id(held(None, None, issuer), text) for text in ("one text", "another"))
    assert one != other
    assert one.startswith("ubnd-huyen-tam-duong-")


def test_classes_are_others_in_every_place_offices_are_not() -> None:
    group = Body("Các phòng, ban", BodyKind.CLASS)
    assert body_id(group, "huyen-a") != body_id(group, "huyen-b")
    office = Body("Sở Nội vụ tỉnh Lạng Sơn", BodyKind.ORGANISATION, LANG_SON, Level.PROVINCE)
    assert body_id(office, "huyen-a") == body_id(office, "huyen-b") == "so-noi-vu-tinh-lang-son"


def test_places_of_one_name_differ_by_what_is_above() -> None:
    a = PlaceRef("Tân Lập", "xã", Level.COMMUNE, TAM_DUONG)
    b = PlaceRef("Tân Lập", "xã", Level.COMMUNE, CHAU_THANH)
    assert place_id(a) != place_id(b)


def test_campaigns_are_named_alike_whatever_place_stands_before() -> None:
    hai_duong = PlaceRef("Hải Dương", "tỉnh", Level.PROVINCE)
    local = campaign_id("Triển khai “Hải Dương đẩy mạnh phát triển kết cấu hạ tầng; thực hành tiết kiệm”", hai_duong)
    national = campaign_id("ban hành Kế hoạch “Đẩy mạnh phát triển kết cấu hạ tầng, hiện đại” x", None)
    assert local == "day-manh-phat-trien-ket-cau-ha-tang"
    assert national == "day-manh-phat-trien-ket-cau-ha-tang-hien-dai"
    assert campaign_id("Kế hoạch phát triển 5G", None) is None
    assert campaign_id("Phong trào “Ba nhất”", None) is None


@given(st.text(max_size=80))
def test_slugs_are_safe_in_a_path(text: str) -> None:
    """Any text gives one path segment of letters, digits and hyphens."""
    found = slug(text)
    assert found == "" or all(part.isalnum() and part.isascii() for part in found.split("-"))
