"""One or two sentences that say a reply, in Vietnamese or English. In: a reply. Out: text; no store is asked.

Role words are those of the document; what is not stated is said not to be stated.
"""

from __future__ import annotations

from collections.abc import Sequence

from queries.question.lexicon import lexicon
from queries.question.model import Answer, Intent, Outcome, Reply

_ROLES = {
    "lead": ("chủ trì", "leads"),
    "coordinate": ("phối hợp", "coordinates"),
    "advise": ("tham mưu", "advises on"),
    "perform": ("được giao thực hiện", "is given the task of"),
    "monitor": ("theo dõi, giám sát", "monitors"),
    "standing": ("là cơ quan thường trực", "is the standing office for"),
}
_LISTED = 4


def text_of(reply: Reply, lang: str) -> str:
    en = lang == "en"
    if reply.outcome is Outcome.ANSWERED and reply.answers:
        return _answered(reply, en)
    place = reply.understood.place
    what = _what(reply, en)
    where = (f" in {place}" if en else f" ở {place}") if place else ""
    vi_en = {
        Outcome.NOT_ASSIGNED: _nothing_said(reply.understood.intent, what, where),
        Outcome.PLACE_UNKNOWN: (f"Không có địa phương nào tên “{place}”.", f"No place is called “{place}”."),
        Outcome.FIELD_UNKNOWN: (
            "Không tìm thấy lĩnh vực hay việc nào như vậy trong các văn bản hiện có.",
            "No such field or task is found in the documents held.",
        ),
        Outcome.BODY_UNKNOWN: (
            f"Các văn bản hiện có{where} không nêu cơ quan đó.",
            f"The documents held{where} do not name that body.",
        ),
        Outcome.DOCUMENT_UNKNOWN: ("Không có văn bản như vậy.", "There is no such document here."),
        Outcome.AMBIGUOUS: (
            "Câu hỏi có thể hiểu theo nhiều cách; hãy chọn một.",
            "This can mean several things; choose one.",
        ),
        Outcome.NO_DOCUMENTS: (f"Chưa có văn bản nào{where}.", f"No documents are held{where}."),
        Outcome.NOT_UNDERSTOOD: (
            "Chưa hiểu câu hỏi. Có thể hỏi như các ví dụ.",
            "The question was not understood. Try one like these.",
        ),
    }
    return vi_en[reply.outcome][1 if en else 0] if reply.outcome in vi_en else ""


def _nothing_said(intent: Intent | None, what: str, where: str) -> tuple[str, str]:
    of = {
        Intent.TARGET: ("không nêu chỉ tiêu nào về", "set no target for"),
        Intent.DEADLINE: ("không nêu thời hạn nào cho", "set no deadline for"),
        Intent.REPORTING: ("không nêu việc báo cáo về", "name no duty to report on"),
        Intent.CHAIN: ("không nói thực hiện văn bản nào về", "name no document that they carry out for"),
    }
    if intent in of:
        vi, en = of[intent]
        return f"Các văn bản hiện có{where} {vi} {what}.", f"The documents held{where} {en} {what}."
    return (
        f"Các văn bản hiện có không giao {what}{where} cho cơ quan nào.",
        f"The documents held name no one for {what}{where}.",
    )


def _what(reply: Reply, en: bool) -> str:
    slug = reply.understood.field
    if slug and not reply.understood.topic:
        name = lexicon().fields.get(slug)
        if name:
            return name.en if en else name.vi
    return f"“{reply.understood.topic}”" if reply.understood.topic else ("this" if en else "việc này")


def _answered(reply: Reply, en: bool) -> str:
    kind = reply.answers[0].values.get("kind")
    if kind == "reporting":
        said = [_report(a, en) for a in reply.answers[:_LISTED]]
    elif kind == "target":
        said = [_target(a) for a in reply.answers[:_LISTED]]
    elif kind == "document":
        said = [_document(a) for a in reply.answers[:_LISTED]]
    else:
        said = _assignments(reply.answers, en)
    rest = len(reply.answers) - _LISTED
    if rest > 0:
        said.append(f"and {rest} more" if en else f"và {rest} kết quả khác")
    text = "; ".join(said) + "."
    if (
        reply.understood.role == "lead"
        and kind == "assignment"
        and all(a.values["role"] != "lead" for a in reply.answers)
    ):
        text += " No lead is named for it." if en else " Văn bản không nêu cơ quan chủ trì."
    if kind == "assignment" and all(a.values["status"] == "inferred" for a in reply.answers):
        text += " (inferred from a collective assignment)" if en else " (suy ra từ việc giao chung)"
    return text


def _assignments(answers: Sequence[Answer], en: bool) -> list[str]:
    said = []
    for a in answers[:_LISTED]:
        role = a.values.get("role_words") or _ROLES[a.values["role"]][1 if en else 0]
        source = a.values.get("number") or a.values.get("place") or ""
        task = _short(a.values.get("task") or "")
        if task.lower().startswith(role.lower()):
            task = task[len(role) :].lstrip(" ,")
        said.append(f"{a.values['body']}: {role} – {task}" + (f" ({source})" if source else ""))
    return said


def _short(text: str, limit: int = 140) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= limit else folded[: limit - 1].rsplit(" ", 1)[0] + "…"


def _report(a: Answer, en: bool) -> str:
    v = a.values
    when = v.get("due_text") or v.get("due")
    whom = v.get("recipient") or ("(not named)" if en else "(không nêu)")
    text = f"{v.get('body') or ''} {'reports to' if en else 'báo cáo'} {whom}"
    return text.strip() + (f", {when}" if when else "")


def _target(a: Answer) -> str:
    v = a.values
    number = f"{v['value']:g}" + (f"–{v['value_to']:g}" if v.get("value_to") is not None else "")
    sign = "" if v["comparator"] in ("=", "range") else f"{v['comparator']} "
    return f"{_short(v['indicator'])}: {sign}{number}{' ' + v['unit'] if v.get('unit') else ''}" + (
        f" ({v['by']})" if v.get("by") else ""
    )


def _document(a: Answer) -> str:
    v = a.values
    return " ".join(str(part) for part in (v.get("number"), v.get("date"), v.get("body"), v.get("title")) if part)
