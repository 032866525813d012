"""Finding documents: those a document carries out, and those a question describes."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.text.fold import fold
from queries.question.asked import Asked
from queries.question.bodies import Name, find_body
from queries.question.lexicon import lexicon
from queries.question.match import ENOUGH, Ranked, best
from queries.question.model import Answer, Outcome, Reply, Row

_TYPE_SYLLABLES = frozenset(
    ["van", "ban", "ke", "hoach", "quyet", "dinh", "chi", "thi", "cong", "nghi", "thong", "bao", "huong", "dan", "dien"]
)
MOST_CHAINS = 12
"""Documents of one place whose chains are shown at once."""
OF_TYPE = 0.15
"""What it counts that a document is of the type asked for ("quyết định nào")."""
_TYPE_CODES = {
    "quyet dinh": "QĐ", "decision": "QĐ", "ke hoach": "KH", "plan": "KH", "chi thi": "CT", "directive": "CT",
    "nghi quyet": "NQ", "resolution": "NQ", "nghi dinh": "NĐ", "decree": "NĐ", "chuong trinh": "CTr",
}  # fmt: skip


def chain(asked: Asked) -> Reply:
    rows = [
        row for document in asked.scope.documents[:MOST_CHAINS] for row in asked.library.chain(document["document"])
    ]
    direct = [row for row in rows if row["child"] in {document["document"] for document in asked.scope.documents}]
    wanted = _of_type(asked, [row for row in direct if row["relation"] == "implements"] or direct)
    wanted = _of_issuer(asked, wanted)
    if not wanted:
        return asked.reply(Outcome.NOT_ASSIGNED, chain=tuple(rows))
    answers = [
        Answer({**row, "kind": "document", "body": row["issuer"], "status": row["link_status"]}) for row in wanted
    ]
    return asked.reply(Outcome.ANSWERED, answers, chain=tuple(rows))


def _of_issuer(asked: Asked, rows: list[Row]) -> list[Row]:
    """Documents of the issuer that the question names ("của Thủ tướng Chính phủ", "của tỉnh Đồng Tháp"), if it does."""
    own = {row["place"] for row in asked.scope.documents}
    places = {fold(place.typed) for place in asked.reading.places} - {fold(name) for name in own if name}
    of_place = [row for row in rows if any(fold(row["issuer"] or "").endswith(f" {place}") for place in places)]
    if of_place:
        return of_place
    named = find_body(
        asked.reading.words, [Name(row["issuer"]) for row in rows if row["issuer"]], lexicon(), asked.reading.lang
    )
    return [row for row in rows if named and row["issuer"] == named.label] or rows


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


def _by_title(asked: Asked, rows: Sequence[Row]) -> list[Row]:
    """Documents by their titles; of equals the one of the type asked for."""
    cover = asked.reading.matter(lexicon()).measure()
    text = " ".join(word.folded for word in asked.reading.words)
    ranked = []
    for row in rows:
        fit = cover(asked.library.title(row))
        typed = bool(row["type"]) and _type_named(row["type"], text)
        ranked.append(Ranked(fit + (OF_TYPE if typed else 0.0), row, fit))
    return [r.row for r in best(sorted(ranked, key=lambda r: -r.score), min(asked.enough, ENOUGH))]


def _only_a_type(asked: Asked) -> bool:
    """Whether nothing is said of the documents but their type ("kế hoạch của phường Chiềng Sinh")."""
    matter = asked.reading.matter(lexicon())
    return all(part.weight < 1 or part.folded in _TYPE_SYLLABLES for part in matter.parts)


def _type_named(kind: str, text: str) -> bool:
    english = {"quyet dinh": "decision", "ke hoach": "plan", "chi thi": "directive", "cong van": "letter"}
    return fold(kind) in text or english.get(fold(kind), "\0") in text


def documents(asked: Asked) -> Reply:
    rows = list(asked.scope.documents)
    if asked.scope.number is None and _only_a_type(asked) and asked.scope.place:
        text = " ".join(word.folded for word in asked.reading.words)
        rows = [row for row in rows if row["type"] and _type_named(row["type"], text)] or rows
    elif asked.scope.number is None:
        chosen = _by_title(asked, rows)
        rows = chosen
    if not rows:
        return asked.reply(Outcome.DOCUMENT_UNKNOWN)
    heads = (fact.row for fact in asked.library.facts("headers", rows))
    headers = {row["document"]: row for row in heads if row["fact"] == "title"}
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
