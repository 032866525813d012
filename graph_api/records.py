"""What the store remembers of each file it took in: a record in a named graph of its own.

A record says which bytes, read by which engine version, gave which named graphs. So an ingest knows what to leave, to
replace and to remove, on any engine, without a list beside the store. Records are plain PROV and Dublin Core.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from graph_api.store.base import Store

PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_QUERY = f"""
PREFIX prov: <{PROV}>
PREFIX dct: <{DCT}>
SELECT ?record ?name ?sha ?engine ?graph ?other WHERE {{
  GRAPH ?record {{
    ?record a prov:Activity ; dct:source ?name ; dct:identifier ?sha ; dct:hasVersion ?engine .
    OPTIONAL {{ ?record prov:generated ?graph }}
    OPTIONAL {{ ?record dct:isReplacedBy ?other }}
  }}
}}
ORDER BY ?name"""


@dataclass(frozen=True, slots=True)
class Record:
    """`name`: path relative to the path ingested; `sha256` of its bytes, '' when it must be read again.

    `graphs`: those that the store holds from this file; `shadowed`: graphs it would give too, but another file that
    holds the same document gave them first.
    """

    name: str
    sha256: str
    engine: str
    graphs: tuple[str, ...] = ()
    shadowed: tuple[str, ...] = ()


def record_iri(name: str, base: str) -> str:
    return f"{base}record/{hashlib.sha256(name.encode()).hexdigest()[:20]}"


def lines_of(record: Record, base: str) -> Iterator[bytes]:
    """The record as N-Quads."""
    iri = record_iri(record.name, base)

    def line(predicate: str, value: str) -> bytes:
        return f"<{iri}> <{predicate}> {value} <{iri}> .\n".encode()

    yield line(RDF_TYPE, f"<{PROV}Activity>")
    yield line(DCT + "source", literal(record.name))
    yield line(DCT + "identifier", literal(record.sha256))
    yield line(DCT + "hasVersion", literal(record.engine))
    for graph in record.graphs:
        yield line(PROV + "generated", f"<{graph}>")
    for graph in record.shadowed:
        yield line(DCT + "isReplacedBy", f"<{graph}>")


def held(store: Store) -> dict[str, Record]:
    """Every record in the store, by file name."""
    found: dict[str, tuple[str, str, dict[str, None], dict[str, None]]] = {}
    for row in store.select(_QUERY):
        name = row["name"]["value"]
        _, _, graphs, shadowed = found.setdefault(name, (row["sha"]["value"], row["engine"]["value"], {}, {}))
        if "graph" in row:
            graphs[row["graph"]["value"]] = None
        if "other" in row:
            shadowed[row["other"]["value"]] = None
    return {
        name: Record(name, sha, engine, tuple(graphs), tuple(shadowed))
        for name, (sha, engine, graphs, shadowed) in found.items()
    }


def literal(text: str) -> str:
    """A string as N-Quads writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
