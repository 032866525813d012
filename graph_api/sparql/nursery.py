"""The process that worker processes are born from: small, single-threaded, with everything imported once.

In come lines of JSON on a control socket (start a worker on the channel sent along, kill one), out go lines (started,
ended with its status). A fork of it is ready in a few milliseconds and drags nothing of the server along: no threads,
no open connections, and no second import of the program's main script. It ends when the server ends, and its workers
with it.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
import sys
from typing import Any

from graph_api.sparql import worker
from graph_api.sparql.cell import die_with_parent


class Nursery:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: set[int] = set()
        self.channels: list[int] = []
        self.buffer = b""

    def serve(self) -> None:
        """Until the control socket is closed."""
        bell, ringer = socket.socketpair()
        ringer.setblocking(False)
        bell.setblocking(False)
        signal.set_wakeup_fd(ringer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        waiting = selectors.DefaultSelector()
        waiting.register(self.control, selectors.EVENT_READ)
        waiting.register(bell, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if key.fileobj is bell:
                    with contextlib.suppress(BlockingIOError):
                        bell.recv(4096)
                    self.reap()
                elif not self.listen():
                    return

    def listen(self) -> bool:
        """Carries out the lines that have come. False when the server has gone."""
        data, channels, _, _ = socket.recv_fds(self.control, 65536, 16)
        self.channels += channels
        if not data:
            return False
        *lines, self.buffer = (self.buffer + data).split(b"\n")
        for line in lines:
            order = json.loads(line)
            if "kill" in order:
                if order["kill"] in self.children:  # never a number that the system has given to somebody else since
                    os.kill(order["kill"], signal.SIGKILL)
            else:
                self.start(order)
        return True

    def start(self, order: dict[str, Any]) -> None:
        channel = self.channels.pop(0)
        pid = os.fork()
        if pid:
            self.children.add(pid)
            os.close(channel)
            self.tell({"started": pid, "order": order["order"]})
            return
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.close()
            worker.main(socket.socket(fileno=channel), order["folder"], order["memory"], order["niceness"])
            status = 0
        finally:
            os._exit(status)

    def reap(self) -> None:
        while self.children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self.children.discard(pid)
            self.tell({"ended": pid, "status": os.waitstatus_to_exitcode(status)})

    def tell(self, news: dict[str, Any]) -> None:
        self.control.sendall(json.dumps(news).encode() + b"\n")


def main() -> None:
    die_with_parent()
    with contextlib.suppress(OSError):
        Nursery(socket.socket(fileno=int(sys.argv[1]))).serve()


if __name__ == "__main__":
    main()
