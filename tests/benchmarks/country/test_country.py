"""The made-up country: the same seed gives the same bytes, and what is read from it agrees with its own gold."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.country.check import Score, check, gold_of
from benchmarks.country.generate import generate, plans
from benchmarks.country.units import country
from graph_api import ingesting
from graph_api.settings import Settings
from graph_api.store import open_store

ONE_DISTRICT = 1 / 1_000


def test_the_country_is_whole() -> None:
    units = country()
    levels = [unit.level for unit in units.values()]
    assert levels.count("province") == 63
    assert 700 <= levels.count("district") <= 710
    assert 10_500 <= levels.count("commune") <= 10_700
    assert all(unit.parent in units for unit in units.values() if unit.level != "province")


def test_a_seed_gives_the_same_plans_whatever_the_share() -> None:
    small = {plan.code: plan for plan in plans(ONE_DISTRICT, 1)}
    large = {plan.code: plan for plan in plans(3 * ONE_DISTRICT, 1)}
    assert small.items() <= large.items()
    assert small != {plan.code: plan for plan in plans(ONE_DISTRICT, 2)}


def test_the_texts_vary_and_say_that_they_are_made_up() -> None:
    some = list(plans(0.02, 1))
    assert all("văn bản mô phỏng" in plan.text for plan in some if not plan.damaged)
    assert any(plan.number is None for plan in some)
    assert any(not plan.held for plan in some)
    assert 0.05 < sum(plan.damaged for plan in some) / len(some) < 0.15
    assert len({duty.office for plan in some for duty in plan.duties}) > 15


def scores(folder: Path, share: float) -> dict[tuple[str, bool], Score]:
    generate(folder, share)
    store = open_store(str(folder / "store"), Settings())
    ingesting.ingest([str(folder / "files")], store, Settings(), jobs=2)
    return {(score.kind, score.damaged): score for score in check(store, gold_of(folder))}


def enough(score: Score, floor: float) -> bool:
    return score.asked > 0 and score.right >= floor * score.asked


FLOORS = {"number": 0.9, "date": 0.9, "carries out": 0.95, "office": 0.6, "no other lead": 0.95}
"""For clean texts: well under what was measured, so that only a break in the way through fails here."""


def test_what_is_read_agrees_with_the_gold(tmp_path: Path) -> None:
    found = scores(tmp_path, ONE_DISTRICT)
    for kind, floor in FLOORS.items():
        assert enough(found[kind, False], floor), found[kind, False]


@pytest.mark.slow
def test_what_is_read_agrees_with_the_gold_in_a_hundredth_of_the_country(tmp_path: Path) -> None:
    found = scores(tmp_path, 0.01)
    for kind, floor in FLOORS.items():
        assert enough(found[kind, False], floor), found[kind, False]
    assert enough(found["carries out", True], 0.8)
