"""Old Word documents (DOC), RTF and ODT: converted by LibreOffice where it is installed, else read by catdoc.

In go the bytes, out comes what the DOCX reader makes of the conversion. Both are programs of their own, run within the
reading process's limits and in its own temporary folder; neither is part of this program.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.readers import legacy
from ingest.readers.docx import Docx
from ingest.readers.model import Limits, Read, Tell
from ingest.readers.reasons import UnreadableFile

SECONDS = 80
_OFFICE = ("soffice", "libreoffice")


@dataclass(frozen=True, slots=True)
class OldWord:
    """The reader of one of these formats. `suffix`: the one by which the programs know it; `what`: its name."""

    suffix: str
    what: str
    name: str = "word 1"

    def read(self, data: bytes, limits: Limits, tell: Tell) -> Read:
        office = next((found for name in _OFFICE if (found := shutil.which(name))), None)
        with tempfile.TemporaryDirectory(prefix="daumoi-word-") as folder:
            path = Path(folder) / f"document{self.suffix}"
            path.write_bytes(data)
            if office and (converted := _converted(office, path)):
                tell(1, 1)
                read = Docx().read(converted, limits, tell)
                return Read(
                    read.text, read.pages, read.notes, read.lines, f"{self.name} (LibreOffice {_version(office)})"
                )
            if self.suffix in (".doc", ".rtf") and (catdoc := shutil.which("catdoc")):
                return self._catdoc(catdoc, path)
        if office:
            raise UnreadableFile(f"{self.what} is cut short, broken or encrypted: LibreOffice could not open it")
        raise UnreadableFile(f"{self.what}; to read it install Debian's libreoffice-writer-nogui")

    def _catdoc(self, catdoc: str, path: Path) -> Read:
        done = subprocess.run(
            [catdoc, "-w", "-d", "utf-8", str(path)], capture_output=True, timeout=SECONDS, check=False
        )
        text = done.stdout.decode("utf-8", "replace")
        if done.returncode or not text.strip():
            raise UnreadableFile(f"{self.what} is cut short, broken or encrypted: catdoc gave no text")
        found = legacy.converted(text)
        notes = ("read without its tables and numbering: LibreOffice is not installed",)
        return Read(found[0] if found else text, (), notes, (), f"{self.name} (catdoc)")


def _converted(office: str, path: Path) -> bytes | None:
    """The document as DOCX, or None when LibreOffice cannot open it."""
    out = path.parent / "out"
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))  # it maps more than it uses
    command = [
        office,
        f"-env:UserInstallation={(path.parent / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(out),
        str(path),
    ]
    environment = {**os.environ, "HOME": str(path.parent), "SAL_USE_VCLPLUGIN": "svp"}
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, env=environment)
    except subprocess.TimeoutExpired:
        return None
    made = out / "document.docx"
    return made.read_bytes() if made.is_file() else None


@cache
def _version(office: str) -> str:
    done = subprocess.run([office, "--version"], capture_output=True, text=True, timeout=SECONDS, check=False)
    words = done.stdout.split()
    return words[1] if len(words) > 1 else "?"
