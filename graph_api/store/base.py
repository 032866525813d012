"""The Store protocol: what the application asks of any store, embedded or remote.

A snapshot is immutable and has an id; a publish makes the next one. Queries see one snapshot, with the union of all
named graphs as the default graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import IO, Any, Protocol

Binding = Mapping[str, str]
"""One RDF term as in SPARQL 1.1 Query Results JSON: type, value, and datatype or xml:lang where it has one."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a publish does: first `drop` whole named graphs, then add `quads` (N-Quads lines, UTF-8)."""

    quads: Iterable[bytes]
    drop: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A result as bytes, decided and complete. `rows` counts rows or triples; `truncated`: there were more."""

    body: bytes
    media_type: str
    rows: int | None = None
    truncated: bool = False


class Store(Protocol):
    def snapshot(self) -> str:
        """The id of the snapshot that queries see now; it changes with every publish that changed anything."""
        ...

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        """The rows of a SELECT query that the product itself wrote (trusted: no time limit of its own)."""
        ...

    def ask(self, sparql: str) -> bool: ...

    def construct(self, sparql: str) -> bytes:
        """The triples of a CONSTRUCT or DESCRIBE query as N-Triples, UTF-8."""
        ...

    def query(self, sparql: str, accept: str) -> Answer:
        """Any SPARQL query, serialised in the best of the media types in `accept` (as in an HTTP header)."""
        ...

    def dump(self, out: IO[bytes]) -> None:
        """Writes every quad as N-Quads."""
        ...

    def publish(self, change: Change) -> str:
        """Makes a new snapshot from the current one and returns its id; all or nothing."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Holds the right to publish, so that what is read and what is then published belong together."""
        ...

    def note(self, record: Mapping[str, Any]) -> None:
        """Keeps a record of what a publish changed (a JSON object); no part of any graph that queries or dumps see."""
        ...

    def changes(self, most: int = 100) -> list[dict[str, Any]]:
        """The records kept, newest first, at most so many."""
        ...

    def settle(self) -> None:
        """Takes out what a killed publish left where readers see it. Raises DaumoiError while another is at work."""
        ...

    def close(self) -> None: ...
