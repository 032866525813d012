"""An ingest from paths to a published snapshot, and the taking out of documents.

In go paths and a store, out come one `Outcome` for each file while it goes on, and at most one new snapshot. The quads
of what was read wait in a file on disk, so that memory stays flat; the store's lock is held only to compare and to
publish.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO

from graph_api import changes
from graph_api.errors import DaumoiError
from graph_api.journal import Journal
from graph_api.pictures import remember
from graph_api.reading import (
    FileRead,
    FileTask,
    digest,
    engine_version,
    find,
    graph_of,
    graphs_in,
    read_all,
    version_of,
)
from graph_api.records import Record, held, lines_of, record_iri
from graph_api.settings import Settings
from graph_api.store.base import Change, Store
from graph_api.store.snapshots import unwritable

REFERENCE = "reference"
"""Name of the record of the vocabulary and the reference data; no file is called so, files have a suffix."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `state`: added, replaced, unchanged, failed, skipped (no document), removed."""

    file: str
    state: str
    documents: int = 0
    facts: int = 0
    notes: tuple[str, ...] = ()
    reason: str | None = None
    format: str = ""
    pages: int = 0


@dataclass(slots=True)
class Report:
    """The end of an ingest. `snapshot`: the store's afterwards; `published`: whether it is a new one."""

    outcomes: list[Outcome] = field(default_factory=list)
    snapshot: str = ""
    published: bool = False

    def count(self, state: str) -> int:
        return sum(outcome.state == state for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that was read: its record, and where its quads lie in the spool."""

    record: Record
    start: int
    length: int


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
    named = {task.name for task in found.tasks}

    def tell(outcome: Outcome) -> None:
        nonlocal total
        report.outcomes.append(outcome)
        if outcome.file not in named and outcome.state != "failed":
            total += 1  # a member of an archive
        if progress:
            progress(outcome, len(report.outcomes), max(total, len(report.outcomes)))

    for path, reason in found.failed:
        tell(Outcome(path, "failed", reason=reason))
    store.settle()
    engine, known, before = engine_version(), held(store), store.snapshot()
    journal = Journal(settings.store, f"{engine} {settings.base}")
    fresh = []
    for task in found.tasks:
        record = known.get(task.name)
        if record and record.engine == engine and record.sha256 and record.sha256 == digest(task.path):
            tell(Outcome(task.name, "unchanged"))
        else:
            fresh.append(task)
    with _temporary() as spool:
        waiting: list[Waiting] = []
        seen: set[str] = set()
        opened: set[str] = set()
        failed: list[str] = []
        for done in _readings(fresh, journal, engine, settings, jobs):
            seen.add(done.name)
            if done.verdict.verdict == "opened":
                opened.add(done.name)
            # A file that was not understood is kept, and read again the next time; so is an archive that holds one.
            again = done.failed or any(name.startswith(f"{done.name}/") for name in failed)
            if done.failed:
                failed.append(done.name)
            record = Record(done.name, "" if again else done.sha256, engine, done.graphs, (), done.verdict)
            state = _state(done, record, known.get(done.name))
            if state != "unchanged" and not _gives_nothing_new(record, known.get(done.name)):
                waiting.append(_spooled(record, done.quads, spool))
            tell(_outcome(done, state))
        gone = [name for name in known if name not in seen and _archive_of(name, opened)]
        for name in gone:
            tell(Outcome(name, "removed"))
        report.snapshot = _publish(waiting, gone, settings, store, spool)
    journal.clear()
    remember(settings.store, {task.root for task in found.tasks})
    report.published = report.snapshot != before
    return report


def _readings(
    tasks: list[FileTask], journal: Journal, engine: str, settings: Settings, jobs: int
) -> Iterator[FileRead]:
    """What a stopped ingest had read already, then the rest as it is read."""
    rest, digests = [], {}
    for task in tasks:
        digests[task.name] = digest(task.path)
        parts = journal.taken(task, digests[task.name])
        if parts is None:
            rest.append(task)
        else:
            yield from parts
    for task, parts in read_all(rest, engine, settings.base, jobs or settings.jobs or os.cpu_count() or 1):
        journal.add(task, digests[task.name], parts)
        yield from parts


def _state(done: FileRead, record: Record, before: Record | None) -> str:
    if done.failed:
        return "failed"
    if done.verdict.verdict == "skipped":
        return "skipped"
    if before is not None and record.sha256 == before.sha256 and record.engine == before.engine:
        return "unchanged"  # a member of an archive that changed elsewhere
    return "added" if before is None or not before.graphs else "replaced"


def _gives_nothing_new(record: Record, before: Record | None) -> bool:
    """Whether a file that gives nothing should leave the store as it is: known for that, or once read in full."""
    return before is not None and not record.graphs and (bool(before.graphs) or record == before)


def _outcome(done: FileRead, state: str) -> Outcome:
    about = done.verdict
    reason = about.reason if state in ("failed", "skipped") else None
    documents = about.documents if about.verdict != "opened" else 0
    return Outcome(done.name, state, documents, about.facts, done.notes, reason, about.format, about.pages)


def _archive_of(name: str, archives: set[str]) -> str | None:
    """The archive, of those, that the name lies in."""
    cut = name.rfind("/")
    while cut > 0:
        if name[:cut] in archives:
            return name[:cut]
        cut = name.rfind("/", 0, cut)
    return None


@contextmanager
def _temporary() -> Iterator[IO[bytes]]:
    """A file without a name, for the quads of what was read."""
    folder = Path(tempfile.gettempdir())
    try:
        spool = tempfile.TemporaryFile(prefix="daumoi-")  # noqa: SIM115 (closed below, where it may fail)
    except OSError as error:
        raise unwritable(folder, error) from None
    try:
        yield spool
    finally:
        with suppress(OSError):  # what could not be written was told by then
            spool.close()


def _spooled(record: Record, quads: Iterable[bytes], spool: IO[bytes]) -> Waiting:
    try:
        start = spool.tell()
        spool.writelines(quads)
        spool.flush()  # a full disk is met here, where it can be told, and not when the file is closed
        return Waiting(record, start, spool.tell() - start)
    except OSError as error:
        raise unwritable(Path(tempfile.gettempdir()), error) from None


def _publish(waiting: list[Waiting], gone: list[str], settings: Settings, store: Store, spool: IO[bytes]) -> str:
    """One change: out with what the same files gave before, in with what they give now."""
    with store.writing():
        known = held(store)
        reference, version = known.get(REFERENCE), version_of("ontology")
        stale = reference is None or reference.engine != version
        removed = [known.pop(name) for name in gone if name in known]
        if not waiting and not removed and (not stale or not known):
            return store.snapshot()
        waiting = sorted(waiting, key=lambda item: item.record.name)  # not by which process was first
        records, displaced = _settled([item.record for item in waiting], known)
        before = [known.get(record.name) for record in records]
        drop = [graph for record in (*before, *removed) for graph in _graphs_of(record, settings.base)]
        for record in displaced:
            lost = set(known[record.name].graphs) - set(record.graphs)
            drop += [*lost, record_iri(record.name, settings.base)]
        kept = {graph for record in records for graph in record.graphs}
        orphans = _orphans(set(drop) - kept, known, {record.name for record in (*records, *displaced)})
        drop += [record_iri(record.name, settings.base) for record in orphans]
        if stale:
            drop += _graphs_of(reference, settings.base)

        def quads() -> Iterator[bytes]:
            if stale:
                yield from _reference(version, settings.base)
            for item, record in zip(waiting, records, strict=True):
                spool.seek(item.start)
                yield from _without(spool, item.length, set(record.shadowed))
                yield from lines_of(record, settings.base)
            for record in (*orphans, *displaced):
                yield from lines_of(record, settings.base)

        return changes.publish(store, Change(quads(), tuple(drop)), sorted(kept), settings.base)


def _settled(records: list[Record], known: dict[str, Record]) -> tuple[list[Record], list[Record]]:
    """(the records with every graph given to one file, records outside the batch that lose graphs to it).

    Of several files that hold a document the cleanest gives it; of equals the one that had it, else the first.
    """
    batch = {record.name: record for record in records}
    holders = {graph: record.name for record in known.values() for graph in record.graphs}
    owners: dict[str, Record] = {}
    for graph, name in holders.items():
        if name not in batch or graph in batch[name].graphs:
            owners[graph] = batch.get(name, known[name])
    for record in records:
        for graph in record.graphs:
            owner = owners.get(graph)
            if owner is None or record.verdict.rank > owner.verdict.rank:
                owners[graph] = record
    settled = []
    for record in records:
        mine = tuple(graph for graph in record.graphs if owners[graph].name == record.name)
        shadowed = tuple(graph for graph in record.graphs if owners[graph].name != record.name)
        settled.append(replace(record, graphs=mine, shadowed=shadowed))
    displaced = []
    for record in known.values():
        lost = tuple(graph for graph in record.graphs if owners.get(graph, record).name != record.name)
        if lost and record.name not in batch:
            rest = tuple(graph for graph in record.graphs if graph not in lost)
            displaced.append(replace(record, graphs=rest, shadowed=(*record.shadowed, *lost)))
    return settled, displaced


def _orphans(gone: set[str], known: dict[str, Record], batch: set[str]) -> list[Record]:
    """Records of files that also hold a document which goes now: to be read again by the next ingest."""
    return [
        replace(record, sha256="")
        for record in known.values()
        if record.name not in batch and not gone.isdisjoint(record.shadowed)
    ]


def _without(spool: IO[bytes], length: int, graphs: set[str]) -> Iterator[bytes]:
    """The next `length` bytes of the spool as lines, but for those of some graphs."""
    while length > 0:
        line = spool.readline()
        length -= len(line)
        if not graphs or graph_of(line) not in graphs:
            yield line


def _graphs_of(record: Record | None, base: str) -> list[str]:
    return [*record.graphs, record_iri(record.name, base)] if record else []


def _reference(version: str, base: str) -> Iterator[bytes]:
    """The vocabulary, the schemes and the reference data, with their record."""
    from ontology import reference_quads

    lines = list(reference_quads(base))
    yield from lines
    yield from lines_of(Record(REFERENCE, "", version, tuple(graphs_in(lines))), base)


def remove(names: Iterable[str], store: Store, settings: Settings) -> Report:
    """Takes files or documents out, in one new snapshot.

    A name that is neither raises DaumoiError and changes nothing.
    """
    report = Report()
    before = store.snapshot()
    with store.writing():
        known = held(store)
        drop: dict[str, None] = {}
        rewritten: dict[str, Record] = {}
        for name in names:
            record = known.get(name) or known.get(os.path.basename(name))
            if record is None or record.name == REFERENCE:
                record, graph = _document(name, known, store, settings.base)
                gone = {graph, graph.replace("/graph/document/", "/graph/derived/")}  # and what followed from it
                rest = tuple(other for other in record.graphs if other not in gone)
                if any(_has_document(other, store) for other in rest):
                    # The file stays for its other document; the whole of it is read anew the next time it comes.
                    drop |= dict.fromkeys((*gone, record_iri(record.name, settings.base)))
                    rewritten[record.name] = known[record.name] = replace(record, sha256="", graphs=rest)
                    report.outcomes.append(Outcome(record.name, "removed"))
                    continue
            drop |= dict.fromkeys(_graphs_of(record, settings.base))
            rewritten.pop(record.name, None)
            known.pop(record.name, None)
            report.outcomes.append(Outcome(record.name, "removed"))
        orphans = _orphans(set(drop), known, set(rewritten))
        drop |= dict.fromkeys(record_iri(record.name, settings.base) for record in orphans)
        again = [line for record in (*rewritten.values(), *orphans) for line in lines_of(record, settings.base)]
        report.snapshot = changes.publish(store, Change(again, tuple(drop)), (), settings.base)
    for record in orphans:
        note = "holds a document that was removed with another file; ingest it again to have it"
        report.outcomes.append(Outcome(record.name, "unchanged", notes=(note,)))
    report.published = report.snapshot != before
    return report


def _document(name: str, known: dict[str, Record], store: Store, base: str) -> tuple[Record, str]:
    """The record and the named graph of a document, named by its IRI or its id."""
    iri = name if name.startswith(("http://", "https://")) else f"{base}document/{name}"
    if not any(sign in iri for sign in ' <>"{}|\\^`\n'):
        rows = store.select(f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{iri}> a ?type }} }}")
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

    return store.ask(f"ASK {{ GRAPH <{graph}> {{ ?document <{terms.file}> ?file }} }}")
