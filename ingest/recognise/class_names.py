"""Names of classes of bodies: "các sở, ban, ngành", "các doanh nghiệp trên địa bàn tỉnh", "cơ quan có liên quan".

Comes in: a text in lower and printed case with the places where names open. Goes out: `Found` records of kind class.
It is the half of the name grammar that deals with nouns and their modifiers; ingest.recognise.body_grammar holds it.
"""

from __future__ import annotations

import re

from ingest.facts import BodyKind
from ingest.recognise.name_parts import (
    CLASS_ENDS,
    CLOSED_NOUN,
    COMMITTEE,
    FREE_LIMIT,
    MODIFIERS,
    MODIFYING_VERBS,
    NOT_CLASS_START,
    QUANTIFIER,
    SPACE,
    WORD,
    Found,
    class_nouns,
    predicates,
)

_NEXT_NOUN = re.compile(r"(?:\s*,\s*(?:và\s+|cùng\s+)?|\s+và\s+|\s+-\s+)(?:từng\s+)?")
_OWNED_BY = re.compile(r"\s+(?:của|thuộc|trực thuộc)\s+")


class ClassNames:
    """The rules for classes. The state is the text and its openers; single names are found by the heir."""

    text: str
    low: str
    openers: dict[int, list[tuple[int, str, object]]]

    def office_at(self, start: int) -> list[Found]:
        raise TypeError("held by the name grammar")

    def open_at(self, start: int) -> list[Found]:
        raise TypeError("held by the name grammar")

    def is_office(self, at: int) -> bool:
        raise TypeError("held by the name grammar")

    def class_at(self, start: int, bare: bool) -> list[Found]:
        quantifier = QUANTIFIER.match(self.text, start)
        if not quantifier and not bare:
            return []
        at = quantifier.end() if quantifier else start
        nouns, at, kinds, modified = self._nouns(at)
        if not nouns:
            return []
        if not quantifier and nouns == 1 and kinds[0] != "body" and not modified:
            return []
        if (
            not quantifier
            and nouns == 1
            and (
                kinds[0] == "unit"
                or self.low.startswith(("tổ chức ", "hội ", "cấp ", "ban ", "bộ ", "thành viên "), start)
            )
        ):
            return []
        if quantifier and kinds == ["unit"] and not modified and quantifier[0].lower().startswith(("những", "mọi")):
            return []
        members = SPACE.match(self.text, at)
        if (
            members
            and self.low.endswith("thành viên", 0, at)
            and (held := self.office_at(members.end()) or self.open_at(members.end()))
        ):
            return [Found(start, held[0].end, BodyKind.CLASS, self.text[start:at], held[0].office, parent=held[0])]
        return [Found(start, at, BodyKind.CLASS, self.text[start:at])]

    def _nouns(self, at: int) -> tuple[int, int, list[str], bool]:
        """(how many nouns, end, their kinds, whether one is modified) of the class whose first noun is at `at`."""
        count, kinds, modified, end = 0, [], False, at
        while True:
            if NOT_CLASS_START.match(self.low, at) or (
                count and self.is_office(at) and not COMMITTEE.match(self.text, at)
            ):
                break
            noun = class_nouns().longest(self.low, at)
            if not noun or (count == 0 and noun[1] == "more"):
                break
            count += 1
            kinds.append(noun[1])
            end = self._modified(noun[0], noun[1])
            modified = modified or end > noun[0]
            if end > noun[0] and self.text.endswith(("liên quan", "khác"), noun[0], end):
                break
            separator = _NEXT_NOUN.match(self.text, end)
            if not separator:
                break
            at = separator.end()
        return count, end, kinds, modified

    def _modified(self, end: int, kind: str) -> int:
        """Past the words that modify a class noun."""
        owner = (
            _OWNED_BY.match(self.text, end) if self.low.endswith(("thành viên", "đơn vị", "cơ quan"), 0, end) else None
        )
        if owner and (held := self.office_at(owner.end())) and held[0].kind is BodyKind.ORGANISATION:
            return held[0].end
        while True:
            known = MODIFIERS.match(self.text, end)
            if known:
                end = known.end()
                continue
            if kind in ("loose", "body") and not CLOSED_NOUN.search(self.low, max(0, end - 12), end):
                free = self._free(end)
                if free > end:
                    end = free
                    kind = "done"
                    continue
            return end

    def _free(self, end: int) -> int:
        """Plain words up to a predicate, a stop word or punctuation; nothing if none of these comes soon."""
        at, count, verb = end, 0, False
        while count <= FREE_LIMIT:
            gap = SPACE.match(self.text, at)
            word = WORD.match(self.text, gap.end()) if gap else None
            if not word:
                return at if not verb else end
            low = self.low[word.start() : word.end()]
            if low in CLASS_ENDS or (word.start() in self.openers and self.text[word.start()].isupper()):
                return at if not verb else end
            predicate = predicates().longest(self.low, word.start())
            if predicate:
                phrase = self.low[word.start() : predicate[0]]
                if phrase not in MODIFYING_VERBS or verb:
                    return at if not verb or predicate[1] != "verb" else end
                verb = True
                at, count = predicate[0], count + 1
                continue
            if MODIFIERS.match(self.text, at):
                return at if not verb else end
            at, count = word.end(), count + 1
        return end
