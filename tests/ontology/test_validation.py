"""SHACL over the graph: the sample is clean, and each kind of damage is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.triples import quads
from ontology import SCHEME, terms
from ontology.validation import Result, validate
from tests import sample


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """One of the sample files: enough to damage."""
    return b"".join(quads(sample.facts()[1], "test")).decode().splitlines(keepends=True)


def report(lines: list[str], tmp_path: Path) -> list[Result]:
    path = tmp_path / "graph.nq"
    path.write_text("".join(lines), encoding="utf-8")
    return validate(path)


def first(lines: list[str], kind: str, predicate: str) -> int:
    """The first line of that predicate whose subject is a fact of that kind."""
    return next(i for i, line in enumerate(lines) if f"/{kind}-" in line.split()[0] and f"<{predicate}>" in line)


def test_the_sample_has_no_violation(tmp_path: Path) -> None:
    whole = sample.lines(reference=False).decode().splitlines(keepends=True)
    assert [result for result in report(whole, tmp_path) if result.severity == "violation"] == []


@pytest.mark.parametrize(
    ("kind", "predicate", "message"),
    [
        ("assignment", terms.quote, "a fact has exactly one quote"),
        ("target", terms.start, "a fact has one start offset"),
        ("reference", terms.status, "a fact is stated, inferred or default"),
        ("assignment", terms.role, "an assignment has one role of the scheme"),
        ("assignment", terms.mention, "an assignment shows where the body is named"),
        ("reference", terms.cited, "a reference cites one document"),
        ("target", terms.numericValue, "a target has one number"),
    ],
)
def test_what_is_missing_is_a_violation(
    lines: list[str], tmp_path: Path, kind: str, predicate: str, message: str
) -> None:
    gone = first(lines, kind, predicate)
    subject = lines[gone].split()[0]
    found = report([line for line in lines if not (line.startswith(subject) and f"<{predicate}>" in line)], tmp_path)
    assert ("violation", subject.strip("<>"), message) in {(r.severity, r.focus, r.message) for r in found}


def test_a_quote_that_is_not_the_kept_text_is_a_violation(lines: list[str], tmp_path: Path) -> None:
    changed = list(lines)
    at = first(lines, "phase", terms.quote)
    changed[at] = changed[at].replace(f'<{terms.quote}> "', f'<{terms.quote}> "x', 1)
    (found,) = [result for result in report(changed, tmp_path) if result.severity == "violation"]
    assert found.message == "the quote is not the kept text at its offsets"
    assert found.focus == changed[at].split()[0].strip("<>")


def test_a_role_outside_the_scheme_is_a_violation(lines: list[str], tmp_path: Path) -> None:
    changed = list(lines)
    at = first(lines, "assignment", terms.role)
    changed[at] = changed[at].replace(f"{SCHEME}role/", f"{SCHEME}role/un")
    assert any("one role of the scheme" in result.message for result in report(changed, tmp_path))


def test_two_explicit_leads_for_one_task_are_a_warning(lines: list[str], tmp_path: Path) -> None:
    """Joint leads share an assignment and are none; a second assignment of the same task to another is."""
    lead = next(line.split()[0] for line in lines if f"<{terms.role}> <{SCHEME}role/lead>" in line)
    own = [line for line in lines if line.startswith(lead + " ")]
    twin = [line.replace(lead, lead[:-1] + "-twin>", 1) for line in own if f"<{terms.assignee}>" not in line]
    other = next(line for line in lines if f"<{terms.assignee}>" in line and line.split()[2] not in " ".join(own))
    graph = own[0].split()[-2]
    twin.append(f"{lead[:-1]}-twin> <{terms.assignee}> {other.split()[2]} {graph} .\n")
    found = [result for result in report(lines + twin, tmp_path) if result.message == "two explicit leads for one task"]
    assert {result.focus for result in found} == {lead.strip("<>"), f"{lead[1:-1]}-twin"}
    assert {result.severity for result in found} == {"warning"}
