"""What all REST routes share: the services of the application, and rows as a finished response.

Rows leave as a plain list of objects in JSON, or as CSV or TSV, by suffix, `format=` or Accept; what is said about
them (snapshot, total, next page) stands in headers, so that the body is the data alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from graph_api import output
from graph_api.errors import DaumoiError
from graph_api.formats import CSV, TSV, Format, by_name, negotiate
from graph_api.sparql.http import etag, matches, not_modified

if TYPE_CHECKING:
    from graph_api.app import Services

PLAIN_JSON = Format("json", "application/json", ("text/json", "application/sparql-results+json"))
OFFERED: tuple[Format, ...] = (PLAIN_JSON, CSV, TSV)
PAGING = frozenset({"limit", "after", "format", "header"})
"""Parameters of the routes themselves, never of a saved query."""

Row = dict[str, Any]


def services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


def wanted_format(request: Request, suffix: str = "", offered: tuple[Format, ...] = OFFERED) -> Format:
    """By suffix, then `format=`, then Accept."""
    name = suffix or request.query_params.get("format", "")
    if not name:
        return negotiate(request.headers.get("accept", ""), offered)
    for known in offered:
        if name in (known.name, known.media_type):
            return known
    if by_name(name) is None:
        names = ", ".join(known.name for known in offered)
        raise DaumoiError("not_acceptable", f"the format {name[:40]} is not known", f"use one of {names}")
    code = "graph_only" if name == "ttl" else "not_acceptable"
    raise DaumoiError(code, f"rows cannot be given as {name}", "use csv, tsv or json")


def reply(
    request: Request, columns: Sequence[str] | None, make: Callable[[], Sequence[Row]], suffix: str = "", note: str = ""
) -> Response:
    """The rows that `make` gives, one page of them; 304 without making them where the client holds them.

    `columns` None: those of the first row. `note`: a line that CSV begins with when `header=1` asks for it.
    """
    given = services(request)
    form = wanted_format(request, suffix)
    snapshot = given.snapshot()
    tag = etag(snapshot, str(request.url), form.media_type, given.settings.today)
    headers = {
        "ETag": tag,
        "X-Snapshot": snapshot,
        "Vary": "Accept",
        "Cache-Control": "public, max-age=0, must-revalidate",
        "X-Content-Type-Options": "nosniff",
    }
    if matches(request, tag):
        return not_modified(headers)
    limit, after = page_of(request)
    rows = make()
    shown = rows[after : after + limit]
    headers["X-Total"] = str(len(rows))
    if after + limit < len(rows):
        following = request.url.include_query_params(after=after + limit)
        headers["Link"] = f'<{following}>; rel="next"'
        headers["X-Truncated"] = f"true; limit={limit}"
    names = list(columns) if columns is not None else list(rows[0]) if rows else []
    return Response(_written(form, shown, names, note, request), headers={**headers, "Content-Type": form.content_type})


def _written(form: Format, rows: Sequence[Row], columns: Sequence[str], note: str, request: Request) -> str:
    if form is CSV:
        comment = request.query_params.get("header") in ("1", "true") and note
        return (f"# {note}\r\n" if comment else "") + output.as_csv(rows, columns)
    if form is TSV:
        return output.as_tsv(rows, columns)
    return json.dumps(list(rows), ensure_ascii=False)


def page_of(request: Request) -> tuple[int, int]:
    """(limit, after): how many rows, after how many. The order of a query's rows is fixed within a snapshot."""
    most = services(request).settings.page_rows
    limit = _number(request.query_params.get("limit"), "limit", most)
    after = _number(request.query_params.get("after"), "after", 0)
    return max(1, min(limit, 10 * most)), after


def _number(raw: str | None, name: str, default: int) -> int:
    if raw is None or raw == "":
        return default
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9:
        raise DaumoiError("bad_parameter", f"{name}={raw[:40]} is no number", f"for example {name}=100")
    return int(raw)


def only(request: Request, known: Sequence[str]) -> dict[str, str]:
    """The request's parameters that are not empty. Raises DaumoiError for one that the route does not know."""
    given: dict[str, str] = {}
    for key, value in request.query_params.multi_items():
        if key in PAGING and key not in known:
            continue
        if key not in known:
            listed = ", ".join(known) or "none"
            raise DaumoiError("unknown_parameter", f"there is no parameter {key[:60]!r} here", f"known are: {listed}")
        if key in given:
            raise DaumoiError("bad_parameter", f"{key} was given twice", "give it once")
        if "\0" in value or len(value) > 2_000:
            raise DaumoiError("bad_parameter", f"{key} is too long or holds a zero byte", "give a name")
        if value.strip():
            given[key] = value.strip()
    return given


def parameters(described: Mapping[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """OpenAPI for query parameters: name -> (what it is, an example)."""
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": {"type": "string"},
            **({"example": example} if example else {}),
        }
        for name, (text, example) in described.items()
    ]


PAGES_OF = {
    "limit": ("rows of a page", "100"),
    "after": ("rows to leave out; the Link header names the next page", "0"),
    "format": ("json, csv or tsv; goes before Accept", "json"),
}

ERROR_SCHEMA = {
    "description": "code, message and hint",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {
                    "error": {
                        "type": "object",
                        "required": ["code", "message", "hint"],
                        "properties": {
                            "code": {"type": "string"},
                            "message": {"type": "string"},
                            "hint": {"type": "string"},
                        },
                    }
                },
            }
        }
    },
}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: ERROR_SCHEMA for status in (304, 400, 404, 405, 406, 409, 500, 503) if status != 304
}


def rows_schema(example: Sequence[Row] = ()) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses of a route that gives rows."""
    content: dict[str, Any] = {
        "application/json": {"schema": {"type": "array", "items": {"type": "object"}}},
        "text/csv": {"schema": {"type": "string"}},
        "text/tab-separated-values": {"schema": {"type": "string"}},
    }
    if example:
        content["application/json"]["example"] = list(example)
    return {200: {"description": "rows", "content": content}, 304: {"description": "not modified"}, **ERRORS}
