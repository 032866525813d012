"""The competency questions, asked of the sample corpus; what must come out was read from the documents by eye."""

from __future__ import annotations

import pytest

import queries
from tests import sample


def ask(name: str, **params: str) -> list[dict[str, object]]:
    return queries.run(name, params, sample.select)


def column(rows: list[dict[str, object]], name: str) -> list[object]:
    return [row[name] for row in rows]


@pytest.mark.parametrize(
    ("field", "place", "leads"),
    [
        ("digital", "Lạng Sơn", {"Sở Thông tin và Truyền thông tỉnh Lạng Sơn"}),
        ("digital", "Thanh Miện", {"Phòng Văn hóa và Thông tin huyện Thanh Miện"}),
        ("digital", "Sa Đéc", set()),  # its clause has no chủ trì
        ("digital", "Tam Đường", set()),
        ("transport", "Thanh Miện", {"Phòng Kinh tế và Hạ tầng huyện Thanh Miện"}),
        (
            "social",
            "Lạng Sơn",
            {
                "Sở Y tế tỉnh Lạng Sơn",
                "Sở Khoa học và Công nghệ tỉnh Lạng Sơn",
                "Sở Giáo dục và Đào tạo tỉnh Lạng Sơn",
                "Sở Văn hóa, Thể thao và Du lịch tỉnh Lạng Sơn",
            },
        ),
    ],
)
def test_cq01_who_leads(field: str, place: str, leads: set[str]) -> None:
    assert set(column(ask("cq01", field=field, place=place), "body")) == leads


def test_cq02_the_chain_shows_what_is_not_held() -> None:
    letter = {(row["number"], row["held"]) for row in ask("cq02", document="79/VKS-VP")}
    assert letter == {("08/KH-UBND", True), ("1478/QĐ-TTg", False)}
    ward = ask("cq02", document="55/KH-UBND")
    assert {(row["number"], row["held"], row["link_status"]) for row in ward} == {
        ("112/KH-UBND", False, "stated"),
        (None, False, "expected"),  # a plan of tỉnh Sơn La, which nothing here holds or cites
        ("1478/QĐ-TTg", False, "inferred"),  # not cited by the ward: the campaign is its
    }


def test_cq03_all_fields_of_an_office() -> None:
    rows = ask("cq03", body="Phòng Kinh tế và Hạ tầng huyện Thanh Miện")
    expected = {"transport", "energy", "electricity", "commerce", "urban-rural-technical"}
    assert set(column(rows, "field")) == expected
    assert {row["role"] for row in rows if row["field"] == "transport"} == {"lead"}


def test_cq04_who_reports_to_whom() -> None:
    rows = [row for row in ask("cq04") if row["due"] == "--11-25"]
    assert [(row["recipient"], row["onward"], row["recurrence"]) for row in rows] == [
        ("Phòng Nội vụ huyện Thanh Miện", "Ủy ban nhân dân huyện Thanh Miện", "annual")
    ]


def test_cq05_gaps_against_places_of_the_same_level() -> None:
    gaps = {(row["field"], row["elsewhere"]) for row in ask("cq05", place="Tam Đường")}
    assert {("digital", "Thanh Miện"), ("digital", "Sa Đéc"), ("transport", "Thanh Miện")} <= gaps
    assert not {place for _, place in gaps} & {"Lạng Sơn", "Tam Đường"}


def test_cq06_the_same_field_at_each_level() -> None:
    assert {(r["level"], r["place"], r["body"]) for r in ask("cq06", field="digital")} == {
        ("province", "Lạng Sơn", "Sở Thông tin và Truyền thông tỉnh Lạng Sơn"),
        ("district", "Thanh Miện", "Phòng Văn hóa và Thông tin huyện Thanh Miện"),
        ("district", "Sa Đéc", "Phòng Văn hóa và Thông tin thành phố Sa Đéc"),
    }


@pytest.mark.parametrize(
    ("field", "on", "heirs"),
    [
        ("digital", "2025-02-28", []),
        ("digital", "2025-03-01", ["Sở Khoa học và Công nghệ"]),
        ("communication", "2025-03-01", ["Sở Văn hóa, Thể thao và Du lịch"]),
    ],
)
def test_cq07_heirs_split_by_field_from_their_day(field: str, on: str, heirs: list[str]) -> None:
    rows = ask("cq07", office="so-thong-tin-va-truyen-thong", field=field, on=on)
    assert column(rows, "heir") == heirs
    assert set(column(rows, "status")) <= {"default", "inferred"}


def test_cq08_lead_in_one_place_only_performing_in_another() -> None:
    assert {(r["place"], r["role"], r["role_words"]) for r in ask("cq08", field="digital")} == {
        ("Lạng Sơn", "lead", "chủ trì"),
        ("Thanh Miện", "lead", "chủ trì"),
        ("Sa Đéc", "perform", None),
    }


def test_cq09_every_fact_has_its_sentence() -> None:
    rows = ask("cq09")
    assert len(rows) > 300
    assert all(row["in_text"] for row in rows)


def test_cq10_the_front_is_requested_a_department_never_is() -> None:
    bodies = set(column(ask("cq10"), "body"))
    assert "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lạng Sơn" in bodies
    assert not [body for body in bodies if str(body).startswith(("Sở ", "Phòng "))]


def test_cq11_cited_but_not_held() -> None:
    rows = {row["number"]: row for row in ask("cq11")}
    assert rows["1478/QĐ-TTg"]["citing"] == 2  # Lạng Sơn and Thanh Miện; no other cites it
    assert "08/KH-UBND" not in rows  # held: the second document of the first file
    assert {"376/KH-UBND", "112/KH-UBND", "126/KH-UBND", "580/KH-UBND"} <= set(rows)


def test_cq12_no_task_of_the_sample_has_two_leads() -> None:
    assert ask("cq12") == []


@pytest.mark.parametrize("name", sorted(queries.competency()))
def test_each_has_an_example_that_runs(name: str) -> None:
    query = queries.competency()[name]
    rows = queries.run(name, query.example, sample.select)
    assert all(list(row) == list(query.columns) for row in rows)
