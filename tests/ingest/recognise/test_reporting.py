"""Reporting duties: reporters, the one it is handed to, where it goes on, how often, by when."""

from __future__ import annotations

import pytest

from ingest.facts import ReportingDuty
from ingest.recognise.reporting import recognise
from tests.support.plans import plan

Brief = tuple[list[str], str | None, list[str], str | None, str | None]


def brief(duty: ReportingDuty) -> Brief:
    return (
        [b.label for b in duty.reporters],
        duty.recipient.label if duty.recipient else None,
        [b.label for b in duty.onward],
        duty.recurrence.value if duty.recurrence else None,
        duty.due,
    )


OFFICE = "Sở Nội vụ tỉnh Hà Nam"
COMMITTEE = "Ủy ban nhân dân tỉnh Hà Nam"
UNITS = "Các cơ quan, đơn vị"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Định kỳ trước ngày 25/11 hằng năm, các cơ quan, đơn vị báo cáo kết quả thực hiện về Sở Nội vụ để tổng hợp,"
            " báo cáo Ủy ban nhân dân tỉnh.",
            [([UNITS], OFFICE, [COMMITTEE], "annual", "--11-25")],
        ),
        (
            "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị phản ánh về Ủy ban"
            " nhân dân tỉnh"
            " (qua Sở Nội vụ) để xem xét, giải quyết.",
            [([UNITS], OFFICE, [COMMITTEE], "adhoc", None)],
        ),
        (
            "Sở Nội vụ tổng hợp kết quả rà soát, báo cáo Ủy ban nhân dân tỉnh trước ngày 31 tháng 12 năm 2025.",
            [([OFFICE], COMMITTEE, [], "once", "2025-12-31")],
        ),
        (
            "Các cơ quan, đơn vị thực hiện chế độ báo cáo định kỳ 6 tháng và tổng kết năm cho Ủy ban nhân dân"
            " tỉnh thông"
            " qua Sở Nội vụ.",
            [
                ([UNITS], OFFICE, [COMMITTEE], "semiannual", None),
                ([UNITS], OFFICE, [COMMITTEE], "annual", None),
            ],
        ),
        (
            "Các cơ quan, đơn vị phản ánh về Sở Nội vụ để phối hợp giải quyết; trường hợp vượt thẩm quyền, Sở"
            " Nội vụ tổng"
            " hợp báo cáo và đề xuất, trình Ủy ban nhân dân tỉnh xem xét.",
            [([UNITS], OFFICE, [COMMITTEE], "adhoc", None)],
        ),
        (
            "Định kỳ hàng tháng (trước ngày 16 hàng tháng), 6 tháng (trước ngày 16/6), tổng kết năm (trước"
            " ngày 20/11 hàng"
            " năm) các cơ quan, đơn vị báo cáo tình hình thực hiện, gửi Sở Nội vụ tổng hợp báo cáo Ủy ban nhân"
            " dân tỉnh.",
            [
                ([UNITS], OFFICE, [COMMITTEE], "monthly", "trước ngày 16 hàng tháng"),
                ([UNITS], OFFICE, [COMMITTEE], "semiannual", "--06-16"),
                ([UNITS], OFFICE, [COMMITTEE], "annual", "--11-20"),
            ],
        ),
    ],
)
def test_sentences(sentence: str, expected: list[Brief]) -> None:
    _, reading = plan(f"I. TỔ CHỨC THỰC HIỆN\n\n1. {sentence}")
    assert [brief(duty) for duty in recognise(reading)] == expected


def test_the_heading_is_the_reporter() -> None:
    _, reading = plan(
        "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ\n\n- Theo dõi, đôn đốc kết quả của địa phương, đơn vị, tổng hợp"
        " báo cáo Ủy ban"
        " nhân dân tỉnh trước ngày 25/12 hàng năm."
    )
    assert [brief(duty) for duty in recognise(reading)] == [([OFFICE], COMMITTEE, [], "annual", "--12-25")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Các cơ quan, đơn vị lập dự toán và báo cáo cấp có thẩm quyền phê duyệt.",
        "Sở Nội vụ xây dựng kế hoạch và gửi về Ủy ban nhân dân tỉnh.",
        "Sở Nội vụ tiếp nhận các kiến nghị, phản ánh của người dân.",
        "Sở Nội vụ đánh giá, báo cáo thường xuyên về tình hình thực hiện.",
    ],
)
def test_what_is_no_report(sentence: str) -> None:
    _, reading = plan(f"I. TỔ CHỨC THỰC HIỆN\n\n1. {sentence}")
    assert list(recognise(reading)) == []
