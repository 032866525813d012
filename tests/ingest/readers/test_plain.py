"""Plain text is kept as decoded; what cannot be read is refused with a reason a person can act on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.readers import UnreadableFile, read_bytes, read_file

TEXT = "Số: 12/KH-UBND\r\nỦy ban nhân dân\rtỉnh\n\x0cTrang hai\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_the_kept_text_is_the_decoded_file(encoding: str) -> None:
    data = TEXT.encode(encoding)
    assert read_bytes(data, "a.txt").text == TEXT


def test_form_feeds_make_pages() -> None:
    pages = read_bytes(TEXT.encode(), "a.txt").pages
    assert [page.number for page in pages] == [1, 2]
    assert "".join(page.span.of(TEXT) for page in pages) == TEXT


@pytest.mark.parametrize(
    ("data", "name", "word"),
    [
        (b"", "a.txt", "empty"),
        (b" \n\t\n", "a.txt", "white space"),
        (b"\x00\x01\x02\x03" * 200, "a.txt", "binary"),
        (b"%PDF-1.7 ...", "a.txt", "PDF"),
        (b"PK\x03\x04....", "a.md", "Office"),
        (b"\xff\xfe" + b"\xfd\xff" * 50, "a.txt", "binary"),
        ("Kế hoạch".encode("cp1258", "replace") + b"\xec\xf0", "a.txt", "UTF-8"),
        (b"body {}", "a.css", "no documents"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, name: str, word: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_bytes(data, name)
    assert word in refused.value.reason


def test_paths_are_relative_to_the_root(tmp_path: Path) -> None:
    folder = tmp_path / "năm 2023"
    folder.mkdir()
    (folder / "kế hoạch.txt").write_text(TEXT, encoding="utf-8", newline="")
    source = read_file(folder / "kế hoạch.txt", tmp_path)
    assert source.path == "năm 2023/kế hoạch.txt"
    assert source.text == TEXT
    assert read_file(folder / "kế hoạch.txt", folder / "kế hoạch.txt").path == "kế hoạch.txt"


def test_missing_files_folders_and_rights(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        read_file(tmp_path / "x.txt", tmp_path)
    with pytest.raises(UnreadableFile, match="folder"):
        read_file(tmp_path, tmp_path)
    closed = tmp_path / "closed.txt"
    closed.write_text("x", encoding="utf-8")
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(UnreadableFile, match="right"):
        read_file(closed, tmp_path)
