"""The responsibility map: rows of assignments and documents in, an interactive network (pyvis, vis-network) out.

Nodes are places, bodies, fields and documents; every line that a document states carries its sentence. Positions are
computed here with networkx and physics stays off. Identifiers are opaque, labels are data (never markup), and nothing
is loaded from anywhere: `page` gives one self-contained HTML file, `fragment` the parts for the site's own page.
"""

from __future__ import annotations

import base64
import hashlib
import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import networkx as nx
from markupsafe import Markup
from pyvis.network import Network

from viz import map_layout
from viz.chain import document_name
from viz.day import shown
from viz.figures import most_fields
from viz.matrix import without_place
from viz.render import render, static
from viz.rows import Links, NoLinks, Row, by_document, place_key, role_rank, sentence_link, text, with_documents
from viz.strings import Words

GROUP_ABOVE = 300
"""More nodes than this drown the reader: bodies and documents then wait inside their place until it is opened."""

MANY = 6000
"""More assignments than this are drawn as places and fields only, with the number of bodies on each line."""

EVIDENCE, QUOTED = 3, 600
"""Sentences a line carries in the picture, and characters of each; all of them are in the table and the documents."""

_VIS = "lib/vis-9.1.2/vis-network.min.js"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn network: vis-network's nodes and edges, what the panel shows, and the rows as a table."""

    nodes: list[dict[str, object]]
    edges: list[dict[str, object]]
    options: dict[str, object]
    rows: list[dict[str, object]]
    grouped: bool

    def count(self, kind: str) -> int:
        return sum(node["kind"] == kind for node in self.nodes)


def draw(
    assignments: Iterable[Row],
    documents: Iterable[Row],
    words: Words,
    *,
    place: str | None = None,
    field: str | None = None,
    chain: Iterable[Row] = (),
    links: Links | None = None,
) -> Drawing:
    """The network of all assignments, or of those of one place (its name or IRI) or field (slug or label)."""
    follow = links or NoLinks()
    documents = list(documents)
    rows = [row for row in with_documents(assignments, documents) if _wanted(row, place, field)]
    many = len(rows) > MANY
    graph = _summary(rows, words) if many else _graph(rows, by_document(documents), list(chain), words)
    grouped = many or len(graph) > GROUP_ABOVE
    where = map_layout.folded(graph) if grouped else map_layout.columns(graph)
    ids = {key: f"n{number}" for number, key in enumerate(graph)}  # opaque: no text from a document is an identifier
    network = Network(cdn_resources="in_line", directed=True, heading="")
    for key, data in graph.nodes(data=True):
        x, y = where[key]
        network.add_node(
            ids[key],
            label=data["short"],
            title=data["label"],
            shape="box",
            x=round(x),
            y=round(y),
            kind=data["kind"],
            about=data["about"],
            href=follow.document(data["iri"]) if data["kind"] in ("document", "ghost") else _view(follow, data),
            home=ids.get(data["home"], ""),
            members=data["members"],
            hidden=grouped and data["kind"] in ("office", "document", "ghost"),
        )
    for number, (source, target, data) in enumerate(graph.edges(data=True)):
        evidence = [_evidence(row, follow, words) for row in data["rows"][:EVIDENCE]]
        network.add_edge(
            ids[source],
            ids[target],
            id=f"e{number}",
            label=data["label"],
            said=data["said"],
            dashes=data["dashes"],
            evidence=evidence,
            arrows="to" if data["arrow"] else "",
            hidden=grouped and not {graph.nodes[source]["kind"], graph.nodes[target]["kind"]} <= {"place", "field"},
        )
    network.toggle_physics(False)
    nodes, edges, *_rest = network.get_network_data()
    for node in nodes:
        node.pop("color", None)  # colours follow the reader's scheme, light or dark
    return Drawing(nodes, edges, {"physics": {"enabled": False}}, [_listed(row, follow) for row in rows], grouped)


def _wanted(row: Row, place: str | None, field: str | None) -> bool:
    """A place or a field may be given by name, slug or IRI, and an upper place takes its documents only."""
    at = not place or place.casefold() in (text(row, "place").casefold(), text(row, "place_iri").casefold())
    about = not field or field.casefold() in (text(row, "field").casefold(), text(row, "field_label").casefold())
    return at and about and bool(text(row, "body"))


def _view(links: Links, data: Mapping[str, object]) -> str | None:
    if data["kind"] == "place":
        return links.view("map", place=str(data["label"]), field=None)
    return links.view("map", field=str(data["iri"]), place=None) if data["kind"] == "field" else None


def _graph(rows: Sequence[Row], documents: Mapping[str, Row], chain: Sequence[Row], words: Words) -> nx.MultiDiGraph:
    graph = nx.MultiDiGraph()
    pairs: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        place = _add_place(graph, row, words)
        body = _add(graph, "office", text(row, "body_iri") or text(row, "body"), text(row, "body"), place)
        _tie(graph, body, place, words("map.belongs"))
        paper = _add_document(graph, text(row, "document"), documents, place, words)
        _tie(graph, paper, place, words("map.issued"))
        target = paper
        if text(row, "field"):
            target = _add(graph, "field", text(row, "field"), text(row, "field_label") or text(row, "field"))
        pairs.setdefault((body, target, text(row, "role")), []).append(row)
    for (body, target, role), said in pairs.items():
        weak = all(text(row, "status") not in ("", "stated") or text(row, "modality") == "requested" for row in said)
        label = words.maybe("role", role)
        _join(graph, body, target, label, said, dashes=weak, arrow=False)
    for row in map(_link, chain):
        lower = _key("document", text(row, "child"))
        if lower in graph and text(row, "document"):
            upper = _add_document(graph, text(row, "document"), {text(row, "document"): row, **documents}, "", words)
            weak = not row.get("held") or text(row, "link_status") != "stated"
            said = [{**row, "document": text(row, "child")}]  # the sentence stands in the lower document
            _join(graph, lower, upper, words.maybe("relation", text(row, "relation")), said, dashes=weak, arrow=True)
    homes = Counter(data["home"] for _, data in graph.nodes(data=True) if data["kind"] == "office")
    for key, data in graph.nodes(data=True):
        data["members"] = homes[key]
    _sum_up(graph, words)
    return graph


def _link(row: Row) -> Row:
    """A delegation link in the shape of the query `chain`; a row of `references` is turned into it."""
    if not row.get("cited"):
        return row
    if text(row, "relation") not in ("implements", "relays"):
        return {}
    seen = {key: row.get(f"cited_{key}") for key in ("type", "number", "date", "issuer", "title")}
    link = {"document": row.get("cited"), "child": row.get("document"), "link_status": row.get("status") or "stated"}
    return {**row, **seen, **link}


def _summary(rows: Sequence[Row], words: Words) -> nx.MultiDiGraph:
    """Places and fields alone, each line with the number of bodies that have a role."""
    graph = nx.MultiDiGraph()
    bodies: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if text(row, "field"):
            place = _add_place(graph, row, words)
            field = _add(graph, "field", text(row, "field"), text(row, "field_label") or text(row, "field"))
            bodies.setdefault((place, field), set()).add(text(row, "body_iri") or text(row, "body"))
    for (place, field), members in bodies.items():
        _join(
            graph,
            place,
            field,
            str(len(members)),
            [],
            dashes=False,
            arrow=False,
            said=words("map.members", n=len(members)),
        )
    return graph


def _key(kind: str, iri: str) -> str:
    return f"{kind} {iri}"


def _add(graph: nx.MultiDiGraph, kind: str, iri: str, label: str, home: str = "", about: str = "") -> str:
    key = _key(kind if kind != "ghost" else "document", iri)
    if key not in graph:
        place = graph.nodes[home]["label"] if home else ""
        short = _short(without_place(label, place))
        graph.add_node(key, kind=kind, iri=iri, label=label, short=short, home=home, about=about, members=0)
    return key


def _add_place(graph: nx.MultiDiGraph, row: Row, words: Words) -> str:
    name = text(row, "place") or words("level.central")
    level = text(row, "level") or "unknown"
    return _add(graph, "place", place_key(row) if row.get("place") else name, name, about=words.maybe("level", level))


def _add_document(graph: nx.MultiDiGraph, iri: str, documents: Mapping[str, Row], home: str, words: Words) -> str:
    about = documents.get(iri, {})
    facts = " · ".join(f for f in (text(about, "issuer"), shown(about.get("date"), words.lang)) if f)
    held = about.get("held") is not False
    return _add(graph, "document" if held else "ghost", iri, document_name(about, words), home, facts)


def _tie(graph: nx.MultiDiGraph, source: str, target: str, label: str) -> None:
    """A line of belonging: no document states it in a sentence of its own, so it is thin and carries no evidence."""
    if not graph.has_edge(source, target):
        _join(graph, source, target, "", [], dashes=False, arrow=False, said=label)


def _join(
    graph: nx.MultiDiGraph,
    source: str,
    target: str,
    label: str,
    rows: Sequence[Row],
    *,
    dashes: bool,
    arrow: bool,
    said: str = "",
) -> None:
    graph.add_edge(source, target, label=label, rows=list(rows), dashes=dashes, arrow=arrow, said=said or label)


def _sum_up(graph: nx.MultiDiGraph, words: Words) -> None:
    """Place to field, for the grouped picture: how many bodies of the place have a role in the field."""
    if len(graph) <= GROUP_ABOVE:
        return
    bodies: dict[tuple[str, str], set[str]] = {}
    for source, target in graph.edges():
        if graph.nodes[source]["kind"] == "office" and graph.nodes[target]["kind"] == "field":
            bodies.setdefault((graph.nodes[source]["home"], target), set()).add(source)
    for (place, slug), members in bodies.items():
        said = words("map.members", n=len(members))
        graph.add_edge(place, slug, label=str(len(members)), rows=[], dashes=False, arrow=False, said=said)


def _short(label: str, width: int = 30, lines: int = 2) -> str:
    """A label in short lines, so that names do not run over one another."""
    done: list[str] = [""]
    for word in label.split():
        if done[-1] and len(done[-1]) + len(word) + 1 > width:
            done.append("")
        done[-1] = f"{done[-1]} {word}".strip()
    return "\n".join(done[:lines]) + (" …" if len(done) > lines else "")


def _evidence(row: Row, links: Links, words: Words) -> dict[str, object]:
    """What the panel shows about one line."""
    number = text(row, "number")
    source = " · ".join(
        part
        for part in (
            f"{text(row, 'type')} {number}".strip() or text(row, "file"),
            words("ask.section", section=text(row, "section")) if text(row, "section") else "",
            shown(row.get("date"), words.lang),
        )
        if part
    )
    return {
        "quote": textwrap.shorten(text(row, "quote"), QUOTED, placeholder=" …"),
        "source": source,
        "status": words.maybe("status", text(row, "status") or text(row, "link_status") or "stated"),
        "modality": words("modality.requested") if text(row, "modality") == "requested" else "",
        "href": sentence_link(links, row),
    }


def _listed(row: Row, links: Links) -> dict[str, object]:
    return {**row, "href": sentence_link(links, row)}


@cache
def vis_network() -> str:
    """vis-network, from pyvis's own files."""
    return files("pyvis").joinpath(_VIS).read_text(encoding="utf-8")


def data_script(drawing: Drawing, words: Words) -> Markup:
    """The network as a JSON data block, safe inside a <script> element whatever the labels hold."""
    said = {
        key: words(f"map.{key}") for key in ("pick_hint", "expand", "collapse", "neighbours", "nothing", "evidence")
    }
    kinds = {kind: words(f"map.{key}") for kind, key in _KIND_WORDS.items()}
    payload = json.dumps(
        {
            "nodes": drawing.nodes,
            "edges": drawing.edges,
            "options": drawing.options,
            "grouped": drawing.grouped,
            "words": said,
            "kinds": kinds,
            "sentence": words("ask.sentence"),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    safe = payload.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


_KIND_WORDS = {
    "place": "place",
    "office": "office",
    "field": "field",
    "document": "document",
    "ghost": "document_ghost",
}


def context(drawing: Drawing, words: Words) -> dict[str, object]:
    """What the templates of the map need, on the site and alone."""
    table = sorted(drawing.rows, key=lambda r: (text(r, "place"), text(r, "field_label"), role_rank(text(r, "role"))))
    return {
        "t": words,
        "drawing": drawing,
        "data": data_script(drawing, words),
        "table_rows": table,
        "holders": most_fields(drawing.rows),
        "counts": words(
            "map.counts",
            places=drawing.count("place"),
            bodies=drawing.count("office"),
            fields=drawing.count("field"),
            documents=drawing.count("document") + drawing.count("ghost"),
        ),
    }


def page(
    assignments: Iterable[Row],
    documents: Iterable[Row],
    *,
    place: str | None = None,
    field: str | None = None,
    chain: Iterable[Row] = (),
    lang: str = "vi",
    links: Links | None = None,
) -> str:
    """One self-contained HTML page: it opens from a disk, without a network, and loads nothing.

    Rows: those of the saved queries `assignments` and `documents`; `chain` adds the links between documents, given as
    rows of `chain` or of `references`.
    """
    words = Words(lang)
    drawing = draw(assignments, documents, words, place=place, field=field, chain=chain, links=links)
    styles, scripts = static("daumoi.css"), (vis_network(), static("map.js"))
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(styles)}; "
        f"script-src {' '.join(_hash(script) for script in scripts)}; base-uri 'none'; form-action 'none'"
    )
    return render(
        "map_alone.html",
        {
            **context(drawing, words),
            "title": " · ".join(part for part in (words("map.title"), place, field) if part),
            "styles": Markup(styles),
            "scripts": [Markup(script) for script in scripts],
            "policy": policy,
        },
    )


def _hash(content: str) -> str:
    """A source expression that allows exactly this text; a template must put it between the tags unchanged."""
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
