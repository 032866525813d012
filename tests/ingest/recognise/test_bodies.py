"""Which bodies a text names, by their full formal names; the printed words always lie where the hit says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import BodyKind, Level, PlaceRef
from ingest.recognise.bodies import find_bodies
from ingest.recognise.body_grammar import find_names
from ingest.recognise.context import Reading
from tests.support.plans import plan

PROVINCE = PlaceRef("Hà Nam", "tỉnh", Level.PROVINCE)
DISTRICT = PlaceRef("Kim Bảng", "huyện", Level.DISTRICT, PROVINCE)
WARD = PlaceRef("Phường 2", "phường", Level.COMMUNE, PlaceRef("Phủ Lý", "thành phố", Level.DISTRICT, PROVINCE))
CITY = PlaceRef("Cần Thơ", "thành phố", Level.PROVINCE)


def reading(place: PlaceRef = PROVINCE) -> Reading:
    _, made = plan("I. NỘI DUNG\n\nMột.")
    return replace(made, header=replace(made.header, place=place, level=place.level))


def labels(text: str, place: PlaceRef = PROVINCE) -> list[str]:
    return [hit.body.label for hit in find_bodies(text, reading(place))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Các Sở: Y tế, Khoa học và Công nghệ, Giáo dục và Đào tạo, Văn hóa, Thể thao và Du lịch",
            [
                "Sở Y tế tỉnh Hà Nam",
                "Sở Khoa học và Công nghệ tỉnh Hà Nam",
                "Sở Giáo dục và Đào tạo tỉnh Hà Nam",
                "Sở Văn hóa, Thể thao và Du lịch tỉnh Hà Nam",
            ],
        ),
        ("các bộ: Tài chính, Nội vụ", ["Bộ Tài chính", "Bộ Nội vụ"]),
        (
            "các Sở, ngành: Tài chính, Nội vụ, Công an tỉnh",
            ["Sở Tài chính tỉnh Hà Nam", "Sở Nội vụ tỉnh Hà Nam", "Công an tỉnh Hà Nam"],
        ),
        ("Sở Nội vụ, Tài chính và Y tế", ["Sở Nội vụ tỉnh Hà Nam", "Sở Tài chính tỉnh Hà Nam", "Sở Y tế tỉnh Hà Nam"]),
        (
            "Giám đốc các Sở: Nội vụ, Tài chính",
            ["Giám đốc Sở Nội vụ tỉnh Hà Nam", "Giám đốc Sở Tài chính tỉnh Hà Nam"],
        ),
    ],
)
def test_a_list_under_one_head_is_as_many_offices(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Giao Ban Quản lý dự án đầu tư xây dựng thực hiện", ["Ban Quản lý dự án đầu tư xây dựng tỉnh Hà Nam"]),
        ("Sở Xây dựng xây dựng kế hoạch", ["Sở Xây dựng tỉnh Hà Nam"]),
        ("Quỹ Bảo vệ và Phát triển rừng tỉnh", ["Quỹ Bảo vệ và Phát triển rừng tỉnh Hà Nam"]),
        ("Trung tâm Văn hóa, Thể thao và Truyền thanh huyện", ["Trung tâm Văn hóa, Thể thao và Truyền thanh huyện"]),
        ("phát triển giao thông vận tải và nông nghiệp", []),
        ("cơ sở Kế hoạch này", []),
        ("được giao nhiệm vụ", []),
    ],
)
def test_verbs_in_names_and_names_in_verbs(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở TT&TT", "Sở Thông tin và Truyền thông tỉnh Hà Nam"),
        ("Sở KH&CN", "Sở Khoa học và Công nghệ tỉnh Hà Nam"),
        ("Sở LĐTBXH", "Sở Lao động - Thương binh và Xã hội tỉnh Hà Nam"),
        ("UBMTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hà Nam"),
        ("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Hà Nam"),
        ("UBND các xã, phường, thị trấn", "Ủy ban nhân dân các xã, phường, thị trấn"),
        ("Sở  Nội\nvụ", "Sở Nội vụ tỉnh Hà Nam"),
        ("Sở Lao động – Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội tỉnh Hà Nam"),
    ],
)
def test_abbreviations_are_spelled_out(text: str, expected: str) -> None:
    assert labels(text) == [expected]


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("Ủy ban nhân dân tỉnh", PROVINCE, "Ủy ban nhân dân tỉnh Hà Nam"),
        ("Sở Nội vụ", CITY, "Sở Nội vụ thành phố Cần Thơ"),
        ("Sở Nội vụ", DISTRICT, "Sở Nội vụ tỉnh Hà Nam"),
        ("Phòng Nội vụ", DISTRICT, "Phòng Nội vụ huyện Kim Bảng"),
        ("Phòng Nội vụ huyện", PROVINCE, "Phòng Nội vụ huyện"),
        ("Công an phường", WARD, "Công an Phường 2, thành phố Phủ Lý"),
        ("Ban Tuyên giáo Tỉnh ủy", PROVINCE, "Ban Tuyên giáo Tỉnh ủy Hà Nam"),
        ("Bộ Thông tin và Truyền thông", DISTRICT, "Bộ Thông tin và Truyền thông"),
        ("Bảo hiểm xã hội Việt Nam", PROVINCE, "Bảo hiểm xã hội Việt Nam"),
        ("Chi cục Thuế khu vực IV", PROVINCE, "Chi cục Thuế khu vực IV"),
        ("Viễn thông Hà Nam", PROVINCE, "Viễn thông Hà Nam"),
        ("Trường Đại học Tây Nguyên", PROVINCE, "Trường Đại học Tây Nguyên"),
        ("Trưởng thôn", PROVINCE, "Trưởng thôn"),
    ],
)
def test_names_are_completed_from_the_issuers_place(text: str, place: PlaceRef, expected: str) -> None:
    assert labels(text, place) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("các sở, ban, ngành", ["Các sở, ban, ngành"]),
        (
            "UBND các huyện, thành phố; các sở, ban, ngành",
            ["Ủy ban nhân dân các huyện, thành phố", "Các sở, ban, ngành"],
        ),
        ("Các doanh nghiệp viễn thông", ["Các doanh nghiệp viễn thông"]),
        ("các Ban HĐND tỉnh", ["Các Ban Hội đồng nhân dân tỉnh"]),
        (
            "Thủ trưởng các sở, ban, ngành; Chủ tịch UBND các huyện",
            ["Thủ trưởng các sở, ban, ngành", "Chủ tịch Ủy ban nhân dân các huyện"],
        ),
    ],
)
def test_a_class_keeps_its_words(text: str, expected: list[str]) -> None:
    hits = find_bodies(text, reading())
    assert [hit.body.label for hit in hits] == expected
    assert {hit.body.kind for hit in hits} == {BodyKind.CLASS}


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        (
            "Chánh Văn phòng UBND tỉnh chịu trách nhiệm",
            BodyKind.POST,
            "Chánh Văn phòng Ủy ban nhân dân tỉnh Hà Nam",
        ),
        ("Công chức Văn hóa - Xã hội phường", BodyKind.POST, "Công chức Văn hóa - Xã hội phường"),
        ("đồng chí Nguyễn Văn A", BodyKind.PERSON, "Nguyễn Văn A"),
        ("Liên đoàn Lao động tỉnh", BodyKind.ORGANISATION, "Liên đoàn Lao động tỉnh Hà Nam"),
    ],
)
def test_posts_and_persons(text: str, kind: BodyKind, label: str) -> None:
    (hit,) = find_bodies(text, reading())
    assert (hit.body.kind, hit.body.label) == (kind, label)


def test_a_hit_is_where_it_is_printed() -> None:
    text = "Giao Sở  TT&TT chủ trì, phối hợp với UBND các xã."
    assert [text[hit.start : hit.end] for hit in find_bodies(text, reading())] == ["Sở  TT&TT", "UBND các xã"]


WORDS = st.sampled_from(
    [
        "Sở", "Nội vụ", "các", "Các Sở:", "UBND", "tỉnh", "huyện", "xã,", "Phường 1", "Ban Chỉ đạo", "Giám đốc",
        "Thủ trưởng", "Chánh Văn phòng", "Trung tâm", "Công ty", "Chi cục", "A", "và", ",", ";", "-", "(", ")", ":",
        "thuộc", "xây dựng", "có liên quan", "đồng chí", "Trần Thị B", "khu vực", "số 3", "Tỉnh ủy", "đoàn", "TP.",
        "các cấp", "cơ quan", "đơn vị", "İ", "\n",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_any_words(words: list[str]) -> None:
    """Names lie in the text, in order, without overlap, and completing them never fails."""
    text = " ".join(words)
    at = 0
    for hit in find_bodies(text, reading()):
        assert at <= hit.start < hit.end <= len(text)
        assert hit.body.label.strip()
        at = hit.end


@pytest.mark.parametrize(
    "atom",
    ["Giám đốc Sở ", "Ban Chỉ đạo ", "các cơ quan, ", "Sở A; ", "Thủ trưởng các cơ quan, các ", "Trung tâm A và "],
)
def test_names_without_end(atom: str) -> None:
    """A text built to be slow: chains of names are cut, never followed for ever."""
    names = find_names(atom * 4000)
    assert all(name.start < name.end for name in names)
