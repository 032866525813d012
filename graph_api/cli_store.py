"""The commands on a store as a whole: `snapshots`, `rollback`, `backup`, `restore`, `compact`.

They register themselves on the command line's application and hold no logic of their own.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from graph_api.cli_common import JsonOption, StoreOption, opened, settings_for, told

if TYPE_CHECKING:
    from graph_api.store.embedded import EmbeddedStore


def _embedded(store: str | None, *, filled: bool = True) -> EmbeddedStore:
    from graph_api.store.operations import embedded

    return embedded(opened(settings_for(store), filled=filled))


def _published(snapshot: str, before: str, json: bool) -> None:
    if json:
        from json import dumps

        typer.echo(dumps({"snapshot": snapshot, "published": snapshot != before}))
    else:
        typer.echo(f"snapshot {snapshot}{'' if snapshot != before else ' (unchanged)'}")


@told
def snapshots(store: StoreOption = None, json: JsonOption = False) -> None:
    """The snapshots kept: name, when it was made, size, where it came from. The current one has a star."""
    from dataclasses import asdict
    from json import dumps

    from graph_api.store.operations import listed

    rows = listed(_embedded(store))
    if json:
        typer.echo(dumps([asdict(row) for row in rows]))
        return
    for row in rows:
        mark = "*" if row.current else " "
        typer.echo(f"{mark} {row.name}  {row.made}  {row.bytes / 1e6:10.1f} MB  {row.note}".rstrip())


@told
def rollback(
    snapshot: Annotated[str, typer.Argument(metavar="N", help="Number or name, as `daumoi snapshots` lists them.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Goes back to an older snapshot: its content becomes the newest snapshot."""
    from graph_api.store import operations

    held = _embedded(store)
    before = held.snapshot()
    _published(operations.rollback(held, snapshot), before, json)


@told
def backup(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.")],
    store: StoreOption = None,
) -> None:
    """Copies the current snapshot into a new folder, which is a store itself, with checksums."""
    from graph_api.store import operations

    name = operations.backup(_embedded(store), folder)
    typer.echo(f"snapshot {name} is in {folder}; `daumoi restore {folder}` brings it back")


@told
def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder made by `daumoi backup`.")],
    store: StoreOption = None,
    json: JsonOption = False,
) -> None:
    """Checks a backup and publishes what it holds as the newest snapshot."""
    from graph_api.store import operations

    held = _embedded(store, filled=False)
    _published(operations.restore(held, folder), "", json)


@told
def compact(store: StoreOption = None, json: JsonOption = False) -> None:
    """Publishes the same content in fewer and fuller files: faster to read, without what was dropped."""
    from dataclasses import asdict
    from json import dumps

    from graph_api.store import operations

    done = operations.compact(_embedded(store))
    if json:
        typer.echo(dumps(asdict(done)))
    else:
        typer.echo(f"snapshot {done.snapshot}; {done.before / 1e6:.1f} MB became {done.after / 1e6:.1f} MB")


def register(app: typer.Typer) -> None:
    for command in (snapshots, rollback, backup, restore, compact):
        app.command()(command)
