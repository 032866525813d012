"""Protects the reader: the pieces are the kept text, whatever the facts; the facts say what the rows say."""

from hypothesis import given
from hypothesis import strategies as st
from view_rows import PLAN, assignment

from viz.facts import Entry, amount, entries, number
from viz.reader import pieces
from viz.rows import NoLinks
from viz.strings import Words

VI = Words("vi")
spans = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=12)


def entry(number_: int, start: int, end: int, kind: str = "assignment") -> Entry:
    return Entry(f"f{number_}", kind, "x", (), "stated", start, end)


@given(st.text(max_size=40), spans)
def test_pieces_concatenate_to_the_text(text: str, where: list[tuple[int, int]]) -> None:
    made = pieces(text, [entry(i, a, b) for i, (a, b) in enumerate(where)])
    assert "".join(piece.text for piece in made) == text


@given(st.text(min_size=1, max_size=40), spans)
def test_every_fact_inside_the_text_covers_exactly_its_span(text: str, where: list[tuple[int, int]]) -> None:
    made = pieces(text, [entry(i, a, b) for i, (a, b) in enumerate(where)])
    for start, end in where:
        if start < end <= len(text):
            anchor = f"c{start}-{end}"
            assert "".join(piece.text for piece in made if anchor in piece.covered) == text[start:end]
            assert sum(anchor in piece.anchors for piece in made) == 1


def test_a_piece_links_to_the_narrowest_fact_over_it() -> None:
    made = pieces("0123456789", [entry(1, 0, 10), entry(2, 3, 5, "target")])
    assert [(piece.text, piece.to) for piece in made] == [("012", "f1"), ("34", "f2"), ("56789", "f1")]
    assert made[1].kinds == ("assignment", "target")


def test_second_document_of_a_file_shows_its_own_part_only() -> None:
    made = pieces("letter|plan", [entry(1, 0, 6), entry(2, 7, 11)], 7, 11)
    assert [(piece.text, piece.to) for piece in made] == [("plan", "f2")]


def test_joint_leads_are_one_entry() -> None:
    rows = [assignment(body, "lead", "digital", "hạ tầng số", assignment="a1") for body in ("Phòng A", "Phòng B")]
    made = entries({"assignments": rows}, NoLinks(), VI)
    assert [entry.what for entry in made] == ["Phòng A; Phòng B: chủ trì"]


def test_blank_number_is_said_to_be_blank() -> None:
    row = {"document": PLAN, "fact": "number", "value": None, "status": "blank", "start": 0, "end": 4}
    (made,) = entries({"headers": [row]}, NoLinks(), VI)
    assert made.what == "Số, ký hiệu: để trống trong bản mẫu"
    assert made.status == "blank"


def test_amounts_are_written_as_people_write_them() -> None:
    assert amount({"comparator": ">=", "value": 50, "unit": "%"}) == "≥ 50 %"
    assert amount({"comparator": "range", "value": 62, "value_to": 63, "unit": "%", "approx": True}) == "≈ 62–63 %"
    assert amount({"comparator": "~", "value": 60, "unit": "%", "change": "decrease", "change_kind": "to"}) == "≈ 60 %"
    assert (
        amount({"comparator": ">=", "value": 10, "unit": "%", "change": "decrease", "change_kind": "by"}) == "≥ −10 %"
    )
    assert number(1234.5) == "1.234,5"
    assert number(100.0) == "100"
