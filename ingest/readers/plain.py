"""Plain text and Markdown: bytes in, the decoded text out, unchanged (line ends, form feeds and marks kept).

UTF-8 and UTF-16/32 with or without a byte order mark are told apart by their bytes; legacy Vietnamese encodings by the
syllables they make, and then the converted text is the kept text. Anything else is refused with the reason: a wrong
guess at an encoding would put words into the record that nobody wrote.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass

from ingest.facts import Page
from ingest.readers import legacy
from ingest.readers.model import Limits, Read, Tell
from ingest.readers.reasons import UnreadableFile
from ingest.text.view import Span

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT = ("Cc", "Cn", "Co", "Cs")
_LAYOUT = "\t\n\v\f\r\x1b"
# Control characters that text files do hold: tab, line feed, vertical tab, form feed, carriage return, escape.
_CONTROL = bytes(c for c in range(32) if c not in (9, 10, 11, 12, 13, 27))


@dataclass(frozen=True, slots=True)
class PlainText:
    """The reader of .txt and .md."""

    name: str = "plain 2"

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        text, encoding = decode(data)
        notes = (f"converted from {encoding}",) if encoding in legacy.NAMES else ()
        return Read(text, pages_of(text), notes)


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding) of these bytes, or `UnreadableFile`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if guess := _utf16_without_mark(data):
        return _decoded(data, guess)
    head = data[:65536]
    if len(head) - len(head.translate(None, _CONTROL)) > len(head) // 200:
        raise UnreadableFile("this is binary data, not plain text")
    return _decoded(data, "utf-8")


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    name = encoding.removesuffix("-sig").upper()
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-8" and (found := legacy.from_bytes(data)):
            return found
        known = " and no legacy Vietnamese encoding" if encoding == "utf-8" else ""
        raise UnreadableFile(f"not valid {name} (byte {error.start}){known}; save the file as UTF-8") from None
    head = text[:8192]
    odd = sum(n for c, n in Counter(head).items() if _is_odd(c))
    if odd > len(head) // 50:
        raise UnreadableFile(f"read as {name} it is binary data, not plain text")
    return legacy.converted(text) or (text, name)


def _is_odd(char: str) -> bool:
    return char == "\ufffd" or (unicodedata.category(char) in _NO_TEXT and char not in _LAYOUT)


def _utf16_without_mark(data: bytes) -> str | None:
    """Spaces and ASCII letters leave a zero in every second byte, always on the same side."""
    head = data[:4096]
    if len(data) % 2 or len(head) < 8:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > half * 0.3 and even < half * 0.02:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.02:
        return "utf-16-be"
    return None


def pages_of(text: str) -> tuple[Page, ...]:
    """Form feeds end pages; a text without them has no known pages."""
    if "\f" not in text:
        return ()
    pages: list[Page] = []
    start = 0
    while start < len(text):
        cut = text.find("\f", start)
        end = len(text) if cut < 0 else cut + 1
        pages.append(Page(len(pages) + 1, Span(start, end)))
        start = end
    return tuple(pages)
