"""Any string is answered: no question raises, and every answer can be written as JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.question.model import Outcome
from tests.queries.question.asking import ask

PIECES = st.sampled_from(
    [
        "ai",
        "chủ trì",
        "hạ tầng số",
        "ha tang",
        "ở",
        "huyện",
        "tỉnh",
        "Thanh Miện",
        "Lạng Sơn",
        "Châu Thành",
        "Sở",
        "TTTT",
        "báo cáo",
        "bao nhiêu",
        "%",
        "khi nào",
        "năm",
        "2023\n    ",
        "99/99/2023",
        "1478/QĐ-TTg",
        "/KH-UBND",
        "văn bản nào",
        "who",
        "leads",
        "in",
        "district",
        "province",
        "Ward",
        "1",
        "làm gì",
        "phối hợp với",
        "?",
        "“",
        "_",
        "\x00",
        "ﬁ",
        "Đ",
        "đ\n    ",
        "các",
        "xã",
        "UBND",
        "thực hiện",
        "quyết định nào",
        "hiện nay",
        "h.",
        "tp.",
        "p.",
        "&",
        "-",
        "/",
    ]
)
QUESTIONS = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=25).map(" ".join),
    st.lists(PIECES, max_size=12).map("".join),
)


def holds(question: str) -> None:
    reply = ask(question)
    body = reply.to_json()
    json.dumps(body)
    assert body["question"] == question
    assert body["text"]
    assert (reply.outcome is Outcome.ANSWERED) == bool(reply.answers)
    for answer in reply.answers:
        assert answer.values["quote"] or answer.values["kind"] == "document"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUESTIONS)
def test_any_string(question: str) -> None:
    holds(question)


@pytest.mark.slow
@settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(QUESTIONS)
def test_ten_thousand_strings(question: str) -> None:
    holds(question)


@pytest.mark.parametrize("question", ["hạ tầng số " * 2_000, "a" * 100_000, "ở huyện " * 300, "?" * 5_000])
def test_long_strings(question: str) -> None:
    """Only the first words are read; work stays bounded."""
    holds(question)
