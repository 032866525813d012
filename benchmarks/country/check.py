"""Answers of the store against the gold of the generator.

In go a store and the gold's rows, out come counts of right answers by kind. Asks saved queries only, as a user would.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph_api import saved
from graph_api.store.base import Store
from ingest.text.fold import fold

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """`right` of `asked`; clean texts and damaged ones apart."""

    kind: str
    damaged: bool
    right: int
    asked: int
    wrong: tuple[str, ...] = ()


def gold_of(folder: Path) -> list[Row]:
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def check(store: Store, gold: Iterable[Row]) -> list[Score]:
    """Numbers, dates, who has each field with which role, and whose plan it carries out."""
    plans = {plan["code"]: plan for plan in gold}
    documents = {row["file"]: row for row in saved.rows("documents", {}, store.select) if row["file"]}
    duties: dict[str, list[Row]] = defaultdict(list)
    for row in saved.rows("assignments", {}, store.select):
        duties[row["document"]].append(row)
    above = _links(store)
    counts: dict[tuple[str, bool], list[str | None]] = defaultdict(list)
    for plan in plans.values():
        if not plan["held"]:
            continue
        row = documents.get(plan["file"])
        asked = list(_asked(plan, plans, row, duties, above))
        for kind, right in asked:
            counts[kind, plan["damaged"]].append(None if right else plan["file"])
    return [
        Score(kind, damaged, found.count(None), len(found), tuple(sorted({f for f in found if f}))[:5])
        for (kind, damaged), found in sorted(counts.items())
    ]


def _asked(
    plan: Row, plans: dict[str, Row], row: Row | None, duties: dict[str, list[Row]], above: dict[str, set[str]]
) -> Iterable[tuple[str, bool]]:
    yield "number", row is not None and row["number"] == plan["number"]
    yield "date", row is not None and row["date"] == plan["date"]
    if plan["level"] == "central":
        return
    mine = duties[row["document"]] if row else []
    for duty in plan["duties"]:
        office = fold(f"{duty['office']} {plan['unit']}")
        named = [r for r in mine if r["field"] == duty["field"] and fold(r["body"]) == office]
        yield "office", bool(named)
        yield "role", any(r["role"] == duty["role"] for r in named)
    given = {(duty["field"], fold(f"{duty['office']} {plan['unit']}")) for duty in plan["duties"]}
    for r in mine:
        if r["role"] == "lead" and r["field"]:
            yield "no other lead", (r["field"], fold(r["body"])) in given
    parent = plans[plan["parent"]]
    if parent["number"]:
        yield "carries out", row is not None and parent["number"] in above[row["document"]]


def _links(store: Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in saved.rows("references", {}, store.select):
        if row["relation"] == "implements" and row["cited_number"]:
            found[row["document"]].add(row["cited_number"])
    return found
