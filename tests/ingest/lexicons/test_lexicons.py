"""The lexicons are data: every line is well formed and what refers to something refers to something that exists."""

from __future__ import annotations

import re

import pytest

from ingest.facts import Sector
from ingest.lexicons import Trie, field_terms, fields, offices, rows, sector_offices, slug

CORE = (
    "infrastructure",
    "digital",
    "digital-platforms",
    "digital-transformation",
    "administrative-reform",
    "inspection",
    "communication",
    "commendation",
    "electricity",
    "transport",
)
LEVELS = {"central", "province", "district", "commune", "own"}
SECTORS = {str(sector) for sector in Sector}


def test_terms_name_known_fields() -> None:
    known = {field.slug for field in fields()}
    assert set(CORE) <= known
    assert {target for _, target, _ in field_terms()} <= known
    assert {row[1] for row in rows("field_patterns")} <= known


def test_terms_are_in_lower_case() -> None:
    assert [term for term, _, _ in field_terms() if term != term.lower()] == []


def test_no_field_is_broader_than_itself() -> None:
    broader = {field.slug: field.broader for field in fields()}
    for start in broader:
        seen, at = set(), start
        while at:
            assert at not in seen, start
            seen.add(at)
            at = broader[at]


def test_patterns_need_words_that_every_match_holds() -> None:
    for pattern, _, needed in rows("field_patterns"):
        re.compile(pattern)
        assert needed in pattern
        assert re.search(rf"\(\?:[^()]*{needed}[^()]*\)\?", pattern) is None, pattern


def test_offices_are_well_formed() -> None:
    for spelling, office in offices():
        assert spelling == spelling.lower()
        assert office.level in LEVELS, office
        assert office.sector in SECTORS, office
        assert office.completion in {"none", "place", "party"}, office


@pytest.mark.parametrize("name", ["offices", "heads", "posts", "class_nouns", "complements", "abbreviations"])
def test_no_line_is_said_twice(name: str) -> None:
    first = [row[0] for row in rows(name)]
    assert sorted({entry for entry in first if first.count(entry) > 1}) == []


def test_a_sector_gives_offices_of_every_level() -> None:
    by_letter = {letter: {spelling: office.name for spelling, office in e} for letter, e in sector_offices().items()}
    assert by_letter["S"]["nội vụ"] == "Sở Nội vụ"
    assert by_letter["B"]["nội vụ"] == "Bộ Nội vụ"
    assert by_letter["P"]["nội vụ"] == "Phòng Nội vụ"


def test_the_longest_phrase_wins_and_words_stay_whole() -> None:
    trie = Trie([("văn hóa", 1), ("văn hóa, thể thao", 2)])
    assert trie.longest("văn hóa, thể thao và du lịch", 0) == (17, 2)
    assert trie.longest("văn hóa, thể thaox", 0) == (7, 1)
    assert trie.longest("văn hóab", 0) is None


def test_slug() -> None:
    assert slug("Sở Khoa học và Công nghệ") == "so-khoa-hoc-va-cong-nghe"
    assert slug("Ủy ban nhân dân") == slug("Uỷ ban nhân dân") == "uy-ban-nhan-dan"
