"""The saved queries `places`, `bodies` and `succession` over the reference graphs and a few bodies of documents.

`succession` in SPARQL and `heirs` in Python answer the same question from the same data; here they must agree.
"""

from __future__ import annotations

import json
from datetime import date

import pyoxigraph
import pytest

import queries
from ingest.facts import Body, BodyKind, DocumentFacts, FileFacts, Header, Level, PlaceRef, Sector, Source, Status
from ingest.resolve.gazetteer import Gazetteer
from ingest.resolve.places import resolve_place
from ingest.resolve.succession import heirs, office_slug
from ingest.text.view import Span
from ingest.triples import BASE, quads
from ontology import reference_quads

OFFICES = (
    ("Phòng Văn hóa và Thông tin", "huyện Thanh Miện"),
    ("Phòng Tài chính - Kế hoạch", "huyện Thanh Miện"),
    ("Ủy ban nhân dân", "huyện Thanh Miện"),
    ("Phòng Quản lý đô thị", "thành phố Sa Đéc"),
    ("Phòng Kinh tế", "thành phố Sa Đéc"),
    ("Sở Thông tin và Truyền thông", "tỉnh Hải Dương"),
    ("Sở Nội vụ", "tỉnh Hải Dương"),
    ("Ủy ban nhân dân", "tỉnh Hải Dương"),
    ("Sở Công Thương", "tỉnh Lạng Sơn"),
    ("Sở Kế hoạch và Đầu tư", "tỉnh Lạng Sơn"),
    ("Bộ Thông tin và Truyền thông", None),
)


def body(office: str, place: str | None) -> Body:
    where: PlaceRef | None = resolve_place(place, on="2023") if place else None
    label = f"{office} {where.full_name}" if where else office
    level = where.level if where else Level.CENTRAL
    return Body(label, BodyKind.ORGANISATION, where, level, Sector.STATE, office_slug(office))


def file_of(number: int, issuer: Body) -> FileFacts:
    """A file whose one document is issued by the body: the shortest way for a body into the graph."""
    header = Header(
        "Kế hoạch", f"{number}/KH", Status.STATED, "2023-05-01", Status.STATED, issuer, issuer.level, issuer.sector,
        issuer.place, None, None, None, None,
    )  # fmt: skip
    source = Source(f"{number}.txt", "0" * 64, "Kế hoạch", "test 1")
    return FileFacts(source, (DocumentFacts(1, Span(0, 8), header, False),))


@pytest.fixture(scope="module")
def select() -> queries.Select:
    store = pyoxigraph.Store()
    lines = list(reference_quads(BASE))
    for number, (office, place) in enumerate(OFFICES, 1):
        lines += quads(file_of(number, body(office, place)), "test", BASE)
    store.bulk_load(b"".join(lines), format=pyoxigraph.RdfFormat.N_QUADS)

    def rows(sparql: str) -> list[dict[str, queries.Binding]]:
        answer = store.query(sparql, use_default_graph_as_union=True)
        text = answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
        return list(json.loads(text)["results"]["bindings"])

    return rows


@pytest.mark.parametrize(("office", "place"), OFFICES)
@pytest.mark.parametrize(
    ("field", "on"),
    [
        ("digital", "2025-02-28"),
        ("digital", "2025-03-01"),
        ("digital", "2025-06-30"),
        ("digital", "2026-11-21"),
        ("communication", "2025-07-01"),
        (None, "2025-07-01"),
    ],
)
def test_sparql_and_python_name_the_same_heirs(
    select: queries.Select, office: str, place: str | None, field: str | None, on: str
) -> None:
    mine = body(office, place)
    params = {"body": mine.label, "on": on} | ({"field": field} if field else {})
    rows = queries.run("succession", params, select)
    unit = Gazetteer.load().get(mine.place.iri) if mine.place and mine.place.iri else None
    expected = heirs(mine.label, unit, field, date.fromisoformat(on))
    assert {(r["heir"], r["from"], r["above"], r["status"]) for r in rows} == {
        (h.label, h.start.isoformat(), h.above, h.status.value) for h in expected
    }


def test_the_five_heirs_of_thanh_mien_have_their_instruments(select: queries.Select) -> None:
    params = {"body": "phong van hoa va thong tin huyen thanh mien", "field": "digital", "on": "2026-11-21"}
    rows = queries.run("succession", params, select)
    assert len(rows) == 6
    assert all("150/2025/NĐ-CP" in str(row["basis"]) for row in rows)
    assert [row["heir"] for row in rows if row["above"]] == ["Sở Khoa học và Công nghệ thành phố Hải Phòng"]


def test_places_by_any_spelling_and_day(select: queries.Select) -> None:
    rows = queries.run("places", {"place": "huyen thanh mien"}, select)
    assert [(row["code"], row["within"], row["valid_to"]) for row in rows] == [("300", "tỉnh Hải Dương", "2025-06-30")]
    assert str(rows[0]["successors"]).count(";") == 4
    assert rows[0]["minor_successors"]
    after = queries.run("places", {"place": "Sa Đéc", "on": "2026-01-01"}, select)
    assert [(row["kind"], row["code"]) for row in after] == [("phường", "29905")]
    assert after[0]["successors"] is None
    before = queries.run("places", {"place": "Sa Đéc", "on": "2023-01-01"}, select)
    assert [(row["kind"], row["documents"]) for row in before] == [("thành phố", 2)]


def test_places_within_a_unit(select: queries.Select) -> None:
    rows = queries.run("places", {"within": "huyện Thanh Miện", "on": "2023-06-01"}, select)
    assert len(rows) == 17
    assert {row["level"] for row in rows} == {"commune"}


def test_bodies_of_a_place(select: queries.Select) -> None:
    rows = queries.run("bodies", {"place": "huyện Thanh Miện"}, select)
    assert {row["body"] for row in rows} >= {
        "Phòng Văn hóa và Thông tin huyện Thanh Miện",
        "Ủy ban nhân dân huyện Thanh Miện",
    }
    (row,) = queries.run("bodies", {"body": "so thong tin va truyen thong tinh hai duong"}, select)
    assert (row["office"], row["place"]) == ("so-thong-tin-va-truyen-thong", "Hải Dương")


def test_the_two_lines_above_an_office_are_different_edges(select: queries.Select) -> None:
    (row,) = queries.run("bodies", {"body": "Phòng Văn hóa và Thông tin huyện Thanh Miện"}, select)
    assert row["parent"] == "Ủy ban nhân dân huyện Thanh Miện"
    assert set(str(row["guided_by"]).split("; ")) == {
        "Sở Văn hóa, Thể thao và Du lịch tỉnh Hải Dương",
        "Sở Thông tin và Truyền thông tỉnh Hải Dương",
    }


def test_an_unknown_body_says_so(select: queries.Select) -> None:
    with pytest.raises(queries.QueryError) as error:
        queries.run("succession", {"body": "Phòng Không Có", "on": "2026-01-01"}, select)
    assert error.value.code == "body_unknown"
