"""The server's side of the nursery: starts it, orders workers, hears how they ended.

Used within one event loop. A nursery that dies (it should not) is started anew with the next order; its workers die
with it, and the pool sees their channels close.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

UNKNOWN = 0  # status of a worker whose end was not heard of


@dataclass(slots=True)
class Process:
    """A worker's process as the server knows it."""

    pid: int
    births: Births
    ended: asyncio.Future[int]

    def kill(self) -> None:
        if not self.ended.done():
            self.births.order({"kill": self.pid})

    async def status(self) -> int:
        """How it ended, as in subprocess (-11 for SIGSEGV); to be asked once its channel has closed."""
        try:
            async with asyncio.timeout(0.5):
                return await asyncio.shield(self.ended)
        except TimeoutError:
            return UNKNOWN


class Births:
    def __init__(self) -> None:
        self._control: socket.socket | None = None
        self._nursery: subprocess.Popen[bytes] | None = None
        self._listener: asyncio.Task[None] | None = None
        self._orders: dict[int, asyncio.Future[Process]] = {}
        self._alive: dict[int, Process] = {}
        self._count = 0
        self._guard = asyncio.Lock()

    async def start(self, channel: socket.socket, **order: Any) -> Process:
        """A new worker on the channel. Raises OSError when the nursery cannot be started."""
        async with self._guard:
            if self._control is None:
                await self._open()
            self._count += 1
            number = self._count
            future: asyncio.Future[Process] = asyncio.get_running_loop().create_future()
            self._orders[number] = future
            assert self._control is not None
            line = json.dumps({"order": number, **order}).encode() + b"\n"
            try:
                socket.send_fds(self._control, [line], [channel.fileno()])
            except OSError:
                self._lost()
                raise
        return await future

    def order(self, order: dict[str, Any]) -> None:
        """A line to the nursery; lost when it has gone, and its workers with it."""
        if self._control is not None:
            with contextlib.suppress(OSError):
                self._control.sendall(json.dumps(order).encode() + b"\n")

    async def close(self) -> None:
        control, self._control = self._control, None
        if self._listener is not None:
            self._listener.cancel()
        if control is not None:
            control.close()
        if self._nursery is not None:
            await asyncio.to_thread(self._nursery.wait)

    async def _open(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            # -P: never import from the folder the server happens to be started in.
            command = [sys.executable, "-P", "-m", "graph_api.sparql.nursery", str(theirs.fileno())]
            environment = {**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
            self._nursery = await asyncio.to_thread(
                subprocess.Popen,
                command,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                env=environment,
            )
        ours.setblocking(False)
        self._control = ours
        self._listener = asyncio.create_task(self._listen(ours))

    async def _listen(self, control: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        buffer = b""
        with contextlib.suppress(OSError):
            while data := await loop.sock_recv(control, 65536):
                *lines, buffer = (buffer + data).split(b"\n")
                for line in lines:
                    self._hear(json.loads(line))
        if self._control is control:
            self._lost()

    def _hear(self, news: dict[str, Any]) -> None:
        if "ended" in news:
            process = self._alive.pop(news["ended"], None)
            if process is not None and not process.ended.done():
                process.ended.set_result(news["status"])
            return
        process = Process(news["started"], self, asyncio.get_running_loop().create_future())
        self._alive[process.pid] = process
        future = self._orders.pop(news["order"], None)
        if future is None or future.done():
            process.kill()  # whoever ordered it has left
        else:
            future.set_result(process)

    def _lost(self) -> None:
        if self._control is not None:
            self._control.close()
        self._control = None
        for future in self._orders.values():
            if not future.done():
                future.set_exception(OSError("the process that starts workers has ended"))
        self._orders.clear()
        for process in self._alive.values():
            if not process.ended.done():
                process.ended.set_result(UNKNOWN)
        self._alive.clear()
