"""Fields: what the words of a task name, the longest term at a place, no more."""

from __future__ import annotations

import pytest

from ingest.recognise.fields import find_fields


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Phát triển hạ tầng số, phủ sóng 5G", ("digital",)),
        ("Xây dựng nền tảng số dùng chung", ("digital-platforms",)),
        ("Đẩy mạnh cải cách hành chính và chuyển đổi số", ("administrative-reform", "digital-transformation")),
        ("Tuyên truyền về thi đua, khen thưởng", ("communication", "commendation")),
        ("Thanh tra việc chấp hành pháp luật", ("inspection",)),
        ("Tổ chức triển khai thực hiện Kế hoạch này", ()),
        ("Theo dõi, kiểm tra việc thực hiện Kế hoạch", ()),
        ("", ()),
    ],
)
def test_fields_by_words(words: str, expected: tuple[str, ...]) -> None:
    assert find_fields(words) == expected


def test_case_and_order_of_words() -> None:
    assert find_fields("CHUYỂN ĐỔI SỐ; cải cách hành chính") == ("digital-transformation", "administrative-reform")


def test_quoted_titles_name_no_field() -> None:
    assert find_fields("Phát động phong trào “Cả nước thi đua đẩy mạnh cải cách hành chính”") == ()
