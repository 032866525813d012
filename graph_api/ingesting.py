"""An ingest from paths to a published snapshot, and the taking out of documents.

In go paths and a store, out come one `Outcome` for each file while it goes on, and at most one new snapshot. Reading
happens in a pool of processes; the quads wait in a file on disk, so that memory stays flat; the store's lock is held
only to compare and to publish.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import IO

from graph_api.errors import DaumoiError
from graph_api.reading import FileRead, FileTask, digest, engine_version, find, graphs_in, read, version_of
from graph_api.records import Record, held, lines_of, record_iri
from graph_api.settings import Settings
from graph_api.store.base import Change, Store

REFERENCE = "reference"
"""Name of the record of the vocabulary and the reference data; no file can be called so, files have a suffix."""

POOL_FROM = 4  # files; below that, starting processes costs more than it gains


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `state`: added, replaced, unchanged, failed, removed."""

    file: str
    state: str
    documents: int = 0
    facts: int = 0
    notes: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(slots=True)
class Report:
    """The end of an ingest. `snapshot`: the store's afterwards; `published`: whether it is a new one."""

    outcomes: list[Outcome] = field(default_factory=list)
    snapshot: str = ""
    published: bool = False

    def count(self, state: str) -> int:
        return sum(outcome.state == state for outcome in self.outcomes)


Progress = Callable[[Outcome, int, int], None]
"""Called for each file as it is done: what became of it, how many are done, how many there are."""


def ingest(
    paths: Iterable[str], store: Store, settings: Settings, jobs: int = 0, progress: Progress | None = None
) -> Report:
    """Reads files and folders and publishes one new snapshot, none when nothing changed.

    Raises DaumoiError when the store cannot be read or written; a file that fails is an outcome, not an exception.
    """
    found = find(paths)
    report = Report()
    total = len(found.tasks) + len(found.failed)

    def tell(outcome: Outcome) -> None:
        report.outcomes.append(outcome)
        if progress:
            progress(outcome, len(report.outcomes), total)

    for path, reason in found.failed:
        tell(Outcome(path, "failed", reason=reason))
    engine, known = engine_version(), held(store)
    fresh = []
    for task in found.tasks:
        before = known.get(task.name)
        if before and before.engine == engine and before.sha256 and before.sha256 == digest(task.path):
            tell(Outcome(task.name, "unchanged"))
        else:
            fresh.append(task)
    before_all = store.snapshot()
    with tempfile.TemporaryFile(prefix="daumoi-") as spool:
        records = _read_all(fresh, engine, settings, jobs, spool, known, tell)
        report.snapshot = _publish(records, settings, store, spool)
    report.published = report.snapshot != before_all
    return report


def _read_all(
    tasks: list[FileTask],
    engine: str,
    settings: Settings,
    jobs: int,
    spool: IO[bytes],
    known: dict[str, Record],
    tell: Callable[[Outcome], None],
) -> list[Record]:
    """Reads the files, writes their quads to the spool, and gives their records."""
    records = []
    for done in _reads(tasks, engine, settings.base, jobs or os.cpu_count() or 1):
        if done.quads:
            record = Record(done.name, done.sha256 if done.reason is None else "", engine, done.graphs)
            spool.writelines(done.quads)
            spool.writelines(lines_of(record, settings.base))
            records.append(record)
        state = "failed" if done.reason else "replaced" if done.name in known else "added"
        tell(Outcome(done.name, state, done.documents, done.facts, done.notes, done.reason))
    return records


def _publish(records: list[Record], settings: Settings, store: Store, spool: IO[bytes]) -> str:
    """One change: out with what the same files gave before, in with what they give now."""
    with store.writing():
        known = held(store)
        drop: list[str] = []
        for record in records:
            drop += _graphs_of(known.get(record.name), settings.base)
        reference: Iterable[bytes] = ()
        before = known.get(REFERENCE)
        version = version_of("ontology")
        if before is None or before.engine != version:
            drop += _graphs_of(before, settings.base)
            reference = _reference(version, settings.base)
        if not records and not drop and before is not None:
            return store.snapshot()
        if not records and not known:
            return store.snapshot()  # nothing was read and nothing is held: no store is made for the vocabulary alone
        spool.seek(0)
        return store.publish(Change(itertools.chain(reference, spool), tuple(drop)))


def _graphs_of(record: Record | None, base: str) -> list[str]:
    return [*record.graphs, record_iri(record.name, base)] if record else []


def _reference(version: str, base: str) -> Iterator[bytes]:
    """The vocabulary, the schemes and the reference data, with their record."""
    from ontology import reference_quads

    lines = list(reference_quads(base))
    yield from lines
    yield from lines_of(Record(REFERENCE, "", version, tuple(graphs_in(lines))), base)


def _reads(tasks: list[FileTask], engine: str, base: str, jobs: int) -> Iterator[FileRead]:
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
    """Reads in `jobs` processes, a few files ahead at most; files of a broken pool go to `lost`."""
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
                        running[pool.submit(read, following, engine, base)] = following
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


def remove(names: Iterable[str], store: Store, settings: Settings) -> Report:
    """Takes files or documents out, in one new snapshot. A name that is neither raises DaumoiError and changes nothing."""
    report = Report()
    before_all = store.snapshot()
    with store.writing():
        known = held(store)
        drop: list[str] = []
        again: list[bytes] = []
        for name in names:
            record = known.get(name) or known.get(os.path.basename(name))
            if record is not None and record.name != REFERENCE:
                drop += _graphs_of(record, settings.base)
            else:
                record, graph = _document(name, known, store, settings.base)
                rest = tuple(other for other in record.graphs if other != graph)
                holds_documents = any(_has_document(other, store) for other in rest)
                drop += [graph, record_iri(record.name, settings.base)]
                if holds_documents:  # the file stays for its other document; its bytes will be read anew next time
                    again += lines_of(Record(record.name, "", record.engine, rest), settings.base)
                else:
                    drop += rest
            report.outcomes.append(Outcome(record.name, "removed"))
        report.snapshot = store.publish(Change(again, tuple(drop)))
    report.published = report.snapshot != before_all
    return report


def _document(name: str, known: dict[str, Record], store: Store, base: str) -> tuple[Record, str]:
    """The record and the named graph of a document, named by its IRI or its id."""
    iri = name if name.startswith(("http://", "https://")) else base + name.removeprefix("/")
    candidates = [iri] if iri == name else [iri, f"{base}document/{name}", f"{base}doc/{name}"]
    for candidate in candidates:
        if any(sign in candidate for sign in ' <>"{}|\\^`\n'):
            continue
        rows = store.select(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{candidate}> a ?type }} }}")
        graphs = {row["g"]["value"] for row in rows}
        for record in known.values():
            mine = [graph for graph in record.graphs if graph in graphs]
            if mine and record.name != REFERENCE:
                return record, mine[0]
    raise DaumoiError(
        "document_unknown",
        f"the store holds no file and no document called {name}",
        "`daumoi query documents` lists both",
    )


def _has_document(graph: str, store: Store) -> bool:
    from ontology import terms

    return store.ask(f"ASK {{ GRAPH <{graph}> {{ ?document a <{terms.Document}> }} }}")
