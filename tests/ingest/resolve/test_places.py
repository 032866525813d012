"""Places decided by context: type, level, unit above, day; what stays ambiguous has no IRI and keeps its candidates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts import Level
from ingest.resolve.gazetteer import Gazetteer
from ingest.resolve.places import candidates, find_places, first_day, last_day, resolve_place

PLACE = "https://w3id.org/daumoi/id/place/"


@pytest.mark.parametrize(
    ("name", "kind", "level", "within", "on", "expected"),
    [
        ("Thanh Miện", "huyện", None, None, "2023-04", "300/2004"),
        ("THANH MIỆN", None, Level.DISTRICT, "HẢI DƯƠNG", "2023", "300/2004"),
        ("Sa Đéc", "thành phố", None, "Đồng Tháp", "2023-05-04", "867/2004"),
        ("Sa Đéc", None, None, "Đồng Tháp", "2025-07-01", "29905/2025"),
        ("Đồng Tháp", "tỉnh", None, None, "2023", "87/2004"),
        ("Đồng Tháp", "tỉnh", None, None, "2026-01-01", "82/2025"),
        ("Chiềng Sinh", "phường", None, "thành phố Sơn La", "2023-03", "03679/2004"),
        ("Chiềng Sinh", None, Level.COMMUNE, "Điện Biên", "2023-03", "03298/2004"),
        ("Bình Lư", "xã", None, "huyện Tam Đường", "2023", "03412/2004"),
        ("Bình Lư", "xã", None, "Lai Châu", "2026", "03390/2025"),
        ("Lạng Sơn", "tỉnh", None, None, "2023", "20/2004"),
        ("Lạng Sơn", None, Level.DISTRICT, None, "2023", "178/2004"),
        ("Hải Phòng", "thành phố", None, None, "2025-06-30", "31/2004"),
        ("Hải Phòng", "thành phố", None, None, "2025-07-01", "31/2025"),
        ("tam duong", "huyện", None, "lai chau", None, "106/2004"),
    ],
)
def test_context_decides(
    name: str, kind: str | None, level: Level | None, within: str | None, on: str | None, expected: str
) -> None:
    assert resolve_place(name, kind, level, within, on).iri == PLACE + expected


@pytest.mark.parametrize(
    ("name", "kind", "level", "within", "on"),
    [
        ("tam duong", "huyện", None, None, "2023"),  # Tam Đường or Tam Dương
        ("Lạng Sơn", None, None, None, "2023"),  # the province or its city
        ("Hòa Bình", "xã", None, None, "2023"),
        ("Phường 1", None, None, None, "2023"),
        ("Đồng Tháp", "tỉnh", None, None, None),  # before or after
        ("Đồng Tháp", "tỉnh", None, None, "2025"),  # a year that has both
        ("Không Có", "huyện", None, "Lai Châu", "2023"),
    ],
)
def test_what_stays_ambiguous_stays_so(
    name: str, kind: str | None, level: Level | None, within: str | None, on: str | None
) -> None:
    place = resolve_place(name, kind, level, within, on)
    assert place.iri is None
    assert place.name == name
    assert len(candidates(name, kind, level, within, on)) != 1


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-12", date(2024, 12, 1), date(2024, 12, 31)),
        ("2025-06-30", date(2025, 6, 30), date(2025, 6, 30)),
        ("2025-Q3", None, None),
        ("", None, None),
        ("2025-13", None, None),
        ("--06-30", None, None),
    ],
)
def test_days_that_a_date_can_mean(printed: str, first: date | None, last: date | None) -> None:
    assert (first_day(printed), last_day(printed)) == (first, last)


def test_the_units_above_come_along_on_that_day() -> None:
    ward = resolve_place("Chiềng Sinh", "phường", None, "Sơn La", "2023-03-01")
    assert ward.within is not None
    assert ward.within.within is not None
    assert (ward.within.full_name, ward.within.within.full_name) == ("thành phố Sơn La", "tỉnh Sơn La")
    assert resolve_place("Chiềng Sinh", "phường", None, None, "2026").within == ward.within.within


def test_an_unresolved_place_keeps_what_is_known() -> None:
    place = resolve_place("huyện Không Có", None, None, "tỉnh Lai Châu", "2023")
    assert (place.name, place.kind, place.level, place.iri) == ("Không Có", "huyện", Level.DISTRICT, None)
    assert place.within is not None
    assert place.within.iri == PLACE + "12/2004"


def test_a_numbered_ward_keeps_its_word() -> None:
    ward = resolve_place("phường 1", None, None, "thành phố Sa Đéc", "2023")
    assert ward.name == "Phường 1"
    assert ward.full_name == "Phường 1, thành phố Sa Đéc"


def test_names_in_running_text() -> None:
    text = (
        "Ủy ban nhân dân xã Bình Lư, huyện Tam Đường, tỉnh Lai Châu phối hợp với TP. Sa Đéc; "
        "các xã, thị trấn và thành phố thực hiện, báo cáo UBND huyện."
    )
    hits = find_places(text, on="2023-04")
    assert [(hit.printed, hit.unit.id if hit.unit else None) for hit in hits] == [
        ("xã Bình Lư", "03412/2004"),
        ("huyện Tam Đường", "106/2004"),
        ("tỉnh Lai Châu", "12/2004"),
        ("TP. Sa Đéc", "867/2004"),
    ]
    assert all(text[hit.start : hit.end] == hit.printed for hit in hits)


def test_a_name_in_text_is_decided_by_the_document_s_own_place() -> None:
    (own,) = Gazetteer.load().lookup("huyện Thanh Miện")
    text = "UBND xã Hồng Quang chủ trì"  # several provinces have one
    (alone,) = find_places(text, on="2023")
    assert alone.unit is None
    assert len(alone.units) > 1
    (decided,) = find_places(text, on="2023", within=[own])
    assert decided.unit is not None
    assert decided.unit.parents[-1] == own.id


def test_the_longest_name_counts() -> None:
    (hit,) = find_places("tại phường Văn Miếu Quốc Tử Giám chiều nay", on="2025-02")
    assert hit.printed == "phường Văn Miếu Quốc Tử Giám"


def test_words_that_only_look_like_names_are_none() -> None:
    """ "xã hội", "xã trung tâm": everyday words, although communes have such names when the accents are gone."""
    for text in ("phát triển kinh tế - xã hội hóa", "tại xã trung tâm của huyện", "tỉnh hình", "Đảng ủy xã, huyện ủy"):
        assert find_places(text, on="2023") == []


def test_names_in_text_typed_without_accents() -> None:
    text = "ai chu tri ha tang so o huyen thanh mien, tinh hai duong, va phuong chieng sinh tp son la"
    hits = find_places(text, on="2023")
    assert [(hit.printed, hit.unit.id if hit.unit else None) for hit in hits] == [
        ("huyen thanh mien", "300/2004"),
        ("tinh hai duong", "30/2004"),
        ("phuong chieng sinh", "03679/2004"),
        ("tp son la", "116/2004"),
    ]


@given(st.text(alphabet="xãhuyện TP.thành phố Sơn La1,;\n-", max_size=80))
def test_hits_lie_in_order_in_any_text(text: str) -> None:
    end = 0
    for hit in find_places(text, on="2023"):
        assert end <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.printed
        end = hit.end
