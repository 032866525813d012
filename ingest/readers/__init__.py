"""Files become sources: one reader per format, chosen by what the file is.

A reader gives a `Source` whose text is the kept text; it knows nothing of what the text says. A file that no reader can
take raises `UnreadableFile` with a reason that a person can act on.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from ingest.facts import Source
from ingest.readers.plain import PlainText
from ingest.readers.reasons import UnreadableFile

__all__ = ["SUFFIXES", "UnreadableFile", "read_bytes", "read_file"]

_READERS = {".txt": PlainText(), ".md": PlainText(), ".markdown": PlainText()}

SUFFIXES = frozenset(_READERS)


def read_bytes(data: bytes, path: str) -> Source:
    """The source that these bytes make; `path` is how the file is called in the corpus."""
    suffix = Path(path).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        known = ", ".join(sorted(_READERS))
        raise UnreadableFile(f"no reader for files of the kind {suffix or '(no suffix)'}; known kinds: {known}")
    if not data:
        raise UnreadableFile("the file is empty")
    text, pages, notes = reader.read(data)
    if not text.strip():
        raise UnreadableFile("the file holds no text, only white space")
    return Source(path, sha256(data).hexdigest(), text, reader.name, pages, notes)


def read_file(path: Path, root: Path) -> Source:
    """Read one file; `Source.path` is relative to `root` (a file given by itself is called by its name)."""
    try:
        data = path.read_bytes()
    except PermissionError:
        raise UnreadableFile("no right to read the file; check its permissions") from None
    except FileNotFoundError:
        raise UnreadableFile("there is no such file") from None
    except IsADirectoryError:
        raise UnreadableFile("this is a folder, not a file") from None
    except OSError as error:
        raise UnreadableFile(f"the system could not read it ({error.strerror or error})") from None
    try:
        name = path.relative_to(root).as_posix()
    except ValueError:
        name = path.name
    return read_bytes(data, path.name if name in ("", ".") else name)
