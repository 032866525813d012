"""The role that the words of a clause give to its subject.

Comes in: a clause in lower case, and where the names in it stand. Goes out: the role with the words that decided it.
The role follows the word that governs the clause: the first of chủ trì, phối hợp, tham mưu … that stands as a verb;
"sự phối hợp của các cấp" is a noun and "chủ trì hội nghị" chairs a meeting. Nothing here knows who the subject is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.facts import Role
from ingest.recognise.body_grammar import predicates


@dataclass(frozen=True, slots=True)
class RoleHit:
    """text[start:end] are the words that decide the role."""

    role: Role
    start: int
    end: int
    words: str


_ROLE_WORD = re.compile(
    r"\b(?:(?P<lead>chủ trì(?!\s+(?:hội nghị|cuộc họp|phiên họp|buổi|các cuộc họp|họp|lễ|soạn thảo))|(?:là |làm )?(?:cơ quan |đơn vị )?đầu mối(?!\s+(?:tiếp nhận thông tin|kiểm soát))"
    r"|chủ công|chịu trách nhiệm chính)"
    r"|(?P<coordinate>phối hợp|phối, kết hợp)"
    r"|(?P<advise>tham mưu)"
    r"|(?P<standing>là (?:cơ quan )?thường trực|làm (?:nhiệm vụ )?thường trực|cơ quan thường trực))(?![^\W_])"
)
_ROLES = {"lead": Role.LEAD, "coordinate": Role.COORDINATE, "advise": Role.ADVISE, "standing": Role.STANDING}
# What may stand right before a verb: nothing, punctuation, or one of these words.
_BEFORE_VERB = re.compile(
    r"(?:^|[,;:.…(“\"/]|\b(?:và|cùng|có trách nhiệm|có nhiệm vụ|phải|cần|được giao|là|giao nhiệm vụ|nhiệm vụ|tiếp tục|chủ động|tích cực|thường xuyên|kịp thời|khẩn trương"
    r"|tăng cường|đẩy mạnh|trực tiếp|tập trung|đồng thời|ngay|sẽ|thực hiện|theo quy định|được giao|nhanh chóng|nghiêm túc|quan tâm|tham gia|đơn vị mình|cùng nhau))\s*$"
)
_DIRECTING = re.compile(
    r"(?:tiếp tục |tăng cường |thường xuyên |kịp thời |chủ động |tập trung )*(?:chỉ đạo|hướng dẫn|yêu cầu|đôn đốc|định hướng|huy động)\b"
)
_ADVERBS = (
    r"(?:(?:tiếp tục|tăng cường|chủ động|thường xuyên|kịp thời|khẩn trương|nghiêm túc|tích cực|trực tiếp|tập trung|đẩy mạnh|định kỳ|hằng năm|hàng năm|phải|cần|có trách nhiệm"
    r"|có nhiệm vụ|chịu trách nhiệm|tổ chức(?: thực hiện)?|thực hiện|làm tốt|công tác|việc|giúp [^,;]{3,60}?|được giao|tham gia|hướng dẫn|triển khai|điều phối chung|điều phối|phát huy (?:tốt )?vai trò),?\s+)*?"
)
_MONITOR = re.compile(
    rf"^{_ADVERBS}(?P<words>theo dõi|đôn đốc|giám sát|kiểm tra(?=,? (?:và )?(?:đôn đốc|giám sát|theo dõi|hướng dẫn))|kiểm tra(?= (?:việc|tình hình) (?:tổ chức )?(?:triển khai|thực hiện) (?!luật)))"
    r"(?:,?\s+(?:và\s+)?(?:theo dõi|đôn đốc|giám sát|kiểm tra|đánh giá|hướng dẫn))*"
)
_MEETS = re.compile(r"^phối hợp(?:,| và| cùng)? ")


_AFTER_BASIS = re.compile(r"(?:chức năng|nhiệm vụ|của ngành|lĩnh vực|thẩm quyền|quy định|được giao|kế hoạch này)\s*$")


def find_role(low: str, names: Sequence[tuple[int, int]], start: int = 0) -> RoleHit | None:
    """The role in low[start:], None where no role word governs it (the subject performs)."""
    blocked = _directed(low, names, start)
    for found in _ROLE_WORD.finditer(low, start):
        if blocked is not None and found.start() > blocked:
            break
        if any(a <= found.start() < b for a, b in names):
            continue
        before = low[start : found.start()]
        based = (
            re.match(r"\s*(?:trên cơ sở|căn cứ|theo)\b", before) is not None and _AFTER_BASIS.search(before) is not None
        )
        based = based or before.strip() == "tổ chức"
        if not based and not _BEFORE_VERB.search(before):
            continue
        kind = found.lastgroup or "lead"
        return RoleHit(_ROLES[kind], found.start(), found.end(), low[found.start() : found.end()])
    watch = _MONITOR.match(low[start:])
    if watch:
        begin = start + watch.start("words")
        end = start + watch.end()
        return RoleHit(Role.MONITOR, begin, end, low[begin:end])
    return None


def _directed(low: str, names: Sequence[tuple[int, int]], start: int) -> int | None:
    """ "Chỉ đạo X phối hợp …": what X shall do gives no role to the one who directs; where X is named."""
    directing = _DIRECTING.match(low, start)
    if not directing:
        return None
    following = next((a for a, _ in names if a >= directing.end() and a - directing.end() <= 3), None)
    if following is not None:
        return following
    loose = re.compile(r"\s+(?:các|lực lượng|phòng|cơ quan|đơn vị|cán bộ)\b").match(low, directing.end())
    return loose.end() if loose else None


def is_verb_position(low: str, at: int, start: int) -> bool:
    """Whether a role word at `at` stands as a verb in the clause that begins at `start`."""
    return _BEFORE_VERB.search(low[start:at]) is not None


def begins_predicate(low: str, at: int) -> str | None:
    """The kind of predicate that begins at `at` (verb, adverb, order, role), None if none does."""
    hit = predicates().longest(low, at)
    return hit[1] if hit else None
