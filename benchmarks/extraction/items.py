"""What is compared: a fact, gold or found, as a bag of named values with the places where it stands.

Both formats of gold and the pipeline's own records become `Item`s and `Document`s here-after; scoring knows nothing
else. Words are compared after `norm`: composed, lower case, white space squeezed, dashes alike, and blind to where a
tone mark stands in its syllable (hòa, hoà), which is spelling and not reading.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.text.view import Span

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2014", "-----")
_LETTERS = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")


def _tone_last(match: re.Match[str]) -> str:
    syllable = match.group()
    tones = [char for char in syllable if char in _TONES]
    if not tones:
        return syllable
    return "".join(char for char in syllable if char not in _TONES) + "".join(tones)


def norm(text: str) -> str:
    """One spelling for what reads the same; word-segmented text loses its underscores and free punctuation."""
    text = unicodedata.normalize("NFD", text.translate(_DASHES).replace("_", " ").casefold())
    text = _LETTERS.sub(_tone_last, text)
    text = re.sub(r"\s+([,;.:)])", r"\1", re.sub(r"\s+", " ", text))
    return re.sub(r"\s*-\s*", "-", text).strip(" .;,:-")


def norm_number(number: str) -> str:
    """The symbol of a document for finding it again: no gaps, no hyphens, no accents."""
    plain = "".join(c for c in unicodedata.normalize("NFD", number) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z/]", "", plain.casefold().replace("đ", "d"))


@dataclass(frozen=True, slots=True)
class Item:
    """`spans`: where the fact stands; any one will do. `wide`: the sentences around, a weaker place to meet."""

    kind: str
    values: Mapping[str, object]
    spans: tuple[Span, ...] = ()
    wide: tuple[Span, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its header values and its facts by kind."""

    part: int
    header: Mapping[str, object]
    items: Mapping[str, tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class File:
    """A file with its text and its documents. `source`: where the annotation came from, for the report."""

    name: str
    text: str
    documents: tuple[Document, ...]
    source: str = ""
    notes: tuple[str, ...] = field(default=())


KINDS = ("references", "assignments", "targets", "reports", "recipients", "phases", "awards", "criteria")
HEADER = (
    "type", "number", "number_status", "date", "date_status", "issuer", "level", "sector", "place", "title",
    "signatory", "capacity", "authority",
)  # fmt: skip
