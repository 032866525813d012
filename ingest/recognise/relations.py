"""Why a document is cited: the relation of each mention, read from the grammar of the sentence around it.

Comes in: the mentions of one block in order and what zone of the document the block is. Goes out: one relation for
each. "Thực hiện Kế hoạch số A về thực hiện Nghị quyết số B; Kế hoạch số C" carries out A and C; B only describes A.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from ingest.facts import Relation
from ingest.recognise.spelling import UPPER


class Zone(Enum):
    """Where a block stands, as far as it matters here."""

    TITLE = "title"
    OPENING = "opening"
    BODY = "body"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Place:
    """A mention in its block: text[start:end]. `numbered`: cited by number, not by name alone."""

    start: int
    end: int
    numbered: bool


_FLAGS = re.IGNORECASE
_TASK = r"(?:thực hiện|triển khai|thi hành|cụ thể hóa|quán triệt)"
# What may stand between the verb and the document: manner, and the parts of it that are carried out.
_MANNER = (
    r"(?:[\s,]+(?:nghiêm|nghiêm túc|có hiệu quả|hiệu quả|đầy đủ|kịp thời|tốt|đồng bộ|quyết liệt|thắng lợi|thành công"
    r"|triệt để|nội dung|các|những"
    r"|và|hoặc|tại|của|quy định|mục tiêu|nhiệm vụ|giải pháp|chỉ tiêu|chỉ đạo|tinh thần|ý kiến|yêu cầu|"
    + _TASK
    + r"|sâu rộng|tổ chức|thắng lợi các"
    r"|(?:ý kiến |sự )?chỉ đạo của [^,;.]{3,70}? tại"
    r"|(?:điểm|khoản|điều|mục|phần|chương|phụ lục)\s+[\wIVX.]{1,5}))*"
)
_OBJECT = rf"{_MANNER}[\s,:]*[“\"']?\s*$"
_LEAD = (
    r"(?:để|nhằm|tiếp tục|tập trung|tổ chức|kịp thời|đẩy mạnh|tăng cường|chủ động|nghiêm túc"
    r"|đồng thời|và|triển khai|quán triệt|học tập|phổ biến|,|\s)*"
)
_CARRY_OUT = re.compile(rf"^\W*{_LEAD}{_TASK}{_OBJECT}", _FLAGS)
_BASIS = re.compile(
    r"^\W*(?:và\s+)?căn cứ(?:\s+(?:vào|theo))?(?:\s+(?:các|nội dung|quy định (?:tại|của)))?[\s,:]*(?:(?:điểm|khoản"
    r"|điều)\s+\w+[\s,]*)*(?:của\s+)?$",
    _FLAGS,
)
_ISSUES = re.compile(
    r"(?:ban hành|xây dựng|phê duyệt)\s+(?:kèm theo (?:quyết định|nghị quyết|công văn) này\s+)?(?:kế hoạch"
    r"|chương trình|quyết định|hướng dẫn|chỉ thị|đề án|phương án)"
    rf"[^.;]{{0,80}}?{_TASK}{_OBJECT}",
    _FLAGS,
)
_TITLE_TASK = re.compile(rf"{_TASK}{_OBJECT}", _FLAGS)
_LOOKS_BACK = re.compile(
    r"(?:kết quả|tình hình|tổng kết|sơ kết|đánh giá|báo cáo|năm|kiểm tra|giám sát)\s*(?:việc\s+)?$", _FLAGS
)
_REPLACES = re.compile(r"(?:thay thế|bãi bỏ|hủy bỏ)(?:\s+(?:các|toàn bộ|cho))*\s*:?\s*$", _FLAGS)
_AMENDS = re.compile(
    r"(?:sửa đổi,?\s*(?:và\s+)?bổ sung|sửa đổi|điều chỉnh,?\s*bổ sung|điều chỉnh|bổ sung)"
    r"(?:\s+(?:một số (?:điều|nội dung|điểm)|nội dung|các nội dung|khoản|điều|điểm|phụ lục|mục|[\dIVXa-zđ]{1,4}|của"
    r"|tại|vào|,|và|ban hành kèm theo))*\s*$",
    _FLAGS,
)
_SELF = re.compile(
    r"(?:quyết định|nghị quyết|kế hoạch|chỉ thị|quy chế|quy định|văn bản|hướng dẫn|công văn|thông báo)\s+này\b", _FLAGS
)
_TAKEN_IN = re.compile(r"(?:nhận được|tiếp nhận)(?:\s+các)?\s*$", _FLAGS)
_SENT_ON = re.compile(
    r"(?:đính kèm|gửi kèm|kèm theo|sao gửi|sao lục|chuyển tiếp|chuyển|gửi|gửi tới|gửi đến)(?:\s+(?:(?:công văn"
    r"|văn bản) này|là|gồm|các|theo"
    r"|đến|toàn văn|bản sao|nội dung)|\s*:)*\s*$",
    _FLAGS,
)
_LIST_LINK = re.compile(r"^[\s,;)]*(?:;|,|\bvà\b|\bcùng\b|\bhoặc\b)?\s*(?:các\s+)?$", _FLAGS)
_CLAUSE = re.compile(rf";|\.(?=\s+[{UPPER}])|(?<=\w):")
_AFTER_COMMA = re.compile(r",\s*([^,;]*)$")


def relate(text: str, places: Sequence[Place], zone: Zone, *, letter: bool, listed: Relation | None) -> list[Relation]:
    """One relation per mention. `letter`: the document is an official letter; `listed`: the relation that a list begun
    in the paragraph before has, where this block only goes on with it."""
    out: list[Relation] = []
    mode, top, numbered_top = Relation.CITES, True, True
    at = 0
    for index, place in enumerate(places):
        link = text[at : place.start]
        at = place.end
        if index == 0:
            clause = _last_clause(link)
            mode = listed if listed and not link.strip(' ,;“"') else _governed(clause, link, zone, letter)
            if (
                mode is Relation.IMPLEMENTS
                and zone is Zone.BODY
                and not (place.numbered or listed or _ISSUES.search(clause))
            ):
                mode = Relation.CITES  # "Thực hiện có hiệu quả Luật …" is a task about a law, not what the plan is for
            top = True
        else:
            said = _new_mode(link, zone, letter)
            if said is not None:
                mode, top = said, True
            elif ";" in link and _LIST_LINK.match(link[link.rindex(";") + 1 :]):
                top = True
            elif re.search(r"(?:,|\bvà|\bcùng|\bhoặc)\s*(?:các\s+)?$", link, _FLAGS):
                top = numbered_top if place.numbered else top
            elif not _LIST_LINK.match(link):
                top = False
        out.append(mode if top else Relation.CITES)
        if place.numbered or index == 0:
            numbered_top = top
    return out


def _last_clause(link: str) -> str:
    """The words from the last border of a clause."""
    start = 0
    for found in _CLAUSE.finditer(link):
        start = found.end()
    return link[start:]


def _new_mode(link: str, zone: Zone, letter: bool) -> Relation | None:
    """The relation that a new clause, begun between two mentions, gives to what follows; None: it begins none."""
    borders = list(_CLAUSE.finditer(link))
    if borders:
        clause = link[borders[-1].end() :]
        if _LIST_LINK.match(clause):
            sentence = link[borders[-1].start()] == "."
            return Relation.CITES if sentence else None
        return _governed(clause, clause, zone, letter)
    comma = _AFTER_COMMA.search(link)
    if comma and comma[1].strip():
        said = _governed(comma[1], comma[1], zone, letter)
        return said if said in (Relation.IMPLEMENTS, Relation.BASED_ON, Relation.RELAYS) else None
    if letter and _SENT_ON.search(link):
        return Relation.RELAYS
    return None


def _governed(clause: str, before: str, zone: Zone, letter: bool) -> Relation:
    """The relation that the words before a mention give it."""
    if letter and (_TAKEN_IN.search(before) or _SENT_ON.search(before)):
        return Relation.RELAYS
    if zone is Zone.TITLE:
        return _in_title(before)
    if _REPLACES.search(clause) and (_SELF.search(before) or not clause[: _REPLACES.search(clause).start()].strip()):  # type: ignore[union-attr]
        return Relation.REPLACES
    amends = _AMENDS.search(clause)
    if amends and zone is Zone.BODY and not clause[: amends.start()].strip(' .:“"'):
        return Relation.AMENDS
    if _BASIS.search(clause):
        return Relation.BASED_ON
    if _CARRY_OUT.search(clause) and zone in (Zone.OPENING, Zone.BODY):
        return Relation.IMPLEMENTS
    if _ISSUES.search(clause) and zone in (Zone.OPENING, Zone.BODY) and _own_act(clause):
        return Relation.IMPLEMENTS
    after_comma = _AFTER_COMMA.search(clause)
    if after_comma and zone is Zone.OPENING and _CARRY_OUT.search(after_comma[1]):
        told = re.search(_TASK, clause[: after_comma.start()], _FLAGS)  # "X quán triệt, triển khai Y": X is told to
        return Relation.CITES if told else Relation.IMPLEMENTS
    return Relation.CITES


def _in_title(before: str) -> Relation:
    if _AMENDS.search(before):
        return Relation.AMENDS
    if _REPLACES.search(before):
        return Relation.REPLACES
    task = _TITLE_TASK.search(before)
    told = task and _LOOKS_BACK.search(before[: task.start()])
    return Relation.IMPLEMENTS if task and not told else Relation.CITES


def _own_act(clause: str) -> bool:
    """Whether the document itself is what is issued: the sentence opens with its issuer or with the act."""
    return not re.match(r"\s*(?:của|do|tham mưu|đề nghị|giao|các|hướng dẫn|trên cơ sở)\b", clause, _FLAGS)
