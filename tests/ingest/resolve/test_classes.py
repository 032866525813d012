"""Classes of units expand to the members that stood on the day, and are marked inferred."""

from __future__ import annotations

from datetime import date

from ingest.facts import Status
from ingest.resolve.classes import expand
from ingest.resolve.gazetteer import Gazetteer, Unit

BEFORE, AFTER = date(2023, 6, 1), date(2025, 7, 1)


def unit(name: str, on: date = BEFORE) -> Unit:
    (found,) = Gazetteer.load().lookup(name, on=on)
    return found


def test_communes_of_a_district() -> None:
    members = expand("các xã, thị trấn", unit("huyện Thanh Miện"), BEFORE)
    assert len(members) == 17
    assert "Thị trấn Thanh Miện" in {m.label for m in members}
    assert {m.status for m in members} == {Status.INFERRED}


def test_people_s_committees_of_the_communes() -> None:
    members = expand("UBND các xã", unit("huyện Tam Đường"), BEFORE)
    assert "Ủy ban nhân dân xã Bình Lư" in {m.label for m in members}
    assert all(m.unit.kind == "xã" for m in members)  # the thị trấn is not named


def test_districts_of_a_province_not_its_communes() -> None:
    members = expand("Ủy ban nhân dân các huyện, thành phố", unit("tỉnh Lạng Sơn"), BEFORE)
    assert len(members) == 11
    assert "Ủy ban nhân dân thành phố Lạng Sơn" in {m.label for m in members}


def test_communes_of_a_province_since_the_districts_ended() -> None:
    assert len(expand("UBND cấp xã", unit("tỉnh Lạng Sơn"), AFTER)) == 65
    assert len(expand("UBND các xã, phường", unit("tỉnh Lạng Sơn"), AFTER)) == 65
    assert expand("các huyện", unit("tỉnh Lạng Sơn"), AFTER) == []


def test_provinces_of_the_country() -> None:
    assert len(expand("Ủy ban nhân dân các tỉnh, thành phố", None, BEFORE)) == 63
    assert len(expand("Ủy ban nhân dân các tỉnh, thành phố", None, AFTER)) == 34
    assert len(expand("các tỉnh", None, AFTER)) == 28


def test_what_names_no_type_of_unit_has_no_members() -> None:
    for printed in ("các sở, ban, ngành thành phố", "các cơ quan, đơn vị", "", "xã Thanh Miện"):
        assert expand(printed, unit("huyện Thanh Miện"), BEFORE) == []
