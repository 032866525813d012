"""The embedded store: snapshots never change, a publish is all or nothing, a killed writer harms nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore

EX = "http://example.org/"
ALL = "SELECT ?g ?s WHERE { GRAPH ?g { ?s ?p ?o } }"


def quad(subject: object, graph: object, value: object = "x") -> bytes:
    return f'<{EX}{subject}> <{EX}p> "{value}" <{EX}{graph}> .\n'.encode()


def content(store: EmbeddedStore) -> set[tuple[str, str]]:
    return {(row["g"]["value"], row["s"]["value"]) for row in store.select(ALL)}


def test_an_absent_store_is_empty_and_reading_makes_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "new")
    assert store.snapshot() == "empty"
    assert store.select(ALL) == []
    assert not (tmp_path / "new").exists()


def test_a_publish_makes_a_snapshot_that_queries_see_as_one_graph(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    name = store.publish(Change([quad(1, "a"), quad(2, "b")]))
    assert store.snapshot() == name
    assert store.ask(f"ASK {{ <{EX}1> ?p ?o . <{EX}2> ?q ?v }}")
    assert len(store.construct("CONSTRUCT WHERE { ?s ?p ?o }").splitlines()) == 2


def test_dropped_graphs_go_and_others_stay(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish(Change([quad(1, "a"), quad(2, "b")]))
    store.publish(Change([quad(3, "a")], drop=[f"{EX}a"]))
    assert content(store) == {(f"{EX}a", f"{EX}3"), (f"{EX}b", f"{EX}2")}


def test_a_change_of_nothing_makes_no_snapshot(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    name = store.publish(Change([quad(1, "a")]))
    assert store.publish(Change([], drop=[f"{EX}never"])) == name
    assert store.folder.names() == [name]


def test_a_reader_stays_on_its_snapshot(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish(Change([quad(1, "a")]))
    reader = store.reader()
    store.publish(Change([quad(2, "a")]))
    assert len(list(reader.database)) == 1
    assert len(content(store)) == 2


def test_another_handle_follows_new_snapshots(tmp_path: Path) -> None:
    writer, other = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    writer.publish(Change([quad(1, "a")]))
    assert len(content(other)) == 1
    writer.publish(Change([quad(2, "a")]))
    assert len(content(other)) == 2


def test_bad_quads_change_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    name = store.publish(Change([quad(1, "a")]))
    with pytest.raises(DaumoiError):
        store.publish(Change([quad(2, "a"), b"this is no quad\n"], drop=[f"{EX}a"]))
    assert store.snapshot() == name
    assert content(store) == {(f"{EX}a", f"{EX}1")}


def test_a_source_that_fails_half_way_changes_nothing(tmp_path: Path) -> None:
    def failing():  # type: ignore[no-untyped-def]
        yield quad(2, "a")
        raise RuntimeError("reading failed")

    store = EmbeddedStore(tmp_path)
    name = store.publish(Change([quad(1, "a")]))
    with pytest.raises(RuntimeError):
        store.publish(Change(failing()))
    assert store.snapshot() == name
    store.publish(Change([quad(3, "b")]))
    assert content(store) == {(f"{EX}a", f"{EX}1"), (f"{EX}b", f"{EX}3")}


def test_old_snapshots_are_pruned_but_not_those_in_use(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, Settings(keep_snapshots=2))
    first = store.publish(Change([quad(0, "a")]))
    reader = EmbeddedStore(tmp_path).reader()
    for i in range(1, 6):
        store.publish(Change([quad(i, "a")]))
    assert first in store.folder.names()
    assert len(store.folder.names()) == 3
    assert len(list(reader.database)) == 1
    del reader
    store.publish(Change([quad(9, "a")]))
    assert first not in store.folder.names()
    assert len(store.folder.names()) == 2


def test_a_folder_that_is_a_file_gives_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(DaumoiError) as caught:
        EmbeddedStore(path).publish(Change([quad(1, "a")]))
    assert caught.value.code == "store_unwritable"
    assert str(path) in caught.value.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_gives_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DaumoiError) as caught:
        EmbeddedStore(tmp_path).publish(Change([quad(1, "a")]))
    assert caught.value.code == "store_unwritable"


def test_a_damaged_snapshot_gives_a_clear_error(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    name = store.publish(Change([quad(1, "a")]))
    for path in store.folder.database(name).glob("MANIFEST*"):
        path.unlink()
    with pytest.raises(DaumoiError) as caught:
        EmbeddedStore(tmp_path).select(ALL)
    assert caught.value.code == "store_damaged"


def test_a_second_writer_waits_and_then_both_are_in(tmp_path: Path) -> None:
    one, other = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path)
    with one.writing():
        thread = threading.Thread(target=lambda: other.publish(Change([quad(2, "b")])))
        thread.start()
        one.publish(Change([quad(1, "a")]))
        assert thread.is_alive()
    thread.join(20)
    assert content(one) == {(f"{EX}a", f"{EX}1"), (f"{EX}b", f"{EX}2")}


def test_a_second_writer_is_refused_after_its_wait(tmp_path: Path) -> None:
    one, other = EmbeddedStore(tmp_path), EmbeddedStore(tmp_path, Settings(lock_wait=0.1))
    with one.writing(), pytest.raises(DaumoiError) as caught:
        other.publish(Change([quad(2, "b")]))
    assert caught.value.code == "store_busy"
    assert str(os.getpid()) in caught.value.message


KILLED = """
import sys
from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore
store = EmbeddedStore(sys.argv[1])
def quads():
    for i in range(10**9):
        if i == int(sys.argv[2]):
            print("here", flush=True)
        yield f'<http://example.org/new{i}> <http://example.org/p> "x" <http://example.org/a> .\\n'.encode()
store.publish(Change(quads()))
"""


def test_a_killed_writer_leaves_the_old_snapshot_and_the_next_one_sweeps(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    name = store.publish(Change([quad(1, "a")]))
    process = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path), "20000"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert list(store.folder.work.iterdir())
    assert store.snapshot() == name
    assert content(store) == {(f"{EX}a", f"{EX}1")}
    store.publish(Change([quad(2, "a")]))
    assert not list(store.folder.work.iterdir())
    assert len(content(store)) == 2


def test_a_snapshot_that_was_never_made_current_is_swept(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish(Change([quad(1, "a")]))
    stray = store.folder.snapshots / "000009-deadbeef" / "db"
    stray.mkdir(parents=True)
    store.publish(Change([quad(2, "a")]))
    assert not stray.exists()


changes = st.lists(
    st.tuples(
        st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc")), max_size=4),
        st.lists(st.sampled_from("abc"), max_size=2, unique=True),
    ),
    max_size=5,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes)
def test_any_run_of_changes_gives_what_a_set_would(tmp_path_factory: pytest.TempPathFactory, run: object) -> None:
    """A publish drops first and adds then; the id moves exactly when something was dropped or added."""
    store = EmbeddedStore(tmp_path_factory.mktemp("run"))
    model: set[tuple[str, str]] = set()
    for added, dropped in run:  # type: ignore[attr-defined]
        before, held = store.snapshot(), {graph for graph, _ in model}
        after = store.publish(Change([quad(s, g) for s, g in added], drop=[f"{EX}{g}" for g in dropped]))
        changed = bool(added) or any(f"{EX}{g}" in held for g in dropped)
        assert (after != before) == changed
        model = {(g, s) for g, s in model if g not in {f"{EX}{d}" for d in dropped}}
        model |= {(f"{EX}{g}", f"{EX}{s}") for s, g in added}
        assert content(store) == model
