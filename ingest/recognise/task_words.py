"""What the words of a clause say besides its role: whether it is a task at all, with whom, and by when.

Comes in: a clause of a paragraph. Goes out: yes or no, partners, a deadline. Who is given the task, and in which role,
is settled elsewhere (ingest.recognise.clauses, ingest.recognise.roles).
"""

from __future__ import annotations

import re

from ingest.facts import Body, BodyMention, Role
from ingest.lexicons import cue
from ingest.recognise.clauses import group_from, only_members
from ingest.recognise.dates import Deadline, find_deadline
from ingest.recognise.paragraph import Paragraph
from ingest.recognise.roles import RoleHit, begins_predicate

_TROUBLE = re.compile(r"khó khăn|vướng mắc|phát sinh|bất cập|vấn đề", re.I)
_TOLD = re.compile(r"nếu (?:có|phát sinh|gặp)|phản ánh|báo cáo|thông tin|gửi|liên hệ|trao đổi", re.I)
_REPORT = re.compile(rf"(?:{cue('before-reporting')}[,\s]*)*+{cue('reporting')}(?![^\W_])", re.I)
_MORE_THAN_REPORT = re.compile(r"đề xuất|tham mưu|(?<!báo cáo )(?:sơ kết(?! 6 tháng)|tổng kết(?! năm))", re.I)
_NOT_A_TASK = re.compile(cue("no-task"), re.I)
_EXECUTION = re.compile(
    r"chịu trách nhiệm (?:tổ chức )?(?:thi hành|thực hiện|triển khai)|(?:căn cứ [^,;.]{0,40} )?thi hành", re.I
)
_GENERIC = re.compile(cue("generic") + "++", re.I)
_GENERIC_NOUNS = re.compile(
    r"(?:các )?(?:(?:cơ quan|đơn vị|địa phương|tổ chức|cá nhân|ngành|cấp)(?:, | và |$)?(?:các )?)++(?: liên quan)?$",
    re.I,
)
_BARE_DUTY = re.compile(
    rf"(?:{cue('bare-duty')}\s*)++(?:kế hoạch này|công văn này|chỉ thị này|các nội dung (?:trên|này))?\s*", re.I
)
_ROLE_WORDS = re.compile(r"chủ trì|phối hợp(?: chặt chẽ)?(?: với)?|tham mưu|là cơ quan đầu mối|liên quan")
_COMMA = re.compile(r",\s+")
_CHARGED = re.compile(r"(?:được giao|được phân công|của mình|quy định|này)\s+")
_PARTNER = re.compile(
    r"(?:phối hợp|phối, kết hợp)"
    r"(?:\s+(?:chặt chẽ|thường xuyên|đồng bộ|hiệu quả|tốt|cùng|kịp thời|với|,|và)){0,4}\s+(?=[^\W_])"
    r"|(?:phối hợp|kết hợp)[^.;:]{0,25}?\s(?:với|hỗ trợ|cùng)\s+(?=[^\W_])",
    re.I,
)
_COURTESY = re.compile(r"(?:các\s+)?đồng chí\s+")
_OWN_UNITS = re.compile(r"trực thuộc|thuộc quyền|thuộc phạm vi|đơn vị mình|của mình", re.I)
_DIRECTS = re.compile(
    r"(?:(?:tiếp tục|tăng cường|thường xuyên|chủ động) ){0,3}(?:chỉ đạo|hướng dẫn|yêu cầu|đôn đốc|định hướng)", re.I
)
_REPORTS_BEFORE = re.compile(r"báo cáo|gửi (?:danh sách|kết quả)|phản ánh", re.I)


def tells_trouble(sentence: str) -> bool:
    """ "Nếu có khó khăn, vướng mắc … phản ánh về": a duty to report, told elsewhere."""
    return "nếu" in sentence and _TROUBLE.search(sentence) is not None and _TOLD.search(sentence) is not None


def is_generic(paragraph: Paragraph, start: int, end: int) -> bool:
    """ "có trách nhiệm:", "thực hiện các nội dung sau:": words that open a list and are no task by themselves."""
    words = _ROLE_WORDS.sub(" ", paragraph.masked(start, end).lower())
    return _GENERIC.fullmatch(words.rstrip(" :.")) is not None or not words.strip(" :,.;và")


def is_no_task(clause: str, hit: RoleHit | None, subject: tuple[BodyMention, ...]) -> bool:
    """Whether a clause gives nothing to do: a report, a ban, liability, a bare "nghiêm túc thực hiện" to everybody."""
    if len(clause) < 6:
        return True
    if _EXECUTION.match(clause):
        return False
    if _NOT_A_TASK.match(clause) or clause.rstrip(" :.").endswith("như sau") or _only_basis(clause):
        return True
    strong = hit is not None and hit.role in (Role.LEAD, Role.ADVISE, Role.STANDING) and hit.end > 0
    if not strong and _REPORT.match(clause) and not _MORE_THAN_REPORT.search(clause[:200]):
        return True
    everybody = all(_GENERIC_NOUNS.fullmatch(mention.body.label) for mention in subject)
    return everybody and _BARE_DUTY.fullmatch(clause.rstrip(" ./")) is not None


def _only_basis(clause: str) -> bool:
    """ "Căn cứ …" without what is done on that basis."""
    if not clause.startswith(("căn cứ", "trên cơ sở")) or ":" in clause or " để " in clause:
        return False
    if "phối hợp" in clause or "chủ trì" in clause:
        return False
    places = [found.end() for pattern in (_CHARGED, _COMMA) for found in pattern.finditer(clause)]
    return not any(begins_predicate(clause, at) for at in places)


def partners(paragraph: Paragraph, start: int, end: int) -> tuple[Body, ...]:
    """Those named by "phối hợp với" in the clause."""
    words, low = paragraph.words, paragraph.low
    directs = _DIRECTS.match(low, start)
    out: list[Body] = []
    for found in _PARTNER.finditer(low, start, end):
        directed = directs is not None and found.start() > directs.end() + 3
        if directs is not None and directed and not _OWN_UNITS.search(low, directs.end(), found.start()):
            continue  # whom the directed ones work with is their matter
        courtesy = _COURTESY.match(low, found.end())
        at = courtesy.end() if courtesy else found.end()
        first = words.first_from(at)
        if first < len(words.spans) and words.spans[first][0] == at and words.spans[first][1] <= end:
            last = group_from(words, first, end)
            out.extend(words.bodies[i] for i in only_members(words, range(first, last)))
    return tuple(dict.fromkeys(out))


def clause_deadline(clause: str, year: int | None) -> Deadline | None:
    """By when the clause must be done; a day for reporting on it is no deadline of the task."""
    found = find_deadline(clause, year)
    if found is None:
        return None
    before = clause[: found.start]
    return None if _REPORTS_BEFORE.search(before) or before.rstrip().endswith("ngay từ") else found
