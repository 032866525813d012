"""The vocabulary is complete, bilingual, and the only source of the terms that code, queries and shapes use."""

import re
from importlib.resources import files

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

import ontology
from ontology import build_terms, terms

DM = "https://w3id.org/daumoi/ns#"


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    text = files("ontology").joinpath("daumoi.ttl").read_text(encoding="utf-8")
    return rdflib.Graph().parse(data=text, format="turtle")


def defined(graph: rdflib.Graph) -> set[str]:
    return {str(s).removeprefix(DM) for s in graph.subjects(RDFS.isDefinedBy) if str(s).startswith(DM)}


def test_constants_are_those_of_the_turtle() -> None:
    text = files("ontology").joinpath("terms.py").read_text(encoding="utf-8")
    assert text == build_terms.source(), "run python -m ontology.build_terms"


def test_a_misspelt_term_is_an_error() -> None:
    with pytest.raises(AttributeError):
        terms.Asignment  # type: ignore[attr-defined]  # noqa: B018


def test_every_term_has_label_and_definition_in_both_languages(vocabulary: rdflib.Graph) -> None:
    for name in defined(vocabulary):
        for predicate in (RDFS.label, SKOS.definition):
            languages = {o.language for o in vocabulary.objects(rdflib.URIRef(DM + name), predicate)}  # type: ignore[attr-defined]
            assert languages == {"vi", "en"}, f"{name} {predicate}"


def test_superclasses_and_domains_exist(vocabulary: rdflib.Graph) -> None:
    known = defined(vocabulary)
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range):
        for target in vocabulary.objects(None, predicate):
            if str(target).startswith(DM):
                assert str(target).removeprefix(DM) in known


@pytest.mark.parametrize("folder", ["queries", "queries/competency", "ontology"])
def test_queries_and_shapes_use_only_defined_terms(vocabulary: rdflib.Graph, folder: str) -> None:
    shapes_own = {
        "EvidenceShape",
        "HeaderShape",
        "AssignmentShape",
        "OneLeadShape",
        "MentionShape",
        "ReferenceShape",
        "TargetShape",
        "DocumentShape",
        "BodyShape",
        "FileShape",
    }
    known = defined(vocabulary) | shapes_own
    package, _, inner = folder.partition("/")
    for item in files(package).joinpath(inner).iterdir():
        if item.name.endswith((".rq", "shapes.ttl")):
            used = set(re.findall(r"\bdm:([A-Za-z][A-Za-z0-9]*)", item.read_text(encoding="utf-8")))
            assert used <= known, f"{item.name}: {sorted(used - known)}"


def test_classes_stand_in_the_hierarchies_they_are_said_to(vocabulary: rdflib.Graph) -> None:
    assert (
        rdflib.URIRef(DM + "Document"),
        RDFS.subClassOf,
        rdflib.URIRef("http://data.europa.eu/eli/ontology#LegalResource"),
    ) in vocabulary
    assert (rdflib.URIRef(DM + "Assignment"), RDF.type, OWL.Class) in vocabulary


@pytest.mark.parametrize("name", [name for name, _ in ontology.turtle_files() if name != "daumoi.ttl"])
def test_schemes_are_bilingual_and_every_concept_has_a_notation(name: str) -> None:
    graph = rdflib.Graph().parse(data=dict(ontology.turtle_files())[name], format="turtle")
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts:
        assert {o.language for o in graph.objects(concept, SKOS.prefLabel)} == {"vi", "en"}  # type: ignore[attr-defined]
        assert {o.language for o in graph.objects(concept, SKOS.definition)} == {"vi", "en"}  # type: ignore[attr-defined]
        assert str(concept).endswith("/" + str(graph.value(concept, SKOS.notation)))
        assert graph.value(concept, SKOS.inScheme)


def test_core_fields_are_there_with_both_labels_and_known_broader_fields() -> None:
    rows = {slug: (broader, vi, en) for slug, broader, vi, en in ontology.fields()}
    assert rows["digital"] == ("infrastructure", "hạ tầng số", "digital infrastructure")
    assert rows["thrift"][0] == "finance"
    assert all(vi and en for _, vi, en in rows.values())
    assert {broader for broader, _, _ in rows.values()} - {""} <= set(rows)


def test_fields_carry_their_abbreviations_in_the_right_language() -> None:
    store = b"".join(ontology.field_quads("https://example.org/")).decode()
    thrift = [line for line in store.splitlines() if "scheme/field/thrift>" in line.split()[0]]
    assert any('"THTK, CLP"@vi' in line for line in thrift)
    assert any('"thrift"@en' in line for line in thrift)
    labels = [line for line in store.splitlines() if "altLabel" in line]
    assert all('"@vi' in line or '"@en' in line for line in labels)
    assert not [line for line in labels if '"@en' in line and not line.split('"')[1].isascii()]
