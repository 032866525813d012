"""How fast files become triples, room by room, and how much memory that takes.

    python -m benchmarks.speed.measure [--rounds N] [--no-hostile]

CPU time of one process on one core (`time.process_time`), the least of several rounds, because other work on the
machine slows all of it: `yardstick` is a fixed piece of work, timed between the rounds, by which figures of two days or
machines compare. Memory is the greatest resident size of a process of its own.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.speed.texts import Text, dev, hostile, long_files, samples
from ingest.facts import DocumentFacts, FileFacts
from ingest.layout import lay_out
from ingest.layout.sheet import Sheet
from ingest.pipeline import ROOMS, read_document_facts, recogniser
from ingest.readers import read_file
from ingest.recognise.abbreviations import abbreviations
from ingest.recognise.context import Reading
from ingest.recognise.header import recognise_header, with_covering_letter
from ingest.resolve.settle import settle, settle_header
from ingest.triples import quads

T = TypeVar("T")
HOSTILE_SIZES = (10_000, 20_000, 40_000, 80_000, 160_000)
LONGEST_SECONDS = 30.0
"""A hostile text that takes longer is not doubled again."""


@dataclass(slots=True)
class Clock:
    """CPU seconds by room."""

    seconds: dict[str, float] = field(default_factory=dict)

    def of(self, room: str, work: Callable[[], T]) -> T:
        start = time.process_time()
        out = work()
        self.seconds[room] = self.seconds.get(room, 0.0) + time.process_time() - start
        return out


def way(text: Text, folder: Path) -> Clock:
    """The whole way of one file, room by room; the same rooms in the same order as `ingest.pipeline`."""
    path = folder / f"{text.name}.txt"
    path.write_text(text.text, encoding="utf-8", newline="")
    clock = Clock()
    source = clock.of("reader", lambda: read_file(path, folder))
    layouts = clock.of("layout", lambda: lay_out(source))
    headers = clock.of("header", lambda: [recognise_header(layout, source) for layout in layouts])
    known = list(zip(layouts, headers, strict=True))
    headers = clock.of("header", lambda: [settle_header(with_covering_letter(header, known)) for header in headers])
    documents = []
    for layout, header in zip(layouts, headers, strict=True):
        reading = Reading(layout, header, clock.of("abbreviations", lambda layout=layout: abbreviations(layout)))  # type: ignore[misc]
        found = {
            name: clock.of(room, lambda room=room, reading=reading: tuple(recogniser(room)(reading)))  # type: ignore[misc]
            for name, room in ROOMS.items()
        }
        facts = DocumentFacts(layout.part, layout.span, header, layout.quality.damaged, **found)
        documents.append(clock.of("places settled", lambda facts=facts: settle(facts)))  # type: ignore[misc]
    file = FileFacts(source, tuple(documents), ())
    clock.of("triples", lambda: sum(len(line) for line in quads(file, "benchmark")))
    return clock


def yardstick() -> float:
    """Seconds of a fixed piece of plain work."""
    start = time.process_time()
    counts: dict[int, int] = {}
    for i in range(400_000):
        counts[i % 1009] = counts.get(i % 1009, 0) + i
    return time.process_time() - start


def least(texts: Iterable[Text], folder: Path, rounds: int) -> tuple[int, dict[str, float], float]:
    """(characters, the least seconds of every room, seconds of the first round) over the texts."""
    size, first = 0, 0.0
    total: dict[str, float] = {}
    for text in texts:
        size += len(text.text)
        best: dict[str, float] = {}
        for n in range(rounds):
            clock = way(text, folder)
            first += sum(clock.seconds.values()) if n == 0 else 0.0
            for room, seconds in clock.seconds.items():
                best[room] = min(seconds, best.get(room, seconds))
        for room, seconds in best.items():
            total[room] = total.get(room, 0.0) + seconds
    return size, total, first


def group_of(text: Text) -> str:
    """Clean; scanned, where single words are mended or specks swept; damaged, where every word is read anew."""
    sheet = Sheet.of(text.text)
    return "damaged" if sheet.quality.damaged else "scanned" if sheet.scanned or sheet.specked else "clean"


def memory(text: Text, folder: Path) -> tuple[float, float, float]:
    """(CPU seconds, greatest MB, MB once everything is loaded) of a process that does nothing else."""
    path = folder / "long.txt"
    path.write_text(text.text, encoding="utf-8", newline="")
    command = [sys.executable, "-m", "benchmarks.speed.measure", "--one", str(path)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(out[0]), float(out[1]), float(out[2])


def one(path: Path) -> None:
    """The way of one file, for `memory`: first a sample, so that tables and lexicons are loaded."""
    warm = samples()[0]
    for _ in quads(read_document_facts(warm.source()), "benchmark"):
        pass
    loaded = _most_memory()
    start = time.process_time()
    for _ in quads(read_document_facts(read_file(path, path.parent)), "benchmark"):
        pass
    print(time.process_time() - start, _most_memory(), loaded)


def _most_memory() -> float:
    """MB at the most so far; the kernel's figure for this program, which does not count who started it."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def curves() -> Iterator[tuple[str, list[float]]]:
    for name, make in hostile().items():
        row: list[float] = []
        for size in HOSTILE_SIZES:
            source = make(size).source()
            start = time.process_time()
            for _ in quads(read_document_facts(source), "benchmark"):
                pass
            row.append(time.process_time() - start)
            if row[-1] > LONGEST_SECONDS:
                break
        yield name, row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-hostile", action="store_true")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        one(args.one)
        return
    with TemporaryDirectory() as name:
        report(Path(name), args.rounds)
    if not args.no_hostile:
        print("\n| hostile text | " + " | ".join(f"{size // 1000}k" for size in HOSTILE_SIZES) + " |")
        print("| --- |" + " --- |" * len(HOSTILE_SIZES))
        for title, row in curves():
            print(f"| {title} | " + " | ".join(f"{seconds:.2f}" for seconds in row) + " |", flush=True)


def report(folder: Path, rounds: int) -> None:
    texts = [*samples(), *dev()]
    groups = {name: [text for text in texts if group_of(text) == name] for name in ("clean", "scanned", "damaged")}
    long = list(long_files([text for text in groups["clean"] if text.kind == "sample"]))
    marks = [yardstick()]
    columns = {}
    for title, group, times in (
        *((name, group, rounds) for name, group in groups.items() if group),
        *((text.name, [text], 1) for text in long),
    ):
        columns[title] = least(group, folder, times)
        marks.append(yardstick())
    print(f"yardstick {min(marks):.3f} s (between {min(marks):.3f} and {max(marks):.3f})\n")
    print("| ms for 100,000 characters | " + " | ".join(columns) + " |")
    print("| --- |" + " --- |" * len(columns))
    for room in columns["clean"][1]:
        row = (seconds.get(room, 0.0) / size * 1e8 for size, seconds, _ in columns.values())
        print(f"| {room} | " + " | ".join(f"{ms:.0f}" for ms in row) + " |")
    speeds = (size / sum(seconds.values()) / 1e6 for size, seconds, _ in columns.values())
    colds = (size / first / 1e6 for size, _, first in columns.values())
    print("| **million characters a second** | " + " | ".join(f"**{speed:.2f}**" for speed in speeds) + " |")
    print("| met for the first time | " + " | ".join(f"{speed:.2f}" for speed in colds) + " |\n")
    for text in long:
        seconds, peak, loaded = memory(text, folder)
        print(f"{text.name}: {len(text.text):,} characters, {seconds:.1f} s, {peak:.0f} MB ({loaded:.0f} MB loaded)")


if __name__ == "__main__":
    main()
