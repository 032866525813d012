"""Saved queries: what the graph is asked, by name, with typed parameters, giving plain rows.

`run` gives the contract's rows from any store (through its `select`), `bind` the SPARQL text that gives the same rows
on `/sparql`. Nothing here knows which store answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from queries.binding import bind as _bind
from queries.catalogue import Parameter, QueryError, SavedQuery, catalogue, competency
from queries.resolve import Binding, Select

__all__ = ["Binding", "Parameter", "QueryError", "SavedQuery", "Select", "bind", "catalogue", "competency", "run"]


def _query(name: str) -> SavedQuery:
    found = catalogue().get(name) or competency().get(name)
    if found is None:
        raise QueryError("unknown_query", f"there is no saved query {name!r}", "`daumoi query --list` names them")
    return found


def bind(name: str, params: Mapping[str, str], select: Select) -> str:
    """The SPARQL text of a saved query with its parameters. Raises QueryError."""
    return _bind(_query(name), params, select)


def run(name: str, params: Mapping[str, str], select: Select) -> list[dict[str, object]]:
    """The rows of a saved query: its columns in order, numbers as numbers, an absent value None. Raises QueryError."""
    query = _query(name)
    rows = select(_bind(query, params, select))
    return [{column: _value(row.get(column), kind) for column, kind in query.columns.items()} for row in rows]


def _value(term: Binding | None, kind: str) -> object:
    if term is None:
        return None
    value = term["value"]
    if kind == "int":
        return int(value)
    if kind == "num":
        number = Decimal(value)
        return int(number) if number == number.to_integral_value() else float(number)
    if kind == "bool":
        return value in ("true", "1")
    return value or None  # GROUP_CONCAT of nothing is an empty string
