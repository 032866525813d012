"""The vocabulary as it is shipped: its terms for a readable page, its triples for programs.

In come the Turtle files of `ontology`, out come plain terms or RDF in any format. Knows no store: what is served here
is what the code writes, whatever an older store may still hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import pyoxigraph as ox

from graph_api.formats import Format, rdf_format
from graph_api.prefixes import PREFIXES
from ontology import field_quads, terms, turtle_files

_RDF, _RDFS, _SKOS, _OWL = (PREFIXES[name] for name in ("rdf", "rdfs", "skos", "owl"))
KINDS = ("Class", "ObjectProperty", "DatatypeProperty", "Property", "Concept")


@dataclass(frozen=True, slots=True)
class Term:
    """A class, a property or a concept. `label` and `definition` by language; `links`: (relation, IRI) pairs."""

    iri: str
    kind: str
    scheme: str = ""
    label: dict[str, str] = field(default_factory=dict)
    definition: dict[str, str] = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        return self.iri.removeprefix(terms.NS)

    @property
    def known_as(self) -> str:
        """With its usual prefix, else the whole IRI."""
        return short(self.iri)


def short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


@cache
def triples() -> tuple[ox.Triple, ...]:
    """Vocabulary and schemes."""
    found = [quad.triple for _, text in turtle_files() for quad in ox.parse(text, ox.RdfFormat.TURTLE)]
    lines = b"".join(field_quads("https://w3id.org/daumoi/id/"))
    found += [quad.triple for quad in ox.parse(lines, ox.RdfFormat.N_QUADS)]
    return tuple(dict.fromkeys(found))


@cache
def serialised(wanted: Format) -> bytes:
    return ox.serialize(triples(), format=rdf_format(wanted), prefixes=PREFIXES) or b""


@cache
def all_terms() -> dict[str, Term]:
    """Terms and concepts by IRI, in the order of the files."""
    about: dict[str, list[ox.Triple]] = {}
    for triple in triples():
        if isinstance(triple.subject, ox.NamedNode):
            about.setdefault(triple.subject.value, []).append(triple)
    made = (_term(iri, said) for iri, said in about.items())
    return {term.iri: term for term in made if term is not None}


_LINKS = {
    _RDFS + "subClassOf": "sub",
    _RDFS + "subPropertyOf": "sub",
    _RDFS + "domain": "domain",
    _RDFS + "range": "range",
    _SKOS + "broader": "sub",
    _SKOS + "closeMatch": "near",
}


def _term(iri: str, said: list[ox.Triple]) -> Term | None:
    kinds = [_last(t.object) for t in said if t.predicate.value == _RDF + "type"]
    kind = next((name for name in KINDS if name in kinds), None)
    if kind is None:
        return None
    return Term(
        iri,
        kind,
        next((str(_value(t.object)) for t in said if t.predicate.value == _SKOS + "inScheme"), ""),
        _texts(said, (_RDFS + "label", _SKOS + "prefLabel")),
        _texts(said, (_SKOS + "definition",)),
        tuple((_LINKS[t.predicate.value], _value(t.object)) for t in said if t.predicate.value in _LINKS),
    )


def _texts(said: list[ox.Triple], predicates: tuple[str, ...]) -> dict[str, str]:
    return {
        t.object.language or "": t.object.value
        for t in said
        if t.predicate.value in predicates and isinstance(t.object, ox.Literal)
    }


def _value(term: object) -> str:
    return str(getattr(term, "value", ""))


def _last(term: object) -> str:
    return _value(term).rpartition("#")[2]
