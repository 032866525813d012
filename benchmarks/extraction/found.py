"""What the product finds, as `File`s: runs the pipeline on a path and turns its records into items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.extraction.items import Document, File, Item
from ingest.facts import (
    Assignment,
    Award,
    Body,
    Criterion,
    DocumentFacts,
    FileFacts,
    Header,
    Phase,
    Recipient,
    Reference,
    ReportingDuty,
    Target,
)
from ingest.pipeline import read_document_facts
from ingest.readers import read_file


def read(path: Path) -> File:
    """The facts of one file, by the product's own pipeline."""
    return as_file(read_document_facts(read_file(path, path.parent)))


def as_file(facts: FileFacts) -> File:
    documents = tuple(as_document(document) for document in facts.documents)
    return File(facts.source.path, facts.source.text, documents, "pipeline", facts.notes)


def as_document(facts: DocumentFacts) -> Document:
    return Document(
        facts.part,
        header_values(facts.header),
        {
            "references": tuple(map(_reference, facts.references)),
            "assignments": tuple(map(_assignment, facts.assignments)),
            "targets": tuple(map(_target, facts.targets)),
            "reports": tuple(map(_report, facts.reports)),
            "recipients": tuple(map(_recipient, facts.recipients)),
            "phases": tuple(map(_phase, facts.phases)),
            "awards": tuple(map(_award, facts.awards)),
            "criteria": tuple(map(_criterion, facts.criteria)),
        },
    )


def header_values(header: Header) -> Mapping[str, object]:
    return {
        "type": header.type,
        "number": header.number,
        "number_status": header.number_status.value,
        "date": header.date,
        "date_status": header.date_status.value,
        "issuer": _label(header.issuer),
        "level": header.level.value if header.level else None,
        "sector": header.sector.value,
        "place": header.place.name if header.place else None,
        "title": header.title,
        "signatory": header.signatory,
        "capacity": header.capacity,
        "authority": header.authority,
    }


def _label(body: Body | None) -> str | None:
    return body.label if body else None


def _labels(bodies: Iterable[Body]) -> list[str]:
    return [body.label for body in bodies]


def _reference(fact: Reference) -> Item:
    values = {
        "type": fact.type,
        "number": fact.number,
        "title": fact.title,
        "date": fact.date,
        "issuer": _label(fact.issuer),
        "relation": fact.relation.value,
        "section": fact.section,
    }
    return Item("references", values, (fact.span,), (), fact.rule)


def _assignment(fact: Assignment) -> Item:
    values = {
        "section": fact.section,
        "bodies": _labels(mention.body for mention in fact.bodies),
        "collective": bool(fact.bodies) and all(mention.body.collective for mention in fact.bodies),
        "role": fact.role.value,
        "modality": fact.modality.value,
        "task": fact.task,
        "fields": list(fact.fields),
        "with": _labels(fact.partners),
        "deadline": fact.deadline,
        "deadline_text": fact.deadline_text,
    }
    return Item("assignments", values, (fact.task_span,), (fact.span,), fact.rule)


def _target(fact: Target) -> Item:
    values = {
        "section": fact.section,
        "indicator": fact.indicator,
        "comparator": fact.comparator.value,
        "value": fact.value,
        "value_to": fact.value_to,
        "unit": fact.unit,
        "by": fact.by,
        "baseline": fact.baseline,
        "change": fact.change,
        "change_kind": fact.change_kind,
        "approx": fact.approx,
        "audience": fact.audience,
        "theme": fact.theme,
    }
    return Item("targets", values, (fact.span,), (), fact.rule)


def _report(fact: ReportingDuty) -> Item:
    values = {
        "section": fact.section,
        "reporter": _labels(fact.reporters),
        "to": _label(fact.recipient),
        "onward": _labels(fact.onward),
        "recurrence": fact.recurrence.value if fact.recurrence else None,
        "due": fact.due,
        "due_text": fact.due_text,
    }
    return Item("reports", values, (fact.span,), (), fact.rule)


def _recipient(fact: Recipient) -> Item:
    return Item("recipients", {"name": fact.name, "purpose": fact.purpose}, (fact.span,), (), fact.rule)


def _phase(fact: Phase) -> Item:
    values = {"label": fact.label, "start_year": fact.start_year, "end_year": fact.end_year, "section": fact.section}
    return Item("phases", values, (fact.span,), (), fact.rule)


def _award(fact: Award) -> Item:
    values = {"award": fact.award, "occasion": fact.occasion, "section": fact.section}
    return Item("awards", values, (fact.span,), (), fact.rule)


def _criterion(fact: Criterion) -> Item:
    values = {"section": fact.section, "audience": fact.audience, "theme": fact.theme, "text": fact.text}
    return Item("criteria", values, (fact.span,), (), fact.rule)
