"""Damaged text is told from clean text, and from text that is not Vietnamese."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.text.fold import bare
from ingest.text.quality import is_damaged_passage, quality_of

SAMPLE = sorted((Path(__file__).parents[3] / "ingest" / "sample").glob("*.txt"))


@pytest.mark.parametrize("path", SAMPLE, ids=lambda p: p.name[:3])
def test_only_the_scan_without_accents_is_damaged(path: Path) -> None:
    assert quality_of(path.read_text(encoding="utf-8")).damaged is path.name.startswith("002")


def test_text_without_any_accents_is_damaged() -> None:
    text = next(p for p in SAMPLE if p.name.startswith("003")).read_text(encoding="utf-8")
    found = quality_of(bare(text))
    assert found.damaged
    assert found.accents == 0.0
    assert found.reasons


def test_english_is_not_damaged_vietnamese() -> None:
    english = "The committee shall review the implementation of this programme and report the results annually. " * 20
    assert not quality_of(english).damaged


def test_a_passage_is_judged_by_itself() -> None:
    assert is_damaged_passage("Thyc hién Ké hoach sé cia UBND tinh vé trién khai phong trdo thi dua")
    assert not is_damaged_passage("Thực hiện Kế hoạch của UBND tỉnh về triển khai phong trào thi đua yêu nước")
