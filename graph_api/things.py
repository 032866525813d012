"""Names of things in URLs: which IRI a name stands for, and the page that shows it.

Things of the graph go by what follows the base of identifiers ("body/…"), concepts by "scheme/…", terms of the
vocabulary by "ns/…". A pure function of names; knows no store and no request.
"""

from __future__ import annotations

from urllib.parse import quote

from ontology import SCHEME, terms

PAGES = {"document/": "/documents/", "body/": "/bodies/", "place/": "/places/", "scheme/field/": "/fields/"}
"""Kinds of things that have a page of their own; every other thing has /things/NAME."""


def iri_of(name: str, base: str) -> str:
    if name.startswith("scheme/"):
        return SCHEME + name.removeprefix("scheme/")
    if name == "ns" or name.startswith("ns/"):
        return terms.NS + name.removeprefix("ns").removeprefix("/") if name != "ns" else terms.NS.rstrip("#")
    return base + name


def name_of(iri: str, base: str) -> str | None:
    """The name of one of our own things, None for anybody else's."""
    for start, prefix in ((base, ""), (SCHEME, "scheme/"), (terms.NS, "ns/")):
        if iri.startswith(start) and len(iri) > len(start):
            return prefix + iri.removeprefix(start)
    return "ns" if iri == terms.NS.rstrip("#") else None


def page_of(name: str) -> str:
    """The path of the page about a thing."""
    if name == "ns":
        return "/ontology"
    if name.startswith("ns/"):
        return f"/ontology#{quote(name.removeprefix('ns/'), safe='')}"
    for start, page in PAGES.items():
        if name.startswith(start) and len(name) > len(start):
            return page + quote(name.removeprefix(start), safe="/")
    return f"/things/{quote(name, safe='/')}"


def href_of(iri: str, base: str) -> str | None:
    """The page about a thing of ours; None where there is none here."""
    name = name_of(iri, base)
    return page_of(name) if name else None
