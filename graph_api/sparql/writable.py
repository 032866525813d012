"""A store in memory that takes updates: for conformance tests alone, never for serving.

The same factory makes an application around it, so that the protocol's rules for updates and for writing graphs are
tested on the code that serves the public. It evaluates in the server's own process, without deadlines or walls.
"""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pyoxigraph as ox

from graph_api.errors import DaumoiError
from graph_api.store.base import Answer, Binding
from graph_api.store.evaluate import Job, evaluate


class WritableEngine:
    """`union`: whether all graphs together are the default graph (W3C's query tests expect not)."""

    writable = True

    def __init__(self, *, union: bool = False) -> None:
        self.store = ox.Store()
        self.union = union
        self.version = 0

    async def start(self) -> None:
        return None

    async def stop(self) -> None:
        return None

    def snapshot(self) -> str:
        return f"memory-{self.version}"

    async def run(self, job: Job, seconds: float, *, small: bool = False, key: str = "") -> tuple[Answer, str]:
        from dataclasses import replace

        local = replace(job, union=self.union, must_exist=())
        return await asyncio.to_thread(evaluate, self.store, local), self.snapshot()

    async def update(self, text: str, job: Job) -> None:
        dataset = job.default_graphs or job.named_graphs
        if dataset:
            if _HAS_DATASET.search(text):
                raise DaumoiError("bad_request", "USING or WITH beside using-graph-uri", "name the dataset once")
            text = _with_using(text, job)
        try:
            await asyncio.to_thread(self.store.update, text, base_iri=job.base_iri)
        except SyntaxError as error:
            raise DaumoiError("update_syntax", f"the update is wrong: {str(error)[:300]}", "check the syntax") from None
        except (OSError, RuntimeError, ValueError) as error:
            raise DaumoiError("update_failed", f"the update failed: {str(error)[:300]}", "use SILENT") from None
        self.version += 1

    def select(self, sparql: str) -> list[dict[str, Binding]]:
        answer = self.evaluate(Job(sparql, "application/sparql-results+json"))
        rows: list[dict[str, Binding]] = json.loads(answer.body)["results"]["bindings"]
        return rows

    def evaluate(self, job: Job) -> Answer:
        return evaluate(self.store, job)

    def health(self) -> dict[str, Any]:
        return {"memory": True}

    # graphs, for the Graph Store Protocol

    def put(self, graph: str | None, data: bytes, form: ox.RdfFormat, base: str, *, clear: bool) -> bool:
        """Writes a graph; True when it did not exist before."""
        name: Any = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        created = graph is not None and not self.store.contains_named_graph(name)
        triples = list(ox.parse(data, form, base_iri=base))
        if clear:
            self.store.clear_graph(name)
        if graph:
            self.store.add_graph(name)
        self.store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in triples)
        self.version += 1
        return created

    def delete(self, graph: str | None) -> bool:
        """False when there was no such graph."""
        if graph is None:
            self.store.clear_graph(ox.DefaultGraph())
        elif not self.store.contains_named_graph(ox.NamedNode(graph)):
            return False
        else:
            self.store.remove_graph(ox.NamedNode(graph))
        self.version += 1
        return True


_HAS_DATASET = re.compile(r"\b(?:USING|WITH)\b", re.IGNORECASE)
_WHERE = re.compile(r"\bWHERE\b", re.IGNORECASE)


def _with_using(text: str, job: Job) -> str:
    """using-graph-uri as USING clauses, which is what the protocol says they mean."""
    using = "".join(f"USING <{iri}>\n" for iri in job.default_graphs)
    using += "".join(f"USING NAMED <{iri}>\n" for iri in job.named_graphs)
    return _WHERE.sub(lambda match: using + match.group(), text)
