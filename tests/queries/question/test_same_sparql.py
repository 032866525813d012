"""The SPARQL shown with an answer gives the same answers when it is run."""

from __future__ import annotations

import pytest

from tests import sample
from tests.queries.question.asking import ask

QUESTIONS = [
    ("Ai chủ trì hạ tầng số ở tỉnh Lạng Sơn?", "quote", "quote"),
    ("Những sở nào chủ trì hạ tầng xã hội ở Lạng Sơn?", "body", "body"),
    ("Sở Nội vụ tỉnh Lạng Sơn phải làm gì?", "task", "task"),
    ("Các cơ quan ở Lạng Sơn báo cáo hằng năm về sở nào?", "recipient", "recipient"),
    ("Đến năm 2025 tỷ lệ che phủ rừng của tỉnh Lạng Sơn đạt bao nhiêu?", "indicator", "indicator"),
    ("Kế hoạch của phường Chiềng Sinh số bao nhiêu?", "number", "number"),
]


@pytest.mark.parametrize(("question", "key", "column"), QUESTIONS)
def test_the_query_shown_gives_the_answers(question: str, key: str, column: str) -> None:
    reply = ask(question)
    assert reply.answers
    assert reply.sparql
    rows = sample.select(reply.sparql)
    assert {a.values[key] for a in reply.answers} == {row[column]["value"] for row in rows}


def test_the_query_of_a_chain_gives_the_chain() -> None:
    reply = ask("Kế hoạch của phường Chiềng Sinh thực hiện kế hoạch nào?")
    assert reply.sparql
    rows = sample.select(reply.sparql)
    assert {row["document"] for row in reply.chain} == {row["document"]["value"] for row in rows}


def test_an_empty_answer_has_a_query_that_is_empty() -> None:
    reply = ask("Ai chủ trì hạ tầng số ở phường Chiềng Sinh?")
    assert reply.sparql
    assert sample.select(reply.sparql) == []
