"""Laws, congress resolutions and plans cited by name end where their name ends."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.recognise.named_documents import find_named


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("theo quy định của Luật Ngân sách nhà nước và các văn bản", ["Luật Ngân sách nhà nước"]),
        (
            "Luật Thực hành tiết kiệm, chống lãng phí và Luật Đầu tư công",
            ["Luật Thực hành tiết kiệm, chống lãng phí", "Luật Đầu tư công"],
        ),
        ("Luật Tiêu chuẩn và quy chuẩn kỹ thuật được", ["Luật Tiêu chuẩn và quy chuẩn kỹ thuật"]),
        ("Luật Thi đua , Khen thưởng và các quy định", ["Luật Thi đua, khen thưởng"]),
        ("Luật Bảo vệ BMNN năm 2018", ["Luật Bảo vệ bí mật nhà nước"]),
        ("Bộ Luật hình sự năm 2015", ["Bộ luật Hình sự"]),
        (
            "Luật Sửa đổi bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức Chính quyền địa"
            " phương ngày 22",
            ["Luật Sửa đổi bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương"],
        ),
        ("Luật Ánh sáng học đường và các văn bản", ["Luật Ánh sáng học đường"]),
        ("TRIỂN KHAI THI HÀNH LUẬT BẢO VỆ DỮ LIỆU CÁ NHÂN", ["Luật Bảo vệ dữ liệu cá nhân"]),
        (
            "Nghị quyết Đại hội Đảng toàn quốc lần thứ X và Nghị quyết Đại hội Đảng bộ thành phố lần thứ VIII đã",
            ["Nghị quyết Đại hội Đảng toàn quốc lần thứ X", "Nghị quyết Đại hội Đảng bộ thành phố lần thứ VIII"],
        ),
        (
            "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XVII, nhiệm kỳ 2020-2025; Nghị quyết số",
            ["Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XVII"],
        ),
        ("Nghị quyết Hội nghị Thành ủy lần thứ 18 khóa VIII ,", ["Nghị quyết Hội nghị Thành ủy lần thứ 18 khóa VIII"]),
        ("Nghị quyết Trung ương 4 khóa XII", ["Nghị quyết Trung ương 4 khóa XII"]),
        (
            "theo Quy hoạch hạ tầng thông tin thời kỳ 2021 - 2030, tầm nhìn đến năm 2050.",
            ["Quy hoạch hạ tầng thông tin thời kỳ 2021 - 2030, tầm nhìn đến năm 2050"],
        ),
    ],
)
def test_names_end_where_they_end(text: str, titles: list[str]) -> None:
    assert [named.title for named in find_named(text)] == titles


@pytest.mark.parametrize(
    "text",
    ["thi hành Luật và các văn bản", "Hội Luật gia tỉnh", "dự án Luật Thủ đô", "Luật này", "chính sách, pháp luật của"],
)
def test_bare_words_and_drafts_name_nothing(text: str) -> None:
    assert find_named(text) == []


@given(st.text(alphabet="LuậtNghịquyếtĐạihộilầnthứXVI ,;.đếnnăm2025sửađổibổsungcủa", max_size=150))
def test_any_text_gives_names_inside_it(text: str) -> None:
    found = find_named(text)
    assert all(0 <= n.start < n.end <= len(text) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
