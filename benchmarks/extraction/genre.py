"""Scores invented documents of kinds the corpus lacks against what was decided by reading them.

Comes in: the folder `tests/ingest/genre` (texts, and beside each what it should give, in lines; see the README there).
Goes out: per document the misses, false hits and wrong arguments, and pooled figures. The expectations are small on
purpose, for a person to write and check by eye; where the annotator was in doubt the value is marked and not compared.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.extraction.found import header_values
from benchmarks.extraction.items import norm, norm_number
from benchmarks.extraction.matching import best_matching
from ingest.facts import Assignment, Body, DocumentFacts, Fact, Reference, ReportingDuty, Target
from ingest.pipeline import read_document_facts
from ingest.readers import read_file

FOLDER = Path(__file__).parents[2] / "tests" / "ingest" / "genre"
COLUMNS = {
    "references": ("name", "relation"),
    "assignments": ("section", "bodies", "role", "modality", "field", "with", "deadline", "anchor"),
    "targets": ("section", "comparator", "value", "unit", "by", "anchor"),
    "reports": ("by", "to", "onward", "recurrence", "due", "anchor"),
}
_DOUBT = re.compile(r"\s\?(\w*)")
_PLURAL = re.compile(r"^(?:các|những) ")


@dataclass(frozen=True, slots=True)
class Row:
    """One expected fact: its values, those in doubt left out; `optional`: neither missed nor false."""

    kind: str
    values: Mapping[str, object]
    anchor: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Expectation:
    header: Mapping[str, str | None]
    rows: tuple[Row, ...]
    recipients: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: counts by kind, and each difference in words."""

    counts: Mapping[str, tuple[int, int, int, int]]  # kind: gold, found, lenient, strict
    differences: tuple[str, ...]


def expectation(path: Path) -> Expectation:
    """The expectations of one file of lines."""
    header: dict[str, str | None] = {}
    rows: list[Row] = []
    kind = ""
    for line in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
        name, colon, value = line.partition(":")
        if colon and name in COLUMNS:
            kind = name
        elif not kind:
            if not value.endswith(" ?"):
                header[name] = None if value.strip() == "-" else value.strip()
        else:
            rows.append(_row(kind, line))
    recipients = int(header.pop("recipients") or 0)
    return Expectation(header, tuple(rows), recipients)


def _row(kind: str, line: str) -> Row:
    doubts = set(_DOUBT.findall(line))
    cells = [cell.strip() for cell in _DOUBT.sub("", line).split("|")]
    names = COLUMNS[kind]
    if len(cells) != len(names):
        raise ValueError(f"{kind}: {len(cells)} cells where {len(names)} belong: {line}")
    given = dict(zip(names, cells, strict=True))
    anchor = given.pop("anchor", "")
    values: dict[str, object] = {
        name: _value(name, cell) for name, cell in given.items() if name not in doubts or name == "name"
    }
    return Row(kind, values | {"_bodies": _names(given.get("bodies", ""))}, anchor, "" in doubts)


def _value(name: str, cell: str) -> object:
    if name in ("bodies", "with", "by", "to", "onward") and name != "field":
        return _names(cell)
    if name == "field":
        return frozenset(part.strip() for part in cell.split(";") if part.strip())
    if name == "value":
        return float(cell)
    if name == "modality":
        return cell or "required"
    return None if cell in ("", "-") else cell


def _names(cell: str | Iterable[str]) -> frozenset[str]:
    parts = cell.split(";") if isinstance(cell, str) else cell
    return frozenset(_PLURAL.sub("", norm(part.replace("*", ""))) for part in parts if part.strip())


def _labels(bodies: Iterable[Body | None]) -> frozenset[str]:
    return _names(body.label for body in bodies if body is not None)


# --- what was found -------------------------------------------------------------------------------------------------


def _found(document: DocumentFacts) -> dict[str, list[tuple[Mapping[str, object], Fact]]]:
    return {
        "references": [(_of_reference(r), r) for r in _distinct(document.references)],
        "assignments": [(_of_assignment(a), a) for a in document.assignments],
        "targets": [(_of_target(t), t) for t in document.targets],
        "reports": [(_of_report(r), r) for r in document.reports],
    }


def _distinct(references: Sequence[Reference]) -> list[Reference]:
    order = ("implements", "relays", "replaces", "amends", "based_on", "cites")
    best: dict[tuple[str, str | None], Reference] = {}
    for reference in references:
        key = norm_number(reference.number) if reference.number else norm(reference.title or reference.type or "")
        at = (key, reference.date if reference.number else None)
        held = best.get(at)
        if held is None or order.index(reference.relation.value) < order.index(held.relation.value):
            best[at] = reference
    return list(best.values())


def _of_reference(reference: Reference) -> Mapping[str, object]:
    return {"name": reference.number or reference.title or reference.type, "relation": reference.relation.value}


def _of_assignment(fact: Assignment) -> Mapping[str, object]:
    bodies = _labels(mention.body for mention in fact.bodies)
    return {
        "section": fact.section,
        "bodies": bodies,
        "_bodies": bodies,
        "role": fact.role.value,
        "modality": fact.modality.value,
        "field": frozenset(slug for slug in fact.fields if not slug.startswith("new-")),
        "with": _labels(fact.partners),
        "deadline": fact.deadline,
    }


def _of_target(fact: Target) -> Mapping[str, object]:
    return {
        "section": fact.section,
        "comparator": fact.comparator.value,
        "value": fact.value,
        "unit": fact.unit,
        "by": _names(fact.by or ""),
    }


def _of_report(fact: ReportingDuty) -> Mapping[str, object]:
    return {
        "by": _labels(fact.reporters),
        "to": _labels([fact.recipient]),
        "onward": _labels(fact.onward),
        "recurrence": fact.recurrence.value if fact.recurrence else None,
        "due": fact.due,
    }


# --- comparing ------------------------------------------------------------------------------------------------------


def compare(path: Path) -> Outcome:
    """One text against its expectation."""
    source = read_file(path, path.parent)
    documents = read_document_facts(source).documents
    expected = expectation(path.with_suffix(".expect"))
    counts: dict[str, tuple[int, int, int, int]] = {}
    if len(documents) != 1:
        return Outcome(counts, (f"documents: {len(documents)} found where one is",))
    document = documents[0]
    differences = list(_header(expected, document, counts))
    found = _found(document)
    for kind in COLUMNS:
        rows = [row for row in expected.rows if row.kind == kind]
        differences += _facts(kind, rows, found[kind], source.text, counts)
    return Outcome(counts, tuple(differences))


def _header(
    expected: Expectation, document: DocumentFacts, counts: dict[str, tuple[int, int, int, int]]
) -> Iterable[str]:
    values = dict(header_values(document.header)) | {"recipients": len(document.recipients)}
    wanted: dict[str, object] = dict(expected.header) | {"recipients": expected.recipients}
    right = 0
    for name, value in wanted.items():
        if norm(str(values.get(name))) == norm(str(value)):
            right += 1
        else:
            yield f"header {name}: {values.get(name)!r} for {value!r}"
    counts["header"] = (len(wanted), len(wanted), right, right)


def _facts(
    kind: str,
    rows: list[Row],
    found: list[tuple[Mapping[str, object], Fact]],
    text: str,
    counts: dict[str, tuple[int, int, int, int]],
) -> list[str]:
    weights = [[_weight(row, values, fact, text) for values, fact in found] for row in rows]
    pairs = best_matching(weights)
    out: list[str] = []
    lenient = strict = skipped = 0
    for i, j in pairs:
        wrong = _wrong(rows[i], found[j][0])
        skipped += rows[i].optional
        if not rows[i].optional:
            lenient += 1
            strict += not wrong
            out += [f"{kind} wrong [{_what(rows[i])}] {w} <{found[j][1].rule}>" for w in wrong]
    met, used = {i for i, _ in pairs}, {j for _, j in pairs}
    out += [f"{kind} missed [{_what(row)}]" for i, row in enumerate(rows) if i not in met and not row.optional]
    for j, (values, fact) in enumerate(found):
        if j not in used:
            quote = " ".join(fact.span.of(text).split())[:90]
            shown = {k: _show(v) for k, v in values.items() if k != "_bodies" and v}
            out.append(f"{kind} false {shown} “{quote}” <{fact.rule}>")
    needed = sum(not row.optional for row in rows)
    counts[kind] = (needed, len(found) - skipped, lenient, strict)
    return out


def _show(value: object) -> str:
    return "; ".join(sorted(value)) if isinstance(value, frozenset) else str(value)


def _what(row: Row) -> str:
    return " | ".join(_show(row.values[k]) for k in ("section", "bodies", "name", "by") if row.values.get(k)) + (
        f" | {row.anchor}" if row.anchor else ""
    )


def _weight(row: Row, values: Mapping[str, object], fact: Fact, text: str) -> float:
    if row.kind == "references":
        wanted, name = str(row.values["name"]), str(values["name"])
        same = norm_number(wanted) == norm_number(name) if "/" in wanted else norm(name).startswith(norm(wanted))
        return float(same)
    at = _anchor_at(row.anchor, text, fact)
    if not at:
        return 0.0
    if row.kind == "assignments":
        named = row.values["_bodies"]
        share = "bodies" not in row.values or bool(named & values["_bodies"])  # type: ignore[operator]
        if not share:
            return 0.0
    if row.kind == "targets" and row.values["value"] != values["value"]:
        return 0.0
    if row.kind == "reports" and not (row.values.get("to", frozenset()) == values["to"] or "to" not in row.values):
        return 0.0
    return at - 0.1 * len(_wrong(row, values))


def _anchor_at(anchor: str, text: str, fact: Fact) -> float:
    """2: the anchor lies in the words of the task; 1: in the fact's sentence; 0: neither."""
    pattern = re.compile(r"[\s*]+".join(map(re.escape, anchor.split())))
    own = fact.task_span if isinstance(fact, Assignment) else fact.span
    for weight, span in ((2.0, own), (1.0, fact.span)):
        if any(m.start() < span.end and span.start < m.end() for m in pattern.finditer(text)):
            return weight
    return 0.0


def _wrong(row: Row, values: Mapping[str, object]) -> list[str]:
    out: list[str] = []
    for name, value in row.values.items():
        if name in ("_bodies", "name"):
            continue
        given = values.get(name)
        same = norm(str(given)) == norm(str(value)) if isinstance(value, str) else given == value
        if not same:
            out.append(f"{name}: {_show(given)!r} for {_show(value)!r}")
    return out


def score(folder: Path = FOLDER) -> dict[str, Outcome]:
    """Every text of the folder by name."""
    return {path.stem: compare(path) for path in sorted(folder.glob("*.txt"))}


def f1(gold: int, found: int, right: int) -> float:
    return 2 * right / (gold + found) if gold + found else 1.0


def pooled(outcomes: Iterable[Outcome]) -> dict[str, tuple[int, int, float, float]]:
    """kind -> (gold, found, lenient F1, strict F1) over all."""
    total: dict[str, Counter[int]] = {}
    for outcome in outcomes:
        for kind, numbers in outcome.counts.items():
            total.setdefault(kind, Counter()).update(dict(enumerate(numbers)))
    return {k: (c[0], c[1], f1(c[0], c[1], c[2]), f1(c[0], c[1], c[3])) for k, c in total.items()}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="scores the invented documents of other kinds")
    parser.add_argument("--doc", default="", help="only texts whose name contains this")
    parser.add_argument("--quiet", action="store_true", help="only the figures")
    arguments = parser.parse_args(argv)
    outcomes = {name: o for name, o in score().items() if arguments.doc in name}
    for name, outcome in outcomes.items():
        kinds = "  ".join(f"{k} {n[3]}/{n[2]} of {n[0]}, {n[1]} found" for k, n in outcome.counts.items())
        print(f"== {name}: {kinds}")
        for difference in () if arguments.quiet else outcome.differences:
            print(f"   {difference}")
    for kind, (gold, found, lenient, strict) in pooled(outcomes.values()).items():
        print(f"{kind:12} gold {gold:4} found {found:4}  strict F1 {strict:.3f}  lenient F1 {lenient:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
