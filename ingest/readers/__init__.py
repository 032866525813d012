"""Files become sources: one reader per format, chosen by what the file is.

A reader gives a `Source` whose text is the kept text; it knows nothing of what the text says. A file that no reader can
take raises `UnreadableFile` with a reason that a person can act on. Archives and mails hold several files: `read_all`
gives them all, each under the name `archive.zip/member.docx`, by which `read_file` finds it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.facts import Source
from ingest.readers import opening
from ingest.readers.mail import TEXT as MAIL_TEXT
from ingest.readers.model import Limits, Opened, Refused, Tell, untold
from ingest.readers.reasons import NotADocument, UnreadableFile

__all__ = ["Limits", "NotADocument", "Opened", "Refused", "UnreadableFile", "read_all", "read_bytes", "read_file"]

USUAL = Limits()


def read_all(
    path: Path, root: Path, limits: Limits = USUAL, tell: Tell = untold
) -> Iterator[Source | Refused | Opened]:
    """Every source in a file: one, or those of an archive's members with what became of the archive itself."""
    name = _name(path, root)
    try:
        data = _bytes(path, limits)
    except UnreadableFile as refused:
        yield Refused(name, "", "", refused.reason)
        return
    yield from opening.outcomes(data, name, limits, tell)


def read_bytes(data: bytes, path: str, limits: Limits = USUAL) -> Source:
    """The source that these bytes make; `path` is how the file is called in the corpus."""
    return _only(list(opening.outcomes(data, path, limits, untold)), path)


def read_file(path: Path, root: Path, limits: Limits = USUAL) -> Source:
    """Read one file; `Source.path` is relative to `root` (a file given by itself is called by its name).

    A path that goes on behind an archive's name is that member of the archive.
    """
    archive = next((parent for parent in path.parents if parent.is_file()), None)
    if archive is None:
        return _only(list(read_all(path, root, limits)), _name(path, root))
    outer = root if root in archive.parents else archive.parent
    wanted = path.relative_to(outer).as_posix()
    for outcome in read_all(archive, outer, limits):
        if outcome.path == wanted:
            return _only([outcome], wanted)
    raise UnreadableFile(f"{archive.name} holds no file of that name")


def _only(outcomes: list[Source | Refused | Opened], path: str) -> Source:
    """The one source that is meant: the file itself, or a mail's own words."""
    wanted = (path, f"{path}/{MAIL_TEXT}")
    mine = [outcome for outcome in outcomes if outcome.path in wanted] or outcomes
    own = next((outcome for outcome in mine if isinstance(outcome, Source)), mine[0])
    if isinstance(own, Source):
        return own
    if isinstance(own, Refused):
        raise (NotADocument if own.skipped else UnreadableFile)(own.reason)
    names = [outcome.path for outcome in outcomes if isinstance(outcome, Source)]
    held = f"its files can be read one by one, as {names[0]}" if names else "none of its files could be read"
    raise UnreadableFile(f"this is an archive of {own.members} files; {held}")


def _name(path: Path, root: Path) -> str:
    try:
        name = path.relative_to(root).as_posix()
    except ValueError:
        name = path.name
    return path.name if name in ("", ".") else name


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise UnreadableFile("this is a device or a pipe, not a file")
        with path.open("rb") as file:
            data = file.read(limits.bytes + 1)
    except PermissionError:
        raise UnreadableFile("no right to read the file; check its permissions") from None
    except FileNotFoundError:
        raise UnreadableFile("there is no such file") from None
    except IsADirectoryError:
        raise UnreadableFile("this is a folder, not a file") from None
    except OSError as error:
        raise UnreadableFile(f"the system could not read it ({error.strerror or error})") from None
    if len(data) > limits.bytes:
        raise UnreadableFile(f"the file has more than {limits.bytes:,} bytes: split it")
    return data
