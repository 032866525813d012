"""The first page: the question box, and the answer as a card with its sentence.

The answer is the body of /api/v1/ask and nothing else; this module only gives it links and leaves out what is empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from starlette.responses import Response

from graph_api.pages.frame import Choice, Frame
from ingest.text.fold import fold
from viz.chain import document_name
from viz.day import shown
from viz.facts import amount
from viz.rows import Row, by_document, level_rank, place_key, sentence_link, text

CHIPS = ("intent", "field", "topic", "place", "body", "document", "role", "on")
MAX_SUGGESTIONS = 8


def page(frame: Frame) -> Response:
    question = frame.state.get("q") or _composed(frame)
    answer = frame.site.ask(question, frame.state.on, frame.state.lang) if question else None
    coverage = frame.site.rows("coverage")
    context: dict[str, object] = {
        "question": question,
        "places": frame.places(),
        "fields": frame.fields(coverage),
        "examples": _examples(frame, coverage) if not question else [],
        "holdings": _holdings(frame),
        "answer": None,
    }
    if answer is not None:
        context |= {"answer": answer, **_card(frame, answer, question)}
    title = question or frame.words("ask.title")
    return frame.html("answer.html", "ask", title, context)


def _composed(frame: Frame) -> str:
    """A question from the chips alone: who leads the field in the place."""
    state = frame.state
    if not state.field or not state.place:
        return ""
    labels = {text(row, "field"): text(row, "field_label") for row in frame.site.rows("coverage")}
    return _who_leads(frame, labels.get(state.field) or state.field, state.place)


def _who_leads(frame: Frame, field: str, place: str) -> str:
    return f"Ai chủ trì {field} ở {place}?" if frame.state.lang == "vi" else f"Who leads {field} in {place}?"


def _card(frame: Frame, answer: Mapping[str, object], question: str) -> dict[str, object]:
    """The parts of the answer, with links."""
    understood = answer.get("understood")
    known: Mapping[str, object] = understood if isinstance(understood, Mapping) else {}
    place = text(known, "place")
    query = urlencode({"q": question, **({"on": frame.state.on} if frame.state.on else {}), "lang": frame.state.lang})
    return {
        "outcome": text(answer, "outcome"),
        "chips": _chips(frame, known),
        "answers": _cards(frame, _rows(answer, "answers")),
        "above": _cards(frame, _rows(answer, "above")),
        "defaults": _cards(frame, _rows(answer, "defaults")),
        "candidates": [_candidate(frame, row, question) for row in _rows(answer, "candidates")],
        "crumbs": _crumbs(frame, _rows(answer, "chain")),
        "place": place,
        "intent": text(known, "intent"),
        "on_shown": shown(known.get("on") or frame.state.on, frame.words.lang),
        "json_href": f"/api/v1/ask?{query}",
        "sparql": text(answer, "sparql"),
        "sparql_href": f"/sparql?{urlencode({'query': text(answer, 'sparql')})}",
    }


def _rows(answer: Mapping[str, object], key: str) -> list[Row]:
    value = answer.get(key)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, Sequence) else []


def _chips(frame: Frame, known: Mapping[str, object]) -> list[tuple[str, str]]:
    """What was understood, in words; absent parts are left out."""
    labels = {text(row, "field"): text(row, "field_label") for row in frame.site.rows("coverage")}
    chips: list[tuple[str, str]] = []
    for key in CHIPS:
        value = text(known, key)
        if not value:
            continue
        if key in ("intent", "role"):
            value = frame.words.maybe(key, value)
        if key == "field":
            value = labels.get(value) or value
        if key == "on":
            value = shown(value, frame.words.lang)
        if key == "document":
            about = by_document(frame.site.rows("documents")).get(value)
            value = document_name(about, frame.words) if about else value
        chips.append((frame.words(f"chips.{key}"), value))
    return chips


def _cards(frame: Frame, rows: Sequence[Row]) -> list[dict[str, object]]:
    """Answers with their links; those that differ in the field alone are one card that names all its fields."""
    cards: dict[tuple[object, ...], dict[str, object]] = {}
    for row in rows:
        card = _linked(frame, row)
        same = tuple(
            str(card[key]) for key in ("kind", "body", "role", "document", "start", "end", "indicator", "status")
        )
        known = cards.setdefault(same, card)
        labels = known["labels"]
        if isinstance(labels, list) and card["field_label"] not in (None, *labels):
            labels.append(card["field_label"])
    return list(cards.values())


def _linked(frame: Frame, row: Row) -> dict[str, object]:
    """An answer with its links. Keys that an answer may lack are there as None, so that the template can ask."""
    cells: dict[str, object] = dict.fromkeys(_CELLS)
    cells.update(row)
    about = by_document(frame.site.rows("documents")).get(text(row, "document"), {})
    heirs = [dict.fromkeys(_HEIR) | dict(heir) for heir in _rows(row, "today")]
    return {
        **cells,
        "labels": [],
        "kind": text(row, "kind") or "assignment",
        "heirs": heirs,
        "basis": "; ".join(
            dict.fromkeys(part for heir in heirs for part in str(heir["basis"] or "").split("; ") if part)
        ),
        "status": text(row, "status") or "stated",
        "reading": frame.reading(row),
        "name": document_name({**about, **{k: v for k, v in row.items() if k == "number" and v}}, frame.words),
        "body_href": frame.links.thing(text(row, "body_iri")),
        "document_href": frame.links.document(text(row, "document")),
        "sentence_href": sentence_link(frame.links, row),
        "amount": amount(row) if row.get("value") is not None else "",
    }


_HEIR = ("body", "place", "from", "basis", "status")
_CELLS = ("body", "body_iri", "role", "role_words", "modality", "collective", "field", "field_label", "task", "with",
          "deadline", "deadline_text", "place", "document", "number", "date", "section", "start", "end", "quote",
          "reading", "recipient", "onward", "recurrence", "due", "due_text", "indicator", "by", "title")  # fmt: skip


def _candidate(frame: Frame, row: Row, question: str) -> dict[str, object]:
    """A choice between things of one name leads to the same question about the one chosen."""
    kind = text(row, "kind")
    label = text(row, "label")
    within = text(row, "within")
    if kind == "document":
        return {**row, "within": within, "href": frame.links.document(text(row, "iri"))}
    if kind in ("place", "field"):
        value = text(row, "iri") if kind == "place" else label
        return {**row, "within": within, "href": frame.state.url("/", q=question, **{kind: value})}
    return {**row, "within": within, "href": frame.state.url("/", q=f"{question} {label}")}


def _crumbs(frame: Frame, chain: Sequence[Row]) -> list[list[dict[str, object]]]:
    """The documents of the chain by level from the centre down, the one where it starts last."""
    index = by_document(frame.site.rows("documents"))
    marks: dict[str, str] = {}
    for row in chain:
        if text(row, "child"):
            stated = text(row, "link_status") == "stated"
            marks.setdefault(text(row, "document"), ("" if row.get("held") else "ghost") if stated else "unstated")
        marks.setdefault(text(row, "child") or text(row, "document"), "")
    about = {text(row, "document"): row for row in chain}
    steps: dict[int, list[dict[str, object]]] = {}
    for iri, mark in marks.items():
        known = {**about.get(iri, {}), **{k: v for k, v in index.get(iri, {}).items() if v is not None}}
        level = text(known, "level") or text(about.get(iri, {}), "level")
        name = document_name(known, frame.words)
        crumb: dict[str, object] = {"name": name, "href": frame.links.document(iri), "mark": mark}
        steps.setdefault(level_rank(level), []).append(crumb)
    return [crumbs for _, crumbs in sorted(steps.items())]


def _holdings(frame: Frame) -> str:
    held = [row for row in frame.site.rows("documents") if row.get("held")]
    if not held:
        return ""
    given = {text(row, "assignment") for row in frame.site.rows("assignments")}
    places = {place_key(row) for row in held if row.get("place")}
    return frame.words("ask.holdings", documents=len(held), places=len(places), assignments=len(given))


def _examples(frame: Frame, coverage: Sequence[Row]) -> list[dict[str, str]]:
    """Real questions about what is held: one field in each of a few places, then other things one can ask."""
    leads = [row for row in coverage if text(row, "role") == "lead" and row.get("place") and row.get("field_label")]
    rest = [row for row in coverage if row.get("place") and row.get("field_label")]
    chosen: dict[str, str] = {}
    for row in (*leads, *rest):
        if len(chosen) < 3 and text(row, "place") not in chosen:
            chosen[text(row, "place")] = text(row, "field_label")
    asked = [_who_leads(frame, label, place) for place, label in chosen.items()]
    return [{"text": question, "href": frame.state.url("/", q=question)} for question in asked]


def suggestions(frame: Frame) -> list[str]:
    """Whole questions that fit what was typed so far, accents or not."""
    typed = fold(frame.state.get("q"))
    if not typed:
        return []
    coverage = frame.site.rows("coverage")
    places = _fitting(typed, [choice.name for choice in frame.places()])
    fields = _fitting(typed, [choice.name for choice in _all_fields(frame, coverage)])
    if places and fields:
        return [_who_leads(frame, field, place) for field in fields[:4] for place in places[:2]][:MAX_SUGGESTIONS]
    if places:
        near = [text(r, "field_label") for r in coverage if text(r, "place") in places and r.get("field_label")]
        return [_who_leads(frame, f, places[0]) for f in dict.fromkeys(near)][:MAX_SUGGESTIONS]
    owned = [(text(r, "field_label"), text(r, "place")) for r in coverage if r.get("place") and r.get("body")]
    return [_who_leads(frame, f, p) for f, p in dict.fromkeys(owned) if f in fields[:3]][:MAX_SUGGESTIONS]


def _all_fields(frame: Frame, coverage: Sequence[Row]) -> list[Choice]:
    return frame.fields(coverage)


def _fitting(typed: str, names: Sequence[str]) -> list[str]:
    """Names that stand in what was typed, or that its last words begin; the longest agreement first."""
    words = typed.split()
    scored: list[tuple[int, str]] = []
    for name in dict.fromkeys(names):
        folded = fold(name)
        tails = [" ".join(words[-n:]) for n in range(min(4, len(words)), 0, -1)]
        best = max((len(tail) for tail in tails if len(tail) > 1 and _begins(folded, tail)), default=0)
        score = len(folded) + 100 if folded in typed else best
        if score:
            scored.append((-score, name))
    return [name for _, name in sorted(scored)]


def _begins(name: str, tail: str) -> bool:
    """At the start of a word of the name: "thanh m" finds Thanh Miện, "anh m" does not."""
    return name.startswith(tail) or f" {tail}" in name
