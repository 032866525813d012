"""Texts to time: the documents at hand by class, long ones made of the samples, hostile ones made of one thing.

Comes out: `Text`s with the folder's name of their class. Samples ship with the product; further documents are read from
a folder beside the checkout where it exists and are never copied.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from ingest.facts import Source

DEV = Path("../shared/corpus/dev")


@dataclass(frozen=True, slots=True)
class Text:
    """`kind`: sample, dev, long or hostile."""

    name: str
    kind: str
    text: str

    def source(self) -> Source:
        data = self.text.encode("utf-8", "surrogatepass")
        return Source(f"{self.name}.txt", hashlib.sha256(data).hexdigest(), self.text, "benchmark")


def samples() -> list[Text]:
    with as_file(files("ingest").joinpath("sample")) as folder:
        return [Text(p.stem, "sample", p.read_text(encoding="utf-8")) for p in sorted(Path(folder).glob("*.txt"))]


def dev(folder: Path = DEV) -> list[Text]:
    return [Text(p.stem, "dev", p.read_text(encoding="utf-8")) for p in sorted(folder.glob("*.txt"))]


def long_files(clean: list[Text], size: int = 1_000_000) -> Iterator[Text]:
    """A million characters: the clean documents again and again in one file, and one document that goes on and on."""
    whole = "\n\n".join(text.text for text in clean)
    yield Text("many documents in one file", "long", _repeated(whole + "\n\n", size))
    longest = max(clean, key=lambda text: len(text.text)).text
    third = len(longest) // 3
    head, middle, tail = longest[:third], longest[third : 2 * third], longest[2 * third :]
    middle = middle[middle.index("\n") : middle.rindex("\n")]
    yield Text("one document that goes on", "long", head + _repeated(middle, size - len(head) - len(tail)) + tail)


def _repeated(text: str, size: int) -> str:
    return (text * (size // len(text) + 1))[:size]


# What makes a pattern that backtracks, or a search that starts anew at every place, take the square of the length.
_UNITS = {
    "spaces": " ",
    "blank lines": "\n",
    "line ends and spaces": " \n ",
    "one letter": "a",
    "digits": "1",
    "points": ".",
    "dashes": "-",
    "opening brackets": "(",
    "closing brackets": ")",
    "quotation marks": '"',
    "opening quotes": "“",
    "asterisks": "*",
    "underscores": "_",
    "pipes": "|",
    "cells": "| a ",
    "rows": "| a | b |\n",
    "combining marks": "a\u0301\u0301",
    "form feeds": "\f",
    "commas": "a, ",
    "slashes": "1/",
    "enumerators": "1. a\n",
    "deeper enumerators": "1.1.",
    "chapters": "I. A\n",
    "bullets": "- a\n",
    "articles": "Điều 1. a\n",
    "one office": "Sở Tài chính ",
    "a list of offices": "Sở Tài chính, ",
    "classes": "các sở, ban, ngành, ",
    "a class without an end": "các cơ quan đơn vị ",
    "abbreviations": "UBND ",
    "places": "UBND tỉnh Sơn La ",
    "references": "Quyết định số 1/QĐ-TTg ",
    "references without numbers": "Kế hoạch số /KH-UBND ",
    "types": "Quyết định Kế hoạch Thông báo ",
    "dates": "ngày 1 tháng 1 năm 2020 ",
    "deadlines": "trước ngày 1/1 ",
    "quarters": "Quý I, quý II ",
    "numbers with units": "50% ",
    "roles": "chủ trì, phối hợp với ",
    "giving": "Giao ",
    "reports": "báo cáo kết quả về ",
    "criteria": "Tiêu chuẩn sau: ",
    "basis": "Căn cứ Luật ",
    "mottoes": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n",
    "tails": "Nơi nhận:\n- Như trên;\nTM. ỦY BAN\n",
    "without accents": "thuc hien ke hoach phat trien ",
    "torn letters": "t ỉ nh h ộ i ",
    "definitions": "Sở Tài chính (gọi tắt là STC) ",
    "titles": "KẾ HOẠCH\nVề việc a\n",
}


def hostile() -> dict[str, Callable[[int], Text]]:
    """Name -> a text of so many characters."""

    def maker(name: str, unit: str) -> Callable[[int], Text]:
        return lambda size: Text(name, "hostile", _repeated(unit, size))

    return {name: maker(name, unit) for name, unit in _UNITS.items()}
