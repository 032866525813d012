"""The way upward: each link once at its shortest distance, rings end, and inference stops where a word is known."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

import queries
from queries import upward

DM = "https://w3id.org/daumoi/ns#"
X = "https://example.org/document/"


def store(*lines: str) -> queries.Select:
    """A store of `s p o` lines; `a implements b` stands for the link and its mention, each in a graph of its own."""
    held = ox.Store()
    for number, line in enumerate(lines):
        subject, predicate, target = line.split()
        graph = ox.NamedNode(f"{X}graph/{number}")

        def add(s: str, p: str, o: str | int, graph: ox.NamedNode = graph) -> None:
            term = ox.NamedNode(X + o) if isinstance(o, str) and not o.startswith("=") else None
            value = term or (ox.Literal(o.lstrip("=")) if isinstance(o, str) else ox.Literal(o))
            held.add(ox.Quad(ox.NamedNode(X + s), ox.NamedNode(DM + p), value, graph))

        if predicate == "implements":
            add(subject, "implementsPlan", target)
            mention = f"mention-{number}"
            add(mention, "inDocument", subject)
            add(mention, "cited", target)
            add(mention, "relation", "=implements")
            add(mention, "start", number)
            add(mention, "citedNumber", f"={target}")
        else:
            add(subject, predicate, target)

    def select(sparql: str) -> list[dict[str, queries.Binding]]:
        answer = held.query(sparql, use_default_graph_as_union=True)
        body = answer.serialize(format=ox.QueryResultsFormat.JSON)  # type: ignore[union-attr]
        return list(json.loads(body or b"")["results"]["bindings"])

    return select


def told(select: queries.Select, *starts: str) -> list[tuple[int, str, str | None, str | None]]:
    def short(iri: str | None) -> str | None:
        return iri.removeprefix(X) if iri else None

    found = upward.links([X + start for start in starts], select)
    return [(link.step, link.document.removeprefix(X), short(link.child), link.status) for link in found]


def test_a_link_told_twice_is_one_and_the_shortest_way_counts() -> None:
    select = store("ward implements city", "ward implements city", "city implements pm", "ward implements pm")
    assert told(select, "ward") == [
        (0, "ward", None, None),
        (1, "city", "ward", "stated"),
        (1, "pm", "ward", "stated"),
        (2, "pm", "city", "stated"),
    ]


def test_a_ring_ends() -> None:
    select = store("a implements b", "b implements a")
    assert told(select, "a") == [(0, "a", None, None), (1, "b", "a", "stated"), (2, "a", "b", "stated")]


def test_a_filled_place_leads_to_the_document_an_empty_one_is_expected() -> None:
    lines = ("ward implements city", "city expects p/son-la", "p/son-la expects p/viet-nam", "pm fills p/viet-nam")
    assert told(store(*lines), "ward")[1:] == [
        (1, "city", "ward", "stated"),
        (2, "p/son-la", "city", "expected"),
        (3, "pm", "p/son-la", "inferred"),
    ]
    filled = (*lines, "province fills p/son-la", "province implements pm")
    assert told(store(*filled), "ward")[2:] == [(2, "province", "city", "inferred"), (3, "pm", "province", "stated")]


def test_a_document_whose_word_is_known_is_not_given_another() -> None:
    select = store("ward implements city", "city implements pm", "city expects p/son-la")
    assert ("p/son-la" in {document for _, document, _, _ in told(select, "ward")}) is False


def test_the_centre_is_not_expected_where_nothing_of_it_is_known() -> None:
    assert told(store("district implements province", "province expects p/viet-nam"), "district")[1:] == [
        (1, "province", "district", "stated")
    ]


@pytest.mark.parametrize("starts", [[], ["nowhere"]])
def test_nothing_leads_nowhere(starts: list[str]) -> None:
    assert [step for step, *_ in told(store("a implements b"), *starts)] == [0] * len(starts)
