"""Writes ontology/terms.py from daumoi.ttl: `python -m ontology.build_terms`. A test fails when the two differ."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

HEADER = '''"""The terms of the vocabulary as constants; made from daumoi.ttl by `python -m ontology.build_terms`.

A misspelt term is an AttributeError here, not an empty answer later.
"""

NS = "https://w3id.org/daumoi/ns#"

'''


def source() -> str:
    """The text of terms.py that fits the Turtle: one constant a term, classes and properties, in their order."""
    from rdflib import OWL, RDF, RDFS, Graph, URIRef

    graph = Graph().parse(data=files("ontology").joinpath("daumoi.ttl").read_text(encoding="utf-8"), format="turtle")
    ontology = URIRef("https://w3id.org/daumoi/ns")
    names = sorted(str(term).rpartition("#")[2] for term in graph.subjects(RDFS.isDefinedBy, ontology))
    classes = {str(c).rpartition("#")[2] for c in graph.subjects(RDF.type, OWL.Class)}
    ordered = [n for n in names if n in classes] + [n for n in names if n not in classes]
    return HEADER + "".join(f'{name} = NS + "{name}"\n' for name in ordered)


if __name__ == "__main__":
    Path(__file__).with_name("terms.py").write_text(source(), encoding="utf-8")
