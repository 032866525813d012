"""The saved queries: one `.rq` file each, with a header that says what it asks and takes.

Header lines are comments: `# title-vi:`, `# title-en:`, `# param: NAME TYPE [required]`, `# one-of: NAME …` (one of
them must be given), `# example: NAME=VALUE …` and `# columns: NAME[:int|num|bool] …` (none for CONSTRUCT). A folder of
the user's (DAUMOI_QUERIES) is read alike.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

TYPES = ("place", "document", "body", "field", "role", "level", "on", "iri", "text")


class QueryError(Exception):
    """What was wrong with a saved query or a parameter: `code` for programs, `message` and `hint` for people."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    type: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """`columns`: name -> "str", "int", "num" or "bool", in order. `example`: parameters with rows on the sample.

    `one_of`: parameters of which at least one must be given.
    """

    name: str
    title_vi: str
    title_en: str
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, str]
    text: str
    example: Mapping[str, str]
    one_of: tuple[str, ...] = ()


@cache
def catalogue() -> Mapping[str, SavedQuery]:
    """All saved queries by name: the product's, then those of DAUMOI_QUERIES, which may not take a name of these."""
    found = _folder(files("queries"))
    own = os.environ.get("DAUMOI_QUERIES")
    if own:
        if not Path(own).is_dir():
            raise QueryError("bad_setting", f"DAUMOI_QUERIES names no folder: {own}", "name a folder of .rq files")
        found = {**_folder(Path(own)), **found}
    return found


@cache
def competency() -> Mapping[str, SavedQuery]:
    """The competency questions of the ontology, saved queries themselves."""
    return _folder(files("queries").joinpath("competency"))


def _folder(folder: Traversable) -> dict[str, SavedQuery]:
    items = sorted((item for item in folder.iterdir() if item.name.endswith(".rq")), key=lambda item: item.name)
    return {item.name[:-3]: read_query(item.name[:-3], item.read_text(encoding="utf-8")) for item in items}


def read_query(name: str, text: str) -> SavedQuery:
    """The query of one file. Raises QueryError when its header is wrong."""
    head: dict[str, list[str]] = {}
    for line in text.splitlines():
        if match := re.match(r"#\s*([\w-]+):\s*(.*)", line):
            head.setdefault(match[1], []).append(match[2].strip())
    for key in ("title-vi", "title-en"):
        if not head.get(key):
            raise QueryError("bad_query_file", f"{name}.rq has no line '# {key}:'", "see docs/queries.md")
    parameters = tuple(_parameter(name, line) for line in head.get("param", ()))
    columns = dict(_column(word) for word in " ".join(head.get("columns", ())).split())
    one_of = tuple(" ".join(head.get("one-of", ())).split())
    example = dict(re.findall(r"(\w+)=(.*?)(?=\s+\w+=|$)", " ".join(head.get("example", ()))))
    return SavedQuery(name, head["title-vi"][0], head["title-en"][0], parameters, columns, text, example, one_of)


def _parameter(name: str, line: str) -> Parameter:
    words = line.split()
    if len(words) < 2 or words[1] not in TYPES:
        raise QueryError(
            "bad_query_file", f"{name}.rq: parameter {line!r}", f"NAME TYPE, TYPE one of {', '.join(TYPES)}"
        )
    return Parameter(words[0], words[1], "required" in words[2:])


def _column(word: str) -> tuple[str, str]:
    column, _, kind = word.partition(":")
    return column, kind or "str"
