"""What a task is about: the slugs of the scheme that its own words name.

Comes in: the words of a task, abbreviations spelled out. Goes out: slugs in the order of mention. Only words count:
nothing is borrowed from the office's competence or the document's title. Names of bodies must be masked by the caller.
"""

from __future__ import annotations

import re
from functools import cache

import ahocorasick

from ingest.lexicons import field_terms, rows

# The name of a campaign in quotation marks says what the campaign is about, not what the task is.
_QUOTED = re.compile(r"[“\"][^”\"]{15,200}[”\"]")


@cache
def _terms() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for term, slug, besides in field_terms():
        automaton.add_word(term, (len(term), slug))
        for longer in besides:
            if longer not in automaton:
                automaton.add_word(longer, (len(longer), ""))
    automaton.make_automaton()
    return automaton


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(row[0]), row[1], row[2]) for row in rows("field_patterns"))


def find_fields(text: str) -> tuple[str, ...]:
    """The fields that the words name, each once; the longest term at a place wins."""
    low = _QUOTED.sub(lambda m: " " * len(m[0]), text).lower()
    hits: list[tuple[int, int, str]] = []
    for last, (size, slug) in _terms().iter(low):
        start, end = last - size + 1, last + 1
        if (start and low[start - 1].isalnum()) or (end < len(low) and low[end].isalnum()):
            continue
        hits.append((start, end, slug))
    hits.sort(key=lambda hit: (hit[0], -hit[1]))
    found: list[tuple[int, str]] = []
    at = -1
    for start, end, slug in hits:
        if end > at:
            if slug:
                found.append((start, slug))
            at = max(at, end)
    asked = [(pattern, slug) for pattern, slug, needed in _patterns() if needed in low]
    found += [(m.start(), slug) for pattern, slug in asked if (m := pattern.search(low))]
    return tuple(dict.fromkeys(slug for _, slug in sorted(found)))
