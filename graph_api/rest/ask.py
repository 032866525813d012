"""Questions over HTTP and for the command line: one function, the contract's JSON.

The understanding and the answers are `queries.question`; this module only finds the library of the store's snapshot
and turns parameters into days.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import APIRouter, Query, Request

from graph_api.errors import DaumoiError
from graph_api.rest.common import services
from graph_api.settings import Settings
from graph_api.store.base import Binding, Store
from queries.question.library import Library

router = APIRouter(tags=["questions"])
_LIBRARIES: OrderedDict[tuple[int, str], Library] = OrderedDict()
_GUARD = threading.Lock()
MAX_LIBRARIES = 4
"""Snapshots whose documents are kept in memory: the current one, and those that requests under way still use."""

Select = Callable[[str], list[dict[str, Binding]]]


def answer(
    question: str, store: Store, settings: Settings, *, on: str | None = None, lang: str | None = None
) -> dict[str, Any]:
    """The body of /api/v1/ask. Raises DaumoiError for a day or a language that is none."""
    return answer_with(question, library(store.select, store.snapshot()), settings, on=on, lang=lang)


def answer_with(
    question: str, held: Library, settings: Settings, *, on: str | None = None, lang: str | None = None
) -> dict[str, Any]:
    from queries.question.answer import answer as reply_to

    if lang not in (None, "", "vi", "en"):
        raise DaumoiError("bad_parameter", f"lang={lang} is no language here", "vi or en")
    today = _day(settings.today, "DAUMOI_TODAY") or date.today()
    return reply_to(question, held, today=today, on=_day(on, "on"), lang=lang or None).to_json()


def library(select: Select, snapshot: str) -> Library:
    """The library of a snapshot, kept while it is asked."""
    owner = getattr(select, "__self__", select)
    key = id(owner), snapshot
    with _GUARD:
        found = _LIBRARIES.get(key)
        if found is None:
            found = _LIBRARIES[key] = Library(select, snapshot)
            if len(_LIBRARIES) > MAX_LIBRARIES:
                _LIBRARIES.popitem(last=False)
        _LIBRARIES.move_to_end(key)
        return found


def _day(given: str | None, name: str) -> date | None:
    """A day; a month or a year means its last day."""
    if not given:
        return None
    text = given.strip()
    if text in ("today", "hôm nay"):
        return None
    try:
        if len(text) == 4:
            return date(int(text), 12, 31)
        return date.fromisoformat(text)
    except ValueError:
        raise DaumoiError("bad_parameter", f"{name}={given[:40]} is no day", "YYYY-MM-DD") from None


@router.get("/api/v1/ask", summary="Answers a question in Vietnamese or English")
def ask(
    request: Request,
    q: str = Query(
        "",
        max_length=2000,
        description="Câu hỏi / the question",
        examples=["Ai chủ trì hạ tầng số ở huyện Thanh Miện?"],
    ),
    on: str | None = Query(None, description="Ngày được hỏi / the day asked about", examples=["2025-04-01"]),
    lang: str | None = Query(None, description="vi | en"),
) -> dict[str, Any]:
    """The answer with its evidence, what was understood, the chain, and the SPARQL that gives the same."""
    given = services(request)
    return answer_with(q, library(given.select, given.snapshot()), given.settings, on=on, lang=lang)
