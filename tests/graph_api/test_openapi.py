"""The OpenAPI description is true: requests made up from it meet no server error and no answer it does not name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from graph_api import ingesting, reading
from graph_api.settings import Settings
from graph_api.store import open_store
from tests.graph_api.serving import server

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


@pytest.mark.slow
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    pytest.importorskip("schemathesis")
    settings = Settings(store=str(tmp_path / "store"))
    ingesting.ingest([reading.sample()], open_store(settings.store, settings), settings, jobs=1)
    with server(tmp_path / "store") as url:
        command = [sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json", "--checks", CHECKS]
        command += ["--max-examples", "12", "--seed", "1", "--phases", "examples,fuzzing", "--no-color"]
        given = subprocess.run(command, capture_output=True, text=True, timeout=900, cwd=tmp_path)
    assert given.returncode == 0, given.stdout[-6000:] + given.stderr[-2000:]
