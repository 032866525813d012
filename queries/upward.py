"""The way upward from documents: which links lead from each to the documents it carries out, and on to the top.

In: where to begin, and `select` on the store. Out: links with their step. A document's own word counts; where a
document is only cited, its campaign's plan one level up is inferred, or expected if nothing here is known to be it. One
small query a level, each about a few documents, so that a chain costs the same in a store of six and of a million.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from queries.resolve import Select, iri, string

MOST_STEPS = 12
"""Levels that are followed; citations may form a ring, and four levels with their letters stay below."""

_PREFIX = "PREFIX dm: <https://w3id.org/daumoi/ns#>\n"


@dataclass(frozen=True, slots=True)
class Link:
    """`document` stands above `child`. `evidence`: the mention that states the link; `about`: one that describes the
    document, where its own text is not held. At step 0 the document is where the way begins, and there is no child.
    `issuer`, `level`: of a document that is only expected.
    """

    step: int
    document: str
    child: str | None = None
    status: str | None = None
    relation: str | None = None
    evidence: str | None = None
    about: str | None = None
    issuer: str | None = None
    level: str | None = None


def links(starts: Sequence[str], select: Select) -> list[Link]:
    """All links on the way up from the documents, nearest first; each once, at its shortest distance."""
    found = [Link(0, start) for start in starts]
    seen, level = set(starts), list(starts)
    for step in range(1, MOST_STEPS + 1):
        new = _of_level(step, level, select)
        found += new
        level = list(dict.fromkeys(link.document for link in new if link.document not in seen))
        seen.update(level)
        if not level:
            break
    return _described(found, select)


def _of_level(step: int, level: Sequence[str], select: Select) -> list[Link]:
    stated = _stated(step, level, select)
    silent = [child for child in level if child not in {link.child for link in stated}]
    return stated + _inferred(step, silent, select)


def _stated(step: int, children: Sequence[str], select: Select) -> list[Link]:
    """What each document says it carries out or passes on, at the first place where it says so."""
    rows = select(
        f"{_PREFIX}SELECT DISTINCT ?child ?document ?relation ?node ?start WHERE {{ {_values('?child', children)} "
        f"?child dm:implementsPlan|dm:relays ?document . ?node dm:inDocument ?child ; dm:cited ?document ; "
        f'dm:relation ?relation ; dm:start ?start . FILTER(?relation IN ("implements", "relays")) }}'
    )
    first: dict[tuple[str, str], Link] = {}
    for row in sorted(rows, key=lambda row: (int(row["start"]["value"]), row["node"]["value"])):
        child, document, node = (row[name]["value"] for name in ("child", "document", "node"))
        link = Link(step, document, child, "stated", row["relation"]["value"], node, node)
        first.setdefault((child, document), link)
    return sorted(first.values(), key=lambda link: (link.child or "", link.document))


def _inferred(step: int, children: Sequence[str], select: Select) -> list[Link]:
    """Where a document's own word is not known: what fills the place above it, or that place itself."""
    places = _pairs("?child", "dm:expects", children, select)
    filled = _pairs("?place", "^dm:fills", [place for _, place in places] + list(children), select)
    fillers: dict[str, list[str]] = {}
    for place, document in filled:
        fillers.setdefault(place, []).append(document)
    found = []
    for child, place in places:
        if child in fillers:
            continue  # a place that is filled: its document speaks
        known = [Link(step, document, child, "inferred", "implements") for document in fillers.get(place, ())]
        # The centre's plan must exist only if something is known of it.
        missing = [] if place.endswith("/viet-nam") else [Link(step, place, child, "expected", "implements")]
        found += known or missing
    return found


def _pairs(subject: str, path: str, values: Iterable[str], select: Select) -> list[tuple[str, str]]:
    chosen = list(dict.fromkeys(values))
    if not chosen:
        return []
    rows = select(f"{_PREFIX}SELECT DISTINCT {subject} ?x WHERE {{ {_values(subject, chosen)} {subject} {path} ?x }}")
    return sorted((row[subject[1:]]["value"], row["x"]["value"]) for row in rows)


def _described(found: list[Link], select: Select) -> list[Link]:
    """With a mention for each document that no stated link describes."""
    issuers, levels = (
        dict(_pairs("?document", path, (link.document for link in found if link.status == "expected"), select))
        for path in ("dm:issuerText", "dm:level")
    )
    wanted = list(dict.fromkeys(link.document for link in found if link.status in (None, "inferred")))
    about = {document: node for document in wanted if (node := _mention_of(document, select))}
    return [
        replace(link, issuer=issuers.get(link.document), level=levels.get(link.document))
        if link.status == "expected"
        else replace(link, about=link.about or about.get(link.document))
        for link in found
    ]


def _mention_of(document: str, select: Select) -> str | None:
    """Any mention by number of a document whose text is not held; thousands may cite it, so none is sought out."""
    rows = select(
        f"{_PREFIX}SELECT ?node WHERE {{ {_values('?document', [document])} ?node dm:cited ?document ; "
        f"dm:citedNumber ?number . FILTER NOT EXISTS {{ ?document dm:file ?file }} }} LIMIT 1"
    )
    return rows[0]["node"]["value"] if rows else None


def _values(variable: str, iris: Iterable[str]) -> str:
    return f"VALUES {variable} {{ {' '.join(iri(value) for value in iris)} }}"


def block(found: Iterable[Link]) -> str:
    """The links as a VALUES block. What has no mention stands for itself there: it has no words of a mention.

    `own` has the document's own words; an expected document has none, and stands for the class of its kind.
    """
    lines = []
    for link in found:
        cells = (
            str(link.step),
            iri(link.document),
            iri(link.child) if link.child else "UNDEF",
            *(f'"{word}"' if word else "UNDEF" for word in (link.status, link.relation)),
            iri(link.evidence or link.document),
            iri(link.about or link.document),
            "dm:ExpectedDocument" if link.status == "expected" else iri(link.document),
            *(string(word) if word else "UNDEF" for word in (link.issuer, link.level)),
        )
        lines.append(f"    ({' '.join(cells)})")
    names = "?step ?document ?child ?link_status ?relation ?evidence ?about ?own ?told_issuer ?told_level"
    body = "\n".join(lines)
    # In a SELECT of its own: rdflib loses rows of a VALUES block that an OPTIONAL follows directly.
    return f"  {{ SELECT {names} WHERE {{ VALUES ({names}) {{\n{body}\n  }} }} }}\n"


def starts(bound: Mapping[str, Sequence[str]], select: Select) -> list[str]:
    """The documents that the parameters name: themselves, held or cited, or the held ones of places; up to a day."""
    by_day = "OPTIONAL {{ ?document dm:date ?day }} FILTER(!BOUND(?day) || ?day <= {})"
    parts = [by_day.format(*bound["on"])] if "on" in bound else []
    if "place" in bound:
        parts.append(f"VALUES ?place {{ {' '.join(bound['place'])} }} ?document dm:place ?place ; dm:file ?file .")
    if "document" in bound:
        known = "{ ?document dm:file ?any } UNION { ?any dm:cited ?document }"
        parts.append(f"VALUES ?document {{ {' '.join(bound['document'])} }} {known}")
    rows = select(f"{_PREFIX}SELECT DISTINCT ?document WHERE {{ {' '.join(reversed(parts))} }}")
    return sorted(row["document"]["value"] for row in rows)
