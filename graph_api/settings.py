"""Every limit and every place the application uses, as named settings with the reason for each default.

A setting `max_rows` is read from the environment variable `DAUMOI_MAX_ROWS`, here and nowhere else. The values are
plain and frozen; what they mean is for the modules that use them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from graph_api.errors import DaumoiError

PREFIX = "DAUMOI_"


def default_store() -> str:
    """The user's data folder (XDG): survives a change of working directory, needs no rights, is easy to back up."""
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(home) / "daumoi")


def setting(default: Any, why: str) -> Any:
    return field(default=default, metadata={"why": why})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    store: str = field(
        default_factory=default_store,
        metadata={"why": "folder of the embedded store, or URL of a SPARQL 1.1 server; the user's data folder"},
    )
    base: str = setting("https://w3id.org/daumoi/id/", "IRIs of things begin with it; permanent identifier service")
    host: str = setting("127.0.0.1", "address to listen on; only this machine, until the owner says otherwise")
    port: int = setting(8000, "port to listen on; the usual one for development servers")
    public_url: str = setting("", "URL by which clients see the server; empty: taken from each request")
    queries: str = setting("", "folder with more saved queries (*.rq); empty: only the shipped ones")
    today: str = setting("", "the day to answer for, YYYY-MM-DD; empty: the clock. For tests and for dated answers")
    sources: str = setting(
        "", "folders (parted by :) where ingested files lie, beside those remembered; for page pictures"
    )
    jobs: int = setting(0, "processes that read files; 0: one for each core")

    deadline: float = setting(10.0, "seconds a query may run; long enough for analysis, short enough to share 2 cores")
    workers: int = setting(2, "processes for queries of strangers; one for each of two cores")
    queue: int = setting(128, "queries that may wait for a worker; more would wait longer than clients do")
    queue_wait: float = setting(10.0, "seconds a query may wait for a worker before 503; as long as one deadline")
    worker_memory: int = setting(512 * 2**20, "bytes a worker may add to its address space; a sort of about 1 M rows")
    small_slice: float = setting(0.25, "seconds a query that looked small may keep the worker for small ones")
    max_query_chars: int = setting(200_000, "characters of a query; a VALUES block of 2,000 IRIs fits")
    max_depth: int = setting(100, "brackets open at once; the engine's stack ends at about 2,200")
    max_operators: int = setting(2_500, "operators in one query; the engine's stack ends at about 6,600 UNIONs")
    max_rows: int = setting(100_000, "rows or triples of one answer; a spreadsheet still opens it")
    max_result_bytes: int = setting(64 * 2**20, "bytes of one answer; the server buffers it before the first byte")
    max_body_bytes: int = setting(2 * 2**20, "bytes of a request's body; ten times the longest query, encoded")
    body_wait: float = setting(10.0, "seconds for a request's body to arrive; a phone on a bad line needs 3")
    send_wait: float = setting(60.0, "seconds a client may take for each part of an answer; 64 MiB at 9 Mbit/s")
    cache_bytes: int = setting(64 * 2**20, "bytes of answers kept in memory; one large answer or 60,000 small ones")
    page_rows: int = setting(1_000, "rows of one page of a REST answer; about 300 KB of JSON")

    keep_snapshots: int = setting(3, "published snapshots kept; one to serve, one to go back to, one being left")
    lock_wait: float = setting(30.0, "seconds an ingest waits for another one's publish; adding a document takes 2")
    bulk_quads: int = setting(5_000, "from this many quads on a bulk load is faster than a transaction")
    optimize_quads: int = setting(
        500_000, "from this many quads in one publish the store is compacted: twice the speed"
    )

    remote_timeout: float = setting(60.0, "seconds for one request to a remote store; a bulk upload of one part")
    remote_retries: int = setting(3, "attempts of a request to a remote store that does not answer")
    remote_user: str = setting("", "user name for a remote store; empty: none")
    remote_password: str = setting("", "password for a remote store; only from the environment, never an option")
    remote_auth: str = setting("basic", "how a remote store checks the password: basic, or digest as Virtuoso does")
    remote_update: str = setting("", "update URL of a remote store; empty: derived from the query URL")
    remote_graph_store: str = setting("", "Graph Store URL of a remote store; empty: derived, else updates are used")

    remote_quads: int = setting(0, "1: large publishes are uploaded as N-Quads in few requests; not every server can")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """The settings of the environment; `given` (not None) values go before it.

        Raises DaumoiError("bad_parameter") when a variable holds no number where one is needed.
        """
        source = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for item in fields(cls):
            raw = source.get(PREFIX + item.name.upper())
            if raw:
                values[item.name] = _typed(item.name, str(item.type), raw)
        values.update({name: value for name, value in given.items() if value is not None})
        return cls(**values)


def _typed(name: str, kind: str, raw: str) -> Any:
    if kind == "str":
        return raw
    try:
        value = int(raw) if kind == "int" else float(raw)
    except ValueError:
        raise DaumoiError(
            "bad_parameter",
            f"{PREFIX}{name.upper()} is {raw!r}, which is not a number",
            f"unset {PREFIX}{name.upper()} or give it a number",
        ) from None
    if value < 0:
        raise DaumoiError("bad_parameter", f"{PREFIX}{name.upper()} is {raw}, below zero", "give a number of 0 or more")
    return value


def describe() -> list[tuple[str, str, str]]:
    """(environment variable, default, reason) of every setting, for --help and the documentation."""
    rows = []
    for item in fields(Settings):
        default = item.default if isinstance(item.default, str | int | float) else "~/.local/share/daumoi"
        rows.append((PREFIX + item.name.upper(), str(default), str(item.metadata["why"])))
    return rows
