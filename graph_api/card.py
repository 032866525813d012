"""The card of the dataset: what it is, how much of what it holds, where and how to get it, as VoID and DCAT.

In come the server's address, the snapshot's name and a few figures, out comes RDF. A pure function but for `figures`,
which asks the store through `select`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from graph_api.formats import Format, rdf_format
from graph_api.prefixes import PREFIXES
from ontology import terms

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FORMATS = "http://www.w3.org/ns/formats/"
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
DCT = PREFIXES["dct"]
TITLE = {
    "vi": "Đầu mối: ai chịu trách nhiệm việc gì, theo văn bản nào",
    "en": "Who answers for what, by which document",
}
ABOUT = {
    "vi": "Đồ thị tri thức về văn bản chỉ đạo: cơ quan, việc, vai trò, chuỗi giao việc; điều nào cũng có câu gốc.",
    "en": "A knowledge graph of directive documents: bodies, tasks, roles, delegation; every fact with its sentence.",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """`classes`: how many things of each class; `documents`: some that are held, as examples."""

    triples: int
    classes: Mapping[str, int]
    documents: tuple[str, ...]


def figures(select: Any) -> Figures:
    """Counts of the current snapshot."""
    total = select("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    classes = select("SELECT ?class (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?class")
    held = select(f"SELECT DISTINCT ?d WHERE {{ ?d <{terms.file}> ?f }} ORDER BY ?d LIMIT 3")
    return Figures(
        int(total[0]["n"]["value"]) if total else 0,
        {row["class"]["value"]: int(row["n"]["value"]) for row in classes if "class" in row},
        tuple(row["d"]["value"] for row in held),
    )


def card(url: str, base: str, snapshot: str, found: Figures, wanted: Format) -> bytes:
    """The card of the dataset served at `url`."""
    prefixes = {"void": VOID, "dcat": DCAT, "formats": FORMATS, **PREFIXES}
    return ox.serialize(_triples(url, base, snapshot, found), format=rdf_format(wanted), prefixes=prefixes) or b""


def _triples(url: str, base: str, snapshot: str, found: Figures) -> Iterator[ox.Triple]:
    document = ox.NamedNode(f"{url}/.well-known/void")
    me = ox.NamedNode(f"{url}/.well-known/void#dataset")
    service = ox.NamedNode(f"{url}/.well-known/void#sparql")
    dump = ox.NamedNode(f"{url}/.well-known/void#dump")

    def says(subject: ox.NamedNode | ox.BlankNode, predicate: str, *values: Any) -> Iterator[ox.Triple]:
        for value in values:
            yield ox.Triple(
                subject, ox.NamedNode(predicate), value if not isinstance(value, str) else ox.NamedNode(value)
            )

    def both(texts: Mapping[str, str]) -> list[ox.Literal]:
        return [ox.Literal(text, language=lang) for lang, text in texts.items()]

    yield from says(document, RDF_TYPE.value, VOID + "DatasetDescription")
    yield from says(document, "http://xmlns.com/foaf/0.1/primaryTopic", me)
    yield from says(me, RDF_TYPE.value, VOID + "Dataset", DCAT + "Dataset")
    yield from says(me, DCT + "title", *both(TITLE))
    yield from says(me, DCT + "description", *both(ABOUT))
    yield from says(me, DCT + "identifier", ox.Literal(snapshot))
    yield from says(me, DCT + "language", "http://publications.europa.eu/resource/authority/language/VIE")
    yield from says(me, DCAT + "landingPage", f"{url}/")
    yield from says(me, VOID + "sparqlEndpoint", f"{url}/sparql")
    yield from says(me, VOID + "uriSpace", ox.Literal(base))
    yield from says(me, VOID + "uriLookupEndpoint", f"{url}/reconcile")
    yield from says(
        me, VOID + "vocabulary", terms.NS, *(PREFIXES[name] for name in ("skos", "org", "eli", "prov", "dct"))
    )
    yield from says(me, VOID + "exampleResource", *found.documents)
    yield from says(me, VOID + "feature", FORMATS + "Turtle", FORMATS + "JSON-LD", FORMATS + "N-Triples")
    yield from says(me, VOID + "triples", ox.Literal(found.triples))
    for number, (kind, count) in enumerate(found.classes.items()):
        part = ox.BlankNode(f"class{number}")
        yield from says(me, VOID + "classPartition", part)
        yield from says(part, VOID + "class", kind)
        yield from says(part, VOID + "entities", ox.Literal(count))
    yield from says(me, DCAT + "distribution", dump)
    yield from says(dump, RDF_TYPE.value, DCAT + "Distribution")
    yield from says(dump, DCAT + "accessURL", f"{url}/sparql")
    yield from says(dump, DCAT + "downloadURL", f"{url}/graph-store?default")
    yield from says(dump, DCAT + "mediaType", "https://www.iana.org/assignments/media-types/text/turtle")
    yield from says(dump, DCAT + "accessService", service)
    yield from says(service, RDF_TYPE.value, DCAT + "DataService")
    yield from says(service, DCT + "title", *both({"vi": "Truy vấn SPARQL", "en": "SPARQL endpoint"}))
    yield from says(service, DCAT + "endpointURL", f"{url}/sparql")
    yield from says(service, DCAT + "endpointDescription", f"{url}/openapi.json", f"{url}/sparql?format=ttl")
    yield from says(service, DCAT + "servesDataset", me)
    yield from says(service, DCT + "conformsTo", "https://www.w3.org/TR/sparql11-protocol/")
