"""The web application in a server process: uvicorn with the fast loop and parser."""

from __future__ import annotations

import logging

from graph_api.settings import Settings


def run(settings: Settings) -> None:
    """Serves until the process is told to stop."""
    import uvicorn

    from graph_api.app import create_app

    logging.basicConfig(level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        loop="auto",
        http="auto",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        log_level="info",
    )
