"""The header of a document: what identifies it, each value with its words and its status.

Comes in: a layout. Goes out: a `Header` with one `HeaderFact` for each value. It reads the form (Nghị định 30/2020,
Hướng dẫn 36): number, date, issuer, title, signature. Values that only another document of the file tells are settled
afterwards (`with_covering_letter`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.facts import Header, HeaderFact, Level, PlaceRef, Sector, Source, Status
from ingest.layout.forms import SUBJECT, document_types, type_abbreviations, type_heading, type_word
from ingest.layout.model import Block, DocumentLayout
from ingest.recognise.form_text import FormText
from ingest.recognise.issuer import Issuer, issuer_of
from ingest.recognise.number_and_date import Stated, date_of, number_of
from ingest.recognise.signature import Signature, read_signature
from ingest.text.fold import bare, fold
from ingest.text.view import Span

_SYMBOL_TYPE = re.compile(r"^(?:\d{4}[/-])?([A-ZĐ][A-Za-zĐ]*)(?:[-/]|$)")
_SUBJECT_PREFIX = re.compile(r"^(?:V/ ?v|v/v)\s*[:.]?\s*", re.IGNORECASE)
_TITLE_STOPS = re.compile(r"^(?:so ?[:.]|kinh gui|.{2,40}, ngay |cong hoa|doc lap|\*)")
_MENTION = re.compile(r"(?P<type>[A-ZĐ][^\W\d_]+(?: [^\W\d_]+){0,3}?) số (?P<number>\d+[^\s,;.]*[/-][^\s,;]*[^\s,;.)])")
_MENTION_DATE = re.compile(r"\s*,?\s*ngày (\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})")


def recognise_header(layout: DocumentLayout, source: Source) -> Header:
    """What the document says it is."""
    head = FormText.of(layout.header)
    titled = FormText.of(layout.title)
    number = number_of(head)
    if number.status is Status.ABSENT:
        number = number_of(titled)
    date = date_of(head)
    if date.status is Status.ABSENT:
        date = date_of(FormText.of((*layout.title, *layout.signature)))
    signature = read_signature(FormText.of(layout.signature))
    signed_for = signature.body.value if signature.body else None
    issuer = issuer_of(
        layout, source.text, symbol=number.symbol, date_place=date.place, on=date.value, signed_for=signed_for
    )
    kind = _type(layout, number)
    title = _title(layout, kind)
    place = issuer.body.place if issuer else None
    level = issuer.body.level if issuer else None
    facts = _facts(kind, number, date, issuer, title, signature, place)
    return Header(
        type=kind[0] if kind else None,
        number=number.value,
        number_status=number.status,
        date=date.value,
        date_status=date.status,
        issuer=issuer.body if issuer else None,
        level=level or (place.level if place else None),
        sector=issuer.body.sector if issuer else _sector_of(number),
        place=None if level is Level.CENTRAL else place,
        title=title[0] if title else None,
        signatory=signature.name.value if signature.name else None,
        capacity=signature.post.value if signature.post else None,
        authority=signature.authority.value if signature.authority else None,
        facts=facts,
    )


def _sector_of(number: Stated) -> Sector:
    return Sector.PARTY if number.value and re.match(r"\d+-", number.value) else Sector.STATE


# --- type and title --------------------------------------------------------------------------------------------------

Words = tuple[str, Span | None]


def _type(layout: DocumentLayout, number: Stated) -> Words | None:
    """The type word of the heading; a letter has none; else the abbreviation in the number."""
    for block in layout.title[:1]:
        text = block.text
        found = type_heading(text, bare(text)) or type_word(text)
        if found:
            return found[0], block.at(0, min(found[1], len(text)))
    symbol = _SYMBOL_TYPE.match(number.symbol or "")
    if symbol and (name := type_abbreviations().get(symbol[1])) and "-" in (number.symbol or ""):
        return name, number.span
    if layout.header and (number.status is not Status.ABSENT or _subject(layout.header)):
        return "Công văn", None
    return None


def _title(layout: DocumentLayout, kind: Words | None) -> Words | None:
    """The words behind the type, or a letter's subject."""
    if layout.title:
        first = layout.title[0]
        found = type_heading(first.text, bare(first.text)) or type_word(first.text)
        skip = found[1] if found else 0
        rest = first.text[skip:].strip(" .:-–")
        blocks = layout.title[1:]
        if rest and len(rest) > 3:
            start = first.text.find(rest)
            words = [rest, *(b.text for b in blocks)]
            span = first.at(start, start + len(rest))
            for block in blocks:
                span = span.join(block.span)
            return _clean(" ".join(words)), span
        if blocks:
            span = blocks[0].span
            for block in blocks[1:]:
                span = span.join(block.span)
            return _clean(" ".join(b.text for b in blocks)), span
    subject = _subject(layout.header)
    if subject:
        span = subject[0].span
        for block in subject[1:]:
            span = span.join(block.span)
        return _clean(_SUBJECT_PREFIX.sub("", " ".join(b.text for b in subject))), span
    return None


def _clean(text: str) -> str:
    return " ".join(text.split()).strip(" .;:")


def _subject(header: Sequence[Block]) -> list[Block]:
    """The lines of "V/v …" in a letter's head."""
    out: list[Block] = []
    for block in header:
        key = bare(block.text)
        if not out:
            if SUBJECT.match(key):
                out.append(block)
        elif _TITLE_STOPS.match(key) or len(out) > 9:
            break
        else:
            out.append(block)
    return out


# --- facts -----------------------------------------------------------------------------------------------------------


def _facts(
    kind: Words | None,
    number: Stated,
    date: Stated,
    issuer: Issuer | None,
    title: Words | None,
    signature: Signature,
    place: PlaceRef | None,
) -> tuple[HeaderFact, ...]:
    absent = Status.ABSENT
    out: list[HeaderFact] = []

    def add(name: str, value: str | None, span: Span | None, status: Status, rule: str) -> None:
        out.append(HeaderFact(name, value, status, span, rule))

    if kind:
        add("type", kind[0], kind[1], Status.STATED if kind[1] else Status.INFERRED, "header.type")
    else:
        add("type", None, None, absent, "header.type")
    add("number", number.value, number.span, number.status, "header.number")
    add("date", date.value, date.span, date.status, "header.date")
    if issuer:
        status = issuer.status if issuer.span else Status.INFERRED
        add("issuer", issuer.body.label, issuer.span, status, f"header.issuer.{issuer.rule}")
        if place:
            add("place", place.name, issuer.span, status, f"header.place.{issuer.rule}")
    else:
        add("issuer", None, None, absent, "header.issuer")
    if title:
        add("title", title[0], title[1], Status.STATED, "header.title")
    else:
        add("title", None, None, absent, "header.title")
    for name, mark in (("signatory", signature.name), ("capacity", signature.post), ("authority", signature.authority)):
        if mark:
            add(name, mark.value, mark.span, Status.STATED, f"header.{name}")
        else:
            add(name, None, None, absent, f"header.{name}")
    return tuple(out)


# --- what the covering letter tells ----------------------------------------------------------------------------------


def with_covering_letter(header: Header, letters: Sequence[tuple[DocumentLayout, Header]]) -> Header:
    """The header with a number or date that only another document of the same file tells."""
    if header.type is None or (header.number is not None and header.date is not None):
        return header
    for layout, other in letters:
        if other is header:
            continue
        for _, block in layout.blocks():
            for found in _MENTION.finditer(block.text):
                if fold(found["type"]).endswith(fold(header.type)) and found["number"] != other.number:
                    completed = _completed(header, block, found)
                    if completed is not None:
                        return completed
    return header


def _completed(header: Header, block: Block, found: re.Match[str]) -> Header | None:
    dated = _MENTION_DATE.match(block.text, found.end())
    date = f"{dated[3]}-{int(dated[2]):02d}-{int(dated[1]):02d}" if dated else None
    if header.date and (date is None or not date.startswith(header.date)):
        return None
    if not header.date and date is None:
        return None
    facts = list(header.facts)
    number, status, when, when_status = header.number, header.number_status, header.date, header.date_status
    if number is None:
        number, status = found["number"], Status.INFERRED
        span = block.at(found.start("number"), found.end("number"))
        facts = [
            HeaderFact("number", number, status, span, "header.number.covering-letter") if f.name == "number" else f
            for f in facts
        ]
    if date and (when is None or len(when) < len(date)) and dated:
        when, when_status = date, Status.INFERRED
        span = block.at(dated.start(1), dated.end(3))
        facts = [
            HeaderFact("date", when, when_status, span, "header.date.covering-letter") if f.name == "date" else f
            for f in facts
        ]
    return replace(header, number=number, number_status=status, date=when, date_status=when_status, facts=tuple(facts))


def known_types() -> tuple[str, ...]:
    """Names of all types, for those who list them."""
    return tuple(document_types().values())
