"""The way from the bytes of a file to its sources: kind, reader, members; in a child process for all but plain text.

In go bytes and a name, out come sources, refusals and opened archives in the order in which they stand. Readers are
loaded when their format is met, so that a machine without one of their programs still reads the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from ingest.facts import LineBox, Page, Source
from ingest.readers import bounded
from ingest.readers.archive import Budget, members
from ingest.readers.kinds import CONTAINERS, Kind, kind_of
from ingest.readers.model import Limits, Opened, Reader, Refused, Tell
from ingest.readers.plain import PlainText
from ingest.readers.reasons import NotADocument, UnreadableFile
from ingest.text.view import Span

Outcome = Source | Refused | Opened


@cache
def not_documents() -> frozenset[str]:
    """Endings of files that lie beside documents and are none: such files are skipped, not failed."""
    lines = files("ingest.readers").joinpath("data/not-documents.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _reader(kind: Kind) -> Reader:
    """The reader of a kind, loaded when first asked for."""
    if kind is Kind.HTML:
        from ingest.readers.html import Html

        return Html()
    if kind is Kind.DOCX:
        from ingest.readers.docx import Docx

        return Docx()
    if kind is Kind.PDF:
        from ingest.readers.pdf import Pdf

        return Pdf()
    if kind is Kind.IMAGE:
        from ingest.readers.ocr import Picture

        return Picture()
    if kind is Kind.XLSX:
        from ingest.readers.sheets import Xlsx

        return Xlsx()
    if kind in (Kind.DOC, Kind.RTF, Kind.ODT):
        from ingest.readers.word import OldWord

        what = {Kind.DOC: "an old Word document", Kind.RTF: "an RTF document", Kind.ODT: "an OpenDocument text"}
        return OldWord(f".{kind}", what[kind])
    return PlainText()


def outcomes(data: bytes, name: str, limits: Limits, tell: Tell) -> Iterator[Outcome]:
    """What the bytes hold. Never raises UnreadableFile: a refusal is an outcome."""
    digest = sha256(data).hexdigest()
    try:
        kind = _kind(data, name)
    except UnreadableFile as refused:
        yield Refused(name, digest, "", refused.reason, isinstance(refused, NotADocument))
        return
    if kind is Kind.TEXT:
        yield _read(data, name, digest, kind, limits, tell)
        return
    last = name
    own = False
    try:
        for message in bounded.messages(lambda send: _in_child(data, name, digest, kind, limits, send), limits):
            if "page" in message:
                tell(message["page"], message["pages"])
            elif "at" in message:
                last = message["at"]
            else:
                outcome = decoded(message)
                own = own or outcome.path == name
                yield outcome
    except UnreadableFile as refused:
        inside = last != name
        yield Refused(last, digest if not inside else "", str(kind) if not inside else "", refused.reason)
        if inside and not own:
            yield Refused(name, digest, str(kind), f"not read to its end: {last} could not be read")


def _kind(data: bytes, name: str) -> Kind:
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending in not_documents():
        raise NotADocument(f"files of the kind .{ending} are no documents")
    if not data:
        raise UnreadableFile("the file is empty")
    return kind_of(data, name)


def _in_child(data: bytes, name: str, digest: str, kind: Kind, limits: Limits, send: bounded.Send) -> None:
    def tell(page: int, pages: int) -> None:
        send({"page": page, "pages": pages})

    for outcome in _opened(data, name, digest, kind, limits, Budget.of(limits), 1, tell, send):
        send(encoded(outcome))


def _opened(
    data: bytes,
    name: str,
    digest: str,
    kind: Kind,
    limits: Limits,
    budget: Budget,
    depth: int,
    tell: Tell,
    send: bounded.Send,
) -> Iterator[Outcome]:
    """The outcomes of one file, and of its members where it has them."""
    send({"at": name})
    if kind not in CONTAINERS:
        yield _read(data, name, digest, kind, limits, tell)
        return
    if depth > limits.depth:
        yield Refused(name, digest, kind, f"archives within archives, more than {limits.depth} deep")
        return
    count = 0
    used: dict[str, int] = {}
    fault = None
    try:
        held = _mail(data, name, digest, limits) if kind is Kind.MAIL else members(data, limits, budget)
        for member, content in held:
            if isinstance(content, Source):
                yield content
                continue
            count += 1
            used[member] = used.get(member, 0) + 1
            inner = f"{name}/{member}" if used[member] == 1 else f"{name}/{member}~{used[member]}"
            if isinstance(content, UnreadableFile):
                yield Refused(inner, "", "", content.reason)
                continue
            mark = sha256(content).hexdigest()
            try:
                inner_kind = _kind(content, inner)
            except UnreadableFile as refused:
                yield Refused(inner, mark, "", refused.reason, isinstance(refused, NotADocument))
                continue
            yield from _opened(content, inner, mark, inner_kind, limits, budget, depth + 1, tell, send)
    except UnreadableFile as refused:
        fault = refused.reason
    send({"at": name})
    if fault is not None:
        yield Refused(name, digest, kind, fault)
    else:
        yield Opened(name, digest, kind, count, f"{kind} 1")


def _mail(data: bytes, name: str, digest: str, limits: Limits) -> Iterator[tuple[str, bytes | UnreadableFile | Source]]:
    """The mail's own words under the mail's name with `/mail.txt` behind it, then its attachments."""
    from ingest.readers import mail

    message = mail.parsed(data)
    text = mail.body(message, limits)
    if text:
        yield "", Source(f"{name}/{mail.TEXT}", digest, text, mail.NAME, format=Kind.MAIL)
    left = limits.members
    for given, content in mail.attachments(message):
        left -= 1
        if left < 0:
            raise UnreadableFile(f"the mail has more than {limits.members:,} attachments; the rest was not read")
        yield given, content


def _read(data: bytes, name: str, digest: str, kind: Kind, limits: Limits, tell: Tell) -> Outcome:
    try:
        reader = _reader(kind)
        read = reader.read(data, limits, tell)
    except UnreadableFile as refused:
        return Refused(name, digest, kind, refused.reason)
    except ImportError as error:
        return Refused(name, digest, kind, f"to read {kind} files install the Python package {error.name}")
    if not read.text.strip():
        return Refused(name, digest, kind, "the file holds no text, only white space")
    if len(read.text) > limits.characters:
        said = f"its text has {len(read.text):,} characters; {limits.characters:,} are kept at most: split the file"
        return Refused(name, digest, kind, said)
    return Source(name, digest, read.text, read.reader or reader.name, read.pages, read.notes, kind, read.lines)


# Outcomes as messages between processes


def encoded(outcome: Outcome) -> dict[str, Any]:
    if isinstance(outcome, Refused):
        return {"refused": asdict(outcome)}
    if isinstance(outcome, Opened):
        return {"opened": asdict(outcome)}
    return {
        "source": [outcome.path, outcome.sha256, outcome.text, outcome.reader, outcome.notes, outcome.format],
        "pages": [[p.number, p.span.start, p.span.end, p.width, p.height] for p in outcome.pages],
        "lines": [[x.page, x.span.start, x.span.end, *x.box, x.confidence] for x in outcome.lines],
    }


def decoded(message: dict[str, Any]) -> Outcome:
    if "refused" in message:
        return Refused(**message["refused"])
    if "opened" in message:
        opened = message["opened"]
        return Opened(**{**opened, "notes": tuple(opened["notes"])})
    path, digest, text, reader, notes, kind = message["source"]
    pages = tuple(Page(n, Span(a, b), w, h) for n, a, b, w, h in message["pages"])
    lines = tuple(LineBox(n, Span(a, b), (x0, y0, x1, y1), c) for n, a, b, x0, y0, x1, y1, c in message["lines"])
    return Source(path, digest, text, reader, pages, tuple(notes), kind, lines)
