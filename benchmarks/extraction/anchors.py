"""Phrases to places: finds a phrase in a kept text, white space folded, and gives its offsets.

Annotation by hand names a phrase; what is stored and scored is where it stands. Nothing is repaired: a phrase that is
not in the text is an error of the annotation.
"""

from __future__ import annotations

import re

from ingest.text.view import Span


class AnchorError(ValueError):
    """A phrase that is not in the text, or that is there more than once."""


def occurrences(text: str, phrase: str, *, any_case: bool = False) -> list[Span]:
    """Every place where the phrase stands; any run of white space matches any other."""
    words = phrase.split()
    if not words:
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [Span(m.start(), m.end()) for m in re.finditer(pattern, text, re.IGNORECASE if any_case else 0)]


def locate(text: str, phrase: str, *, after: int | None = None, nth: int | None = None) -> Span:
    """The one place of the phrase; `nth` (from 1) chooses among several, `after` takes the first one from there on."""
    places = occurrences(text, phrase)
    if not places:
        raise AnchorError(f"not in the text: {phrase!r}")
    if nth is not None:
        if nth > len(places):
            raise AnchorError(f"only {len(places)} times in the text: {phrase!r}")
        return places[nth - 1]
    if after is not None:
        for place in places:
            if place.start >= after:
                return place
        raise AnchorError(f"not in the text after {after}: {phrase!r}")
    if len(places) > 1:
        raise AnchorError(f"{len(places)} times in the text: {phrase!r}")
    return places[0]


def number_places(text: str, number: str) -> list[Span]:
    """Every place where a symbol stands, with gaps inside it or without, and with either dash."""
    parts = ["[-–]" if char == "-" else re.escape(char) for char in number if not char.isspace()]
    pattern = r"(?<![\w/])" + r"\s*".join(parts) + r"(?![\w/])"
    return [Span(m.start(), m.end()) for m in re.finditer(pattern, text)]
