"""Prints the table of scores: `python -m benchmarks.extraction.report [--gold DIR] [--doc NAME] [--diagnose KIND]`.

Runs the product's pipeline over every annotated file whose text is here. `--diagnose` (header, references,
assignments, … or all) lists each miss, false hit and wrong argument; `--rules` counts them per rule.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.extraction import diagnose, found, gold
from benchmarks.extraction.items import HEADER, KINDS, File, Item
from benchmarks.extraction.metrics import (
    DocumentScore,
    Prf,
    argument_scores,
    interval,
    pooled,
    rule_scores,
    score_file,
)

Reader = Callable[[Path], File]
Scored = list[tuple[File, list[DocumentScore]]]


def guarded(reader: Reader) -> Reader:
    """A file on which the reader fails counts as one in which nothing was found, and says so."""

    def read(path: Path) -> File:
        try:
            return reader(path)
        except Exception as error:  # a benchmark goes on, whatever the judged program does
            print(f"{path.name}: {type(error).__name__}: {error}")
            return File(path.name, "", ())

    return read


def run(reader: Reader, folders: Sequence[Path] | None = None, only: str = "") -> Scored:
    """Scores of every annotated file whose name contains `only`."""
    return [
        (annotated, score_file(annotated, reader(path)))
        for annotated, path in gold.load_all(folders)
        if only in annotated.name
    ]


def measures(*, strict: bool) -> dict[str, Callable[[DocumentScore], Prf]]:
    def of(kind: str) -> Callable[[DocumentScore], Prf]:
        return lambda score: score.score(kind, strict=strict)

    table: dict[str, Callable[[DocumentScore], Prf]] = {
        "references numbered": lambda score: score.references(numbered=True, strict=strict),
        "references named": lambda score: score.references(numbered=False, strict=strict),
    }
    table.update({kind: of(kind) for kind in KINDS if kind != "references"})
    return table


def line(name: str, lenient: Prf, strict: Prf, low_high: tuple[float, float]) -> str:
    a = f"{lenient.precision:5.3f} {lenient.recall:5.3f} {lenient.f1:5.3f}"
    b = f"{strict.precision:5.3f} {strict.recall:5.3f} {strict.f1:5.3f} [{low_high[0]:.2f}-{low_high[1]:.2f}]"
    return f"{name:22} {lenient.gold:5d} {lenient.found:5d}   {a}   {b}"


def table(scores: Sequence[DocumentScore]) -> str:
    """One line per kind: lenient and strict precision, recall, F1, and the interval of the strict F1."""
    head = f"{'':22} {'gold':>5} {'found':>5}   {'lenient P R F1':^17}   {'strict P R F1 [95 %]'}"
    lines = [head]
    lenient, strict = measures(strict=False), measures(strict=True)
    for name, measure in lenient.items():
        lines.append(line(name, pooled(scores, measure), pooled(scores, strict[name]), interval(scores, strict[name])))
    header = pooled(scores, DocumentScore.header_score)
    low, high = interval(scores, DocumentScore.header_score)
    lines.append(f"{'header fields':22} {header.gold:5d} {'':5}   accuracy {header.f1:5.3f} [{low:.2f}-{high:.2f}]")
    fields = []
    for name in HEADER:
        asked = [score.header[name] for score in scores if name in score.header]
        if asked:
            fields.append(f"{name} {sum(asked)}/{len(asked)}")
    lines.append("  " + ", ".join(fields))
    for kind in ("references", "assignments", "targets", "reports"):
        arguments = argument_scores(scores, kind)
        if arguments:
            total = sum(arguments.values(), Prf())
            each = ", ".join(f"{name} {prf.f1:.2f}" for name, prf in arguments.items())
            lines.append(f"  arguments of {kind}: F1 {total.f1:.3f} ({each})")
    return "\n".join(lines)


def damaged(text: str) -> bool:
    """Whether the print has lost its Vietnamese letters (horn and stroke are the first that a scan loses)."""
    letters = sum(char.isalpha() for char in text)
    return sum(char in "ươđƯƠĐ" or "ứ" <= char <= "ự" or "ớ" <= char <= "ợ" for char in text) < 0.02 * letters


def groups(scored: Scored) -> str:
    """The same scores by where the gold comes from, and for damaged print alone."""
    names = ("references numbered", "references named", "assignments", "targets", "reports")
    lines = [f"{'F1 strict (lenient)':20}" + "".join(f"{name:>22}" for name in names) + f"{'header':>10}"]
    sources = sorted({file.source for file, _ in scored})
    chosen = {source: [s for f, scores in scored if f.source == source for s in scores] for source in sources}
    chosen["damaged"] = [s for f, scores in scored if damaged(f.text) for s in scores]
    lenient, strict = measures(strict=False), measures(strict=True)
    for source, scores in chosen.items():
        cells = [f"{pooled(scores, strict[n]).f1:14.3f} ({pooled(scores, lenient[n]).f1:.3f})" for n in names]
        lines.append(f"{source:20}" + "".join(cells) + f"{pooled(scores, DocumentScore.header_score).f1:10.3f}")
    return "\n".join(lines)


def per_document(scored: Scored) -> str:
    lenient, strict = measures(strict=False), measures(strict=True)
    lines = [f"{'document':44} header  refs     assignments (lenient/strict F1)  targets  reports"]
    for _, scores in scored:
        for score in scores:
            numbered = strict["references numbered"](score) + strict["references named"](score)
            cells = [
                f"{score.header_score().f1:6.2f}",
                f"{numbered.f1:6.2f}",
                f"{lenient['assignments'](score).f1:6.2f}/{strict['assignments'](score).f1:.2f}"
                f" ({strict['assignments'](score).gold} gold, {strict['assignments'](score).found} found)",
                f"{strict['targets'](score).f1:6.2f}",
                f"{strict['reports'](score).f1:6.2f}",
            ]
            lines.append(f"{score.file[:40] + '#' + str(score.part):44}" + "  ".join(cells))
    return "\n".join(lines)


def outcomes(scored: Scored) -> dict[str, str]:
    """Every gold fact and every false hit by name, with how it came out: strict, partly, missed, false."""
    result: dict[str, str] = {}
    for _, scores in scored:
        for score in scores:
            for kind, matched in score.facts.items():
                base = f"{score.file}#{score.part} {kind}"
                for gold_item, found_item in matched.pairs:
                    wrong = matched.wrong_arguments(gold_item, found_item)
                    result[f"{base} {diagnose.shown(gold_item, kind)} {_at(gold_item)}"] = (
                        "partly" if wrong else "strict"
                    )
                for item in matched.missed:
                    result[f"{base} {diagnose.shown(item, kind)} {_at(item)}"] = "missed"
                for item in matched.extra:
                    result[f"{base} [{item.rule}] {diagnose.shown(item, kind)} {_at(item)}"] = "false"
    return result


def _at(item: Item) -> int:
    return item.spans[0].start if item.spans else -1


def changes(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What one version gained or lost against another, one line per fact."""
    names = sorted({*before, *after})
    moved = [(name, before.get(name, "not there"), after.get(name, "not there")) for name in names]
    return [f"{was} -> {now}: {name}" for name, was, now in moved if was != now]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, action="append", help="folder of annotations (default: all)")
    parser.add_argument("--doc", default="", help="only files whose name contains this")
    parser.add_argument("--diagnose", action="append", default=[], metavar="KIND", help="header, a kind, or all")
    parser.add_argument("--rules", action="store_true", help="hits and false hits per rule")
    parser.add_argument("--save", type=Path, help="write how every fact came out")
    parser.add_argument("--against", type=Path, help="list gains and losses against a saved run")
    given = parser.parse_args(arguments)
    begun = time.perf_counter()
    scored = run(guarded(found.read), given.gold, given.doc)
    kinds = ["header", *KINDS] if "all" in given.diagnose else given.diagnose
    for file, scores in scored:
        for score in scores:
            for entry in diagnose.diagnose(file, score, kinds):
                print(entry)
    everything = [score for _, scores in scored for score in scores]
    print(per_document(scored))
    print(table(everything))
    print(groups(scored))
    if given.rules:
        for kind in KINDS:
            for rule, (right, partly, false) in rule_scores(everything, kind).items():
                print(f"{kind:12} {rule:40} right {right:3d}  partly {partly:3d}  false {false:3d}")
    if given.against:
        moved = changes(json.loads(given.against.read_text(encoding="utf-8")), outcomes(scored))
        print("\n".join([*moved, f"{len(moved)} facts came out differently"]))
    if given.save:
        given.save.write_text(json.dumps(outcomes(scored), ensure_ascii=False, indent=0), encoding="utf-8")
    size = sum(len(file.text) for file, _ in scored)
    print(f"{len(scored)} files, {size} characters, {time.perf_counter() - begun:.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
