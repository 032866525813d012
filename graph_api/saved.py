"""Saved queries and free queries on a store, written in the format a person asked for.

Composes `queries`, the store and `output`; used by the command line and by REST. Holds no query of its own.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Any

from graph_api import output
from graph_api.errors import CODES, DaumoiError
from graph_api.formats import GRAPHS, ROWS, by_name
from graph_api.settings import Settings
from graph_api.store.base import Binding, Store

if TYPE_CHECKING:
    from collections.abc import Callable

    from queries import SavedQuery

    Select = Callable[[str], list[dict[str, Binding]]]


def find(name: str) -> SavedQuery:
    """The saved query. Raises DaumoiError("unknown_query") with the nearest names."""
    import difflib

    import queries

    known = queries.catalogue()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, 3) or sorted(known)
    raise DaumoiError("unknown_query", f"there is no saved query {name!r}", "did you mean " + ", ".join(near) + "?")


def rows(name: str, params: Mapping[str, str], select: Select) -> list[dict[str, Any]]:
    """The rows of a saved query, its parameters bound by `queries`."""
    import queries

    find(name)
    try:
        return queries.run(name, params, select)
    except queries.QueryError as error:
        raise as_error(error) from None


def as_error(error: Any) -> DaumoiError:
    """A QueryError of `queries` as this application's own."""
    code = error.code if error.code in CODES else "bad_parameter"
    return DaumoiError(code, error.message, error.hint)


def pairs(given: Iterable[str]) -> dict[str, str]:
    """K=V options as a mapping."""
    found = {}
    for item in given:
        key, equals, value = item.partition("=")
        if not equals or not key:
            raise DaumoiError("bad_parameter", f"--param {item!r} is not K=V", "for example --param place='Thanh Miện'")
        found[key.strip()] = value
    return found


def listing(settings: Settings) -> list[str]:
    """One line for each saved query: its name, its parameters, what it answers."""
    import queries

    lines = []
    for name, query in sorted(queries.catalogue().items()):
        parameters = " ".join(parameter.name for parameter in query.parameters)
        lines.append(f"{name:<14} {parameters:<24} {query.title_vi} / {query.title_en}")
    return lines


def run_as(name: str, params: Mapping[str, str], form: str, store: Store, settings: Settings) -> str:
    """A saved query written as table, csv, tsv or json; ttl is refused for rows."""
    query = find(name)
    if is_graph(query):
        return _graph(name, params, form, store)
    if form == "ttl":
        raise DaumoiError("graph_only", f"{name} gives rows, which Turtle cannot hold", "use table, csv, tsv or json")
    return written(rows(name, params, store.select), list(query.columns), form)


def written(found: list[dict[str, Any]], columns: Sequence[str], form: str) -> str:
    """Rows as json, csv, tsv or a table."""
    if form == "ttl":
        raise DaumoiError("graph_only", "rows cannot be written as Turtle", "use table, csv, tsv or json")
    if form == "json":
        return output.as_json(found) + "\n"
    if form == "csv":
        return output.as_csv(found, columns)
    if form == "tsv":
        return output.as_tsv(found, columns)
    return _table(found, columns)


def is_graph(query: SavedQuery) -> bool:
    """Whether the query is a CONSTRUCT: those have no columns."""
    return not query.columns


def _graph(name: str, params: Mapping[str, str], form: str, store: Store) -> str:
    if form not in ("ttl", "table"):
        raise DaumoiError("rows_only", f"{name} gives a graph, which {form} cannot hold", "use --format ttl")
    import queries

    try:
        text = queries.bind(name, params, store.select)
    except queries.QueryError as error:
        raise as_error(error) from None
    return store.query(text, "text/turtle").body.decode()


def run_text(text: str, form: str | None, store: Store, settings: Settings) -> bytes:
    """Any query of the owner of the store, in any format; by default a table or Turtle."""
    from graph_api.sparql.guard import check

    checked = check(text, settings, trusted=True)
    graph = checked.form in ("CONSTRUCT", "DESCRIBE")
    if form is None or form == "table":
        if graph:
            return store.query(text, "text/turtle").body
        return _sparql_table(store.query(text, "application/sparql-results+json").body)
    wanted = by_name(form)
    if wanted is None or wanted not in (GRAPHS if graph else ROWS):
        code = "rows_only" if graph else "graph_only"
        kinds = ", ".join(known.name for known in (GRAPHS if graph else ROWS))
        raise DaumoiError(code, f"{checked.form} cannot be written as {form}", f"use one of {kinds}")
    return store.query(text, wanted.media_type).body


def _sparql_table(body: bytes) -> bytes:
    found = json.loads(body)
    if "boolean" in found:
        return b"true\n" if found["boolean"] else b"false\n"
    columns = found["head"]["vars"]
    return _table(output.plain_rows(found["results"]["bindings"], columns), columns).encode()


def _table(found: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """The table goes to the terminal itself when there is one, for its width and colours."""
    if sys.stdout is not None and sys.stdout.isatty():
        output.print_table(found, columns)
        return ""
    buffer = io.StringIO()
    with redirect_stdout(buffer):
        output.print_table(found, columns)
    return buffer.getvalue()


def map_page(store: Store, settings: Settings, *, place: str | None, field: str | None, lang: str = "vi") -> str:
    """The interactive map as one HTML page."""
    from viz import map as drawing

    return drawing.page(
        rows("assignments", {}, store.select),
        rows("documents", {}, store.select),
        chain=rows("references", {}, store.select),
        place=place,
        field=field,
        lang=lang,
    )
