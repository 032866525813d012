"""Runs of text without a full stop, cut so that the work on them stays in proportion to their length."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 2400  # characters: no sentence is longer, whatever its print


def in_parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """text[start:end] whole, or, where it is longer than any sentence, in parts that end at a semicolon or a space."""
    while end - start > LONGEST:
        at = text.rfind("; ", start, start + LONGEST) + 1 or text.rfind(" ", start, start + LONGEST) + 1
        at = at if at > start else start + LONGEST
        yield start, at
        start = at
    yield start, end
