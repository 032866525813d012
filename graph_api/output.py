"""Rows as a table, CSV, TSV or JSON, for the command line and for REST.

In go plain rows (dicts of str, number, bool or None) and their columns, out comes text. Knows nothing of queries.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def as_json(rows: Sequence[Row]) -> str:
    return json.dumps(list(rows), ensure_ascii=False, indent=2)


def as_csv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """RFC 4180, with a header line; an absent value is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def as_tsv(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """One line a row; a tab or a line end inside a value is written as \\t, \\n."""
    lines = ["\t".join(columns)]
    for row in rows:
        cells = (cell(row.get(column)) for column in columns)
        lines.append(
            "\t".join(
                text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
                for text in cells
            )
        )
    return "\n".join(lines) + "\n"


def print_table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """A table for people. Nothing is cut: long values wrap."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console = Console(width=240)
    table = Table(box=box.SIMPLE, pad_edge=False)
    shown = [column for column in columns if any(row.get(column) is not None for row in rows)] or list(columns)
    for column in shown:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(row.get(column))) for column in shown))
    console.print(table)
    console.print(f"{len(rows)} rows" if len(rows) != 1 else "1 row")


def cell(value: Any) -> str:
    """A value as text: '' for None, true and false, numbers without a needless .0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def plain_rows(bindings: Sequence[Mapping[str, Mapping[str, str]]], columns: Sequence[str]) -> list[dict[str, Any]]:
    """SPARQL bindings as plain rows: the value of each term, None where unbound."""
    return [{column: row[column]["value"] if column in row else None for column in columns} for row in bindings]
