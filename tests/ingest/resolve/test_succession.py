"""Succession of offices: split by field, on either side of 1 March and 1 July 2025, never stated.

Expectations are those of the decrees of 2025 as the documentation of the domain gives them.
"""

from __future__ import annotations

from datetime import date

import pytest

from ingest.facts import Status
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.resolve.succession import defaults, ended, heirs, office_name, office_slug
from ontology.reference.offices import read_office_changes, read_office_defaults

TODAY = date(2026, 11, 21)
GAZETTEER = Gazetteer.load()


def unit(name: str) -> Unit:
    (found,) = GAZETTEER.lookup(name, on=date(2023, 6, 1))
    return found


THANH_MIEN = unit("huyện Thanh Miện")
HAI_DUONG = unit("tỉnh Hải Dương")


def labels(body: str, place: Unit | None, field: str | None, on: date) -> list[str]:
    return [heir.label for heir in heirs(body, place, field, on)]


def test_digital_infrastructure_of_a_dissolved_district() -> None:
    """Five commune offices (the slivers Thượng Hồng and Trường Tân are out), and the province's department above."""
    found = heirs("Phòng Văn hóa và Thông tin huyện Thanh Miện", THANH_MIEN, "digital", TODAY)
    assert {heir.label for heir in found if not heir.above} == {
        "Phòng Văn hóa - Xã hội xã Thanh Miện",
        "Phòng Văn hóa - Xã hội xã Bắc Thanh Miện",
        "Phòng Văn hóa - Xã hội xã Nam Thanh Miện",
        "Phòng Văn hóa - Xã hội xã Hải Hưng",
        "Phòng Văn hóa - Xã hội xã Nguyễn Lương Bằng",
    }
    assert [heir.label for heir in found if heir.above] == ["Sở Khoa học và Công nghệ thành phố Hải Phòng"]
    assert {heir.status for heir in found} == {Status.DEFAULT}
    assert {heir.start for heir in found} == {date(2025, 7, 1)}
    for instrument in ("150/2025/NĐ-CP", "10/2025/TT-BKHCN", "190/2025/QH15"):
        assert instrument in found[0].basis
    assert found[0].as_today() == {
        "body": "Phòng Văn hóa - Xã hội xã Thanh Miện",
        "place": "Thanh Miện",
        "from": "2025-07-01",
        "basis": found[0].basis,
        "status": "default",
    }


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2023, 4, 1), []),
        (date(2025, 2, 28), []),
        (date(2025, 3, 1), ["Phòng Văn hóa, Khoa học và Thông tin huyện Thanh Miện"]),
        (date(2025, 4, 1), ["Phòng Văn hóa, Khoa học và Thông tin huyện Thanh Miện"]),
        (date(2025, 6, 30), ["Phòng Văn hóa, Khoa học và Thông tin huyện Thanh Miện"]),
    ],
)
def test_either_side_of_the_first_of_march(on: date, expected: list[str]) -> None:
    assert labels("phong-van-hoa-va-thong-tin", THANH_MIEN, "digital", on) == expected


def test_either_side_of_the_first_of_july() -> None:
    body = "Phòng Tài chính - Kế hoạch"
    assert labels(body, THANH_MIEN, "public-investment", date(2025, 6, 30)) == []
    after = labels(body, THANH_MIEN, "public-investment", date(2025, 7, 1))
    assert "Phòng Kinh tế xã Thanh Miện" in after
    assert "Sở Tài chính thành phố Hải Phòng" in after


def test_a_department_split_by_field() -> None:
    body = "Sở Thông tin và Truyền thông"
    for field, heir in (
        ("digital", "Sở Khoa học và Công nghệ"),
        ("postal", "Sở Khoa học và Công nghệ"),
        ("digital-transformation", "Sở Khoa học và Công nghệ"),
        ("communication", "Sở Văn hóa, Thể thao và Du lịch"),
        ("new-cyber-security", "Công an"),
    ):
        assert labels(body, HAI_DUONG, field, date(2025, 5, 1)) == [f"{heir} tỉnh Hải Dương"]
        assert labels(body, HAI_DUONG, field, TODAY) == [f"{heir} thành phố Hải Phòng"]
    assert len(labels(body, HAI_DUONG, None, TODAY)) == 3


def test_a_ministry_split_by_field() -> None:
    assert labels("Bộ Thông tin và Truyền thông", None, "digital", TODAY) == ["Bộ Khoa học và Công nghệ"]
    assert labels("Bộ Thông tin và Truyền thông", None, "communication", TODAY) == ["Bộ Văn hóa, Thể thao và Du lịch"]
    assert labels("Bộ Kế hoạch và Đầu tư", None, "public-investment", date(2025, 2, 28)) == []
    assert labels("Bộ Kế hoạch và Đầu tư", None, "public-investment", date(2025, 3, 1)) == ["Bộ Tài chính"]


def test_what_is_inferred_says_so() -> None:
    """GDNN went to the ministry of education by inference only; titles of commune civil servants likewise."""
    (heir,) = heirs("Bộ Lao động - Thương binh và Xã hội", None, "new-education", TODAY)
    assert (heir.label, heir.status) == ("Bộ Giáo dục và Đào tạo", Status.INFERRED)
    ward = unit("phường Chiềng Sinh, thành phố Sơn La")
    (heir,) = heirs("Công chức Văn hóa - Xã hội", ward, None, TODAY)
    assert (heir.label, heir.status) == ("Phòng Văn hóa - Xã hội phường Chiềng Sinh", Status.INFERRED)


def test_wards_and_communes_get_different_offices() -> None:
    """Sa Đéc: one heir is a phường, the other a xã; their economic offices have different names."""
    found = labels("Phòng Quản lý đô thị", unit("thành phố Sa Đéc"), "transport", TODAY)
    assert found == [
        "Phòng Kinh tế, Hạ tầng và Đô thị phường Sa Đéc",
        "Phòng Kinh tế xã Tân Dương",
        "Sở Xây dựng tỉnh Đồng Tháp",
    ]


def test_a_body_that_still_stands_has_no_heir() -> None:
    lang_son = unit("tỉnh Lạng Sơn")
    assert heirs("Sở Công Thương", lang_son, "commerce", TODAY) == []
    assert ended("Sở Công Thương", lang_son, TODAY) is None
    assert ended("Sở Công Thương", HAI_DUONG, TODAY) == date(2025, 6, 30)
    assert labels("Sở Công Thương", HAI_DUONG, "commerce", TODAY) == ["Sở Công Thương thành phố Hải Phòng"]
    assert ended("Phòng Văn hóa và Thông tin", THANH_MIEN, TODAY) == date(2025, 2, 28)


def test_no_heir_is_invented() -> None:
    assert heirs("Hội đồng nhân dân", THANH_MIEN, None, TODAY) == []
    assert ended("Hội đồng nhân dân", THANH_MIEN, TODAY) == date(2025, 6, 30)
    assert heirs("Phòng Không Có Thật", THANH_MIEN, "digital", TODAY) == []


def test_a_body_known_after_the_change_is_not_changed_again() -> None:
    """ "Phòng Kinh tế" of a commune, or a body of a document of May 2025, does not go through March again."""
    (commune,) = GAZETTEER.lookup("xã Thanh Miện", on=TODAY)
    assert heirs("Phòng Kinh tế", commune, "transport", TODAY) == []
    found = labels("Phòng Kinh tế, Hạ tầng và Đô thị", THANH_MIEN, "transport", TODAY)
    assert "Phòng Kinh tế xã Hải Hưng" in found


def test_districts_renamed_in_between_reach_the_communes_of_today() -> None:
    (moc_chau,) = GAZETTEER.lookup("huyện Mộc Châu")
    found = heirs("Phòng Văn hóa và Thông tin", moc_chau, "digital", TODAY)
    assert found
    assert all(heir.label.startswith(("Phòng Văn hóa - Xã hội ", "Sở ")) for heir in found)
    assert found[0].status is Status.INFERRED


def test_statutory_defaults_by_level_and_period() -> None:
    def of(place: Unit | None, field: str, on: date) -> list[str]:
        return [d.label for d in defaults(field, place, on)]

    assert of(THANH_MIEN, "digital", date(2023, 4, 1)) == ["Phòng Văn hóa và Thông tin huyện Thanh Miện"]
    assert of(THANH_MIEN, "transport", date(2023, 4, 1)) == ["Phòng Kinh tế và Hạ tầng huyện Thanh Miện"]
    assert of(unit("thành phố Sa Đéc"), "transport", date(2023, 4, 1)) == ["Phòng Quản lý đô thị thành phố Sa Đéc"]
    assert of(THANH_MIEN, "digital", TODAY) == []
    assert of(HAI_DUONG, "digital", date(2025, 2, 28)) == ["Sở Thông tin và Truyền thông tỉnh Hải Dương"]
    assert of(HAI_DUONG, "digital", date(2025, 3, 1)) == ["Sở Khoa học và Công nghệ tỉnh Hải Dương"]
    assert of(None, "digital", date(2025, 3, 1)) == ["Bộ Khoa học và Công nghệ"]
    assert of(HAI_DUONG, "social", TODAY) == []
    (phu_quoc,) = GAZETTEER.lookup("đặc khu Phú Quốc")
    (con_dao,) = GAZETTEER.lookup("đặc khu Côn Đảo")
    assert of(phu_quoc, "transport", TODAY) == ["Phòng Kinh tế, Hạ tầng và Đô thị đặc khu Phú Quốc"]
    assert of(con_dao, "transport", TODAY) == ["Phòng Kinh tế đặc khu Côn Đảo"]


def test_one_default_at_most_for_each_field_level_and_day() -> None:
    """A field has one office by default in a unit on a day; two lines that overlap would be an error in the data."""
    places = [None, THANH_MIEN, HAI_DUONG, unit("thành phố Sa Đéc"), *GAZETTEER.lookup("Sa Đéc", on=TODAY)]
    days = [date(2023, 1, 1), date(2025, 2, 28), date(2025, 3, 1), date(2025, 6, 30), date(2025, 7, 1), TODAY]
    for place in places:
        for on in days:
            for field in {row.field for row in read_office_defaults()}:
                assert len(defaults(field, place, on)) <= 1, (place, on, field)


def test_the_tables_hold_only_what_was_read_or_inferred() -> None:
    for row in (*read_office_changes(), *read_office_defaults()):
        assert row.certainty in ("V", "I")
        assert row.instrument


def test_offices_are_known_by_slug_name_and_label() -> None:
    assert office_slug("Phòng Văn hóa và Thông tin") == "phong-van-hoa-va-thong-tin"
    for typed in (
        "Phòng Văn hoá và Thông tin",
        "phong van hoa va thong tin huyen thanh mien",
        "Phòng Văn hóa và Thông tin huyện Thanh Miện",
    ):
        assert office_name(typed, THANH_MIEN) == "Phòng Văn hóa và Thông tin"
    assert office_name("Ủy ban nhân dân huyện Thanh Miện", THANH_MIEN) == "Ủy ban nhân dân"
