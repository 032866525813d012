"""Answers through time: who has the work of a body that is gone, and whom the law names where no plan does.

In: rows of answers and the units they speak of. Out: heirs and statutory defaults as the contract writes them; their
status is default or inferred, never stated, for no document of the corpus says it.
"""

from __future__ import annotations

from datetime import date

from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.resolve.places import place_ref
from ingest.resolve.succession import Default, heirs
from queries.question.lexicon import lexicon
from queries.question.model import Answer, Row


def today_of(values: Row, document: Row, gazetteer: Gazetteer, on: date) -> tuple[Row, ...]:
    """The heirs of the answer's body on that day; empty while it stands, and for classes, posts and persons."""
    if values.get("body_kind") not in (None, "organisation") or not values.get("body"):
        return ()
    unit = gazetteer.get(document["place_iri"]) if document.get("place_iri") else None
    since = _first_day(document.get("date"))
    owner = _owner(str(values["body"]), unit, gazetteer, since)
    if owner is None and unit is not None:
        return ()
    found = heirs(str(values["body"]), owner, values.get("field"), on, since=since)
    return tuple(heir.as_today() for heir in found)


def _owner(label: str, unit: Unit | None, gazetteer: Gazetteer, on: date | None) -> Unit | None:
    """The unit whose name ends the label: the document's own, or one above it."""
    candidates = [unit, *(gazetteer.get(i) for i in gazetteer.above(unit))] if unit else []
    return next((u for u in candidates if u and label.endswith(place_ref(u, on).full_name)), None)


def _first_day(printed: str | None) -> date | None:
    """The first day that a date of the contract (YYYY, YYYY-MM, YYYY-MM-DD) can mean."""
    if not printed:
        return None
    year, month, day, *_ = (*(int(part) for part in printed.split("-") if part.isdigit()), 1, 1, 1)
    return date(year, month, day)


def default_answer(found: Default) -> Answer:
    """A statutory default as an answer: it has an instrument in place of a sentence."""
    name = lexicon().fields.get(found.field)
    return Answer(
        {
            "kind": "assignment",
            "body": found.label,
            "collective": False,
            "field": found.field,
            "field_label": name.vi if name else None,
            "place": found.place.name if found.place else None,
            "quote": None,
            "task": found.basis,
            "status": "default",
        }
    )
