"""SPARQL 1.1 Protocol: an HTTP request becomes a value object before anything is evaluated.

In go method, query string, headers and body, out comes an `Operation` (a query, an update or neither) or a DaumoiError
that says which rule was broken. Knows nothing of stores, workers or the web framework.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qsl, urlsplit

from graph_api.errors import DaumoiError
from graph_api.formats import by_name

QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
FORM_TYPE = "application/x-www-form-urlencoded"
_FORM_HINT = f"send POST with {FORM_TYPE} and query=…, or with {QUERY_TYPE} and the query as the body"


@dataclass(frozen=True, slots=True)
class Operation:
    """`kind`: "query", "update" or "" (a request without either: the service description).

    `default_graphs`, `named_graphs`: the dataset of the protocol (for an update: using-graph-uri …).
    `seconds`: the deadline the client asked for. `accept`: its Accept header, or the one format of `format=`.
    """

    kind: str
    text: str = ""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""
    seconds: float | None = None


def parse(method: str, query_string: str, headers: Mapping[str, str], body: bytes) -> Operation:
    """`headers` with lower-case names. Raises DaumoiError for every breach of the protocol."""
    pairs = _pairs(query_string)
    if method in ("GET", "HEAD"):
        if _values(pairs, "update"):
            raise DaumoiError("update_refused", "an update may not come by GET", "this endpoint answers queries only")
        return _operation(pairs, headers)
    if method != "POST":
        raise DaumoiError(
            "method_refused", f"{method} is not served here", "use GET or POST", headers={"Allow": "GET, HEAD, POST"}
        )
    media, charset = _content_type(headers)
    if media == FORM_TYPE:
        return _operation(pairs + _pairs(_decode(body, charset)), headers)
    if media in (QUERY_TYPE, UPDATE_TYPE):
        if _values(pairs, "query") or _values(pairs, "update"):
            raise DaumoiError("query_repeated", "a query in the body and another in the URL", "send one")
        name = "query" if media == QUERY_TYPE else "update"
        return _operation([*pairs, (name, _decode(body, charset))], headers)
    raise DaumoiError("media_type_refused", f"POST with {media or 'no Content-Type'} is not served", _FORM_HINT)


def _operation(pairs: list[tuple[str, str]], headers: Mapping[str, str]) -> Operation:
    queries, updates = _values(pairs, "query"), _values(pairs, "update")
    if len(queries) + len(updates) > 1:
        raise DaumoiError("query_repeated", "more than one query or update was sent", "send one at a time")
    using = "using-" if updates else ""
    other = "" if updates else "using-"
    if queries and (_values(pairs, other + "graph-uri") or _values(pairs, other + "named-graph-uri")):
        raise DaumoiError("bad_request", "using-graph-uri belongs to updates", "use default-graph-uri")
    return Operation(
        kind="query" if queries else "update" if updates else "",
        text=(queries or updates or [""])[0],
        default_graphs=_graphs(pairs, "using-graph-uri" if using else "default-graph-uri"),
        named_graphs=_graphs(pairs, using + "named-graph-uri"),
        accept=_accept(pairs, headers),
        seconds=_seconds(pairs),
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=1_000)
    except UnicodeDecodeError:
        raise DaumoiError("bad_request", "the parameters are not UTF-8", "percent-encode UTF-8") from None
    except ValueError:
        raise DaumoiError("bad_request", "more than 1,000 parameters", "send fewer") from None


def _values(pairs: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _graphs(pairs: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    found = _values(pairs, name)
    for iri in found:
        check_graph(iri)
    return tuple(found)


def check_graph(iri: str) -> None:
    """Only names of graphs: nothing is ever fetched, and a name that could only mean a file says so."""
    parts = urlsplit(iri) if len(iri) < 4_000 else None
    if parts is None or not parts.scheme or parts.scheme == "file" or any(sign in iri for sign in ' <>"{}|\\^`\n'):
        raise DaumoiError(
            "graph_refused", f"{iri[:100]!r} is no graph of this store", "give the absolute IRI of a graph of the store"
        )


def _accept(pairs: list[tuple[str, str]], headers: Mapping[str, str]) -> str:
    wanted = _values(pairs, "format")
    if not wanted or not wanted[-1]:
        return headers.get("accept", "")
    known = by_name(wanted[-1])
    if known is None:
        raise DaumoiError("not_acceptable", f"format={wanted[-1][:40]} is unknown", "json, xml, csv, tsv, ttl, nt, …")
    return known.media_type


def _seconds(pairs: list[tuple[str, str]]) -> float | None:
    given = _values(pairs, "timeout")
    if not given or not given[-1]:
        return None
    try:
        seconds = float(given[-1])
    except ValueError:
        seconds = -1.0
    if not 0 < seconds < 1e6:
        raise DaumoiError("bad_parameter", f"timeout={given[-1][:40]} is no number of seconds", "for example timeout=2")
    return seconds


def _content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    raw = headers.get("content-type", "")
    if not raw:
        return "", "utf-8"
    message = Message()
    message["content-type"] = raw
    charset = message.get_param("charset")
    return message.get_content_type() if "/" in raw else "", str(charset or "utf-8").lower()


def _decode(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise DaumoiError("media_type_refused", f"the character set {charset[:40]} is not served", "send UTF-8")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DaumoiError("bad_request", f"the body is not UTF-8 at byte {error.start}", "send UTF-8") from None
