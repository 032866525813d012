"""What a file is, told by its bytes: magic numbers, the members of a zip, the streams of an OLE file, else text.

In go the first bytes (all of them for zips), out comes a kind. The suffix is asked only where bytes cannot tell:
Markdown is plain text, and a text that begins with a tag may be either.
"""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from ingest.readers.reasons import UnreadableFile


class Kind(StrEnum):
    """Kinds of files; the value is what PROV and `status` show."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"
    IMAGE = "image"
    DOCX = "docx"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    XLSX = "xlsx"
    MAIL = "eml"
    ZIP = "zip"


CONTAINERS = frozenset({Kind.ZIP, Kind.MAIL})

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
    (b"II*\x00", Kind.IMAGE),
    (b"MM\x00*", Kind.IMAGE),
    (b"BM", Kind.IMAGE),
    (b"{\\rtf", Kind.RTF),
)
_REFUSED = (
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"Rar!\x1a\x07", "a RAR archive; unpack it, or pack it as ZIP"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it, or pack it as ZIP"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"GIF8", "a GIF picture; save it as PNG"),
    (b"ITSF", "a compiled help file"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "sound"),
    (b"ID3", "sound"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|meta)\b",
    re.I | re.S,
)
_TAGS = re.compile(rb"</(?:p|div|td|span|body|table)>", re.I)
_MAIL = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,60}:[ \t][^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n){3}", re.I)
_MAIL_FIELDS = re.compile(rb"^(?:mime-version|received|message-id|return-path|content-type|delivered-to):", re.I | re.M)
_TEXTUAL = (".txt", ".md", ".markdown")


def kind_of(data: bytes, name: str = "") -> Kind:
    """What these bytes are. Raises UnreadableFile for what no reader takes."""
    head = data[:4096]
    at = data[:1024].find(b"%PDF-")
    if at >= 0 and b"\x00" not in data[:at]:
        return Kind.PDF
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and (signature != b"BM" or data[6:10] == b"\x00\x00\x00\x00"):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if head.startswith(_OLE):
        return _ole_kind(data)
    for signature, what in _REFUSED:
        if head.startswith(signature) and (len(signature) > 2 or b"\x00" in head):
            raise UnreadableFile(f"this is {what}")
    plain = name.lower().endswith(_TEXTUAL)
    plainly = (
        head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    )
    if _HTML.match(plainly) and (not plain or len(_TAGS.findall(data[:200_000])) > 3):
        return Kind.HTML
    if not plain and _MAIL.match(head) and len(_MAIL_FIELDS.findall(head)) > 1:
        return Kind.MAIL
    return Kind.TEXT


def _zip_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise UnreadableFile("a zip archive or Office document that is cut short or broken") from None
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(n.startswith("word/") for n in names)):
        return Kind.DOCX
    if any(name.startswith("xl/workbook") for name in names):
        return Kind.XLSX
    if "content.xml" in names and "mimetype" in names:
        return Kind.ODT
    if any(name.startswith("ppt/") for name in names):
        raise UnreadableFile("this is a PowerPoint presentation; save it as PDF")
    return Kind.ZIP


def _ole_kind(data: bytes) -> Kind:
    """Names of streams stand in the directory as UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("the Office document is encrypted; save it without a password")
    if "WordDocument".encode("utf-16-le") in data:
        return Kind.DOC
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        raise UnreadableFile("this is an old Excel workbook (.xls); save it as .xlsx")
    if "__substg1.0_".encode("utf-16-le") in data:
        raise UnreadableFile("this is an Outlook message (.msg); save it as .eml")
    raise UnreadableFile("an old Office document of a kind that is not read")
