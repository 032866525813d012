"""Word documents: what Word prints is what is read, in its order, numbers and tables too."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from ingest.readers import UnreadableFile, read_bytes
from ingest.readers.numbering import written


def saved(document: Any) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def text_of(document: Any) -> str:
    return read_bytes(saved(document), "a.docx").text


def numbered(document: Any, *levels: tuple[str, str]) -> str:
    """Adds a list definition with these (format, text) levels; gives its number."""
    root = document.part.numbering_part.element
    parts = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{parts}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return "77"


def in_list(document: Any, text: str, number: str, level: int) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def test_numbers_that_word_computes_are_printed() -> None:
    document = docx.Document()
    number = numbered(
        document,
        ("upperRoman", "%1."),
        ("decimal", "%2."),
        ("lowerLetter", "%3)"),
        ("decimal", "%1.%2.%4"),
        ("bullet", ""),
    )
    for level, text in ((0, "MỤC TIÊU"), (1, "Một"), (2, "Ý"), (2, "Hai ý"), (1, "Hai"), (2, "Ý"), (0, "TỔ CHỨC")):
        in_list(document, text, number, level)
    in_list(document, "Việc", number, 3)
    in_list(document, "gạch", number, 4)
    lines = [line for line in text_of(document).split("\n") if line]
    assert lines == [
        *("I. MỤC TIÊU", "1. Một", "a) Ý", "b) Hai ý", "2. Hai", "a) Ý", "II. TỔ CHỨC"),
        *("II.1.1 Việc", "- gạch"),
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [(4, "upperRoman", "IV"), (27, "lowerLetter", "aa"), (9, "decimalZero", "09"), (1990, "lowerRoman", "mcmxc")],
)
def test_forms_of_numbers(number: int, form: str, text: str) -> None:
    assert written(number, form) == text


def test_head_in_a_frame_comes_column_by_column() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "UBND HUYỆN A"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text = "Số: 12/KH-UBND"
    table.cell(1, 1).text = "A, ngày 3 tháng 2 năm 2023"
    document.add_paragraph("KẾ HOẠCH")
    lines = [line for line in text_of(document).split("\n") if line]
    assert lines[:2] == ["UBND HUYỆN A", "Số: 12/KH-UBND"]
    assert lines[2:] == [
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "A, ngày 3 tháng 2 năm 2023", "KẾ HOẠCH")
    ]


def test_cells_that_span_rows_say_it_for_each_row() -> None:
    document = docx.Document()
    table = document.add_table(3, 3, style="Table Grid")
    for i, row in enumerate((("STT", "Nhiệm vụ", "Chủ trì"), ("1", "Việc một", "Sở Y tế"), ("2", "Việc hai", ""))):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    rows = [line for line in text_of(document).split("\n") if line.startswith("|")]
    assert rows == ["| STT | Nhiệm vụ | Chủ trì |", "| 1 | Việc một | Sở Y tế |", "| 2 | Việc hai | Sở Y tế |"]


def test_changes_are_taken_as_accepted_and_controls_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Giao ")
    namespace = nsdecls("w")
    paragraph._p.append(parse_xml(f"<w:ins {namespace}><w:r><w:t>Sở Y tế</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:del {namespace}><w:r><w:delText>Sở Tài chính</w:delText></w:r></w:del>"))
    body = document.element.body
    control = parse_xml(
        f"<w:sdt {namespace}><w:sdtContent><w:p><w:r><w:t>trong ô</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    body.insert(1, control)
    assert text_of(document).split("\n")[:2] == ["Giao Sở Y tế", "trong ô"]


def test_runs_in_old_fonts_are_converted_capitals_too() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for text, font in (("uû ban nh©n d©n tØnh", ".VnTimeH"), (" triÓn khai thùc hiÖn", ".VnTime"), (" Kế hoạch", "")):
        run = paragraph.add_run(text)
        if font:
            fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
            fonts.set(qn("w:ascii"), font)
    assert text_of(document).strip() == "UỶ BAN NHÂN DÂN TỈNH triển khai thực hiện Kế hoạch"


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_cut_file_is_refused(keep: float) -> None:
    document = docx.Document()
    document.add_paragraph("Kế hoạch " * 200)
    data = saved(document)
    with pytest.raises(UnreadableFile, match="cut short or broken"):
        read_bytes(data[: int(len(data) * keep)], "a.docx")


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Kế hoạch")
    source = read_bytes(saved(document), "ke-hoach.pdf")
    assert (source.text.strip(), source.format) == ("Kế hoạch", "docx")
