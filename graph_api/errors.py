"""The one exception that carries a message to a user, and the table of its codes.

Whatever goes wrong, a command prints `message` and `hint`, and a route answers
`{"error": {"code", "message", "hint"}}` with the code's status. Nothing here knows HTTP beyond the number.
"""

from __future__ import annotations

from typing import Any

CODES: dict[str, tuple[int, str]] = {
    "bad_request": (400, "The request is not what the protocol or the route expects"),
    "query_missing": (400, "No query was sent"),
    "query_repeated": (400, "More than one query was sent"),
    "query_syntax": (400, "The engine found the query wrong"),
    "query_too_long": (413, "The query has more characters than the limit"),
    "query_too_deep": (400, "The query nests deeper, or chains more operators, than the limit"),
    "query_ambiguous": (400, "The lexical check could not tell an IRI from a comparison"),
    "query_unsupported": (400, "The query uses something the engine does not know"),
    "query_crashed": (500, "The worker process ended while it evaluated the query"),
    "query_failed": (500, "The engine stopped with an error of its own"),
    "query_memory": (503, "The query needed more memory than a worker has"),
    "query_timeout": (503, "The query did not end before its deadline"),
    "result_too_large": (413, "The answer has more bytes than the limit"),
    "update_refused": (403, "The endpoint answers queries only"),
    "service_refused": (403, "SERVICE would call another host"),
    "graph_refused": (403, "FROM names a graph that the store does not hold"),
    "method_refused": (405, "The method is not served on this route"),
    "media_type_refused": (415, "The body has a media type or a character set that is not served"),
    "not_acceptable": (406, "None of the formats asked for can be given"),
    "body_too_large": (413, "The body of the request is larger than the limit"),
    "body_too_slow": (408, "The body of the request did not arrive in time"),
    "busy": (503, "All workers are taken and the queue is full"),
    "not_found": (404, "There is no such thing"),
    "unknown_query": (404, "There is no saved query of this name"),
    "unknown_parameter": (400, "The saved query has no such parameter"),
    "missing_parameter": (400, "The saved query needs a parameter that was not given"),
    "bad_parameter": (400, "A parameter has a value that does not fit its type"),
    "place_unknown": (404, "No place has this name"),
    "place_ambiguous": (409, "Several places have this name"),
    "field_unknown": (404, "No field has this name"),
    "body_unknown": (404, "No body has this name"),
    "document_unknown": (404, "No document has this name"),
    "graph_only": (406, "The query gives rows, which Turtle cannot hold"),
    "rows_only": (406, "The query gives a graph, which a table cannot hold"),
    "store_missing": (503, "There is no store at this place, or nothing has been ingested yet"),
    "store_busy": (503, "Another process is writing to the store"),
    "store_unwritable": (507, "The store's folder cannot be written"),
    "store_damaged": (500, "The store cannot be opened"),
    "store_unreachable": (503, "The remote store does not answer"),
    "store_refused": (502, "The remote store refused the request"),
    "update_failed": (409, "The update could not be carried out"),
    "update_syntax": (400, "The engine found the update wrong"),
    "unreadable": (400, "A file could not be read"),
    "internal": (500, "An error of the program itself"),
}
"""code -> (status, what it says); docs/errors.md lists the same."""


class DaumoiError(Exception):
    """An error with a code of the table, a message (what and where) and a hint (what to do)."""

    def __init__(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        status: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.status = status if status is not None else CODES.get(code, (400, ""))[0]
        self.headers = headers or {}

    def body(self) -> dict[str, Any]:
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint}}

    def __reduce__(self) -> tuple[Any, ...]:
        return (DaumoiError, (self.code, self.message, self.hint))
