"""Readable, stable names of things: documents, bodies, places. The same thing has the same name in every document.

A state document is known by issuer, symbol, number and year; a Party document by issuer, type, number and year; laws
and decrees with the year in their number by that number alone. A number without its issuer or year merges nothing: such a
citation is a thing of its own document. Nothing here knows RDF but that names become the last part of an IRI.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence

from ingest.facts import Body, Header, PlaceRef, Reference
from ingest.text.fold import fold

_NOT_SLUG = re.compile(r"[^a-z0-9]+")
# The year (or the term of the National Assembly) stands inside the number: 30/2020/NĐ-CP, 190/2025/QH15.
_YEAR_INSIDE = re.compile(r"\d+/(?:\d{4}/|.*QH\d)")
# Symbols that only one body uses.
_ISSUER_OF_SYMBOL = {"ttg": "Thủ tướng Chính phủ", "cp": "Chính phủ", "tw": "Trung ương", "vpcp": "Văn phòng Chính phủ"}
_SHORT = (("ủy ban nhân dân", "ubnd"), ("hội đồng nhân dân", "hdnd"), ("ủy ban mặt trận tổ quốc việt nam", "mttq"))


def slug(text: str, limit: int = 120) -> str:
    """ASCII words joined by hyphens: "Phòng Văn hóa và Thông tin" -> "phong-van-hoa-va-thong-tin"."""
    return _NOT_SLUG.sub("-", fold(text)).strip("-")[:limit].rstrip("-")


def text_hash(text: str, length: int = 12) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:length]


def document_id(header: Header, text: str) -> str:
    """The name of a held document: issuer, number and year, else a short hash of its text."""
    year = header.date[:4] if header.date else None
    issuer = header.issuer.label if header.issuer else None
    known = _known(header.number, issuer, year, header.place)
    return known or f"{slug(header.type or 'van-ban', 30)}-{text_hash(text)}"


def reference_id(reference: Reference, citing: str) -> str:
    """The name of a cited document; one whose issuer or year is not told belongs to the citing document alone."""
    year = reference.date[:4] if reference.date else None
    issuer = reference.issuer.label if reference.issuer else None
    place = reference.issuer.place if reference.issuer else None
    if reference.number:
        known = _known(reference.number, issuer, year, place)
        return known or f"{citing}--{slug(reference.number)}"
    name = slug(" ".join(part for part in (reference.title or reference.type or "",) if part))
    return "-".join(part for part in (name or f"{citing}--van-ban", year) if part)


def reference_ids(references: Sequence[Reference], citing: str) -> list[str]:
    """The names of the documents cited by one document, mention by mention.

    A mention by number alone is the document that the same text cites in full under that number, if there is one only.
    """
    ids = [reference_id(reference, citing) for reference in references]
    full: defaultdict[str, set[str]] = defaultdict(set)
    for reference, name in zip(references, ids, strict=True):
        if reference.number and not name.startswith(f"{citing}--"):
            full[slug(_plain(reference.number))].add(name)
    named = [full.get(slug(_plain(r.number or "")), set()) for r in references]
    return [
        next(iter(one)) if name.startswith(f"{citing}--") and len(one) == 1 else name
        for name, one in zip(ids, named, strict=True)
    ]


def _known(number: str | None, issuer: str | None, year: str | None, place: PlaceRef | None) -> str | None:
    if not number:
        return None
    if _YEAR_INSIDE.match(number):
        return slug(number)
    issuer = _ISSUER_OF_SYMBOL.get(fold(re.split(r"[-/]", number)[-1].strip())) or issuer
    if not issuer or not year:
        return None
    return "-".join((_short(issuer, place), slug(_plain(number)), year))


def _plain(number: str) -> str:
    """Leading zeros do not make another document: 010/CT-UBND is 10/CT-UBND."""
    return re.sub(r"^0+(?=\d)", "", number)


def _short(issuer: str, place: PlaceRef | None) -> str:
    name = issuer.lower()
    for long, short in _SHORT:
        name = name.replace(long, short)
    return f"{slug(name, 60)}{_place_mark(place)}"


def _place_mark(place: PlaceRef | None) -> str:
    """What parts two units of one name below the province: the name of the unit above, or its own code."""
    if place is None or place.level == "province":
        return ""
    if place.iri:
        return "-" + place.iri.rpartition("/place/")[2].replace("/", "-")
    return f"-{slug(place.within.full_name)}" if place.within else ""


def body_id(body: Body) -> str:
    """The name of a body: its full label, and what parts its place from others of that name."""
    return f"{slug(body.label)}{_place_mark(body.place)}"


def place_id(place: PlaceRef) -> str:
    """The name of a unit that the reference graph does not know or cannot tell."""
    names = [slug(place.full_name)]
    while place.within:
        place = place.within
        names.append(slug(place.full_name))
    return ".".join(names)
