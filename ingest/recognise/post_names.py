"""Names of posts: "Giám đốc Sở Nội vụ", "Chủ tịch Ủy ban nhân dân các xã, phường", "Công chức Văn hóa - Xã hội phường".

Comes in: a text and the places where posts open. Goes out: `Found` records of posts, or of classes of them. It is the
part of the name grammar that deals with who holds an office; ingest.recognise.body_grammar holds it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts import BodyKind
from ingest.lexicons import Office, cell
from ingest.recognise.class_names import ClassNames
from ingest.recognise.name_parts import AMONG, LIST_SEPARATOR, PERSON, SPACE, UNITS, Found, Tail, sector_tries

_CENTRAL = ("Bộ trưởng", "Phó Thủ tướng")
_MORE_CLASSES = re.compile(r"\s*,\s*(?=các\s)")
DEEPEST = 4  # names within names; a longer chain is no name


class PostNames(ClassNames):
    """The rules for posts. The state is the text and its openers; the bodies of posts are found by the heir."""

    depth: int

    def cover_at(self, start: int) -> list[Found]:
        raise TypeError("held by the name grammar")

    def office_from(self, start: int, end: int, office: Office) -> Found:
        raise TypeError("held by the name grammar")

    def tail_at(self, end: int) -> tuple[Tail | None, int]:
        raise TypeError("held by the name grammar")

    def units_end(self, end: int) -> int:
        raise TypeError("held by the name grammar")

    def is_predicate(self, at: int) -> bool:
        raise TypeError("held by the name grammar")

    def complement_end(self, end: int, capital: bool, compounds: bool = False) -> int:
        raise TypeError("held by the name grammar")

    def post_at(self, start: int) -> list[Found]:
        """The post at `start` with the body it belongs to; a post before a list of bodies is as many posts."""
        if self.depth > DEEPEST:
            return []
        self.depth += 1
        try:
            return self._posted(start)
        finally:
            self.depth -= 1

    def _posted(self, start: int) -> list[Found]:
        for end, kind, row in self.openers.get(start, ()):
            if kind != "post" or not isinstance(row, tuple):
                continue
            names = self._post(start, end, row)
            if names:
                return names
        return []

    def _post(self, start: int, end: int, row: tuple[str, ...]) -> list[Found]:
        post, needs = row[0], row[1]
        if needs == "name":
            return self._commune_post(start, end, post)
        if post.endswith("Văn phòng") and (held := self.office_at(end - len("văn phòng"))):
            return [self._with_post(start, post.removesuffix(" Văn phòng"), name, first=True) for name in held[:1]]
        gap = SPACE.match(self.text, end)
        if gap:
            of = self._post_of(post, gap.end())
            if of:
                return [self._with_post(start, post, name, first=i == 0) for i, name in enumerate(of)]
        shared = LIST_SEPARATOR.match(self.text, end)
        if shared and needs == "body":
            others = self.post_at(shared.end())
            if others and others[0].kind is BodyKind.CLASS and others[0].post:
                rest = others[0].name[len(others[0].post) :]
                return [Found(start, end, BodyKind.CLASS, post + rest, post=post), *others]
        if needs != "any":
            return []
        tail, stop = self.tail_at(end)
        person = PERSON.match(self.text, stop)
        if person and not self.is_predicate(person.start(1)):
            return [Found(start, person.end(), BodyKind.POST, self.text[start : person.end()], None, None, post=None)]
        central = post.startswith(_CENTRAL)
        office = Office(
            post, "", "central" if central else cell(row, 2) or "own", "state", "none" if central else "place"
        )
        if post.endswith("ủy") and tail is None:
            units = UNITS.match(self.text, stop)
            if units:
                stop = self.units_end(units.end())
                return [Found(start, stop, BodyKind.CLASS, self.text[start:stop], post=post)]
        if post.endswith("ủy") and tail is None and shared:
            others = self.post_at(shared.end())
            among = AMONG.search(others[0].name) if others and others[0].kind is BodyKind.CLASS else None
            if among:
                return [Found(start, end, BodyKind.CLASS, f"{post} {among[0]}", post=post), *others]
        kind = BodyKind.CLASS if post == "Bộ trưởng" else BodyKind.POST
        return [Found(start, stop, kind, post, office, tail)]

    def _post_of(self, post: str, at: int) -> list[Found]:
        of = self.cover_at(at)
        if of:
            return of
        if post in ("Trưởng phòng", "Phó Trưởng phòng"):
            hit = sector_tries()["phòng"].longest(self.low, at)
            if hit:
                return [replace(self.office_from(at, hit[0], hit[1]), name=hit[1].name.removeprefix("Phòng "))]
        return self.office_at(at) or self.open_at(at) or self.class_at(at, bare=True)

    def _with_post(self, start: int, post: str, of: Found, first: bool) -> Found:
        begin = start if first else of.start
        if of.post is not None and not first:
            return of
        if of.kind is BodyKind.CLASS:
            end = self._heads_end(post, of.end)
            return replace(of, start=begin, end=end, name=f"{post} {self.text[of.start : end]}", post=post)
        return replace(of, start=begin, kind=BodyKind.POST, post=post)

    def _heads_end(self, post: str, end: int) -> int:
        """ "Thủ trưởng các sở, ban, ngành, các cơ quan, đơn vị": one head of many classes parted by commas."""
        if post not in ("Thủ trưởng", "Người đứng đầu", "Lãnh đạo"):
            return end
        while (comma := _MORE_CLASSES.match(self.low, end)) and not self.is_office(comma.end()):
            more = self.class_at(comma.end(), bare=False)
            if not more or more[0].office is not None:
                break
            end = more[0].end
        return end

    def _commune_post(self, start: int, end: int, post: str) -> list[Found]:
        """ "Công chức Văn hóa - Xã hội phường": the work is part of the post's name."""
        stop = self.complement_end(end, True)
        if stop == end:
            return []
        name = post + self.text[end:stop]
        tail, tail_stop = self.tail_at(stop)
        office = Office(post, "", "commune", "state", "place")
        return [Found(start, tail_stop if tail else stop, BodyKind.POST, name, office, tail)]
