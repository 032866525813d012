"""Runs without a full stop: their parts cover them, in order, and none is longer than a sentence."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ingest.recognise.long_runs import LONGEST, in_parts


@given(st.sampled_from(["Sở Nội vụ, ", "a", "báo cáo; ", " ", "95%"]), st.integers(0, 9000), st.integers(0, 20))
def test_parts_cover_the_run(unit: str, length: int, start: int) -> None:
    text = unit * (length // len(unit) + 1)
    start = min(start, len(text))
    parts = list(in_parts(text, start, len(text)))
    assert parts[0][0] == start
    assert parts[-1][1] == len(text)
    assert all(a[1] == b[0] for a, b in pairwise(parts))
    assert all(b - a <= LONGEST for a, b in parts)


def test_a_run_is_cut_behind_a_semicolon() -> None:
    text = "a" * 2000 + "; " + "b " * 1000
    assert list(in_parts(text, 0, len(text))) == [(0, 2001), (2001, len(text))]
