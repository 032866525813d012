"""Stores: `open_store` gives the one that a folder or a URL names; both keep the protocol of `base`."""

from __future__ import annotations

from graph_api.settings import Settings
from graph_api.store.base import Answer, Binding, Change, Store

__all__ = ["Answer", "Binding", "Change", "Store", "open_store"]


def is_remote(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def open_store(location: str | None = None, settings: Settings | None = None) -> Store:
    """`location`: a folder, or the query URL of a SPARQL 1.1 server; None: the setting DAUMOI_STORE."""
    settings = settings or Settings.from_env()
    location = location or settings.store
    if is_remote(location):
        from graph_api.store.remote import RemoteStore

        return RemoteStore(location, settings)
    from graph_api import words
    from graph_api.store.embedded import EmbeddedStore

    store = EmbeddedStore(location, settings)
    store.finisher = words.make
    return store
