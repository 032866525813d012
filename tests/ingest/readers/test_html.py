"""Web pages: the document whole and in order, the portal around it gone."""

from __future__ import annotations

import contextlib
from pathlib import Path

from benchmarks.formats import make, plan
from ingest.readers import UnreadableFile, read_bytes, read_file


def test_the_portal_goes_and_the_document_stays(tmp_path: Path) -> None:
    page = make.web_page(tmp_path / "a.html", plan.flow())
    text = read_file(page, tmp_path).text
    for part in plan.BODY:
        assert part in text
    assert text.index("Số: 245/KH-UBND") < text.index("MỤC TIÊU") < text.index("Nơi nhận") < text.index("PHỤ LỤC")
    for furniture in ("Chuyên mục", "Tin mới nhất", "Bản quyền"):
        assert furniture not in text


def test_tables_lists_and_breaks() -> None:
    html = (
        "<html><body><p>Một<br>hai</p><ol type='a'><li>việc a</li><li>việc b</li></ol><ul><li>gạch</li></ul>"
        "<table border=1><tr><th>STT<th>Việc<th>Chủ trì</tr><tr><td>1<td>A<td rowspan=2>Sở Y tế</tr>"
        "<tr><td>2<td>B</tr></table><script>x()</script><p style='display:none'>ẩn</p></body></html>"
    )
    lines = [line for line in read_bytes(html.encode(), "a.html").text.split("\n") if line]
    assert lines == [
        *("Một", "hai", "a) việc a", "b) việc b", "- gạch"),
        *("| STT | Việc | Chủ trì |", "| 1 | A | Sở Y tế |", "| 2 | B | Sở Y tế |"),
    ]


def test_charsets_and_names() -> None:
    page = "<html><head><meta charset='windows-1258'></head><body><p>Ủy ban</p></body></html>"
    data = page.replace("Ủ", "U\u0309").encode("cp1258")
    assert read_bytes(data, "a.htm").text.replace("U\u0309", "Ủ") == "Ủy ban\n"
    assert read_bytes(page.encode("utf-16"), "a.txt").format in ("html", "text")


def test_nesting_without_end_is_bounded() -> None:
    page = "<html><body>" + "<div>" * 5000 + "Kế hoạch" + "</div>" * 5000 + "<p>Cuối</p></body></html>"
    with contextlib.suppress(UnreadableFile):  # the parser leaves out what lies too deep
        assert read_bytes(page.encode(), "a.html").format == "html"
