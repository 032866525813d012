"""Warms what the first question of a snapshot needs, before somebody asks it.

A thread of its own asks a question at the start and after each new snapshot: names, places and lexicons are then in
memory. Nothing waits for it, and whatever goes wrong is left to the first real question to tell.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from graph_api.errors import DaumoiError

log = logging.getLogger("daumoi")

POLL = 2.0  # seconds between two looks at the snapshot's name, which is one small file
QUESTION = "Ai chủ trì chuyển đổi số?"


class Warmer:
    """`snapshot`: the current snapshot's name; `ask`: answers a question from the store."""

    def __init__(self, snapshot: Callable[[], str], ask: Callable[[str], object]) -> None:
        self._snapshot = snapshot
        self._ask = ask
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warmer", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Does not wait: a query under way ends with its worker."""
        self._ended.set()

    def _run(self) -> None:
        warm = "empty"
        while not self._ended.is_set():
            try:
                now = self._snapshot()
                if now != warm:
                    self._ask(QUESTION)
                    warm = now
            except DaumoiError as error:
                log.debug("not warmed: %s", error.message)
            except Exception:
                if not self._ended.is_set():
                    log.warning("warming failed", exc_info=True)
                return
            self._ended.wait(POLL)
