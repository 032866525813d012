"""The service description: from the endpoint's address and the formats it serves to RDF.

A pure function; it says nothing that the code does not do, because it reads the same tables. Prefixes stand in it as
`sh:declare`, example queries as `sh:SPARQLExecutable`, in the form that editors and catalogues of queries read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from graph_api.formats import GRAPHS, ROWS, Format, rdf_format
from graph_api.prefixes import PREFIXES
from graph_api.sparql.examples import Example

SD = "http://www.w3.org/ns/sparql-service-description#"
SH = "http://www.w3.org/ns/shacl#"
VOID = "http://rdfs.org/ns/void#"
SCHEMA = "https://schema.org/"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDFS = PREFIXES["rdfs"]
ANY_URI = ox.NamedNode(PREFIXES["xsd"] + "anyURI")

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

Node = ox.NamedNode | ox.BlankNode


def describe(url: str, wanted: Format, *, writable: bool = False, examples: Sequence[Example] = ()) -> bytes:
    """The description of the endpoint at `url`, in the format wanted."""
    known = {"sd": SD, "formats": FORMATS, "sh": SH, "void": VOID, "schema": SCHEMA, **PREFIXES}
    triples = (*_service(url, writable), *_prefixes(url), *_examples(url, examples))
    return ox.serialize(triples, format=rdf_format(wanted), prefixes=known) or b""


def _service(url: str, writable: bool) -> Iterator[ox.Triple]:
    service, dataset, default = ox.BlankNode("service"), ox.BlankNode("dataset"), ox.BlankNode("graph")

    def of(subject: Node, name: str, value: Node) -> ox.Triple:
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
    card = ox.NamedNode(url.removesuffix("/sparql") + "/.well-known/void#dataset")
    yield ox.Triple(card, ox.NamedNode(VOID + "sparqlEndpoint"), ox.NamedNode(url))


def _prefixes(url: str) -> Iterator[ox.Triple]:
    all_of_them = ox.NamedNode(f"{url}#prefixes")
    yield ox.Triple(all_of_them, RDF_TYPE, ox.NamedNode(PREFIXES["owl"] + "Ontology"))
    for prefix, namespace in PREFIXES.items():
        one = ox.BlankNode(f"prefix-{prefix}")
        yield ox.Triple(all_of_them, ox.NamedNode(SH + "declare"), one)
        yield ox.Triple(one, ox.NamedNode(SH + "prefix"), ox.Literal(prefix))
        yield ox.Triple(one, ox.NamedNode(SH + "namespace"), ox.Literal(namespace, datatype=ANY_URI))


def _examples(url: str, examples: Sequence[Example]) -> Iterator[ox.Triple]:
    for example in examples:
        me = ox.NamedNode(f"{url}#example-{example.name}")
        kind = ("SPARQLConstructExecutable", "construct") if example.graph else ("SPARQLSelectExecutable", "select")
        yield ox.Triple(me, RDF_TYPE, ox.NamedNode(SH + "SPARQLExecutable"))
        yield ox.Triple(me, RDF_TYPE, ox.NamedNode(SH + kind[0]))
        yield ox.Triple(me, ox.NamedNode(RDFS + "label"), ox.Literal(example.title_vi, language="vi"))
        yield ox.Triple(me, ox.NamedNode(RDFS + "label"), ox.Literal(example.title_en, language="en"))
        yield ox.Triple(me, ox.NamedNode(SH + "prefixes"), ox.NamedNode(f"{url}#prefixes"))
        yield ox.Triple(me, ox.NamedNode(SH + kind[1]), ox.Literal(example.text))
        yield ox.Triple(me, ox.NamedNode(SCHEMA + "target"), ox.NamedNode(url))
