"""What evaluates a stranger's query: an interface, with the worker pool and a remote server behind it.

In goes a checked job with its seconds, out comes the answer and the snapshot it was read from. The endpoint does not
know which engine it speaks to.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any, Protocol

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.sparql.pool import WorkerPool, timed_out
from graph_api.store.base import Answer, Binding
from graph_api.store.embedded import EmbeddedStore
from graph_api.store.evaluate import Job
from graph_api.store.remote import RemoteStore

JSON = "application/sparql-results+json"


class Engine(Protocol):
    writable: bool

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    def snapshot(self) -> str: ...

    async def run(self, job: Job, seconds: float, *, small: bool = False, key: str = "") -> tuple[Answer, str]:
        """Raises DaumoiError. Cancelling ends all work for the query."""
        ...

    async def update(self, text: str, job: Job) -> None: ...

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        """The rows of a query of the product's own; for threads outside the event loop."""
        ...

    def evaluate(self, job: Job) -> Answer:
        """A query of the product's own, in any format; for threads outside the event loop."""
        ...

    def health(self) -> dict[str, Any]: ...


class PoolEngine:
    """Queries in worker processes on the embedded store's snapshots."""

    writable = False

    def __init__(self, store: EmbeddedStore, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.pool = WorkerPool(store.folder, settings)

    async def start(self) -> None:
        await self.pool.start()

    async def stop(self) -> None:
        await self.pool.stop()

    def snapshot(self) -> str:
        return self.store.snapshot()

    async def run(self, job: Job, seconds: float, *, small: bool = False, key: str = "") -> tuple[Answer, str]:
        return await self.pool.run(job, seconds, lane="small" if small else "large", key=key)

    async def update(self, text: str, job: Job) -> None:
        raise read_only()

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        rows: list[dict[str, Binding]] = json.loads(self.evaluate(Job(sparql, JSON)).body)["results"]["bindings"]
        return rows

    def evaluate(self, job: Job) -> Answer:
        answer, _ = self.pool.run_blocking(job, self.settings.deadline)
        return answer

    def health(self) -> dict[str, Any]:
        sealed = "sealed" if self.pool.sealed else "not sealed"
        return {"workers": sealed, "waiting": self.pool.load(), "killed": self.pool.killed}


class RemoteEngine:
    """Queries sent on to a SPARQL 1.1 server, which has deadlines of its own besides ours."""

    writable = False

    def __init__(self, store: RemoteStore, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._slots = asyncio.Semaphore(max(1, settings.workers) * 4)

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        await self.store.aclose()

    def snapshot(self) -> str:
        return self.store.snapshot()

    async def run(self, job: Job, seconds: float, *, small: bool = False, key: str = "") -> tuple[Answer, str]:
        snapshot = await asyncio.to_thread(self.store.snapshot)
        try:
            async with asyncio.timeout(seconds), self._slots:
                return await self.store.forward(job), snapshot
        except TimeoutError:
            raise timed_out(seconds) from None

    async def update(self, text: str, job: Job) -> None:
        raise read_only()

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        return self.store.select(sparql)

    def evaluate(self, job: Job) -> Answer:
        return self.store.query(job.query, job.accept)

    def health(self) -> dict[str, Any]:
        return {"remote": self.store.location}


def read_only() -> DaumoiError:
    return DaumoiError(
        "update_refused",
        "this endpoint answers queries only",
        "documents change with `daumoi ingest` and `daumoi remove`",
    )
