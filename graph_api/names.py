"""Places and bodies by any spelling: their names folded, compared with the folded labels in the graph.

In goes what somebody typed, out come plain rows. An empty question lists what documents speak of.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from graph_api.store.base import Binding
from ingest.resolve.gazetteer import Gazetteer, Unit
from ingest.text.fold import fold
from ontology import terms

Select = Callable[[str], list[dict[str, Binding]]]
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE_WORDS = ("tinh", "thanh pho", "tp", "huyen", "quan", "thi xa", "phuong", "xa", "thi tran")
MOST = 5_000
MOST_UNITS = 200
LISTED = re.compile(r"\d{2,5}/\d{4}")  # a unit of the reference data: code and code list


class Names:
    def __init__(self, select: Select) -> None:
        self.select = select

    def places(self, typed: str = "") -> list[dict[str, Any]]:
        """Units of the reference graph. Without `typed`: those that issue held documents."""
        counted = (
            f"OPTIONAL {{ SELECT ?iri (COUNT(DISTINCT ?d) AS ?documents) WHERE {{ ?d <{terms.place}> ?iri ; "
            f"<{terms.file}> ?f }} GROUP BY ?iri }}"
        )
        keys = " ".join(f'"{key}"' for key in sorted({*_keys(typed), *(fold(u.name) for u in _units(typed))}))
        which = f"VALUES ?key {{ {keys} }} ?iri <{terms.key}> ?key ." if typed else ""
        held = "" if typed else f"FILTER EXISTS {{ ?any <{terms.place}> ?iri ; <{terms.file}> ?held }}"
        rows = self.select(
            f"SELECT DISTINCT ?iri ?label ?kind ?level ?within ?valid_from ?valid_until ?documents WHERE {{ {which} "
            f"?iri a <{terms.Place}> ; <{SKOS}prefLabel> ?label . {held} "
            f"OPTIONAL {{ ?iri <{terms.unitType}> ?kind }} OPTIONAL {{ ?iri <{terms.level}> ?level }} "
            f"OPTIONAL {{ ?iri <{terms.within}>/<{SKOS}prefLabel> ?within }} "
            f"OPTIONAL {{ ?iri <{terms.validFrom}> ?valid_from }} OPTIONAL {{ ?iri <{terms.validTo}> ?valid_until }} "
            f"{counted} }} ORDER BY ?label ?iri ?within LIMIT {MOST}"
        )
        names = ("iri", "label", "kind", "level", "within", "valid_from", "valid_until")
        found = [{**_plain(row, names), "documents": _count(row, "documents")} for row in _merged(rows, "within")]
        return _meant(found, typed) if typed else found

    def bodies(self, typed: str = "") -> list[dict[str, Any]]:
        """Bodies that documents name; `typed`: all of its words stand in the name."""
        rows = self.select(
            f"SELECT ?iri ?label ?kind ?place ?level (COUNT(DISTINCT ?assignment) AS ?assignments) WHERE {{ "
            f"?iri <{terms.bodyKind}> ?kind ; <{SKOS}prefLabel> ?label . "
            f"OPTIONAL {{ ?iri <{terms.ofPlace}>/<{terms.name}> ?place }} OPTIONAL {{ ?iri <{terms.level}> ?level }} "
            f"OPTIONAL {{ ?mention <{terms.mentions}> ?iri . ?assignment <{terms.mention}> ?mention }} }} "
            f"GROUP BY ?iri ?label ?kind ?place ?level ORDER BY ?label ?iri"
        )
        words = fold(typed).split()
        names = ("iri", "label", "kind", "place", "level")
        found = [{**_plain(row, names), "assignments": _count(row, "assignments")} for row in rows]
        return [row for row in found if all(word in fold(row["label"]) for word in words)][:MOST]


def _units(typed: str) -> list[Unit]:
    return Gazetteer.load().lookup(typed)[:MOST_UNITS]


def _meant(rows: list[dict[str, Any]], typed: str) -> list[dict[str, Any]]:
    """The rows of the units that the name means, the best first; units that no list has stay, behind them."""
    order = {unit.id: place for place, unit in enumerate(_units(typed))}
    if not order:
        return rows
    ids = {row["iri"]: row["iri"].rpartition("/place/")[2] for row in rows}
    kept = [row for row in rows if ids[row["iri"]] in order or not LISTED.fullmatch(ids[row["iri"]])]
    return sorted(kept, key=lambda row: order.get(ids[row["iri"]], len(order)))


def _keys(typed: str) -> list[str]:
    """The folded name, and the same without the word for the type of unit in front; only letters, digits, spaces."""
    name = "".join(sign if sign.isalnum() or sign in " -'" else " " for sign in fold(typed))
    name = " ".join(name.split())[:100]
    keys = [name]
    for word in TYPE_WORDS:
        if name.startswith(word + " "):
            keys.append(name.removeprefix(word + " "))
    return keys


def _plain(row: dict[str, Binding], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name]["value"] if name in row else None for name in names}


def _count(row: dict[str, Binding], name: str) -> int:
    return int(row[name]["value"]) if name in row else 0


def _merged(rows: list[dict[str, Binding]], name: str) -> list[dict[str, Binding]]:
    """Rows that differ only in `name` as one, its values joined by "; "."""
    found: dict[str, dict[str, Binding]] = {}
    for row in rows:
        key = row["iri"]["value"]
        if key in found and name in row and name in found[key]:
            both = f"{found[key][name]['value']}; {row[name]['value']}"
            found[key][name] = {**found[key][name], "value": both}
        else:
            found.setdefault(key, dict(row))
    return list(found.values())
