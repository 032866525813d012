"""A folder that is ingested whenever it changes.

In go a folder and a store, out comes the report of each ingest. The system says when files change; a burst of changes
(a file being copied) is waited out. Files that went are taken out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

from graph_api.errors import DaumoiError
from graph_api.ingesting import Progress, Report, ingest, remove
from graph_api.settings import Settings
from graph_api.store.base import Store

QUIET_MS = 1600
"""Milliseconds without a change before a burst counts as over; copying a large file pauses for less."""


def watch(
    folder: str,
    store: Store,
    settings: Settings,
    jobs: int = 0,
    progress: Progress | None = None,
    stop: Event | None = None,
) -> Iterator[Report]:
    """The report of the first ingest, then one for each burst of changes, until `stop` is set.

    Raises DaumoiError when there is no such folder.
    """
    from watchfiles import Change
    from watchfiles import watch as changes

    root = Path(folder)
    if not root.is_dir():
        raise DaumoiError("unreadable", f"{folder} is no folder", "name the folder to watch")
    yield ingest([folder], store, settings, jobs, progress)
    watched = changes(root, step=200, debounce=QUIET_MS, stop_event=stop, yield_on_timeout=False)
    for burst in watched:
        paths = {Path(path) for _, path in burst if not _hidden(Path(path), root)}
        if not paths:
            continue
        gone = {Path(path) for change, path in burst if change is Change.deleted and not Path(path).exists()}
        yield _without(gone, root, store, settings)
        if any(path.exists() for path in paths):
            yield ingest([folder], store, settings, jobs, progress)


def _hidden(path: Path, root: Path) -> bool:
    """Whether an ingest would leave the file out."""
    try:
        parts = path.relative_to(root.resolve()).parts
    except ValueError:
        parts = path.parts[-1:]
    return any(part.startswith((".", "~$")) for part in parts)


def _without(gone: set[Path], root: Path, store: Store, settings: Settings) -> Report:
    """Takes out the files that went, those below a folder that went too, and the members of archives."""
    from graph_api.records import held

    if not gone:
        return Report(snapshot=store.snapshot())
    names = []
    for name in held(store):
        path = root.resolve() / name
        if any(path == other or other in path.parents for other in (item.resolve() for item in gone)):
            names.append(name)
    return remove(names, store, settings) if names else Report(snapshot=store.snapshot())
