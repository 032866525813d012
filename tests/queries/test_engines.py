"""The saved queries are standard SPARQL 1.1: another engine, with no code of the store's, gives the same rows."""

from __future__ import annotations

import json
from functools import cache

import pytest
import rdflib

import queries
from ingest.triples import BASE
from ontology import field_quads, vocabulary_quads
from tests import sample

# rdflib fails on GROUP_CONCAT over values that are not bound, and takes minutes over the reference data.
LEFT_OUT = frozenset({"bodies", "places", "succession", "members"})


@cache
def dataset() -> rdflib.Dataset:
    found = rdflib.Dataset(default_union=True)
    vocabulary = b"".join([*vocabulary_quads(BASE), *field_quads(BASE)])
    found.parse(data=(sample.lines(reference=False) + vocabulary).decode(), format="nquads")
    return found


def plain(rows: list[dict[str, queries.Binding]]) -> list[str]:
    """Rows to compare: numbers by value, since engines write them each in their way."""

    def cell(term: queries.Binding) -> object:
        numeric = str(term.get("datatype", "")).endswith(("#integer", "#decimal"))
        return float(term["value"]) if numeric else term["value"]

    return sorted(json.dumps({name: cell(term) for name, term in row.items()}, sort_keys=True) for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({*queries.catalogue()} - LEFT_OUT))
def test_rdflib_gives_the_same_rows(name: str) -> None:
    text = queries.bind(name, queries.catalogue()[name].example, sample.select)
    body = dataset().query(text).serialize(format="json")
    assert plain(json.loads(body or b"")["results"]["bindings"]) == plain(sample.select(text))
