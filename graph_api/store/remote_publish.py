"""A publish on a SPARQL 1.1 server: one transaction where it fits, else visible while it lasts and repeatable.

In goes a change, out come requests. A mark in a graph of its own holds the snapshot's id; while a publish lasts the id
begins with `unfinished-` and the mark lists every graph that is being written, so that whoever comes after a killed one
takes exactly those out. Knows nothing of documents.
"""

from __future__ import annotations

import os
import secrets
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING

from graph_api.errors import DaumoiError
from graph_api.store.base import Change

if TYPE_CHECKING:
    from graph_api.store.remote import RemoteStore

ONE_UPDATE_QUADS = 20_000  # more than this is uploaded: servers bound the length of an update
WINDOW_QUADS = 100_000  # quads in memory at once: about 30 MB
NAMES_IN_UPDATE = 500  # graphs named in one update
UNFINISHED = "unfinished-"

_DCT = "http://purl.org/dc/terms/"
IDENTIFIER, _PART, _SINCE, _OWNER = (f"{_DCT}{name}" for name in ("identifier", "hasPart", "modified", "creator"))


def publish(store: RemoteStore, change: Change) -> str:
    """The new snapshot's id. Raises DaumoiError; what was begun is then marked as unfinished."""
    settle(store)
    held = [iri for iri in change.drop if store.ask(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")]
    quads = iter(change.quads)
    first = list(islice(quads, ONE_UPDATE_QUADS + 1))
    if not first and not held:
        return store.snapshot()
    name = new_name()
    if len(first) <= ONE_UPDATE_QUADS and len(held) <= NAMES_IN_UPDATE:
        graphs = by_graph(first)
        # Where the server runs a request as one transaction nobody sees the first operations; elsewhere they tell.
        begun = _begun(store, name, dict.fromkeys((*held, *graphs)))
        store.update([*begun, *_drops(held), *_inserts(graphs), _finished(store, name)])
    else:
        _upload(store, name, held, chain(first, quads))
    return name


def _upload(store: RemoteStore, name: str, held: list[str], quads: Iterator[bytes]) -> None:
    store.update(_begun(store, name, ()))
    for some in _cut(held, NAMES_IN_UPDATE):
        store.update([_parts(store, some)])
        store.update(_drops(some))
    while window := list(islice(quads, WINDOW_QUADS)):
        graphs = by_graph(window)
        for some in _cut(list(graphs), NAMES_IN_UPDATE):
            store.update([_alive(store), _parts(store, some)])
        if store.settings.remote_quads:
            store.upload(None, b"".join(window))
        else:
            for iri, lines in graphs.items():
                store.upload(iri, b"".join(lines))
    store.update([_finished(store, name)])


def settle(store: RemoteStore) -> None:
    """Takes out what a killed publish left. Raises DaumoiError("store_busy") while another one is at work."""
    rows = store.select(f"SELECT ?p ?o WHERE {{ GRAPH <{store.mark}> {{ <{store.mark}> ?p ?o }} }}")
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["p"]["value"], []).append(row["o"]["value"])
    if not any(name.startswith(UNFINISHED) for name in found.get(IDENTIFIER, ())):
        return
    owner = (found.get(_OWNER) or [""])[0]
    since = max((float(at) for at in found.get(_SINCE, ())), default=0.0)
    patience = 2 * store.settings.remote_timeout
    if _at_work(owner, since, patience):
        raise DaumoiError(
            "store_busy",
            f"{owner} is publishing to {store.location}",
            f"wait until it has ended; one killed elsewhere counts as ended {patience:g} s after its last word",
        )
    for some in _cut(found.get(_PART, []), NAMES_IN_UPDATE):
        store.update(_drops(some))
    store.update([_finished(store, new_name())])


def _at_work(owner: str, since: float, patience: float) -> bool:
    host, _, pid = owner.rpartition(":")
    if host != socket.gethostname() or not pid.isdigit():
        return time.time() - since < patience
    if int(pid) == os.getpid():
        return False  # ours, and it failed: a process publishes one thing at a time
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return time.time() - since < patience


def new_name() -> str:
    return f"{int(time.time()):010d}-{secrets.token_hex(4)}"


def _begun(store: RemoteStore, name: str, parts: Iterable[str]) -> list[str]:
    owner = f"{socket.gethostname()}:{os.getpid()}"
    facts = f'<{store.mark}> <{IDENTIFIER}> "{UNFINISHED}{name}" ; <{_OWNER}> "{owner}"'
    named = list(parts)
    more = [_parts(store, named)] if named else []
    return [
        f"DROP SILENT GRAPH <{store.mark}>",
        f"INSERT DATA {{ GRAPH <{store.mark}> {{ {facts} }} }}",
        _alive(store),
        *more,
    ]


def _alive(store: RemoteStore) -> str:
    return f'INSERT DATA {{ GRAPH <{store.mark}> {{ <{store.mark}> <{_SINCE}> "{time.time():.3f}" }} }}'


def _parts(store: RemoteStore, graphs: Iterable[str]) -> str:
    named = " , ".join(f"<{iri}>" for iri in graphs)
    return f"INSERT DATA {{ GRAPH <{store.mark}> {{ <{store.mark}> <{_PART}> {named} }} }}"


def _finished(store: RemoteStore, name: str) -> str:
    return (
        f"DROP SILENT GRAPH <{store.mark}> ;\n"
        f'INSERT DATA {{ GRAPH <{store.mark}> {{ <{store.mark}> <{IDENTIFIER}> "{name}" }} }}'
    )


def by_graph(quads: Iterable[bytes]) -> dict[str, list[bytes]]:
    """N-Quads as N-Triples by graph."""
    graphs: dict[str, list[bytes]] = {}
    for line in quads:
        triple, _, graph = line.strip().removesuffix(b".").rstrip().rpartition(b" ")
        graphs.setdefault(graph[1:-1].decode(), []).append(triple + b" .\n")
    return graphs


def _cut(names: list[str], size: int) -> Iterator[list[str]]:
    for start in range(0, len(names), size):
        yield names[start : start + size]


def _drops(graphs: Iterable[str]) -> list[str]:
    return [f"DROP SILENT GRAPH <{iri}>" for iri in graphs]


def _inserts(graphs: Mapping[str, list[bytes]]) -> list[str]:
    return [
        f"INSERT DATA {{ GRAPH <{iri}> {{\n{b''.join(lines).decode()}}} }}" for iri, lines in graphs.items() if lines
    ]
