"""Numbers of documents in all their forms, gaps folded, and what only looks like one."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.recognise.symbols import find_symbols


@pytest.mark.parametrize(
    ("text", "number", "abbreviation"),
    [
        ("08/KH-UBND", "08/KH-UBND", "KH"),
        ("580/KH- UBND", "580/KH-UBND", "KH"),
        ("112/KH - UBND ngày", "112/KH-UBND", "KH"),
        ("397     /UBND -TP", "397/UBND-TP", None),
        ("2881/UBND – VP ngày", "2881/UBND-VP", None),
        ("0124/KH-UBND", "0124/KH-UBND", "KH"),
        ("02 -CTr/TU, ngày", "02-CTr/TU", "CTr"),
        ("39-CT / TW ngày", "39-CT/TW", "CT"),
        ("15-CTHĐ/TU", "15-CTHĐ/TU", "CTHĐ"),
        ("1961/QĐUBND", "1961/QĐUBND", "QĐ"),
        ("61/2018/NĐCP", "61/2018/NĐCP", "NĐ"),
        ("27/CTTg", "27/CTTg", "CT"),
        ("30/2020/NĐ-CP", "30/2020/NĐ-CP", "NĐ"),
        ("190/2025/QH15", "190/2025/QH15", None),
        ("31/2024/QH 15 ngày 18", "31/2024/QH15", None),
        ("101/2025/UBTVQH15", "101/2025/UBTVQH15", None),
        ("1669/NQ-UBTVQH15", "1669/NQ-UBTVQH15", "NQ"),
        ("06/2009/UBND", "06/2009/UBND", None),
        ("252/KH-BCĐQG1237", "252/KH-BCĐQG1237", "KH"),
        ("11306/VPCP-NN", "11306/VPCP-NN", None),
        ("04/TT-MTTW-BTT", "04/TT-MTTW-BTT", "TT"),
        ("43-CV/BCĐ", "43-CV/BCĐ", "CV"),
        ("02/TTr-CAT- ANCTNB ngày", "02/TTr-CAT-ANCTNB", "TTr"),
        ("2231/SNV-CCHC&PC", "2231/SNV-CCHC&PC", None),
        ("32/CT-TTG NGÀY", "32/CT-TTg", "CT"),
    ],
)
def test_one_number(text: str, number: str, abbreviation: str | None) -> None:
    assert [(s.number, s.abbreviation) for s in find_symbols(text)] == [(number, abbreviation)]


@pytest.mark.parametrize(
    "text",
    [
        "giai đoạn 2022-2025 - Hình thức",
        "tăng 7-8%/năm",
        "trạm 3G/4G",
        "Quý IV/2025- Quý II/2026",
        "1/2 tổng số",
        "ngày 01/6/2023",
        "đến năm 2030 - Kinh tế số",
        "02 người/UBND",
    ],
)
def test_no_number(text: str) -> None:
    assert [s for s in find_symbols(text) if s.sure] == []


def test_a_name_behind_a_dash_is_not_swallowed() -> None:
    assert [s.number for s in find_symbols("08/KH-UBND - Sở Nội vụ")] == ["08/KH-UBND"]


@given(st.text(alphabet="0123456789/-– KHQĐUBNDTTgCPtw", max_size=80))
def test_any_text_gives_numbers_inside_it_in_order(text: str) -> None:
    found = list(find_symbols(text))
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
