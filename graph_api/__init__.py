"""The application: store, query server, REST, pages, command line; and `connect` for Python and notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph_api.client import Client, connect

__all__ = ["Client", "connect"]


def __getattr__(name: str) -> Any:
    """Loaded when first used: commands that need no client start without it."""
    if name in __all__:
        from graph_api import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
