"""Files into N-Quads, one file at a time: the part of an ingest that runs in other processes.

In goes a path, out come `FileRead`s, one for a file and one for each member of an archive: the quads by named graph, or
the reason why it could not be read. A pure function of the file and the engine's version; knows no store.
"""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph_api.errors import DaumoiError
from graph_api.records import Verdict

if TYPE_CHECKING:
    from ingest.facts import Source
    from ingest.readers import Opened, Refused

MAX_TEXT_BYTES = 8 * 2**20
"""The engine reads a line of N-Quads up to 16 MiB, and escapes may double a text; the longest law has 1 MB."""
PLAIN = (".txt", ".md", ".markdown")
"""Files so called are read at once; any other may take longer than starting a process."""
POOL_FROM = 4  # files; below that, starting processes costs more than it gains


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to read; `name` is its path relative to the path ingested, by which the store knows it."""

    path: str
    root: str
    name: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """What reading gave. `verdict.reason` is set when the file failed; `quads` may still hold its text."""

    name: str
    verdict: Verdict
    sha256: str = ""
    quads: tuple[bytes, ...] = ()
    graphs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        return self.verdict.verdict in ("refused", "not understood")


@dataclass(slots=True)
class Found:
    """Files under the paths given, and the paths that gave none with the reason."""

    tasks: list[FileTask] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def find(paths: Iterable[str]) -> Found:
    """Every file under the paths, in a stable order. Hidden files and folders are left out."""
    found = Found()
    names: dict[str, str] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            _walk(path, found)
        elif path.exists():
            found.tasks.append(FileTask(str(path), str(path.parent), path.name))
        else:
            found.failed.append((given, "there is no such file or folder"))
    kept: list[FileTask] = []
    for task in found.tasks:
        first = names.setdefault(task.name, task.path)
        if os.path.abspath(first) != os.path.abspath(task.path):
            found.failed.append((task.path, f"is called {task.name} like {first}; ingest their common folder instead"))
        elif all(task.path != other.path for other in kept[-1:]):
            kept.append(task)
    found.tasks = kept
    return found


def _walk(root: Path, found: Found) -> None:
    def refused(error: OSError) -> None:
        found.failed.append((str(error.filename), f"cannot be opened: {error.strerror}"))

    before = len(found.tasks) + len(found.failed)
    for folder, folders, files in os.walk(root, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if not name.startswith((".", "~$")):
                found.tasks.append(FileTask(str(path), str(root), path.relative_to(root).as_posix()))
    if len(found.tasks) + len(found.failed) == before:
        found.failed.append((str(root), "the folder holds no files"))


def digest(path: str) -> str:
    """sha256 of the file's bytes, '' when it cannot be read (reading it will say why)."""
    try:
        with open(path, "rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""


def read(task: FileTask, engine: str, base: str) -> list[FileRead]:
    """Reads one file, and the members of an archive. Never raises: what goes wrong is a verdict's reason."""
    from ingest.readers import read_all as sources

    try:
        outcomes = sources(Path(task.path), Path(task.root))
        return [_file_read(outcome, engine, base) for outcome in outcomes]
    except Exception as error:
        said = f"could not be read ({type(error).__name__}: {error})"
        return [FileRead(task.name, Verdict("refused", reason=said))]


def _file_read(outcome: Source | Refused | Opened, engine: str, base: str) -> FileRead:
    from ingest.readers import Opened, Refused

    if isinstance(outcome, Refused):
        verdict = Verdict("skipped" if outcome.skipped else "refused", outcome.format, reason=outcome.reason)
        return FileRead(outcome.path, verdict)
    if isinstance(outcome, Opened):
        verdict = Verdict("opened", outcome.format, outcome.reader, documents=outcome.members)
        return FileRead(outcome.path, verdict, outcome.sha256, notes=outcome.notes)
    return _understood(outcome, engine, base)


def _understood(source: Source, engine: str, base: str) -> FileRead:
    """The facts of a source as quads."""
    from ingest.facts import FileFacts
    from ingest.pipeline import read_document_facts
    from ingest.triples import quads

    size = len(source.text.encode())
    if size > MAX_TEXT_BYTES:
        said = f"its text has {size:,} bytes; a document may have {MAX_TEXT_BYTES:,}: split the file"
        return FileRead(source.path, Verdict("refused", source.format, source.reader, reason=said))
    reason = ""
    try:
        facts = read_document_facts(source)
        lines = tuple(quads(facts, engine, base))
    except Exception as error:  # a fault of ours must not lose the file: its text is kept, and the fault is named
        reason = f"its text is kept, but it could not be understood ({type(error).__name__}: {error})"
        facts = FileFacts(source, (), (reason,))
        lines = tuple(quads(facts, engine, base))
    verdict = Verdict(
        "not understood" if reason else "read",
        source.format,
        source.reader,
        len(source.pages),
        "damaged" if any(document.damaged for document in facts.documents) else "clean",
        len(facts.documents),
        sum(_facts(document) for document in facts.documents),
        reason or ("" if facts.documents else "; ".join(facts.notes)),
    )
    return FileRead(source.path, verdict, source.sha256, lines, tuple(graphs_in(lines)), (*source.notes, *facts.notes))


def _facts(document: object) -> int:
    kinds = ("references", "assignments", "criteria", "targets", "reports", "recipients", "phases", "awards")
    return sum(len(getattr(document, kind)) for kind in kinds)


def graph_of(line: bytes) -> str:
    """The named graph of an N-Quads line."""
    return line.rstrip(b" .\r\n").rpartition(b" ")[2][1:-1].decode()


def graphs_in(lines: Iterable[bytes]) -> Iterator[str]:
    """The named graphs of N-Quads lines, each once, in order."""
    yield from dict.fromkeys(map(graph_of, lines))


Done = tuple[FileTask, list[FileRead]]


def read_all(tasks: list[FileTask], engine: str, base: str, jobs: int) -> Iterator[Done]:
    """Reads every file, in `jobs` processes where that is worth starting them."""
    small = len(tasks) < POOL_FROM and all(task.path.lower().endswith(PLAIN) for task in tasks)
    if small or (jobs <= 1 and len(tasks) == 1):
        for task in tasks:
            yield task, read(task, engine, base)
        return
    lost: list[FileTask] = []
    yield from _pooled(tasks, engine, base, jobs, lost)
    for task in lost:  # one of them ended its process: each alone, so that only the guilty one fails
        again: list[FileTask] = []
        yield from _pooled([task], engine, base, 1, again)
        if again:
            yield (
                task,
                [FileRead(task.name, Verdict("refused", reason="its reading ended the process (out of memory?)"))],
            )


def _pooled(tasks: list[FileTask], engine: str, base: str, jobs: int, lost: list[FileTask]) -> Iterator[Done]:
    """Reads in processes, a few files ahead at most; files of a broken pool go to `lost`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["graph_api.reading", "ingest.pipeline", "ingest.triples"])
    waiting = iter(tasks)
    running: dict[Future[list[FileRead]], FileTask] = {}
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context, initializer=_alone) as pool:
        try:
            for task in itertools.islice(waiting, 3 * jobs):
                running[pool.submit(read, task, engine, base)] = task
            while running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    task = running.pop(future)
                    try:
                        yield task, future.result()
                    except BrokenProcessPool:
                        lost.append(task)
                        continue
                    following = next(waiting, None)
                    if following is not None:
                        lost.append(following)  # until the pool has taken it
                        running[pool.submit(read, following, engine, base)] = following
                        lost.remove(following)
        except BrokenProcessPool:  # raised by submit
            lost.extend(running.values())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    if lost:
        lost.extend(waiting)


def _alone() -> None:
    """A reading process ends with the ingest, and leaves Ctrl-C to it."""
    import signal

    from graph_api.sparql.cell import die_with_parent

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()


@cache
def engine_version() -> str:
    """The version of what reads: the distribution's, and a digest of all code and data that reading depends on."""
    return version_of("ingest", "ontology")


@cache
def version_of(*packages: str) -> str:
    """The distribution's version and a digest of the packages' files, so that a changed rule or list is noticed."""
    from importlib.metadata import PackageNotFoundError, version
    from importlib.resources import files

    try:
        number = version("daumoi")
    except PackageNotFoundError:
        number = "0"
    total = hashlib.sha256()
    for package in packages:
        root = Path(str(files(package)))
        for path in sorted(root.rglob("*")):
            if "__pycache__" in path.parts or path.parent.name == "sample" or not path.is_file():
                continue
            total.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{number}+{total.hexdigest()[:12]}"


def sample() -> str:
    """The folder of the five documents that are shipped."""
    from importlib.resources import files

    folder = Path(str(files("ingest") / "sample"))
    if not folder.is_dir():
        raise DaumoiError("not_found", "the sample documents are not installed", "reinstall daumoi")
    return str(folder)
