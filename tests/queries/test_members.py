"""Classes of units in the sample documents expand to the same members in SPARQL and in Python, always inferred."""

from __future__ import annotations

from collections import defaultdict

import queries
from ingest.resolve.classes import expand
from ingest.resolve.gazetteer import Gazetteer
from ingest.resolve.places import first_day
from tests import sample


def test_sparql_and_python_give_the_same_members() -> None:
    members: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in queries.run("members", {}, sample.select):
        members[str(row["document"]), str(row["class"])].add(str(row["member_iri"]))
        assert (row["status"], row["rule"]) == ("inferred", "class-members")
    documents = {str(row["document"]): row for row in queries.run("documents", {}, sample.select)}
    assert len(members) >= 4
    for (document, printed), found in members.items():
        row = documents[document]
        place = Gazetteer.load().get(str(row["place_iri"]))
        day = first_day(str(row["date"]) if row["date"] else "2023-01-01")
        assert found == {member.unit.iri for member in expand(printed, place, day)}, printed


def test_members_of_one_place() -> None:
    rows = queries.run("members", {"place": "huyện Thanh Miện"}, sample.select)
    assert len({row["member"] for row in rows}) == 17
    assert {row["class"] for row in rows} == {"Các xã, thị trấn"}


def test_a_class_has_no_members_once_its_level_ended() -> None:
    rows = queries.run("members", {"place": "huyện Thanh Miện", "on": "2026-01-01"}, sample.select)
    assert rows == []
