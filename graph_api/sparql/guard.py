"""The lexical check of a stranger's query: refused before it runs, or described for the workers.

In goes a query's text with the limits, out comes a `Checked`: its kind, its own dataset, its normalised text, the same
query with a LIMIT, and whether it looks small. It reads tokens, not grammar, and errs on the side of refusing; what
slips through still runs in a process that cannot open a socket.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.sparql.tokens import Token, tokens, unescape

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
)  # words that begin an update operation
_OPENING = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
_CLOSING = {close: open_ for open_, close in _OPENING.items()}
_CHAINED = frozenset({"||", "&&", "!", "+", "-", "*", "/", "|", "^", "=", "!=", ","})
_CHAINED_WORDS = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "EXISTS", "IN"})
_COSTLY_WORDS = frozenset(
    {"UNION", "OPTIONAL", "MINUS", "GROUP", "ORDER", "DISTINCT", "REDUCED", "VALUES", "EXISTS", "HAVING", "BIND"}
)
_OPERANDS = frozenset({"var", "number", "string", "lang", "iri", "pname"})


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check found. `graphs`: absolute IRIs of FROM and FROM NAMED; `small`: worth the worker for small ones.

    `capped`, `limited`: the SELECT query with its LIMIT at most one row more than the cap, and at most the cap.
    """

    form: str
    normal: str
    graphs: tuple[str, ...] = ()
    own_dataset: bool = False
    small: bool = False
    capped: str | None = None
    limited: str | None = None


def check(query: str, settings: Settings, *, trusted: bool = False) -> Checked:
    """Raises DaumoiError with a code of its own for everything that is refused.

    `trusted`: a query of the store's owner on their own machine, which may use SERVICE; what would end the process
    (deep nesting) is refused all the same.
    """
    if len(query) > settings.max_query_chars:
        raise DaumoiError(
            "query_too_long",
            f"the query has {len(query):,} characters; the limit is {settings.max_query_chars:,}",
            "split it, or run it on a store of your own with `daumoi sparql`",
        )
    found = list(tokens(query))
    _refuse(found, settings, trusted)
    if "\\u" in query or "\\U" in query:
        decoded = unescape(query)
        if decoded != query:
            _refuse(_tolerant(decoded), settings, trusted)
    form, start = _form(found)
    graphs = _datasets(query, found, start)
    return Checked(
        form=form,
        normal=" ".join(token.text for token in found),
        graphs=tuple(graphs),
        own_dataset=bool(graphs),
        small=_small(found[start:], len(query)),
        capped=_limit(query, found[start:], settings.max_rows + 1, settings.max_rows) if form == "SELECT" else None,
        limited=_limit(query, found[start:], settings.max_rows, settings.max_rows) if form == "SELECT" else None,
    )


def _tolerant(text: str) -> list[Token]:
    try:
        return list(tokens(text))
    except DaumoiError:
        # Decoded text may break a string in two; what the words say still counts.
        return [Token("word", word.group(), word.start()) for word in re.finditer(r"[A-Za-z_]+", text)]


def _refuse(found: list[Token], settings: Settings, trusted: bool) -> None:
    open_: list[str] = []
    chained = run = 0
    for place, token in enumerate(found):
        if token.word == "SERVICE" and not trusted:
            raise DaumoiError(
                "service_refused",
                "SERVICE would make this server call another host",
                "send the other part of the query to the other server yourself, and join with VALUES",
            )
        if token.kind == "iri" and not trusted and open_ and open_[-1] == "(" and _ambiguous(found, place):
            raise DaumoiError(
                "query_ambiguous",
                f"at character {token.start}: {token.text[:40]!r} may be an IRI or a comparison",
                "write a space after < where it compares",
            )
        if token.kind == "op":
            _balance(token, open_, settings.max_depth)
        if token.text in _CHAINED or token.word in _CHAINED_WORDS:
            chained += 1
        run = run + 1 if token.text in ("!", "-", "+", "^") else 0
        if chained > settings.max_operators or run > settings.max_depth:
            raise DaumoiError(
                "query_too_deep",
                "the query chains more operators than the limit of "
                f"{settings.max_operators} in all or {settings.max_depth} in a row",
                "use VALUES or IN for long lists",
            )
        if token.word in UPDATES and _starts_operation(found, place):
            raise DaumoiError(
                "update_refused",
                f"{token.word} is an update; this endpoint answers queries only",
                "documents change with `daumoi ingest` and `daumoi remove`",
            )


def _ambiguous(found: list[Token], place: int) -> bool:
    """Whether `<…>` inside round brackets may be a comparison to an engine that reads expressions first.

    `FILTER(1<2)SERVICE#>` is an IRI by the longest match; such an engine sees SERVICE and a comment, or, with a quote
    inside, a string that ends elsewhere. It takes an operand before and one of `'`, `)` and `#` within.
    """
    before = found[place - 1]
    operand = before.kind in _OPERANDS or before.text == ")" or before.word in ("TRUE", "FALSE")
    return operand and any(sign in found[place].text for sign in "')#")


def _starts_operation(found: list[Token], place: int) -> bool:
    """A word of an update begins an operation at the start, after ';', after the prologue or after a closed group."""
    if place == 0:
        return True
    before = found[place - 1]
    return before.text in (";", "}") or before.kind == "iri"


def _balance(token: Token, open_: list[str], limit: int) -> None:
    if token.text in _OPENING:
        open_.append(token.text)
        if len(open_) > limit:
            raise DaumoiError(
                "query_too_deep", f"the query opens more than {limit} brackets at once", "nest fewer groups"
            )
    elif token.text in _CLOSING and open_ and open_[-1] == _CLOSING[token.text]:
        open_.pop()


def _form(found: list[Token]) -> tuple[str, int]:
    """(form, place of its token): the first word after the prologue."""
    place = 0
    while place < len(found):
        word = found[place].word
        if word == "PREFIX":
            place += 3
        elif word in ("BASE", "VERSION"):
            place += 2
        elif word in FORMS:
            return word, place
        else:
            break
    seen = found[place].text[:20] if place < len(found) else "nothing"
    raise DaumoiError(
        "query_syntax",
        f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not with {seen!r}",
        "put PREFIX and BASE first",
    )


def _datasets(query: str, found: list[Token], start: int) -> list[str]:
    """IRIs of FROM clauses; they stand between the form's word and the first group that follows them."""
    graphs = []
    prefixes = _prefixes(found[:start])
    depth = 0
    for place in range(start, len(found)):
        token = found[place]
        if token.text in ("{", "("):
            depth += 1
        elif token.text in ("}", ")"):
            depth -= 1
        if token.word != "FROM" or depth:
            continue
        named = place + 1 < len(found) and found[place + 1].word == "NAMED"
        at = place + (2 if named else 1)
        if at < len(found):
            graphs.append(_resolve(found[at], prefixes))
    return graphs


def _prefixes(prologue: list[Token]) -> dict[str, str]:
    known = {}
    for place, token in enumerate(prologue[:-2]):
        if token.word == "PREFIX" and prologue[place + 2].kind == "iri":
            known[prologue[place + 1].text] = unescape(prologue[place + 2].text[1:-1])
    return known


def _resolve(token: Token, prefixes: dict[str, str]) -> str:
    if token.kind == "iri":
        return unescape(token.text[1:-1])
    name, _, local = token.text.partition(":")
    return prefixes.get(name + ":", name + ":") + re.sub(r"\\(.)", r"\1", local)


def _small(body: list[Token], length: int) -> bool:
    """One pattern, no sorting, no joining: what a look-up or a ping sends. A guess; a time slice makes up for it."""
    if length > 2_000:
        return False
    groups = dots = 0
    for token in body:
        if token.text == "{":
            groups += 1
        elif token.text in (".", ";", ","):
            dots += 1
        elif token.word in _COSTLY_WORDS or (token.text in ("*", "+", "/", "|") and groups):
            return False
    return groups <= 1 and dots <= 3 and _patterns(body) <= 1


def _patterns(body: list[Token]) -> int:
    """Triple patterns whose subject is a variable or blank: two of them may make a cross product."""
    count = 0
    inside = False
    expect = False
    for token in body:
        if token.text == "{":
            inside, expect = True, True
        elif token.text in (".", "}"):
            expect = True
        elif inside and expect:
            expect = False
            if token.kind in ("var", "blank") or token.text in ("[", "("):
                count += 1
    return count


def _limit(query: str, body: list[Token], rows: int, cap: int) -> str | None:
    """The query with a LIMIT of `rows`, None when its own LIMIT is not above `cap`.

    At depth 0 LIMIT is only ever the outer query's own; where there is none it goes before a closing VALUES block.
    """
    depth = 0
    values_at: int | None = None
    for place, token in enumerate(body):
        if token.text in ("{", "("):
            depth += 1
        elif token.text in ("}", ")"):
            depth -= 1
        elif depth == 0 and token.word == "LIMIT" and place + 1 < len(body) and body[place + 1].text.isdigit():
            number = body[place + 1]
            if len(number.text) < 10 and int(number.text) <= cap:
                return None
            return f"{query[: number.start]}{rows}{query[number.end :]}"
        elif depth == 0 and token.word == "VALUES":
            values_at = token.start
    at = values_at if values_at is not None else (body[-1].end if body else len(query))
    return f"{query[:at]}\nLIMIT {rows}\n{query[at:]}"
