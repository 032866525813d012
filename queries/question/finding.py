"""Finding documents: those a document carries out, and those a question describes."""

from __future__ import annotations

from queries.question.asked import Asked
from queries.question.lexicon import lexicon
from queries.question.match import best, rank
from queries.question.model import Answer, Outcome, Reply, Row

_TYPE_CODES = {
    "quyet dinh": "QĐ", "decision": "QĐ", "ke hoach": "KH", "plan": "KH", "chi thi": "CT", "directive": "CT",
    "nghi quyet": "NQ", "resolution": "NQ", "nghi dinh": "NĐ", "decree": "NĐ", "chuong trinh": "CTr",
}  # fmt: skip


def chain(asked: Asked) -> Reply:
    rows = [
        row for document in asked.scope.documents for row in asked.library.run("chain", document=document["document"])
    ]
    direct = [row for row in rows if row["child"] in {document["document"] for document in asked.scope.documents}]
    wanted = _of_type(asked, [row for row in direct if row["relation"] == "implements"] or direct)
    if not wanted:
        return asked.reply(Outcome.NOT_ASSIGNED, chain=tuple(rows))
    answers = [
        Answer({**row, "kind": "document", "body": row["issuer"], "status": row["link_status"]}) for row in wanted
    ]
    return asked.reply(Outcome.ANSWERED, answers, chain=tuple(rows))


def _of_type(asked: Asked, rows: list[Row]) -> list[Row]:
    """Documents of the type asked for ("quyết định nào"); a letter is one whose number names no type."""
    text = " ".join(word.folded for word in asked.reading.words)
    for words, code in _TYPE_CODES.items():
        if f"{words} nao" in text or f"which {words}" in text or f"what {words}" in text:
            return [row for row in rows if f"/{code}" in (row["number"] or "") or f"-{code}/" in (row["number"] or "")]
    if "cong van nao" in text or "which letter" in text:
        known = set(_TYPE_CODES.values())
        return [row for row in rows if not any(f"/{code}" in (row["number"] or "") for code in known)]
    return rows


def documents(asked: Asked) -> Reply:
    rows = list(asked.scope.documents)
    if asked.scope.number is None:
        ranked = rank(asked.reading.matter(lexicon()), rows, lambda row: str(row["title"] or ""), wide="title")
        chosen = [r.row for r in best(ranked, asked.enough, 0.8)]
        if not chosen and not asked.scope.whole and not asked.reading.matter(lexicon()):
            chosen = rows
        rows = chosen
    if not rows:
        return asked.reply(Outcome.DOCUMENT_UNKNOWN)
    headers = {row["document"]: row for row in asked.library.facts("headers", rows) if row["fact"] == "title"}
    answers = [
        Answer(
            {
                **row,
                "kind": "document",
                "body": row["issuer"],
                "status": "stated",
                **{key: headers.get(row["document"], {}).get(key) for key in ("quote", "start", "end")},
            }
        )
        for row in rows
    ]
    return asked.reply(Outcome.ANSWERED, answers)
