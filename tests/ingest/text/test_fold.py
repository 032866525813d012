"""Spelling without meaning, on strings and on views."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.fold import bare, fold, fold_view, modern_tone, modern_tone_view, nfc_view
from ingest.text.view import View

VIETNAMESE = st.text(alphabet="aàảãáạăằâầêềoòôồơờuùưừyỳdđbchnqtAĐÊỦỶ  -,./\u0301\u0323\n", max_size=60)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hoà", "hòa"), ("Uỷ ban", "Ủy ban"), ("UỶ BAN", "ỦY BAN"), ("thuý", "thúy"), ("khoẻ", "khỏe"), ("xoè", "xòe"),
        ("quý", "quý"), ("QUỸ", "QUỸ"), ("hoàn", "hoàn"), ("ngoài", "ngoài"), ("loại", "loại"), ("tuyền", "tuyền"),
    ],
)  # fmt: skip
def test_tones_move_only_in_open_syllables(old: str, new: str) -> None:
    assert modern_tone(old) == new
    assert modern_tone(unicodedata.normalize("NFD", old)) == new


def test_fold_maps_d_with_stroke() -> None:
    assert fold("  Uỷ ban \n Đắk Lắk ") == "uy ban dak lak"
    assert bare("ĐIỀU") == "dieu"


@given(VIETNAMESE)
def test_views_say_what_strings_say(text: str) -> None:
    """Folding a view gives the folded string, and every character maps into the kept text."""
    view = fold_view(View.of(text))
    assert view.text == bare(text)
    assert all(0 <= a <= b <= len(text) for a, b in zip(view.starts, view.ends, strict=True))


@given(VIETNAMESE)
def test_a_word_found_folded_is_quoted_whole(text: str) -> None:
    """A span of the folded view, folded again, is what was found: no mark is cut off."""
    view = fold_view(View.of(text))
    for i in range(len(view.text)):
        assert bare(view.span(i, i + 1).of(text)).startswith(view.text[i]) or not view.span(i, i + 1).of(text)


@given(VIETNAMESE)
def test_modern_tone_keeps_lengths(text: str) -> None:
    composed = nfc_view(View.of(text))
    assert len(modern_tone_view(composed)) == len(composed)
    assert modern_tone_view(composed).text == modern_tone(text)
