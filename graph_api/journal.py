"""What an ingest has read but not yet published, kept beside an embedded store: a stopped ingest goes on from there.

In go the readings of files as they are done, out come those of files that have not changed since. One line of JSON a
file, so that a line cut off by a crash is left out and the rest stands. Taken away once it is published.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from graph_api.reading import FileRead, FileTask
from graph_api.records import Verdict

NAME = "unpublished.jsonl"


class Journal:
    """The file of one store; a store that is no folder has none, and nothing is kept for it."""

    def __init__(self, location: str, engine: str) -> None:
        folder = Path(location)
        self._path = folder / NAME if "://" not in location else None
        self._engine = engine
        self._places: dict[tuple[str, str], tuple[int, int]] = {}
        self._out: IO[bytes] | None = None
        if self._path and self._path.is_file():
            self._index(self._path)

    def _index(self, path: Path) -> None:
        """Where each file's line stands."""
        with contextlib.suppress(OSError), path.open("rb") as lines:
            at = 0
            for line in lines:
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    head = json.loads(line[: line.index(b"\t")])
                    if line.endswith(b"\n") and head["engine"] == self._engine:
                        self._places[head["name"], head["sha256"]] = (at, len(line))
                at += len(line)

    def taken(self, task: FileTask, digest: str) -> list[FileRead] | None:
        """What was read of these bytes under this name; None when they must be read."""
        place = self._places.get((task.name, digest)) if digest else None
        if place is None or self._path is None:
            return None
        try:
            with self._path.open("rb") as lines:
                lines.seek(place[0])
                parts = json.loads(lines.read(place[1]).partition(b"\t")[2])
            return [_read(part) for part in parts]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def add(self, task: FileTask, digest: str, parts: list[FileRead]) -> None:
        """Keeps what was read. A full disk is the publish's to tell."""
        if self._path is None or not digest or any(part.failed for part in parts):
            return
        head = json.dumps({"name": task.name, "sha256": digest, "engine": self._engine})
        line = f"{head}\t{json.dumps([_written(part) for part in parts])}\n".encode()
        with contextlib.suppress(OSError):
            if self._out is None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._out = self._path.open("ab")
            self._out.write(line)
            self._out.flush()

    def close(self) -> None:
        if self._out is not None:
            self._out.close()
            self._out = None

    def clear(self) -> None:
        """All of it is published."""
        self.close()
        if self._path is not None:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)


def _written(part: FileRead) -> dict[str, object]:
    return {**asdict(part), "quads": [line.decode("utf-8") for line in part.quads]}


def _read(part: dict[str, Any]) -> FileRead:
    return FileRead(
        part["name"],
        Verdict(**part["verdict"]),
        part["sha256"],
        tuple(line.encode("utf-8") for line in part["quads"]),
        tuple(part["graphs"]),
        tuple(part["notes"]),
    )
