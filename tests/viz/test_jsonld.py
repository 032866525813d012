"""Protects the JSON-LD of the views: it parses as RDF, in terms that the ontology has, and keeps every sentence."""

import json

from rdflib import Graph
from view_rows import BASE, assignments, chain_rows, documents

from ontology import terms
from viz import jsonld

KNOWN = {value for name in dir(terms) if isinstance(value := getattr(terms, name), str) and value.startswith("http")}


def parsed(made: dict[str, object]) -> Graph:
    return Graph().parse(data=json.dumps(made), format="json-ld")


def test_terms_are_those_of_the_ontology_and_quotes_survive() -> None:
    graph = parsed(jsonld.assignments(assignments(), BASE))
    used = {str(p) for p in graph.predicates()} - {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
    assert used
    assert used <= KNOWN, used - KNOWN
    quotes = {str(value) for value in graph.objects()}
    assert all(str(row["quote"]) in quotes for row in assignments())


def test_documents_and_links_use_known_terms_too() -> None:
    for made in (jsonld.documents(documents(), BASE), jsonld.references(chain_rows(), BASE)):
        graph = parsed(made)
        used = {str(p) for p in graph.predicates()} - {"http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}
        assert used <= KNOWN, used - KNOWN


def test_joint_leads_are_one_node() -> None:
    rows = [{**row, "assignment": "urn:a"} for row in assignments()[:2]]
    (node,) = jsonld.assignments(rows, BASE)["@graph"]  # type: ignore[misc]
    assert len(node["assignee"]) == 2  # type: ignore[index]
