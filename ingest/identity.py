"""Readable, stable names of things: documents, bodies, places. The same thing has the same name in every document.

A state document is known by issuer, symbol, number and year, a Party document by issuer, type, number and year; a
symbol that one central body alone uses names its issuer. A number without issuer or year, a law or a resolution by its
name alone, merge nothing: such a citation is a thing of its own document. Nothing here knows RDF but that names become
the last part of an IRI.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from ingest.facts import Body, BodyKind, Header, Level, PlaceRef, Reference
from ingest.lexicons import rows
from ingest.text.fold import fold, modern_tone

APART = "--"
"""Parts the name of a document from that of something known only inside it."""

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# The year, or the term of the National Assembly, stands inside the number: 30/2020/NĐ-CP, 190/2025/QH15, 71/2014/QH13.
_YEAR_INSIDE = re.compile(r"\d+[a-z]?/(?:(?:19|20)\d\d/|.*QH\d)", re.IGNORECASE)
_ZEROS = re.compile(r"^0+(?=\d)")
# "QĐUBND" lost the hyphen between type and issuer; longer types first.
_GLUED = re.compile(r"\b(nq|qd|ct|kh|tb|hd|bc|tt|nd|ctr|ttr|cv|cd)(?=(?:ubnd|hdnd|ttg|cp|tu|hu|bcd)\b)")
_SHORT = (
    ("ủy ban nhân dân", "ubnd"),
    ("hội đồng nhân dân", "hdnd"),
    ("ủy ban mặt trận tổ quốc việt nam", "mttq"),
    ("viện kiểm sát nhân dân", "vksnd"),
    ("tòa án nhân dân", "tand"),
)
# A law has one text a year and one name in the whole country; any other name may be another's too.
_LAWS = re.compile(r"(?:bo luat|luat|phap lenh|hien phap)\b")


def slug(text: str, limit: int = 120) -> str:
    """ASCII words joined by hyphens: "Phòng Văn hóa và Thông tin" -> "phong-van-hoa-va-thong-tin"."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")[:limit].rstrip("-")


def text_hash(text: str, length: int = 12) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


_LETTERS = re.compile(r"[^\W\d_]+")


def words_hash(text: str) -> str:
    """The same for a text however it is laid out: Word, web page and PDF of one document have its words in common.

    Numbers are left out, for pages have them, and so is the order, for columns differ.
    """
    return text_hash(" ".join(sorted(_LETTERS.findall(modern_tone(unicodedata.normalize("NFC", text)).lower()))))


def symbol_slug(number: str) -> str:
    """A document's number as part of a name: "010/CT-UBND" and "10/CTUBND" are both "10-ct-ubnd"."""
    return _GLUED.sub(r"\1-", slug(_ZEROS.sub("", number.strip())))


def issuer_of_symbol(number: str) -> str | None:
    """The central body whose symbol stands in a number: "1478/QĐ-TTg" -> Thủ tướng Chính phủ; UBND names none."""
    groups = symbol_slug(number).split("-")[1:]
    known = _central_symbols()
    return next((known[name] for group in reversed(groups) if (name := group.rstrip("0123456789")) in known), None)


@cache
def _central_symbols() -> dict[str, str]:
    return {fold(symbol): body for symbol, body in rows("central_symbols")}


def document_id(header: Header, text: str) -> str:
    """The name of a held document: issuer, number and year; what is missing is replaced by a hash of its text."""
    year = header.date[:4] if header.date else None
    known = _known(header.number, header.issuer, year)
    if known:
        return known
    parts = (
        _issuer_slug(header.issuer),
        symbol_slug(header.number or header.type or "van-ban"),
        year,
        words_hash(text),
    )
    return "-".join(part for part in parts if part)


def reference_id(reference: Reference, citing: str) -> str:
    """The name of a cited document; one whose issuer or year is not told belongs to the citing document alone."""
    year = reference.date[:4] if reference.date else None
    known = _known(reference.number, reference.issuer, year)
    if known:
        return known
    name = slug(reference.title or "", 80)
    if not reference.number and year and _LAWS.match(fold(reference.title or "")):
        return f"{name}-{year}"
    what = symbol_slug(reference.number) if reference.number else name or slug(reference.type or "van-ban")
    return citing + APART + "-".join(part for part in (what, year) if part)


def reference_ids(references: Sequence[Reference], citing: str) -> list[str]:
    """The names of the documents cited by one document, mention by mention.

    A mention by number alone is the document that the same text cites in full under that number, if there is one only;
    a law by its name alone the one that the text cites with its year or number.
    """
    ids = [reference_id(reference, citing) for reference in references]
    full: defaultdict[str, set[str]] = defaultdict(set)
    for reference, name in zip(references, ids, strict=True):
        if APART not in name:
            for key in _keys(reference):
                full[key].add(name)
    found = []
    for reference, name in zip(references, ids, strict=True):
        meant = set().union(*(full[key] for key in _keys(reference)[:1])) if APART in name else {name}
        found.append(next(iter(meant)) if len(meant) == 1 else name)
    return found


def _keys(reference: Reference) -> list[str]:
    """What a bare mention can be known by: its number if it has one, and the name of a law."""
    name = slug(reference.title or "", 80)
    keys = [symbol_slug(reference.number)] if reference.number else []
    return keys + ([name] if _LAWS.match(fold(reference.title or "")) else [])


def _known(number: str | None, issuer: Body | None, year: str | None) -> str | None:
    """Issuer, number and year as a name; None when one of them is not told."""
    if not number:
        return None
    inside = bool(_YEAR_INSIDE.match(number))
    if not inside and not year:
        return None
    central = issuer_of_symbol(number)
    name = slug(central) if central else _issuer_slug(issuer)
    if not name:
        return None
    return "-".join((name, symbol_slug(number)) if inside else (name, symbol_slug(number), year or ""))


def _issuer_slug(issuer: Body | None) -> str | None:
    """The issuer as part of a name: common heads shortened, and what parts its place from others of that name.

    None where its place is not told, or is one of several of that name: such an issuer names nothing.
    """
    if issuer is None or (issuer.place is None and issuer.level not in (None, Level.CENTRAL)):
        return None
    if issuer.place and issuer.place.level is not Level.PROVINCE and not _place_mark(issuer.place):
        return None
    name = issuer.label.lower()
    for long, short in _SHORT:
        name = name.replace(long, short)
    return f"{slug(name, 60)}{_place_mark(issuer.place)}"


def _place_mark(place: PlaceRef | None) -> str:
    """What parts two units of one name below the province: the unit's code, or the name of the unit above."""
    if place is None or place.level is Level.PROVINCE:
        return ""
    if place.iri:
        return "-" + place.iri.rpartition("/place/")[2].replace("/", "-")
    return f"-{slug(place.within.full_name)}" if place.within else ""


def body_id(body: Body, scope: str = "") -> str:
    """The name of a body: its full label, and what parts its place from others of that name.

    `scope`: the place of the document, for classes ("các phòng, ban"), which are others in every place.
    """
    name = slug(body.label)
    if body.kind in (BodyKind.CLASS, BodyKind.PERSON) and body.place is None:
        return f"{name}{APART}{scope}" if scope else name
    return f"{name}{_place_mark(body.place)}"


def place_id(place: PlaceRef) -> str:
    """The name of a unit that the reference graph does not know or cannot tell."""
    names = [slug(place.full_name)]
    while place.within:
        place = place.within
        names.append(slug(place.full_name))
    return ".".join(names)


_QUOTED = re.compile(r"[“\"«]([^”\"»]+)")
_CLAUSE_END = re.compile(r"[;.”\"»]")


def campaign_id(title: str | None, place: PlaceRef | None) -> str | None:
    """The campaign that a title names in quotation marks: its first clause, without a place's name put before it.

    “Hải Dương đẩy mạnh phát triển …; thực hành …” and “Đẩy mạnh phát triển …” are one campaign.
    """
    quoted = _QUOTED.search(title or "")
    if not quoted:
        return None
    name = slug(_CLAUSE_END.split(quoted[1], maxsplit=1)[0], 90)
    while place:
        name = name.removeprefix(slug(place.name) + "-")
        place = place.within
    return name if name.count("-") >= 3 else None  # shorter names are slogans that several campaigns share
