"""The embedded store: an engine store in a folder of immutable snapshots.

A publish takes the current snapshot as hard links, changes it, flushes it and moves the pointer; readers never see a
store that somebody writes. Readers follow the pointer from call to call. Knows nothing of documents.
"""

from __future__ import annotations

import json
import os
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.store.base import Answer, Binding, Change
from graph_api.store.evaluate import Job, evaluate
from graph_api.store.snapshots import SnapshotFolder, unwritable

CHANGES = "changes.jsonl"
EMPTY = "empty"
"""The id of the snapshot before the first publish."""


Finisher = Callable[[Path, Path | None, Collection[str], Callable[[str], list[dict[str, Binding]]]], None]
"""Completes a snapshot before it is published: its folder, the former one's, the changed graphs, how to ask it."""


class Reader:
    """One snapshot, open for reading. Holds the snapshot's lease until it is dropped."""

    def __init__(self, name: str, database: ox.Store, lease: int | None = None) -> None:
        self.name = name
        self.database = database
        self._lease = lease

    def query(self, sparql: str, accept: str) -> Answer:
        return evaluate(self.database, Job(sparql, accept))

    def __del__(self) -> None:
        if getattr(self, "_lease", None) is not None:
            assert self._lease is not None
            os.close(self._lease)
            self._lease = None


class EmbeddedStore:
    """`folder` need not exist: reading then sees an empty store, the first publish makes it."""

    def __init__(self, folder: str | Path, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.location = str(folder)
        self.folder = SnapshotFolder(
            Path(folder).expanduser().absolute(), self.settings.lock_wait, self.settings.keep_snapshots
        )
        self.finisher: Finisher | None = None
        self._reader: Reader | None = None
        self._guard = threading.Lock()

    # reading

    def snapshot(self) -> str:
        return self.folder.current() or EMPTY

    def reader(self) -> Reader:
        """The current snapshot; opened once and kept until the pointer moves."""
        name = self.snapshot()
        reader = self._reader
        if reader is not None and reader.name == name:
            return reader
        with self._guard:
            if self._reader is None or self._reader.name != self.snapshot():
                self._reader = open_snapshot(self.folder)
            return self._reader

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        return _rows(self.reader(), sparql)

    def ask(self, sparql: str) -> bool:
        return bool(json.loads(self.reader().query(sparql, "application/sparql-results+json").body)["boolean"])

    def construct(self, sparql: str) -> bytes:
        return self.reader().query(sparql, "application/n-triples").body

    def query(self, sparql: str, accept: str) -> Answer:
        return self.reader().query(sparql, accept)

    def graphs(self) -> list[str]:
        return [str(graph.value) for graph in self.reader().database.named_graphs()]

    def dump(self, out: IO[bytes]) -> None:
        self.reader().database.dump(out, ox.RdfFormat.N_QUADS)

    def close(self) -> None:
        self._reader = None

    # writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        with self.folder.writing():
            yield

    def note(self, record: Mapping[str, Any]) -> None:
        """One line in STORE/changes.jsonl; a line that a power cut left unfinished is skipped by readers."""
        with self.folder.writing(), (self.folder.root / CHANGES).open("a", encoding="utf-8") as out:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")

    def changes(self, most: int = 100) -> list[dict[str, Any]]:
        try:
            with (self.folder.root / CHANGES).open(encoding="utf-8") as lines:
                last = deque(lines, maxlen=most)
        except (FileNotFoundError, NotADirectoryError):
            return []
        found = []
        for line in reversed(last):
            with suppress(ValueError):
                found.append(json.loads(line))
        return found

    def settle(self) -> None:
        """Nothing to do: readers never see an unfinished publish, and the next writer sweeps its remains."""

    def publish(self, change: Change) -> str:
        with self.folder.writing():
            try:
                return self._publish(change)
            except OSError as error:
                raise unwritable(self.folder.root, error) from None
            except SyntaxError as error:
                raise DaumoiError(
                    "internal", f"the quads to publish are wrong: {str(error)[:300]}", "nothing was changed; report it"
                ) from None

    def _publish(self, change: Change) -> str:
        incoming = self.folder.work / "incoming.nq"
        count, graphs = _spool(change.quads, incoming)
        held = {iri for iri in change.drop if self._holds(iri)}
        if not count and not held:
            incoming.unlink()
            return self.snapshot()
        draft = self.folder.draft()
        self._fill(draft / "db", incoming, count, sorted(held))
        incoming.unlink()
        self._finish(draft, {*held, *graphs})
        name = self.folder.publish(draft)
        self._reader = None
        return name

    def _finish(self, draft: Path, changed: Collection[str]) -> None:
        """What else a snapshot holds, made from its data before it is published."""
        if self.finisher is not None:
            current = self.folder.current()
            reader = Reader("draft", ox.Store.read_only(str(draft / "db")))
            before = self.folder.snapshots / current if current else None
            self.finisher(draft, before, changed, lambda sparql: _rows(reader, sparql))

    def _holds(self, iri: str) -> bool:
        return self.reader().database.contains_named_graph(ox.NamedNode(iri))

    def _fill(self, target: Path, incoming: Path, count: int, drop: Iterable[str]) -> None:
        """The next snapshot's data: a copy of the current one, less the dropped graphs, plus the incoming quads."""
        if self.folder.current() is not None:
            self.reader().database.backup(str(target))
        database = ox.Store(str(target))
        for iri in drop:
            database.remove_graph(ox.NamedNode(iri))
        if count >= self.settings.bulk_quads:
            database.bulk_load(path=str(incoming), format=ox.RdfFormat.N_QUADS)
        elif count:
            database.load(path=str(incoming), format=ox.RdfFormat.N_QUADS)
        database.flush()
        if count >= self.settings.optimize_quads:
            database.optimize()
            database.flush()
        del database  # closes the engine's files before they are synced and renamed


def open_snapshot(folder: SnapshotFolder) -> Reader:
    """The current snapshot of a folder. Raises DaumoiError("store_damaged") when it cannot be opened."""
    failure: Exception | None = None
    for _ in range(5):  # between reading the pointer and taking the lease a writer may have pruned the snapshot
        name = folder.current()
        if name is None:
            return Reader(EMPTY, ox.Store())
        try:
            lease = folder.lease(name)
        except OSError as error:
            failure = error
            continue
        try:
            return Reader(name, ox.Store.read_only(str(folder.database(name))), lease)
        except OSError as error:
            os.close(lease)
            failure = error
    raise DaumoiError(
        "store_damaged",
        f"cannot open the snapshot {folder.current()} of {folder.root}: {failure}",
        "check the folder's rights; if files are missing, restore it or ingest into a new folder",
    )


def _rows(reader: Reader, sparql: str) -> list[dict[str, Binding]]:
    body = reader.query(sparql, "application/sparql-results+json").body
    rows: list[dict[str, Binding]] = json.loads(body)["results"]["bindings"]
    return rows


def _spool(quads: Iterable[bytes], path: Path) -> tuple[int, set[str]]:
    """Writes the quads to a file; returns how many, and the named graphs."""
    count = 0
    graphs: set[bytes] = set()
    with path.open("wb") as out:
        for line in quads:
            out.write(line if line.endswith(b"\n") else line + b"\n")
            graphs.add(line.rstrip(b" .\r\n").rpartition(b" ")[2])
            count += 1
    return count, {graph[1:-1].decode(errors="replace") for graph in graphs}
