"""Letters and words on a page come out as the lines a person reads, whatever the order they are drawn in."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.geometry import Word, lines_on
from ingest.readers.glyphs import Glyph, words_of
from ingest.readers.rules import Rule, grids

SIZE = 12.0


def word(text: str, left: float, base: float, width: float | None = None) -> Word:
    right = left + (width if width is not None else 6 * len(text))
    return Word(text, left, base - 10, right, base + 2, SIZE, base)


def row(text: str, left: float, base: float) -> list[Word]:
    out = []
    for part in text.split():
        out.append(word(part, left, base))
        left += 6 * len(part) + 4
    return out


def texts(words: list[Word], rules: list[Rule] | None = None) -> list[str]:
    return [line.text.strip() for line in lines_on(words, 600, rules or []) if line.text]


def letters(text: str) -> list[Glyph]:
    out, pen = [], 50.0
    for char in text:
        wide = 0.0 if char in "\u0301\u0309\u0323\u0302" else 3.5 if char == " " else 6.0
        out.append(Glyph(char, pen, 90, pen + wide, 102, pen, 100, SIZE))
        pen += wide
    return out


def test_accents_drawn_apart_go_back_on_their_letters() -> None:
    assert [w.text for w in words_of(letters("Ủy ban nhân dân"))] == ["Ủy", "ban", "nhân", "dân"]
    assert [w.text for w in words_of(letters("U\u0309y nha\u0302n"))] == ["Ủy", "nhân"]


def test_the_order_of_drawing_does_not_matter() -> None:
    drawn = letters("Kế hoạch triển khai")
    random.Random(3).shuffle(drawn)
    assert [w.text for w in sorted(words_of(drawn), key=lambda w: w.left)] == ["Kế", "hoạch", "triển", "khai"]


def test_bold_by_double_drawing_is_read_once() -> None:
    once = letters("KẾ HOẠCH")
    twice = [
        g
        for glyph in once
        for g in (glyph, Glyph(*(glyph.text, glyph.left + 0.3, 90, glyph.right + 0.3, 102), glyph.pen + 0.3, 100, SIZE))
    ]
    assert [w.text for w in words_of(twice)] == ["KẾ", "HOẠCH"]


def test_a_head_in_two_columns_comes_one_column_after_the_other() -> None:
    words = [
        *row("ỦY BAN NHÂN DÂN", 60, 50),
        *row("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 50),
        *row("TỈNH A", 80, 66),
        *row("Độc lập - Tự do - Hạnh phúc", 320, 66),
        *row("Số: 1/KH-UBND", 70, 90),
        *row("A, ngày 1 tháng 2 năm 2023", 330, 90),
        *row("KẾ HOẠCH", 270, 130),
        *row("Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện phong trào thi đua trên địa bàn", 60, 160),
    ]
    random.Random(5).shuffle(words)
    assert texts(words) == [
        *("ỦY BAN NHÂN DÂN", "TỈNH A", "Số: 1/KH-UBND"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "A, ngày 1 tháng 2 năm 2023"),
        *("KẾ HOẠCH", "Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện phong trào thi đua trên địa bàn"),
    ]


def ruled(xs: list[float], ys: list[float]) -> list[Rule]:
    return [Rule(True, x, ys[0], ys[-1]) for x in xs] + [Rule(False, y, xs[0], xs[-1]) for y in ys]


def test_a_ruled_table_keeps_its_cells_over_wrapped_lines() -> None:
    rules = ruled([50, 90, 300, 450], [100, 130, 180])
    words = [
        *(row("STT", 55, 120) + row("Nhiệm vụ", 100, 120) + row("Chủ trì", 310, 120)),
        *(row("1", 60, 145) + row("Rà soát quy hoạch", 100, 145) + row("Sở Xây", 310, 145)),
        *(row("nông thôn", 100, 160) + row("dựng", 310, 160)),
    ]
    assert texts(words, rules) == ["| STT | Nhiệm vụ | Chủ trì |", "| 1 | Rà soát quy hoạch nông thôn | Sở Xây dựng |"]


def test_cells_without_a_wall_between_are_one() -> None:
    rules = [
        *ruled([50, 150, 250], [100, 120, 140])[:0],
        *(Rule(True, x, 100, 140) for x in (50, 250)),
        Rule(True, 150, 120, 140),
        *(Rule(False, y, 50, 250) for y in (100, 120, 140)),
    ]
    (grid,) = grids(rules)
    assert grid.cell(200, 110) == (0, 0)
    assert grid.cell(200, 130) == (1, 1)


@given(
    st.lists(st.tuples(st.text("abcđế ơ", min_size=1, max_size=6), st.floats(0, 590), st.floats(10, 800)), max_size=40),
    st.lists(st.tuples(st.booleans(), st.floats(0, 800), st.floats(0, 800), st.floats(0, 800)), max_size=30),
)
def test_no_word_is_lost_on_any_page(
    placed: list[tuple[str, float, float]], strokes: list[tuple[bool, float, float, float]]
) -> None:
    words = [word(text.strip(), left, base) for text, left, base in placed if text.strip() and " " not in text.strip()]
    rules = [Rule(upright, at, min(a, b), max(a, b)) for upright, at, a, b in strokes]
    printed = " ".join(line.text for line in lines_on(words, 600, rules)).replace("|", " ").split()
    assert set(printed) >= {w.text for w in words}
