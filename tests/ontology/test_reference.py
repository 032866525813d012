"""The reference graphs: well formed, frugal, and true to the tables they come from."""

from __future__ import annotations

import itertools
import json
from collections import Counter

import pyoxigraph
import pytest

from ingest.text.fold import fold
from ontology.reference.quads import DM, folded, reference_quads, transfers
from ontology.reference.units import read_sources, read_successions, read_units

BASE = "https://example.org/id/"


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    found = pyoxigraph.Store()
    found.bulk_load(b"".join(reference_quads(BASE)), format=pyoxigraph.RdfFormat.N_QUADS)
    return found


def rows(store: pyoxigraph.Store, query: str) -> list[dict[str, str]]:
    prefixes = {"dm": DM, "skos": "http://www.w3.org/2004/02/skos/core#", "prov": "http://www.w3.org/ns/prov#",
                "org": "http://www.w3.org/ns/org#", "dct": "http://purl.org/dc/terms/"}  # fmt: skip
    answer = store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    text = answer.serialize(format=pyoxigraph.QueryResultsFormat.JSON)
    return [{k: v["value"] for k, v in row.items()} for row in json.loads(text)["results"]["bindings"]]


def test_every_unit_is_there_with_few_quads(store: pyoxigraph.Store) -> None:
    (count,) = rows(store, "SELECT (COUNT(?u) AS ?n) WHERE { ?u a dm:Place }")
    assert int(count["n"]) == len(read_units())
    assert len(store) / len(read_units()) < 13


def test_the_graph_tells_codes_used_again_apart(store: pyoxigraph.Store) -> None:
    found = rows(store, 'SELECT ?u ?l WHERE { ?u a dm:Place; skos:notation "11239"; skos:prefLabel ?l } ORDER BY ?u')
    assert [(row["u"], row["l"]) for row in found] == [
        (BASE + "place/11239/2004", "thị trấn Thanh Miện"),
        (BASE + "place/11239/2025", "xã Thanh Miện"),
    ]


def test_successors_whole_part_and_minor(store: pyoxigraph.Store) -> None:
    found = rows(
        store, f"SELECT ?p ?s WHERE {{ <{BASE}place/300/2004> ?p ?s . ?s a dm:Place FILTER(?p != dm:within) }}"
    )
    kinds = Counter(row["p"].removeprefix(DM) for row in found)
    assert kinds == {"partSuccessor": 5, "minorSuccessor": 2}
    (whole,) = rows(store, f"SELECT ?s WHERE {{ <{BASE}place/30/2004> dm:wholeSuccessor ?s }}")
    assert whole["s"] == BASE + "place/31/2025"


def test_what_follows_stands_in_a_graph_of_its_own(store: pyoxigraph.Store) -> None:
    """A district's heirs follow from its communes: inferred; a province's heir is in the list: not."""
    query = (
        f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ <{BASE}place/%s> ?p ?s }} FILTER(CONTAINS(STR(?p), 'Successor')) }}"
    )
    assert [r["g"] for r in rows(store, query % "300/2004")] == [BASE + "graph/units-inferred"]
    assert [r["g"] for r in rows(store, query % "30/2004")] == [BASE + "graph/units"]


def test_every_fact_has_a_source_with_its_version(store: pyoxigraph.Store) -> None:
    assert not rows(store, "SELECT ?u WHERE { ?u a dm:Place FILTER NOT EXISTS { ?u prov:wasDerivedFrom ?s } } LIMIT 1")
    versions = rows(store, "SELECT DISTINCT ?v WHERE { ?u prov:wasDerivedFrom ?s . ?s dct:hasVersion ?v }")
    assert {row["v"] for row in versions} == {source.version for source in read_sources()}
    assert {s.licence for s in read_sources()} == {"MIT"}


def test_both_codes_are_kept_where_the_lists_disagree(store: pyoxigraph.Store) -> None:
    found = rows(store, f"SELECT ?c WHERE {{ <{BASE}place/23938/2025> skos:notation ?c }} ORDER BY ?c")
    assert [row["c"] for row in found] == ["23737", "23938"]


def test_change_events_name_day_instrument_and_bodies(store: pyoxigraph.Store) -> None:
    query = """SELECT ?heir WHERE { ?e a org:ChangeEvent ; prov:atTime ?day ; dm:instrument ?i ;
      org:originalOrganization/skos:prefLabel "Sở Thông tin và Truyền thông"@vi ;
      org:resultingOrganization/skos:prefLabel ?heir FILTER(STR(?day) = "2025-03-01") } ORDER BY ?heir"""
    heirs = sorted({row["heir"] for row in rows(store, query)})
    assert heirs == ["Công an", "Sở Khoa học và Công nghệ", "Sở Văn hóa, Thể thao và Du lịch"]
    assert not rows(store, "SELECT ?e WHERE { ?e a org:ChangeEvent FILTER NOT EXISTS { ?e dm:instrument ?i } }")


def test_nothing_of_the_reference_graphs_is_stated_by_a_document(store: pyoxigraph.Store) -> None:
    statuses = {row["s"] for row in rows(store, "SELECT DISTINCT ?s WHERE { ?t dm:status ?s }")}
    assert statuses == {"default", "inferred"}


def test_transfers_follow_chains_and_do_not_overlap() -> None:
    """An office has one heir a day for a field in a type of unit."""
    seen: dict[tuple[str, str, tuple[str, ...], tuple[str, ...]], list[tuple[str, str]]] = {}
    for t in transfers():
        seen.setdefault((t.office, t.level, t.fields, t.kinds), []).append((t.start, t.end or "9999"))
    for key, spans in seen.items():
        spans.sort()
        assert all(a[1] < b[0] for a, b in itertools.pairwise(spans)), key


def test_keys_fold_as_the_rest_of_the_house_does() -> None:
    names = {unit.name for unit in read_units()}
    assert all(folded(name) == fold(name) for name in names)


def test_successions_name_known_units() -> None:
    known = {unit.id for unit in read_units()}
    for row in read_successions():
        assert row.unit in known
        assert row.successor in known
        assert row.extent in ("whole", "part", "unknown")
