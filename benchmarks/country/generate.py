"""Writes a share of the country into a folder: `files/` for ingest, `gold.jsonl` beside it.

    python -m benchmarks.country.generate FOLDER --share 0.01 --seed 1

The same seed gives the same bytes. Every text is made up and says so.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from benchmarks.country.plans import Plan, decision, write
from benchmarks.country.units import chosen


def plans(share: float, seed: int) -> Iterator[Plan]:
    """The decision and the plan of each unit, parents first; `held` is False for those to be left out."""
    top = decision()
    known = {top.code: top}
    yield top
    for unit in chosen(share, seed):
        # A chance of its own for each unit: its plan does not depend on the share.
        plan = write(unit, known[unit.parent or top.code], random.Random(f"{seed}/{unit.code}"))
        if unit.level != "commune":
            known[unit.code] = plan
        yield plan


def generate(folder: Path, share: float, seed: int = 1) -> int:
    """Writes files and gold; returns how many files."""
    files = 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for plan in plans(share, seed):
            about = {**asdict(plan), "file": plan.file}
            del about["text"]
            gold.write(json.dumps(about, ensure_ascii=False) + "\n")
            if plan.held:
                path = folder / "files" / plan.file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(plan.text, encoding="utf-8")
                files += 1
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--share", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(generate(given.folder, given.share, given.seed), "files")


if __name__ == "__main__":
    main()
