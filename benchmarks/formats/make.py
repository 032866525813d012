"""Documents in many formats, made by real programs from one text: what an office would have sent.

In go paragraphs (and a table), out come files. The text is set as offices set it: issuer beside motto in a frame,
justified body, recipients beside signature. LibreOffice makes PDF, DOC, RTF, ODT and HTML of the DOCX; reportlab makes
another PDF; scans are its pages drawn, tilted and blurred.
"""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Table = Sequence[Sequence[str]]

FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf",
    "/usr/share/fonts/truetype/noto/NotoSerif-Regular.ttf",
)


class Missing(Exception):
    """A program or font that is not installed; says which Debian package has it."""


def needs(name: str, package: str) -> str:
    """The program's path. Raises Missing."""
    found = shutil.which(name)
    if found is None:
        raise Missing(f"{name} is not installed (Debian package {package})")
    return found


def font() -> str:
    found = next((path for path in FONTS if Path(path).is_file()), None)
    if found is None:
        raise Missing("no font with all Vietnamese letters (Debian packages fonts-dejavu-core, fonts-noto-core)")
    return found


@dataclass(frozen=True, slots=True)
class Cells:
    """A table in the flow of a document; `ruled`: with lines around its cells, else a frame of two columns."""

    rows: Table
    ruled: bool = True


Flow = Sequence["str | Cells"]


def docx(path: Path, flow: Flow) -> Path:
    """A Word document: paragraphs and tables in their order."""
    import docx as word

    document = word.Document()
    for part in flow:
        if isinstance(part, Cells):
            _word_table(document, part.rows, "Table Grid" if part.ruled else "Normal Table")
        else:
            document.add_paragraph(part)
    document.add_paragraph("")  # Word ends every document with a paragraph
    document.save(str(path))
    return path


def _word_table(document: Any, rows: Table, style: str) -> None:
    from docx.shared import Mm

    table = document.add_table(len(rows), len(rows[0]), style=style)
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
            if style == "Normal Table":
                table.cell(i, j).width = Mm((65, 95)[j])


def converted(path: Path, suffix: str, profile: Path) -> Path:
    """The same document in another format, by LibreOffice."""
    office = needs("soffice", "libreoffice-writer-nogui")
    filters = {"doc": "doc:MS Word 97", "html": "html:HTML (StarWriter)", "rtf": "rtf:Rich Text Format"}
    out = path.parent / f"as-{suffix}"
    subprocess.run(
        [
            *(office, f"-env:UserInstallation={profile.as_uri()}", "--headless"),
            *("--convert-to", filters.get(suffix, suffix), "--outdir", str(out), str(path)),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return out / f"{path.stem}.{suffix}"


def pdf(path: Path, parts: Flow) -> Path:
    """A PDF by reportlab: justified, numbered pages, ruled tables."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer
    from reportlab.platypus import Table as PrintedTable

    pdfmetrics.registerFont(TTFont("text", font()))
    body = ParagraphStyle("b", fontName="text", fontSize=12, leading=16, alignment=4, firstLineIndent=28, spaceAfter=6)
    cell = ParagraphStyle("c", fontName="text", fontSize=10, leading=12)
    centred = ParagraphStyle("m", parent=cell, alignment=1)
    flow: list[Any] = []
    for part in parts:
        if not isinstance(part, Cells):
            flow.append(Paragraph(_breaks(part), body) if part else Spacer(1, 8))
            continue
        rows = [[Paragraph(_breaks(text), cell if part.ruled else centred) for text in row] for row in part.rows]
        count = len(rows[0])
        widths = [12 * mm] + [(153 / (count - 1)) * mm] * (count - 1) if part.ruled else [70 * mm, 95 * mm]
        grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if part.ruled else []
        flow += [PrintedTable(rows, colWidths=widths, style=grid), Spacer(1, 14)]

    def numbered(canvas: Any, document: Any) -> None:
        if document.page > 1:
            canvas.setFont("text", 11)
            canvas.drawCentredString(A4[0] / 2, A4[1] - 12 * mm, str(document.page))

    margins = {"leftMargin": 25 * mm, "rightMargin": 20 * mm, "topMargin": 20 * mm, "bottomMargin": 20 * mm}
    SimpleDocTemplate(str(path), pagesize=A4, **margins).build(flow, onFirstPage=numbered, onLaterPages=numbered)
    return path


def _breaks(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")


def scan(pdf_path: Path, path: Path, dpi: int = 200, tilt: float = 0.0, noise: float = 0.0) -> Path:
    """A PDF of pictures: the pages drawn, tilted, blurred and specked, packed as JPEG."""
    import pypdfium2 as pdfium
    from PIL import Image, ImageFilter

    pages = []
    chance = random.Random(7)
    with pdfium.PdfDocument(str(pdf_path)) as document:
        for page in document:
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
            if tilt:
                picture = picture.rotate(tilt, fillcolor=255, resample=Image.Resampling.BICUBIC)
            if noise:
                picture = picture.filter(ImageFilter.GaussianBlur(noise))
                dots = picture.load()
                for _ in range(int(picture.width * picture.height * 0.0004)):
                    dots[chance.randrange(picture.width), chance.randrange(picture.height)] = 90
            pages.append(picture)
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, quality=60)
    return path


def web_page(path: Path, flow: Flow) -> Path:
    """A page of a portal: menus and teasers around the document."""
    menu = "".join(f'<li><a href="/{i}">Chuyên mục số {i}</a></li>' for i in range(30))
    teasers = "".join(
        f'<div class="x"><a href="/t{i}">Tin mới nhất trong ngày về sự kiện {i}</a></div>' for i in range(20)
    )
    parts = [
        _web_table(part.rows, ' border="1"' if part.ruled else "")
        if isinstance(part, Cells)
        else f"<p>{_breaks(part)}</p>"
        for part in flow
        if part
    ]
    path.write_text(
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>Văn bản</title><script>var a=1</script></head><body>'
        f'<div id="top"><ul>{menu}</ul></div><div id="main"><div class="left"><h2>Tin tức</h2>{teasers}</div>'
        f'<div class="content">{"".join(parts)}</div></div>'
        f'<div id="foot"><p>Bản quyền thuộc Cổng thông tin điện tử</p><ul>{menu}</ul></div></body></html>',
        encoding="utf-8",
    )
    return path


def _web_table(rows: Table, attributes: str) -> str:
    cells = ("".join(f"<td>{_breaks(text)}</td>" for text in row) for row in rows)
    return f"<table{attributes}>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def xlsx(path: Path, title: Sequence[str], table: Table) -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    for text in title:
        sheet.append([text])
    for row in table:
        sheet.append(list(row))
    book.save(str(path))
    return path
