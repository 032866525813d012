"""What a view shows as JSON-LD: rows in, a document in the project's own vocabulary out.

The names are those of the ontology (ontology/context.jsonld); the rows' identifiers stay what they are, so that the
file can be joined with the graph it came from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files

from ontology import SCHEME
from viz.rows import Row, text


@cache
def context() -> Mapping[str, object]:
    given: Mapping[str, object] = json.loads(files("ontology").joinpath("context.jsonld").read_text(encoding="utf-8"))
    return given


def assignments(rows: Iterable[Row], base: str) -> dict[str, object]:
    """One node per assignment; its bodies and fields, which stand in rows of their own, come together in it."""
    del base  # roles and fields are concepts of the schemes, whose names never change
    nodes: dict[str, dict[str, object]] = {}
    for row in rows:
        iri = text(row, "assignment")
        if not iri:
            continue
        node = nodes.setdefault(iri, _given({"id": iri, "type": "Assignment", "inDocument": row.get("document")}))
        node.update(_given({"role": f"{SCHEME}role/{text(row, 'role')}"}))
        node.update(_cells(row, "section", "modality", "task", "deadline", "status", "quote", "start", "end"))
        _add(node, "assignee", text(row, "body_iri"))
        _add(node, "field", f"{SCHEME}field/{text(row, 'field')}" if row.get("field") else "")
    return _document(nodes.values())


def documents(rows: Iterable[Row], base: str) -> dict[str, object]:
    del base  # documents carry their own identifiers
    return _document(
        _given(
            {
                "id": row.get("document"),
                "type": "Document",
                "documentType": row.get("type"),
                "place": row.get("place_iri"),
            }
        )
        | _cells(row, "number", "date", "level", "title", "signatory", "capacity", "sector")
        for row in rows
    )


def references(rows: Iterable[Row], base: str) -> dict[str, object]:
    """The links of a chain: the lower document states them."""
    del base
    return _document(
        _given({"type": "Reference", "inDocument": row.get("child"), "cited": row.get("document")})
        | _cells(row, "relation", "quote", "start", "end")
        | _given({"status": row.get("link_status"), "citedNumber": row.get("number"), "citedDate": row.get("date")})
        for row in rows
        if row.get("child")
    )


SHAPES: Mapping[str, Callable[[Iterable[Row], str], dict[str, object]]] = {
    "assignments": assignments,
    "documents": documents,
    "references": references,
}


def _document(nodes: Iterable[dict[str, object]]) -> dict[str, object]:
    return {**context(), "@graph": list(nodes)}


def _cells(row: Row, *names: str) -> dict[str, object]:
    return _given({name: row.get(name) for name in names})


def _given(node: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in node.items() if value not in (None, "")}


def _add(node: dict[str, object], key: str, value: str) -> None:
    known = node.setdefault(key, [])
    if value and isinstance(known, list) and value not in known:
        known.append(value)
