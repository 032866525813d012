"""Baselines on the same gold: a naive regular expression, and named entities of underthesea with the same verbs.

    python -m benchmarks.extraction.baselines [--entities]

The first is what one would write in an hour: lines, a list of office words, a list of verbs. The second takes the
organisations of a general Vietnamese recogniser (benchmark-only; not a dependency of the product) for bodies.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.extraction import gold, report
from benchmarks.extraction.items import KINDS, Document, File, Item
from benchmarks.extraction.metrics import DocumentScore, score_file
from ingest.text.view import Span

_NUMBER = re.compile(r"\b(\d{1,5}(?:/\d{4})?(?:/|-)[A-ZĐ][\w-]*(?:[-/][A-ZĐ][\w-]*)*)")
_DATE = re.compile(r"ngày\s+(\d{1,2})(?:\s*/\s*|\s+tháng\s+)(\d{1,2})(?:\s*/\s*|\s+năm\s+)(\d{4})")
_TYPES = ("QUYẾT ĐỊNH", "KẾ HOẠCH", "CHỈ THỊ", "CÔNG ĐIỆN", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "NGHỊ QUYẾT", "THÔNG BÁO")
_BODY = re.compile(
    r"(?:Sở|Phòng|Ban|Ủy ban nhân dân|UBND|Công an|Văn phòng|Bộ|Thanh tra|Hội đồng|Các sở|Các cơ quan)\b[^:;.]{0,80}?"
    r"(?=\*{0,2}\s*(?::|\n\n|,?\s+(?:chủ trì|phối hợp|tham mưu|có trách nhiệm|xây dựng|thực hiện)))"
)
_ROLES = (("chủ trì", "lead"), ("đầu mối", "lead"), ("phối hợp", "coordinate"), ("tham mưu", "advise"),
          ("theo dõi", "monitor"), ("đôn đốc", "monitor"))  # fmt: skip
_PLACE = re.compile(r"(?:tỉnh|thành phố|huyện|phường|xã)[ \n][A-ZĐ]\w+(?:[ \n][A-ZĐ]\w+){0,2}")
_SINGLE = ("Sở", "Phòng", "Ban", "Công an", "Văn phòng", "Thanh tra")
_TARGET = re.compile(r"(trên|dưới|tối thiểu|ít nhất|khoảng|đạt)?\s*(\d+(?:[.,]\d+)?)\s*%")
_COMPARATORS = {"trên": ">", "dưới": "<", "tối thiểu": ">=", "ít nhất": ">=", "khoảng": "~"}
_REPORT = re.compile(r"báo cáo[^.;\n]{0,80}?\bvề\s+([A-ZĐỦ][^.;,\n]{3,60}?)(?=\s+(?:để|trước)|[.;,\n])")


def naive(path: Path) -> File:
    """Everything from one pass over the raw lines; one document per file."""
    text = gold.read_text(path)
    items: dict[str, tuple[Item, ...]] = dict.fromkeys(KINDS, ())
    items["references"] = tuple(_references(text))
    items["assignments"] = tuple(_assignments(text, [(m.start(), m.end()) for m in _BODY.finditer(text)]))
    items["targets"] = tuple(_targets(text))
    items["reports"] = tuple(_reports(text))
    return File(path.name, text, (Document(1, _header(text), items),), "naive")


def entities(path: Path, recognise: Any) -> File:
    """As naive, but bodies are the organisations that a general recogniser finds."""
    found = naive(path)
    places = list(_organisations(found.text, recognise))
    items = {**found.documents[0].items, "assignments": tuple(_assignments(found.text, places))}
    return File(found.name, found.text, (Document(1, found.documents[0].header, items),), "entities")


def _iso(match: re.Match[str] | None) -> str | None:
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else None


def _header(text: str) -> dict[str, object]:
    number = re.search(r"Số:\s*(\S+)", text)
    date = _iso(_DATE.search(text))
    kind = next((line.strip(" *#") for line in text.splitlines() if line.strip(" *#") in _TYPES), None)
    symbol = number[1] if number and _NUMBER.fullmatch(number[1]) else None
    return {
        "type": kind.capitalize() if kind else None,
        "number": symbol,
        "number_status": "stated" if symbol else "absent",
        "date": date,
        "date_status": "stated" if date else "absent",
    }


def _line(text: str, at: int) -> tuple[int, int]:
    """The paragraph around a place."""
    start = text.rfind("\n\n", 0, at) + 1
    end = text.find("\n\n", at)
    return max(start, 0), len(text) if end < 0 else end


def _references(text: str) -> Iterator[Item]:
    for match in _NUMBER.finditer(text):
        start, _ = _line(text, match.start())
        before, after = text[start : match.start()], text[match.end() : match.end() + 40]
        relation = "implements" if "Thực hiện" in before else "based_on" if "Căn cứ" in before else "cites"
        values = {"number": match[1], "date": _iso(_DATE.search(after)), "issuer": None, "relation": relation}
        yield Item("references", values, (Span(match.start(), match.end()),), (), "naive")


def _full(body: str, place: str) -> str:
    """A single office takes the place that the document names most; a class stays as it is."""
    body = " ".join(body.split()).replace("UBND", "Ủy ban nhân dân")
    return f"{body} {place}".strip() if body.startswith(_SINGLE) and place not in body else body


def _assignments(text: str, bodies: Sequence[tuple[int, int]]) -> Iterator[Item]:
    named = Counter(" ".join(found.split()) for found in _PLACE.findall(text)).most_common(1)
    place = named[0][0] if named else ""
    for start, end in bodies:
        _, stop = _line(text, start)
        rest = text[end:stop]
        role = next((role for word, role in _ROLES if word in rest[:60].lower()), "perform")
        values: dict[str, object] = {
            "bodies": [_full(text[start:end], place)],
            "role": role,
            "modality": "requested" if "ề nghị" in text[max(0, start - 20) : start] else "required",
            "collective": text[start:end].startswith("Các"),
            "fields": [],
            "with": [],
            "deadline": None,
            "section": None,
        }
        if stop > end:
            yield Item("assignments", values, (Span(end, stop),), (), "naive")


def _targets(text: str) -> Iterator[Item]:
    for match in _TARGET.finditer(text):
        values = {
            "indicator": text[max(0, match.start() - 60) : match.start()],
            "comparator": _COMPARATORS.get(match[1] or "", "="),
            "value": float(match[2].replace(",", ".")),
            "unit": "%",
        }
        yield Item("targets", values, (Span(match.start(), match.end()),), (), "naive")


def _reports(text: str) -> Iterator[Item]:
    for match in _REPORT.finditer(text):
        values: dict[str, object] = {
            "reporter": [],
            "to": " ".join(match[1].split()),
            "onward": [],
            "recurrence": None,
            "due": None,
        }
        yield Item("reports", values, (Span(match.start(), match.end()),), (), "naive")


def _organisations(text: str, recognise: Any) -> Iterator[tuple[int, int]]:
    """Places of entities: the recogniser gives words only, found again one after the other."""
    at = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        begin: int | None = None
        end = at
        for word, *_, tag in recognise(line):
            place = text.find(word, at)
            if place < 0:
                continue
            if tag in ("B-ORG", "O") and begin is not None:
                yield begin, end
                begin = None
            if tag == "B-ORG":
                begin = place
            at = end = place + len(word)
        if begin is not None:
            yield begin, end


def merged(file: File) -> File:
    """All documents of a file as one: the baselines do not tell documents apart, and are not charged for it."""
    items = {kind: tuple(item for d in file.documents for item in d.items.get(kind, ())) for kind in KINDS}
    gone = {kind for kind in KINDS if not any(kind in d.items for d in file.documents)}
    kept = {kind: facts for kind, facts in items.items() if kind not in gone}
    return File(file.name, file.text, (Document(1, file.documents[0].header, kept),), file.source)


def scores(reader: report.Reader) -> list[DocumentScore]:
    return [score for file, path in gold.load_all() for score in score_file(merged(file), reader(path))]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", action="store_true", help="also underthesea's named entities (pip install it)")
    given = parser.parse_args(arguments)
    print("naive regular expression")
    print(report.table(scores(naive)))
    if given.entities:
        from underthesea import ner  # type: ignore[import-not-found]

        print("named entities (underthesea)")
        print(report.table(scores(lambda path: entities(path, ner))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
