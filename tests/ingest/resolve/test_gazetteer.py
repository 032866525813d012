"""The gazetteer: names in any spelling, codes used twice, and both sides of 1 July 2025.

Expectations are those of the official conversion table for the five seed places, and the counts of the published lists.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts import Level
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.text.fold import fold

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
GAZETTEER = Gazetteer.load()


def ids(units: list[Unit]) -> list[str]:
    return [unit.id for unit in units]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("huyện Thanh Miện", "300/2004"),
        ("huyen thanh mien", "300/2004"),
        ("h. Thanh Miện", "300/2004"),
        ("h.Thanh Miện", "300/2004"),
        ("HUYỆN THANH MIỆN", "300/2004"),
        (unicodedata.normalize("NFD", "huyện Thanh Miện"), "300/2004"),
        ("TP. Sa Đéc", "867/2004"),
        ("TP Sa Đéc", "867/2004"),
        ("tp.sa dec", "867/2004"),
        ("thành phố Sa Ðéc", "867/2004"),  # Ð (eth), as old keyboards typed Đ
        ("huyện Thuỷ Nguyên", "311/2004"),
        ("thành phố Thủy Nguyên", "311/2024"),
        ("TX. Mường Lay", "095/2004"),
        ("TT. Thanh Miện", "11239/2004"),
        ("Q.1", "760/2004"),
        ("quận 1", "760/2004"),
        ("p.1, TP Sa Đéc", "29905/2004"),
        ("Phường 01, thành phố Sa Đéc", "29905/2004"),
        ("Thừa Thiên - Huế", "46/2004"),
        ("Bà Rịa-Vũng Tàu", "77/2004"),
        ("thị trấn Phó Bảng", "00712/2004"),  # the older list's spelling of Phố Bảng
        ("Xà Phìn", "00736/2004"),  # no xã called Phìn
    ],
)
def test_any_spelling_finds_the_unit(typed: str, expected: str) -> None:
    assert ids(GAZETTEER.lookup(typed)) == [expected]


def test_codes_used_again_are_different_units() -> None:
    """Traps 11239, 03390, 29905 and province 82: the same code names another place after 1 July 2025."""
    for code, before, after in (
        ("11239", "thị trấn Thanh Miện", "xã Thanh Miện"),
        ("03390", "thị trấn Tam Đường", "xã Bình Lư"),
        ("29905", "phường 1", "phường Sa Đéc"),
        ("82", "tỉnh Tiền Giang", "tỉnh Đồng Tháp"),
    ):
        old, new = GAZETTEER.get(f"{code}/2004"), GAZETTEER.get(f"{code}/2025")
        assert old is not None
        assert new is not None
        assert (old.full_name, new.full_name) == (before, after)
        assert (old.valid_to, new.valid_from) == (BEFORE, AFTER)
        assert old.iri != new.iri


def test_the_same_name_and_code_before_and_after_is_still_two_units() -> None:
    """Phường Chiềng Sinh kept its name and code, and grew by xã Chiềng Ngần."""
    assert ids(GAZETTEER.lookup("phường Chiềng Sinh", on=BEFORE)) == ["03679/2004"]
    assert ids(GAZETTEER.lookup("phường Chiềng Sinh", on=AFTER)) == ["03679/2025"]
    old = GAZETTEER.get("03673/2004")
    assert old is not None
    assert [s.unit.id for s in GAZETTEER.successors(old)] == ["03679/2025"]


def test_a_commune_and_a_ward_of_one_name() -> None:
    assert ids(GAZETTEER.lookup("xã Chiềng Sinh", on=BEFORE)) == ["03298/2004"]
    assert ids(GAZETTEER.lookup("Chiềng Sinh", within="Điện Biên", on=AFTER)) == ["03283/2025"]
    assert len(GAZETTEER.lookup("chieng sinh", on=AFTER)) == 2


def test_names_alike_without_accents_stay_apart_with_them() -> None:
    assert ids(GAZETTEER.lookup("huyen tam duong")) == ["106/2004", "247/2004"]
    assert ids(GAZETTEER.lookup("huyện Tam Đường")) == ["106/2004"]
    assert ids(GAZETTEER.lookup("huyện Tam Dương")) == ["247/2004"]
    assert ids(GAZETTEER.lookup("huyen tam duong", within="lai chau")) == ["106/2004"]


def test_thanh_pho_stands_at_two_levels() -> None:
    assert ids(GAZETTEER.lookup("thành phố Hải Phòng", on=BEFORE)) == ["31/2004"]
    assert ids(GAZETTEER.lookup("thành phố Lạng Sơn", on=BEFORE)) == ["178/2004"]
    assert ids(GAZETTEER.lookup("thành phố Huế", on=date(2023, 5, 1))) == ["474/2004"]
    assert ids(GAZETTEER.lookup("thành phố Huế", on=date(2025, 3, 1))) == ["46/2024"]
    assert ids(GAZETTEER.lookup("Lạng Sơn", level=Level.PROVINCE)) == ["20/2004"]


def test_sa_dec_of_2023_and_of_2025() -> None:
    assert ids(GAZETTEER.lookup("Sa Đéc", on=date(2023, 1, 1))) == ["867/2004"]
    assert ids(GAZETTEER.lookup("Sa Đéc", on=date(2026, 11, 21))) == ["29905/2025"]


def test_a_unit_is_found_under_the_province_it_came_from() -> None:
    """Xã Thanh Miện lies in Hải Phòng now; people still say Hải Dương."""
    assert ids(GAZETTEER.lookup("xã Thanh Miện", within="Hải Dương", on=AFTER)) == ["11239/2025"]
    assert ids(GAZETTEER.lookup("xã Thanh Miện", within="Hải Phòng", on=AFTER)) == ["11239/2025"]
    assert GAZETTEER.lookup("xã Thanh Miện", within="Lai Châu", on=AFTER) == []


def test_unknown_and_empty_names_find_nothing() -> None:
    for typed in ("", " ", ",", "Không Đâu Cả", "huyện", "TP."):
        assert GAZETTEER.lookup(typed) == []
    assert GAZETTEER.lookup("Thanh Miện", kind="tổ dân phố") == []


@given(st.text(max_size=60))
def test_any_text_is_a_lookup(typed: str) -> None:
    """Totality: what people type never fails."""
    assert isinstance(GAZETTEER.lookup(typed, within=typed), list)


@given(st.sampled_from([unit for unit in GAZETTEER if unit.level is not Level.COMMUNE]))
def test_every_province_and_district_is_found_by_its_folded_name(unit: Unit) -> None:
    assert unit in GAZETTEER.lookup(fold(unit.full_name))
    assert unit in GAZETTEER.lookup(unit.full_name.upper())
    assert unit in GAZETTEER.lookup(unicodedata.normalize("NFD", unit.name), kind=unit.kind, level=unit.level)


def test_the_published_counts() -> None:
    """63 / 705 / 10,599 in 2023; 63 / 696 / 10,035 before and 34 / 3,321 after 1 July 2025."""

    def counts(units: list[Unit]) -> Counter[str]:
        return Counter(unit.level.value for unit in units)

    older = [unit for unit in GAZETTEER if "h" in unit.sources]
    assert counts(older) == {"province": 63, "district": 705, "commune": 10599}
    last = [unit for unit in GAZETTEER if "u" in unit.sources and unit.likely(BEFORE)]
    assert counts(last) == {"province": 63, "district": 696, "commune": 10035}
    assert counts([unit for unit in GAZETTEER if unit.likely(AFTER)]) == {"province": 34, "commune": 3321}


def test_every_unit_of_june_2025_has_heirs_and_the_missing_ones_are_counted() -> None:
    lost = [unit for unit in GAZETTEER if unit.valid_to and not GAZETTEER.successors(unit, AFTER)]
    assert [(unit.code, unit.name, unit.sure_to) for unit in lost] == [("10774", "Phúc Thành A", False)]


def test_successors_of_the_seed_places() -> None:
    """From the official conversion table; slivers of area are minor."""
    expected = {
        "300/2004": ({"11239", "11254", "11284", "11257", "11242"}, {"10993", "11065"}),
        "106/2004": ({"03390", "03405", "03424", "03430", "03394", "03408"}, set()),
        "116/2004": ({"03646", "03664", "03670", "03679"}, set()),
        "87/2004": ({"82"}, set()),
        "30/2004": ({"31"}, set()),
    }
    for key, (main, minor) in expected.items():
        unit = GAZETTEER.get(key)
        assert unit is not None
        heirs = GAZETTEER.successors(unit, AFTER)
        assert {s.unit.code for s in heirs if not s.minor} == main
        assert {s.unit.code for s in heirs if s.minor} == minor
        assert GAZETTEER.successors(unit, BEFORE)[0].unit is unit


def test_an_unchanged_province_is_its_own_successor() -> None:
    (province,) = GAZETTEER.lookup("tỉnh Lạng Sơn")
    (heir,) = GAZETTEER.successors(province, date(2026, 1, 1))
    assert heir.unit is province
    assert heir.extent == "whole"


def test_members_of_a_district_on_a_day() -> None:
    (district,) = GAZETTEER.lookup("huyện Thanh Miện")
    names = {unit.full_name for unit in GAZETTEER.members(district, date(2023, 6, 1))}
    assert "thị trấn Thanh Miện" in names
    assert len(names) == 17  # 16 xã and one thị trấn
    assert GAZETTEER.members(district, AFTER) == []


def test_disagreeing_codes_are_both_kept() -> None:
    (unit,) = GAZETTEER.lookup("xã Ia Mơ", on=AFTER)
    assert (unit.code, unit.other_codes) == ("23938", (("v", "23737"),))
