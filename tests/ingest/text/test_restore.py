"""Reading damaged print: what it must get right, and what it must never touch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.text.restore import restore
from ingest.text.view import View


def read(text: str) -> str:
    return restore(View.of(text)).text


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Cin ctr Ké hoach sé 376/KH-UBND", "Căn cứ Kế hoạch số 376/KH-UBND"),
        ("thyc hanh tiét kiém, chéng lang phi", "thực hành tiết kiệm, chống lãng phí"),
        ("MUC PiCH, YEU CAU", "MỤC ĐÍCH, YÊU CẦU"),
        ("cua UBND huyén", "của UBND huyện"),
        ("Phong Noi vu chu tri", "Phòng Nội vụ chủ trì"),
        ("quan 1y nha nude", "quản lý nhà nước"),
    ],
)
def test_reads_formulas_of_the_genre(printed: str, meant: str) -> None:
    assert read(printed) == meant


@pytest.mark.parametrize("kept", ["376/KH-UBND", "09/02/2023", "2022-2025", "XX", "a)", "7,5%", "UBND", "¢)", ""])
def test_numbers_codes_and_enumerators_stay_as_printed(kept: str) -> None:
    assert read(kept) == kept


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_maps_back_exactly(text: str) -> None:
    """Totality: no input raises, every word of the reading stands for a stretch of the text, in order."""
    view = restore(View.of(text))
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert list(view.starts) == sorted(view.starts)
    assert all(0 <= s <= e <= len(text) for s, e in zip(view.starts, view.ends, strict=True))
    assert len(view.text.split()) == len(text.split())
