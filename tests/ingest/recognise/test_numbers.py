"""Vietnamese numbers with their units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.recognise.numbers import bare_number, find_values, parse_number


@pytest.mark.parametrize(
    ("printed", "value"),
    [("1.500", 1500), ("50,5", 50.5), ("0.5", 0.5), ("01", 1), ("46.200", 46200), ("1.234.567,8", 1234567.8)],
)
def test_points_part_thousands_and_commas_decimals(printed: str, value: float) -> None:
    assert parse_number(printed) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt 50,5%", [(50.5, None, "%")]),
        ("khoảng 62-63% tổng chi", [(62, 63, "%")]),
        ("bình quân 7-8%/năm", [(7, 8, "%/năm")]),
        ("đạt từ 10 % trở lên", [(10, None, "%")]),
        ("20 mô hình Homestay", [(20, None, "mô hình")]),
        ("400 triệu USD, tăng 10 - 13%/năm", [(400, None, "triệu USD"), (10, 13, "%/năm")]),
        ("phủ sóng 5G, trạm 3G/4G", []),
        ("04 đ/c lãnh đạo", []),
        ("cả 3 chủ thể", []),
        ("Lưu: VT (02b)", []),
    ],
)
def test_values(text: str, expected: list[tuple[float, float | None, str]]) -> None:
    assert [(v.value, v.value_to, v.unit) for v in find_values(text)] == expected


def test_a_cell_of_figures() -> None:
    assert (bare_number(" 26.120 "), bare_number("12%"), bare_number("Ha")) == (26120, 12, None)


@given(st.text(alphabet="0123456789.,%- –/năm triệu đồng người", max_size=80))
def test_any_text_gives_values_inside_it(text: str) -> None:
    assert all(0 <= v.start < v.end <= len(text) for v in find_values(text))
