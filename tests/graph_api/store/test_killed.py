"""Killed at any moment, out of space, or beside another writer: the store holds exactly a published snapshot."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from graph_api import reading
from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore
from tests.graph_api.serving import server
from tests.graph_api.store.test_embedded import quad

SAMPLE = sorted(Path(reading.sample()).glob("*.txt"))
FIRST, REST = SAMPLE[:1], SAMPLE[1:]
GIVE_UP = 90.0  # seconds that a command may take on a loaded machine


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "graph_api.cli", *map(str, words)]


def environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("DAUMOI_")}


def daumoi(*words: object, **more: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command(*words),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=GIVE_UP,
        **more,  # type: ignore[call-overload]
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done  # type: ignore[no-any-return]


def content(folder: Path) -> str:
    """A digest of every quad that a fresh process would see."""
    out = io.BytesIO()
    EmbeddedStore(folder).dump(out)
    lines = sorted(out.getvalue().splitlines())
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


class Case:
    """A store before and after an ingest, and how long that ingest takes here."""

    def __init__(self, root: Path) -> None:
        self.before = root / "before"
        after = root / "after"
        assert daumoi("ingest", *FIRST, "--store", self.before).returncode == 0
        shutil.copytree(self.before, after)
        began = time.monotonic()
        assert daumoi("ingest", *REST, "--store", after).returncode == 0
        self.seconds = time.monotonic() - began
        self.old, self.new = content(self.before), content(after)
        assert self.old != self.new


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return Case(tmp_path_factory.mktemp("case"))


def killed_while_reading(store: Path, seconds: float, chance: random.Random) -> None:
    process = subprocess.Popen(command("ingest", *REST, "--store", store, "--json"), env=environment(), **QUIET)
    try:
        process.wait(chance.uniform(0, seconds))
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()


def killed_while_publishing(store: Path, seconds: float, chance: random.Random) -> None:
    """From the moment the new data lies in the store's folder on."""
    process = subprocess.Popen(command("ingest", *REST, "--store", store, "--json"), env=environment(), **QUIET)
    until = time.monotonic() + GIVE_UP
    while not (store / "work" / "incoming.nq").exists() and process.poll() is None and time.monotonic() < until:
        pass
    try:
        process.wait(chance.uniform(0, 0.4))
    except subprocess.TimeoutExpired:
        process.kill()
    process.wait()


def killed_while_serving(store: Path, seconds: float, chance: random.Random) -> None:
    """The server goes, with a query under way and an ingest in the middle of its publish."""
    process = subprocess.Popen(
        command("serve", "--port", "0", "--store", store),
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        url = next(line.split("running on ")[1].split()[0] for line in process.stderr if "running on " in line)
        killer = threading.Timer(chance.uniform(0, 0.5), process.kill)
        killer.start()
        try:
            while True:
                httpx.get(f"{url}/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}, timeout=GIVE_UP)
        except httpx.HTTPError:
            pass  # the server is dead
        killer.join()
    finally:
        process.kill()
        process.wait()
        process.stderr.close()


QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
MOMENTS = {"ingest": killed_while_reading, "publish": killed_while_publishing, "serve": killed_while_serving}


def survives(case: Case, moment: str, seed: int, tmp_path: Path, *, full: bool) -> None:
    store = tmp_path / "store"
    shutil.copytree(case.before, store)
    name = EmbeddedStore(store).snapshot()
    MOMENTS[moment](store, case.seconds, random.Random(seed))
    published = EmbeddedStore(store).snapshot() != name
    assert content(store) == (case.new if published else case.old)
    if full:
        checked = daumoi("validate", "--store", store)
        assert checked.returncode == 0, checked.stdout
    done = daumoi("ingest", *REST, "--store", store, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["published"] is not published
    assert content(store) == case.new
    assert not list((store / "work").iterdir())


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_once(case: Case, moment: str, tmp_path: Path) -> None:
    survives(case, moment, 9, tmp_path, full=False)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(7))
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_again_and_again(case: Case, moment: str, seed: int, tmp_path: Path) -> None:
    survives(case, moment, seed, tmp_path, full=True)


@pytest.mark.parametrize("room", [300_000, 3_000_000], ids=["while reading", "while publishing"])
def test_no_space_left_is_told_and_changes_nothing(case: Case, room: int, tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: the same calls fail, and no root is needed."""
    store = tmp_path / "store"
    shutil.copytree(case.before, store)

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    target = tmp_path / "empty" if room > 1_000_000 else store  # a new store takes the reference data in as well
    done = daumoi("ingest", *REST, "--store", target, "--jobs", "1", preexec_fn=limited)
    assert done.returncode == 1
    assert "no space left" in done.stderr
    assert content(store) == case.old
    assert daumoi("ingest", *REST, "--store", target).returncode == 0


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk needs root")
def test_a_full_disk_and_a_read_only_one_are_told_and_change_nothing(case: Case, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "none", disk], capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        store = disk / "store"
        shutil.copytree(case.before, store)
        (disk / "filler").write_bytes(bytes(shutil.disk_usage(disk).free - 100_000))
        done = daumoi("ingest", *REST, "--store", store)
        assert done.returncode == 1
        assert "no space left" in done.stderr
        assert content(store) == case.old
        (disk / "filler").unlink()
        done = daumoi("ingest", *REST, "--store", store)
        assert done.returncode == 0, done.stderr
        assert content(store) == case.new
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        done = daumoi("remove", FIRST[0].name, "--store", store)
        assert done.returncode == 1
        assert f"cannot write to the store {store}" in done.stderr
        assert daumoi("status", "--store", store).returncode == 0, "reading needs no right to write"
    finally:
        subprocess.run(["umount", disk], check=True)


def test_two_ingests_at_once_both_come_in(case: Case, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(case.before, store)
    halves = REST[:2], REST[2:]
    running = [
        subprocess.Popen(command("ingest", *half, "--store", store), env=environment(), **QUIET) for half in halves
    ]
    assert [process.wait(GIVE_UP) for process in running] == [0, 0]
    assert content(store) == case.new


def test_a_running_server_follows_new_snapshots_without_a_failed_request(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path)
    store.publish(Change([quad(0, "a")]))
    count = {"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}
    statuses: list[int] = []
    seen: list[int] = []
    over = threading.Event()

    with server(tmp_path) as url:

        def ask() -> None:
            with httpx.Client(timeout=GIVE_UP) as client:
                while not over.is_set():
                    answer = client.get(f"{url}/sparql", params=count, headers={"accept": "application/json"})
                    statuses.append(answer.status_code)
                    seen.append(int(answer.json()["results"]["bindings"][0]["n"]["value"]))

        readers = [threading.Thread(target=ask) for _ in range(3)]
        for reader in readers:
            reader.start()
        for i in range(1, 11):
            store.publish(Change([quad(i, "a")]))
        last = httpx.get(f"{url}/sparql", params=count, headers={"accept": "application/json"}, timeout=GIVE_UP)
        over.set()
        for reader in readers:
            reader.join(GIVE_UP)
    assert set(statuses) == {200}
    assert last.json()["results"]["bindings"][0]["n"]["value"] == "11"
    assert last.headers["x-snapshot"] == store.snapshot()
    assert set(seen) <= set(range(1, 12))
    assert len(statuses) > 10
