"""Targets in tables of figures: a row names what is measured, a column the year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts import Comparator, Target
from ingest.layout.model import Table
from ingest.recognise.numbers import bare_number
from ingest.recognise.settings import Setting

_INDICATOR_COLUMN = re.compile(
    r"chỉ tiêu|mục tiêu|chỉ số|tiêu chí|nội dung|sản phẩm|tên|đơn vị|địa phương", re.IGNORECASE
)
_UNIT_COLUMN = re.compile(r"^(?:đvt|đơn vị(?: tính)?|đv tính)\b", re.IGNORECASE)
_YEAR_COLUMN = re.compile(
    r"(?:(?:kế hoạch|mục tiêu|chỉ tiêu|năm|đến|giai đoạn)\D{0,24}|^)(?P<year>20\d\d)(?!\s*[-–]\s*20)", re.IGNORECASE
)
_PAST_COLUMN = re.compile(r"ƯTH|ước|thực hiện|hiện trạng|kết quả|thực tế", re.IGNORECASE)
_COLUMN_UNIT = re.compile(r"\((?P<unit>[^()]{1,24})\)\s*$")


def year_columns(table: Table) -> dict[int, str]:
    """The columns that give figures for a year to come."""
    return {i: y for i, head in enumerate(headings(table)) if (y := _column_year(head))}


def headings(table: Table) -> list[str]:
    """The first line of each column's heading."""
    return [head.split("\n")[0] for head in table.columns]


def _column_year(head: str) -> str | None:
    if _PAST_COLUMN.search(head):
        return None
    found = list(_YEAR_COLUMN.finditer(head))
    return found[-1]["year"] if found else None


def figures(table: Table, years: dict[int, str], setting: Setting) -> Iterator[Target]:
    """A row of figures: one target for each year's column."""
    heads = headings(table)
    name_at = next((i for i, head in enumerate(heads) if i not in years and _INDICATOR_COLUMN.search(head)), 0)
    unit_at = next((i for i, head in enumerate(heads) if _UNIT_COLUMN.search(head)), None)
    group = ""
    for row in table.rows:
        cells = row.cells
        name = cells[name_at] if name_at < len(cells) else None
        numbers = {
            i: (block, number)
            for i in years
            if i < len(cells) and (block := cells[i]) and (number := bare_number(block.text)) is not None
        }
        if name is None or bare_number(name.text) is not None:
            continue
        first = cells[0].text.strip() if cells[0] else ""
        if first and first not in "-+*–":
            group = "" if numbers else name.text.strip()
        if not numbers:
            continue
        measure = cells[unit_at] if unit_at is not None and unit_at < len(cells) else None
        unit = measure.text.strip() if measure else None
        for i, (block, number) in numbers.items():
            stated = _COLUMN_UNIT.search(heads[i])
            kind = heads[i][: stated.start()].split(years[i])[-1].strip(" -–") if stated else ""
            words = [group if first in ("", "-", "+", "*", "–") else "", name.text.strip(), kind]
            yield Target(
                span=block.span,
                section=row.section,
                rule="target.figure",
                audience=setting.audience,
                theme=setting.theme,
                indicator=" – ".join(w for w in words if w),
                comparator=Comparator.EQ,
                value=number,
                value_to=None,
                unit=unit or (stated["unit"] if stated else "%" if "%" in block.text else None),
                by=years[i],
            )
