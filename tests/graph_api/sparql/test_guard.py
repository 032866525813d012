"""The lexical check: what it refuses, what it lets through unchanged, and that its LIMIT means the same query."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.sparql.guard import check
from graph_api.sparql.tokens import tokens

LIMITS = Settings(max_rows=10)


def refused(query: str) -> str:
    with pytest.raises(DaumoiError) as caught:
        check(query, LIMITS)
    assert caught.value.hint
    return caught.value.code


HARMLESS = [
    "SELECT ?service WHERE { ?service <http://example.org/service#of> ?s }",
    'SELECT * { ?s ?p "SERVICE <http://x> {}" }',
    "SELECT * { ?s ?p '''a ' SERVICE '' b''' }",
    "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> ASK { ?s a sd:Service }",
    "PREFIX service: <http://x/> ASK { ?s service:load service:service }",
    "ASK { ?s ?p ?o } # SERVICE <http://x> {}",
    "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) }",
    "SELECT * { ?s ?p ?o FILTER(?o<5&&?o>3) }",
    "SELECT * { ?s ?p ?o FILTER(?o = <http://example.org/a_(b)#c>) }",
    "ASK { ?insert ?load ?clear }",
    "PREFIX ex: <http://x/> ASK { ex:INSERT ex:DELETE ex:LOAD }",
    "ASK { <insert> <load> <clear> }",
]


@pytest.mark.parametrize("query", HARMLESS)
def test_harmless_words_are_let_through(query: str) -> None:
    check(query, LIMITS)


def test_refusals_have_their_own_codes() -> None:
    assert refused("ASK { SERVICE <http://x/> {} }") == "service_refused"
    assert refused("ASK {FILTER(1<2)SERVICE#>\n<http://x/> {} }") == "query_ambiguous"
    assert refused("INSERT DATA {}") == "update_refused"
    assert refused("PREFIX a: <b:> DELETE WHERE {}") == "update_refused"
    assert refused("ASK {} ; DROP ALL") == "update_refused"
    assert refused("ASK " + "{" * 101) == "query_too_deep"
    assert refused("ASK { FILTER(" + "!" * 101 + "true) }") == "query_too_deep"
    assert refused("x" * 200_001) == "query_too_long"
    assert refused("HELLO") == "query_syntax"
    assert refused("") == "query_syntax"
    assert refused("SELECT 'open") == "query_syntax"


def test_datasets_are_found_by_their_full_names() -> None:
    query = "BASE <http://b/> PREFIX p: <http://p/> SELECT * FROM <http://g/1> FROM NAMED p:g FROM p: { ?s ?p ?o }"
    found = check(query, LIMITS)
    assert found.graphs == ("http://g/1", "http://p/g", "http://p/")
    assert found.own_dataset
    assert check("DESCRIBE <a:b> FROM <http://g/2>", LIMITS).graphs == ("http://g/2",)
    assert check("ASK { ?s ?FROM 'FROM <x>' }", LIMITS).graphs == ()


def test_a_normal_form_forgets_spaces_and_comments_only() -> None:
    one = check("SELECT ?s # note\n{?s ?p 'a  b'}", LIMITS).normal
    assert one == check("  SELECT   ?s {\n ?s ?p 'a  b' }\n", LIMITS).normal
    assert one != check("SELECT ?s { ?s ?p 'a b' }", LIMITS).normal


def test_the_small_lane_takes_lookups_only() -> None:
    assert check("ASK {}", LIMITS).small
    assert check("ASK { <a:b> ?p ?o }", LIMITS).small
    assert check("SELECT ?p ?o { <a:b> ?p ?o . }", LIMITS).small
    assert not check("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }", LIMITS).small
    assert not check("ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", LIMITS).small
    assert not check("ASK { ?a <a:b>+ ?c }", LIMITS).small
    assert not check("SELECT * { ?a ?b ?c } ORDER BY ?c", LIMITS).small


STORE = ox.Store()
STORE.extend(ox.Quad(ox.NamedNode(f"a:{i}"), ox.NamedNode("a:p"), ox.Literal(i), ox.DefaultGraph()) for i in range(30))
SELECTS = [
    "SELECT * { ?s ?p ?o }",
    "SELECT * { ?s ?p ?o } ORDER BY ?s",
    "SELECT * { ?s ?p ?o } LIMIT 5",
    "SELECT * { ?s ?p ?o } LIMIT 25",
    "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999",
    "SELECT * { ?s ?p ?o } limit 25 OFFSET 3",
    "SELECT * { ?s ?p ?o } OFFSET 3 LIMIT 25",
    "SELECT * { ?s ?p ?o } OFFSET 25",
    "SELECT * { ?s ?p ?o } # LIMIT 2",
    "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 25 } }",
    "SELECT * { { SELECT * { ?s ?p ?o } LIMIT 3 } }",
    "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o HAVING (COUNT(*) > 0)",
    "SELECT * { ?s ?p ?o } VALUES ?o { 1 2 3 }",
    "SELECT * { ?s ?p ?o } ORDER BY ?o VALUES ?p { <a:p> }",
    "SELECT * { ?s ?p ?o . VALUES ?o { 1 2 } } LIMIT 20",
    "SELECT ('LIMIT 1' AS ?limit) ?s { ?s ?p ?o }",
    "PREFIX LIMIT: <a:> SELECT * { ?s LIMIT:p ?o }",
]


@pytest.mark.parametrize("query", SELECTS)
def test_the_capped_query_is_the_same_query_with_fewer_rows(query: str) -> None:
    checked = check(query, LIMITS)
    whole = len(list(STORE.query(query))) if "9999999999999999999" not in query else 30
    capped = len(list(STORE.query(checked.capped or query)))
    limited = len(list(STORE.query(checked.limited or query)))
    assert capped == min(whole, LIMITS.max_rows + 1)
    assert limited == min(whole, LIMITS.max_rows)


def status(query: str) -> int:
    """200, or that of the refusal."""
    try:
        check(query, LIMITS)
    except DaumoiError as error:
        return error.status
    return 200


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("{}()<>[]\"'#\\.;:?$@_!|&= \nSELECTaskservice*+-/^0139éđ"), max_size=200))
def test_any_text_is_checked_or_refused_and_never_breaks(text: str) -> None:
    for query in (text, "ASK { " + text):
        assert status(query) < 500


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    with contextlib.suppress(DaumoiError):
        for token in tokens(text):
            assert token.start >= at
            assert text[token.start : token.end] == token.text
            at = token.end


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        ">",
        '"',
        "'",
        '"""',
        "'''",
        "a.",
        "a:",
        ":.",
        "_:a.",
        "#\n",
        "@a-",
        "1.",
        "\\",
        "<a",
        "?",
        "a:\\-",
        ")'#<a ",
    ],
)
def test_checking_ends_on_long_hostile_text(piece: str) -> None:
    """A quadratic pattern would need minutes for 200,000 characters: the run would not end in its time."""
    text = "ASK { " + piece * (190_000 // len(piece))
    with contextlib.suppress(DaumoiError):
        assert check(text, Settings()).form == "ASK"
