"""Files into N-Quads, one file at a time: the part of an ingest that runs in other processes.

In goes a path, out comes a `FileRead`: the quads of the file by named graph, or the reason why it could not be read.
A pure function of the file and the engine's version; knows no store.
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

from graph_api.errors import DaumoiError

MAX_TEXT_BYTES = 8 * 2**20
"""The engine reads a line of N-Quads up to 16 MiB, and escapes may double a text; the longest law has 1 MB."""
POOL_FROM = 4  # files; below that, starting processes costs more than it gains


@dataclass(frozen=True, slots=True)
class FileTask:
    """A file to read; `name` is its path relative to the path ingested, by which the store knows it."""

    path: str
    root: str
    name: str


@dataclass(frozen=True, slots=True)
class FileRead:
    """What reading gave. `reason` is set when the file failed; `quads` may still hold its text."""

    name: str
    sha256: str = ""
    quads: tuple[bytes, ...] = ()
    graphs: tuple[str, ...] = ()
    documents: int = 0
    facts: int = 0
    notes: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(slots=True)
class Found:
    """Files under the paths given, and the paths that gave none with the reason."""

    tasks: list[FileTask] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: int = 0


def find(paths: Iterable[str]) -> Found:
    """Every readable kind of file under the paths, in a stable order. Hidden files and folders are left out."""
    from ingest.readers import SUFFIXES

    found = Found()
    names: dict[str, str] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            _walk(path, SUFFIXES, found)
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


def _walk(root: Path, suffixes: Iterable[str], found: Found) -> None:
    known = set(suffixes)

    def refused(error: OSError) -> None:
        found.failed.append((str(error.filename), f"cannot be opened: {error.strerror}"))

    before = len(found.tasks) + len(found.failed)
    for folder, folders, files in os.walk(root, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            if name.startswith("."):
                continue
            if path.suffix.lower() not in known:
                found.skipped += 1
                continue
            found.tasks.append(FileTask(str(path), str(root), path.relative_to(root).as_posix()))
    if len(found.tasks) + len(found.failed) == before:
        kinds = ", ".join(sorted(known))
        found.failed.append((str(root), f"the folder holds no file of a kind that can be read ({kinds})"))


def digest(path: str) -> str:
    """sha256 of the file's bytes, '' when it cannot be read (reading it will say why)."""
    try:
        with open(path, "rb") as data:
            return hashlib.file_digest(data, "sha256").hexdigest()
    except OSError:
        return ""


def read(task: FileTask, engine: str, base: str) -> FileRead:
    """Reads one file. Never raises: what goes wrong is the `reason`."""
    from ingest.readers import UnreadableFile, read_file

    try:
        source = read_file(Path(task.path), Path(task.root))
    except UnreadableFile as error:
        return FileRead(task.name, reason=str(error))
    except Exception as error:
        return FileRead(task.name, reason=f"could not be read ({type(error).__name__}: {error})")
    size = len(source.text.encode())
    if size > MAX_TEXT_BYTES:
        said = f"its text has {size:,} bytes; a document may have {MAX_TEXT_BYTES:,}: split the file"
        return FileRead(source.path, reason=said)
    from ingest.facts import FileFacts
    from ingest.pipeline import read_document_facts
    from ingest.triples import quads

    reason: str | None = None
    try:
        facts = read_document_facts(source)
        lines = tuple(quads(facts, engine, base))
    except Exception as error:  # a fault of ours must not lose the file: its text is kept, and the fault is named
        reason = f"its text is kept, but it could not be understood ({type(error).__name__}: {error})"
        facts = FileFacts(source, (), (reason,))
        lines = tuple(quads(facts, engine, base))
    return FileRead(
        name=source.path,
        sha256=source.sha256,
        quads=lines,
        graphs=tuple(graphs_in(lines)),
        documents=len(facts.documents),
        facts=sum(_facts(document) for document in facts.documents),
        notes=(*source.notes, *facts.notes),
        reason=reason,
    )


def _facts(document: object) -> int:
    kinds = ("references", "assignments", "criteria", "targets", "reports", "recipients", "phases", "awards")
    return sum(len(getattr(document, kind)) for kind in kinds)


def graph_of(line: bytes) -> str:
    """The named graph of an N-Quads line."""
    return line.rstrip(b" .\r\n").rpartition(b" ")[2][1:-1].decode()


def graphs_in(lines: Iterable[bytes]) -> Iterator[str]:
    """The named graphs of N-Quads lines, each once, in order."""
    yield from dict.fromkeys(map(graph_of, lines))


def read_all(tasks: list[FileTask], engine: str, base: str, jobs: int) -> Iterator[FileRead]:
    """Reads every file, in `jobs` processes where that is worth starting them."""
    if jobs <= 1 or len(tasks) < POOL_FROM:
        for task in tasks:
            yield read(task, engine, base)
        return
    lost: list[FileTask] = []
    yield from _pooled(tasks, engine, base, jobs, lost)
    for task in lost:  # one of them ended its process: each alone, so that only the guilty one fails
        again: list[FileTask] = []
        yield from _pooled([task], engine, base, 1, again)
        if again:
            yield FileRead(task.name, reason="its reading ended the process (out of memory?)")


def _pooled(tasks: list[FileTask], engine: str, base: str, jobs: int, lost: list[FileTask]) -> Iterator[FileRead]:
    """Reads in processes, a few files ahead at most; files of a broken pool go to `lost`."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["graph_api.reading", "ingest.pipeline", "ingest.triples"])
    waiting = iter(tasks)
    running: dict[Future[FileRead], FileTask] = {}
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=context, initializer=_alone) as pool:
        try:
            for task in itertools.islice(waiting, 3 * jobs):
                running[pool.submit(read, task, engine, base)] = task
            while running:
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    task = running.pop(future)
                    try:
                        yield future.result()
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
