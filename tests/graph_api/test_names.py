"""Places and bodies by any spelling, as the command line and /api/v1 look them up in the sample corpus."""

from __future__ import annotations

import pytest

from graph_api.names import Names
from tests import sample

NAMES = Names(sample.select)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("TP. Sa Đéc", ["thành phố Sa Đéc"]),
        ("h.Thanh Miện", ["huyện Thanh Miện"]),
        ("huyen tam duong", ["huyện Tam Đường", "huyện Tam Dương"]),
        ("Huyện Tam Dương", ["huyện Tam Dương"]),
        ("Không Đâu Cả", []),
        ('"} DROP', []),
    ],
)
def test_places_by_any_spelling(typed: str, expected: list[str]) -> None:
    assert [row["label"] for row in NAMES.places(typed)] == expected


def test_places_tell_the_unit_above_and_the_documents_held() -> None:
    (row,) = NAMES.places("huyện Thanh Miện")
    assert (row["within"], row["valid_until"], row["documents"]) == ("tỉnh Hải Dương", "2025-06-30", 1)


def test_without_a_name_the_places_of_held_documents() -> None:
    labels = {row["label"] for row in NAMES.places()}
    assert {"huyện Thanh Miện", "thành phố Sa Đéc", "tỉnh Lạng Sơn", "phường Chiềng Sinh"} <= labels
    assert len(labels) < 10


def test_bodies_by_some_of_their_words() -> None:
    labels = [row["label"] for row in NAMES.bodies("van hoa thanh mien")]
    assert labels == ["Phòng Văn hóa và Thông tin huyện Thanh Miện"]
    assert NAMES.bodies("van hoa thanh mien")[0]["place"] == "Thanh Miện"
