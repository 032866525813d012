"""Legacy encodings are told apart by the words they make, and a text that is none of them is left alone."""

from __future__ import annotations

import unicodedata

import pytest

from ingest.readers import UnreadableFile, read_bytes
from ingest.readers.legacy import converted, share, tcvn3, vni

TEXT = (
    "Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai thực hiện Phong trào thi đua trên địa bàn tỉnh.\n"
    "Sở Xây dựng chủ trì, phối hợp với các sở, ban, ngành và Ủy ban nhân dân các huyện, thị xã.\n"
)
TABLES = {"TCVN3": "tcvn3", "VNI": "vni"}


def encoded(text: str, encoding: str) -> bytes:
    """As a document of the nineties holds it."""
    if encoding == "windows-1258":
        out = b""
        for char in text:
            try:
                out += char.encode("cp1258")
            except UnicodeEncodeError:
                parts = unicodedata.normalize("NFD", char)
                tones = [mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"]
                base = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
                out += (base + "".join(tones)).encode("cp1258")
        return out
    from importlib.resources import files

    table = files("ingest.readers").joinpath(f"data/{TABLES[encoding]}.tsv").read_text(encoding="utf-8")
    codes: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            code, letter = line.split("\t")
            codes.setdefault(letter, code)
    return "".join(codes.get(c, codes.get(c.lower(), c)) for c in text).encode("latin-1")


@pytest.mark.parametrize("encoding", ["windows-1258", "VNI", "TCVN3"])
def test_bytes_of_an_old_encoding_become_the_text(encoding: str) -> None:
    source = read_bytes(encoded(TEXT, encoding), "a.txt")
    # TCVN3 has no codes for capitals with tone marks: its fonts draw them.
    expected = TEXT.replace("Ủ", "ủ") if encoding == "TCVN3" else TEXT
    assert source.text == expected
    assert source.notes == (f"converted from {encoding}",)


@pytest.mark.parametrize("encoding", ["VNI", "TCVN3"])
def test_old_codes_saved_as_unicode_are_converted_too(encoding: str) -> None:
    found = converted(encoded(TEXT, encoding).decode("latin-1"))
    assert found is not None
    assert found[1] == encoding
    assert found[0].lower() == TEXT.lower()


def test_viqr() -> None:
    viqr = (
        "U?y ban nha^n da^n ti?nh ban ha`nh Ke^' hoa.ch trie^?n khai Phong tra`o thi ddua tre^n ddi.a ba`n ti?nh. "
        "So+? Xa^y du+.ng chu? tri`, pho^'i ho+.p vo+'i ca'c so+?, ban, nga`nh."
    )
    found = converted(viqr)
    assert found == (
        "Ủy ban nhân dân tỉnh ban hành Kế hoạch triển khai Phong trào thi đua trên địa bàn tỉnh. "
        "Sở Xây dựng chủ trì, phối hợp với các sở, ban, ngành.",
        "VIQR",
    )


@pytest.mark.parametrize(
    "text", [TEXT, "Uy ban nhan dan tinh ban hanh ke hoach thuc hien phong trao thi dua tren dia ban tinh.", "x" * 500]
)
def test_other_text_is_left_alone(text: str) -> None:
    assert converted(text) is None


def test_bytes_of_another_language_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="no legacy Vietnamese encoding"):
        read_bytes("Où êtes-vous allés cet été, près de la forêt où dansaient les fées ?".encode("latin-1"), "a.txt")


def test_letters_map_one_to_one() -> None:
    assert tcvn3("Céng hoµ x· héi chñ nghÜa ViÖt Nam") == "Cộng hoà xã hội chủ nghĩa Việt Nam"
    assert vni("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert share("Cộng hòa xã hội chủ nghĩa Việt Nam") == 1.0
