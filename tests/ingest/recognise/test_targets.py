"""Targets: value, comparator, year, direction; the present state and quotas are none."""

from __future__ import annotations

import pytest

from ingest.facts import Target
from ingest.recognise.targets import recognise
from tests.support.plans import plan


def brief(target: Target) -> tuple[str, float, float | None, str | None, str | None]:
    return target.comparator.value, target.value, target.value_to, target.unit, target.by


def targets(sentence: str) -> tuple[Target, ...]:
    return tuple(recognise(plan(f"I. NỘI DUNG\n\n1. Thử nghiệm\n\n- {sentence}")[1]))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Phấn đấu giải ngân 100% kế hoạch vốn đầu tư công được giao.", [("=", 100, None, "%", None)]),
        (
            "Phấn đấu giải ngân trong năm 2023 trên 95%, các năm tiếp theo trên 90% kế hoạch vốn.",
            [(">", 95, None, "%", "2023"), (">", 90, None, "%", None)],
        ),
        (
            "Phấn đấu đến năm 2025 đạt mục tiêu giảm tối thiểu 10% đơn vị sự nghiệp so với năm 2021; có từ 10%"
            " đơn vị tự"
            " chủ tài chính trở lên.",
            [(">=", 10, None, "%", "2025"), (">=", 10, None, "%", "2025")],
        ),
        (
            "Mục tiêu đến năm 2025, tỷ lệ che phủ rừng đạt 65%, giảm mức tổn thất điện năng xuống thấp hơn 5%.",
            [("=", 65, None, "%", "2025"), ("<", 5, None, "%", "2025")],
        ),
        ("Bảo đảm tỷ trọng chi thường xuyên bình quân khoảng 62-63%.", [("range", 62, 63, "%", None)]),
        ("Đến hết năm 2030: Có ≥ 60% doanh nghiệp ứng dụng công nghệ số.", [(">=", 60, None, "%", "2030")]),
        ("Phấn đấu tốc độ tăng trưởng kinh tế năm 2010 đạt từ 10 % trở lên.", [(">=", 10, None, "%", "2010")]),
    ],
)
def test_sentences(sentence: str, expected: list[tuple[str, float, float | None, str | None, str | None]]) -> None:
    assert [brief(t) for t in targets(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Bảo đảm lợi ích của cả 3 chủ thể: nhà nước, người dân và doanh nghiệp.",
        "Hiện nay có 28 trạm 5G trên nền hạ tầng 3G/4G (Chiếm 32,2 %).",
        "Góp phần hoàn thành 22 chỉ tiêu chủ yếu về kinh tế - xã hội.",
        "Mỗi đơn vị đề nghị khen thưởng không quá 02 tập thể, 05 cá nhân.",
        "Trên 80.000 ha lúa, hoa màu bị thiệt hại.",
        "Triển khai kế hoạch 5 năm (2006 - 2010) tại 18 tổ, bản.",
    ],
)
def test_what_is_no_target(sentence: str) -> None:
    assert targets(sentence) == ()


def test_direction_and_baseline() -> None:
    (fewer,) = targets("Phấn đấu giảm tối thiểu 10% số đơn vị so với năm 2021.")
    (about,) = targets("Phấn đấu giảm tỷ trọng chi thường xuyên xuống khoảng 60%.")
    (faster,) = targets("Phấn đấu tăng năng suất lao động bình quân 7-8%/năm.")
    assert (fewer.change, fewer.change_kind, fewer.baseline) == ("decrease", "by", "2021")
    assert (about.change, about.change_kind, about.comparator.value, about.approx) == ("decrease", "to", "~", True)
    assert (faster.change, faster.change_kind, faster.unit) == ("increase", "by", "%/năm")


def test_a_heading_gives_the_year_and_shares_take_the_whole() -> None:
    _, reading = plan(
        "I. MỤC TIÊU\n\n1. Mục tiêu đến năm 2030\n\n- Lắp đặt mới trạm: 58 trạm (Trong đó: VNPT: 25 trạm,"
        " Viettel: 33 trạm);"
    )
    assert [(t.value, t.by, t.audience, t.indicator) for t in recognise(reading)] == [
        (58, "2030", None, "Lắp đặt mới trạm"),
        (25, "2030", "VNPT", "Lắp đặt mới trạm"),
        (33, "2030", "Viettel", "Lắp đặt mới trạm"),
    ]


def test_a_table_of_figures_gives_one_target_a_year() -> None:
    _, reading = plan(
        "I. NỘI DUNG\n\n1. Thực hiện\n\nPHỤ LỤC\n\n| TT | Chỉ tiêu | ĐVT | Ước thực hiện 2025 | Năm 2026 | Năm 2027 |\n"
        "|---|---|---|---|---|---|\n| 1 | Diện tích cà phê | Ha | 26.120 | 27.000 | 27.500 |\n"
    )
    assert [(t.indicator, t.value, t.unit, t.by) for t in recognise(reading)] == [
        ("Diện tích cà phê", 27000, "Ha", "2026"),
        ("Diện tích cà phê", 27500, "Ha", "2027"),
    ]
