"""Facts become quads: the only place that knows both. In: the facts of one file. Out: N-Quads lines.

One named graph for the file (kept text, how it was read), one for each of its documents, and one for what follows from
a document without standing in it (who an office answers to, which plan must stand above), so that a changed file
replaces its own graphs only and what is stated is never mixed with what is not. Quotes are cut from the kept text
here, at the fact's offsets. Printed forms stay strings beside typed values, because engines normalise numbers. Rows
need what a name reads like in its own document: it stands on the fact, for the description of a body is said anew in
every document that names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ingest.facts import (
    Assignment,
    Body,
    BodyKind,
    BodyMention,
    DocumentFacts,
    Fact,
    FileFacts,
    Header,
    PlaceRef,
    Reference,
    Relation,
    ReportingDuty,
    Source,
    Status,
    Target,
)
from ingest.identity import body_id, document_id, place_id, reference_ids, slug, text_hash
from ingest.nquads import ELI, ORG, PROV, RDF_TYPE, SKOS, Graph, day, decimal, iri, text, typed
from ingest.resolve.lines import lines_of
from ingest.resolve.standing import Slot, expectations, other_spelling
from ingest.text.fold import fold
from ingest.text.view import Span
from ontology import SCHEME, terms

BASE = "https://w3id.org/daumoi/id/"

LINKS = {
    Relation.IMPLEMENTS: terms.implementsPlan,
    Relation.BASED_ON: terms.basedOn,
    Relation.RELAYS: terms.relays,
    Relation.AMENDS: terms.amends,
    Relation.REPLACES: terms.replaces,
    Relation.CITES: terms.cites,
}


def quads(facts: FileFacts, engine_version: str, base: str = BASE) -> Iterator[bytes]:
    """All quads of one file as N-Quads lines (UTF-8), those of the file first."""
    ids = document_ids(facts)
    yield from _file(facts, ids, engine_version, base)
    for document, name in zip(facts.documents, ids, strict=True):
        yield from _Writer(document, name, facts.source, base).lines()


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


def document_graph(name: str, base: str = BASE) -> str:
    """One for a document, whichever file it comes in: of several files that hold it, the store takes one."""
    return f"{base}graph/document/{name}"


def derived_graph(name: str, base: str = BASE) -> str:
    """What follows from the document without standing in it."""
    return f"{base}graph/derived/{name}"


def graphs_of(facts: FileFacts, base: str = BASE) -> tuple[str, ...]:
    """The named graphs that `quads` can write for this file."""
    of_documents = (g(name, base) for name in document_ids(facts) for g in (document_graph, derived_graph))
    return (file_graph(facts.source, base), *of_documents)


def _file(facts: FileFacts, ids: Iterable[str], engine_version: str, base: str) -> list[bytes]:
    source = facts.source
    graph = Graph(file_graph(source, base))
    me = file_iri(source, base)
    graph.add(me, RDF_TYPE, iri(terms.File))
    for term, value in (
        (terms.path, source.path),
        (terms.sha256, source.sha256),
        (terms.reader, source.reader),
        (terms.engine, engine_version),
        (terms.format, source.format),
        (terms.pageSpans, _page_spans(source)),
        (terms.lineBoxes, _line_boxes(source)),
        (terms.quality, "damaged" if any(d.damaged for d in facts.documents) else "clean"),
    ):
        graph.words(me, term, value)
    graph.add(me, terms.pages, typed(len(source.pages) or 1, "integer"))
    graph.add(me, terms.keptText, text(source.text))
    for note in (*source.notes, *facts.notes):
        graph.words(me, terms.note, note)
    for name in ids:
        graph.add(me, terms.holds, iri(f"{base}document/{name}"))
    return graph.lines


def _page_spans(source: Source) -> str:
    """One value for all pages: read as a whole or not at all."""
    return "\n".join(f"{p.number} {p.span.start} {p.span.end} {p.width:g} {p.height:g}" for p in source.pages)


def _line_boxes(source: Source) -> str:
    """One value for all lines of the file: 30 bytes a line instead of 8 triples."""
    return "\n".join(
        " ".join(
            map(str, (x.page, x.span.start, x.span.end, *x.box, *(() if x.confidence is None else (x.confidence,))))
        )
        for x in source.lines
    )


class _Writer:
    """The graphs of one document."""

    def __init__(self, document: DocumentFacts, name: str, source: Source, base: str) -> None:
        self.document, self.name, self.base = document, name, base
        self.kept = source.text
        self.file = file_iri(source, base)
        self.me = f"{base}document/{name}"
        self.graph = Graph(document_graph(name, base))
        self.derived = Graph(derived_graph(name, base))
        place = document.header.place
        self.scope = place_id(place) if place else ""
        self._named: dict[str, Body] = {}
        self._bodies: dict[int, str] = {}  # id of a body (the document holds them) -> its IRI, once described

    def lines(self) -> Iterator[bytes]:
        self._document()
        for reference, name in zip(self.document.references, self._cited(), strict=True):
            self._reference(reference, f"{self.base}document/{name}")
        for assignment in self.document.assignments:
            self._assignment(assignment)
        for target in self.document.targets:
            self._target(target)
        for duty in self.document.reports:
            self._report(duty)
        self._plain_facts()
        self._standing()
        self._above()
        yield from self.graph.lines
        yield from self.derived.lines

    def _cited(self) -> list[str]:
        return reference_ids(self.document.references, self.name)

    # The document itself

    def _document(self) -> None:
        graph, me, header = self.graph, self.me, self.document.header
        graph.add(me, RDF_TYPE, iri(terms.Document))
        graph.add(me, terms.file, iri(self.file))
        graph.add(me, terms.part, typed(self.document.part, "integer"))
        graph.add(me, terms.damaged, typed(self.document.damaged, "boolean"))
        for term, value in (
            (terms.documentType, header.type),
            (terms.number, header.number),
            (terms.numberStatus, header.number_status),
            (terms.date, header.date),
            (terms.dateStatus, header.date_status),
            (terms.level, header.level),
            (terms.sector, header.sector),
            (terms.title, header.title),
            (terms.signatory, header.signatory),
            (terms.capacity, header.capacity),
            (terms.authority, header.authority),
            (terms.key, fold(header.number or "")),
            (terms.key, fold(header.title or "")),
        ):
            graph.words(me, term, value)
        graph.add(me, ELI + "date_document", day(header.date) if header.date else None)
        graph.add(me, terms.issuer, self._body(header.issuer))
        graph.words(me, terms.issuerText, header.issuer.label if header.issuer else None)
        if header.place:
            graph.words(me, terms.placeName, header.place.name)
            graph.add(me, terms.place, self._place(header.place))
        self._header_facts(header)

    def _header_facts(self, header: Header) -> None:
        for fact in header.facts:
            node = self.graph.own(f"{self.base}fact/{self.name}/header-{fact.name}")
            self.graph.add(node, RDF_TYPE, iri(terms.HeaderFact))
            self.graph.add(node, terms.inDocument, iri(self.me))
            self.graph.words(node, terms.headerName, fact.name)
            self.graph.words(node, terms.value, fact.value)
            self.graph.words(node, terms.status, fact.status)
            if fact.span:
                self._evidence(node, fact.span)

    def _evidence(self, node: str, span: Span) -> None:
        """The quote and where it stands."""
        self.graph.add(node, terms.quote, text(span.of(self.kept)))
        self.graph.add(node, terms.start, typed(span.start, "integer"))
        self.graph.add(node, terms.end, typed(span.end, "integer"))

    def _fact(self, kind: str, class_: str, fact: Fact) -> str:
        """A fact's node with what every fact has; named by what it is and where it stands."""
        where = f"{fact.span.start}-{fact.span.end}"
        node = self.graph.own(f"{self.base}fact/{self.name}/{kind}-{where}")
        self.graph.add(node, RDF_TYPE, iri(class_))
        self.graph.add(node, terms.inDocument, iri(self.me))
        self._evidence(node, fact.span)
        for term, value in (
            (terms.section, fact.section),
            (terms.status, fact.status),
            (terms.reading, fact.reading),
            # How a stated fact was found matters to those who mend the rules; how an inferred one was, to everybody.
            (terms.rule, fact.rule if isinstance(fact, Assignment) or fact.status is not Status.STATED else None),
        ):
            self.graph.words(node, term, value)
        return node

    # Kinds of facts

    def _reference(self, reference: Reference, cited: str) -> None:
        graph, issuer = self.graph, reference.issuer
        node = self._fact("reference", terms.Reference, reference)
        graph.add(node, terms.cited, iri(cited))
        graph.add(self.me, LINKS[reference.relation], iri(cited))
        level = issuer.place.level if issuer and issuer.place else issuer.level if issuer else None
        for term, value in (
            (terms.relation, reference.relation),
            (terms.citedType, reference.type),
            (terms.citedNumber, reference.number),
            (terms.citedDate, reference.date),
            (terms.citedTitle, reference.title),
            (terms.citedIssuerText, issuer.label if issuer else None),
            (terms.citedLevel, level),
        ):
            graph.words(node, term, value)
        graph.add(node, terms.citedIssuer, self._body(issuer))

    def _assignment(self, fact: Assignment) -> None:
        graph = self.graph
        node = self._fact("assignment", terms.Assignment, fact)
        graph.add(node, terms.role, iri(f"{SCHEME}role/{fact.role}"))
        for slug_ in fact.fields:
            graph.add(node, terms.field, iri(f"{SCHEME}field/{slug_}"))
        for mention in fact.bodies:
            graph.add(node, terms.assignee, self._body(mention.body))
            graph.add(node, terms.mention, iri(self._mention(mention)))
        for partner in fact.partners:
            graph.add(node, terms.partner, self._body(partner))
        for term, value in (
            (terms.roleWords, fact.role_words),
            (terms.modality, fact.modality),
            (terms.task, fact.task),
            (terms.partnersText, _labels(fact.partners)),
            (terms.deadline, fact.deadline),
            (terms.deadlineText, fact.deadline_text),
        ):
            graph.words(node, term, value)

    def _mention(self, mention: BodyMention) -> str:
        """Where a body is named; a heading is one mention for all the tasks under it."""
        body, span = mention.body, mention.span
        name = body_id(body, self.scope)
        me = f"{self.base}fact/{self.name}/body-{span.start}-{span.end}/{name}"
        self.graph.add(me, terms.mentions, self._body(body))
        self.graph.words(me, terms.bodyText, body.label)
        if body.kind is not BodyKind.ORGANISATION:
            self.graph.words(me, terms.bodyKind, body.kind)
        self._evidence(me, span)
        spelling = other_spelling(body, span.of(self.kept))
        if spelling:
            label = SKOS + ("hiddenLabel" if self.document.damaged else "altLabel")
            self.graph.add(f"{self.base}body/{name}", label, text(spelling, "vi"))
        return me

    def _target(self, target: Target) -> None:
        graph = self.graph
        node = self._fact("target", terms.Target, target)
        for term, value in (
            (terms.audience, target.audience),
            (terms.theme, target.theme),
            (terms.indicator, target.indicator),
            (terms.unit, target.unit),
            (terms.by, target.by),
            (terms.baseline, target.baseline),
            (terms.change, target.change),
            (terms.changeKind, target.change_kind),
            (terms.comparator, target.comparator),
        ):
            graph.words(node, term, value)
        graph.add(node, terms.numericValue, decimal(target.value))
        if target.value_to is not None:
            graph.add(node, terms.numericValueTo, decimal(target.value_to))
        if target.approx:
            graph.add(node, terms.approximate, typed(True, "boolean"))

    def _report(self, duty: ReportingDuty) -> None:
        graph = self.graph
        node = self._fact("report", terms.ReportingDuty, duty)
        for term, bodies in (
            (terms.reporter, duty.reporters),
            (terms.reportsTo, (duty.recipient,) if duty.recipient else ()),
            (terms.onward, duty.onward),
        ):
            for body in bodies:
                graph.add(node, term, self._body(body))
        for term, value in (
            (terms.reportersText, _labels(duty.reporters)),
            (terms.recipientText, duty.recipient.label if duty.recipient else None),
            (terms.onwardText, _labels(duty.onward)),
            (terms.recurrence, duty.recurrence),
            (terms.due, duty.due),
            (terms.dueText, duty.due_text),
        ):
            graph.words(node, term, value)

    def _plain_facts(self) -> None:
        """Facts that are words in columns."""
        graph, document = self.graph, self.document
        for criterion in document.criteria:
            node = self._fact("criterion", terms.Criterion, criterion)
            graph.words(node, terms.audience, criterion.audience)
            graph.words(node, terms.theme, criterion.theme)
            graph.words(node, terms.text, criterion.text)
        for recipient in document.recipients:
            node = self._fact("recipient", terms.Recipient, recipient)
            graph.words(node, terms.recipientName, recipient.name)
            graph.words(node, terms.purpose, recipient.purpose)
        for phase in document.phases:
            node = self._fact("phase", terms.Phase, phase)
            graph.words(node, terms.label, phase.label)
            graph.add(node, terms.startYear, typed(phase.start_year, "integer"))
            graph.add(node, terms.endYear, typed(phase.end_year, "integer"))
        for award in document.awards:
            node = self._fact("award", terms.Award, award)
            graph.words(node, terms.award, award.award)
            graph.words(node, terms.occasion, award.occasion)

    # Bodies and places

    def _place(self, place: PlaceRef) -> str:
        """The unit's IRI as a term; one that the reference graph has is described there."""
        if place.iri:
            return iri(self.base + "place/" + place.iri.rpartition("/place/")[2])
        me = f"{self.base}place/{place_id(place)}"
        self.graph.add(me, RDF_TYPE, iri(terms.Place))
        self.graph.add(me, SKOS + "prefLabel", text(place.full_name, "vi"))
        for term, value in (
            (terms.name, place.name),
            (terms.unitType, place.kind),
            (terms.level, place.level),
            (terms.key, fold(place.name)),
            (terms.key, fold(place.full_name)),
        ):
            self.graph.words(me, term, value)
        if place.within:
            self.graph.add(me, terms.within, self._place(place.within))
        return iri(me)

    def _body(self, body: Body | None) -> str | None:
        """The body's IRI as a term, its description said once a graph."""
        if body is None:
            return None
        me = self._bodies.get(id(body))
        if me is None:
            me = self._bodies[id(body)] = f"{self.base}body/{body_id(body, self.scope)}"
            self._named.setdefault(me, body)
            self._describe(me, body)
        return iri(me)

    def _describe(self, me: str, body: Body) -> None:
        graph = self.graph
        graph.add(me, RDF_TYPE, iri(terms.Body))
        if body.kind is BodyKind.POST:
            graph.add(me, RDF_TYPE, iri(ORG + "Post"))
        elif body.kind is BodyKind.PERSON:
            graph.add(me, RDF_TYPE, iri(PROV + "Person"))
        label = "prefLabel" if self._named[me].label == body.label else "altLabel"  # the first spelling of the document
        graph.add(me, SKOS + label, text(body.label, "vi"))
        for term, value in (
            (terms.bodyKind, body.kind),
            (terms.sector, body.sector),
            (terms.level, body.level),
            (terms.office, body.office),
            (terms.key, fold(body.label)),
        ):
            graph.words(me, term, value)
        if body.place:
            graph.add(me, terms.ofPlace, self._place(body.place))

    # What follows

    def _standing(self) -> None:
        """Who the bodies belong to and who guides their work; those that the document does not name get a name."""
        queue = list(self._named.items())
        known = dict(self._named)
        while queue:
            me, body = queue.pop()
            lines = lines_of(body)
            links = [(ORG + "subOrganizationOf", lines.under)] if lines.under else []
            for link, other in (*links, *((terms.guidedBy, guide) for guide in lines.guided_by)):
                it = f"{self.base}body/{body_id(other)}"
                self.derived.add(me, link, iri(it))
                if it not in known:
                    known[it] = other
                    queue += [(it, other)] if link != terms.guidedBy else []
                    self.derived.add(it, RDF_TYPE, iri(terms.Body))
                    self.derived.add(it, SKOS + "prefLabel", text(other.label, "vi"))
                    for term, value in (
                        (terms.bodyKind, other.kind),
                        (terms.sector, other.sector),
                        (terms.level, other.level),
                        (terms.office, other.office),
                        (terms.key, fold(other.label)),
                    ):
                        self.derived.words(it, term, value)
                    if other.place:
                        self.derived.add(it, terms.ofPlace, self._place(other.place))

    def _above(self) -> None:
        """Which plan must stand above, by the campaign; see ingest/resolve/standing.py."""
        for found in expectations(self.document, self.name, self._cited()):
            slot = iri(self._slot(found.slot))
            lower = found.lower
            me = self._slot(lower) if isinstance(lower, Slot) else f"{self.base}document/{lower}"
            self.derived.add(me, terms.fills if found.fills else terms.expects, slot)

    def _slot(self, slot: Slot) -> str:
        me = f"{self.base}expected/{slot.name}"
        self.derived.add(me, RDF_TYPE, iri(terms.ExpectedDocument))
        self.derived.words(me, terms.level, slot.level)
        self.derived.words(me, terms.issuerText, slot.issuer)
        return me


def _labels(bodies: Iterable[Body]) -> str:
    return "; ".join(body.label for body in bodies)
