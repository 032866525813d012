"""An office's two lines: the committee it belongs to is one edge, the departments that guide it are another."""

from __future__ import annotations

from ingest.facts import Body, BodyKind
from ingest.resolve.lines import ancestors, lines_of
from ingest.resolve.places import resolve_place


def body(office: str, place: str, kind: BodyKind = BodyKind.ORGANISATION, on: str = "2023") -> Body:
    where = resolve_place(place, on=on)
    return Body(f"{office} {where.full_name}", kind, where, where.level)


def test_a_division_belongs_to_its_committee_and_is_guided_by_two_departments() -> None:
    lines = lines_of(body("Phòng Văn hóa và Thông tin", "huyện Thanh Miện"))
    assert lines.under is not None
    assert lines.under.label == "Ủy ban nhân dân huyện Thanh Miện"
    assert [guide.label for guide in lines.guided_by] == [
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Hải Dương",
        "Sở Thông tin và Truyền thông tỉnh Hải Dương",
    ]


def test_vertical_bodies_are_not_under_the_committee() -> None:
    assert [b.label for b in ancestors(body("Viện kiểm sát nhân dân", "huyện Thanh Miện"))] == [
        "Viện kiểm sát nhân dân tỉnh Hải Dương",
        "Viện kiểm sát nhân dân tối cao",
    ]
    assert lines_of(body("Kho bạc Nhà nước", "huyện Thanh Miện")).under is None


def test_the_line_of_committees_goes_up_to_the_government() -> None:
    assert [b.label for b in ancestors(body("Phòng Nội vụ", "thành phố Sa Đéc"))] == [
        "Ủy ban nhân dân thành phố Sa Đéc",
        "Ủy ban nhân dân tỉnh Đồng Tháp",
        "Chính phủ",
    ]


def test_since_july_2025_a_commune_is_under_the_province() -> None:
    lines = ancestors(body("Phòng Văn hóa - Xã hội", "xã Thanh Miện", on="2026"))
    assert [b.label for b in lines][:2] == ["Ủy ban nhân dân xã Thanh Miện", "Ủy ban nhân dân thành phố Hải Phòng"]


def test_posts_classes_and_unknown_offices_have_no_lines() -> None:
    assert lines_of(body("Chủ tịch Ủy ban nhân dân", "huyện Thanh Miện", BodyKind.POST)).under is None
    assert lines_of(Body("Các xã, thị trấn", BodyKind.CLASS)).under is None
    assert lines_of(body("Câu lạc bộ Thơ", "huyện Thanh Miện")).under is None
    assert lines_of(Body("Bộ Nội vụ", BodyKind.ORGANISATION)).under is None
