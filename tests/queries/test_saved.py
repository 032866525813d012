"""The saved queries: the contract's columns in its order, typed and bound parameters, and errors that help."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import queries
from queries import QueryError
from tests import sample

CONTRACT = Path(__file__).resolve().parents[2] / "docs" / "contract.md"


def contract_columns() -> dict[str, list[str]]:
    """Query -> columns, from the contract's table."""
    found = {}
    for line in CONTRACT.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"\| `(\w+)`(?: \([^|]*\))? \| ([a-z_, ()/1A-Za-z]+.*) \|$", line):
            cells = re.sub(r"\([^)]*\)", "", match[2])
            names = [name.strip() for name in cells.split(",")]
            if all(re.fullmatch(r"[a-z_0-9]+", name) for name in names):
                found[match[1]] = names
    return found


@pytest.mark.parametrize(("name", "columns"), sorted(contract_columns().items()))
def test_columns_are_those_of_the_contract(name: str, columns: list[str]) -> None:
    """Columns may be added at the end; none is renamed, dropped or moved."""
    assert list(queries.catalogue()[name].columns)[: len(columns)] == columns


def test_the_contract_names_fourteen_queries() -> None:
    assert len(contract_columns()) == 14


@pytest.mark.parametrize("name", sorted(queries.catalogue()))
def test_rows_have_the_columns_and_every_offset_fits(name: str) -> None:
    query = queries.catalogue()[name]
    needed = {p.name: query.example[p.name] for p in query.parameters if p.required}
    needed |= dict(query.example) if query.one_of else {}
    texts = {document: file for file in sample.facts() for document in (file.source.text,)}
    for row in queries.run(name, needed, sample.select):
        assert list(row) == list(query.columns)
        if row.get("start") is not None and "quote" in row:
            start, end = int(str(row["start"])), int(str(row["end"]))
            assert any(text[start:end] == row["quote"] for text in texts)


def test_documents_held_and_cited() -> None:
    rows = queries.run("documents", {}, sample.select)
    held = [row for row in rows if row["held"]]
    assert [(row["file"][:3], row["part"]) for row in held] == [  # type: ignore[index]
        ("000", 1), ("000", 2), ("001", 1), ("002", 1), ("003", 1), ("004", 1),
    ]  # fmt: skip
    assert [(row["number"], row["number_status"]) for row in held] == [
        ("79/VKS-VP", "stated"),
        ("08/KH-UBND", "inferred"),
        (None, "absent"),
        (None, "absent"),
        ("55/KH-UBND", "stated"),
        (None, "blank"),
    ]
    assert [row["date"] for row in held] == ["2023-01-16", "2023-01-10", None, None, "2023-03-21", "2023-06"]
    assert all(row["number"] or row["title"] or row["type"] for row in rows)


def test_chain_starts_at_the_document_and_draws_no_link_nobody_states() -> None:
    rows = queries.run("chain", {"place": "Sa Đéc"}, sample.select)
    assert [(row["step"], row["number"], row["held"], row["link_status"]) for row in rows] == [
        (0, None, True, None),
        (1, "126/KH-UBND", False, "stated"),
        (2, "1478/QĐ-TTg", False, "inferred"),  # the plan does not cite it: its campaign is 1478's
    ]
    assert [row["quote"] is not None for row in rows] == [False, True, False]
    ward = queries.run("chain", {"place": "Chiềng Sinh"}, sample.select)
    assert [(row["number"], row["issuer"], row["link_status"]) for row in ward[1:]] == [
        ("112/KH-UBND", "Ủy ban nhân dân thành phố Sơn La", "stated"),
        (None, "Ủy ban nhân dân tỉnh Sơn La", "expected"),  # neither held nor cited by any document here
        ("1478/QĐ-TTg", "Thủ tướng Chính phủ", "inferred"),
    ]
    letter = queries.run("chain", {"document": "79/VKS-VP"}, sample.select)
    assert [(row["step"], row["number"], row["relation"]) for row in letter] == [
        (0, "79/VKS-VP", None),
        (1, "08/KH-UBND", "relays"),
        (2, "1478/QĐ-TTg", "implements"),
    ]


@pytest.mark.parametrize(
    "spelling", ["Thanh Miện", "thanh mien", "huyện Thanh Miện", "H. Thanh Miện", "Thanh Mie\u0323\u0302n"]
)
def test_a_place_is_found_by_any_spelling(spelling: str) -> None:
    rows = queries.run("owners", {"field": "digital", "place": spelling}, sample.select)
    assert [row["body"] for row in rows] == ["Phòng Văn hóa và Thông tin huyện Thanh Miện"]


@pytest.mark.parametrize("field", ["digital", "hạ tầng số", "ha tang so", "digital infrastructure"])
def test_a_field_is_found_by_slug_or_words(field: str) -> None:
    assert len(queries.run("owners", {"field": field}, sample.select)) == 3


def test_owners_as_of_a_day_leaves_out_later_documents() -> None:
    assert queries.run("owners", {"field": "digital", "place": "Lạng Sơn", "on": "2022-12-31"}, sample.select) == []


@pytest.mark.parametrize(
    ("name", "params", "code"),
    [
        ("owners", {}, "missing_parameter"),
        ("owners", {"field": "digital", "colour": "red"}, "bad_parameter"),
        ("owners", {"field": "no such field"}, "field_unknown"),
        ("owners", {"field": "digital", "place": "Nơi Không Có"}, "place_unknown"),
        ("owners", {"field": "digital", "on": "hôm kia"}, "bad_parameter"),
        ("chain", {"document": "9999/KH-UBND"}, "document_unknown"),
        ("nothing", {}, "unknown_query"),
    ],
)
def test_errors_name_what_is_wrong(name: str, params: dict[str, str], code: str) -> None:
    with pytest.raises(QueryError) as raised:
        queries.run(name, params, sample.select)
    assert raised.value.code == code
    assert raised.value.message


@given(value=st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_value_can_change_the_query(value: str) -> None:
    """Whatever is typed is bound as a term or refused; it never becomes part of the query's text."""
    for name, parameter in (("owners", "field"), ("assignments", "body"), ("chain", "document"), ("places", "name")):
        if parameter not in {p.name for p in queries.catalogue()[name].parameters}:
            continue
        try:
            text = queries.bind(name, {parameter: value}, sample.select)
        except QueryError:
            continue
        assert text.count("VALUES") <= queries.bind(name, _plain(name), sample.select).count("VALUES") + 4


def _plain(name: str) -> dict[str, str]:
    return {"owners": {"field": "digital"}}.get(name, {"name": "Thanh Miện"} if name == "places" else {})
