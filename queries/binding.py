"""A saved query with its parameters bound. Values are never pasted in: names become terms first (queries/resolve.py),
then a generated VALUES block of serialised terms, which works in every engine.

In the `.rq` files, `#values NAME ?variable` is where the block of a parameter goes, `#if NAME { … }` is kept only with
the parameter, and `$NAME` inside it is the parameter's single term. Without a value these lines vanish.
`#upward NAMES` is where the links above the documents of those parameters go.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from queries import upward
from queries.catalogue import QueryError, SavedQuery
from queries.resolve import Select, terms

_VALUES = re.compile(r"^[ \t]*#values (\w+) (\?\w+)[ \t]*\n", re.MULTILINE)
_IF = re.compile(r"^([ \t]*)#if (\w+) \{ (.*) \}[ \t]*\n", re.MULTILINE)
_UPWARD = re.compile(r"^[ \t]*#upward [\w ]+\n", re.MULTILINE)
_HEADER = re.compile(r"\A(?:#.*\n)*")


def bind(query: SavedQuery, params: Mapping[str, str], select: Select) -> str:
    """The SPARQL text that asks the query with these parameters; runs on any SPARQL 1.1 endpoint as it is.

    Raises QueryError for a parameter the query has not, a required one that is missing, or a name nothing answers to.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    given = {name: value for name, value in params.items() if value not in ("", None)}
    for name in given:
        if name not in known:
            hint = f"it takes {', '.join(known) or 'none'}"
            raise QueryError("bad_parameter", f"{query.name} has no parameter {name!r}", hint)
    for parameter in query.parameters:
        if parameter.required and parameter.name not in given:
            example = query.example.get(parameter.name, "…")
            raise QueryError(
                "missing_parameter", f"{query.name} needs {parameter.name}", f"for example {parameter.name}={example}"
            )
    if query.one_of and not set(query.one_of) & set(given):
        hint = f"for example {' '.join(f'{name}={value}' for name, value in query.example.items())}"
        raise QueryError("missing_parameter", f"{query.name} needs one of {', '.join(query.one_of)}", hint)
    bound = {name: terms(known[name], value, select) for name, value in given.items()}
    text = query.text
    if _UPWARD.search(text):
        links = upward.links(upward.starts(bound, select), select)
        text = _UPWARD.sub(lambda _: upward.block(links), text)
    return _written(text, bound)


def _written(text: str, bound: Mapping[str, Sequence[str]]) -> str:
    def values(match: re.Match[str]) -> str:
        found = bound.get(match[1])
        return f"  VALUES {match[2]} {{ {' '.join(found)} }}\n" if found else ""

    def kept(match: re.Match[str]) -> str:
        found = bound.get(match[2])
        return f"{match[1]}{match[3].replace('$' + match[2], found[0])}\n" if found else ""

    return _IF.sub(kept, _VALUES.sub(values, _HEADER.sub("", text)))
