"""The vocabulary as a page: every class, property and concept with its name and meaning in both languages."""

from __future__ import annotations

from starlette.responses import Response

from graph_api import vocabulary
from graph_api.pages.frame import Frame
from graph_api.prefixes import PREFIXES
from graph_api.vocabulary import Term
from ontology import SCHEME, terms


def page(frame: Frame) -> Response:
    known = vocabulary.all_terms().values()
    own = [term for term in known if term.iri.startswith(terms.NS)]
    context: dict[str, object] = {
        "classes": [_shown(term) for term in own if term.kind == "Class"],
        "properties": [_shown(term) for term in own if term.kind not in ("Class", "Concept")],
        "schemes": _schemes(list(known)),
        "prefixes": PREFIXES,
        "namespace": terms.NS,
    }
    return frame.html("ontology.html", "ontology", frame.words("ontology.title"), context)


def _schemes(known: list[Term]) -> list[tuple[str, list[dict[str, object]]]]:
    """(name of the scheme, its concepts); the schemes in the order of the files."""
    found: dict[str, list[dict[str, object]]] = {}
    for term in known:
        if term.kind == "Concept" and term.iri.startswith(SCHEME):
            found.setdefault(term.iri.removeprefix(SCHEME).split("/")[0], []).append(_shown(term))
    return list(found.items())


def _shown(term: Term) -> dict[str, object]:
    return {
        "anchor": term.name if term.iri.startswith(terms.NS) else term.iri.removeprefix(SCHEME).replace("/", "-"),
        "iri": term.iri,
        "name": term.known_as if term.iri.startswith(terms.NS) else term.iri.rpartition("/")[2],
        "label": {"vi": "", "en": "", **term.label},
        "definition": {"vi": "", "en": "", **term.definition},
        "links": [(way, vocabulary.short(iri), _anchor(iri)) for way, iri in term.links],
    }


def _anchor(iri: str) -> str | None:
    """Where a term of ours stands on the page; None for terms of other vocabularies."""
    if iri.startswith(terms.NS):
        return "#" + iri.removeprefix(terms.NS)
    return "#" + iri.removeprefix(SCHEME).replace("/", "-") if iri.startswith(SCHEME) else None
