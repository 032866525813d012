"""Pictures of the pages of ingested files, drawn from the files themselves where they can still be reached.

In go a document and a page number, out comes a PNG. Folders that were ingested are remembered beside an embedded store
(`folders.txt`), others are named by DAUMOI_SOURCES; a file counts only while its bytes are those that were read.
Drawing runs in a bounded child, for the file may be hostile.
"""

from __future__ import annotations

import base64
import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from graph_api.reading import digest
from graph_api.settings import Settings
from ingest.readers import Limits, UnreadableFile, bounded

FOLDERS = "folders.txt"
MOST_FOLDERS = 1_000
WIDTH = 1_100
"""Pixels: a line of 12-point print is legible on a screen of twice the density."""
_LIMITS = replace(Limits(), still=20.0, seconds=20.0, memory=2**29)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as the graph knows it."""

    path: str
    sha256: str


def remember(store: str, roots: Iterable[str]) -> None:
    """Notes the folders that files were ingested from. A store that cannot be written says so when it publishes."""
    folder = Path(store)
    if "://" in store or not folder.is_dir():
        return
    known = list(_remembered(store))
    new = [root for root in dict.fromkeys(map(os.path.abspath, roots)) if root not in known and "\n" not in root]
    if new:
        with (
            contextlib.suppress(OSError),
            (folder / FOLDERS).open("a", encoding="utf-8", errors="surrogateescape") as out,
        ):
            out.writelines(f"{root}\n" for root in new)


def _remembered(store: str) -> Iterator[str]:
    with contextlib.suppress(OSError, ValueError):
        text = (Path(store) / FOLDERS).read_text(encoding="utf-8", errors="surrogateescape")
        yield from text.splitlines()[-MOST_FOLDERS:]


def located(file: SourceFile, settings: Settings) -> Path | None:
    """The file, if it still lies where it was and has the bytes that were read."""
    given = [folder for folder in settings.sources.split(os.pathsep) if folder]
    remembered = [] if "://" in settings.store else list(_remembered(settings.store))
    for folder in (*given, *reversed(remembered)):
        root = Path(folder).resolve()
        path = (root / file.path).resolve()
        if root in path.parents and path.is_file():
            state = path.stat()
            if _digest(str(path), state.st_mtime_ns, state.st_size) == file.sha256:
                return path
    return None


@lru_cache(maxsize=4096)
def _digest(path: str, changed: int, size: int) -> str:
    return digest(path)


@lru_cache(maxsize=64)
def png(path: Path, sha256: str, page: int) -> bytes | None:
    """The page as a PNG; None when it cannot be drawn."""

    def work(send: bounded.Send) -> None:
        send({"png": base64.b64encode(_drawn(path, page)).decode("ascii")})

    try:
        for message in bounded.messages(work, _LIMITS):
            return base64.b64decode(message["png"])
    except UnreadableFile:
        pass
    return None


def _drawn(path: Path, page: int) -> bytes:
    import io

    data = path.read_bytes()
    if b"%PDF-" in data[:1024]:
        import pypdfium2 as pdfium

        with pdfium.PdfDocument(data) as document:
            sheet = document[page - 1]
            picture = sheet.render(scale=WIDTH / max(1.0, sheet.get_width())).to_pil()
    else:
        from PIL import Image

        picture = Image.open(io.BytesIO(data))
        picture.seek(page - 1)
        picture = picture.convert("RGB")
        picture.thumbnail((WIDTH, 3 * WIDTH))
    out = io.BytesIO()
    picture.convert("P", palette=1, colors=32).save(out, "PNG", optimize=False)
    return out.getvalue()
