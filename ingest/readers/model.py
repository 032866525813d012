"""What readers share: the protocol of a reader, what it gives, the limits it keeps to.

A reader takes the bytes of one file and gives its text, pages and where lines lie. It knows nothing of other files, of
where the file came from, or of what the text says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ingest.facts import LineBox, Page

Tell = Callable[[int, int], None]
"""Called with (page done, pages in all): a reader that tells is alive."""


def untold(page: int, pages: int) -> None:
    """For callers who do not want to know."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may take. Each refusal names the limit it met."""

    bytes: int = 256 * 2**20  # of the file; the largest scan of a gazette has 90 MB
    memory: int = 2 * 2**30  # a reading process may add; a 300 dpi A3 page in colour takes 50 MB
    still: float = 90.0  # seconds without a page done; a bad scan of A3 takes 20 on one slow core
    seconds: float = 3600.0  # in all; 1,000 scanned pages
    pages: int = 2_000  # of one file
    members: int = 2_000  # files in an archive, nested ones too
    unpacked: int = 2**30  # bytes that an archive's members may unpack to, all together
    ratio: int = 200  # of unpacked to packed bytes; text packs to a tenth, a bomb to a thousandth
    depth: int = 4  # archives within archives
    rows: int = 20_000  # of one sheet
    characters: int = 8 * 2**20  # of the kept text


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader gives."""

    text: str
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    lines: tuple[LineBox, ...] = ()
    reader: str = ""  # where it is not the reader's own name


class Reader(Protocol):
    """One format. `name`: name and version, as shown to people."""

    @property
    def name(self) -> str: ...

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        """The text of these bytes. Raises UnreadableFile with a reason for people."""
        ...


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, or a member of an archive, that gave no text. `skipped`: it never was a document."""

    path: str
    sha256: str
    format: str
    reason: str
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive or a mail: what it holds comes under names of its own. `members`: how many."""

    path: str
    sha256: str
    format: str
    members: int
    reader: str
    notes: tuple[str, ...] = ()
