"""Compiles annotations written by hand in a compact form into stand-off gold: `author.py NOTES... -o DIR`.

One line per fact, its arguments parted by bars; the last argument is an anchor, a phrase of the text (white space
folded) that stands exactly once, or `> phrase` for the first one after the anchor before it, or `phrase #2`. Values of
documents that do not ship with the product are stored as places only: no word of them is written out.

    file 001.txt          corpus sample            let SNV = Sở Nội vụ tỉnh Lạng Sơn
    document              number = 08/KH-UBND      title = Triển khai Phong trào
    R number-or-"name [/ alias]" | date | issuer | relation | anchor (all mentions; = for the number itself)
    A section | bodies; | role [requested] [class] | fields, | with; | deadline | anchor
    T section | comparator value[..to] unit | by | baseline | increase/decrease by/to | approx | anchor (the indicator)
    P section | reporters; | to | onward; | recurrence | due | anchor          N name [@ as printed] | purpose
    H start-end | anchor          W award | occasion | anchor          C section | audience | theme | anchor
    * a note on how a hard case was decided
A bodies field that is only a double quote repeats that of the line before.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.extraction.anchors import AnchorError, locate, number_places, occurrences
from benchmarks.extraction.gold import FOLDERS
from ingest.text.view import Span

Row = dict[str, Any]
_NTH = re.compile(r"(.*\S)\s+#(\d+)")
_TARGET = re.compile(r"(>=|<=|=|>|<|~|range)\s+(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?\s*(.*)")
_PLAIN_TIME = re.compile(r"[-\dQP]")


@dataclass
class Sheet:
    """What one file of notes gives while it is read. `ships`: its words may be written out."""

    file: str = ""
    corpus: str = "sample"
    text: str = ""
    sha256: str = ""
    short: dict[str, str] = field(default_factory=dict)
    documents: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def ships(self) -> bool:
        return self.corpus == "sample"

    def open(self) -> None:
        raw = (FOLDERS[self.corpus] / self.file).read_bytes()
        self.text, self.sha256 = raw.decode("utf-8"), hashlib.sha256(raw).hexdigest()

    def anchor(self, kind: str, phrase: str) -> Span:
        nth = _NTH.fullmatch(phrase)
        if phrase.startswith(">"):
            place = locate(self.text, phrase[1:].strip(), after=self.at.get(kind, 0))
        elif nth:
            place = locate(self.text, nth[1], nth=int(nth[2]))
        else:
            place = locate(self.text, phrase)
        self.at[kind] = place.start + 1
        return place

    def words(self, value: str, near: Span) -> object:
        """Words of the text as a value: themselves, or for a text that does not ship the place nearest to the fact."""
        if not value:
            return None
        if self.ships:
            return value
        places = occurrences(self.text, value, any_case=True)
        if not places:
            raise AnchorError(f"not in the text: {value!r}")
        best = min(places, key=lambda place: abs(place.start - near.start))
        return {"at": [best.start, best.end]}

    def names(self, value: str) -> list[str]:
        return [self.short.get(name.strip(), name.strip()) for name in value.split(";") if name.strip()]

    def name(self, value: str) -> str | None:
        return self.short.get(value, value) or None

    def time(self, value: str, near: Span) -> object:
        return value if not value or _PLAIN_TIME.match(value) else self.words(value, near)


def _pair(place: Span) -> list[list[int]]:
    return [[place.start, place.end]]


def _reference(sheet: Sheet, cells: list[str]) -> Row:
    what, date, issuer, relation, phrase = cells
    name, *aliases = [one.strip() for one in what.strip('"').split(" / ")]
    places = number_places(sheet.text, name) if phrase == "=" else occurrences(sheet.text, phrase)
    if not places:
        raise AnchorError(f"not in the text: {phrase!r}")
    named = what.startswith('"')
    others = [sheet.words(alias, places[0]) for alias in aliases]
    return {
        "number": None if named else name,
        "name": (name if sheet.ships else {"at": [places[0].start, places[0].end]}) if named else None,
        **({"aliases": others} if others else {}),
        "date": date or None,
        "issuer": sheet.name(issuer),
        "relation": relation,
        "at": [[place.start, place.end] for place in places],
    }


def _assignment(sheet: Sheet, cells: list[str]) -> Row:
    section, bodies, role, fields, partners, deadline, phrase = cells
    place = sheet.anchor("A", phrase)
    if bodies != '"':
        sheet.bodies = sheet.names(bodies)
    words = role.split()
    return {
        "section": section or None,
        "bodies": list(sheet.bodies),
        "collective": "class" in words,
        "role": words[0],
        "modality": "requested" if "requested" in words else "required",
        "fields": [slug.strip() for slug in fields.split(",") if slug.strip()],
        "with": sheet.names(partners),
        "deadline": sheet.time(deadline, place) or None,
        "at": _pair(place),
    }


def _target(sheet: Sheet, cells: list[str]) -> Row:
    section, value, by, baseline, change, approx, phrase = cells
    place = sheet.anchor("T", phrase)
    parsed = _TARGET.fullmatch(value)
    if not parsed:
        raise AnchorError(f"not a target: {value!r}")
    kind = change.split()
    return {
        "section": section or None,
        "comparator": parsed[1],
        "value": float(parsed[2]),
        "value_to": float(parsed[3]) if parsed[3] else None,
        "unit": parsed[4] or None,
        "by": by or None,
        "baseline": baseline or None,
        "change": kind[0] if kind else None,
        "change_kind": kind[1] if kind else None,
        "approx": approx == "approx",
        "at": _pair(place),
    }


def _report(sheet: Sheet, cells: list[str]) -> Row:
    section, reporters, to, onward, recurrence, due, phrase = cells
    place = sheet.anchor("P", phrase)
    return {
        **({} if section == "-" else {"section": section or None}),
        "reporter": sheet.names(reporters),
        "to": sheet.name(to),
        "onward": sheet.names(onward),
        "recurrence": recurrence or None,
        "due": sheet.time(due, place) or None,
        "at": _pair(place),
    }


def _recipient(sheet: Sheet, cells: list[str]) -> Row:
    name, purpose = [*cells, ""][:2]
    shown, _, printed = name.partition(" @ ")
    place = sheet.anchor("N", printed or shown)
    shown = shown.lstrip("> ").split(" #")[0]
    value = shown if sheet.ships else {"at": [place.start, place.end]}
    row: Row = {"name": value}
    row["purpose"] = sheet.words(purpose, Span(place.end, place.end)) if purpose else None
    return {**row, "at": _pair(place)}


def _phase(sheet: Sheet, cells: list[str]) -> Row:
    years, phrase = cells
    start, end = years.split("-")
    return {"start_year": int(start), "end_year": int(end), "at": _pair(sheet.anchor("H", phrase))}


def _award(sheet: Sheet, cells: list[str]) -> Row:
    award, occasion, phrase = cells
    place = sheet.anchor("W", phrase)
    return {"award": sheet.words(award, place), "occasion": sheet.words(occasion, place), "at": _pair(place)}


def _criterion(sheet: Sheet, cells: list[str]) -> Row:
    section, audience, theme, phrase = cells
    place = sheet.anchor("C", phrase)
    return {
        "section": section or None,
        "audience": sheet.words(audience, place),
        "theme": sheet.words(theme, place),
        "at": _pair(place),
    }


_KINDS: dict[str, tuple[str, int, Callable[[Sheet, list[str]], Row]]] = {
    "R": ("references", 5, _reference),
    "A": ("assignments", 7, _assignment),
    "T": ("targets", 7, _target),
    "P": ("reports", 7, _report),
    "N": ("recipients", 0, _recipient),
    "H": ("phases", 2, _phase),
    "W": ("awards", 3, _award),
    "C": ("criteria", 4, _criterion),
}
_HEADER_WORDS = ("title", "signatory")


def compile_sheet(lines: Iterable[str]) -> Sheet:
    """Reads the notes; every error is kept with its line, so that one run names them all."""
    sheet = Sheet()
    for number, line in enumerate(lines, start=1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        try:
            _line(sheet, line)
        except (AnchorError, ValueError, KeyError, IndexError) as error:
            sheet.errors.append(f"line {number}: {error} in {line[:90]!r}")
    return sheet


def _line(sheet: Sheet, line: str) -> None:
    word, _, rest = line.partition(" ")
    rest = rest.strip()
    if word in ("file", "corpus"):
        setattr(sheet, word, rest)
    elif word == "let":
        short, _, full = rest.partition("=")
        sheet.short[short.strip()] = full.strip()
    elif word == "document":
        if not sheet.text:
            sheet.open()
        empty: Row = {kind: [] for kind, _, _ in _KINDS.values()}
        sheet.documents.append({"part": len(sheet.documents) + 1, "header": {}, **empty})
    elif word == "*":
        sheet.notes.append(rest)
    elif word in _KINDS:
        kind, cells, make = _KINDS[word]
        parts = [part.strip() for part in rest.split("|")]
        if cells and len(parts) != cells:
            raise AnchorError(f"{len(parts)} arguments instead of {cells}")
        sheet.documents[-1][kind].append(make(sheet, parts))
    elif rest.startswith("="):
        _header(sheet, word, rest[1:].strip())
    else:
        raise AnchorError("not understood")


def _header(sheet: Sheet, name: str, value: str) -> None:
    header: Row = sheet.documents[-1]["header"]
    if name in _HEADER_WORDS and value:
        phrase = _NTH.fullmatch(value)
        place = locate(sheet.text, phrase[1] if phrase else value, nth=int(phrase[2]) if phrase else 1)
        words = phrase[1] if phrase else value
        header[name] = words if sheet.ships else {"at": [place.start, place.end]}
    elif name != "title" or value:
        header[name] = sheet.short.get(value, value) or None


def record(sheet: Sheet) -> Row:
    return {
        "format": 1,
        "file": sheet.file,
        "corpus": sheet.corpus,
        "sha256": sheet.sha256,
        "documents": sheet.documents,
        "notes": sheet.notes,
    }


def dumped(row: Row) -> str:
    """JSON with one fact per line, so that a change of one fact is a change of one line."""

    def one_line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    def listed(values: list[Any], indent: str) -> str:
        return "[" + ",".join(f"\n{indent} {one_line(value)}" for value in values) + "]"

    documents = []
    for document in row["documents"]:
        cells = [
            f'  "{key}": {listed(value, "  ") if isinstance(value, list) else one_line(value)}'
            for key, value in document.items()
        ]
        documents.append(" {\n" + ",\n".join(cells) + "\n }")
    head = [f'"{key}": {one_line(row[key])}' for key in ("format", "file", "corpus", "sha256")]
    body = '"documents": [\n' + ",\n".join(documents) + "\n]"
    return "{\n" + ",\n".join([*head, body, f'"notes": {listed(row["notes"], "")}']) + "\n}\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("notes", nargs="+", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    given = parser.parse_args(arguments)
    failed = False
    for path in given.notes:
        sheet = compile_sheet(path.read_text(encoding="utf-8").splitlines())
        for error in sheet.errors:
            print(f"{path.name} {error}", file=sys.stderr)
        failed = failed or bool(sheet.errors)
        if not sheet.errors:
            out = given.out / f"{Path(sheet.file).stem}.json"
            out.write_text(dumped(record(sheet)), encoding="utf-8")
            counts = [{k: len(d[k]) for k, _, _ in _KINDS.values()} for d in sheet.documents]
            print(f"{out.name}: {counts}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
