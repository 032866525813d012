"""The role that the words of a clause give to its subject.

Comes in: a clause in lower case, and where the names in it stand. Goes out: the role with the words that decided it.
The role follows the word that governs the clause: the first of chủ trì, phối hợp, tham mưu … that stands as a verb;
"sự phối hợp của các cấp" is a noun and "chủ trì hội nghị" chairs a meeting. Nothing here knows who the subject is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import Role
from ingest.lexicons import cue
from ingest.recognise.name_parts import predicates


@dataclass(frozen=True, slots=True)
class RoleHit:
    """text[start:end] are the words that decide the role."""

    role: Role
    start: int
    end: int
    words: str


_ROLE_WORD = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{role}>{cue(role)})" for role in ("lead", "coordinate", "advise", "standing"))
    + r")(?![^\W_])"
)
_ROLES = {"lead": Role.LEAD, "coordinate": Role.COORDINATE, "advise": Role.ADVISE, "standing": Role.STANDING}
# What may stand right before a verb: nothing, punctuation, or one of the cue's words.
_BEFORE_VERB = re.compile(rf"(?:^|[,;:.…(“\"/]|\b{cue('before-a-verb')})\s*$")
_LOOK_BACK = 48
_DIRECTING = re.compile(
    r"(?:(?:tiếp tục|tăng cường|thường xuyên|kịp thời|chủ động|tập trung) ){0,3}"
    r"(?:chỉ đạo|hướng dẫn|yêu cầu|đôn đốc|định hướng|huy động)\b"
)
_DIRECTED_LOOSE = re.compile(r"\s+(?:các|lực lượng|phòng|cơ quan|đơn vị|cán bộ)\b")
_MONITOR = re.compile(
    rf"(?>{cue('before-monitoring')},?\s+){{0,8}}?(?:giúp [^,;]{{3,60}}?\s)?(?>{cue('before-monitoring')},?\s+){{0,4}}?"
    rf"(?P<words>{cue('monitoring')})"
    r"(?:,?\s+(?:và\s+)?(?:theo dõi|đôn đốc|giám sát|kiểm tra|đánh giá|hướng dẫn)){0,8}"
)
_BASED = re.compile(r"\s*(?:trên cơ sở|căn cứ|theo)\b")
_AFTER_BASIS = re.compile(r"(?:chức năng|nhiệm vụ|của ngành|lĩnh vực|thẩm quyền|quy định|được giao|kế hoạch này)\s*$")


def find_role(low: str, names: Sequence[tuple[int, int]], start: int = 0, end: int | None = None) -> RoleHit | None:
    """The role in low[start:end], None where no role word governs it (the subject performs). `names` are sorted."""
    end = len(low) if end is None else end
    blocked = _directed(low, names, start)
    for found in _ROLE_WORD.finditer(low, start, end):
        if blocked is not None and found.start() > blocked:
            break
        if _inside(names, found.start()) or not is_verb_position(low, found.start(), start):
            continue
        kind = found.lastgroup or "lead"
        return RoleHit(_ROLES[kind], found.start(), found.end(), found[0])
    watch = _MONITOR.match(low, start, end)
    if watch:
        return RoleHit(Role.MONITOR, watch.start("words"), watch.end(), low[watch.start("words") : watch.end()])
    return None


def _inside(names: Sequence[tuple[int, int]], at: int) -> bool:
    index = bisect_right(names, at, key=lambda name: name[0]) - 1
    return index >= 0 and at < names[index][1]


def _directed(low: str, names: Sequence[tuple[int, int]], start: int) -> int | None:
    """ "Chỉ đạo X phối hợp …": what X shall do gives no role to the one who directs; where X is named."""
    directing = _DIRECTING.match(low, start)
    if not directing:
        return None
    index = bisect_left(names, directing.end(), key=lambda name: name[0])
    if index < len(names) and names[index][0] - directing.end() <= 3:
        return names[index][0]
    loose = _DIRECTED_LOOSE.match(low, directing.end())
    return loose.end() if loose else None


def is_verb_position(low: str, at: int, start: int) -> bool:
    """Whether a role word at `at` stands as a verb in the clause that begins at `start`."""
    before = low[max(start, at - _LOOK_BACK) : at]
    if at - start <= _LOOK_BACK and before.strip() in ("", "tổ chức"):
        return True
    if at - start > _LOOK_BACK:
        before = "x" + before  # the clause does not begin here
    if _BEFORE_VERB.search(before):
        return True
    return _BASED.match(low, start) is not None and _AFTER_BASIS.search(before) is not None


def begins_predicate(low: str, at: int) -> str | None:
    """The kind of predicate that begins at `at` (verb, adverb, order, role), None if none does."""
    hit = predicates().longest(low, at)
    return hit[1] if hit else None
