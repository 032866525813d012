"""References of whole documents: number or name, date, issuer and the relation that the sentence gives."""

from __future__ import annotations

import pytest

from ingest.facts import Reference
from ingest.recognise.references import recognise
from tests.support.plans import HEAD, TAIL, plan, read


def brief(reference: Reference) -> tuple[str, str | None, str | None, str]:
    issuer = reference.issuer.label if reference.issuer else None
    return reference.number or reference.title or "", reference.date, issuer, reference.relation.value


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        pytest.param(
            "Thực hiện Kế hoạch số 283/KH-BNV ngày 24/9/2023 của Bộ Nội vụ về thực hiện Nghị quyết số 71/NQ-CP ngày"
            " 01/5/2023 của Chính phủ và Chương trình hành động số 10-CTr/TW ngày 13/8/2023 của Bộ Chính trị; Chỉ thị"
            " số 05/CT-TTg ngày 18/5/2022 của Thủ tướng Chính phủ;",
            [
                ("283/KH-BNV", "2023-09-24", "Bộ Nội vụ", "implements"),
                ("71/NQ-CP", "2023-05-01", "Chính phủ", "cites"),
                ("10-CTr/TW", "2023-08-13", "Bộ Chính trị", "cites"),
                ("05/CT-TTg", "2022-05-18", "Thủ tướng Chính phủ", "implements"),
            ],
            id="what describes another is only cited",
        ),
        pytest.param(
            "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;\n\nCăn cứ Nghị định số"
            " 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;",
            [
                ("Luật Tổ chức chính quyền địa phương", "2015-06-19", None, "based_on"),
                ("30/2020/NĐ-CP", "2020-03-05", "Chính phủ", "based_on"),
            ],
            id="under căn cứ",
        ),
        pytest.param(
            "Để tiếp tục thực hiện nghiêm Chỉ thị số 31-CT/TU ngày 06/6/2023, Kế hoạch số 134-KH/TU ngày 29/12/2023"
            " của Ban Thường vụ Tỉnh ủy, Ủy ban nhân dân tỉnh yêu cầu:",
            [
                ("31-CT/TU", "2023-06-06", "Ban Thường vụ Tỉnh ủy Hà Nam", "implements"),
                ("134-KH/TU", "2023-12-29", "Ban Thường vụ Tỉnh ủy Hà Nam", "implements"),
            ],
            id="one của closes a pair",
        ),
        pytest.param(
            "Theo đề nghị của Sở Nội vụ tại Tờ trình số 298/TTr-SNV ngày 23/10/2023 và Công văn số 2679/SNV-TC ngày"
            " 07/11/2023.",
            [
                ("298/TTr-SNV", "2023-10-23", "Sở Nội vụ tỉnh Hà Nam", "cites"),
                ("2679/SNV-TC", "2023-11-07", "Sở Nội vụ tỉnh Hà Nam", "cites"),
            ],
            id="who proposes wrote the papers",
        ),
    ],
)
def test_the_opening(opening: str, expected: list[tuple[str, str | None, str | None, str]]) -> None:
    _, reading = plan(f"{opening}\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức.")
    assert [brief(r) for r in recognise(reading)] == expected


def test_the_span_runs_from_the_type_word_to_the_issuer() -> None:
    text, reading = plan("Thực hiện Công văn số\n3315/UBND-VP ngày 15/11/2022 của UBND tỉnh về việc X;\n\nI. A\n\n1. B")
    assert [r.span.of(text) for r in recognise(reading)] == ["Công văn số\n3315/UBND-VP ngày 15/11/2022 của UBND tỉnh"]


def test_the_document_itself_and_its_forms_are_no_references() -> None:
    _, reading = plan(
        "I. MỤC ĐÍCH\n\n1. Nâng cao nhận thức theo Kế hoạch số 45/KH-UBND ngày 12/3/2024.\n\nPHỤ LỤC\n\n(Ban"
        " hành kèm theo"
        " Kế hoạch số /KH-UBND ngày tháng năm 2024 của Ủy ban nhân dân tỉnh)"
    )
    assert list(recognise(reading)) == []


def test_a_short_number_means_the_full_one_cited_elsewhere() -> None:
    _, reading = plan(
        "Thực hiện Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị;\n\nI. MỤC ĐÍCH\n\n1. Cụ thể hóa"
        " Nghị quyết 57."
    )
    assert [r.number for r in recognise(reading)] == ["57-NQ/TW", "57-NQ/TW"]


def test_a_decision_replaces_and_amends() -> None:
    text = HEAD.replace("KẾ HOẠCH\n", "QUYẾT ĐỊNH\n").replace("45/KH", "45/QĐ") + (
        "Điều 1. Sửa đổi, bổ sung Điều 3 của Quyết định số 12/QĐ-UBND ngày 02/01/2020 của Ủy ban nhân dân tỉnh.\n\n"
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký và thay thế Quyết định số 30/QĐ-UBND ngày 08/6/2022;"
        " Quyết định"
        " số 31/QĐ-UBND ngày 09/6/2022." + TAIL
    )
    assert [(r.number, r.relation.value) for r in recognise(read(text))] == [
        ("12/QĐ-UBND", "amends"),
        ("30/QĐ-UBND", "replaces"),
        ("31/QĐ-UBND", "replaces"),
    ]


def test_a_law_under_can_cu_that_the_plan_carries_out() -> None:
    _, reading = plan(
        "Căn cứ Luật Bảo vệ dữ liệu cá nhân ngày 26 tháng 6 năm 2025;\n\nỦy ban nhân dân tỉnh ban hành Kế"
        " hoạch triển khai"
        " thi hành Luật Bảo vệ dữ liệu cá nhân như sau:\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức."
    )
    assert {r.relation.value for r in recognise(reading)} == {"implements"}
