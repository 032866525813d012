"""Files made to do harm, or broken on the way, are named with the reason; the reader goes on, and soon."""

from __future__ import annotations

import io
import os
import signal
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.readers import Limits, UnreadableFile, bounded, read_all, read_bytes
from ingest.readers.model import Opened, Refused

QUICK = replace(Limits(), still=2.0, seconds=6.0)


def packed(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def outcomes(data: bytes, name: str, tmp_path: Path, limits: Limits = QUICK) -> dict[str, object]:
    path = tmp_path / name
    path.write_bytes(data)
    return {outcome.path: outcome for outcome in read_all(path, tmp_path, limits)}


def pdf_of(pages: int, *, loop: bool = False) -> bytes:
    """A PDF with so many empty pages, or whose tree of pages holds itself."""
    kids = " ".join("2 0 R" if loop else f"{i + 3} 0 R" for i in range(pages))
    objects = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {pages}/Kids[{kids}]>>"]
    if not loop:
        objects += ["<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"] * pages
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    return bytes(out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode())


def office(part: str, xml: bytes, *others: tuple[str, bytes]) -> bytes:
    return packed(("[Content_Types].xml", b"<Types/>"), (part, xml), *others)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10 if i else b"&a;" * 10) for i in range(9))
    + b"]><x>&a8;</x>"
)


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.pdf", "empty"),
        (b"%PDF-1.7\n1 0 obj<<>>", "a.pdf", "cut short or broken"),
        (pdf_of(10_000), "a.pdf", "10,000 pages; 2,000 are read at most"),
        (pdf_of(5, loop=True), "a.pdf", "PDF|page"),
        (b"PK\x03\x04" + b"\x00" * 40, "a.docx", "cut short or broken"),
        (office("word/document.xml", BOMB), "a.docx", "broken|entit"),
        (office("xl/workbook.xml", BOMB), "a.xlsx", "broken"),
        (office("word/document.xml", b"0" * 60_000_000), "a.docx", "zip bomb"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted"),
        (b"Rar!\x1a\x07\x00" + b"x" * 50, "a.rar", "RAR"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "a.png", "picture"),
        (b"\x7fELF" + b"\x00" * 60, "a", "program"),
    ],
)
def test_each_is_refused_with_its_reason(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_bytes(data, name)


def test_an_encrypted_pdf_is_named(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    page = canvas.Canvas(str(tmp_path / "a.pdf"), encrypt="secret")
    page.drawString(100, 700, "KE HOACH")
    page.save()
    with pytest.raises(UnreadableFile, match="encrypted"):
        read_bytes((tmp_path / "a.pdf").read_bytes(), "a.pdf")


def test_a_zip_bomb_and_a_name_that_climbs_out_harm_nothing(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    data = packed(
        ("../../climbed.txt", b"Ke hoach"),
        ("/etc/daumoi-climbed", b"x"),
        ("big.txt", b"0" * 50_000_000),
        ("ok.txt", "Kế hoạch".encode()),
    )
    found = outcomes(data, "in/a.zip", tmp_path)
    refused = {path: o.reason for path, o in found.items() if isinstance(o, Refused)}
    assert "climbs out" in refused["in/a.zip/climbed.txt"]
    assert "climbs out" in refused["in/a.zip/etc/daumoi-climbed"]
    assert "zip bomb" in refused["in/a.zip/big.txt"]
    assert found["in/a.zip/ok.txt"].text == "Kế hoạch"  # type: ignore[attr-defined]
    assert isinstance(found["in/a.zip"], Opened)
    assert sorted(os.listdir(tmp_path)) == ["in"]
    assert not Path("/etc/daumoi-climbed").exists()


def test_archives_within_archives_end(tmp_path: Path) -> None:
    data = "Kế hoạch".encode()
    for level in range(7):
        data = packed((f"{level}.zip" if level else "a.txt", data))
    found = outcomes(data, "a.zip", tmp_path)
    assert any("deep" in o.reason for o in found.values() if isinstance(o, Refused))


def test_an_archive_of_too_many_files_stops(tmp_path: Path) -> None:
    data = packed(*((f"{i}.txt", "Kế hoạch".encode()) for i in range(30)))
    found = outcomes(data, "a.zip", tmp_path, replace(QUICK, members=10))
    assert "more than 10 files" in found["a.zip"].reason  # type: ignore[attr-defined]
    assert len(found) == 11


def work_forever(send: bounded.Send) -> None:
    while True:
        pass


def work_that_grows(send: bounded.Send) -> None:
    held = []
    while True:
        held.append(bytearray(2**24))


def work_that_dies(send: bounded.Send) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize(
    ("work", "reason"),
    [(work_forever, "stood still"), (work_that_grows, "memory"), (work_that_dies, "ended the reading process")],
)
def test_a_reader_that_goes_wrong_is_ended(work: bounded.Work, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        list(bounded.messages(work, replace(Limits(), still=1.0, memory=2**28)))


def test_programs_that_a_reader_started_end_with_it(tmp_path: Path) -> None:
    import subprocess

    mark = tmp_path / "child"

    def work(send: bounded.Send) -> None:
        child = subprocess.Popen(["sleep", "600"])
        mark.write_text(str(child.pid))
        child.wait()

    with pytest.raises(UnreadableFile, match="stood still"):
        list(bounded.messages(work, replace(Limits(), still=1.0)))
    state = Path(f"/proc/{mark.read_text()}/stat")
    assert not state.exists() or state.read_text().split(") ")[1][0] == "Z"
