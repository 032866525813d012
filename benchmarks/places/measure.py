"""Measures the gazetteer: time to load, time of a look-up, memory. Limits: 2 s, 5 ms, 150 MB.

python -m benchmarks.places.measure
"""

from __future__ import annotations

import random
import statistics
import time
from datetime import date
from pathlib import Path


def resident_mb() -> float:
    """Resident memory of this process in MB (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def main() -> None:
    before = resident_mb()
    started = time.perf_counter()
    from ingest.resolve.gazetteer import Gazetteer

    gazetteer = Gazetteer.load()
    loaded = time.perf_counter() - started
    print(f"load: {loaded:.2f} s for {len(gazetteer):,} units; memory: +{resident_mb() - before:.0f} MB")
    units = random.Random(1).sample(list(gazetteer), 2000)
    for label, names in (
        ("full name", [u.full_name for u in units]),
        ("bare name, upper case", [u.name.upper() for u in units]),
        ("unknown name", [u.name + " Không Có" for u in units]),
    ):
        times = []
        for name in names:
            began = time.perf_counter()
            gazetteer.lookup(name, on=date(2023, 6, 1))
            times.append((time.perf_counter() - began) * 1000)
        print(f"look-up by {label}: median {statistics.median(times):.3f} ms, slowest {max(times):.2f} ms")
    times = []
    for unit in units:
        outer = gazetteer.parent(unit)
        began = time.perf_counter()
        gazetteer.lookup(unit.name, within=outer.name if outer else None)
        times.append((time.perf_counter() - began) * 1000)
    print(f"look-up within a named unit: median {statistics.median(times):.3f} ms, slowest {max(times):.2f} ms")


if __name__ == "__main__":
    main()
