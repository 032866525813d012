"""What is measured of the running server, and one line of log for each request.

In come finished requests, out go Prometheus metrics and JSON lines. Knows routes only by their path's first parts, so
that no visitor can fill the memory with made-up ones.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph_api.settings import Settings

log = logging.getLogger("daumoi.access")

ROUTES = ("sparql", "graph-store", "api", "documents", "id", "map", "chain", "matrix", "compare", "gaps", "search")
SECONDS = (0.001, 0.005, 0.02, 0.05, 0.2, 1, 5, 10)


class Metrics:
    """Each application has its own registry: two in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("route", "method", "status")
        self.requests = Counter("daumoi_requests_total", "Requests answered", labels, registry=self.registry)
        self.seconds = Histogram(
            "daumoi_request_seconds", "Seconds to an answer", ("route",), buckets=SECONDS, registry=self.registry
        )
        self.running = Gauge("daumoi_requests_running", "Requests being answered", registry=self.registry)
        self.cache_hits = Gauge("daumoi_cache_hits", "Answers given from memory", registry=self.registry)
        self.cache_bytes = Gauge("daumoi_cache_bytes", "Bytes of answers in memory", registry=self.registry)
        self.waiting = Gauge(
            "daumoi_queries_waiting", "Queries that wait for a worker", ("lane",), registry=self.registry
        )
        self.killed = Gauge("daumoi_workers_killed", "Workers ended in the middle of a query", registry=self.registry)

    def text(self) -> bytes:
        return generate_latest(self.registry)


class Observed:
    """Middleware: counts, times and logs a request, and gives up on a client that does not take its answer."""

    def __init__(self, app: ASGIApp, metrics: Metrics, settings: Settings) -> None:
        self.app = app
        self.metrics = metrics
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = time.perf_counter()
        seen: dict[str, Any] = {"status": 500, "bytes": 0, "snapshot": ""}

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
                for name, value in message["headers"]:
                    if name == b"x-snapshot":
                        seen["snapshot"] = value.decode()
            else:
                seen["bytes"] += len(message.get("body", b""))
            async with asyncio.timeout(self.settings.send_wait):
                await send(message)

        self.metrics.running.inc()
        try:
            await self.app(scope, receive, watched)
        finally:
            self.metrics.running.dec()
            self._note(scope, seen, time.perf_counter() - begun)

    def _note(self, scope: Scope, seen: dict[str, Any], seconds: float) -> None:
        first = scope["path"].split("/")[1]
        route = first if first in ROUTES else "other"
        self.metrics.requests.labels(route, scope["method"], str(seen["status"])).inc()
        self.metrics.seconds.labels(route).observe(seconds)
        if log.isEnabledFor(logging.INFO):
            line = {
                "method": scope["method"],
                "path": scope["path"][:200],
                **seen,
                "ms": round(seconds * 1000, 2),
                "client": (scope.get("client") or ("",))[0],
            }
            log.info(json.dumps(line, ensure_ascii=False))
