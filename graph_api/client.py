"""A handle on a store or a server for Python and notebooks: `connect("http://…")` or `connect("folder")`.

In go saved queries with parameters, SPARQL and questions, out come plain rows, or frames of pandas or polars where they
are installed. The same calls give the same rows from a folder and from a server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import httpx

from graph_api.errors import DaumoiError
from graph_api.settings import Settings

Row = dict[str, Any]
ROWS_JSON = "application/sparql-results+json"


class Source(Protocol):
    """Where rows come from: a folder read in this process, or a server."""

    def saved(self, name: str, parameters: Mapping[str, str]) -> tuple[list[str], list[Row]]: ...

    def sparql(self, text: str) -> tuple[list[str], list[Row]]: ...

    def ask(self, question: str, on: str | None) -> dict[str, Any]: ...

    def close(self) -> None: ...


class Client:
    """`frames`: "pandas" or "polars"; None: whichever is installed, pandas first."""

    def __init__(self, source: Source, frames: str | None = None) -> None:
        self._source = source
        self._frames = frames

    def query(self, name: str, **parameters: str) -> Any:
        """A saved query as a frame: its columns in order. Raises DaumoiError."""
        return self._frame(*self._source.saved(name, parameters))

    def rows(self, name: str, **parameters: str) -> list[Row]:
        """A saved query as plain dictionaries."""
        return self._source.saved(name, parameters)[1]

    def sparql(self, text: str) -> Any:
        """Any SELECT as a frame; numbers and truth values typed, all else text."""
        return self._frame(*self._source.sparql(text))

    def ask(self, question: str, on: str | None = None) -> dict[str, Any]:
        """A question in Vietnamese or English: the body of /api/v1/ask."""
        return self._source.ask(question, on)

    def close(self) -> None:
        self._source.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _frame(self, columns: Sequence[str], rows: Sequence[Row]) -> Any:
        import importlib

        for library in (self._frames,) if self._frames else ("pandas", "polars"):
            try:
                module = importlib.import_module(library)
            except ModuleNotFoundError:
                continue
            data = {column: [row.get(column) for row in rows] for column in columns}
            return module.DataFrame(data, strict=False) if library == "polars" else module.DataFrame(data)
        raise DaumoiError(
            "bad_request", "neither pandas nor polars is installed", "pip install 'daumoi[notebook]', or use .rows()"
        )


def connect(location: str | None = None, frames: str | None = None) -> Client:
    """A client of a store's folder or of a running server (its address, as http://127.0.0.1:8000).

    None: what DAUMOI_STORE names. Raises DaumoiError when a folder holds nothing.
    """
    settings = Settings.from_env(store=location)
    if frames not in (None, "pandas", "polars"):
        raise DaumoiError("bad_parameter", f"there are no frames of {frames!r}", "pandas or polars")
    if settings.store.startswith(("http://", "https://")):
        return Client(_Server(settings.store.rstrip("/").removesuffix("/sparql")), frames)
    return Client(_Folder(settings), frames)


class _Folder:
    def __init__(self, settings: Settings) -> None:
        from graph_api.store import open_store

        self.settings = settings
        self.store = open_store(settings.store, settings)
        if self.store.snapshot() == "empty":
            raise DaumoiError("store_missing", f"the store {settings.store} holds nothing yet", "daumoi ingest PATH")

    def saved(self, name: str, parameters: Mapping[str, str]) -> tuple[list[str], list[Row]]:
        from graph_api import saved

        return list(saved.find(name).columns), saved.rows(name, parameters, self.store.select)

    def sparql(self, text: str) -> tuple[list[str], list[Row]]:
        import json

        return _typed(json.loads(self.store.query(text, ROWS_JSON).body))

    def ask(self, question: str, on: str | None) -> dict[str, Any]:
        from graph_api.rest.ask import answer

        return answer(question, self.store, self.settings, on=on)

    def close(self) -> None:
        self.store.close()


class _Server:
    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=60, follow_redirects=True)

    def saved(self, name: str, parameters: Mapping[str, str]) -> tuple[list[str], list[Row]]:
        known = {row["name"]: row["columns"].split() for row in self._get("/api/v1/queries").json()}
        found: list[Row] = []
        url: str | None = f"/api/v1/queries/{name}"
        given: Mapping[str, str] | None = parameters
        while url:
            response = self._get(url, given)
            found += response.json()
            url, given = response.links.get("next", {}).get("url"), None
        return known.get(name, []), found

    def sparql(self, text: str) -> tuple[list[str], list[Row]]:
        sent = {"content-type": "application/sparql-query", "accept": ROWS_JSON}
        return _typed(_checked(self._http.post("/sparql", content=text.encode(), headers=sent)).json())

    def ask(self, question: str, on: str | None) -> dict[str, Any]:
        body: dict[str, Any] = self._get("/api/v1/ask", {"q": question, **({"on": on} if on else {})}).json()
        return body

    def close(self) -> None:
        self._http.close()

    def _get(self, url: str, parameters: Mapping[str, str] | None = None) -> httpx.Response:
        try:
            return _checked(self._http.get(url, params=parameters))
        except httpx.HTTPError as error:
            said = f"{self._http.base_url} does not answer: {error}"
            raise DaumoiError("store_unreachable", said, "start it with `daumoi serve`") from None


def _checked(response: httpx.Response) -> httpx.Response:
    """The response. Raises the server's error as it stands in its body."""
    if response.is_success:
        return response
    try:
        error = response.json()["error"]
        raise DaumoiError(error["code"], error["message"], error["hint"], status=response.status_code)
    except (ValueError, KeyError, TypeError):
        raise DaumoiError("store_refused", f"the server answered {response.status_code}", "see its log") from None


_INTEGER = ("integer", "int", "long", "nonNegativeInteger", "positiveInteger", "gYear")


def _typed(body: Mapping[str, Any]) -> tuple[list[str], list[Row]]:
    if "results" not in body:
        return ["answer"], [{"answer": body["boolean"]}]
    columns: list[str] = body["head"]["vars"]
    return columns, [
        {column: _value(row[column]) if column in row else None for column in columns}
        for row in body["results"]["bindings"]
    ]


def _value(term: Mapping[str, str]) -> Any:
    value, kind = term["value"], term.get("datatype", "").rpartition("#")[2]
    if kind in _INTEGER and value.lstrip("+-").isdigit():
        return int(value)
    if kind in ("decimal", "double", "float"):
        return float(value)
    return value in ("true", "1") if kind == "boolean" else value
