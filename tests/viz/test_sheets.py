"""Facts are boxed on the page where their sentence stands, to a share of the line."""

from __future__ import annotations

from viz.facts import Entry
from viz.sheets import sheets

PAGES = "1 0 100 595 842\n2 100 200 595 842"
LINES = "1 0 50 1000 500 5000 700\n1 51 99 1000 800 5000 1000 93\n2 101 150 1000 500 5000 700"


def entry(start: int | None, end: int | None) -> Entry:
    return Entry("f1", "assignment", "việc", (), "stated", start, end, None, "")


def test_a_sentence_takes_its_share_of_the_lines_it_runs_over() -> None:
    one, two = sheets(PAGES, LINES, [entry(25, 75)], {"f1": "Giao việc"})
    assert [(m.x, m.y, m.width, m.height) for m in one.marks] == [(3000, 500, 2000, 200), (1000, 800, 2000, 200)]
    assert {m.title for m in one.marks} == {"Giao việc"}
    assert two.marks == ()


def test_a_sentence_over_a_page_end_is_boxed_on_both() -> None:
    one, two = sheets(PAGES, LINES, [entry(90, 110)], {})
    assert len(one.marks) == len(two.marks) == 1


def test_what_cannot_be_boxed_is_left_out() -> None:
    assert sheets(PAGES, "", [entry(1, 2)], {}) == []
    assert sheets("1 0 9 0 0", LINES, [entry(1, 2)], {}) == []
    assert all(not sheet.marks for sheet in sheets(PAGES, LINES, [entry(None, None), entry(500, 600)], {}))
