"""ZIP archives: their members one after the other, in memory, within bounds.

In go the bytes, out come (name, bytes) or (name, reason) for each member. Nothing is written anywhere, so a name that
climbs out of the archive can reach nothing; it is refused and named all the same.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from ingest.readers.model import Limits
from ingest.readers.reasons import UnreadableFile

_SUSPECT = 2**20  # smaller members may be packed as tightly as they like


@dataclass(slots=True)
class Budget:
    """What archives within archives may still take together."""

    members: int
    bytes: int

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        return cls(limits.members, limits.unpacked)


def checked(data: bytes, limits: Limits) -> None:
    """Refuses an Office document that would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFile("the Office document is cut short or broken") from None
    if len(entries) > limits.members:
        raise UnreadableFile(f"the Office document has {len(entries):,} parts; {limits.members:,} are read at most")
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile("the Office document is encrypted; save it without a password")
    total = sum(entry.file_size for entry in entries)
    if total > limits.unpacked // 4 or any(_is_bomb(entry, limits) for entry in entries):
        raise UnreadableFile(f"the Office document unpacks to {total:,} bytes, as a zip bomb does; it was not opened")


def _is_bomb(entry: zipfile.ZipInfo, limits: Limits) -> bool:
    return entry.file_size > _SUSPECT and entry.file_size > limits.ratio * max(1, entry.compress_size)


def members(data: bytes, limits: Limits, budget: Budget) -> Iterator[tuple[str, bytes | UnreadableFile]]:
    """Each member with its bytes or why it was refused; folders and the notes of macOS are none."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise UnreadableFile("the archive is cut short or broken") from None
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _furniture(entry.filename)]
        if not entries:
            raise UnreadableFile("the archive is empty")
        for entry in entries:
            budget.members -= 1
            if budget.members < 0:
                raise UnreadableFile(f"the archive holds more than {limits.members:,} files; the rest was not read")
            name = _name(entry)
            try:
                yield name, _member(archive, entry, limits, budget)
            except UnreadableFile as refused:
                yield name, refused


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, budget: Budget) -> bytes:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or ":" in name.partition("/")[0]:
        raise UnreadableFile("its name climbs out of the archive")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableFile("a link to another file, not a file")
    if entry.flag_bits & 1:
        raise UnreadableFile("encrypted; pack the archive without a password")
    if _is_bomb(entry, limits) or entry.file_size > limits.bytes:
        raise UnreadableFile(f"unpacks to {entry.file_size:,} bytes, as a zip bomb does; it was not opened")
    if entry.file_size > budget.bytes:
        raise UnreadableFile(f"the archive unpacks to more than {limits.unpacked:,} bytes; the rest was not read")
    budget.bytes -= entry.file_size
    try:
        with archive.open(entry) as packed:
            return packed.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise UnreadableFile("broken inside the archive, or packed in a way that is not read") from None


def _name(entry: zipfile.ZipInfo) -> str:
    """The member's name; names that old programs wrote as UTF-8 without saying so are mended."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = entry.filename
    parts = [part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", "..", ".")]
    return "/".join(parts) or "member"


def _furniture(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "__MACOSX" in parts or parts[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")
