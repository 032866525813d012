"""Command line, API and page give the same answer; no question makes the server fail."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from graph_api.cli import app
from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore
from tests import sample
from tests.graph_api.serving import server

TODAY = "2026-01-15"
KEYS = ["question", "lang", "text", "understood", "outcome", "answers", "above", "defaults", "candidates", "chain",
        "sparql", "snapshot"]  # fmt: skip
QUESTIONS = [
    "Ai chủ trì hạ tầng số ở huyện Thanh Miện?",
    "who is in charge of roads in Sa Dec?",
    "Ai chủ trì hạ tầng số ở phường Chiềng Sinh?",
    "Ai chủ trì hạ tầng số ở huyện Châu Thành?",
    "xin chào",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ask") / "store"
    EmbeddedStore(path).publish(Change(line + b"\n" for line in sample.lines().split(b"\n") if line))
    return path


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with server(folder, today=TODAY) as url, httpx.Client(base_url=url, timeout=30) as made:
        yield made


def by_api(client: httpx.Client, question: str, **params: str) -> dict[str, Any]:
    response = client.get("/api/v1/ask", params={"q": question, **params})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


@pytest.mark.parametrize("question", QUESTIONS)
def test_command_line_api_and_page_give_the_same(
    client: httpx.Client, folder: Path, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAUMOI_TODAY", TODAY)
    run = CliRunner().invoke(app, ["ask", question, "--store", str(folder), "--format", "json"])
    assert run.exit_code == 0, run.output
    answer = by_api(client, question)
    assert json.loads(run.stdout) == answer
    assert list(answer)[: len(KEYS)] == KEYS
    page = html.unescape(client.get("/", params={"q": question}).text)
    for found in answer["answers"]:
        assert found["body"] in page


@pytest.mark.parametrize("question", QUESTIONS[:3])
def test_the_query_shown_runs_on_the_endpoint(client: httpx.Client, question: str) -> None:
    answer = by_api(client, question)
    rows = client.post("/sparql", data={"query": answer["sparql"]}, headers={"accept": "text/csv"})
    assert rows.status_code == 200
    assert all(found["body"] in rows.text for found in answer["answers"])


def test_text_on_the_command_line(folder: Path) -> None:
    words = ["Ai", "chủ", "trì", "hạ", "tầng", "số", "ở", "Sa", "Đéc?"]
    run = CliRunner().invoke(app, ["ask", *words, "--store", str(folder)])
    assert "Phòng Văn hóa và Thông tin thành phố Sa Đéc" in run.stdout


@pytest.mark.parametrize(("params", "code"), [({"on": "gestern"}, "bad_parameter"), ({"lang": "de"}, "bad_parameter")])
def test_wrong_parameters_say_so(client: httpx.Client, params: dict[str, str], code: str) -> None:
    response = client.get("/api/v1/ask", params={"q": "Ai chủ trì hạ tầng số?", **params})
    assert response.status_code == 400
    assert response.json()["error"]["code"] == code


@pytest.mark.parametrize("question", ["\x00", "'; DROP", '"}} UNION {{', "\\u0022", "<http://x>", "%" * 100, "ở huyện"])
def test_no_question_breaks_the_server(client: httpx.Client, question: str) -> None:
    assert by_api(client, question)["outcome"]
