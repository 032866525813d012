"""Content negotiation: q-values, aliases, ties, and what cannot be given."""

from __future__ import annotations

import pytest

from graph_api.errors import DaumoiError
from graph_api.formats import GRAPHS, ROWS, negotiate

ROWS_WANTED = [
    ("", "json"),
    ("*/*", "json"),
    ("text/csv", "csv"),
    ("TEXT/CSV", "csv"),
    ("text/csv;q=0.5, application/sparql-results+xml", "xml"),
    ("text/csv;q=0.5, application/sparql-results+xml;q=0.4", "csv"),
    ("text/*", "csv"),
    ("text/tab-separated-values, text/*;q=0.1", "tsv"),
    ("application/json", "json"),
    ("application/xml", "xml"),
    ("text/turtle, text/csv;q=0.1", "csv"),
    ("application/sparql-results+json;q=0, */*", "xml"),
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml"),
    ("text/csv;q=bad, text/tab-separated-values;q=0.1", "tsv"),
]
GRAPHS_WANTED = [
    ("", "ttl"),
    ("application/ld+json", "jsonld"),
    ("application/rdf+xml;q=0.9, text/turtle;q=0.8", "rdf"),
    ("application/n-triples", "nt"),
    ("application/trig", "trig"),
    ("text/plain", "nt"),
]


@pytest.mark.parametrize(("accept", "name"), ROWS_WANTED)
def test_rows(accept: str, name: str) -> None:
    assert negotiate(accept, ROWS).name == name


@pytest.mark.parametrize(("accept", "name"), GRAPHS_WANTED)
def test_graphs(accept: str, name: str) -> None:
    assert negotiate(accept, GRAPHS).name == name


@pytest.mark.parametrize(
    "accept", ["image/png", "text/turtle", "*/*;q=0", ", ,", "application/sparql-results+json;q=0"]
)
def test_nothing_fits(accept: str) -> None:
    with pytest.raises(DaumoiError) as caught:
        negotiate(accept, ROWS)
    assert caught.value.status == 406
    assert "text/csv" in caught.value.hint
