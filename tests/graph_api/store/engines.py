"""Other people's SPARQL servers, started on loopback for a test."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

START_SECONDS = 60.0


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def await_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when the URL answers anything."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx.get(url, timeout=5)
            return
        except httpx.HTTPError:
            if process.poll() is not None or time.monotonic() > until:
                raise AssertionError(f"the server behind {url} did not start") from None
            time.sleep(0.05)


@contextmanager
def oxigraph(folder: Path, port: int | None = None) -> Iterator[str]:
    """The query URL of an Oxigraph server that keeps its data in the folder."""
    program = Path(sys.executable).with_name("oxigraph")
    found = str(program) if program.exists() else shutil.which("oxigraph")
    if found is None:
        pytest.skip("the oxigraph server is missing: pip install -e '.[dev]'")
    port = port or free_port()
    command = [found, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_answer(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.kill()
        process.wait()
