"""Media types in, the engine's formats out: content negotiation with q-values for answers and graphs.

Takes the text of an Accept header (or a short name as in `?format=csv`), gives the one format to write. Knows nothing
of requests, of stores or of queries.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from graph_api.errors import DaumoiError


@dataclass(frozen=True, slots=True)
class Format:
    """`name` as on the command line, `media_type` as in Accept, `aliases` also understood there."""

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """Text formats say their character set; JSON and XML have theirs by definition."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON = Format("json", "application/sparql-results+json", ("application/json", "text/json"))
XML = Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"))
CSV = Format("csv", "text/csv")
TSV = Format("tsv", "text/tab-separated-values")
TURTLE = Format("ttl", "text/turtle", ("application/x-turtle",))
NTRIPLES = Format("nt", "application/n-triples", ("text/plain",))
RDFXML = Format("rdf", "application/rdf+xml", ("application/xml", "text/xml"))
JSONLD = Format("jsonld", "application/ld+json", ("application/json", "text/json"))
TRIG = Format("trig", "application/trig")
NQUADS = Format("nq", "application/n-quads")
HTML = Format("html", "text/html", ("application/xhtml+xml",))

ROWS: tuple[Format, ...] = (JSON, XML, CSV, TSV)
"""What SELECT can be written as; the first is given where the client has no wish."""
BOOLEANS = ROWS
GRAPHS: tuple[Format, ...] = (TURTLE, NTRIPLES, RDFXML, JSONLD, TRIG)
"""What CONSTRUCT, DESCRIBE and a named graph can be written as."""

_RESULT_FORMATS = {
    JSON: ox.QueryResultsFormat.JSON,
    XML: ox.QueryResultsFormat.XML,
    CSV: ox.QueryResultsFormat.CSV,
    TSV: ox.QueryResultsFormat.TSV,
}
_RDF_FORMATS = {
    TURTLE: ox.RdfFormat.TURTLE,
    NTRIPLES: ox.RdfFormat.N_TRIPLES,
    RDFXML: ox.RdfFormat.RDF_XML,
    JSONLD: ox.RdfFormat.JSON_LD,
    TRIG: ox.RdfFormat.TRIG,
    NQUADS: ox.RdfFormat.N_QUADS,
}


def result_format(wanted: Format) -> ox.QueryResultsFormat:
    return _RESULT_FORMATS[wanted]


def rdf_format(wanted: Format) -> ox.RdfFormat:
    return _RDF_FORMATS[wanted]


def by_name(name: str) -> Format | None:
    """The format of a short name or of a media type, as in `?format=`."""
    for known in (*ROWS, *GRAPHS, NQUADS):
        if name in (known.name, known.media_type):
            return known
    return None


@lru_cache(maxsize=512)
def negotiate(accept: str, offered: Sequence[Format]) -> Format:
    """The best of `offered` for an Accept header; earlier ones win ties. Raises DaumoiError("not_acceptable")."""
    best: Format | None = None
    best_rank = (0.0, -1, -len(offered))
    ranges = _ranges(accept or "*/*")
    for place, known in enumerate(offered):
        quality, precision = _quality(known, ranges)
        rank = (quality, precision, -place)
        if quality > 0 and rank > best_rank:
            best, best_rank = known, rank
    if best is None:
        raise DaumoiError(
            "not_acceptable",
            f"none of the formats in Accept can be given: {accept[:200]}",
            "ask for one of " + ", ".join(known.media_type for known in offered),
        )
    return best


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept[:4000].split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if media:
            found.append((media.lower(), quality))
    return found


def _quality(known: Format, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """(q, precision) of the most precise range that names the format: exact 3, alias 2, type/* 1, */* 0."""
    found = (0.0, -1)
    kind = known.media_type.split("/")[0]
    for media, quality in ranges:
        if media == known.media_type:
            precision = 3
        elif media in known.aliases:
            precision = 2
        elif media == f"{kind}/*":
            precision = 1
        elif media == "*/*":
            precision = 0
        else:
            continue
        if precision > found[1]:
            found = (quality, precision)
    # A tie in q goes to the listed order, not to precision: precision only chooses which range speaks for a format.
    return (found[0], 1 if found[1] >= 2 else 0) if found[1] >= 0 else (0.0, -1)
