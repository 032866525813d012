"""Protects the noise curves: labels follow the edits exactly, whatever the edits are."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.extraction import noise
from benchmarks.extraction.items import Document, File, Item
from ingest.text.view import Span

TEXT = "II. TỔ CHỨC THỰC HIỆN\n1. Sở Nội vụ chủ trì, thực hiện Quyết định số 1478/QĐ-TTg ngày 28/11/2022 hằng năm.\n"


@pytest.mark.parametrize("name", sorted(noise.CHANNELS))
def test_no_damage_at_rate_nought(name: str) -> None:
    edits = list(noise.CHANNELS[name](TEXT, 0.0, random.Random(1)))
    assert noise.apply(TEXT, edits).text == TEXT


@pytest.mark.parametrize("name", sorted(noise.CHANNELS))
def test_every_channel_damages_something(name: str) -> None:
    edits = list(noise.CHANNELS[name](TEXT * 5, 1.0, random.Random(1)))
    assert noise.apply(TEXT * 5, edits).text != TEXT * 5


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=60), st.data())
def test_a_place_that_no_edit_touches_still_holds_its_words(text: str, data: st.DataObject) -> None:
    cuts = sorted(set(data.draw(st.lists(st.integers(0, len(text)), max_size=8))))
    edits = [(a, b, data.draw(st.text(max_size=4))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    noisy = noise.apply(text, edits)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if all(b <= start or end <= a for a, b, _ in edits):
        assert noisy.span(Span(start, end)).of(noisy.text) == text[start:end]


def test_labels_go_with_the_words() -> None:
    at = TEXT.index("chủ trì")
    item = Item("assignments", {"bodies": ["Sở Nội vụ"]}, (Span(at, at + 7),))
    file = File("a", TEXT, (Document(1, {}, {"assignments": (item,)}),))
    noisy = noise.apply(TEXT, list(noise.accents(TEXT, 1.0, random.Random(1))))
    (carried,) = noise.carry(file, noisy).documents[0].items["assignments"]
    assert carried.spans[0].of(noisy.text) == "chu tri"
    assert noise.bare("Ủy ban, đô thị") == "Uy ban, do thi"


def test_lost_hyphens_stay_in_symbols() -> None:
    noisy = noise.apply(TEXT + " kinh tế - xã hội 2020-2025", list(noise.hyphens(TEXT, 1.0, random.Random(1))))
    assert "1478/QĐTTg" in noisy.text
    assert "kinh tế - xã hội 2020-2025" in noisy.text


def test_area_of_a_flat_curve_is_its_height() -> None:
    assert noise.area([(0.0, 0.8), (0.5, 0.8), (1.0, 0.8)]) == pytest.approx(0.8)
