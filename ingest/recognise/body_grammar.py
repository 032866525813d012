"""The grammar of names: offices, open-ended names, posts, classes and lists of them, as raw finds.

Comes in: a text with abbreviations spelled out. Goes out: `Found` records with offsets in that text, in order, lists
taken apart ("Các Sở: Y tế, Khoa học và Công nghệ" is two). Lexicons say what a name may be; this module says how names
are put together. It knows nothing of documents: which place a name belongs to is settled by ingest.resolve.bodies.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from ingest.facts import BodyKind
from ingest.lexicons import Office, cue_words
from ingest.recognise.name_parts import (
    ALONE,
    APPOSITION,
    BARE_PLACE,
    BARE_POST,
    BEFORE_BODIES,
    COURTESY,
    LIST_SEPARATOR,
    NAMED_PERSONS,
    OF_CLASS,
    PERSON,
    REGION,
    SECOND_TAIL,
    SHARED_LEVEL,
    SPACE,
    TAIL,
    UNIT,
    UNITS,
    UNITS_MORE,
    UNITS_NAMED,
    WORD,
    Found,
    Tail,
    automaton,
    class_nouns,
    complements,
    predicates,
    sector_tries,
)
from ingest.recognise.post_names import DEEPEST, PostNames
from ingest.recognise.spelling import LOWER, UPPER, same_length_lower

_QUANTIFIED = re.compile(r"(?<![^\W_])(?:tất cả|toàn thể|toàn bộ|các|mỗi|từng|mọi|những)\s")
_PLURAL = re.compile(r"các\s+")
_RELATED = re.compile(r"\s+(?:có )?liên quan(?![^\W_])")
_OF_COMPOUNDS = frozenset(
    ("Ban", "Phòng", "Khoa", "Đội", "Tổ", "Vụ", "Cục", "Chi cục", "Trung tâm", "Văn phòng", "Viện", "Trạm", "Sở")
)
_SYLLABLE = re.compile(rf" ([{LOWER}]{{1,7}})(?![^\W_])")
_NO_SYLLABLE = cue_words("ends-a-class") | cue_words("not-a-verb")
_ABOUT = ("Ban Chỉ đạo", "Hội đồng", "Tổ công tác", "Ban Điều hành")
_ABOUT_A_REPORT = re.compile(r" (?:kết quả|việc|tình hình|công tác|những|các|nội dung|tiến độ|số liệu)(?![^\W_])")
_NATIONAL = re.compile(
    r"(?:Ban Chỉ đạo|Hội đồng|Tổ công tác|Ủy ban|Ban Điều hành)(?: liên ngành)?"
    r" (?:quốc gia|trung ương|nhà nước)(?![^\W_])",
    re.I,
)
_LONGEST_MATTER = 14  # words of what a committee is about
_WHAT_IT_IS = re.compile(r"(?:cơ quan|đơn vị|thành viên)(?![^\W_])")
_OF_ANY = ("Văn phòng", "Văn phòng thường trực")
_COMPLEMENT_GAP = re.compile(r"\s+(?:-\s+|và\s+)?|\s*,\s+(?:và\s+)?")
_NUMBERED = re.compile(r"\s+số\s+(?:\d{1,3}|[ivx]{1,5})(?![^\W_/]|/)")
_NAMED_APART = frozenset(("Trường", "Bệnh viện", "Viện", "Công ty", "Tổng công ty", "Ngân hàng", "Tập đoàn"))
_PROPER_NAME = re.compile(rf"(?<= )[{UPPER}][{LOWER}]+ [{UPPER}][{LOWER}]+$")  # "Tây Nguyên", "Bạch Mai"
_UNIT_WORD = re.compile(rf"{UNIT}(?![^\W_])", re.I)
_PARENT_GAP = re.compile(r"\s*(?:,\s*|-\s+|\s+(?:trực\s+)?thuộc\s+|\s+)")


@cache
def _bare_openings() -> re.Pattern[str]:
    """Places where a class may stand without "các", or somebody called by courtesy."""
    words = sorted({*class_nouns().first_words(), "đồng", "ông", "bà"})
    return re.compile(
        rf"(?:^|[.;:(,]\s*|(?<![^\W_])(?:với|giao|nghị|cầu|công|thị|hợp|để|của|về|và)\s+)(?=(?:{'|'.join(words)})(?![^\W_]))"
    )


def find_names(text: str) -> list[Found]:
    """All names in a text whose abbreviations are spelled out, in order, not overlapping."""
    return _Finder(text).run()


class _Finder(PostNames):
    """One pass over one text. The state is the text and where names may open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = low = same_length_lower(text)
        self.depth = 0
        self.openers: dict[int, list[tuple[int, str, object]]] = {}
        for last, (size, values) in automaton().iter(self.low):
            start, end = last - size + 1, last + 1
            if (start and self.low[start - 1].isalnum()) or (end < len(low) and self.low[end].isalnum()):
                continue
            self.openers.setdefault(start, []).extend((end, kind, entry) for kind, entry in values)
        for found in self.openers.values():
            found.sort(key=lambda opener: -opener[0])

    # --- the pass -------------------------------------------------------------------------------------------------

    def run(self) -> list[Found]:
        out: list[Found] = []
        at = 0
        for start in self._starts():
            if start < at or (start == at + 1 and at and self.low.startswith("lãnh đạo", start)):
                continue  # "Ban cán sự đảng … lãnh đạo Ủy ban nhân dân": behind a body it leads and is no leader
            names = self.list_at(start)
            if names:
                out.extend(names)
                at = max(name.end for name in names)
        return out

    def _starts(self) -> list[int]:
        starts = set(self.openers)
        starts.update(m.start() for m in _QUANTIFIED.finditer(self.low))
        starts.update(m.end() for m in _bare_openings().finditer(self.low))
        # "cơ sở Kế hoạch này" names no Sở
        return sorted(
            s for s in starts if not (self.low.startswith("sở", s) and self.low.startswith("cơ ", max(0, s - 3)))
        )

    def list_at(self, start: int) -> list[Found]:
        """The list of names that begins at `start`, [] if none does."""
        names = list(self.one_at(start, bare=self._may_be_bare(start)))
        while names:
            separator = LIST_SEPARATOR.match(self.text, names[-1].end)
            if not separator:
                break
            more = self.one_at(separator.end(), bare=True) or self._elided_office(names[-1], separator.end())
            if not more:
                break
            names.extend(more)
        return self._shared_level(names)

    def _shared_level(self, names: list[Found]) -> list[Found]:
        """ "Mặt trận Tổ quốc Việt Nam và Hội Cựu chiến binh các cấp": the level said last holds for those before."""
        out = list(names)
        for i in range(len(names) - 1, 0, -1):
            level = SHARED_LEVEL.search(out[i].name)
            name = out[i - 1]
            front = name.office is not None and name.office.sector == "front"
            if (
                level
                and front
                and name.kind is BodyKind.ORGANISATION
                and name.tail is None
                and ";" not in self.text[name.end : out[i].start]
            ):
                out[i - 1] = replace(name, kind=BodyKind.CLASS, name=self.text[name.start : name.end] + level[0])
        return out

    def _may_be_bare(self, start: int) -> bool:
        before = self.low[:start].rstrip() if start < 40 else self.low[start - 40 : start].rstrip()
        return (
            not before
            or before[-1] in ".;:("
            or before.endswith(("với", "giao", "nghị", "cầu", "phân công", "chỉ thị", "phối hợp"))
        )

    def one_at(self, start: int, bare: bool = False) -> list[Found]:
        """The name or cover ("các Sở: A, B") at `start`; `bare`: a class may stand without "các"."""
        courtesy = COURTESY.match(self.text, start)
        if courtesy and courtesy.end() > start:
            many = self._many(start, courtesy.end()) if "đồng chí" in courtesy[0].lower() else []
            at = courtesy.end()
            inner = many or self.post_at(at) or self.office_at(at) or self.class_at(at, bare)
            if inner:
                return inner
            person = PERSON.match(self.text, courtesy.end() - 1)
            if person:
                return [Found(start, self._with_apposition(person.end()), BodyKind.PERSON, person[1])]
        named = NAMED_PERSONS.match(self.text, start) if self.low.startswith("các ", start) else None
        if named:
            return [Found(start, named.end(), BodyKind.CLASS, named[0])]
        plural = _PLURAL.match(self.low, start)
        if plural and (many := self._many(start, plural.end())):
            return many
        return (
            self.post_at(start)
            or self.cover_at(start)
            or self.office_at(start)
            or self.open_at(start)
            or self.class_at(start, bare)
        )

    def _with_apposition(self, end: int) -> int:
        """ "đồng chí X, Phó Chủ tịch Ủy ban nhân dân xã": the post of one who is named belongs to the name."""
        gap = APPOSITION.match(self.text, end)
        if not gap:
            return end
        post = BARE_POST.match(self.text, gap.end())
        if not post:
            return end
        held = self.post_at(gap.end())
        return held[0].end if len(held) == 1 else post.end()

    def _many(self, start: int, at: int) -> list[Found]:
        """ "các đồng chí Trưởng phòng Viện tỉnh": several holders of one post are a class."""
        if not self.low.startswith("các", start):
            return []
        names = self.post_at(at)
        if not names or names[0].kind is not BodyKind.POST or len(names) > 1:
            return []
        name = names[0]
        return [Found(start, name.end, BodyKind.CLASS, f"các {self.text[at : name.end]}", post=name.post)]

    # --- offices --------------------------------------------------------------------------------------------------

    def office_at(self, start: int) -> list[Found]:
        for end, kind, entry in self.openers.get(start, ()):
            if kind != "office" or not isinstance(entry, Office):
                continue
            if not self._looks_like_name(start, end, entry):
                continue
            return [self.office_from(start, end, entry)]
        return []

    def _looks_like_name(self, start: int, end: int, office: Office) -> bool:
        """A one-word office ("Thuế", "Thanh tra") needs a level word; lower case needs more than one word."""
        printed = self.text[start:end]
        if office.name in ("Thuế", "Thống kê", "Thanh tra", "Mặt trận Tổ quốc") and not printed[0].isupper():
            return False
        if office.name in ("Thuế", "Thống kê", "Thanh tra"):
            return TAIL.match(self.text, end) is not None
        if office.name in ("Bộ Tư lệnh", "Thi hành án dân sự"):
            return printed[0].isupper()
        return printed[0].isupper() or any(char.isupper() for char in printed) or len(office.name.split()) >= 2

    def office_from(self, start: int, end: int, office: Office) -> Found:
        region = REGION.match(self.text, end)
        if region:
            stop = region.end()
            name = office.name + self.text[end:stop]
            return Found(start, stop, BodyKind.ORGANISATION, name, replace(office, completion="none"))
        if office.completion == "none":
            kind = BodyKind.CLASS if office.name == "Chính quyền địa phương" else BodyKind.ORGANISATION
            return Found(start, end, kind, self.text[start:end] if kind is BodyKind.CLASS else office.name, office)
        of_class = OF_CLASS.match(self.text, end)
        if of_class and (named := self.class_at(of_class.end(), bare=False)):
            return Found(start, named[0].end, BodyKind.CLASS, self.text[start : named[0].end], office)
        units = UNITS.match(self.text, end) if office.completion == "place" else None
        if units:
            stop = self.units_end(units.end())
            return Found(start, stop, BodyKind.CLASS, self.text[start:stop], office)
        tail, stop = self.tail_at(end)
        if tail is None and office.completion in ("place", "party"):
            place = BARE_PLACE.match(self.text, end)
            if place and not self.is_predicate(place.start(1)):
                printed, tail = self.text[start:end], Tail("", place[1])
                return Found(start, place.end(), BodyKind.ORGANISATION, printed, office, tail)
        return Found(start, stop, BodyKind.ORGANISATION, office.name, office, tail)

    def units_end(self, end: int) -> int:
        named = UNITS_NAMED.match(self.text, end)
        if named and self.text[end : end + 1] in ":":
            return named.end()
        while more := UNITS_MORE.match(self.text, end):
            end = more.end()
        named = UNITS_NAMED.match(self.text, end)
        if named and ":" in named[0][:2]:
            return named.end()
        related = _RELATED.match(self.text, end)
        return related.end() if related else end

    def tail_at(self, end: int) -> tuple[Tail | None, int]:
        tail = TAIL.match(self.text, end)
        if not tail:
            return None, end
        name, stop = tail[2], tail.end()
        if name and self.is_predicate(tail.start(2)):
            name, stop = None, tail.end(1)
        if (name and name[0].isdigit()) or (name and tail[1].lower() in ("xã", "phường", "thị trấn")):
            second = SECOND_TAIL.match(self.text, stop)
            if second and name and name[0].isdigit():
                stop = second.end()
        return Tail(tail[1].lower(), name), stop

    def is_predicate(self, at: int) -> bool:
        """Whether a capitalised word opens a predicate and no name; one syllable proves nothing ("Cần Thơ")."""
        hit = predicates().longest(self.low, at)
        return hit is not None and " " in self.low[at : hit[0]]

    def _elided_office(self, before: Found, start: int) -> list[Found]:
        """ "Sở Nội vụ, Tài chính": the head is printed once."""
        if (
            before.office is None
            or before.kind is not BodyKind.ORGANISATION
            or not self.text[start : start + 1].isupper()
        ):
            return []
        head = before.office.name.split(" ", 1)[0].lower()
        trie = sector_tries().get(head)
        hit = trie.longest(self.low, start) if trie else None
        if not hit or before.tail is not None:
            return []
        found = self.office_from(start, hit[0], hit[1])
        return [replace(found, post=before.post)] if found.kind is BodyKind.ORGANISATION else []

    # --- covers: "Các Sở: Y tế, Khoa học và Công nghệ" --------------------------------------------------------------

    _COVER = re.compile(
        r"(?:các\s+)?(sở|bộ|phòng)(?:\s*,\s*(?:ban|ngành|phòng|đơn vị|cơ quan|đoàn thể))*(?:\s+và\s+ngành)?\s*(:?)\s*",
        re.I,
    )

    def cover_at(self, start: int) -> list[Found]:
        opened = self._COVER.match(self.text, start)
        if not opened or (not opened[2] and not self.low.startswith("các", start)):
            return []
        trie = sector_tries()[opened[1].lower()]
        names: list[Found] = []
        at = opened.end()
        while True:
            hit = trie.longest(self.low, at)
            if hit and self.text[at].isupper():
                names.append(self.office_from(at, hit[0], hit[1]))
            elif names and (other := self.post_at(at) or self.office_at(at) or self.open_at(at)):
                names.extend(other)
            else:
                break
            separator = LIST_SEPARATOR.match(self.text, names[-1].end)
            if not separator:
                break
            at = separator.end()
        if names and (opened[2] or len(names) > 1):
            last = names[-1].tail
            return [
                replace(n, tail=n.tail or last) if n.office and n.office.completion == "place" else n for n in names
            ]
        return []

    # --- open-ended names -----------------------------------------------------------------------------------------

    def open_at(self, start: int) -> list[Found]:
        """The open-ended name at `start` ("Ban Quản lý Khu kinh tế …")."""
        if self.depth > DEEPEST:
            return []
        self.depth += 1
        try:
            return self._opened(start)
        finally:
            self.depth -= 1

    def _opened(self, start: int) -> list[Found]:
        for end, kind, row in self.openers.get(start, ()):
            if kind != "head" or not isinstance(row, tuple):
                continue
            found = self._open(start, end, row)
            if found:
                return [found]
        return []

    def _open(self, start: int, end: int, row: tuple[str, ...]) -> Found | None:
        capital = self.text[start].isupper()
        if capital and row[0] in _OF_ANY and (held := self._before_body(start, end, row)):
            return held
        stop = self.complement_end(end, capital, compounds=row[0] in _OF_COMPOUNDS)
        of_its_own = self.low[end:stop] not in ("", " liên ngành", " quốc gia", " trung ương", " nhà nước")
        if capital and row[0] in _ABOUT and not of_its_own and (about := self._about_end(stop)):
            stop = about
        if stop == end:
            units = UNITS.match(self.text, end) if capital else None
            if units:
                stop = self.units_end(units.end())
                return Found(start, stop, BodyKind.CLASS, self.text[start:stop], self._head_office(row))
            if capital and row[0] in BEFORE_BODIES:
                held = self._before_body(start, end, row)
                if held is not None or self.low[start:end] not in ALONE:
                    return held
            tail, tail_stop = self.tail_at(end)
            alone = capital and self.low[start:end] in ALONE
            if tail is None and not alone:
                return None
            if not capital:
                return None
            stop = tail_stop
            return Found(start, stop, BodyKind.ORGANISATION, self.text[start:end], self._head_office(row), tail)
        if (
            not capital
            and not self.text[end:stop].lstrip()[0].isupper()
            and self.low[start:end] not in ("ban quản lý", "bộ phận")
        ):
            return None
        units = UNITS.match(self.text, stop)
        if units:
            last = self.units_end(units.end())
            return Found(start, last, BodyKind.CLASS, self.text[start:last], self._head_office(row))
        region = REGION.match(self.text, stop)
        if region:
            return Found(
                start,
                region.end(),
                BodyKind.ORGANISATION,
                self.text[start : region.end()],
                replace(self._head_office(row), completion="none"),
            )
        if numbered := _NUMBERED.match(self.low, stop):
            stop = numbered.end()
        name = self.text[start:stop]
        tail, tail_stop = self.tail_at(stop)
        parent, parent_stop = self._parent(row[0], tail_stop if tail else stop)
        if parent:
            return Found(start, parent_stop, BodyKind.ORGANISATION, name, self._head_office(row), tail, parent=parent)
        office = self._head_office(row)
        if tail is None and _NATIONAL.match(name):
            office = replace(office, level="central", completion="none")
        if tail is None and row[0] in _NAMED_APART and _PROPER_NAME.search(name):
            office = replace(office, completion="none")
        return Found(start, tail_stop if tail else stop, BodyKind.ORGANISATION, name, office, tail)

    def _about_end(self, stop: int) -> int:
        """Where "Ban Chỉ đạo … về an toàn thực phẩm" ends: at a unit, a mark or the predicate; 0 if soon at none."""
        if not self.low.startswith(" về ", stop) or _ABOUT_A_REPORT.match(self.low, stop + 3):
            return 0
        at = first = stop + 3
        for _ in range(_LONGEST_MATTER):
            named = self.text.find(" ", first + 1, at) > 0  # two syllables at least
            if named and (UNITS.match(self.text, at) or TAIL.match(self.text, at)):
                return at
            word = WORD.match(self.text, at + 1) if self.text[at : at + 1] == " " else None
            if not word:
                return at if named and self.text[at : at + 1] in ("", ",", ";", ":", ".", "(", ")") else 0
            phrase = complements().longest(self.low, at + 1)
            if phrase is None and named and predicates().longest(self.low, at + 1):
                return at
            at = phrase[0] if phrase else word.end()
        return 0

    def _before_body(self, start: int, end: int, row: tuple[str, ...]) -> Found | None:
        """ "Ban Thường vụ các huyện ủy", "Đảng đoàn Mặt trận Tổ quốc": the organ of a body."""
        gap = SPACE.match(self.text, end)
        if not gap:
            return None
        many = self.class_at(gap.end(), bare=False)
        if many:
            return Found(start, many[0].end, BodyKind.CLASS, self.text[start : many[0].end], self._head_office(row))
        held = self.office_at(gap.end()) or (self.open_at(gap.end()) if row[0] in _OF_ANY else [])
        return replace(held[0], start=start, post=self.text[start:end]) if held else None

    @staticmethod
    def _head_office(row: tuple[str, ...]) -> Office:
        return Office(row[0], "", row[1], row[2], "none" if row[1] == "central" else "place")

    def complement_end(self, end: int, capital: bool, compounds: bool = False) -> int:
        """Where an open-ended name ends: capitals and complement phrases, joined by spaces, "và", commas, dashes.

        `compounds`: a word with a capital may be the first syllable of two ("Ban Tuyên giáo", "Phòng Quản lý vận tải").
        """
        at = end
        while True:
            gap = _COMPLEMENT_GAP.match(self.text, at)
            if not gap:
                return at
            word = gap.end()
            joined = gap[0].strip() != ""
            if "-" in gap[0] and _WHAT_IT_IS.match(self.low, word):
                return at  # "Cục … - Cơ quan thường trực": what it is, no part of its name
            if joined and at == end:
                return at
            dashed = compounds and "-" in gap[0] and self.text[word].isupper() and not self.is_office(word)
            if word in self.openers and (joined or self.is_office(word)) and not dashed:
                return at
            if (
                word in self.openers
                and self.text[word].isupper()
                and (nested := self.open_at(word))
                and nested[0].kind is BodyKind.ORGANISATION
            ):
                return nested[0].end
            phrase = complements().longest(self.low, word)
            if phrase and not (joined and self._predicate_after_comma(gap[0], word)):
                at = phrase[0]
                continue
            following = WORD.match(self.text, word)
            if not joined and (named := self._named_by_verb(word)):
                at = named
                continue
            if following and (following[0][0].isupper() or following[0].isdigit()) and not self.is_predicate(word):
                if _UNIT_WORD.match(self.low, word) and not joined:
                    return at
                if joined and gap[0].strip() == ",":
                    return at
                at = self._compound(following.end()) if compounds else following.end()
                continue
            return at

    def _compound(self, at: int) -> int:
        """Past the syllable behind a capitalised one when the two may be one word: nothing else can begin there."""
        second = _SYLLABLE.match(self.text, at)
        if not second or second[1] in _NO_SYLLABLE or predicates().longest(self.low, second.start(1)):
            return at
        if second.start(1) in self.openers or _UNIT_WORD.match(self.low, second.start(1)):
            return at
        return second.end()

    def _named_by_verb(self, word: int) -> int:
        """ "Quỹ Bảo vệ và Phát triển rừng": a verb with a capital in the midst of a name; 0 if there is none."""
        hit = predicates().longest(self.low, word) if self.text[word : word + 1].isupper() else None
        return hit[0] if hit and hit[1] == "verb" and " " in self.low[word : hit[0]] else 0

    def is_office(self, at: int) -> bool:
        return any(kind == "office" for _, kind, _ in self.openers.get(at, ()))

    def _predicate_after_comma(self, gap: str, word: int) -> bool:
        return "," in gap and self.is_predicate(word)

    def _parent(self, head: str, end: int) -> tuple[Found | None, int]:
        """ "Phòng An ninh chính trị nội bộ, Công an tỉnh": the office a unit belongs to."""
        if head not in ("Phòng", "Cục", "Vụ", "Chi cục", "Đội", "Trung tâm"):
            return None, end
        gap = _PARENT_GAP.match(self.text, end)
        if not gap or not gap[0]:
            return None, end
        offices_here = self.office_at(gap.end())
        if (
            offices_here
            and offices_here[0].kind is BodyKind.ORGANISATION
            and (head == "Phòng" or "thuộc" in gap[0] or "-" in gap[0])
        ):
            return offices_here[0], offices_here[0].end
        return None, end
