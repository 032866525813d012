"""A question as it is read: language, intent, places, numbers, days, slips, and what is left as its matter."""

from __future__ import annotations

from datetime import date

import pytest

from queries.question.lexicon import lexicon
from queries.question.likeness import Words
from queries.question.model import Intent
from queries.question.slips import set_right
from queries.question.tokens import accents_agree, words_of
from tests.queries.question.asking import reading


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Cơ quan nào chủ trì cải cách hành chính?", Intent.WHO_LEADS),
        ("ai dam nhiem ha tang so", Intent.WHO_LEADS),
        ("Sở nào tham mưu bố trí kinh phí?", Intent.WHO_IS_INVOLVED),
        ("Sở Nội vụ có nhiệm vụ gì?", Intent.WHAT_DOES_BODY_DO),
        ("Kế hoạch này thực hiện văn bản nào?", Intent.CHAIN),
        ("Các sở báo cáo về đâu?", Intent.REPORTING),
        ("Phấn đấu đạt bao nhiêu phần trăm?", Intent.TARGET),
        ("Khi nào phải ban hành nghị định?", Intent.DEADLINE),
        ("Văn bản nào nói về dân số?", Intent.DOCUMENT),
        ("Kế hoạch của phường số bao nhiêu, ngày nào?", Intent.DOCUMENT),
        ("Who leads transport?", Intent.WHO_LEADS),
        ("What does the Department of Finance do?", Intent.WHAT_DOES_BODY_DO),
        ("Which decision does the plan carry out?", Intent.CHAIN),
        ("To whom do districts report each year?", Intent.REPORTING),
        ("By when must the decree be issued?", Intent.DEADLINE),
        ("tôi buồn quá", None),
    ],
)
def test_intent(question: str, intent: Intent | None) -> None:
    assert reading(question).intent is intent


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Ai chủ trì hạ tầng số?", "vi"),
        ("ai chu tri ha tang so o thanh mien", "vi"),
        ("Who leads hạ tầng số in Thanh Miện?", "en"),
        ("who is in charge of roads in Sa Dec", "en"),
    ],
)
def test_language(question: str, lang: str) -> None:
    assert reading(question).lang == lang


@pytest.mark.parametrize(
    ("question", "label"),
    [
        ("giao thông ở UBND h. Thanh Miện", "huyện Thanh Miện"),
        ("o tp. sa dec ai lo giao thong", "thành phố Sa Đéc"),
        ("p. chieng sinh ai phu trach", "phường Chiềng Sinh"),
        ("roads in Lang Son province", "tỉnh Lạng Sơn"),
    ],
)
def test_held_places(question: str, label: str) -> None:
    assert [p.label for place in reading(question).places for p in place.held] == [label]


@pytest.mark.parametrize(
    ("question", "on"),
    [
        ("Ai chủ trì hạ tầng số ngày 01/6/2023?", date(2023, 6, 1)),
        ("Ai chủ trì hạ tầng số năm 2023?", date(2023, 12, 31)),
        ("Ai đang chủ trì hạ tầng số?", date(2026, 1, 15)),
        ("Who leads digital infrastructure today?", date(2026, 1, 15)),
        ("Đến năm 2030 tỷ lệ che phủ rừng đạt bao nhiêu?", None),
        ("Ai chủ trì hạ tầng số ngày 45/13/2023?", None),
    ],
)
def test_day(question: str, on: date | None) -> None:
    assert reading(question).on == on


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("gaio thong", "giao thong"), ("tai chinn", "tai chinh"), ("ha tang so", "ha tang so"), ("UBND", "ubnd"),
     ("iot", "iot"), ("tckh", "tckh"), ("leads roads", "leads roads")],
)  # fmt: skip
def test_slips(typed: str, meant: str) -> None:
    """A slip is set right; a known word, an abbreviation and an English word stay as they are."""
    assert " ".join(word.folded for word in set_right(words_of(typed))) == meant


def test_a_number_is_one_word() -> None:
    assert reading("Kế hoạch số 08/KH-UBND của Lạng Sơn").numbers == ("08/KH-UBND",)
    assert reading("Chỉ thị 29-CT/TU và 2623/QĐ-TTg").numbers == ("29-CT/TU", "2623/QĐ-TTg")


@pytest.mark.parametrize(
    ("printed", "name", "agree"),
    [("Tam Đường", "Tam Dương", False), ("tam duong", "Tam Đường", True), ("Tam Đường", "Tam Đường", True),
     ("hoà bình", "Hòa Bình", True)],
)  # fmt: skip
def test_marks(printed: str, name: str, agree: bool) -> None:
    assert accents_agree(printed, name) is agree


def test_marks_typed_are_marks_compared() -> None:
    """ "thi tuyển" has nothing to do with "tuyên truyền" and "thí điểm"; without marks it may."""
    text = Words.of("tuyên truyền, thí điểm mô hình", lexicon().long_forms)
    assert reading("thi tuyển").matter(lexicon()).measure()(text) == 0
    assert reading("thi tuyen").matter(lexicon()).measure()(text) > 0


def test_damaged_text_is_compared_without_marks() -> None:
    text = Words.of("Phong Van hoa phoi hop tuyen truyen guong dien hinh", lexicon().long_forms)
    assert text.marked is None
    assert reading("tuyên truyền gương điển hình").matter(lexicon()).measure()(text) == pytest.approx(1)


def test_abbreviations_are_written_out() -> None:
    matter = reading("công tác bảo vệ BMNN").matter(lexicon())
    assert [part.marked for part in matter.parts][-4:] == ["bí", "mật", "nhà", "nước"]


def test_unknown_english_counts_against_a_task() -> None:
    known = reading("Who leads the land planning?").matter(lexicon())
    unknown = reading("Who leads the yodelling land planning?").matter(lexicon())
    text = Words.of("đất đai, quy hoạch đất đai quy hoạch", lexicon().long_forms)
    assert known.measure()(text) == pytest.approx(1)
    assert unknown.measure()(text) < 0.9
