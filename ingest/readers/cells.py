"""Tables on their way into the kept text: rows of cells as Markdown lines, frames of the form as plain lines.

In go rows of cell texts, whatever format they come from; out come lines that the layout reads back into the same cells.
A frame (issuer beside motto, recipients beside signature) is no table: its cells are printed one below the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

BREAK = "<br>"
ROW = "| "
"""How the line of a row begins."""
_FRAME = re.compile(
    r"doc lap.{0,5}tu do|cong hoa xa hoi|noi nhan ?:|^ ?(?:tm|kt|tl|tuq)\.|dang cong san viet nam|^ ?so ?:.{0,30}/|"
    r"^\W*[\w ]{2,40}, ngay .{0,12}thang",
    re.M,
)
_NUMBER_HEAD = re.compile(r"^ ?(?:s ?tt|tt|so tt|so thu tu)\b")
_SHORT_NUMBER = re.compile(r"^[\dIVXivx.()]{1,8}$")
_CELL_BREAK = re.compile(r"\s*\n\s*")


def _plain(text: str) -> str:
    flat = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in flat if unicodedata.category(c) != "Mn")


def is_frame(rows: Sequence[Sequence[str]]) -> bool:
    """Whether these cells set the form in columns rather than hold a table."""
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    widest = max((len(row) for row in filled), default=0)
    if widest <= 1:
        return len(rows) < 3 or sum(len(cell) for row in filled for cell in row) > 200 * len(rows)
    if widest > 3 or len(rows) > 8:
        return False
    text = _plain("\n".join(cell for row in filled for cell in row))
    return bool(_FRAME.search(text)) and not _NUMBER_HEAD.match(_plain(filled[0][0]) if filled[0] else "")


def table_lines(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows as lines: Markdown rows, or the cells of a frame one after the other, column by column."""
    rows = _trimmed(rows)
    if not rows:
        return []
    if is_frame(rows):
        return _frame_lines(rows)
    return [markdown_row(row) for row in rows]


def _trimmed(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Without empty rows and columns, all rows of one width."""
    kept = [list(row) for row in rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in kept), default=0)
    for row in kept:
        row.extend([""] * (width - len(row)))
    used = [j for j in range(width) if any(row[j].strip() for row in kept)]
    return [[row[j] for j in used] for row in kept]


def _frame_lines(rows: list[list[str]]) -> list[str]:
    out: list[str] = []
    for column in range(len(rows[0])):
        for row in rows:
            out.extend(line.strip() for line in row[column].split("\n") if line.strip())
        out.append("")
    return out[:-1]


def markdown_row(cells: Sequence[str]) -> str:
    """One row; breaks inside a cell as Markdown writes them, a bar inside a cell as the letter that looks like it."""
    texts = (_CELL_BREAK.sub(BREAK, cell.strip()).replace("|", "∣").replace("\t", " ") for cell in cells)
    return ROW + " | ".join(texts) + " |"


def spread_down(rows: list[list[str]], merged: Sequence[tuple[int, int, int]]) -> None:
    """Cells that span rows say what they say for each of them: (row, column, rows spanned). Bare numbers do not."""
    for row, column, span in merged:
        text = rows[row][column]
        if text.strip() and not _SHORT_NUMBER.match(text.strip()):
            for below in range(row + 1, min(row + span, len(rows))):
                if not rows[below][column].strip():
                    rows[below][column] = text
