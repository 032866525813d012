"""The same document in another dress is read alike: line ends, decomposed letters, emphasis, wraps, page numbers."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.facts import Source
from ingest.layout import lay_out

SAMPLE = Path(__file__).parents[3] / "ingest" / "sample"
CLEAN = ["000_fcb6e7b862c868ed.txt", "001_2469a7c9bbebba31.txt", "003_1b042e41bb84c4f9.txt", "004_dafe6606b836b39a.txt"]


def reading(text: str) -> list[tuple[str | None, str]]:
    """(section, text) of every block, white space folded."""
    source = Source("a.txt", "0" * 64, text, "test 1")
    return [(section, " ".join(b.text.split())) for layout in lay_out(source) for section, b in layout.blocks()]


def wrapped(width: int) -> Callable[[str], str]:
    def wrap(text: str) -> str:
        return "\n".join(
            "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)) or line
            for line in text.split("\n")
        )

    return wrap


def emphasised(text: str) -> str:
    return re.sub(r"(?m)^([IVX]+\.|\d+\.) (.+)$", r"**\1 \2**", text)


def paged(text: str) -> str:
    out: list[str] = []
    for i, line in enumerate(text.split("\n"), 1):
        out.append(line)
        if i % 40 == 0:
            out += ["", str(i // 40 + 1), "\f"]
    return "\n".join(out)


DRESSES: dict[str, Callable[[str], str]] = {
    "CRLF": lambda t: t.replace("\n", "\r\n"),
    "NFD": lambda t: unicodedata.normalize("NFD", t),
    "byte order mark": lambda t: "\ufeff" + t,
    "emphasis": emphasised,
    "pages": paged,
}


@pytest.mark.parametrize("name", CLEAN)
@pytest.mark.parametrize("dress", sorted(DRESSES))
def test_the_dress_changes_nothing(name: str, dress: str) -> None:
    text = (SAMPLE / name).read_text(encoding="utf-8")
    assert reading(DRESSES[dress](text)) == reading(text)


@pytest.mark.parametrize("name", [CLEAN[0], CLEAN[2], CLEAN[3]])
@pytest.mark.parametrize("width", [72, 80, 100])
def test_wrapped_lines_are_joined_again(name: str, width: int) -> None:
    """Documents printed one paragraph a line read alike when their lines are broken at any width."""
    text = (SAMPLE / name).read_text(encoding="utf-8")
    assert reading(wrapped(width)(text)) == reading(text)
