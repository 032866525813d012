"""Facts become quads: the only place that knows both. In: the facts of one file. Out: N-Quads lines.

One named graph for the file (kept text, how it was read) and one for each of its documents, so that a changed file
replaces its own graphs only. Quotes are cut from the kept text here, at the fact's offsets. Printed forms stay strings
beside typed values, because engines normalise numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ingest.facts import Body, BodyMention, DocumentFacts, Fact, FileFacts, Header, PlaceRef, Source
from ingest.identity import body_id, document_id, place_id, reference_ids, slug, text_hash
from ingest.resolve.lines import lines_of
from ingest.text.fold import fold
from ingest.text.view import Span

BASE = "https://w3id.org/daumoi/id/"
NS = "https://w3id.org/daumoi/ns#"
SCHEME = "https://w3id.org/daumoi/scheme/"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_ORG = "http://www.w3.org/ns/org#"
_PROV = "http://www.w3.org/ns/prov#"

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def iri(value: str) -> str:
    """An IRI as an N-Quads term; characters that N-Quads forbids in one are percent-encoded."""
    return "<" + "".join(c if c not in '<>"{}|^`\\' and c > " " else f"%{ord(c):02X}" for c in value) + ">"


def text(value: str, lang: str = "") -> str:
    return f'"{value.translate(_ESCAPES)}"' + (f"@{lang}" if lang else "")


def typed(value: str | int | float | bool, name: str) -> str:
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return f'"{shown}"^^<{_XSD}{name}>'


def number(value: float) -> str:
    shown = f"{value:f}".rstrip("0").rstrip(".") or "0"
    return typed(shown if "." in shown else f"{shown}.0", "decimal")


class _Graph:
    """Lines of one named graph; a line said twice is written once."""

    def __init__(self, name: str, kept: str, base: str) -> None:
        self.name, self.kept, self.base = iri(name), kept, base
        self._said: set[str] = set()
        self.lines: list[bytes] = []
        self._fact_ids: Counter[str] = Counter()

    def add(self, subject: str, predicate: str, value: str | None) -> None:
        """`value` is a serialised term; None adds nothing."""
        if value is None:
            return
        name = predicate if predicate.startswith("http") else NS + predicate
        line = f"{iri(subject)} <{name}> {value} {self.name} .\n"
        if line not in self._said:
            self._said.add(line)
            self.lines.append(line.encode())

    def words(self, subject: str, predicate: str, value: str | None) -> None:
        if value:
            self.add(subject, predicate, text(value))

    def concept(self, subject: str, predicate: str, scheme: str, code: str | None) -> None:
        """A concept of one of the schemes of ontology/schemes."""
        if code:
            self.add(subject, predicate, iri(f"{SCHEME}{scheme}/{code}"))

    def evidence(self, subject: str, span: Span) -> None:
        """The quote and where it stands."""
        self.add(subject, "quote", text(span.of(self.kept)))
        self.add(subject, "start", typed(span.start, "integer"))
        self.add(subject, "end", typed(span.end, "integer"))

    def fact_iri(self, document: str, kind: str, span: Span) -> str:
        """Facts are named by what they are and where they stand; several at one place are counted."""
        stem = f"{self.base}fact/{document}/{kind}-{span.start}-{span.end}"
        self._fact_ids[stem] += 1
        again = self._fact_ids[stem]
        return stem if again == 1 else f"{stem}-{again}"


def quads(facts: FileFacts, engine_version: str, base: str = BASE) -> Iterator[bytes]:
    """All quads of one file as N-Quads lines (UTF-8), those of the file first."""
    source = facts.source
    ids = document_ids(facts)
    file = _Graph(file_graph(source, base), source.text, base)
    _file(file, facts, ids, engine_version)
    yield from file.lines
    for document, name in zip(facts.documents, ids, strict=True):
        graph = _Graph(f"{base}graph/document/{name}", source.text, base)
        _document(graph, document, name, file_iri(source, base))
        yield from graph.lines


def document_ids(facts: FileFacts) -> tuple[str, ...]:
    """The names of the file's documents, in order; two that would share one get their part behind it."""
    names: list[str] = []
    for document in facts.documents:
        name = document_id(document.header, document.span.of(facts.source.text))
        names.append(name if name not in names else f"{name}--{document.part}")
    return tuple(names)


def file_iri(source: Source, base: str = BASE) -> str:
    return f"{base}file/{slug(source.path) or 'file'}-{text_hash(source.path, 8)}"


def file_graph(source: Source, base: str = BASE) -> str:
    return f"{base}graph/file/{file_iri(source, base).rpartition('/')[2]}"


def graphs_of(facts: FileFacts, base: str = BASE) -> tuple[str, ...]:
    """The named graphs that `quads` writes for this file."""
    return (file_graph(facts.source, base), *(f"{base}graph/document/{name}" for name in document_ids(facts)))


def _file(graph: _Graph, facts: FileFacts, ids: Iterable[str], engine_version: str) -> None:
    source = facts.source
    me = file_iri(source, graph.base)
    graph.add(me, _RDF_TYPE, iri(NS + "File"))
    graph.words(me, "path", source.path)
    graph.words(me, "sha256", source.sha256)
    graph.words(me, "reader", source.reader)
    graph.words(me, "engine", engine_version)
    graph.add(me, "pages", typed(len(source.pages) or 1, "integer"))
    damaged = any(document.damaged for document in facts.documents)
    graph.words(me, "quality", "damaged" if damaged else "clean")
    graph.add(me, "keptText", text(source.text))
    for note in (*source.notes, *facts.notes):
        graph.words(me, "note", note)
    for name in ids:
        graph.add(me, "holds", iri(f"{graph.base}document/{name}"))


def _document(graph: _Graph, document: DocumentFacts, name: str, file: str) -> None:
    me = f"{graph.base}document/{name}"
    graph.add(me, _RDF_TYPE, iri(NS + "Document"))
    graph.add(me, "file", iri(file))
    graph.add(me, "part", typed(document.part, "integer"))
    graph.add(me, "start", typed(document.span.start, "integer"))
    graph.add(me, "end", typed(document.span.end, "integer"))
    graph.add(me, "damaged", typed(document.damaged, "boolean"))
    _header(graph, me, document.header)
    for fact in document.header.facts:
        node = f"{graph.base}fact/{name}/header-{fact.name}"
        graph.add(node, _RDF_TYPE, iri(NS + "HeaderFact"))
        graph.add(node, "inDocument", iri(me))
        graph.words(node, "headerName", fact.name)
        graph.words(node, "value", fact.value)
        graph.words(node, "status", fact.status)
        if fact.span:
            graph.evidence(node, fact.span)
    _references(graph, document, name, me)
    _assignments(graph, document, name, me)
    _criteria_and_targets(graph, document, name, me)
    _reports(graph, document, name, me)
    _tail(graph, document, name, me)


def _header(graph: _Graph, me: str, header: Header) -> None:
    graph.words(me, "documentType", header.type)
    graph.words(me, "number", header.number)
    graph.words(me, "numberStatus", header.number_status)
    graph.words(me, "date", header.date)
    graph.words(me, "dateStatus", header.date_status)
    graph.words(me, "level", header.level)
    graph.words(me, "sector", header.sector)
    for key in ("title", "signatory", "capacity", "authority"):
        graph.words(me, key, getattr(header, key))
    graph.add(me, "issuer", _body(graph, header.issuer))
    if header.place:
        graph.words(me, "placeName", header.place.name)
        graph.add(me, "place", _place(graph, header.place))
    for text_ in (header.number, header.title):
        if text_:
            graph.words(me, "key", fold(text_))


def _place(graph: _Graph, place: PlaceRef) -> str:
    if place.iri:
        return iri(graph.base + "place/" + place.iri.rpartition("/place/")[2])
    me = f"{graph.base}place/{place_id(place)}"
    graph.add(me, _RDF_TYPE, iri(NS + "Place"))
    graph.add(me, _SKOS + "prefLabel", text(place.full_name, "vi"))
    graph.words(me, "name", place.name)
    graph.words(me, "unitType", place.kind)
    graph.words(me, "level", place.level)
    graph.words(me, "key", fold(place.name))
    graph.words(me, "key", fold(place.full_name))
    if place.within:
        graph.add(me, "within", _place(graph, place.within))
    return iri(me)


def _body(graph: _Graph, body: Body | None) -> str | None:
    """The body's IRI as a term, its description said once a graph."""
    if body is None:
        return None
    me = f"{graph.base}body/{body_id(body)}"
    graph.add(me, _RDF_TYPE, iri(NS + "Body"))
    graph.add(me, _SKOS + "prefLabel", text(body.label, "vi"))
    graph.words(me, "bodyKind", body.kind)
    graph.words(me, "sector", body.sector)
    graph.words(me, "level", body.level)
    graph.words(me, "office", body.office)
    graph.words(me, "key", fold(body.label))
    if body.place:
        graph.add(me, "ofPlace", _place(graph, body.place))
    lines = lines_of(body)
    if lines.under:
        graph.add(me, _ORG + "subOrganizationOf", _above(graph, lines.under))
    for guide in lines.guided_by:
        graph.add(me, "guidedBy", _above(graph, guide))
    return iri(me)


def _above(graph: _Graph, body: Body) -> str:
    """A body on the line above, which the law has and the document need not name: only its label, and its own line."""
    me = f"{graph.base}body/{body_id(body)}"
    graph.add(me, _SKOS + "prefLabel", text(body.label, "vi"))
    if (under := lines_of(body).under) and under.label != body.label:
        graph.add(me, _ORG + "subOrganizationOf", _above(graph, under))
    return iri(me)


def _fact(graph: _Graph, document: str, me: str, kind: str, class_: str, fact: Fact) -> str:
    """A fact's node with what every fact has."""
    node = graph.fact_iri(document, kind, fact.span)
    graph.add(node, _RDF_TYPE, iri(NS + class_))
    graph.add(node, "inDocument", iri(me))
    graph.words(node, "section", fact.section)
    graph.evidence(node, fact.span)
    graph.words(node, "status", fact.status)
    graph.words(node, "rule", fact.rule)
    graph.words(node, "reading", fact.reading)
    return node


def _references(graph: _Graph, document: DocumentFacts, name: str, me: str) -> None:
    ids = reference_ids(document.references, name)
    for reference, id_ in zip(document.references, ids, strict=True):
        node = _fact(graph, name, me, "reference", "Reference", reference)
        cited = f"{graph.base}document/{id_}"
        graph.add(node, "cited", iri(cited))
        graph.add(cited, _RDF_TYPE, iri(NS + "Document"))
        graph.words(node, "relation", reference.relation)
        graph.add(me, _LINKS[reference.relation.value], iri(cited))
        graph.words(node, "citedType", reference.type)
        graph.words(node, "citedNumber", reference.number)
        graph.words(node, "citedDate", reference.date)
        graph.words(node, "citedTitle", reference.title)
        graph.add(node, "citedIssuer", _body(graph, reference.issuer))


_LINKS = {
    "implements": "implementsPlan",
    "based_on": "basedOn",
    "relays": "relays",
    "amends": "amends",
    "replaces": "replaces",
    "cites": "cites",
}


def _assignments(graph: _Graph, document: DocumentFacts, name: str, me: str) -> None:
    for fact in document.assignments:
        node = _fact(graph, name, me, "assignment", "Assignment", fact)
        graph.concept(node, "role", "role", fact.role)
        graph.words(node, "roleWords", fact.role_words)
        graph.words(node, "modality", fact.modality)
        graph.words(node, "task", fact.task)
        for slug_ in fact.fields:
            graph.concept(node, "field", "field", slug_)
        for mention in fact.bodies:
            _mention(graph, node, mention)
        for partner in fact.partners:
            graph.add(node, "partner", _body(graph, partner))
        graph.words(node, "partnersText", "; ".join(partner.label for partner in fact.partners))
        graph.words(node, "deadline", fact.deadline)
        graph.words(node, "deadlineText", fact.deadline_text)


def _mention(graph: _Graph, node: str, mention: BodyMention) -> None:
    body = _body(graph, mention.body)
    graph.add(node, "assignee", body)
    me = f"{node}/body-{mention.span.start}-{mention.span.end}"
    graph.add(node, "mention", iri(me))
    graph.add(me, "mentions", body)
    graph.evidence(me, mention.span)


def _criteria_and_targets(graph: _Graph, document: DocumentFacts, name: str, me: str) -> None:
    for criterion in document.criteria:
        node = _fact(graph, name, me, "criterion", "Criterion", criterion)
        graph.words(node, "audience", criterion.audience)
        graph.words(node, "theme", criterion.theme)
        graph.words(node, "text", criterion.text)
    for target in document.targets:
        node = _fact(graph, name, me, "target", "Target", target)
        for key in ("audience", "theme", "indicator", "unit", "by", "baseline", "change"):
            graph.words(node, key, getattr(target, key))
        graph.words(node, "changeKind", target.change_kind)
        graph.words(node, "comparator", target.comparator)
        graph.add(node, "numericValue", number(target.value))
        if target.value_to is not None:
            graph.add(node, "numericValueTo", number(target.value_to))
        graph.add(node, "approximate", typed(target.approx, "boolean"))


def _reports(graph: _Graph, document: DocumentFacts, name: str, me: str) -> None:
    for duty in document.reports:
        node = _fact(graph, name, me, "report", "ReportingDuty", duty)
        for reporter in duty.reporters:
            graph.add(node, "reporter", _body(graph, reporter))
        graph.words(node, "reportersText", "; ".join(reporter.label for reporter in duty.reporters))
        graph.add(node, "reportsTo", _body(graph, duty.recipient))
        for onward in duty.onward:
            graph.add(node, "onward", _body(graph, onward))
        graph.words(node, "onwardText", "; ".join(onward.label for onward in duty.onward))
        graph.words(node, "recurrence", duty.recurrence)
        graph.words(node, "due", duty.due)
        graph.words(node, "dueText", duty.due_text)


def _tail(graph: _Graph, document: DocumentFacts, name: str, me: str) -> None:
    for recipient in document.recipients:
        node = _fact(graph, name, me, "recipient", "Recipient", recipient)
        graph.words(node, "recipientName", recipient.name)
        graph.words(node, "purpose", recipient.purpose)
    for phase in document.phases:
        node = _fact(graph, name, me, "phase", "Phase", phase)
        graph.words(node, "label", phase.label)
        graph.add(node, "startYear", typed(phase.start_year, "integer"))
        graph.add(node, "endYear", typed(phase.end_year, "integer"))
    for award in document.awards:
        node = _fact(graph, name, me, "award", "Award", award)
        graph.words(node, "award", award.award)
        graph.words(node, "occasion", award.occasion)
