"""Lists every miss, false hit and wrong argument with its context and the rule that made it."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.extraction.items import File, Item
from benchmarks.extraction.kinds import BY_NAME
from benchmarks.extraction.metrics import DocumentScore


def context(text: str, item: Item, around: int = 60) -> str:
    """The words of the fact, in brackets, with what stands before and after."""
    if not item.spans:
        return "(no place given)"
    span = item.spans[0]
    before, after = text[max(0, span.start - around) : span.start], text[span.end : span.end + around]
    quote = span.of(text)
    if len(quote) > 240:
        quote = f"{quote[:150]} … {quote[-80:]}"
    return " ".join(f"…{before}[{quote}]{after}…".split())


def shown(item: Item, kind: str) -> str:
    wanted = ("number", "name", "title", "indicator", "award", "name", *BY_NAME[kind].arguments)
    parts = [
        f"{name}={item.values[name]!r}" for name in dict.fromkeys(wanted) if item.values.get(name) not in (None, [])
    ]
    return " ".join(parts)


def diagnose(file: File, score: DocumentScore, kinds: list[str]) -> Iterator[str]:
    if "header" in kinds:
        for name, right in score.header.items():
            if not right:
                gold, found = score.header_values[name]
                yield f"{score.file}#{score.part} header {name}: gold {gold!r} found {found!r}"
    for kind in kinds:
        matched = score.facts.get(kind)
        if matched is None:
            continue
        where = f"{score.file}#{score.part} {kind}"
        for item in matched.missed:
            yield f"{where} MISSED {shown(item, kind)}\n    {context(file.text, item)}"
        for item in matched.extra:
            yield f"{where} FALSE [{item.rule}] {shown(item, kind)}\n    {context(file.text, item)}"
        for gold, found in matched.pairs:
            wrong = matched.wrong_arguments(gold, found)
            if wrong:
                differing = "; ".join(f"{n}: gold {gold.values.get(n)!r} found {found.values.get(n)!r}" for n in wrong)
                yield f"{where} WRONG [{found.rule}] {differing}\n    {context(file.text, found)}"
