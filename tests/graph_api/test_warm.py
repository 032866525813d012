"""The first question finds everything in memory: the warmer asks once for each snapshot, and never breaks a server."""

from __future__ import annotations

import threading

import pytest

from graph_api import warm
from graph_api.errors import DaumoiError


def test_one_question_for_each_snapshot_and_a_failing_store_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm, "POLL", 0.001)
    names = iter(["empty", "1", "1", "1", "2", "2"])
    asked: list[str] = []
    seen, done = ["empty"], threading.Event()

    def snapshot() -> str:
        seen[0] = next(names, "done")
        if seen[0] == "done":
            warmer.stop()
            done.set()
            return asked[-1]
        return seen[0]

    def ask(question: str) -> None:
        asked.append(seen[0])
        if asked == ["1"]:
            raise DaumoiError("query_timeout", "too slow")

    warmer = warm.Warmer(snapshot, ask)
    warmer.start()
    assert done.wait(10)
    assert asked == ["1", "1", "2"]
