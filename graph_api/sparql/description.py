"""The service description: from the endpoint's address and the formats it serves to RDF.

A pure function; it says nothing that the code does not do, because it reads the same tables.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from graph_api.formats import GRAPHS, ROWS, Format, rdf_format

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

# W3C's names of formats, https://www.w3.org/ns/formats/
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
}


def describe(url: str, wanted: Format, *, writable: bool = False) -> bytes:
    """The description of the endpoint at `url`, in the format wanted."""
    data = ox.serialize(_triples(url, writable), format=rdf_format(wanted), prefixes={"sd": SD, "formats": FORMATS})
    return data or b""


def _triples(url: str, writable: bool) -> Iterator[ox.Triple]:
    service, dataset, default = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("graph")

    def of(subject: ox.BlankNode, name: str, value: ox.NamedNode | ox.BlankNode) -> ox.Triple:
        return ox.Triple(subject, ox.NamedNode(SD + name), value)

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    yield ox.Triple(service, RDF_TYPE, sd("Service"))
    yield of(service, "endpoint", ox.NamedNode(url))
    yield of(service, "supportedLanguage", sd("SPARQL10Query"))
    yield of(service, "supportedLanguage", sd("SPARQL11Query"))
    if writable:
        yield of(service, "supportedLanguage", sd("SPARQL11Update"))
    else:
        yield of(service, "feature", sd("UnionDefaultGraph"))
    for known in (*ROWS, *GRAPHS):
        yield of(service, "resultFormat", ox.NamedNode(FORMATS + _NAMES[known.name]))
    yield of(service, "defaultDataset", dataset)
    yield ox.Triple(dataset, RDF_TYPE, sd("Dataset"))
    yield of(dataset, "defaultGraph", default)
    yield ox.Triple(default, RDF_TYPE, sd("Graph"))
