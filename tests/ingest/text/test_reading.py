"""The reading view: marks of markup gone, what is printed kept, every character mapped."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.reading import clean, is_noise, join, lines_of


def read(text: str) -> list[str]:
    return [line.text for line in lines_of(clean(text))]


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("## **II. NỘI DUNG**", ["II. NỘI DUNG"]),
        ("*Căn cứ Luật ngày 18 tháng 02 năm 2025; *", ["Căn cứ Luật ngày 18 tháng 02 năm 2025;"]),
        ("“*Đẩy mạnh*” trên", ["“Đẩy mạnh” trên"]),
        ("* Lưu ý: việc", ["* Lưu ý: việc"]),
        ("*-* CT, các PCT", ["- CT, các PCT"]),
        ("** **", []),
        ("Tỷ lệ = b/a * 100%", ["Tỷ lệ = b/a * 100%"]),
        (r"1\. Mục \- đích", ["1. Mục - đích"]),
        ("thực hiện./. *Jm*", ["thực hiện./."]),
        ("- Lưu VT. *TTL*", ["- Lưu VT."]),
        ("Số:\u00a012\u200b/KH", ["Số: 12/KH"]),
        ("tệp_của_tôi.txt", ["tệp_của_tôi.txt"]),
        ("---------------", []),
    ],
)
def test_markup_goes_words_stay(printed: str, words: list[str]) -> None:
    assert read(printed) == words


def test_spans_of_cleaned_words_quote_the_print() -> None:
    text = "x **Sở Nội vụ** chủ trì"
    view = clean(text)
    at = view.text.index("Sở Nội vụ")
    assert view.span(at, at + 9).of(text) == "Sở Nội vụ"


def test_page_numbers_and_running_titles_go() -> None:
    page = "CÔNG BÁO HÀ GIANG\nĐoạn văn của trang {n} được viết tiếp tục ở\n\n{m}\n\f"
    text = "mở đầu\n\n1\n\f" + "".join(page.format(n=n, m=n) for n in range(2, 7))
    lines = read(text)
    assert "CÔNG BÁO HÀ GIANG" not in lines
    assert not any(line.isdigit() for line in lines)
    assert sum(line.startswith("Đoạn văn") for line in lines) == 5


def test_numbers_in_cells_are_no_page_numbers() -> None:
    assert read("|\n2\n|\nViệc\n|") == ["|", "2", "|", "Việc", "|"]


def test_word_segmented_punctuation_is_closed_up() -> None:
    text = 'Thủ_trưởng các sở , ban ( Ban Thi_đua ) số 39-CT / TW " tiếp_tục đổi_mới " . \n' * 20
    assert read(text)[0] == 'Thủ trưởng các sở, ban (Ban Thi đua) số 39-CT/TW "tiếp tục đổi mới".'


@pytest.mark.parametrize("speck", ["¬ '", "_ ‡ ˆ", "Š ——-.. ị", "^ ^ TA, l =- ˆ. ` À r ^ Ậ ? SÁ 2"])
def test_specks_are_noise(speck: str) -> None:
    assert is_noise(speck)


@pytest.mark.parametrize("words", ["1", "II.", "a) Sở", "- Lưu: VT.", "Hà Nội", "5.3", "I . "])
def test_short_lines_are_no_noise(words: str) -> None:
    assert not is_noise(words)


@given(st.text(max_size=200))
def test_every_character_maps_into_the_kept_text(text: str) -> None:
    view = clean(text)
    assert len(view.text) == len(view.starts) == len(view.ends)
    assert all(0 <= a <= b <= len(text) for a, b in zip(view.starts, view.ends, strict=True))
    for line in lines_of(view):
        joined = join(view, [(line.start, line.end, "")])
        assert " ".join(joined.text.split()) == " ".join(line.text.split())
