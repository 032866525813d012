"""Files on their way into the store: verdicts, one document of several files, archives, resuming, watching."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from threading import Event, Thread

import pytest

from benchmarks.formats import make, plan
from graph_api import ingesting, reading, saved, watching, whole
from graph_api.ingesting import Report, ingest
from graph_api.journal import NAME
from graph_api.settings import Settings
from graph_api.store import open_store
from graph_api.store.base import Store

SAMPLE = Path(reading.sample())
PLAIN = sorted(SAMPLE.glob("*.txt"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=str(tmp_path / "store"), jobs=2)


@pytest.fixture
def store(settings: Settings) -> Store:
    return open_store(settings.store, settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


def states(report: Report) -> dict[str, str]:
    return {outcome.file: outcome.state for outcome in report.outcomes}


def verdicts(store: Store) -> dict[str, dict[str, object]]:
    return {str(row["file"]): row for row in whole.files(store)}


def sources(store: Store) -> dict[str, tuple[str, bool]]:
    rows = saved.rows("sources", {}, store.select)
    return {str(row["file"]): (str(row["document"]), bool(row["used"])) for row in rows}


def test_every_file_gets_a_verdict(folder: Path, store: Store, settings: Settings) -> None:
    shutil.copy(PLAIN[0], folder / "ok.txt")
    (folder / "empty.txt").touch()
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7 cut")
    (folder / "style.css").write_text("a {}")
    report = ingest([str(folder)], store, settings)
    assert states(report) == {"ok.txt": "added", "empty.txt": "failed", "cut.pdf": "failed", "style.css": "skipped"}
    found = verdicts(store)
    assert found["ok.txt"]["verdict"] == "read"
    assert found["ok.txt"]["documents"] == 2
    assert int(str(found["ok.txt"]["facts"])) > 50
    assert (found["cut.pdf"]["verdict"], found["cut.pdf"]["format"]) == ("refused", "pdf")
    assert found["empty.txt"]["reason"] == "the file is empty"
    assert found["style.css"]["verdict"] == "skipped"
    again = ingest([str(folder)], store, settings)
    assert again.count("failed") == 2, "a file that failed is named each time"
    assert not again.published, "and the store stays as it is"


def test_of_several_files_the_cleanest_gives_the_document(folder: Path, store: Store, settings: Settings) -> None:
    try:
        make.pdf(folder / "a.pdf", plan.flow())
    except make.Missing as missing:
        pytest.skip(str(missing))
    ingest([str(folder)], store, settings)
    assert [used for _, used in sources(store).values()] == [True]
    make.web_page(folder / "b.html", plan.flow())
    make.docx(folder / "c.docx", plan.flow())
    ingest([str(folder)], store, settings)
    found = sources(store)
    assert len({document for document, _ in found.values()}) == 1
    assert {file: used for file, (_, used) in found.items()} == {"a.pdf": False, "b.html": True, "c.docx": False}
    before = store.select("SELECT (COUNT(*) AS ?n) WHERE { ?d <https://w3id.org/daumoi/ns#file> ?f }")
    assert before[0]["n"]["value"] == "1", "one document, read from one file"
    (folder / "b.html").unlink()
    ingesting.remove(["b.html"], store, settings)
    ingest([str(folder)], store, settings)
    assert {file: used for file, (_, used) in sources(store).items()} == {"a.pdf": False, "c.docx": True}


def test_members_of_an_archive_come_and_go(folder: Path, store: Store, settings: Settings) -> None:
    def pack(*members: Path) -> None:
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            for member in members:
                archive.write(member, member.name)

    pack(PLAIN[3], PLAIN[4])
    first = ingest([str(folder)], store, settings)
    names = [f"a.zip/{path.name}" for path in PLAIN[3:]]
    assert states(first) == {"a.zip": "added", names[0]: "added", names[1]: "added"}
    assert not ingest([str(folder)], store, settings).published
    pack(PLAIN[4])
    second = ingest([str(folder)], store, settings)
    assert states(second)[names[0]] == "removed"
    assert states(second)[names[1]] == "unchanged"
    assert set(verdicts(store)) == {"a.zip", names[1]}


def test_a_stopped_ingest_goes_on_where_it_was(
    folder: Path, store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in PLAIN:
        shutil.copy(path, folder)

    def stop(*_: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ingesting, "_publish", stop)
        with pytest.raises(KeyboardInterrupt):
            ingest([str(folder)], store, settings)
    assert store.snapshot() == "empty"
    journal = Path(settings.store) / NAME
    journal.write_bytes(journal.read_bytes()[:-100])  # the last line was being written
    read: list[str] = []
    original = ingesting.read_all

    def noted(tasks: list[reading.FileTask], *rest: object) -> object:
        read.extend(task.name for task in tasks)
        return original(tasks, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(ingesting, "read_all", noted)
    report = ingest([str(folder)], store, settings)
    assert report.count("added") == 5
    assert len(read) == 1, "only the file whose reading was cut off is read again"
    assert not journal.exists()


def test_a_watched_folder_follows_its_files(folder: Path, store: Store, settings: Settings) -> None:
    shutil.copy(PLAIN[3], folder / "a.txt")
    stop = Event()
    reports = watching.watch(str(folder), store, settings, stop=stop)
    assert states(next(reports)) == {"a.txt": "added"}
    seen: list[dict[str, str]] = []

    def follow() -> None:
        for report in reports:
            seen.append(states(report))
            if "b.txt" in seen[-1]:
                (folder / "a.txt").unlink()
            if "a.txt" in seen[-1] and seen[-1]["a.txt"] == "removed":
                stop.set()

    watcher = Thread(target=follow)
    watcher.start()
    shutil.copy(PLAIN[4], folder / "b.txt")
    watcher.join(timeout=60)
    stop.set()
    assert not watcher.is_alive()
    assert any(state.get("b.txt") == "added" for state in seen)
    assert set(verdicts(store)) == {"b.txt"}
