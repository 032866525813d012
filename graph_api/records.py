"""What the store remembers of each file it took in: a record in a named graph of its own.

A record says which bytes, read by which engine version, gave which named graphs. So an ingest knows what to leave, to
replace and to remove, on any engine, without a list beside the store. Records are plain PROV and Dublin Core.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from graph_api.store.base import Store

PROV = "http://www.w3.org/ns/prov#"
DCT = "http://purl.org/dc/terms/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

DM = "https://w3id.org/daumoi/ns#"

XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = ("pages", "documents", "facts")
_TERMS = {name: name for name in ("verdict", "format", "reader", "quality", "reason", *_NUMBERS)}

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

_VERDICTS = f"""
PREFIX prov: <{PROV}>
PREFIX dct: <{DCT}>
SELECT ?name ?p ?o WHERE {{
  GRAPH ?record {{
    ?record a prov:Activity ; dct:source ?name ; ?p ?o .
    FILTER(STRSTARTS(STR(?p), "{DM}"))
  }}
}}"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a file when it was read. `verdict`: read, not understood, opened (an archive), refused, skipped.

    `reason`: why it gave nothing, or less than it holds. `pages`: 0 where it has none.
    """

    verdict: str = ""
    format: str = ""
    reader: str = ""
    pages: int = 0
    quality: str = ""
    documents: int = 0
    facts: int = 0
    reason: str = ""

    @property
    def rank(self) -> int:
        """How faithful its text is, to choose between files that hold the same document."""
        clean = self.quality != "damaged"
        seen = self.format == "image" or "ocr" in self.reader
        return (4 if clean else 0) + (0 if seen else 1 if self.format == "pdf" else 2)


@dataclass(frozen=True, slots=True)
class Record:
    """`name`: path relative to the path ingested; `sha256` of its bytes, '' when it must be read again.

    `graphs`: those that the store holds from this file; `shadowed`: graphs it would give too, but another file that
    holds the same document is cleaner or gave them first.
    """

    name: str
    sha256: str
    engine: str
    graphs: tuple[str, ...] = ()
    shadowed: tuple[str, ...] = ()
    verdict: Verdict = field(default_factory=Verdict)


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
    for name, value in asdict(record.verdict).items():
        if isinstance(value, int):
            yield line(DM + _TERMS[name], f'"{value}"^^<{XSD}integer>')
        elif value:
            yield line(DM + _TERMS[name], literal(value))


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
    verdicts = _verdicts(store)
    return {
        name: Record(name, sha, engine, tuple(graphs), tuple(shadowed), verdicts.get(name, Verdict()))
        for name, (sha, engine, graphs, shadowed) in found.items()
    }


def _verdicts(store: Store) -> dict[str, Verdict]:
    names = {DM + term: name for name, term in _TERMS.items()}
    values: dict[str, dict[str, str]] = {}
    for row in store.select(_VERDICTS):
        name = names.get(row["p"]["value"])
        if name:
            values.setdefault(row["name"]["value"], {})[name] = row["o"]["value"]
    return {file: _verdict(about) for file, about in values.items()}


def _verdict(about: dict[str, str]) -> Verdict:
    words = {name: said for name, said in about.items() if name not in _NUMBERS}
    return replace(Verdict(**words), **{name: int(about.get(name, 0)) for name in _NUMBERS})  # type: ignore[arg-type]


def literal(text: str) -> str:
    """A string as N-Quads writes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'
