"""Checks annotations: shape (JSON Schema), offsets against the text, values against each other.

`python -m benchmarks.extraction.validate [FILE...]`; exit 1 when anything is wrong. A text that is not here leaves its
annotation checked in shape only, and says so.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from benchmarks.extraction import gold
from benchmarks.extraction.items import KINDS, norm, norm_number
from benchmarks.extraction.kinds import CORE_FIELDS

_PLURALS = ("các ", "mỗi ", "từng ", " cấp ")
_PLACE = re.compile(r"\b(?:tỉnh|thành phố|Thành phố|huyện|quận|thị xã|phường|xã) [A-ZĐ]")


@cache
def _schema() -> Any:
    return json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))


def problems(path: Path) -> Iterator[str]:
    """What is wrong with one stand-off annotation, in words."""
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    checker = jsonschema.Draft202012Validator(_schema())
    broken = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in checker.iter_errors(record)]
    yield from broken
    if broken:
        return
    try:
        loaded = gold.load(path)
    except gold.GoldError as error:
        yield str(error)
        return
    text = loaded[0].text if loaded else None
    if record["corpus"] != "sample":
        yield from _spelled_out(record)
    for document in record["documents"]:
        yield from _header(document)
        for kind in KINDS:
            for index, fact in enumerate(document[kind]):
                for problem in _fact(kind, fact, text):
                    yield f"part {document['part']} {kind}[{index}]: {problem}"
        yield from _twice(document)


def _header(document: Mapping[str, Any]) -> Iterator[str]:
    header = document["header"]
    for name in ("number", "date"):
        if (header[name] is None) != (header[f"{name}_status"] in ("blank", "absent")):
            yield f"part {document['part']}: {name} {header[name]!r} with status {header[f'{name}_status']}"


def _fact(kind: str, fact: Mapping[str, Any], text: str | None) -> Iterator[str]:
    for start, end in fact["at"]:
        if start >= end or (text is not None and end > len(text)):
            yield f"no such place: {start}..{end}"
        elif text is not None and text[start:end] != text[start:end].strip():
            yield f"the place begins or ends in white space: {start}..{end}"
        elif text is not None and kind == "references" and not _is_number(fact["number"], text[start:end]):
            yield f"{fact['number']} is not what stands at {start}..{end}"
    if kind == "assignments":
        unknown = set(fact["fields"]) - CORE_FIELDS
        if unknown:
            yield f"not a core field: {', '.join(sorted(unknown))}"
        if fact["collective"] and not all(_is_class(body) for body in fact["bodies"]):
            yield f"collective, but not every body is a class: {fact['bodies']}"
    if kind == "references" and (fact["number"] is None) == (fact["name"] is None):
        yield "a reference has a number or a name"


def _is_number(number: str | None, printed: str) -> bool:
    return number is None or norm_number(number) == norm_number(printed)


def _is_class(label: str) -> bool:
    """A class has no place of its own in its name; one single office of a named place is no class."""
    return not _PLACE.search(label) or any(word in f"{label.lower()} " for word in _PLURALS)


def _twice(document: Mapping[str, Any]) -> Iterator[str]:
    """The same fact twice is a slip of the annotator."""
    for kind in KINDS:
        seen: set[str] = set()
        for fact in document[kind]:
            key = norm(json.dumps(fact, ensure_ascii=False, sort_keys=True))
            if key in seen:
                yield f"part {document['part']} {kind}: twice: {fact}"
            seen.add(key)


def _spelled_out(record: Mapping[str, Any]) -> Iterator[str]:
    """A text that does not ship is annotated by places: titles, names and purposes must not be written out."""
    for document in record["documents"]:
        for name in ("title", "signatory"):
            if isinstance(document["header"].get(name), str):
                yield f"{name} is written out"
        for kind in ("references", "recipients", "awards", "criteria"):
            for fact in document[kind]:
                for name in ("name", "purpose", "award", "occasion", "audience", "theme"):
                    if isinstance(fact.get(name), str):
                        yield f"{kind}: {name} is written out: {fact[name]!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    paths = [Path(a) for a in (sys.argv[1:] if arguments is None else arguments)]
    paths = paths or sorted(gold.GOLD.rglob("*.json"))
    wrong = 0
    for path in paths:
        found = list(problems(path))
        wrong += len(found)
        for problem in found:
            print(f"{path.name}: {problem}")
    print(f"{len(paths)} annotations, {wrong} problems")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
