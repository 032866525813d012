"""Bodies in running text: offices, posts, persons and classes, each completed from the document's context.

Comes in: a reading view's text and the reading of its document. Goes out: hits with offsets in that text. It does not
know what is said about a body; ingest.recognise.assignments and the other rooms do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from ingest.facts import Body, BodyKind
from ingest.recognise.body_grammar import find_names
from ingest.recognise.context import Reading
from ingest.recognise.name_parts import Found, predicates
from ingest.recognise.spelling import read_misread, same_length_lower, spell_out
from ingest.resolve.bodies import complete
from ingest.text.view import View


@dataclass(frozen=True, slots=True)
class BodyHit:
    """text[start:end] names `body`; `printed` is that text."""

    start: int
    end: int
    body: Body
    printed: str


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text spelled out, with its names: `view.text` is what grammars read, spans map back through `view`."""

    view: View
    low: str
    names: tuple[Found, ...]
    bodies: tuple[Body, ...]
    spans: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        return self.view.text

    def first_from(self, start: int) -> int:
        """The index of the first name that begins at `start` or behind it."""
        return bisect_left(self.spans, start, key=lambda span: span[0])

    def within(self, start: int, end: int) -> range:
        """The indexes of the names that lie in text[start:end]."""
        first = self.first_from(start)
        last = first
        while last < len(self.spans) and self.spans[last][1] <= end:
            last += 1
        return range(first, last)


class _Memo:
    """What was found in the texts of the document read last; several rooms ask for the same paragraphs."""

    def __init__(self) -> None:
        self.reading: Reading | None = None
        self.texts: dict[str, Spelled] = {}

    def of(self, reading: Reading) -> dict[str, Spelled]:
        if self.reading is not reading:
            self.reading, self.texts = reading, {}
        return self.texts


_MEMO = _Memo()


def spelled(text: str, reading: Reading) -> Spelled:
    """The text spelled out, and the names in it, completed."""
    texts = _MEMO.of(reading)
    known = texts.get(text)
    if known is None:
        source = read_misread(text) if reading.layout is not None and reading.layout.quality.damaged else None
        view = spell_out(source.text if source else text, reading.abbreviations)
        names = tuple(find_names(view.text))
        bodies = tuple(complete(name, reading.header, _first(names, i)) for i, name in enumerate(names))
        spans = tuple((name.start, name.end) for name in names)
        known = texts[text] = Spelled(view, same_length_lower(view.text), names, bodies, spans)
    return known


def find_bodies(text: str, reading: Reading) -> list[BodyHit]:
    """All bodies named in `text`, in order, not overlapping."""
    found = spelled(text, reading)
    hits = []
    for name, body in zip(found.names, found.bodies, strict=True):
        span = found.view.span(name.start, name.end)
        hits.append(BodyHit(span.start, span.end, body, text[span.start : span.end]))
    return hits


_LIST = re.compile(r"(?:các|mỗi|từng|những)\s|,", re.I)


def unknown_body(text: str) -> Body | None:
    """A body that no lexicon knows, where its place says that it is one (a cell or a label of who acts)."""
    name = " ".join(text.split()).strip(" .;:-")
    if not 3 < len(name) <= 110 or not name[0].isalpha() or predicates().longest(name.lower(), 0):
        return None
    kind = BodyKind.CLASS if _LIST.match(name) or "," in name or not name[0].isupper() else BodyKind.ORGANISATION
    return Body(name[0].upper() + name[1:], kind)


def _first(names: tuple[Found, ...], index: int) -> bool:
    """Whether a name opens its list, so that no "các" before it is left out."""
    return index == 0 or names[index].start - names[index - 1].end > 6
