"""What an owner does with an embedded store as a whole: list, go back, back up, restore, compact.

In goes a store of snapshots, out comes a new snapshot or a copy of one beside it. Nothing here changes a published
snapshot: going back and restoring publish a new one, so that they can be undone the same way. Knows nothing of quads.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from graph_api.errors import DaumoiError
from graph_api.store.base import Store
from graph_api.store.embedded import EMPTY, EmbeddedStore, Reader, open_snapshot
from graph_api.store.snapshots import sync_tree, unwritable

SUMS = "SHA256SUMS"
"""The list of a backup's files, as `sha256sum --check` reads it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A snapshot kept in the store. `bytes`: what its files hold, those it shares with others counted in each."""

    name: str
    made: str
    bytes: int
    current: bool
    note: str


@dataclass(frozen=True, slots=True)
class Compacted:
    snapshot: str
    before: int
    after: int


def embedded(store: Store) -> EmbeddedStore:
    """The store, when it is a folder. Raises DaumoiError("bad_request") for a server."""
    if isinstance(store, EmbeddedStore):
        return store
    raise DaumoiError(
        "bad_request",
        "the store is a server, which keeps no snapshots of ours",
        "use the server's own backup; `daumoi export -o FILE.nq` copies the graph from any store",
    )


def listed(store: EmbeddedStore) -> list[Listed]:
    """The snapshots kept, oldest first."""
    current = store.folder.current()
    found = []
    for name in store.folder.names():
        try:
            made = datetime.fromtimestamp((store.folder.snapshots / name / "lease").stat().st_mtime, UTC)
            size = _size(store.folder.snapshots / name)
        except FileNotFoundError:  # a writer removed it meanwhile
            continue
        note = store.folder.note(name)
        found.append(Listed(name, made.isoformat(timespec="seconds"), size, name == current, note))
    return found


def rollback(store: EmbeddedStore, which: str) -> str:
    """Publishes the content of an older snapshot again, as the newest one; `which` is its number or its name.

    Raises DaumoiError when the store keeps no such snapshot.
    """
    with store.writing():
        name = _named(store, which)
        if name == store.folder.current():
            return name
        with _opened(store, name) as database:
            return _publish_copy(store, database, store.folder.snapshots / name, f"rollback to {name}")


def backup(store: EmbeddedStore, target: Path) -> str:
    """Copies the current snapshot into a new folder, which is a store itself, with a list of checksums.

    The copy shares no file with the store. Raises DaumoiError when the folder holds something already.
    """
    target = target.expanduser().absolute()
    _refuse_used(target)
    reader = open_snapshot(store.folder)
    if reader.name == EMPTY:
        raise DaumoiError("store_missing", f"the store {store.location} holds nothing yet", "nothing was backed up")
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.mkdir(parents=True)
        shutil.copytree(store.folder.snapshots / reader.name, beside / "snapshots" / reader.name)
        (beside / "CURRENT").write_text(reader.name + "\n", encoding="ascii")
        files = sorted(path for path in beside.rglob("*") if path.is_file())
        sums = [f"{_digest(path)}  {path.relative_to(beside).as_posix()}\n" for path in files]
        (beside / SUMS).write_text("".join(sums), encoding="utf-8")
        sync_tree(beside)
        if target.exists():
            target.rmdir()
        os.rename(beside, target)
    except OSError as error:
        raise unwritable(target, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return reader.name


def restore(store: EmbeddedStore, source: Path) -> str:
    """Publishes what a backup holds as the newest snapshot. Raises DaumoiError when the backup is not whole."""
    source = source.expanduser().absolute()
    _check_whole(source)
    with store.writing():
        kept = EmbeddedStore(source, store.settings)
        name = kept.snapshot()
        reader = open_snapshot(kept.folder)
        if name == EMPTY:
            raise DaumoiError("store_missing", f"{source} holds no snapshot", "name a folder made by `daumoi backup`")
        return _publish_copy(
            store, reader.database, kept.folder.snapshots / name, f"restored from {source.name}: {name}"
        )


def compact(store: EmbeddedStore) -> Compacted:
    """Publishes the same content in fewer and fuller files: faster to read, and without what was dropped."""
    with store.writing():
        name = store.folder.current()
        if name is None:
            raise DaumoiError("store_missing", f"the store {store.location} holds nothing yet", "nothing to compact")
        before = _size(store.folder.snapshots / name)
        with _opened(store, name) as database:
            source = store.folder.snapshots / name
            new = _publish_copy(store, database, source, f"compacted {name}", optimize=True)
        return Compacted(new, before, _size(store.folder.snapshots / new))


def _publish_copy(store: EmbeddedStore, database: ox.Store, source: Path, note: str, *, optimize: bool = False) -> str:
    try:
        draft = store.folder.draft()
        database.backup(str(draft / "db"))
        if optimize:
            writable = ox.Store(str(draft / "db"))
            writable.optimize()
            writable.flush()
            del writable  # closes the engine's files before they are synced
        for beside in source.iterdir():  # what was made from the same data
            if beside.is_dir() and beside.name != "db":
                shutil.copytree(beside, draft / beside.name)
        return store.folder.publish(draft, note)
    except OSError as error:
        raise unwritable(store.folder.root, error) from None


class _opened:
    """An older snapshot for as long as the block lasts; its lease keeps it from being pruned."""

    def __init__(self, store: EmbeddedStore, name: str) -> None:
        self.store, self.name = store, name

    def __enter__(self) -> ox.Store:
        folder = self.store.folder
        try:
            lease = folder.lease(self.name)
            self.reader: Reader | None = Reader(self.name, ox.Store.read_only(str(folder.database(self.name))), lease)
        except OSError as error:
            raise DaumoiError(
                "store_damaged", f"cannot open the snapshot {self.name}: {error}", "choose another one"
            ) from None
        return self.reader.database

    def __exit__(self, *_: object) -> None:
        self.reader = None


def _named(store: EmbeddedStore, which: str) -> str:
    names = store.folder.names()
    number = which.lstrip("0")
    found = [name for name in names if name == which or name.split("-")[0].lstrip("0") == number]
    if not found:
        raise DaumoiError(
            "bad_parameter",
            f"the store {store.location} keeps no snapshot {which!r}",
            f"it keeps {', '.join(names) or 'none'}",
        )
    return found[-1]


def _refuse_used(target: Path) -> None:
    try:
        used = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError as error:
        raise unwritable(target, error) from None
    if used:
        raise DaumoiError("bad_request", f"{target} holds something already", "name a new folder")


def _check_whole(source: Path) -> None:
    try:
        lines = (source / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise DaumoiError(
            "bad_request", f"{source} is no backup: it has no {SUMS}", "name a folder made by `daumoi backup`"
        ) from None
    for line in lines:
        wanted, _, name = line.partition("  ")
        path = source / name
        if ".." in Path(name).parts or not path.is_file() or _digest(path) != wanted:
            raise DaumoiError(
                "store_damaged", f"the backup {source} is damaged at {name}", "nothing was changed; use another backup"
            )


def _digest(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
