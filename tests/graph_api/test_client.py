"""The Python client: a folder and a server give the same, as rows and as frames; the example notebook runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_api import Client, connect, ingesting, reading
from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.store import open_store
from tests.graph_api.serving import server

NOTEBOOK = Path(__file__).resolve().parents[2] / "docs" / "notebook.ipynb"
COUNT = "SELECT (COUNT(*) AS ?n) (AVG(?v) AS ?mean) WHERE { VALUES ?v { 1 2 } }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("client") / "store"
    settings = Settings(store=str(made))
    ingesting.ingest([reading.sample()], open_store(str(made), settings), settings, jobs=1)
    return made


@pytest.fixture(scope="module")
def clients(folder: Path) -> Iterator[tuple[Client, Client]]:
    with server(folder, page_rows=50) as url, connect(str(folder)) as local, connect(url) as remote:
        yield local, remote


def test_a_folder_and_a_server_give_the_same(clients: tuple[Client, Client]) -> None:
    local, remote = clients
    assert local.rows("assignments") == remote.rows("assignments")
    assert len(remote.rows("assignments")) > 50, "more than one page"
    question = "Ai chủ trì hạ tầng số ở huyện Thanh Miện?"
    assert local.ask(question)["answers"] == remote.ask(question)["answers"] != []


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_of_either_library(folder: Path, library: str) -> None:
    pytest.importorskip(library)
    with connect(str(folder), frames=library) as client:
        frame = client.query("owners", field="digital")
        assert list(frame.columns)[:2] == ["place", "body"]
        assert len(frame) >= 3
        empty = client.query("owners", field="digital", on="1990-01-01")
        assert list(empty.columns) == list(frame.columns)
        counted = client.sparql(COUNT)
        assert counted["n"].to_list() == [2]
        assert counted["mean"].to_list() == [1.5]


def test_errors_are_those_of_the_product(clients: tuple[Client, Client], tmp_path: Path) -> None:
    for client in clients:
        with pytest.raises(DaumoiError) as caught:
            client.rows("owners", field="no such field at all")
        assert caught.value.code == "field_unknown"
        with pytest.raises(DaumoiError):
            client.sparql("SELECT nonsense")
    with pytest.raises(DaumoiError, match="holds nothing"):
        connect(str(tmp_path / "none"))


@pytest.mark.slow
def test_the_example_notebook_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("pandas")
    monkeypatch.setenv("DAUMOI_STORE", str(folder))
    book = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(book, timeout=120).execute()
    said = "".join(str(cell.get("outputs", "")) for cell in book.cells)
    assert "Phòng Văn hóa và Thông tin huyện Thanh Miện" in said
