"""Tasks told by tables: a row is a task, columns say who leads, who helps and by when.

Comes in: a table with its columns' heads. Goes out: one assignment per row that names a body. A table without a column
of tasks and one of bodies tells none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts import Assignment, BodyMention, Modality, Role
from ingest.layout.model import Block, Provision, Row, Table
from ingest.lexicons import cue
from ingest.recognise.bodies import spelled, unknown_body
from ingest.recognise.clauses import only_members
from ingest.recognise.context import Reading
from ingest.recognise.dates import read_deadline
from ingest.recognise.fields import find_fields
from ingest.text.view import Span

_COLUMNS = (
    ("partner", re.compile(r"phối ?hợp", re.I)),
    ("lead", re.compile(r"chủ ?trì|đầu ?mối|chịu trách nhiệm chính", re.I)),
    (
        "perform",
        re.compile(
            rf"{cue('actor-noun')}.{{0,30}}(?:thực hiện|tham mưu|chịu trách nhiệm|triển khai)"
            r"|phân công|trách nhiệm|đơn vị|cơ quan",
            re.I,
        ),
    ),
    ("time", re.compile(r"thời (?:gian|hạn|điểm)|tiến độ|hoàn thành|lộ trình", re.I)),
    (
        "task",
        re.compile(
            r"nội dung|nhiệm vụ|công việc|hoạt động|giải pháp|đề án|văn bản|tên (?:chương trình|dự án)",
            re.I,
        ),
    ),
)


def table_assignments(table: Table, node: Provision, reading: Reading) -> Iterator[Assignment]:
    """One assignment for each row with a task and a body."""
    columns = _columns(table)
    if "task" not in columns or not ("lead" in columns or "perform" in columns):
        return
    actor = "lead" if "lead" in columns else "perform"
    date = reading.header.date
    year = int(date[:4]) if date else None
    for row in table.rows:
        task = _cell(row, columns["task"])
        who = _cell(row, columns[actor])
        if task is None or who is None or not task.text.strip():
            continue
        bodies = _bodies(who, reading)
        if not bodies:
            continue
        partners = _bodies(helpers, reading) if (helpers := _cell(row, columns.get("partner"))) else ()
        when = _cell(row, columns.get("time"))
        deadline = read_deadline(when.text, year) if when and when.text.strip() else None
        spans = [task.span, who.span]
        yield Assignment(
            span=Span(min(s.start for s in spans), max(s.end for s in spans)),
            section=row.section,
            rule=f"assignment.table.{actor}",
            bodies=bodies,
            role=Role.LEAD if actor == "lead" else Role.PERFORM,
            role_words="chủ trì" if actor == "lead" else None,
            modality=Modality.REQUIRED,
            task=task.text.strip().rstrip(".;"),
            task_span=task.span,
            fields=find_fields(spelled(task.text, reading).text),
            partners=tuple(mention.body for mention in partners),
            deadline=deadline.value if deadline else None,
            deadline_text=deadline.text if deadline else None,
        )


def _columns(table: Table) -> dict[str, int]:
    """What each column is, by its head; the first of a kind wins."""
    out: dict[str, int] = {}
    for index, head in enumerate(table.columns):
        for kind, pattern in _COLUMNS:
            if pattern.search(head):
                out.setdefault(kind, index)
                break
    return out


def _cell(row: Row, index: int | None) -> Block | None:
    return row.cells[index] if index is not None and index < len(row.cells) else None


def _bodies(cell: Block, reading: Reading) -> tuple[BodyMention, ...]:
    found = spelled(cell.text, reading)
    out = []
    for i in only_members(found, range(len(found.names))):
        span = found.view.span(found.names[i].start, found.names[i].end)
        out.append(BodyMention(found.bodies[i], cell.at(span.start, span.end)))
    if not out and (unknown := unknown_body(found.text)):
        out.append(BodyMention(unknown, cell.span))
    return tuple(dict.fromkeys(out))
