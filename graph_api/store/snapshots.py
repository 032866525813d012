"""The folder of an embedded store: which snapshot is current, who reads which, what is left over.

    STORE/CURRENT             name of the published snapshot, replaced in one rename
    STORE/LOCK                held by the one process that publishes
    STORE/snapshots/NAME/db   an engine store that never changes again
    STORE/snapshots/NAME/note   where it came from, when not from an ingest
    STORE/snapshots/NAME/lease  held (shared) by every process that reads the snapshot
    STORE/work/               the next snapshot in the making; swept by the next writer

A name is a rising number and a random part, so that a store made anew never repeats one. Everything a power cut could
lose is synced before the pointer moves. Knows nothing of quads or queries.
"""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from graph_api.errors import DaumoiError

POLL = 0.05  # seconds between two tries for the lock: a publish takes 20 ms at least


@dataclass(slots=True)
class SnapshotFolder:
    root: Path
    lock_wait: float = 30.0
    keep: int = 3
    _guard: threading.RLock = field(default_factory=threading.RLock)
    _depth: int = 0

    @property
    def snapshots(self) -> Path:
        return self.root / "snapshots"

    @property
    def work(self) -> Path:
        return self.root / "work"

    def current(self) -> str | None:
        """Name of the published snapshot, None when nothing was ever published."""
        try:
            return (self.root / "CURRENT").read_text("ascii").strip() or None
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise DaumoiError(
                "store_damaged", f"cannot read {self.root / 'CURRENT'}: {error}", "check the folder's rights"
            ) from None

    def database(self, name: str) -> Path:
        return self.snapshots / name / "db"

    def names(self) -> list[str]:
        """All published snapshots, oldest first."""
        try:
            return sorted(entry.name for entry in self.snapshots.iterdir() if (entry / "db").is_dir())
        except FileNotFoundError:
            return []

    def note(self, name: str) -> str:
        """Where a snapshot came from, when it is not an ingest: a rollback, a restored backup."""
        try:
            return (self.snapshots / name / "note").read_text("utf-8").strip()
        except OSError:
            return ""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Holds the store's lock; a second process waits `lock_wait` seconds, then is refused. May be nested."""
        with self._guard:
            if self._depth:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                return
            handle = self._lock()
            self._depth = 1
            try:
                self.sweep()
                yield
            finally:
                self._depth = 0
                os.close(handle)

    def _lock(self) -> int:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            self.snapshots.mkdir(exist_ok=True)
            self.work.mkdir(exist_ok=True)
            handle = os.open(self.root / "LOCK", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise unwritable(self.root, error) from None
        until = time.monotonic() + self.lock_wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError as error:
                if error.errno not in (errno.EAGAIN, errno.EACCES):
                    os.close(handle)
                    raise unwritable(self.root, error) from None
            if time.monotonic() >= until:
                holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
                os.close(handle)
                raise DaumoiError(
                    "store_busy",
                    f"process {holder or '?'} is writing to {self.root}",
                    "wait until it has ended, or set DAUMOI_LOCK_WAIT to wait longer",
                )
            time.sleep(POLL)
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        return handle

    def sweep(self) -> None:
        """Removes what a killed writer left: drafts, and snapshots that were never made current."""
        current = self.current() or ""
        try:
            leftovers = list(self.work.iterdir())
            leftovers += [entry for entry in self.snapshots.iterdir() if _number(entry.name) > _number(current)]
            for entry in leftovers:
                _remove(entry)
        except OSError as error:
            raise unwritable(self.root, error) from None

    def draft(self) -> Path:
        """An empty folder for the next snapshot; only under `writing`."""
        path = self.work / "draft"
        path.mkdir()
        return path

    def publish(self, draft: Path, note: str = "") -> str:
        """Makes a finished draft the current snapshot; `note` says where it came from. Only under `writing`."""
        name = f"{_number(self.current() or '') + 1:06d}-{secrets.token_hex(4)}"
        (draft / "lease").touch()
        if note:
            (draft / "note").write_text(note + "\n", encoding="utf-8")
        sync_tree(draft)
        os.rename(draft, self.snapshots / name)
        _sync(self.snapshots)
        pointer = self.root / "CURRENT.next"
        with pointer.open("w", encoding="ascii") as out:
            out.write(name + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.rename(pointer, self.root / "CURRENT")
        _sync(self.root)
        self.prune()
        return name

    def prune(self) -> None:
        """Removes old snapshots but for the last `keep` and those that some process still reads."""
        for name in self.names()[: -max(1, self.keep)]:
            path = self.snapshots / name
            try:
                handle = os.open(path / "lease", os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                _remove(path)
                continue
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # in use; a later publish removes it
            else:
                _remove(path)
            finally:
                os.close(handle)

    def lease(self, name: str) -> int:
        """A file descriptor that keeps the snapshot from being pruned until it is closed.

        Raises FileNotFoundError when the snapshot is gone already (read CURRENT again then).
        """
        handle = os.open(self.snapshots / name / "lease", os.O_RDONLY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise FileNotFoundError(name) from None
        if not self.database(name).is_dir():
            os.close(handle)
            raise FileNotFoundError(name)
        return handle


def unwritable(root: Path, error: OSError) -> DaumoiError:
    """What a refused write to the store's folder says."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    if full or any(words in str(error) for words in ("No space left", "File too large", "quota exceeded")):
        return DaumoiError("store_unwritable", f"no space left for {root}", "free some space; nothing was changed")
    return DaumoiError(
        "store_unwritable",
        f"cannot write to the store {root}: {error.strerror or error}",
        "check that it is a folder and that you may write to it, or choose another with --store",
    )


def _number(name: str) -> int:
    digits = name.split("-")[0]
    return int(digits) if digits.isdigit() else 0


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def sync_tree(root: Path) -> None:
    """Syncs files that only this snapshot has (hard-linked ones were synced with an earlier one), then the folders."""
    for folder, _, files in os.walk(root):
        for name in files:
            path = os.path.join(folder, name)
            if os.stat(path).st_nlink == 1:
                _sync(Path(path))
        _sync(Path(folder))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
