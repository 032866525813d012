"""The sample corpus as a graph in memory: what most tests of queries and answers ask. Made once a process."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import pyoxigraph

from ingest.facts import FileFacts
from ingest.pipeline import read_document_facts
from ingest.readers import read_file
from ingest.triples import BASE, quads
from ontology import reference_quads
from queries import Binding


@cache
def facts() -> tuple[FileFacts, ...]:
    """What the five sample files state, in the order of their names."""
    with as_file(files("ingest").joinpath("sample")) as folder:
        return tuple(read_document_facts(read_file(path, Path(folder))) for path in sorted(Path(folder).glob("*.txt")))


@cache
def lines(*, reference: bool = True) -> bytes:
    """The sample as N-Quads, with the vocabulary and the reference data."""
    found = [line for file in facts() for line in quads(file, "test", BASE)]
    return b"".join([*found, *(reference_quads(BASE) if reference else ())])


@cache
def store() -> pyoxigraph.Store:
    held = pyoxigraph.Store()
    held.bulk_load(lines(), pyoxigraph.RdfFormat.N_QUADS)
    return held


def select(sparql: str) -> list[dict[str, Binding]]:
    """`Store.select` over the sample."""
    results = store().query(sparql, use_default_graph_as_union=True)
    body = results.serialize(format=pyoxigraph.QueryResultsFormat.JSON)  # type: ignore[union-attr]
    found: list[dict[str, Binding]] = json.loads(body or b"{}")["results"]["bindings"]
    return found
