"""A store as a whole: going back, backing up, restoring and compacting lose nothing and can be undone."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.store import operations
from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore
from graph_api.store.remote import RemoteStore
from tests.graph_api.store.test_embedded import EX, content, quad


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    """Three snapshots: 1; 1 and 2; 1, 2 and 3."""
    store = EmbeddedStore(tmp_path / "store")
    for i in (1, 2, 3):
        store.publish(Change([quad(i, i)]))
    return store


def subjects(store: EmbeddedStore) -> list[str]:
    return sorted(subject.removeprefix(EX) for _, subject in content(store))


def test_the_list_names_every_snapshot_with_its_size_and_the_current_one(store: EmbeddedStore) -> None:
    rows = operations.listed(store)
    assert [row.name for row in rows] == store.folder.names()
    assert [row.current for row in rows] == [False, False, True]
    assert all(row.bytes > 0 for row in rows)


@pytest.mark.parametrize("which", ["1", "000001", None], ids=["number", "with zeros", "name"])
def test_going_back_publishes_the_old_content_and_can_be_undone(store: EmbeddedStore, which: str | None) -> None:
    first, *_, last = store.folder.names()
    name = operations.rollback(store, which or first)
    assert name > last, "a client that remembers a snapshot's name never meets other content under it"
    assert subjects(store) == ["1"]
    assert operations.listed(store)[-1].note == f"rollback to {first}"
    operations.rollback(store, last)
    assert subjects(store) == ["1", "2", "3"]
    store.publish(Change([quad(4, 4)]))
    assert subjects(store) == ["1", "2", "3", "4"]


def test_going_back_to_the_current_snapshot_changes_nothing(store: EmbeddedStore) -> None:
    name = store.snapshot()
    assert operations.rollback(store, "3") == name == store.snapshot()


def test_an_unknown_snapshot_is_refused_with_those_that_are_kept(store: EmbeddedStore) -> None:
    with pytest.raises(DaumoiError) as caught:
        operations.rollback(store, "9")
    assert store.folder.names()[0] in caught.value.hint


def test_a_backup_is_a_store_that_shares_nothing_and_restores(store: EmbeddedStore, tmp_path: Path) -> None:
    target = tmp_path / "copy"
    name = operations.backup(store, target)
    assert subjects(EmbeddedStore(target)) == ["1", "2", "3"]
    assert all(path.stat().st_nlink == 1 for path in target.rglob("*") if path.is_file())
    assert subprocess.run(["sha256sum", "--check", "--quiet", operations.SUMS], cwd=target).returncode == 0
    store.publish(Change([], drop=[f"{EX}1", f"{EX}2"]))
    assert operations.restore(store, target) > name
    assert subjects(store) == ["1", "2", "3"]
    shutil.rmtree(store.folder.root)
    operations.restore(store, target)
    assert subjects(EmbeddedStore(store.location)) == ["1", "2", "3"]


def test_a_damaged_backup_is_refused_and_changes_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    operations.backup(store, tmp_path / "copy")
    victim = max((tmp_path / "copy" / "snapshots").rglob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.write_bytes(data)
    name = store.snapshot()
    with pytest.raises(DaumoiError) as caught:
        operations.restore(store, tmp_path / "copy")
    assert caught.value.code == "store_damaged"
    assert victim.name in caught.value.message
    assert store.snapshot() == name


def test_a_backup_never_overwrites_and_a_folder_without_one_is_named(store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(DaumoiError, match="holds something already"):
        operations.backup(store, tmp_path)
    with pytest.raises(DaumoiError, match="is no backup"):
        operations.restore(store, tmp_path)
    assert (tmp_path / "kept").read_text() == "mine"


def test_compacting_keeps_the_content_and_frees_what_was_dropped(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, Settings(bulk_quads=1_000))
    for part in range(3):
        store.publish(Change([quad(i, "big", value=f"{part} {i}" * 40) for i in range(3_000)], drop=[f"{EX}big"]))
    done = operations.compact(store)
    assert done.after < done.before
    assert len(content(store)) == 3_000
    assert store.folder.names()[-1] == done.snapshot == store.snapshot()


def test_a_server_keeps_no_snapshots_of_ours() -> None:
    with pytest.raises(DaumoiError) as caught:
        operations.embedded(RemoteStore("http://127.0.0.1:9/query"))
    assert "daumoi export" in caught.value.hint
