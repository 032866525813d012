"""A SPARQL text as tokens: enough to see what a query asks for, not to judge its grammar.

In goes the query's text, out come (kind, text, start) triples without white space and comments. The engine alone
judges syntax; a text that does not even fall into tokens is refused here. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph_api.errors import DaumoiError


class Token(NamedTuple):
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """The keyword in capitals, or '' for anything that is no bare word."""
        return self.text.upper() if self.kind == "word" else ""


_NAME = r"[^\W\d_]"  # letters of any script
_LOCAL = (
    r"(?:[\w:·‿⁀\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])"
    r"(?:[\w:·‿⁀.\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*"
)
# The order matters: the longest and least ambiguous first, as the SPARQL grammar asks (section 19.8, longest match).
# A prefix has 64 characters at most and is never tried shorter, so that "a.a.a.a" without a colon costs linear time.
_PATTERN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
             |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<var>[?$][\w·‿⁀]+)
  | (?P<blank>_:[\w](?:[\w.\-·‿⁀]*[\w\-·‿⁀])?)
  | (?P<pname>(?:{_NAME}[\w.\-·‿⁀]{{0,63}}+)?+:(?:{_LOCAL})?)
  | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<op>\^\^|\|\||&&|!=|<=|>=|<<\(|\)>>|<<|>>|\{{\||\|\}}|[{{}}()\[\].,;*/+\-=<>!|^?~&@])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query. Raises DaumoiError("query_syntax") at the first character that starts none."""
    position = 0
    while position < len(text):
        match = _PATTERN.match(text, position)
        if match is None:
            raise DaumoiError(
                "query_syntax",
                f"the query cannot be read at character {position}: {text[position : position + 20]!r}",
                "close every string, write IRIs in < > without spaces",
            )
        kind = match.lastgroup or ""
        value = match.group()
        if kind == "pname" and value.endswith(".") and not value.endswith("\\."):
            value = value.rstrip(".")  # a full stop after a name ends the triple
        if kind not in ("space", "comment"):
            yield Token(kind, value, position)
        position += len(value)


def unescape(text: str) -> str:
    r"""The text with \uXXXX and \UXXXXXXXX decoded everywhere, as SPARQL 1.1 section 19.2 allows a parser to do."""

    def one(match: re.Match[str]) -> str:
        code = int(match.group(1) or match.group(2), 16)
        return chr(code) if code < 0x110000 else "�"

    return _ESCAPE.sub(one, text)
