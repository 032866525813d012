"""What each publish changed: documents added, replaced and removed, and which fields got other leads.

Around a publish the documents it touches are read before and after; the difference is a small record that the store
keeps beside its graphs (so that the same documents always give the same graph). Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from graph_api.store.base import Change, Store
from ontology import SCHEME, terms

AT_ONCE = 200  # documents asked about in one query
MOST_OWNERS = 1_000
"""Changes of leads in one record; a first ingest of a thousand plans changes them all, and nobody reads on."""
COLUMNS = ("snapshot", "time", "change", "document", "name", "place", "field", "before", "after")
LEADS = ("lead", "standing")

Record = dict[str, Any]


@dataclass(slots=True)
class Held:
    """What a store says of some documents: how each is called, and who leads what where."""

    documents: dict[str, str] = field(default_factory=dict)
    leads: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def publish(store: Store, change: Change, graphs: Iterable[str], base: str) -> str:
    """Publishes and keeps a record of it. `graphs`: the named graphs that the change brings. Returns the snapshot."""
    touched = documents_of((*change.drop, *graphs), base)
    before, held = store.snapshot(), read(store, touched)
    name = store.publish(change)
    if name != before:
        given = _given(documents_of(change.drop, base), documents_of(graphs, base))
        store.note(difference(before, name, held, read(store, touched), given))
    return name


def documents_of(graphs: Iterable[str], base: str) -> list[str]:
    """The documents whose graphs are named."""
    start = f"{base}graph/document/"
    return [f"{base}document/{graph.removeprefix(start)}" for graph in graphs if graph.startswith(start)]


def _given(dropped: Sequence[str], brought: Sequence[str]) -> frozenset[str]:
    """Documents that were dropped and brought again in the same publish."""
    return frozenset(dropped) & frozenset(brought)


def read(store: Store, documents: Sequence[str]) -> Held:
    import queries

    held = Held()
    for i in range(0, len(documents), AT_ONCE):
        names = " ".join(documents[i : i + AT_ONCE])
        for row in queries.run("documents", {"document": names}, store.select):
            if row["held"]:
                held.documents[str(row["document"])] = _name(row)
        for found in store.select(_leads(documents[i : i + AT_ONCE])):
            place = found["place"]["value"] if "place" in found else ""
            slug = found["field"]["value"].rpartition("/")[2]
            held.leads.setdefault((place, slug), set()).add(found["body"]["value"])
    return held


def _leads(documents: Sequence[str]) -> str:
    roles = " ".join(f"<{SCHEME}role/{role}>" for role in LEADS)
    which = " ".join(f"<{iri}>" for iri in documents)
    return (
        f"SELECT DISTINCT ?place ?field ?body WHERE {{ VALUES ?document {{ {which} }} VALUES ?role {{ {roles} }} "
        f"?assignment <{terms.inDocument}> ?document ; <{terms.role}> ?role ; <{terms.field}> ?field ; "
        f"<{terms.mention}>/<{terms.bodyText}> ?body . OPTIONAL {{ ?document <{terms.placeName}> ?place }} }}"
    )


def _name(row: Mapping[str, object]) -> str:
    what = " ".join(str(row[key]) for key in ("type", "number") if row.get(key)) or str(row.get("title") or "")
    return ", ".join(part for part in (what, str(row.get("issuer") or ""), str(row.get("date") or "")) if part)


def difference(before: str, name: str, was: Held, now: Held, again: frozenset[str] = frozenset()) -> Record:
    """The record of a publish. `again`: documents whose graphs were written anew."""

    def listed(documents: Iterable[str]) -> list[dict[str, str]]:
        return [
            {"document": iri, "name": now.documents.get(iri) or was.documents.get(iri, "")} for iri in sorted(documents)
        ]

    owners = [
        {"place": place, "field": slug, "before": sorted(had), "after": sorted(has)}
        for place, slug in sorted({*was.leads, *now.leads})
        if (had := was.leads.get((place, slug), set())) != (has := now.leads.get((place, slug), set()))
    ]
    return {
        "snapshot": name,
        "previous": before,
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "added": listed(now.documents.keys() - was.documents.keys()),
        "replaced": listed(now.documents.keys() & was.documents.keys() & again),
        "removed": listed(was.documents.keys() - now.documents.keys()),
        "owners": owners[:MOST_OWNERS],
        "owners_omitted": max(0, len(owners) - MOST_OWNERS),
    }


def rows(records: Iterable[Record]) -> Iterator[dict[str, Any]]:
    """The records as plain rows under COLUMNS, for tables."""
    for record in records:
        shared = {**dict.fromkeys(COLUMNS), "snapshot": record["snapshot"], "time": record["time"]}
        for change in ("added", "replaced", "removed"):
            for one in record[change]:
                yield {**shared, "change": change, **one}
        for one in record["owners"]:
            said = {key: "; ".join(one[key]) or None for key in ("before", "after")}
            yield {**shared, "change": "owners", "place": one["place"] or None, "field": one["field"], **said}


def atom(records: Sequence[Record], url: str) -> bytes:
    """The records as an Atom feed, newest first. `url`: the server's address."""
    updated = records[0]["time"] if records else "1970-01-01T00:00:00+00:00"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="vi">',
        f"<id>{escape(url)}/changes</id>",
        "<title>đầu mối: văn bản và đầu mối thay đổi</title>",
        "<author><name>đầu mối</name></author>",
        f"<updated>{updated}</updated>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(url + "/changes?format=atom")}/>',
        f'<link rel="alternate" type="application/json" href={quoteattr(url + "/changes?format=json")}/>',
    ]
    for record in records:
        lines += [
            "<entry>",
            f"<id>{escape(url)}/changes#{escape(record['snapshot'])}</id>",
            f"<title>{escape(_headline(record))}</title>",
            f"<updated>{record['time']}</updated>",
            f"<link href={quoteattr(url + '/documents')}/>",
            f'<content type="text">{escape(_told(record))}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _headline(record: Record) -> str:
    words = (("added", "thêm"), ("replaced", "thay"), ("removed", "bỏ"))
    said = [f"{word} {len(record[key])} văn bản" for key, word in words if record[key]]
    owners = len(record["owners"]) + record["owners_omitted"]
    said += [f"{owners} lĩnh vực đổi đầu mối"] if owners else []
    return f"{record['snapshot']}: {', '.join(said) or 'dữ liệu tham chiếu'}"


def _told(record: Record) -> str:
    lines = [
        f"{sign} {one['name'] or one['document']}"
        for key, sign in (("added", "+"), ("replaced", "~"), ("removed", "-"))
        for one in record[key]
    ]
    lines += [
        f"{one['place']}, {one['field']}: {'; '.join(one['before']) or '∅'} → {'; '.join(one['after']) or '∅'}"
        for one in record["owners"]
    ]
    return "\n".join(lines)
