"""Recipients: one a line, purposes apart, wraps joined, columns untangled. Abbreviations: what the text defines."""

from __future__ import annotations

import pytest

from ingest.facts import Source
from ingest.layout import lay_out
from ingest.pipeline import read_document_facts
from ingest.recognise.abbreviations import abbreviations

PLAN = "KẾ HOẠCH\nTriển khai\n\nỦy ban nhân dân tỉnh Sơn La ban hành Kế hoạch như sau:\n1. Thực hiện.\n2. Báo cáo.\n\n"


def recipients(tail: str) -> list[tuple[str, str | None]]:
    text = PLAN + tail
    (document,) = read_document_facts(Source("a.txt", "0" * 64, text, "test 1")).documents
    for fact in document.recipients:
        assert fact.name.split()[0] in fact.span.of(text)
    return [(fact.name, fact.purpose) for fact in document.recipients]


def test_a_plain_list() -> None:
    tail = "Nơi nhận:\n- Bộ Nội vụ (b/c);\n- Thường trực Tỉnh ủy (để báo cáo);\n- Như Điều 2;\n- Lưu: VT, NV (02b).\n"
    assert recipients(tail) == [
        ("Bộ Nội vụ", "b/c"), ("Thường trực Tỉnh ủy", "để báo cáo"), ("Như Điều 2", None), ("Lưu: VT, NV (02b)", None),
    ]  # fmt: skip


def test_two_columns_interleaved() -> None:
    tail = (
        "Nơi nhận:                               TM. ỦY BAN NHÂN DÂN\n- Sở Nội vụ;                      KT. CHỦ TỊCH\n"
        "- Các sở, ban, ngành,                   PHÓ CHỦ TỊCH\nđoàn thể tỉnh;\n- Lưu: VT.\n\n"
        "                                        Nguyễn Văn An\n"
    )
    assert recipients(tail) == [("Sở Nội vụ", None), ("Các sở, ban, ngành, đoàn thể tỉnh", None), ("Lưu: VT", None)]


def test_one_line_of_a_markdown_cell() -> None:
    names = "- Bộ Công an (Cục A03 - để b/c); - Như Điều 3; - Lưu: VT, NC."
    tail = f"| Nơi nhận: {names} | CHỦ TỊCH Lê Văn Bình |\n|---|---|\n"
    assert recipients(tail) == [("Bộ Công an", "để b/c"), ("Như Điều 3", None), ("Lưu: VT, NC", None)]


def test_no_list_no_recipients() -> None:
    assert recipients("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nNguyễn Văn An\n") == []


@pytest.mark.parametrize(
    ("sentence", "defined"),
    [
        ("Thực hành tiết kiệm, chống lãng phí (THTK, CLP) là việc", {}),
        ("bảo vệ bí mật nhà nước (BMNN) trên địa bàn", {"BMNN": "bí mật nhà nước"}),
        ("các Khu công nghiệp (viết tắt là KCN) đã", {"KCN": "Khu công nghiệp"}),
        (
            "doanh nghiệp nhỏ và vừa (DNNVV), hợp tác xã (HTX)",
            {"DNNVV": "doanh nghiệp nhỏ và vừa", "HTX": "hợp tác xã"},
        ),
        ("thành lập Tổ công tác (sau đây gọi tắt là TCT) của", {"TCT": "Tổ công tác"}),
        ("(02b) và (A1) hay (xem phụ lục)", {}),
    ],
)
def test_abbreviations(sentence: str, defined: dict[str, str]) -> None:
    (layout,) = lay_out(Source("a.txt", "0" * 64, PLAN.replace("1. Thực hiện.", f"1. {sentence}."), "test 1"))
    found = abbreviations(layout)
    for short, full in defined.items():
        assert found.get(short) == full
    if not defined and "THTK" not in sentence:
        assert found == {}


def test_two_forms_in_one_bracket() -> None:
    sentence = "1. Đẩy mạnh thực hành tiết kiệm, chống lãng phí (THTK, CLP)."
    (layout,) = lay_out(Source("a.txt", "0" * 64, PLAN.replace("1. Thực hiện.", sentence), "test 1"))
    assert abbreviations(layout) == {"CLP": "chống lãng phí", "THTK": "thực hành tiết kiệm"}
