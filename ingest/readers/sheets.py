"""Spreadsheets (XLSX): each sheet's title lines, then its table as rows of cells.

In go the bytes, out comes one text; sheets are its pages. Merged cells say what they say in each of their rows; dates
are written the way documents write them.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass
from typing import Any

from ingest.facts import Page
from ingest.readers.archive import checked
from ingest.readers.cells import markdown_row, spread_down
from ingest.readers.model import Limits, Read, Tell
from ingest.readers.reasons import UnreadableFile
from ingest.text.view import Span

MOST_COLUMNS = 60
LEAST_CELLS = 3
"""Filled cells that make a row one of a table; fewer stand in titles and signatures."""


@dataclass(frozen=True, slots=True)
class Xlsx:
    """The reader of XLSX files."""

    name: str = "xlsx 1 (openpyxl)"

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        import openpyxl
        from openpyxl.utils.exceptions import InvalidFileException

        checked(data, limits)
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        except (
            InvalidFileException,
            zipfile.BadZipFile,
            KeyError,
            ValueError,
            TypeError,
            OSError,
            SyntaxError,
        ) as error:
            raise UnreadableFile(f"the workbook is cut short or broken ({type(error).__name__})") from None
        text = ""
        pages: list[Page] = []
        notes: list[str] = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            rows, cut = _rows(sheet, limits)
            if cut:
                notes.append(f"sheet {sheet.title}: only {limits.rows:,} rows were read")
            lines = _lines(rows)
            if not lines:
                continue
            start = len(text)
            text += ("\f" if text else "") + "\n".join(lines) + "\n"
            pages.append(Page(len(pages) + 1, Span(start, len(text))))
            tell(len(pages), len(book.worksheets))
        return Read(text, tuple(pages), tuple(notes))


def _rows(sheet: Any, limits: Limits) -> tuple[list[list[str]], bool]:
    last = min(sheet.max_row or 0, limits.rows)
    width = min(sheet.max_column or 0, MOST_COLUMNS)
    rows = [
        [_text(value) for value in row]
        for row in sheet.iter_rows(min_row=1, max_row=last, max_col=width, values_only=True)
    ]
    merged = [
        (area.min_row - 1, area.min_col - 1, area.max_row - area.min_row + 1)
        for area in list(sheet.merged_cells.ranges)[: limits.rows]
        if area.max_row > area.min_row and area.min_col <= width and area.min_row <= len(rows)
    ]
    spread_down(rows, merged)
    return rows, (sheet.max_row or 0) > last


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:g}".replace(".", ",")
    return str(value).replace("\r\n", "\n").strip()


def _lines(rows: list[list[str]]) -> list[str]:
    """Title lines, the rows of the table, and what stands below it."""
    full = [i for i, row in enumerate(rows) if sum(map(bool, row)) >= LEAST_CELLS]
    if not full:
        return [line for row in rows for line in _plain(row)]
    first, last = full[0], full[-1]
    used = [j for j in range(max(map(len, rows))) if any(row[j] for row in rows[first : last + 1])]
    out: list[str] = [line for row in rows[:first] for line in _plain(row)]
    out.append("")
    out.extend(markdown_row([row[j] for j in used]) for row in rows[first : last + 1] if any(row))
    out.append("")
    out.extend(line for row in rows[last + 1 :] for line in _plain(row))
    return out


def _plain(row: list[str]) -> list[str]:
    return [line for cell in row if cell for line in (*cell.split("\n"), "")]
