"""Names in context: a name as printed becomes a body with its full formal name.

Comes in: a `Found` of the grammar and what the header says of the issuer and its place. Goes out: a `Body`. "Phòng Nội
vụ" in a plan of huyện Thanh Miện is "Phòng Nội vụ huyện Thanh Miện"; classes keep their printed form; what the document
does not tell stays open, never guessed. It knows nothing of sentences or tasks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts import Body, BodyKind, Header, Level, PlaceRef, Sector
from ingest.lexicons import slug
from ingest.recognise.name_parts import Found
from ingest.text.fold import fold

_LEVEL_OF = {
    "tỉnh": Level.PROVINCE,
    "huyện": Level.DISTRICT,
    "quận": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}
_LEVELS = {"central": Level.CENTRAL, "province": Level.PROVINCE, "district": Level.DISTRICT, "commune": Level.COMMUNE}
_FRONT_SHORT = re.compile(r"^(?:(Ban Thường trực |Thường trực )?(?:Ủy ban )?Mặt trận Tổ quốc(?: Việt Nam)?)$")
_NUMBERED = re.compile(r"\s+\d+$")
_COLON = re.compile(r"\s*:\s*")
_MANY = re.compile(r"(?:cơ quan|đơn vị|sở|ban|tổ chức|doanh nghiệp|bộ|địa phương)\b", re.I)
_LIST_DASH = re.compile(r"(?<=sở) - (?=ngành)|(?<=quận) - (?=huyện)|(?<=xã) - (?=phường)|(?<=phường) - (?=xã)", re.I)


def complete(found: Found, header: Header, first_in_list: bool = True) -> Body:
    """The body that a name means in the document with this header."""
    if found.kind is BodyKind.CLASS:
        return _class_body(found, header, first_in_list)
    if found.kind is BodyKind.PERSON:
        return Body(found.name, BodyKind.PERSON, level=header.level, sector=header.sector)
    own = _issuers_own(found, header)
    if own is not None:
        return replace(own, label=f"{found.post} {own.label}", office=None) if found.post else own
    inner = _unit_of_issuer(found, header)
    if inner is not None:
        return inner
    label, place, level = _named(found, header)
    if found.parent is not None:
        parent, place, level = _named(found.parent, header)
        label = f"{_capital(found.name)}, {parent}"
    if found.post and not label.startswith(found.post):
        label = f"{found.post} {label}"
    office = (found.office.slug or slug(found.name)) if found.office else None
    sector = Sector(found.office.sector) if found.office else header.sector
    return Body(label, found.kind, place, level, sector, office)


def _issuers_own(found: Found, header: Header) -> Body | None:
    """The issuer by a shorter name: "Ban Chỉ đạo quốc gia" in a plan of "Ban Chỉ đạo quốc gia về …"."""
    issuer = header.issuer
    if issuer is None or found.kind is not BodyKind.ORGANISATION or found.tail is not None or found.parent is not None:
        return None
    name = fold(_NUMBERED.sub("", found.name))
    full = fold(issuer.label)
    office = name.startswith("van phong ban chi dao")
    name = name.removeprefix("van phong ") if office else name
    if name == full or not name.startswith("ban chi dao") or not full.startswith(name):
        return None
    return replace(issuer, label=f"Văn phòng {issuer.label}", office=None) if office else issuer


_INNER = frozenset(("Phòng", "Khoa", "Ban", "Đội", "Tổ", "Văn phòng", "Thanh tra Sở"))
_HAS_UNITS = re.compile(
    r"(?:Sở|Viện kiểm sát|Tòa án|Công an|Liên đoàn|Trung tâm|Bệnh viện|Cục|Chi cục|Kho bạc|Bảo hiểm xã hội|Thanh tra"
    r"|Hội|Tỉnh đoàn|Thành đoàn|Ủy ban Mặt trận|Ban Quản lý|Trường|Bộ Chỉ huy)\b"
)


def _unit_of_issuer(found: Found, header: Header) -> Body | None:
    """ "Phòng 2" in a plan of a procuracy, "Văn phòng" and "Thanh tra Sở" in one of a sở: units of the issuer."""
    issuer, head = header.issuer, found.office.name if found.office and not found.office.slug else ""
    if issuer is None or head not in _INNER or found.tail or found.parent or found.post:
        return None
    if not _HAS_UNITS.match(issuer.label):
        council = issuer.label.startswith("Ủy ban nhân dân") and found.name == "Văn phòng"
        if not council:
            return None
        whole = "" if header.level is Level.PROVINCE else "Hội đồng nhân dân và "
        return replace(issuer, label=f"Văn phòng {whole}{issuer.label}", office=None)
    if found.name in ("Văn phòng", "Văn phòng Sở", "Thanh tra Sở"):
        label = f"{found.name.split(' Sở')[0]} {issuer.label}"
    else:
        label = f"{_capital(found.name)}, {issuer.label}"
    return replace(issuer, label=label, office=None)


def _class_body(found: Found, header: Header, first_in_list: bool) -> Body:
    text = _COLON.sub(" ", _LIST_DASH.sub(", ", found.name))
    if not first_in_list and "," in text and _MANY.match(text):
        text = f"các {text[0].lower()}{text[1:]}"
    if found.parent is not None and found.parent.kind is not BodyKind.CLASS:
        text = f"{text} {_named(found.parent, header)[0]}"
    sector = Sector(found.office.sector) if found.office else header.sector
    return Body(_capital(text), BodyKind.CLASS, None, None, sector, found.office.slug or None if found.office else None)


def _named(found: Found, header: Header) -> tuple[str, PlaceRef | None, Level | None]:
    """(label without post, place, level) of a single office or post."""
    office, name = found.office, _capital(found.name)
    if office is not None and office.completion == "none":
        level = _LEVELS.get(office.level)
        return name, None, level
    chain = tuple(_chain(header.place))
    if office is not None and (short := _FRONT_SHORT.match(name)):
        name = f"{short[1] or ''}Ủy ban Mặt trận Tổ quốc Việt Nam"
    place, word = _place(found, header, chain)
    if office is not None and office.completion == "party":
        level = place.level if place else _LEVELS.get(office.level)
        return (_with_party(name, place) if place else f"{name} {word}".rstrip()), place, level
    if found.tail is not None and not found.tail.kind and found.tail.name:
        return f"{name} {found.tail.name}", place, place.level if place else None
    if place is None:
        level = _LEVELS.get(office.level) if office else None
        if found.tail is not None and found.tail.kind in _LEVEL_OF:
            level = _LEVEL_OF[found.tail.kind]
        tail = f" {word}" if word else ""
        return name + tail, None, level
    if _holds(name, place.name):
        return name, place, place.level
    return f"{name} {_formal(place)}", place, place.level


def _place(found: Found, header: Header, chain: tuple[PlaceRef, ...]) -> tuple[PlaceRef | None, str]:
    """The unit a name belongs to, and the words printed behind the name where no unit is known."""
    tail, office = found.tail, found.office
    if tail is not None and tail.kind:
        own = next((p for p in chain if _same_kind(p, tail.kind) and (not tail.name or _same_name(p, tail.name))), None)
        if own is not None:
            return own, ""
        if tail.name:
            return _other_place(tail.kind, tail.name, chain), ""
        return None, tail.kind
    if tail is not None and tail.name:
        own = next((p for p in chain if _same_name(p, tail.name or "")), None)
        return (own, "") if own is not None else (None, tail.name)
    if office is None or office.level == "central":
        return None, ""
    if office.level == "own":
        return (chain[0] if chain else None), ""
    wanted = _LEVELS.get(office.level)
    exact = next((p for p in chain if p.level is wanted), None)
    if exact is None and office.level == "district" and chain and chain[0].level is Level.COMMUNE:
        exact = chain[0]  # since July 2025 a commune has a Phòng of its own
    return exact, ""


def _chain(place: PlaceRef | None) -> Iterator[PlaceRef]:
    while place is not None:
        yield place
        place = place.within


def _same_kind(place: PlaceRef, kind: str) -> bool:
    return place.kind.lower() == kind or (place.kind.lower() == "thành phố" and kind == "thành phố")


def _same_name(place: PlaceRef, name: str) -> bool:
    folded = fold(place.name)
    return folded == fold(name) or folded == f"{fold(place.kind)} {fold(name)}"


def _other_place(kind: str, name: str, chain: tuple[PlaceRef, ...]) -> PlaceRef:
    """A unit that is not on the issuer's own line."""
    numbered = name[0].isdigit()
    level = _LEVEL_OF.get(kind)
    if level is None:  # thành phố: of the province where the issuer's line has a province above, else a city by itself
        level = Level.DISTRICT if any(p.kind == "tỉnh" for p in chain) else Level.PROVINCE
    bare = f"{kind.capitalize()} {name}" if numbered else name
    above = {Level.COMMUNE: Level.DISTRICT, Level.DISTRICT: Level.PROVINCE}.get(level)
    within = next((p for p in chain if p.level is above), None)
    return PlaceRef(bare, kind, level, within)


def _formal(place: PlaceRef) -> str:
    """ "tỉnh Sơn La"; the one city whose type word is part of its name keeps its capital."""
    full = place.full_name
    return f"T{full[1:]}" if fold(full) == "thanh pho ho chi minh" else full


def _with_party(name: str, place: PlaceRef) -> str:
    bare = _formal(place) if fold(place.name) == "ho chi minh" else place.name
    return name if _holds(name, place.name) else f"{name} {bare}"


def _holds(name: str, place: str) -> bool:
    return fold(name).endswith(fold(place))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
