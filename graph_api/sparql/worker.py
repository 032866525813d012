"""A process that answers one query at a time on one snapshot, and may be killed at any moment.

In come frames on a socket (a job), out go frames (an answer or an error). It opens the snapshot read-only, shuts
itself in, and sets a timer before each query at which the kernel ends it, so that no query outlives its deadline even
if the server has forgotten it. Knows nothing of HTTP.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from graph_api.errors import DaumoiError
from graph_api.sparql.cell import die_with_parent, seal
from graph_api.store.embedded import open_snapshot
from graph_api.store.evaluate import Job, evaluate
from graph_api.store.snapshots import SnapshotFolder

HEAD = struct.Struct(">II")
GRACE = 0.03  # seconds after the deadline at which the kernel ends the process; the server is faster


def main(channel: socket.socket, folder: str, memory: int, niceness: int) -> None:
    """The life of a worker. Ends when the channel is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then closes the channel
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    die_with_parent()
    os.nice(niceness)
    channel.setblocking(True)
    try:
        reader = open_snapshot(SnapshotFolder(Path(folder)))
    except DaumoiError as error:
        _send(channel, {"error": error.body()["error"]})
        return
    _silence()
    sealed = seal(memory)
    _send(channel, {"ready": reader.name, "sealed": sealed})
    while (frame := _receive(channel)) is not None:
        _answer(channel, reader.database, frame)


def _answer(channel: socket.socket, database: Any, frame: dict[str, Any]) -> None:
    signal.setitimer(signal.ITIMER_REAL, frame["seconds"] + GRACE)
    try:
        answer = evaluate(database, job_of(frame["job"]))
        head: dict[str, Any] = {"type": answer.media_type, "rows": answer.rows, "truncated": answer.truncated}
        body = answer.body
    except DaumoiError as error:
        head, body = {"error": error.body()["error"]}, b""
    except MemoryError:
        head, body = {"error": {"code": "query_memory", "message": MEMORY, "hint": MEMORY_HINT}}, b""
    except Exception as error:
        told = DaumoiError("query_failed", f"the engine stopped: {str(error)[:300]}", "simplify the query")
        head, body = {"error": told.body()["error"]}, b""
    signal.setitimer(signal.ITIMER_REAL, 0)
    _send(channel, head, body)


MEMORY = "the query needed more memory than a worker has"
MEMORY_HINT = "add LIMIT, sort or group less, or ask in parts"


def frame_of(job: Job, seconds: float) -> bytes:
    """A job as it goes over the channel."""
    head = json.dumps({"job": asdict(job), "seconds": seconds}).encode()
    return HEAD.pack(len(head), 0) + head


def job_of(fields: dict[str, Any]) -> Job:
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in fields.items()}
    return Job(**values)


def _send(channel: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    text = json.dumps(head).encode()
    channel.sendall(HEAD.pack(len(text), len(body)) + text)
    if body:
        channel.sendall(body)


def _receive(channel: socket.socket) -> dict[str, Any] | None:
    start = _exactly(channel, HEAD.size)
    if start is None:
        return None
    size, _ = HEAD.unpack(start)
    text = _exactly(channel, size)
    if text is None:
        return None
    frame: dict[str, Any] = json.loads(text)
    return frame


def _exactly(channel: socket.socket, size: int) -> bytes | None:
    parts = []
    while size:
        try:
            part = channel.recv(min(size, 1 << 20))
        except OSError:
            return None
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _silence() -> None:
    """The engine's last words on a stack overflow go nowhere: the server tells the client what happened."""
    sys.stderr.flush()
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
