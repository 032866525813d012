"""Dates, deadlines and recurrences in the contract's forms; what fixes no date stays as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts import Recurrence
from ingest.recognise.dates import find_dates, find_deadline, find_recurrences, normalise_date, read_deadline


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ngày 29 tháng 11 năm 2025", "2025-11-29"),
        ("Hà Nam, ngày 03 tháng 6 năm 2020", "2020-06-03"),
        ("03/6/2020", "2020-06-03"),
        ("09-12-2020", "2020-12-09"),
        ("ngày 9.12.2020", "2020-12-09"),
        ("ngày 14tháng03năm 2025", "2025-03-14"),
        ("ngày     tháng 6 năm 2023", "2023-06"),
        ("ngày ... tháng ... năm 2025", "2025"),
        ("tháng 01 năm 2023", "2023-01"),
        ("tháng 11/2025", "2025-11"),
        ("năm 2018", "2018"),
        ("ngày 31 tháng 4 năm 2020", None),
        ("ngày 25/11 hằng năm", None),
        ("Kế hoạch số 12/KH-UBND", None),
    ],
)
def test_a_date_is_as_precise_as_its_source(text: str, value: str | None) -> None:
    assert normalise_date(text) == value


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("Trước ngày 25/11 hằng năm, các đơn vị báo cáo", "--11-25", "Trước ngày 25/11 hằng năm"),
        ("trước ngày 01/6 và 15/11 hằng năm", "--06-01; --11-15", "trước ngày 01/6 và 15/11 hằng năm"),
        ("Định kỳ vào đầu tháng 12 hàng năm", "--12", "vào đầu tháng 12 hàng năm"),
        ("ban hành chậm nhất trong Quý I năm 2023.", "2023-Q1", "chậm nhất trong Quý I năm 2023"),
        ("hoàn thành trong tháng 01 năm 2023", "2023-01", "hoàn thành trong tháng 01 năm 2023"),
        ("xây dựng kế hoạch gửi về Sở trước ngày 28/2/2023;", "2023-02-28", "trước ngày 28/2/2023"),
        ("phát động các phong trào trong năm 2010 để", "2010", "trong năm 2010"),
        ("chậm nhất 30 ngày sau khi Kế hoạch được ban hành", "P30D after Kế hoạch được ban hành", None),
        ("trong thời hạn 15 ngày kể từ ngày ký, các sở", "P15D after ngày ký", None),
        ("trước ngày 20 hằng tháng", "trước ngày 20 hằng tháng", "trước ngày 20 hằng tháng"),
    ],
)
def test_a_sentence_prints_its_deadline(text: str, value: str, printed: str | None) -> None:
    found = find_deadline(text)
    assert found is not None
    assert found.value == value
    assert found.text == text[found.start : found.end]
    assert printed is None or found.text == printed


@pytest.mark.parametrize(
    "text", ["phấn đấu đến năm 2030 đạt 100%", "giai đoạn 2026 - 2030", "Chỉ thị số 05/CT-TTg", "so với năm 2021", ""]
)
def test_an_aim_or_a_period_is_no_deadline(text: str) -> None:
    assert find_deadline(text) is None


def test_a_day_without_a_year_takes_the_documents_unless_it_comes_back() -> None:
    once, yearly = find_deadline("gửi trước ngày 15/11", 2024), find_deadline("định kỳ trước ngày 15/11", 2024)
    assert once is not None
    assert once.value == "2024-11-15"
    assert yearly is not None
    assert yearly.value == "--11-15"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("trước ngày 31 tháng 12 năm 2026.", "2026-12-31"),
        ("Quí IV-2025", "2025-Q4"),
        ("Quý III Năm 2026", "2026-Q3"),
        ("Quý I, II/2026", "2026-Q1; 2026-Q2"),
        ("Tháng 12/2025", "2025-12"),
        ("Năm 2026", "2026"),
        ("năm 2025 và các năm tiếp theo.", "năm 2025 và các năm tiếp theo"),
        ("năm 2026 - 2027.", "năm 2026 - 2027"),
        ("Thường xuyên", "thường xuyên"),
        ("Theo tiến độ xây dựng dự thảo văn bản", "theo tiến độ xây dựng dự thảo văn bản"),
        ("Quý IV/2025- Quý II/2026", "Quý IV/2025- Quý II/2026"),
    ],
)
def test_what_stands_behind_a_label_is_normalised_whole_or_kept(text: str, value: str) -> None:
    found = read_deadline(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Định kỳ hằng năm", [Recurrence.ANNUAL]),
        ("định kỳ 6 tháng và tổng kết năm", [Recurrence.SEMIANNUAL, Recurrence.ANNUAL]),
        ("hằng quý, hằng năm", [Recurrence.QUARTERLY, Recurrence.ANNUAL]),
        ("báo cáo hàng tuần", [Recurrence.WEEKLY]),
        ("Hằng năm hoặc đột xuất", [Recurrence.ANNUAL]),
        ("báo cáo đột xuất khi có yêu cầu", [Recurrence.ADHOC]),
        ("trong năm 2023", []),
        ("trước ngày 30/6/2023", []),
    ],
)
def test_recurrences(text: str, expected: list[Recurrence]) -> None:
    assert find_recurrences(text) == expected


@given(st.text(alphabet="0123456789/.- ngàythángnămquýIVtrướchằngđến,;()", max_size=120))
def test_any_text_gives_dates_inside_it(text: str) -> None:
    """Nothing raises, and every place lies in the text."""
    for hit in find_dates(text):
        assert 0 <= hit.start < hit.end <= len(text)
    for found in (find_deadline(text), find_deadline(text, 2024), read_deadline(text)):
        assert found is None or text[found.start : found.end] == found.text
    find_recurrences(text)
