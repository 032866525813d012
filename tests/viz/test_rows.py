"""Protects joins and CSV: labels with quotes, line breaks and formulas survive, bullets stay what they are."""

import csv
import io

from view_rows import PLAN, assignments, documents

from viz.rows import by_document, csv_text, with_documents


def test_with_documents_adds_the_place_without_touching_the_rows_own_cells() -> None:
    rows = with_documents(assignments(), documents())
    assert {row["place"] for row in rows} == {"Thanh Miện"}
    assert {row["number"] for row in rows} == {"15/KH-UBND"}
    assert [row["quote"] for row in rows] == [row["quote"] for row in assignments()]


def test_by_document_prefers_the_held_row() -> None:
    cited = {"document": PLAN, "held": False, "number": None}
    assert by_document([cited, *documents()])[PLAN]["number"] == "15/KH-UBND"
    assert by_document([*documents(), cited])[PLAN]["number"] == "15/KH-UBND"


def test_csv_round_trips_quotes_and_line_breaks() -> None:
    cells = ['Phòng "Một cửa"', "dòng một\ndòng hai", "a,b"]
    assert next(csv.reader(io.StringIO(csv_text(cells, [])))) == cells


def test_csv_cells_that_a_spreadsheet_would_run_are_made_inert_but_bullets_are_not() -> None:
    lines = list(csv.reader(io.StringIO(csv_text(["c"], [["=1+1"], ["@x"], ["-cmd|x"], ["- Đầu tư"], ["-5"]]))))
    assert [line[0] for line in lines[1:]] == ["'=1+1", "'@x", "'-cmd|x", "- Đầu tư", "-5"]
