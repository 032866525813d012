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

    yield from vocabulary_quads(base)
    yield from field_quads(base)
    yield from reference(base)


def turtle_files() -> list[tuple[str, str]]:
    """(name, text) of the vocabulary and each scheme kept in Turtle."""
    folder = files("ontology")
    schemes = sorted((f for f in folder.joinpath("schemes").iterdir() if f.name.endswith(".ttl")), key=lambda f: f.name)
    return [(f.name, f.read_text(encoding="utf-8")) for f in (folder.joinpath("daumoi.ttl"), *schemes)]


def vocabulary_quads(base: str) -> Iterator[bytes]:
    """The vocabulary and the schemes kept in Turtle, in the vocabulary's graph."""
    import pyoxigraph as ox

    graph = ox.NamedNode(f"{base}graph/vocabulary")
    for _, text in turtle_files():
        quads = (ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(text, ox.RdfFormat.TURTLE))
        lines = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        yield from sorted((lines or b"").splitlines(keepends=True))


def fields() -> list[tuple[str, str, str, str]]:
    """(slug, slug of the broader field or "", label vi, label en) of the scheme of fields (schemes/fields.tsv)."""
    return [(row[0], row[1], row[2], row[3]) for row in _field_rows()]


def _field_rows() -> list[list[str]]:
    text = files("ontology").joinpath("schemes/fields.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return list(rows)


def field_quads(base: str) -> Iterator[bytes]:
    """The scheme of fields as SKOS."""
    graph = f"<{base}graph/vocabulary>"
    scheme = f"<{SCHEME}field>"
    yield f"{scheme} <{_RDF_TYPE}> <{_SKOS}ConceptScheme> {graph} .\n".encode()
    yield f'{scheme} <{_SKOS}prefLabel> "Lĩnh vực"@vi {graph} .\n'.encode()
    yield f'{scheme} <{_SKOS}prefLabel> "Fields"@en {graph} .\n'.encode()
    for slug, broader, vi, en, *others in _field_rows():
        me = f"<{SCHEME}field/{slug}>"
        yield f"{me} <{_RDF_TYPE}> <{_SKOS}Concept> {graph} .\n".encode()
        yield f"{me} <{_SKOS}inScheme> {scheme} {graph} .\n".encode()
        yield f'{me} <{_SKOS}notation> "{slug}" {graph} .\n'.encode()
        yield f'{me} <{_SKOS}prefLabel> "{vi}"@vi {graph} .\n'.encode()
        yield f'{me} <{_SKOS}prefLabel> "{en}"@en {graph} .\n'.encode()
        for labels, language in zip(others, ("vi", "en"), strict=False):
            for other in filter(None, labels.split("|")):
                yield f'{me} <{_SKOS}altLabel> "{other}"@{language} {graph} .\n'.encode()
        if broader:
            yield f"{me} <{_SKOS}broader> <{SCHEME}field/{broader}> {graph} .\n".encode()
