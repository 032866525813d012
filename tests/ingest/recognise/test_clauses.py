"""Sentences and the pieces of a predicate: where a task ends and the next one begins."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.recognise.bodies import spelled
from ingest.recognise.clauses import find_subject, pieces, sentences
from tests.support.plans import plan

_, READING = plan("I. NỘI DUNG\n\nMột.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một câu. Hai câu.", ["Một câu.", "Hai câu."]),
        ("TP. Phủ Lý thực hiện. Xong.", ["TP. Phủ Lý thực hiện.", "Xong."]),
        ("Kinh phí 1.500.000 đồng; xong", ["Kinh phí 1.500.000 đồng; xong"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(alphabet="aA. ;\n…", max_size=60).map(lambda text: text * 200))
def test_no_sentence_is_without_bound(text: str) -> None:
    at = 0
    for start, end in sentences(text):
        assert at <= start <= end <= len(text)
        assert end - start <= 4000
        at = end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Xây dựng kế hoạch; tổ chức tập huấn; tuyên truyền.",
            ["Xây dựng kế hoạch", "tổ chức tập huấn", "tuyên truyền"],
        ),
        (
            "Xây dựng kế hoạch (năm 2024; năm 2025) và triển khai.",
            ["Xây dựng kế hoạch (năm 2024; năm 2025) và triển khai"],
        ),
        ("Rà soát danh mục gồm: hồ sơ; văn bản.", ["Rà soát danh mục gồm: hồ sơ; văn bản"]),
    ],
)
def test_pieces(text: str, expected: list[str]) -> None:
    words = spelled(text, READING)
    assert [words.text[piece.start : piece.end] for piece in pieces(words, 0, len(words.text))] == expected


@pytest.mark.parametrize(
    ("text", "names", "predicate"),
    [
        ("Sở Nội vụ chủ trì thực hiện", ["Sở Nội vụ"], "chủ trì thực hiện"),
        ("Giao Sở Nội vụ theo dõi", ["Sở Nội vụ"], "theo dõi"),
        ("Trong tháng 6, Sở Nội vụ báo cáo kết quả", ["Sở Nội vụ"], "báo cáo kết quả"),
        (
            "Các sở, ban, ngành; UBND các huyện triển khai",
            ["Các sở, ban, ngành", "Ủy ban nhân dân các huyện"],
            "triển khai",
        ),
        ("Yêu cầu Giám đốc Sở Y tế chỉ đạo", ["Giám đốc Sở Y tế"], "chỉ đạo"),
    ],
)
def test_subjects(text: str, names: list[str], predicate: str) -> None:
    words = spelled(text, READING)
    subject = find_subject(words, 0, len(words.text))
    assert subject is not None
    found = [words.text[slice(*words.spans[i])] for i in range(subject.first, subject.last)]
    assert found == names
    assert words.text[subject.predicate :] == predicate


@pytest.mark.parametrize(
    "text",
    [
        "Nâng cao nhận thức của các sở, ban, ngành",
        "Hồ sơ đề nghị Chủ tịch UBND tỉnh xem xét tặng Bằng khen gửi về Sở Nội vụ",
        "Thực hiện theo hướng dẫn của Sở Nội vụ",
    ],
)
def test_names_in_a_sentence_are_not_always_its_subject(text: str) -> None:
    words = spelled(text, READING)
    assert find_subject(words, 0, len(words.text)) is None
