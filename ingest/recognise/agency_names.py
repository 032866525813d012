"""Names of agencies and of units as a document prints them: capitals put into ordinary spelling, mentions counted.

Comes in: header blocks and running text. Goes out: the agencies over the number, the units the text names, names in
the spelling of lexicon, gazetteer or the document itself. Who of them issued the document is ingest.recognise.issuer's.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from ingest.facts import Sector
from ingest.layout.forms import MOTTO, NUMBER_KEY, PLACE_DATE_KEY, SUBJECT, TO, is_caps
from ingest.layout.model import Block, DocumentLayout
from ingest.lexicons import offices, rows
from ingest.recognise.name_parts import Found
from ingest.text.fold import LOWER, UPPER, bare, fold

KIND = r"tỉnh|thành phố|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu"
_HEADS = re.compile(
    r"^(?:uy ban|ubnd|ubmt|hdnd|hoi dong|so |phong |ban |bo |cuc |chi cuc|tong cuc|vu |van phong|thanh tra|vien |"
    r"toa an|"
    r"cong an|trung tam|truong |benh vien|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo|chi bo|dang doan|"
    r"thu tuong|chinh phu|quoc hoi|chu tich|mat tran|mttq|hoi |lien doan|cong doan|doan |lien minh|lien hiep|kho bac|"
    r"ngan hang|bao hiem|dai |bao |hiep hoi|to cong tac|thuong truc|tap doan|tong cong ty|cong ty|kiem toan)"
)
_MENTION = re.compile(
    rf"(?<![^\W\d_])(?P<kind>{KIND}|{'|'.join(k.capitalize() for k in KIND.split('|'))})\s+"
    rf"(?!Ủy\b)(?P<name>(?:[{UPPER}][{LOWER}’']+|\d{{1,2}})(?:(?: - | – |[ -])[{UPPER}][{LOWER}’']+){{0,3}})"
)
_TERRITORY = re.compile(rf"trên địa bàn\s+(?:toàn\s+)?(?={KIND})")
_CITED_YEAR = re.compile(r"(?:\d[/-]\d{1,2}[/-]|tháng \d{1,2} năm )((?:19|20)\d\d)\b")
_OWN_YEAR = re.compile(r"(?<!đến )(?<!ĐẾN )(?:[Nn]ăm |NĂM )((?:19|20)\d\d)\b(?! ?[-–])")
KIND_OF_PARTY = {
    "tỉnh ủy": "tỉnh",
    "thành ủy": "thành phố",
    "huyện ủy": "huyện",
    "quận ủy": "quận",
    "thị ủy": "thị xã",
}
READ_FOR_PLACE = 30_000
"""A document's own place is named early and often: this many characters are enough."""


_INNER_AGENCY = re.compile(
    r"(?P<above>(?:UBND|ỦY BAN NHÂN DÂN) (?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ)(?: [^\W\d_]+){1,5}?)"
    r" (?P<own>(?:SỞ|PHÒNG|CHI CỤC|TRUNG TÂM|BAN QUẢN LÝ|BAN CHỈ ĐẠO|BAN CHỈ HUY|THANH TRA|HỘI ĐỒNG)"
    r"(?: .+|$))"
)


def agencies(header: tuple[Block, ...]) -> list[tuple[str, list[Block]]]:
    """The agencies named in capitals over the number, each with its lines, the highest first."""
    out: list[tuple[str, list[Block]]] = []
    for block in header:
        text = block.text.strip(" *-–—:.")
        key = " ".join(bare(text).split())
        if TO.match(key):
            break
        if not text or MOTTO.search(key) or NUMBER_KEY.match(key) or PLACE_DATE_KEY.match(key) or SUBJECT.match(key):
            continue
        if (
            not is_caps(text)
            or len(text) > 150
            or "/" in text
            or re.match(r"(?:mat|hoa toc|khan|thuong khan|toi mat)$", key)
        ):
            continue
        if key in ("cong hoa xa", "cong hoa xa hoi", "hoi chu nghia viet nam", "chu nghia viet nam", "viet nam"):
            continue
        inner = _INNER_AGENCY.match(text)
        if inner and not out:  # both lines of the head in one cell
            out.extend(((inner["above"], [block]), (inner["own"], [block])))
            continue
        if out and not _opens_agency(out[-1][0], text):
            out[-1] = (f"{out[-1][0]} {text}", [*out[-1][1], block])
        elif out or _HEADS.match(key + " ") or len(key) > 6:
            out.append((text, [block]))
    return out


_JOINT = re.compile(r"\s+[-–]\s+(?=(?P<second>.+))")
_OWN_LEVEL = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|XÃ|PHƯỜNG|THỊ TRẤN)$")


def first_of_joint(words: str) -> str:
    """ "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM TỈNH - CÔNG AN TỈNH NINH BÌNH": the first of two that issue jointly."""
    joint = _JOINT.search(words)
    if not joint or not _HEADS.match(fold(joint["second"]) + " "):
        return words
    first = words[: joint.start()]
    level = _OWN_LEVEL.search(first)
    if not level:
        return first
    shared = joint["second"].rpartition(f"{level[0]} ")
    return f"{first} {shared[2]}" if shared[1] else first


def of_title(title: tuple[Block, ...]) -> tuple[str, Block] | None:
    """The body named by "CỦA …" right behind the type word."""
    for block in title[:2]:
        found = re.search(rf"(?:^|[{UPPER}] )CỦA ([{UPPER} ]{{6,60}}?)(?= [{LOWER}]|$)", block.text.strip())
        if found:
            return found[1], block
    return None


def _opens_agency(before: str, text: str) -> bool:
    key = fold(text) + " "
    if not _HEADS.match(key) or re.search(r"(?:\bva|\bve|\bcua|[,-])$", fold(before)):
        return False
    return fold(f"{before} {text}") not in office_names()


@cache
def office_names() -> frozenset[str]:
    return frozenset(fold(spelling) for spelling, _ in offices())


@cache
def papers() -> tuple[tuple[str, str, str], ...]:
    return tuple((row[0], row[1], row[2]) for row in rows("places_of_papers"))


def running_text(layout: DocumentLayout) -> str:
    parts: list[str] = []
    size = 0
    for _, block in layout.blocks():
        if is_caps(block.text[:80]):
            continue
        parts.append(block.text)
        size += len(block.text)
        if size > READ_FOR_PLACE:
            break
    return "\n".join(parts)


def year_told(layout: DocumentLayout) -> str | None:
    """About when a document without a date was written: the latest year of what it acts on, else its title's."""
    for blocks, pattern in ((layout.basis, _CITED_YEAR), (layout.title, _OWN_YEAR)):
        years = [m[1] for block in blocks for m in pattern.finditer(block.text)]
        if years:
            return max(years)
    return None


def mentions(text: str) -> Counter[tuple[str, str]]:
    """Units named in a text with their type word; those it calls its own territory count more."""
    out: Counter[tuple[str, str]] = Counter()
    own = {m.end() for m in _TERRITORY.finditer(text)}
    for found in _MENTION.finditer(text):
        kind, name = found["kind"].lower(), found["name"]
        if name.isdigit() and kind not in ("phường", "quận", "xã"):
            continue
        out[kind, name] += 6 if found.start() in own else 1
    return out


def unit_in(text: str) -> tuple[str, str]:
    """(type word, name) of the unit named in an agency's name, else of the place its party committee is of."""
    named = list(_MENTION.finditer(text))
    if named:
        return named[-1]["kind"].lower(), named[-1]["name"]
    for head, kind in KIND_OF_PARTY.items():
        party = re.match(rf"(?i){head}\s+([{UPPER}].*)$", text)
        if party:
            return kind, party[1]
    return "", ""


def covers_all(found: Found, text: str) -> bool:
    """Whether the name is all there is (but for a unit behind it)."""
    rest = text[found.end :].strip(" .,")
    return not rest or bool(_MENTION.fullmatch(rest))


def is_party(text: str) -> bool:
    return bool(re.match(r"(?:tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo)\b", fold(text)))


def sector_of(folded: str, symbol: str) -> Sector:
    if is_party(folded) or re.search(r"(?:^|[-/])(?:TU|HU|QU|ĐU|ThU|TW)\b", symbol):
        return Sector.PARTY
    if re.search(r"mat tran|mttq|lien doan lao dong|hoi lien hiep|hoi nong dan|doan thanh nien|cuu chien binh", folded):
        return Sector.FRONT
    if re.search(r"kiem sat|toa an|thi hanh an", folded):
        return Sector.JUDICIAL
    if re.search(r"hiep hoi|cong ty|tap doan|hop tac xa", folded):
        return Sector.OTHER
    return Sector.STATE


def title_case(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def known_spelling(running: str, name: str) -> str:
    """The name as the running text spells it ("Bà Rịa - Vũng Tàu", "Đắk Lắk"), else as given."""
    at = running.lower().find(name.lower())
    if at >= 0:
        printed = running[at : at + len(name)]
        if printed[:1].isupper() and not printed.isupper():
            return printed
    return name


def spelled_in(running: str, text: str) -> str | None:
    """A name in capitals as the running text spells it."""
    low = running.lower()
    wanted = text.lower()
    at = low.find(wanted)
    while at >= 0:
        printed = running[at : at + len(text)]
        if printed[:1].isupper() and not is_caps(printed):
            return printed
        at = low.find(wanted, at + 1)
    return None


def capitalised(text: str) -> str:
    """The first word with a capital, and the one behind a head noun such as "Ban", "Cục"."""
    words = text.lower().split()
    if not words:
        return text
    mixed = text.split()
    out = [given if given[:1].isupper() else low for given, low in zip(mixed, words, strict=True)]
    out[0] = out[0][:1].upper() + out[0][1:]
    if len(out) > 1 and words[0] in ("ban", "cục", "vụ", "viện", "trung", "chi", "tổng", "văn", "hội"):
        at = 2 if words[0] in ("chi", "tổng", "trung") and len(out) > 2 else 1
        if words[0] not in ("hội",):
            out[at] = out[at][:1].upper() + out[at][1:]
    return " ".join(out)
