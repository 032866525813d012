"""Protects the scores: one-to-one matching, denominators that leave nothing out, absent as a class."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.extraction.diagnose import diagnose
from benchmarks.extraction.items import HEADER, Document, File, Item, norm, norm_number
from benchmarks.extraction.kinds import ASSIGNMENTS, REFERENCES, TARGETS
from benchmarks.extraction.matching import best_matching
from benchmarks.extraction.metrics import (
    DocumentScore,
    Prf,
    header_agrees,
    interval,
    match,
    one_per_document,
    pooled,
    score_file,
)
from ingest.text.view import Span


def assignment(bodies: list[str], at: tuple[int, int], **more: object) -> Item:
    values: dict[str, object] = {
        "bodies": bodies, "role": "lead", "modality": "required", "collective": False, "fields": [], "with": [],
        "deadline": None, "section": "VI.1",
    }  # fmt: skip
    return Item("assignments", {**values, **more}, (Span(*at),))


def reference(number: str | None, relation: str = "cites", **more: object) -> Item:
    values = {"number": number, "name": None, "date": None, "issuer": None, "relation": relation, "title": None}
    return Item("references", {**values, **more})


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_the_matching_is_the_best_there_is(rows: int, columns: int, data: st.DataObject) -> None:
    cells = st.lists(st.integers(0, 9), min_size=columns, max_size=columns)
    weights = data.draw(st.lists(cells, min_size=rows, max_size=rows))
    pairs = best_matching(weights)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    short, long = sorted((rows, columns))
    best = max(
        sum(weights[i][j] if rows <= columns else weights[j][i] for i, j in enumerate(order))
        for order in permutations(range(long), short)
    )
    assert sum(weights[i][j] for i, j in pairs) == best


def test_one_found_fact_does_not_answer_for_two() -> None:
    gold = [assignment(["Sở A"], (0, 10)), assignment(["Sở A"], (5, 20))]
    result = match(ASSIGNMENTS, gold, [assignment(["Sở A"], (0, 30))])
    assert (result.lenient.right, result.lenient.gold, result.lenient.found) == (1, 2, 1)


def test_facts_on_the_same_place_are_kept_apart() -> None:
    gold = [assignment(["Sở A"], (0, 10)), assignment(["Sở B"], (0, 10))]
    result = match(ASSIGNMENTS, gold, list(reversed(gold)))
    assert result.strict == Prf(2, 2, 2)


def test_strict_asks_for_every_argument_and_lenient_for_body_and_place() -> None:
    gold = [assignment(["Sở A"], (0, 10), fields=["thrift"])]
    found = [assignment(["Sở A"], (5, 9), fields=["energy"])]
    result = match(ASSIGNMENTS, gold, found)
    assert (result.lenient.f1, result.strict.f1) == (1.0, 0.0)
    assert result.wrong_arguments(*result.pairs[0]) == ["fields"]
    assert match(ASSIGNMENTS, gold, [assignment(["Sở A"], (20, 30))]).lenient.right == 0
    assert match(ASSIGNMENTS, gold, [assignment(["Sở B"], (0, 10))]).lenient.right == 0


def test_the_better_agreeing_partner_is_chosen() -> None:
    gold = [assignment(["Sở A"], (0, 50), section="1"), assignment(["Sở A"], (0, 50), section="2")]
    found = [assignment(["Sở A"], (0, 50), section="2"), assignment(["Sở A"], (0, 50), section="1")]
    assert match(ASSIGNMENTS, gold, found).strict.right == 2


def test_candidate_fields_are_not_scored() -> None:
    gold = [assignment(["Sở A"], (0, 10))]
    assert match(ASSIGNMENTS, gold, [assignment(["Sở A"], (0, 10), fields=["new-forestry"])]).strict.right == 1


@pytest.mark.parametrize(
    ("wanted", "found", "text", "right"),
    [
        ("2025-12-15", "2025-12-15", None, True),
        ("2025-12-15", "2025-12", None, False),
        ("--06-01; --11-15", "--11-15; --06-01", None, True),
        ("thường xuyên", None, "Thường xuyên", True),
        ("thường xuyên", None, None, False),
        (None, "2025", "năm 2025", False),
    ],
)
def test_deadlines(wanted: str | None, found: str | None, text: str | None, right: bool) -> None:
    gold = assignment(["Sở A"], (0, 10), deadline=wanted)
    got = assignment(["Sở A"], (0, 10), deadline=found, deadline_text=text)
    assert ASSIGNMENTS.arguments["deadline"](gold, got) is right


def test_arguments_the_gold_does_not_give_are_not_asked() -> None:
    gold = Item("targets", {"value": 98, "comparator": ">=", "unit": "%", "value_to": None}, (Span(0, 5),))
    found = Item(
        "targets", {"value": 98.0, "comparator": ">=", "unit": "%", "value_to": None, "by": "2030"}, (Span(2, 9),)
    )
    assert match(TARGETS, [gold], [found]).strict.right == 1


def test_a_document_counts_once_with_its_strongest_relation() -> None:
    mentions = [reference("08/KH-UBND"), reference("08/KH - UBND", "implements", date="2023-01-10")]
    merged = one_per_document(mentions)
    assert [item.values["relation"] for item in merged] == ["implements"]
    assert merged[0].values["date"] == "2023-01-10"


def test_one_number_with_two_dates_is_two_documents() -> None:
    mentions = [reference("02/CT-TTg", date="2019-11-15"), reference("02/CT-TTg", date="2018-07-04")]
    assert len(one_per_document(mentions)) == 2


def test_names_of_documents_may_go_on_but_not_become_another() -> None:
    gold = reference(None, name="Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII")
    assert REFERENCES.may_meet(
        gold, reference(None, title="Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII, nhiệm kỳ 2020")
    )
    law = reference(None, name="Luật Tổ chức Chính phủ")
    assert REFERENCES.may_meet(law, reference(None, type="Luật", title="Tổ chức Chính phủ"))
    assert not REFERENCES.may_meet(law, reference(None, title="Luật Tổ chức Chính phủ và Luật Tổ chức địa phương"))


def test_aliases_make_one_document() -> None:
    gold = Document(1, {}, {"references": (reference(None, name="Luật Bầu cử", aliases=["Luật Bầu cử đại biểu"]),)})
    got = Document(
        1, {}, {"references": (reference(None, title="Luật Bầu cử"), reference(None, title="Luật Bầu cử đại biểu"))}
    )
    (score,) = score_file(File("a", "", (gold,)), File("a", "", (got,)))
    assert score.score("references", strict=True) == Prf(1, 1, 1)


def test_absent_is_an_answer_like_any_other() -> None:
    assert header_agrees("number", None, None)
    assert not header_agrees("number", None, "08/KH-UBND")
    assert not header_agrees("number", "08/KH-UBND", None)
    assert header_agrees("title", "phát triển", "Triển khai PHÁT TRIỂN hạ tầng")


def test_a_document_not_found_misses_all_its_facts_and_one_too_many_adds_its_own() -> None:
    header = dict.fromkeys(HEADER)
    one = Document(1, header, {"assignments": (assignment(["Sở A"], (0, 5)),)})
    two = Document(2, header, {"assignments": (assignment(["Sở B"], (6, 9)),)})
    missing = score_file(File("a", "", (one, two)), File("a", "", (one,)))
    assert pooled(missing, lambda s: s.score("assignments", strict=False)) == Prf(1, 1, 2)
    assert pooled(missing, DocumentScore.header_score) == Prf(len(HEADER), 2 * len(HEADER), 2 * len(HEADER))
    extra = score_file(File("a", "", (one,)), File("a", "", (one, two)))
    assert pooled(extra, lambda s: s.score("assignments", strict=False)) == Prf(1, 2, 1)


def test_the_interval_draws_whole_documents() -> None:
    documents = [Document(n, {}, {"assignments": (assignment(["Sở A"], (0, 5)),)}) for n in (1, 2, 3, 4)]
    blind = [Document(n, {}, {"assignments": ()}) for n in (3, 4)]
    scores = score_file(File("a", "", tuple(documents)), File("a", "", (*documents[:2], *blind)))
    low, high = interval(scores, lambda s: s.score("assignments", strict=True), rounds=200)
    assert low < pooled(scores, lambda s: s.score("assignments", strict=True)).f1 < high


def test_diagnosis_lists_miss_false_hit_and_wrong_argument_with_rule_and_context() -> None:
    text = "Giao Sở A chủ trì việc một; Sở B chủ trì việc hai."
    gold = Document(
        1, {"number": None}, {"assignments": (assignment(["Sở A"], (17, 25)), assignment(["Sở B"], (41, 49)))}
    )
    got = (
        assignment(["Sở A"], (17, 25), section="9"),
        Item("assignments", assignment(["Sở C"], (0, 4)).values, (Span(0, 4),), (), "rule-x"),
    )
    (score,) = score_file(
        File("f", text, (gold,)), File("f", text, (Document(1, {"number": "1"}, {"assignments": got}),))
    )
    lines = "\n".join(diagnose(File("f", text, (gold,)), score, ["header", "assignments"]))
    assert "header number: gold None found '1'" in lines
    assert "MISSED" in lines
    assert "[việc hai]" in lines
    assert "FALSE [rule-x]" in lines
    assert "section: gold 'VI.1' found '9'" in lines


@pytest.mark.parametrize(
    ("one", "other"),
    [("Văn hoá", "văn hóa"), ("Uỷ ban nhân dân", "Ủy ban nhân dân"), ("thi_đua , khen_thưởng", "thi đua, khen thưởng"),
     ("chính trị – xã hội", "chính trị - xã hội")],
)  # fmt: skip
def test_spelling_that_reads_the_same_compares_equal(one: str, other: str) -> None:
    assert norm(one) == norm(other)


def test_words_that_differ_compare_unequal() -> None:
    assert norm("Sở Nội vụ") != norm("Sở Ngoại vụ")
    assert norm("hòa") != norm("hoa")
    assert norm_number("112/KH - UBND") == norm_number("112/KH-UBND") != norm_number("112/QĐ-UBND")
