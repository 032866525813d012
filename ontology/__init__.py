"""The ground: vocabulary, schemes, shapes and reference data, as files and as quads. Knows no floor above it."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

SCHEME = "https://w3id.org/daumoi/scheme/"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def reference_quads(base: str) -> Iterator[bytes]:
    """Vocabulary, schemes and reference data as N-Quads lines; `base` ends in "/"."""
    from ontology.reference.quads import reference_quads as reference

    yield from field_quads(base)
    yield from reference(base)


def field_quads(base: str) -> Iterator[bytes]:
    """The scheme of fields (schemes/fields.tsv)."""
    graph = f"<{base}graph/vocabulary>"
    scheme = f"<{SCHEME}field>"
    yield f"{scheme} <{_RDF_TYPE}> <{_SKOS}ConceptScheme> {graph} .\n".encode()
    for line in files("ontology").joinpath("schemes/fields.tsv").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        slug, broader, vi, en = line.split("\t")[:4]
        me = f"<{SCHEME}field/{slug}>"
        yield f"{me} <{_RDF_TYPE}> <{_SKOS}Concept> {graph} .\n".encode()
        yield f"{me} <{_SKOS}inScheme> {scheme} {graph} .\n".encode()
        yield f'{me} <{_SKOS}notation> "{slug}" {graph} .\n'.encode()
        yield f'{me} <{_SKOS}prefLabel> "{vi}"@vi {graph} .\n'.encode()
        yield f'{me} <{_SKOS}prefLabel> "{en}"@en {graph} .\n'.encode()
        if broader:
            yield f"{me} <{_SKOS}broader> <{SCHEME}field/{broader}> {graph} .\n".encode()
