"""Facts as quads: nothing is lost or repaired on the way, and what is stated stays apart from what only follows."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import (
    Assignment,
    Body,
    BodyKind,
    BodyMention,
    DocumentFacts,
    FileFacts,
    Header,
    Level,
    Modality,
    PlaceRef,
    Recipient,
    Role,
    Sector,
    Source,
    Status,
)
from ingest.nquads import day, decimal
from ingest.text.view import Span
from ingest.triples import BASE, document_ids, graphs_of, quads
from ontology import terms
from tests import sample

DM = "https://w3id.org/daumoi/ns#"
PLACE = PlaceRef("Sơn La", "tỉnh", Level.PROVINCE, iri=BASE + "place/14/2004")
ISSUER = Body("Ủy ban nhân dân tỉnh Sơn La", BodyKind.ORGANISATION, PLACE, Level.PROVINCE, office="uy-ban-nhan-dan")
OFFICE = Body("Sở Nội vụ tỉnh Sơn La", BodyKind.ORGANISATION, PLACE, Level.PROVINCE, office="so-noi-vu")
HEADER = Header(
    "Kế hoạch", "007/KH-UBND", Status.STATED, "2023-05", Status.STATED, ISSUER, Level.PROVINCE, Sector.STATE, PLACE,
    "Về việc", None, None, None,
)  # fmt: skip


def file_of(text: str, *documents: DocumentFacts, path: str = "a/b.txt") -> FileFacts:
    return FileFacts(Source(path, "0" * 64, text, "plain 1"), documents)


def parsed(facts: FileFacts, base: str = BASE) -> list[ox.Quad]:
    return list(ox.parse(b"".join(quads(facts, "test", base)), ox.RdfFormat.N_QUADS))


def values(found: list[ox.Quad], predicate: str) -> list[str]:
    return [quad.object.value for quad in found if quad.predicate.value == predicate]  # type: ignore[union-attr]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=60), st.data())
@settings(deadline=None)
def test_any_text_and_any_span_come_back_unchanged(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    recipient = Recipient(span=Span(start, end), section=None, rule="r", name="n", purpose=None)
    found = parsed(file_of(text, DocumentFacts(1, Span(0, len(text)), HEADER, False, recipients=(recipient,))))
    assert values(found, terms.keptText) == [text]
    assert values(found, terms.quote) == [text[start:end]]
    assert (values(found, terms.start), values(found, terms.end)) == ([str(start)], [str(end)])


def test_printed_numbers_stay_as_printed_beside_typed_dates() -> None:
    found = parsed(file_of("text", DocumentFacts(1, Span(0, 4), HEADER, False)))
    assert values(found, terms.number) == ["007/KH-UBND"]
    assert values(found, terms.date) == ["2023-05"]
    (typed,) = [q.object for q in found if q.predicate.value.endswith("#date_document")]
    assert isinstance(typed, ox.Literal)
    assert typed.datatype.value.endswith("#gYearMonth")


@pytest.mark.parametrize(
    ("value", "shown"), [(100.0, "100.0"), (0.1, "0.1"), (1e21, "1" + "0" * 21 + ".0"), (62, "62.0")]
)
def test_decimals_have_no_exponent_and_no_noise(value: float, shown: str) -> None:
    assert decimal(value) == f'"{shown}"^^<http://www.w3.org/2001/XMLSchema#decimal>'


@pytest.mark.parametrize("value", ["--06-30", "P30D after EVENT", "2023-Q1", "hôm nay"])
def test_what_is_no_calendar_date_gets_no_type(value: str) -> None:
    assert day(value) is None


def assignment(text: str, *names: str) -> Assignment:
    """A task for bodies named in the text; the first name may lie in a heading."""
    mentions = []
    for name in names:
        start = text.index(name)
        mentions.append(BodyMention(OFFICE, Span(start, start + len(name))))
    at = text.index("xây dựng")
    return Assignment(
        span=Span(at, len(text)), section="1", rule="heading", bodies=tuple(mentions), role=Role.LEAD, role_words="chủ",
        modality=Modality.REQUIRED, task="xây dựng kế hoạch", task_span=Span(at, len(text)),
    )  # fmt: skip


def test_a_heading_is_one_mention_for_all_tasks_under_it() -> None:
    text = "1. Sở Nội vụ\n- xây dựng kế hoạch"
    task = assignment(text, "Sở Nội vụ")
    found = parsed(file_of(text, DocumentFacts(1, Span(0, len(text)), HEADER, False, assignments=(task, task))))
    assert len(set(values(found, terms.mention))) == 1
    assert len({q.subject for q in found if q.predicate.value == terms.task}) == 2
    assert values(found, terms.bodyText) == ["Sở Nội vụ tỉnh Sơn La"]


def test_other_spellings_are_kept_and_damaged_ones_hidden() -> None:
    text = "SNV tỉnh: xây dựng kế hoạch"
    task = assignment(text, "SNV tỉnh")
    for damaged, label in ((False, "altLabel"), (True, "hiddenLabel")):
        found = parsed(file_of(text, DocumentFacts(1, Span(0, len(text)), HEADER, damaged, assignments=(task,))))
        assert [q.object.value for q in found if q.predicate.value.endswith(label)] == ["SNV tỉnh"]  # type: ignore[union-attr]


def test_the_line_of_command_is_not_in_the_graph_of_what_is_stated() -> None:
    text = "Sở Nội vụ xây dựng kế hoạch"
    task = assignment(text, "Sở Nội vụ")
    found = parsed(file_of(text, DocumentFacts(1, Span(0, len(text)), HEADER, False, assignments=(task,))))
    lines = [q for q in found if q.predicate.value.endswith(("#subOrganizationOf", "#guidedBy"))]
    assert {q.predicate.value.rpartition("#")[2] for q in lines} == {"subOrganizationOf", "guidedBy"}
    assert all("/graph/derived/" in q.graph_name.value for q in lines)  # type: ignore[union-attr]


def test_two_documents_of_one_file_never_share_a_name() -> None:
    one = DocumentFacts(1, Span(0, 4), HEADER, False)
    two = DocumentFacts(2, Span(5, 9), HEADER, False)
    assert len(set(document_ids(file_of("text text", one, two)))) == 2


def test_a_file_without_documents_is_still_kept() -> None:
    found = parsed(FileFacts(Source("x.txt", "0" * 64, "???", "plain 1"), (), ("not understood",)))
    assert values(found, terms.keptText) == ["???"]
    assert values(found, terms.note) == ["not understood"]


def test_another_base_moves_everything_but_the_vocabulary() -> None:
    lines = b"".join(quads(sample.facts()[0], "test", "https://example.org/d/"))
    assert BASE.encode() not in lines
    assert b"https://example.org/d/document/" in lines


def test_quads_of_a_file_are_the_same_every_time_and_lie_in_its_own_graphs() -> None:
    for facts in sample.facts():
        lines = list(quads(facts, "test"))
        assert lines == list(quads(facts, "test"))
        graphs = {quad.graph_name.value for quad in parsed(facts)}  # type: ignore[union-attr]
        assert graphs <= set(graphs_of(facts))


def test_the_sample_uses_only_terms_of_the_vocabulary() -> None:
    known = {value for name, value in vars(terms).items() if not name.startswith("_")}
    used = set()
    for facts in sample.facts():
        for quad in parsed(facts):
            used.add(quad.predicate.value)
            if quad.predicate.value.endswith("#type"):
                used.add(quad.object.value)  # type: ignore[union-attr]
    assert {term for term in used if term.startswith(DM)} <= known


def test_a_fact_costs_at_most_sixteen_quads() -> None:
    """Everything counted but the files themselves; the store of a whole country rests on it."""
    kinds = ("references", "assignments", "criteria", "targets", "reports", "recipients", "phases", "awards")
    facts = lines = 0
    for file in sample.facts():
        lines += sum(b"/graph/file/" not in line for line in quads(file, "test"))
        for document in file.documents:
            facts += len(document.header.facts) + sum(len(getattr(document, kind)) for kind in kinds)
    assert lines / facts <= 16
