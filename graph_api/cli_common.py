"""What every command shares: its common options, the store it works on, and how an error is told.

Knows no command. Heavy imports stand inside the functions, so that small commands start at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec, TypeVar

import typer

from graph_api.errors import DaumoiError

if TYPE_CHECKING:
    from graph_api.settings import Settings
    from graph_api.store.base import Store

P = ParamSpec("P")
R = TypeVar("R")

WRONG_USE = frozenset(
    {
        "unknown_query",
        "unknown_parameter",
        "missing_parameter",
        "bad_parameter",
        "bad_request",
        "graph_only",
        "rows_only",
        "not_acceptable",
    }
)
"""Codes of errors that end with exit code 2; all others end with 1."""

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        envvar="DAUMOI_STORE",
        metavar="STORE",
        help="A folder, or the URL of a SPARQL 1.1 server. Default: ~/.local/share/daumoi",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", envvar="DAUMOI_JSON", help="Write JSON instead of text.")]


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Turns errors that are meant for people into their message and an exit code; no traceback leaves."""

    @wraps(command)
    def inner(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except DaumoiError as error:
            fail(error)
        except BrokenPipeError:
            # The reader of our output has seen enough (head, less): not an error, and nothing more to say.
            sys.stdout = None
            raise typer.Exit(0) from None
        except KeyboardInterrupt:
            typer.echo("stopped; nothing was published", err=True)
            raise typer.Exit(130) from None

    return inner


def fail(error: DaumoiError) -> NoReturn:
    typer.echo(f"daumoi: {error.message}", err=True)
    if error.hint:
        typer.echo(f"        {error.hint}", err=True)
    raise typer.Exit(2 if error.code in WRONG_USE else 1)


def settings_for(store: str | None, **given: Any) -> Settings:
    from graph_api.settings import Settings

    return Settings.from_env(store=store, **given)


def opened(settings: Settings, *, filled: bool = True) -> Store:
    """The store; with `filled`, an empty one is an error that says how to fill it."""
    from graph_api.store import open_store

    store = open_store(settings.store, settings)
    if filled and store.snapshot() == "empty":
        raise DaumoiError(
            "store_missing", f"the store {settings.store} holds nothing yet", "fill it with `daumoi ingest PATH`"
        )
    return store
