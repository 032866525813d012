"""Criteria for an audience under a theme; phases; forms of commendation with their occasion."""

from __future__ import annotations

from ingest.recognise import awards, criteria, phases
from tests.support.plans import HEAD, TAIL, plan, read

BODY = """I. TIÊU CHÍ THI ĐUA VÀ HÌNH THỨC KHEN THƯỞNG

1. Tiêu chí thi đua

a) Đối với các sở, ban, ngành tỉnh

- Về phát triển kết cấu hạ tầng:

+ Hoàn thành chất lượng, đúng tiến độ các dự án hạ tầng trọng điểm.

+ Đẩy mạnh cải cách thủ tục hành chính, giảm chi phí cho nhà đầu tư.

b) Đối với cá nhân

- Người dân:

+ Sử dụng tài nguyên thiên nhiên bảo đảm đúng mục đích, tiết kiệm.

2. Hình thức khen thưởng

a) Khen thưởng hằng năm

- Giấy khen của Thủ trưởng các sở, ban, ngành.

b) Khen thưởng sơ kết giai đoạn 2022 - 2025

- Huân chương Lao động;

- Bằng khen của Thủ tướng Chính phủ.

II. TIẾN ĐỘ THỰC HIỆN

Phong trào được thực hiện từ năm 2022 đến năm 2030, chia thành các giai đoạn:

1. Giai đoạn 1 (từ năm 2022 - 2025)

Ban hành kế hoạch.

2. Giai đoạn 2 (từ năm 2026 đến năm 2030)

Tổng kết vào năm 2030.
"""


def test_criteria_have_their_audience_and_theme() -> None:
    _, reading = plan(BODY)
    assert [(c.section, c.audience, c.theme, c.text[:20]) for c in criteria.recognise(reading)] == [
        ("I.1.a", "các sở, ban, ngành tỉnh", "phát triển kết cấu hạ tầng", "Hoàn thành chất lượn"),
        ("I.1.a", "các sở, ban, ngành tỉnh", "phát triển kết cấu hạ tầng", "Đẩy mạnh cải cách th"),
        ("I.1.b", "Người dân", None, "Sử dụng tài nguyên t"),
    ]


def test_phases_are_those_listed() -> None:
    _, reading = plan(BODY)
    assert [(p.label, p.start_year, p.end_year, p.section) for p in phases.recognise(reading)] == [
        ("Giai đoạn 1", 2022, 2025, "II.1"),
        ("Giai đoạn 2", 2026, 2030, "II.2"),
    ]


def test_the_title_gives_the_only_phase_where_none_are_listed() -> None:
    title = "Triển khai công tác giai đoạn 2026 - 2030, tầm nhìn đến năm 2045"
    reading = read(HEAD.replace("Triển khai thực hiện công tác thử nghiệm", title) + "I. MỤC ĐÍCH\n\n1. A b c." + TAIL)
    assert [(p.label, p.start_year, p.end_year) for p in phases.recognise(reading)] == [
        ("Giai đoạn 2026 - 2030", 2026, 2030)
    ]


def test_awards_have_their_occasion() -> None:
    _, reading = plan(BODY)
    assert [(a.award, a.occasion) for a in awards.recognise(reading)] == [
        ("Giấy khen của Thủ trưởng các sở, ban, ngành", "hằng năm"),
        ("Huân chương Lao động", "sơ kết giai đoạn 2022 - 2025"),
        ("Bằng khen của Thủ tướng Chính phủ", "sơ kết giai đoạn 2022 - 2025"),
    ]


def test_praise_without_a_form_is_no_award() -> None:
    _, reading = plan(
        "I. GIẢI PHÁP\n\n1. Khen thưởng kịp thời\n\n- Biểu dương, khen thưởng các tập thể, cá nhân tiêu biểu."
    )
    assert list(awards.recognise(reading)) == []
