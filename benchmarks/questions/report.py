"""Asks every question of questions.tsv (and of the annotated development documents) and says how many are right.

`python -m benchmarks.questions.report [--store STORE] [--wrong]` reads the sample and, where it is there,
../shared/corpus into a store of its own, then prints right, wrong, asked back and refused per intent and language,
every invented answer, and the time of an answer.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.text.fold import modern_tone

HERE = Path(__file__).parent
CORPUS = HERE.parents[2] / "shared" / "corpus"
FILES = ("questions.tsv", "held_out.tsv")
TODAY = "2026-01-15"


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what a reader of the documents answers. `bodies`: required; `allowed`: may be there too."""

    question: str
    lang: str
    intent: str
    outcomes: tuple[str, ...]
    bodies: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    document: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: right, wrong (answered otherwise), invented (answered where nothing answers), asked_back, refused."""

    case: Case
    kind: str
    why: str
    ms: float


def cases(name: str = "questions.tsv") -> Iterator[Case]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if line.startswith("#") or cells[0] == "language":
            continue
        lang, intent, outcome, bodies, document, value, question = (cell if cell != "-" else "" for cell in cells)
        named = [body.strip() for body in bodies.split(" | ") if body.strip()]
        yield Case(
            question,
            lang,
            intent or "none",
            tuple(outcome.split("|")),
            frozenset(_name(body) for body in named if not body.startswith("[")),
            frozenset(_name(body[1:-1]) for body in named if body.startswith("[")),
            document or None,
            value or None,
        )


def gold_cases(folder: Path) -> Iterator[Case]:
    """The questions of the annotated development documents."""
    for path in sorted(folder.glob("*.json")):
        for given in json.loads(path.read_text(encoding="utf-8")).get("questions", ()):
            expect = given["expect"]
            bodies = frozenset(_name(body) for body in expect["bodies"])
            yield Case(
                given["q"], given["lang"], given["intent"], (expect["outcome"],), bodies, document=expect["document"]
            )


def _name(label: object) -> str:
    """A label for comparison: modern tone marks, one kind of dash, no comma before the place."""
    return " ".join(modern_tone(str(label)).lower().replace("–", "-").split())


def judge(case: Case, body: Mapping[str, Any]) -> tuple[str, str]:
    """(kind, why) of an answer, the JSON of /api/v1/ask."""
    outcome = body["outcome"]
    if outcome != "answered":
        if outcome in case.outcomes:
            return "right", ""
        kind = "asked_back" if outcome == "ambiguous" else "refused" if "answered" in case.outcomes else "wrong_refusal"
        return kind, outcome
    if "answered" not in case.outcomes:
        return "invented", _shown(body)
    return _judge_answers(case, body)


def _judge_answers(case: Case, body: Mapping[str, Any]) -> tuple[str, str]:
    answers = body["answers"]
    column = "recipient" if case.intent == "reporting" else "body"
    given = {_name(a[column]) for a in answers if a[column]}
    if case.bodies and not (case.bodies <= given <= case.bodies | case.allowed):
        return "wrong", f"bodies {_shown(body)}"
    numbers = {str(a["number"]) for a in answers}
    if case.document and case.document not in numbers:
        return "wrong", f"document {sorted(numbers)}"
    if case.value and case.value not in set(_values(answers)):
        return "wrong", f"value {sorted(set(_values(answers)))}"
    return "right", ""


def _values(answers: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for answer in answers:
        for key in ("value", "due", "deadline"):
            found = answer[key]
            if isinstance(found, str):
                yield from found.split("; ")
            elif found is not None:
                yield f"{found:g}"


def _shown(body: Mapping[str, Any]) -> str:
    return "; ".join(
        dict.fromkeys(
            f"{a['body']} > {a['recipient']}" if a["kind"] == "reporting" else str(a["body"] or a["indicator"])
            for a in body["answers"][:6]
        )
    )


def run(found: Iterable[Case], ask: Callable[[str], Mapping[str, Any]]) -> list[Verdict]:
    verdicts = []
    for case in found:
        began = time.perf_counter()
        body = ask(case.question)
        ms = 1000 * (time.perf_counter() - began)
        kind, why = judge(case, body)
        verdicts.append(Verdict(case, kind, why, ms))
    return verdicts


KINDS = ("right", "wrong", "invented", "asked_back", "refused", "wrong_refusal")


def table(verdicts: Iterable[Verdict], key: Callable[[Case], str]) -> str:
    rows: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        for name in (key(verdict.case), "all"):
            rows.setdefault(name, Counter())[verdict.kind] += 1
    lines = [f"{'':18}" + "".join(f"{kind:>14}" for kind in ("asked", *KINDS)) + f"{'% right':>10}"]
    for name in sorted(rows, key=lambda name: (name == "all", name)):
        counts = rows[name]
        total = sum(counts.values())
        cells = "".join(f"{n:>14}" for n in (total, *(counts[kind] for kind in KINDS)))
        lines.append(f"{name:18}{cells}{100 * counts['right'] / total:>10.1f}")
    return "\n".join(lines)


def _report(title: str, verdicts: list[Verdict], wrong: bool) -> None:
    print(f"\n== {title}\n")
    print(table(verdicts, lambda case: case.intent))
    print()
    print(table(verdicts, lambda case: case.lang))
    for verdict in verdicts:
        if verdict.kind == "invented" or (wrong and verdict.kind != "right"):
            print(f"  {verdict.kind}: {verdict.case.question}\n      {verdict.why}")
    times = sorted(v.ms for v in verdicts)
    p95 = times[int(0.95 * (len(times) - 1))]
    print(f"\nms for an answer: median {statistics.median(times):.1f}, p95 {p95:.1f}, most {times[-1]:.1f}")


def strings(number: int) -> Iterator[str]:
    """Made-up questions, the same ones every time: words of real ones in any order, and any characters."""
    chance = random.Random(1)
    words = [word for name in FILES for case in cases(name) for word in case.question.split()]
    for i in range(number):
        if i % 4:
            yield " ".join(chance.choices(words, k=chance.randint(1, 30)))
        else:
            yield "".join(chr(chance.randint(1, 0x2FFF)) for _ in range(chance.randint(1, 200)))


def _fuzz(ask: Callable[[str], Mapping[str, Any]], number: int) -> None:
    took = []
    for question in strings(number):
        began = time.perf_counter()
        ask(question)
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    over = sum(ms > 50 for ms in took)
    print(f"\n== {number} made-up strings: none failed")
    print(
        f"ms: median {statistics.median(took):.1f}, p99 {took[int(0.99 * (number - 1))]:.1f}, most {took[-1]:.1f};"
        f" {over} over 50"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="a store that holds the corpus already; default: a new one")
    parser.add_argument("--wrong", action="store_true", help="show every question not answered right")
    parser.add_argument("--fuzz", type=int, default=0, metavar="N", help="ask N made-up strings too")
    parser.add_argument("--sample", action="store_true", help="the five sample documents alone, for the times")
    args = parser.parse_args()
    from graph_api.ingesting import ingest
    from graph_api.reading import sample
    from graph_api.rest.ask import answer
    from graph_api.settings import Settings
    from graph_api.store import open_store

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.from_env(store=args.store or folder, today=TODAY)
        store = open_store(settings.store, settings)
        if not args.store:
            more = [] if args.sample else [str(path) for path in [CORPUS / "dev"] if path.is_dir()]
            ingest([sample(), *more], store, settings)

        def ask(question: str) -> Mapping[str, Any]:
            return answer(question, store, settings)

        ask("hạ tầng số")  # what is read once and kept is not the time of an answer
        for name in FILES:
            _report(name, run(cases(name), ask), args.wrong)
        if (CORPUS / "dev-gold").is_dir():
            _report("dev-gold", run(gold_cases(CORPUS / "dev-gold"), ask), args.wrong)
        if args.fuzz:
            _fuzz(ask, args.fuzz)
    return 0


if __name__ == "__main__":
    sys.exit(main())
