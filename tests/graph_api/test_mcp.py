"""The Model Context Protocol server, asked by the protocol's own client over stdio and over HTTP."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp", reason="the extra [mcp] is not installed")

from mcp import Client, StdioServerParameters

from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore
from tests import sample
from tests.support import loops

TOOLS = {"ask", "responsibilities", "chain", "documents", "saved_queries", "run_saved_query", "sparql"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as a store on disk."""
    path = tmp_path_factory.mktemp("mcp") / "store"
    EmbeddedStore(path).publish(Change(line + b"\n" for line in sample.lines().split(b"\n") if line))
    return path


def environment() -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DAUMOI_")}
    return {**kept, "DAUMOI_TODAY": "2026-01-15"}


def command(folder: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "graph_api.cli", "mcp", "--store", str(folder), *more]


def over_stdio(folder: Path, talk: Callable[[Client], Awaitable[None]]) -> None:
    async def main() -> None:
        program, *arguments = command(folder)
        server = StdioServerParameters(command=program, args=arguments, env=environment(), cwd=os.getcwd())
        async with Client(server) as client:
            await talk(client)

    loops.run(asyncio.wait_for(main(), 90))


@contextmanager
def http_server(folder: Path) -> Iterator[str]:
    process = subprocess.Popen(
        command(folder, "--transport", "http", "--port", "0"), env=environment(), stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        found = next((m for line in process.stderr if (m := re.search(r"running on (http://\S+)", line))), None)
        assert found is not None, "the server did not start"
        yield found.group(1) + "/mcp"
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()  # type: ignore[union-attr]


async def call(client: Client, tool: str, /, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    assert result.structured_content is not None
    return result.structured_content


async def everything(client: Client) -> None:
    listed = await client.list_tools()
    assert {tool.name for tool in listed.tools} == TOOLS
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in listed.tools)
    answer = await call(client, "ask", question="Ai chủ trì hạ tầng số ở huyện Thanh Miện?")
    assert answer["outcome"] == "answered"
    assert [a["body"] for a in answer["answers"]] == ["Phòng Văn hóa và Thông tin huyện Thanh Miện"]
    assert "hạ tầng" in answer["answers"][0]["quote"]
    found = await call(client, "responsibilities", place="Sa Đéc", field="hạ tầng số")
    assert found["rows"]
    assert all(row["quote"] and row["end"] > row["start"] for row in found["rows"])
    rerun = await call(client, "sparql", query=found["sparql"])
    assert len(rerun["result"]["results"]["bindings"]) == found["total"]
    links = await call(client, "chain", place="Thanh Miện")
    assert "1478/QĐ-TTg" in {row["number"] for row in links["rows"]}
    document = await call(client, "documents", document="55/KH-UBND")
    assert {head["fact"] for head in document["headers"]} >= {"number", "date", "title"}
    names = {query["name"] for query in (await call(client, "saved_queries"))["queries"]}
    assert {"owners", "targets", "reporting"} <= names
    targets = await call(client, "run_saved_query", name="targets", parameters={}, limit=2)
    assert len(targets["rows"]) == 2
    assert targets["truncated"]


async def refusals(client: Client) -> None:
    for name, arguments, code in (
        ("sparql", {"query": "INSERT DATA { <a:b> <a:c> <a:d> }"}, "update_refused"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}, "service_refused"),
        ("run_saved_query", {"name": "no-such-query"}, "unknown_query"),
        ("responsibilities", {"place": "Atlantis"}, "place_unknown"),
        ("chain", {}, "missing_parameter"),
    ):
        result = await client.call_tool(name, arguments)
        assert result.is_error, (name, arguments)
        assert code in str(result.content)
        assert "Traceback" not in str(result.content)


def test_stdio(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await everything(client)
        await refusals(client)

    over_stdio(folder, talk)


def test_http(folder: Path) -> None:
    async def main(url: str) -> None:
        async with Client(url) as client:
            await everything(client)
            await refusals(client)

    with http_server(folder) as url:
        loops.run(asyncio.wait_for(main(url), 90))
