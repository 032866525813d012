"""A real server in a process of its own, on a port that the system chooses."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_api.store.base import Change
from graph_api.store.embedded import EmbeddedStore

EX = "http://example.org/"
ROWS = 1_500


def fill(folder: Path, rows: int = ROWS) -> EmbeddedStore:
    """A store with made-up triples in ten graphs: enough that a cross product of three never ends."""
    store = EmbeddedStore(folder)
    store.publish(
        Change(f'<{EX}{i}> <{EX}value> "giá trị {i}"@vi <{EX}graph/{i % 10}> .'.encode() for i in range(rows))
    )
    return store


@contextmanager
def server(store: Path | str, **settings: object) -> Iterator[str]:
    """The URL of `daumoi serve` on the store; settings as DAUMOI_… variables."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DAUMOI_")}
    environment |= {f"DAUMOI_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "graph_api.cli", "serve", "--port", "0", "--store", str(store)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    try:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            found = re.search(r"running on (http://\S+)", line)
            if found:
                break
        else:
            raise AssertionError("the server did not start:\n" + "".join(said))
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        try:
            yield found.group(1)
        finally:
            process.terminate()
            process.wait(20)
            drain.wait(20)
    finally:
        process.kill()
        process.wait()
        process.stderr.close()
