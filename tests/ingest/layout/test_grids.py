"""Tables read back into cells: one cell between two bars, Markdown rows, groups, heads over several columns."""

from __future__ import annotations

from ingest.facts import Source
from ingest.layout import lay_out
from ingest.layout.model import Table


def tables(text: str) -> list[Table]:
    (layout,) = lay_out(Source("a.txt", "0" * 64, text, "test 1"))
    return [table for _, node in layout.body.walk() for table in node.tables]


def bars(*rows: list[str]) -> str:
    """Rows as web pages print them: each cell between bars, a row's last bar followed by the next one's first."""
    return "\n".join("|\n" + "\n|\n".join(row) + "\n|" for row in rows)


HEAD = "KẾ HOẠCH\nTriển khai\n\nI. TỔ CHỨC\n\n1. Sở Nội vụ thực hiện.\n\nPHỤ LỤC\n\nDANH MỤC NHIỆM VỤ\n\n"


def texts(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row.cells] for row in table.rows]


def test_one_cell_a_line_with_groups() -> None:
    text = HEAD + bars(
        ["STT", "Nhiệm vụ", "Chủ trì"],
        ["**I. NHẬN THỨC**"],
        ["1", "Tuyên truyền\nsâu rộng", "Sở TT&TT"],
        ["2", "Tập huấn", "Sở Nội vụ"],
        ["**II. HẠ TẦNG**"],
        ["3", "Phát triển 5G", ""],
    )
    (table,) = tables(text)
    assert table.columns == ("STT", "Nhiệm vụ", "Chủ trì")
    assert [row.section for row in table.rows] == [
        "Phụ lục.I", "Phụ lục.I.1", "Phụ lục.I.2", "Phụ lục.II", "Phụ lục.II.3",
    ]  # fmt: skip
    assert texts(table)[1] == ["1", "Tuyên truyền sâu rộng", "Sở TT&TT"]
    assert texts(table)[4] == ["3", "Phát triển 5G", ""]


def test_cells_map_to_the_kept_text() -> None:
    text = HEAD + bars(
        ["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Xây dựng **kế\nhoạch** năm", "Sở X"], ["2", "Việc", "Sở Y"]
    )
    (table,) = tables(text)
    cell = table.rows[0].cells[1]
    assert cell is not None
    assert cell.text == "Xây dựng kế hoạch năm"
    assert cell.span.of(text) == "Xây dựng **kế\nhoạch** năm"


def test_a_head_over_several_columns() -> None:
    years = ["2026", "2027", "2028"]
    rows = [[str(n), "Chè", *years] for n in range(1, 6)]
    (table,) = tables(HEAD + bars(["TT", "Chỉ tiêu", "Giai đoạn"], ["Năm 2026", "Năm 2027", "Năm 2028"], *rows))
    assert table.columns == ("TT", "Chỉ tiêu", "Giai đoạn Năm 2026", "Giai đoạn Năm 2027", "Giai đoạn Năm 2028")
    assert len(table.rows) == 5


def test_markdown_rows() -> None:
    text = HEAD + "| TT | Việc | Chủ trì |\n|---|---|---|\n| 1 | Tập huấn | Sở X |\n| 1.1 | Đợt một | Sở Y |\n"
    (table,) = tables(text)
    assert table.columns == ("TT", "Việc", "Chủ trì")
    assert [row.section for row in table.rows] == ["Phụ lục.1", "Phụ lục.1.1"]
