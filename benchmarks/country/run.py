"""Reads, loads, checks and asks a share of the country, and prints what it took.

    python -m benchmarks.country.run --share 0.01
    python -m benchmarks.country.run --share 0.005 0.01 0.02      growth, side by side

In goes a share, out comes a table. Everything is made in a temporary folder unless --folder is given.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.country.check import Score, check, gold_of
from benchmarks.country.generate import generate
from graph_api import saved
from graph_api.settings import Settings
from graph_api.store import open_store
from graph_api.store.base import Store
from graph_api.store.embedded import EmbeddedStore
from graph_api.words import search


@dataclass(frozen=True, slots=True)
class Figures:
    """`peak_mib`: of the ingest's own process, without its readers; `quads_per_fact`: reference data aside."""

    share: float
    files: int
    seconds: float
    peak_mib: float
    facts: int
    quads: int
    quads_per_fact: float
    disk_mib: float
    one_more_seconds: float
    answers: dict[str, dict[str, float]]
    scores: list[Score]


def measure(folder: Path, share: float, seed: int, jobs: int) -> Figures:
    """One share in a fresh store."""
    files = generate(folder, share, seed)
    location = str(folder / "store")
    note = folder / "first" / "note.txt"  # brings the reference data in, before the clock starts
    note.parent.mkdir(parents=True, exist_ok=True)
    note.write_text("Ghi chú.\n", encoding="utf-8")
    subprocess.run(_command("ingest", note, location, 1), check=True)
    store = open_store(location, Settings())
    reference = _count(store, "GRAPH ?g { ?s ?p ?o }")
    began = time.monotonic()
    subprocess.run(_command("ingest", folder / "files", location, jobs), check=True)
    seconds = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    quads = _count(store, "GRAPH ?g { ?s ?p ?o }")
    facts = _count(store, "?fact <https://w3id.org/daumoi/ns#quote> ?quote")
    extra = folder / "one" / "more.txt"
    extra.parent.mkdir(exist_ok=True)
    some = max((folder / "files").rglob("*.txt"))
    extra.write_text(some.read_text(encoding="utf-8").replace("Số:", "Số: 9"), encoding="utf-8")
    began = time.monotonic()
    subprocess.run(_command("ingest", extra, location, 1), check=True)
    more = time.monotonic() - began
    gold = gold_of(folder)
    return Figures(
        share,
        files,
        round(seconds, 2),
        round(peak),
        facts,
        quads,
        round((quads - reference) / max(1, facts), 1),
        round(_disk(Path(location)) / 2**20, 1),
        round(more, 2),
        answers(store, gold),
        check(store, gold),
    )


def answers(store: Store, gold: list[dict[str, object]], times: int = 30) -> dict[str, dict[str, float]]:
    """Milliseconds (p50, p95) of what is asked often, each for units spread over the gold."""
    held = [plan for plan in gold if plan["held"] and plan["level"] != "central"]
    step = max(1, len(held) // times)
    units = held[::step][:times]
    documents = {row["file"]: row for row in saved.rows("documents", {}, store.select)}

    def iri(plan: dict[str, object]) -> str:
        return str((documents.get(plan["file"]) or {}).get("place_iri") or "")

    places = [place for place in map(iri, units) if place]
    words = ("hạ tầng số", "phong trao thi dua", "chủ trì phối hợp", "cơ sở dữ liệu", "15 tháng 12")
    return {
        "search over sentences": _times([_searching(store, asked) for asked in words * 3]),
        "who leads digital there": _times([_asking(store, "owners", field="digital", place=p) for p in places]),
        "chain of a unit": _times([_asking(store, "chain", place=p) for p in places]),
        "coverage of a place": _times([_asking(store, "coverage", within=p) for p in places]),
        "coverage of all": _times([_asking(store, "coverage")] * 3),
    }


def _asking(store: Store, name: str, **params: str) -> Callable[[], object]:
    return lambda: saved.rows(name, params, store.select)


def _searching(store: Store, asked: str) -> Callable[[], object]:
    assert isinstance(store, EmbeddedStore)
    folder = store.folder.snapshots / store.snapshot()
    return lambda: search(folder, asked, {}, lambda kind: list(saved.find(kind).columns))


def _times(calls: list[Callable[[], object]]) -> dict[str, float]:
    if not calls:
        return {}
    calls[0]()  # opens files and plans; a server has done that long before
    took = []
    for call in calls:
        began = time.perf_counter()
        call()
        took.append(1_000 * (time.perf_counter() - began))
    took.sort()
    return {"p50": round(statistics.median(took), 1), "p95": round(took[min(len(took) - 1, int(0.95 * len(took)))], 1)}


def _command(name: str, path: Path, store: str, jobs: int) -> list[str]:
    return [sys.executable, "-m", "graph_api.cli", name, str(path), "--store", store, "--jobs", str(jobs)]


def _count(store: Store, pattern: str) -> int:
    return int(store.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")[0]["n"]["value"])


def _disk(folder: Path) -> int:
    """Bytes of the files, each counted once however many snapshots share it."""
    found = {os.stat(path).st_ino: os.stat(path).st_size for path in folder.rglob("*") if path.is_file()}
    return sum(found.values())


def _show(figures: Figures) -> None:
    for name, value in asdict(figures).items():
        if name not in ("answers", "scores"):
            print(f"{name:>18}  {value}")
    for name, took in figures.answers.items():
        print(f"{name:>26}  p50 {took.get('p50')} ms  p95 {took.get('p95')} ms")
    for score in figures.scores:
        text = "damaged" if score.damaged else "clean"
        print(f"{score.kind:>18} {text:<8} {score.right}/{score.asked}  {' '.join(score.wrong[:3])}")
    print(flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, nargs="+", default=[0.01])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="kept afterwards")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args()
    found = []
    for share in given.share:
        folder = given.folder / str(share) if given.folder else Path(tempfile.mkdtemp(prefix="daumoi-country-"))
        try:
            found.append(measure(folder, share, given.seed, given.jobs))
            _show(found[-1])
        finally:
            if not given.folder:
                shutil.rmtree(folder, ignore_errors=True)
    if given.json:
        given.json.write_text(json.dumps([asdict(f) for f in found], ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
