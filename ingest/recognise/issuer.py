"""Who issued a document: its full formal name, from the head, the opening, the signature, in this order.

Comes in: a document's layout, its number's symbol and the place of its date line. Goes out: a body with its place.
Names printed in capitals take the spelling of the lexicon, of the gazetteer or of the document's own running text. A
place that the head does not print is taken from what the document says of itself ("trên địa bàn huyện …").
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.facts import Body, BodyKind, Header, Level, PlaceRef, Sector, Status
from ingest.layout.forms import ISSUER_START, is_caps
from ingest.layout.model import Block, DocumentLayout
from ingest.lexicons import rows
from ingest.recognise.agency_names import (
    KIND,
    KIND_OF_PARTY,
    agencies,
    capitalised,
    covers_all,
    first_of_joint,
    is_party,
    known_spelling,
    mentions,
    of_title,
    office_names,
    papers,
    running_text,
    sector_of,
    spelled_in,
    title_case,
    unit_in,
    year_told,
)
from ingest.recognise.body_grammar import find_names
from ingest.recognise.damaged_places import damaged_mentions
from ingest.recognise.name_parts import Found
from ingest.recognise.spelling import spell_out
from ingest.resolve.bodies import complete
from ingest.resolve.places import candidates, resolve_place
from ingest.text.fold import bare, fold
from ingest.text.view import Span

_ORGANS = re.compile(r"^(?:ban thuong truc|ban thuong vu|ban chap hanh|thuong truc|ban bi thu)$")
_TAIL_OF_CAPS = re.compile(rf"(?<![^\W\d_])(?P<kind>{KIND}|tp\.?)\s+(?!ủy\b|đoàn\b)(?P<name>[^,;]{{1,40}})$")
_ACTS = re.compile(
    r"\s*(?:\([^)]{0,60}\)\s*)?,?\s*(?:đã |vừa |tiếp tục |nay |mới )?(?:ban hành|xây dựng|yêu cầu|đề nghị|"
    r"chỉ thị|chỉ đạo|triển khai|tổ chức|kế hoạch|thông báo|hướng dẫn|phát động|nhận được|có ý kiến|quyết định|"
    r"quyết nghị|kêu gọi|báo cáo|"
    r"kết luận|thống nhất|giao|phê duyệt|lập kế hoạch|đăng ký|kính gửi|điện)"
)
_OF_POST = re.compile(
    r"^(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|CỤC TRƯỞNG|TỔNG CỤC TRƯỞNG|CHÁNH THANH TRA|VIỆN TRƯỞNG|CHÁNH ÁN|TRƯỞNG BAN|"
    r"TỔNG GIÁM ĐỐC|CHỦ NHIỆM|THỐNG ĐỐC) (?=\S+ \S)"
)
_LEVEL_OF_KIND = {
    "tỉnh": Level.PROVINCE, "huyện": Level.DISTRICT, "quận": Level.DISTRICT, "thị xã": Level.DISTRICT,
    "phường": Level.COMMUNE, "xã": Level.COMMUNE, "thị trấn": Level.COMMUNE, "đặc khu": Level.COMMUNE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Issuer:
    body: Body
    span: Span | None
    status: Status
    rule: str


@dataclass(frozen=True, slots=True)
class _Hint:
    """A name with its place as far as printed."""

    found: Found
    span: Span | None
    rule: str


def issuer_of(
    layout: DocumentLayout,
    kept: str,
    *,
    symbol: str | None,
    date_place: str | None,
    on: str | None,
    signed_for: str | None,
) -> Issuer | None:
    """The issuer, or None where nothing tells."""
    finder = _Finder(layout, symbol, date_place, on)
    if layout.quality.damaged:
        finder.mentions = damaged_mentions((block for _, block in layout.blocks()), kept) or finder.mentions
    return (
        finder.from_head()
        or finder.from_formula()
        or finder.from_opening()
        or finder.from_signature(signed_for)
        or finder.from_symbol()
    )


class _Finder:
    def __init__(self, layout: DocumentLayout, symbol: str | None, date_place: str | None, on: str | None) -> None:
        self.layout, self.symbol, self.date_place = layout, symbol or "", date_place
        self.running = running_text(layout)
        self.on = on or year_told(layout)
        self.mentions = mentions(self.running)

    # --- the head ---

    def from_head(self) -> Issuer | None:
        """The agencies printed over the number: the lowest of them issues, the ones above tell whose it is."""
        printed = agencies(self.layout.header)
        if not printed:
            return None
        chosen = len(printed) - 1
        titled = of_title(self.layout.title)
        if titled is not None and not _ORGANS.match(fold(printed[chosen][0])):
            # "CHỈ THỊ CỦA BAN THƯỜNG VỤ TỈNH ỦY" under the head "TỈNH ỦY …"
            organ = next(
                (o for o in ("BAN THƯỜNG VỤ", "BAN CHẤP HÀNH", "THƯỜNG TRỰC") if titled[0].startswith(o)), None
            )
            if organ and is_party(printed[chosen][0]):
                printed = [*printed, (organ, [titled[1]])]
                chosen += 1
        words, blocks = printed[chosen]
        words = first_of_joint(words)
        above = printed[:chosen]
        if _ORGANS.match(fold(words)) and above:
            words = f"{words} {above[-1][0]}"
            blocks = [*above[-1][1], *blocks]
            above = above[:-1]
        body = self._body_of_caps(words, [a[0] for a in above])
        span = blocks[0].span
        for block in blocks[1:]:
            span = span.join(block.span)
        return Issuer(body, span, Status.STATED, "head") if body else None

    def _body_of_caps(self, words: str, above: list[str]) -> Body | None:
        text = self._mixed(words)
        organ = ""
        folded = fold(text)
        for head in ("ban thuong truc", "ban thuong vu", "ban chap hanh", "thuong truc"):
            if folded.startswith(head + " ") and not folded.startswith(head + " hoi dong nhan dan"):
                size = len(head)
                organ, text = text[:1].upper() + text[1:size], text[size + 1 :]
                text = text[0].upper() + text[1:]
                break
        body = self._named(text, above)
        if body is None:
            return None
        if organ:
            label = f"{_organ(organ)} {body.label}"
            return replace(body, label=label, office=None)
        return body

    def _named(self, text: str, above: list[str]) -> Body | None:
        spelled = spell_out(text, {}).text
        names = [n for n in find_names(spelled) if n.kind is not BodyKind.CLASS and n.office is not None]
        first = names[0] if names and names[0].start <= 1 else None
        if first is not None and fold(first.name) not in office_names():
            first = replace(first, name=spelled_in(self.running, first.name) or capitalised(first.name))
        superior = [self._mixed(words) for words in above]
        place = self._place_for(spelled, superior, first)
        if first is not None:
            whole = covers_all(first, spelled)
            party = next((s for s in superior if is_party(s)), None)
            if whole and party and first.office and first.office.sector == "party" and not is_party(spelled):
                return self._party_organ(first, party)
            if whole:
                return self._complete(first, place)
        party = next((s for s in superior if is_party(s)), None)
        organ = next((row[0] for row in rows("party_organs") if fold(row[0]) == fold(text)), None)
        if party and organ and (parent := self._named(party, [])):
            return Body(f"{organ} {parent.label}", BodyKind.ORGANISATION, parent.place, parent.level, Sector.PARTY)
        return self._open_name(spelled, place, superior)

    def _party_organ(self, found: Found, party: str) -> Body | None:
        parent = self._named(party, [])
        if parent is None:
            return None
        return Body(f"{found.name} {parent.label}", BodyKind.ORGANISATION, parent.place, parent.level, Sector.PARTY)

    def _open_name(self, text: str, place: PlaceRef | None, superior: list[str]) -> Body:
        """A name the lexicon does not hold: as the running text spells it, else with a capital where a name begins."""
        label = spelled_in(self.running, text) or capitalised(text)
        folded = fold(text)
        central = bool(re.search(r"\b(?:quoc gia|trung uong|viet nam|chinh phu|nha nuoc)\b", folded)) and not superior
        if re.match(r"(?:bo|thu tuong|chinh phu|quoc hoi|van phong chinh phu|thanh tra chinh phu)\b", folded):
            central = True
        level = Level.CENTRAL if central else place.level if place else None
        if place and not central and fold(place.name) not in folded:
            label = f"{label} {_formal(place)}"
        return Body(
            label, BodyKind.ORGANISATION, None if central else place, level, sector_of(folded, self.symbol), None
        )

    def _complete(self, found: Found, place: PlaceRef | None) -> Body:
        header = _header_with(place)
        body = complete(replace(found, post=None, kind=BodyKind.ORGANISATION), header)
        if body.level is None and body.place is not None:
            body = replace(body, level=body.place.level)
        if found.office is not None and found.office.level == "central":
            body = replace(body, level=Level.CENTRAL, place=None)
        elif place is not None and body.place is not None and fold(body.place.name) == fold(place.name):
            body = replace(body, place=place, level=place.level)  # the resolved unit, with what it lies in
        elif body.place is None and place is not None and (found.office is None or found.office.completion != "none"):
            body = replace(body, place=place, level=place.level)
        return body

    # --- the text ---

    def from_formula(self) -> Issuer | None:
        """The line in capitals between a decision's title and its Căn cứ: "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"."""
        for block in self.layout.basis[:3]:
            text = block.text.strip(" .:*")
            if not is_caps(text) or len(text) > 110 or not ISSUER_START.match(bare(text)):
                continue
            agency = _OF_POST.sub("", text)
            body = self._body_of_caps(agency, [])
            if body is not None:
                own = body.level is Level.CENTRAL or bool(unit_in(self._mixed(agency))[1])
                return Issuer(body, block.span, Status.STATED if own else Status.INFERRED, "formula")
        return None

    def from_opening(self) -> Issuer | None:
        """Who "ban hành", "yêu cầu", "đề nghị" in the opening; else in the closing words."""
        for blocks, rule in ((self.layout.basis, "opening"), (self._closing(), "closing")):
            hint = self._acting(blocks, rule)
            if hint is not None:
                place = self._place_for("", [], hint.found)
                body = self._complete(hint.found, place)
                named = hint.found.tail is not None and bool(hint.found.tail.name)
                own = named or (body.level is Level.CENTRAL)
                return Issuer(body, hint.span, Status.STATED if own else Status.INFERRED, hint.rule)
        return None

    def _closing(self) -> tuple[Block, ...]:
        blocks = [block for _, block in self.layout.blocks()]
        tail = len(self.layout.recipients) + len(self.layout.signature)
        return tuple(blocks[: len(blocks) - tail][-4:])

    def _acting(self, blocks: tuple[Block, ...], rule: str) -> _Hint | None:
        best: tuple[int, _Hint] | None = None
        for block in blocks:
            view = spell_out(block.text, {})
            for found in find_names(view.text):
                if found.kind not in (BodyKind.ORGANISATION, BodyKind.POST) or found.office is None:
                    continue
                if not _ACTS.match(view.text, found.end) or not self._fits_symbol(found):
                    continue
                if re.search(r"(?:của|do|được|theo|nghị|gửi)\s*$", view.text[: found.start]):
                    continue
                inner = view.span(found.start, found.end)
                score = 2 if "như sau" in view.text[found.end :][-60:] or view.text.rstrip().endswith(":") else 1
                score += bool(found.tail and found.tail.name)
                hint = _Hint(found, block.at(inner.start, inner.end), rule)
                if best is None or score >= best[0]:
                    best = (score, hint)
        return best[1] if best else None

    def _fits_symbol(self, found: Found) -> bool:
        """ "…/KH-UBND" is a committee's paper, whoever else acts in its opening."""
        if not re.search(r"UBND", self.symbol):
            return True
        return found.office is not None and found.office.name == "Ủy ban nhân dân"

    def from_signature(self, signed_for: str | None) -> Issuer | None:
        """ "TM. ỦY BAN NHÂN DÂN" with the place of the date line."""
        if not signed_for:
            return None
        body = self._body_of_caps(signed_for, [])
        return Issuer(body, None, Status.INFERRED, "signature") if body else None

    def from_symbol(self) -> Issuer | None:
        """The agency's letters in the number, where nothing else tells."""
        for mark, name in (("TTg", "Thủ tướng Chính phủ"), ("CP", "Chính phủ"), ("UBND", "Ủy ban nhân dân"),
                           ("HĐND", "Hội đồng nhân dân")):  # fmt: skip
            if re.search(rf"(?<![A-Za-zĐ]){mark}(?![A-Za-zĐ])", self.symbol):
                body = self._named(name, [])
                return Issuer(body, None, Status.INFERRED, "symbol") if body else None
        return None

    # --- places ---

    def _mixed(self, caps: str) -> str:
        """Words in capitals in ordinary spelling, the place name at their end with its capitals."""
        lower = " ".join(spell_out(caps, {}).text.lower().split())
        found = _TAIL_OF_CAPS.search(lower)
        if found:
            kind = "thành phố" if found["kind"].startswith("tp") else found["kind"]
            name = title_case(found["name"])
            lower = f"{lower[: found.start()]}{kind} {known_spelling(self.running, name)}"
        else:
            party = re.search(r"\b(?:tỉnh ủy|thành ủy|huyện ủy|quận ủy|thị ủy)\s+(.+)$", lower)
            if party:
                lower = f"{lower[: party.start(1)]}{known_spelling(self.running, title_case(party[1]))}"
        return lower[:1].upper() + lower[1:]

    def _place_for(self, text: str, superior: list[str], found: Found | None) -> PlaceRef | None:
        """The unit of an agency: printed with it, with the agency above it, else told by the document."""
        if found is not None and found.office is not None and found.office.level == "central":
            return None
        kind, name = unit_in(text)
        if not name and found is not None and found.tail is not None:
            kind, name = found.tail.kind or kind, found.tail.name or ""
        outer: list[str] = []
        if not name:
            for words in reversed(superior):
                up_kind, up_name = unit_in(words)
                if up_name and not (kind and kind != up_kind):
                    kind, name = up_kind, up_name
                    break
        outer = [up for words in superior if (up := unit_in(words)[1]) and up != name]
        if not name:
            party = next((k for head, k in KIND_OF_PARTY.items() if fold(text).startswith(fold(head))), "")
            kind, name = self._told(kind or party)
        return self._resolved(kind, name, outer) if name else None

    def _told(self, kind: str) -> tuple[str, str]:
        """The unit the document is of, told by its date line and by what it says of its own territory."""
        place = self.date_place and re.sub(r"^(?:TP|Tp|T\.P)\.? ?", "", self.date_place).strip()
        if place:
            folded = fold(place)
            own = [m for m in self.mentions if fold(m[1]) == folded and (not kind or m[0] == kind)]
            if own:
                return max(own, key=lambda m: self.mentions[m])
            unit = re.match(rf"(?i)({KIND})\s+(.+)", place)
            if unit and (not kind or unit[1].lower() == kind):
                return unit[1].lower(), unit[2]
            if kind:
                return kind, place
            named = [m for m in self.mentions if fold(m[1]).endswith(folded)]
            if named:
                return max(named, key=lambda m: self.mentions[m])
        same = [m for m in self.mentions if not kind or m[0] == kind]
        if same:
            return max(same, key=lambda m: self.mentions[m])
        folded_text = fold(self.running)
        for paper, paper_kind, paper_place in papers():
            if (not kind or kind == paper_kind) and fold(paper) in folded_text:
                return paper_kind, paper_place
        return kind, place or ""

    def _resolved(self, kind: str, name: str, outer: list[str]) -> PlaceRef:
        """The unit of the gazetteer as far as the units named around it decide."""
        if name.isdigit() and kind:
            name = f"{kind.capitalize()} {name}"
        level = _LEVEL_OF_KIND.get(kind)
        near = [m[1] for m, _ in self.mentions.most_common(12) if fold(m[1]) != fold(name)]
        for within in (*outer, None, *near):
            ref = resolve_place(name, kind or None, level, within, self.on)
            if ref.iri:
                return ref
        levels = {unit.level for unit in candidates(name, kind or None, level, None, self.on)}
        if len(levels) == 1:
            level = next(iter(levels))
        return resolve_place(name, kind or None, level, outer[0] if outer else None, self.on)


def _header_with(place: PlaceRef | None) -> Header:
    absent = Status.ABSENT
    level = place.level if place else None
    return Header(None, None, absent, None, absent, None, level, Sector.STATE, place, None, None, None, None)


def _organ(organ: str) -> str:
    return {"ban thuong truc": "Ban Thường trực", "ban thuong vu": "Ban Thường vụ", "ban chap hanh": "Ban Chấp hành",
            "thuong truc": "Thường trực"}.get(fold(organ), organ)  # fmt: skip


def _formal(place: PlaceRef) -> str:
    return place.full_name
