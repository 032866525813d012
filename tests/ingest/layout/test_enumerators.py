"""Enumerators solved as a sequence: damaged, doubled and forgotten numbers take the place their neighbours leave."""

from __future__ import annotations

import pytest

from ingest.layout.enumerators import Opening, solve
from ingest.layout.marks import bullet, readings


def sections(*lines: str) -> list[str | None]:
    solved = solve([Opening(readings(line), 0.0) for line in lines])
    return [".".join(s.parts) if s else None for s in solved]


def test_chapters_items_letters() -> None:
    lines = ["I. MỤC ĐÍCH", "1. Mục đích", "a) Tạo khí thế", "b) Nâng cao", "2. Yêu cầu", "II. NỘI DUNG", "1. Thi đua"]
    assert sections(*lines) == ["I", "I.1", "I.1.a", "I.1.b", "I.2", "II", "II.1"]


def test_composite_numbers_add_only_their_last_part() -> None:
    lines = [
        "III. TIÊU CHÍ",
        "1. Tiêu chí",
        "1.1. Đối với",
        "a) Về",
        "1.2. Đối với",
        "1.2.1. Hình thức",
        "2. Hình thức",
    ]
    assert sections(*lines) == ["III", "III.1", "III.1.1", "III.1.1.a", "III.1.2", "III.1.2.1", "III.2"]


@pytest.mark.parametrize(
    "damaged", ["I11. TIEU CHI", "IIL. TIEU CHI", "HI. TIEU CHI", "Ill. TIEU CHI", "111. TIEU CHI"]
)
def test_a_misread_roman_number_takes_the_free_place(damaged: str) -> None:
    assert sections("I. MUC DICH", "II. NOI DUNG", damaged, "IV. GIAI PHAP") == ["I", "II", "III", "IV"]


def test_a_stroke_for_one_and_a_slash_for_seven() -> None:
    assert sections("|. MUC DICH", "1. Muc dich", "2. Yeu cau", "I1. NOI DUNG")[0] == "I"
    lines = [f"{n}. Việc" for n in range(1, 7)] + ["/. Dinh ky", "8. Viec"]
    assert sections(*lines)[6] == "7"


def test_a_second_two_behind_two_one_is_two_two() -> None:
    assert sections("2. Nội dung", "2.1. Thi đua", "2. Thi đua thực hành") == ["2", "2.1", "2.2"]


def test_a_lost_stroke_of_d() -> None:
    lines = ["a) Một", "b) Hai", "c) Ba", "d) Bốn", "d) Năm", "e) Sáu"]
    assert sections(*lines) == ["a", "b", "c", "d", "đ", "e"]


def test_articles_hold_chapters() -> None:
    lines = [
        "Điều 1. Phê duyệt",
        "I. QUAN ĐIỂM",
        "1. Nhận thức",
        "II. MỤC TIÊU",
        "Điều 2. Hiệu lực",
        "Điều 3. Thi hành",
    ]
    assert sections(*lines) == ["Điều 1", "Điều 1.I", "Điều 1.I.1", "Điều 1.II", "Điều 2", "Điều 3"]


def test_numbers_run_on_through_groups() -> None:
    assert sections("I. NHÓM", "1. X", "2. X", "II. NHÓM", "3. X", "4. X") == ["I", "I.1", "I.2", "II", "II.3", "II.4"]


@pytest.mark.parametrize(
    "line", ["2023 là năm", "5 năm qua", "100% xã", "10 % trở lên", "3,5 triệu", "28/CT-TTg ngày", "V/v"]
)
def test_what_is_no_enumerator(line: str) -> None:
    assert readings(line) == ()


@pytest.mark.parametrize(
    ("line", "sign"),
    [("- Sở Nội vụ", "-"), ("+ Phối hợp", "+"), ("–Thường trực", "-"), ("* Lưu ý", "*"), ("-100% xã đạt", "-")],
)
def test_bullets(line: str, sign: str) -> None:
    found = bullet(line)
    assert found is not None
    assert found[0] == sign


@pytest.mark.parametrize("line", ["-2030", "*nghiêng*", "Sở - ngành", "- "])
def test_what_is_no_bullet(line: str) -> None:
    assert bullet(line) is None
