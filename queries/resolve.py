"""Values that people type become the terms a query is bound with: IRIs, codes, dates.

In: a parameter's type, what was typed, and `select` on the store. Out: serialised SPARQL terms. Names are looked up in
the graph by their folded key, any spelling; what names nothing raises QueryError: no query silently asks of nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ingest.facts import Level, Role
from ingest.resolve.gazetteer import Gazetteer
from ingest.text.fold import fold
from queries.catalogue import Parameter, QueryError

Binding = Mapping[str, str]
Select = Callable[[str], list[dict[str, Binding]]]

_PREFIX = "PREFIX dm: <https://w3id.org/daumoi/ns#>\n"
_FIELD = "https://w3id.org/daumoi/scheme/field/"
_ROLE = "https://w3id.org/daumoi/scheme/role/"
_IRI = re.compile(r'[a-zA-Z][a-zA-Z0-9+.-]*:[^<>"{}|^`\\\x00-\x20]+')
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def iri(value: str) -> str:
    """An IRI as a SPARQL term. Raises QueryError if a character does not belong in one."""
    if not _IRI.fullmatch(value):
        raise QueryError("bad_parameter", f"{value!r} is no IRI", "an absolute IRI without spaces or quotes")
    return f"<{value}>"


def string(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


def terms(parameter: Parameter, value: str, select: Select) -> list[str]:
    """The terms a parameter is bound to; several where the name means several things."""
    found = list(_RESOLVERS[parameter.type](value.strip(), select))
    if not found:
        hint = "`daumoi query --list` names the queries; names are matched with or without accents"
        raise QueryError(f"{parameter.type}_unknown", f"no {parameter.type} {value!r} in this store", hint)
    return found


def _place(value: str, select: Select) -> list[str]:
    if _IRI.fullmatch(value):
        return [iri(value)]
    ids = {unit.id for unit in Gazetteer.load().lookup(value)}
    known = _by_key("dm:Place", fold(value.partition(",")[0]), select)
    bare = {fold(unit.name) for unit in Gazetteer.load().lookup(value)}
    for key in sorted(bare - {fold(value)}):
        known += [found for found in _by_key("dm:Place", key, select) if found not in known]
    told = [found for found in known if found.rpartition("/place/")[2] in ids]
    unlisted = [found for found in known if not re.search(r"/place/\w+/\d{4}$", found)]
    return [iri(found) for found in (*told, *unlisted)] or [iri(found) for found in known]


def _document(value: str, select: Select) -> list[str]:
    parts = value.split()
    if all("://" in part and _IRI.fullmatch(part) for part in parts):
        return [iri(part) for part in parts]
    by_number = _by_key("dm:Document", fold(value), select)
    if by_number:
        return [iri(found) for found in by_number]
    name = string(f"/document/{value}")
    rows = select(f"{_PREFIX}SELECT DISTINCT ?x {{ ?x a dm:Document FILTER(STRENDS(STR(?x), {name})) }}")
    return [iri(row["x"]["value"]) for row in rows]


def _body(value: str, select: Select) -> list[str]:
    if _IRI.fullmatch(value) and "://" in value:
        return [iri(value)]
    return [iri(found) for found in _by_key("dm:Body", fold(value), select)]


def _by_key(class_: str, key: str, select: Select) -> list[str]:
    rows = select(f"{_PREFIX}SELECT DISTINCT ?x {{ ?x dm:key {string(key)} ; a {class_} }} ORDER BY ?x")
    return [row["x"]["value"] for row in rows]


def _field(value: str, select: Select) -> list[str]:
    """A slug, or any word for the field; a broad field stands for its narrower ones too."""
    from queries.question.lexicon import lexicon
    from queries.question.tokens import words_of

    slug = value.removeprefix(_FIELD)
    names = lexicon()
    if slug not in names.fields and not slug.startswith("new-"):
        words = words_of(value)
        hit = names.field_terms.at(words, 0) if words else None
        if hit is None or hit[0] != len(words):
            return []
        slug = hit[1][0]
    return [iri(_FIELD + s) for s in (slug, *(narrow.slug for narrow in names.narrower(slug)))]


def _role(value: str, select: Select) -> list[str]:
    return [iri(_ROLE + value)] if value in set(Role) else []


def _level(value: str, select: Select) -> list[str]:
    return [string(value)] if value in set(Level) else []


def _on(value: str, select: Select) -> list[str]:
    """A day; a document dated to the month or the year counts from its first day."""
    if value in ("today", "hôm nay"):
        value = date.today().isoformat()
    if not _DAY.fullmatch(value):
        raise QueryError("bad_parameter", f"{value!r} is no date", "YYYY-MM-DD, YYYY-MM or YYYY")
    return [string(value)]


_RESOLVERS: Mapping[str, Callable[[str, Select], Sequence[str]]] = {
    "place": _place,
    "document": _document,
    "body": _body,
    "field": _field,
    "role": _role,
    "level": _level,
    "on": _on,
    "iri": lambda value, select: [iri(part) for part in value.split()],
    "text": lambda value, select: [string(value)],
}
