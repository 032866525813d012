"""The same abilities for language-model agents, over the Model Context Protocol: stdio or streamable HTTP.

In go the store and the settings, out comes a server whose tools give rows with their evidence: the sentence, its
offsets in the kept text, document and section. Nothing is answered here that the REST routes would not answer; queries
run in the guarded worker processes.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NoReturn

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from graph_api import saved
from graph_api.app import engine_of
from graph_api.errors import DaumoiError
from graph_api.rest.ask import answer_with, library
from graph_api.settings import Settings
from graph_api.sparql.engine import Engine
from graph_api.sparql.guard import check
from graph_api.sparql.protocol import check_graph
from graph_api.store.base import Store
from graph_api.store.evaluate import Job

MOST_ROWS = 500
"""Rows of one result: more than an agent can read, and far below what a client accepts in one message."""
INSTRUCTIONS = """đầu mối answers who is responsible for what in Vietnamese public administration, from directive
documents (plans, decisions, letters) read sentence by sentence. Start with `ask`, in Vietnamese or English. Every row
has its evidence: `quote` is the sentence, `start` and `end` its offsets in the document's text. `status` says whether
a fact is stated, inferred or a statutory default; never present the last two as stated. An outcome other than
`answered` is an answer too: `not_assigned` means that the documents of that place give it to nobody."""

READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS, description="rows at most")]
Place = Annotated[str, Field(description="a place, in any spelling, or its IRI: 'Thanh Miện', 'tinh lang son'")]
On = Annotated[str, Field(description="the day asked about, YYYY-MM-DD; empty: today")]


class Desk:
    """What the tools do, without the protocol: each method is one tool."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings

    async def ask(
        self,
        question: Annotated[str, Field(max_length=2000, description="a question in Vietnamese or English")],
        on: On = "",
        lang: Annotated[Literal["", "vi", "en"], Field(description="language of the text")] = "",
    ) -> dict[str, Any]:
        """Answers a question: who leads or is involved, what a body does, chain, reporting, targets, deadlines,
        documents. Gives the outcome, answers with their sentence, who has it one level up, and the SPARQL."""
        return await self._in_thread(
            lambda: answer_with(
                question, library(self.engine.select, self.engine.snapshot()), self.settings, on=on, lang=lang
            )
        )

    async def responsibilities(
        self,
        place: Place = "",
        field: Annotated[str, Field(description="a field by slug or name: 'digital', 'hạ tầng số'")] = "",
        body: Annotated[str, Field(description="a body by its full name or IRI")] = "",
        role: Annotated[str, Field(description="lead, coordinate, advise, perform, monitor or standing")] = "",
        document: Annotated[str, Field(description="a document's number or IRI")] = "",
        on: On = "",
        limit: Limit = 50,
    ) -> dict[str, Any]:
        """Assignments: who is given which task, in which role, with partners, deadline and the sentence."""
        given = {"place": place, "field": field, "body": body, "role": role, "document": document, "on": on}
        return await self._rows("assignments", given, limit)

    async def chain(
        self,
        place: Place = "",
        document: Annotated[str, Field(description="a document's number or IRI")] = "",
        limit: Limit = 50,
    ) -> dict[str, Any]:
        """The chain of delegation from a document, or the documents of a place, upward: who implements whose."""
        if not (place or document):
            _refuse(DaumoiError("missing_parameter", "chain needs a place or a document", "for example place=Sa Đéc"))
        return await self._rows("chain", {"place": place, "document": document}, limit)

    async def documents(
        self,
        place: Place = "",
        document: Annotated[str, Field(description="a document's number or IRI: then with all of its head")] = "",
        limit: Limit = 50,
    ) -> dict[str, Any]:
        """Documents, held and only cited; of one document also the printed head, value by value, with its quotes."""
        found = await self._rows("documents", {"place": place, "document": document}, limit)
        if document:
            found["headers"] = (await self._rows("headers", {"document": document}, MOST_ROWS))["rows"]
        return found

    async def saved_queries(self) -> dict[str, Any]:
        """Names of the saved queries with their titles, parameters and columns."""
        import queries

        return {
            "queries": [
                {
                    "name": name,
                    "title_vi": query.title_vi,
                    "title_en": query.title_en,
                    "parameters": {parameter.name: parameter.type for parameter in query.parameters},
                    "columns": list(query.columns),
                    "example": dict(query.example),
                }
                for name, query in sorted(queries.catalogue().items())
            ]
        }

    async def run_saved_query(
        self,
        name: Annotated[str, Field(description="see saved_queries")],
        parameters: Annotated[dict[str, str], Field(description="parameter -> value")] = {},  # noqa: B006
        limit: Limit = 50,
    ) -> dict[str, Any]:
        """The rows of a saved query: targets, reporting, references, criteria, owners, coverage and others."""
        return await self._rows(name, parameters, limit)

    async def sparql(
        self, query: Annotated[str, Field(description="SPARQL 1.1: SELECT, ASK, CONSTRUCT or DESCRIBE")]
    ) -> dict[str, Any]:
        """Any read-only SPARQL 1.1 query over the whole graph. Vocabulary: https://w3id.org/daumoi/ns# (dm:)."""
        try:
            checked = check(query, self.settings)
            for iri in checked.graphs:
                check_graph(iri)
            table = checked.form in ("SELECT", "ASK")
            job = Job(
                query=query,
                accept="application/sparql-results+json" if table else "text/turtle",
                own_dataset=checked.own_dataset,
                must_exist=checked.graphs,
                capped=checked.capped,
                limited=checked.limited,
                max_rows=self.settings.max_rows,
                max_bytes=self.settings.max_result_bytes,
            )
            answer, snapshot = await self.engine.run(
                job, self.settings.deadline, small=checked.small, key=checked.normal
            )
        except DaumoiError as error:
            _refuse(error)
        text = answer.body.decode("utf-8")
        result: dict[str, Any] = {"result": json.loads(text)} if table else {"turtle": text}
        return {**result, "truncated": answer.truncated, "snapshot": snapshot}

    async def _rows(self, name: str, given: Mapping[str, str], limit: int) -> dict[str, Any]:
        """Rows of a saved query with the SPARQL that gives the same."""
        import queries

        params = {key: value for key, value in given.items() if value}

        def read() -> dict[str, Any]:
            rows = saved.rows(name, params, self.engine.select)
            return {
                "rows": rows[:limit],
                "total": len(rows),
                "truncated": len(rows) > limit,
                "sparql": queries.bind(name, params, self.engine.select),
                "snapshot": self.engine.snapshot(),
            }

        return await self._in_thread(read)

    async def _in_thread(self, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return await asyncio.to_thread(work)
        except DaumoiError as error:
            _refuse(error)


def _refuse(error: DaumoiError) -> NoReturn:
    raise ToolError(f"{error.code}: {error.message}" + (f" ({error.hint})" if error.hint else "")) from None


def build(engine: Engine, settings: Settings) -> MCPServer[Any]:
    """The server with its tools; the engine is started and stopped by who runs it."""
    server: MCPServer[Any] = MCPServer("daumoi", title="đầu mối", instructions=INSTRUCTIONS, log_level="WARNING")
    desk = Desk(engine, settings)
    for tool in (
        desk.ask,
        desk.responsibilities,
        desk.chain,
        desk.documents,
        desk.saved_queries,
        desk.run_saved_query,
        desk.sparql,
    ):
        server.add_tool(tool, annotations=READ_ONLY)
    return server


def run(store: Store, settings: Settings, *, http: bool) -> None:
    """Serves until the client leaves (stdio) or the process is told to stop (HTTP, at /mcp)."""
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    asyncio.run(_serve(engine_of(store, settings), settings, http))


async def _serve(engine: Engine, settings: Settings, http: bool) -> None:
    server = build(engine, settings)
    await engine.start()
    try:
        if http:
            await _over_http(server, settings)
        else:
            await server.run_stdio_async()
    finally:
        await engine.stop()


async def _over_http(server: MCPServer[Any], settings: Settings) -> None:
    """Without sessions: each request stands alone, so that several servers may stand behind one address."""
    import uvicorn

    app = server.streamable_http_app(stateless_http=True, json_response=True, host=settings.host)
    config = uvicorn.Config(app, host=settings.host, port=settings.port, access_log=False, log_level="info")
    await uvicorn.Server(config).serve()
