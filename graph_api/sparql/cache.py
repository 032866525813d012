"""Answers kept in memory, bounded in bytes; the least recently used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable

from graph_api.store.base import Answer

OVERHEAD = 600  # bytes that an entry costs besides its body


class AnswerCache:
    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.used = 0
        self.hits = 0
        self.misses = 0
        self._answers: OrderedDict[Hashable, Answer] = OrderedDict()

    def get(self, key: Hashable) -> Answer | None:
        answer = self._answers.get(key)
        if answer is None:
            self.misses += 1
            return None
        self._answers.move_to_end(key)
        self.hits += 1
        return answer

    def put(self, key: Hashable, answer: Answer) -> None:
        """Keeps the answer, unless it alone would take a quarter of the room."""
        cost = len(answer.body) + OVERHEAD
        if cost > self.limit // 4 or key in self._answers:
            return
        self._answers[key] = answer
        self.used += cost
        while self.used > self.limit:
            _, oldest = self._answers.popitem(last=False)
            self.used -= len(oldest.body) + OVERHEAD
