"""Protects the matrix: a real table with scopes, roles in letters, gaps that speak, and escaped labels."""

import re
from html.parser import HTMLParser

from view_rows import assignment, assignments

from viz import matrix
from viz.rows import NoLinks
from viz.strings import Words

VI = Words("vi")
OPEN = {"place": "Thanh Miện", "field": "postal", "field_label": "hạ tầng bưu chính", "body": None, "role": None}


class Cells(HTMLParser):
    """Counts what a screen reader needs: header cells with a scope, and the cells of each row."""

    def __init__(self) -> None:
        super().__init__()
        self.scopes: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "th":
            self.scopes.append(dict(attrs)["scope"] or "")


def test_table_has_scopes_a_caption_and_a_cell_for_every_pair() -> None:
    made = matrix.of_place(assignments(), NoLinks())
    page = Cells()
    page.feed(matrix.table(made, VI, "Lĩnh vực × cơ quan"))
    assert page.scopes.count("col") == len(made.columns) + 1
    assert page.scopes.count("row") == len(made.lines) == 5
    assert page.tags.count("td") == len(made.columns) * len(made.lines)
    assert "caption" in page.tags


def test_roles_are_letters_and_words_not_colour_alone() -> None:
    html = matrix.table(matrix.of_place(assignments(), NoLinks()), VI, "x")
    assert ">CT</span>" in html
    assert "chủ trì" in html
    assert "đề nghị, khuyến khích" in html


def test_field_without_a_body_says_that_no_one_is_named() -> None:
    made = matrix.of_place([*assignments(), OPEN], NoLinks())
    assert made.gaps == 1
    line = next(line for line in made.lines if line.slug == "postal")
    assert line.gap
    assert "không nêu cơ quan nào" in matrix.table(made, VI, "x")
    assert re.search("hạ tầng bưu chính,không nêu cơ quan nào", matrix.csv(made, VI))


def test_level_matrix_gives_every_place_a_column_and_names_the_body_in_the_cell() -> None:
    rows = [
        {**assignments()[0], "place": "Thanh Miện", "place_iri": "tm"},
        {**OPEN, "place_iri": "tm"},
        {
            **assignment("Phòng Kinh tế thành phố Sa Đéc", "lead", "postal", "bưu chính"),
            "place": "Sa Đéc",
            "place_iri": "sd",
        },
    ]
    made = matrix.of_level(rows, NoLinks())
    assert [column.name for column in made.columns] == ["Sa Đéc", "Thanh Miện"]
    assert made.gaps == 2
    html = matrix.table(made, VI, "x")
    assert "Phòng Văn hóa và Thông tin huyện Thanh Miện" in html
    assert html.count("không nêu cơ quan nào") == 2


def test_two_places_of_one_name_stay_two_columns_in_the_csv() -> None:
    rows = [
        {
            **assignment(f"Phòng {n}", "lead", "digital", "hạ tầng số"),
            "place": "Châu Thành",
            "place_iri": f"place/{n}/2004",
        }
        for n in "ab"
    ]
    made = matrix.of_level(rows, NoLinks())
    assert "Phòng a: chủ trì,Phòng b: chủ trì" in matrix.csv(made, VI)


def test_sorting_by_gaps_puts_the_open_field_first() -> None:
    made = matrix.of_place([*assignments(), OPEN], NoLinks(), sort="gap")
    assert made.lines[0].slug == "postal"


def test_only_leads_leaves_other_roles_out_but_keeps_gaps() -> None:
    made = matrix.of_place([*assignments(), OPEN], NoLinks(), only="lead")
    assert {mark.role for line in made.lines for cell in line.cells for mark in cell} == {"lead"}
    assert made.gaps == 1


def test_labels_are_escaped() -> None:
    hostile = assignment('<script>alert(1)</script> "x"', "lead", "a", "<img src=x onerror=alert(1)>")
    html = matrix.table(matrix.of_place([hostile], NoLinks()), VI, '"><script>')
    assert "<script" not in html
    assert "<img" not in html
