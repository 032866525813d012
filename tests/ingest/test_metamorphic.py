"""The same words laid out otherwise state the same; another name or number changes what speaks of it and nothing else.

No expectation is written down here: each test compares two readings of one sample document.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache

import pytest

from benchmarks.speed.texts import samples
from tests.ingest.facts_alike import read, stated

TEXTS = {text.name: text.text for text in samples()}
NAMES = sorted(TEXTS)
_TITLE_LINE = re.compile(r"(?m)^([IVX]{1,4}\. .+)$")
_EMPTY = re.compile(r"\n\s*\n")


@cache
def before(name: str) -> dict[str, list[object]]:
    return stated(read(TEXTS[name]))


def differences(a: dict[str, list[object]], b: dict[str, list[object]]) -> list[str]:
    """Facts that one of the two lacks, with the sign of who has them."""
    out = []
    for kind in a:
        left, right = map(repr, a[kind]), [repr(fact) for fact in b[kind]]
        for fact in left:
            if fact in right:
                right.remove(fact)
            else:
                out.append(f"- {kind} {fact}")
        out += [f"+ {kind} {fact}" for fact in right]
    return out


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def crlf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def emphasised(text: str) -> str:
    """Chapters in bold, as Markdown prints them."""
    return _TITLE_LINE.sub(lambda found: found[1] if "*" in found[1] else f"**{found[1].rstrip()}**", text)


def page_breaks(text: str) -> str:
    """A form feed at every twelfth gap between paragraphs."""
    gaps = iter(range(1_000_000))
    return _EMPTY.sub(lambda found: "\n\f\n" if next(gaps) % 12 == 11 else found[0], text)


def trailing_spaces(text: str) -> str:
    return "\n".join(line + "  " for line in text.split("\n"))


def wrapped(text: str) -> str:
    """Running lines cut at 90 characters, as mail programs do; tables and short lines stay."""
    out = []
    for line in text.split("\n"):
        long = len(line) > 150 and "|" not in line and not line.startswith(" ")
        out += textwrap.wrap(line, 90, break_long_words=False, break_on_hyphens=False) if long else [line]
    return "\n".join(out)


LAYOUTS: list[Callable[[str], str]] = [composed, decomposed, crlf, emphasised, page_breaks, trailing_spaces, wrapped]


@pytest.mark.parametrize("change", LAYOUTS, ids=lambda change: change.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_layout_says_nothing(name: str, change: Callable[[str], str]) -> None:
    text = change(TEXTS[name])
    assert differences(before(name), stated(read(text))) == []


# --- another name, another number ---------------------------------------------------------------------------------

OFFICES = (("Sở Tài chính", "so-tai-chinh"), ("Sở Nội vụ", "so-noi-vu"), ("Sở Tư pháp", "so-tu-phap"))
OTHER_OFFICE = ("Sở Xây dựng", "so-xay-dung")
CLEAN = [name for name in NAMES if not read(TEXTS[name]).documents[0].damaged]


def changed(facts: dict[str, list[object]], *pairs: tuple[str, str]) -> list[str]:
    """The facts as text with the pairs put in, sorted by kind and words."""
    out = []
    for kind, found in facts.items():
        for fact in found:
            shown = f"{kind} {fact!r}"
            for old, new in pairs:
                shown = shown.replace(old, new)
            out.append(shown)
    return sorted(out)


@pytest.mark.parametrize("name", CLEAN)
def test_another_office_changes_its_facts_only(name: str) -> None:
    text = TEXTS[name]
    shown = repr(before(name))
    known = [pair for pair in OFFICES if pair[0] in shown and OTHER_OFFICE[0] not in text]
    if not known:
        pytest.skip("no fact names one of these offices, or the text names the other one too")
    (office, slug), (other, other_slug) = known[0], OTHER_OFFICE
    after = stated(read(text.replace(office, other)))
    assert after != before(name)
    assert changed(after) == changed(before(name), (office, other), (f"'{slug}'", f"'{other_slug}'"))


@pytest.mark.parametrize("name", CLEAN)
def test_another_number_changes_its_facts_only(name: str) -> None:
    """The number of a document that is cited; its type and issuer are the same."""
    text = TEXTS[name]
    numbers = [r.number for d in read(text).documents for r in d.references if r.number and r.number in text]
    number = next((n for n in numbers if n[0].isdigit() and "/" in n), None)
    if number is None:
        pytest.skip("no number of a cited document is printed as it is normalised")
    other = f"87{number}"
    assert other not in text
    after = stated(read(text.replace(number, other)))
    assert after != before(name)
    assert changed(after) == changed(before(name), (number, other))
