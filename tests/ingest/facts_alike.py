"""What a file states, without where it stands: for tests that lay the same text out anew."""

from __future__ import annotations

import hashlib
from dataclasses import fields, is_dataclass

from ingest.facts import DocumentFacts, FileFacts, Header, Source
from ingest.pipeline import read_document_facts
from ingest.text.fold import modern_tone
from ingest.text.view import Span

KINDS = tuple(f.name for f in fields(DocumentFacts) if f.name not in ("part", "span", "header", "damaged"))


def read(text: str) -> FileFacts:
    """The facts of a text as the pipeline gives them."""
    data = text.encode("utf-8", "surrogatepass")
    return read_document_facts(Source("a.txt", hashlib.sha256(data).hexdigest(), text, "test"))


def stated(facts: FileFacts) -> dict[str, list[object]]:
    """Kind -> what each fact of it says, words by single spaces; spans, rules and readings left out."""
    out: dict[str, list[object]] = {"documents": [len(facts.documents)], "header": []}
    for document in facts.documents:
        out["header"].append(_bare(document.header))
        for kind in KINDS:
            out.setdefault(kind, []).extend(_bare(fact) for fact in getattr(document, kind))
    return out


def _bare(value: object) -> object:
    if isinstance(value, str):
        return " ".join(modern_tone(str(value)).split())
    if isinstance(value, tuple):
        return tuple(_bare(part) for part in value)
    if is_dataclass(value) and not isinstance(value, type | Span):
        left_out = {"span", "task_span", "rule", "reading", "facts" if isinstance(value, Header) else ""}
        return tuple(_bare(getattr(value, f.name)) for f in fields(value) if f.name not in left_out)
    return None if isinstance(value, Span) else value
