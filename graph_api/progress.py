"""A progress bar on a terminal, nothing elsewhere: files, pages, pages a second, time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Advance = Callable[[int, int, str, int], None]


@contextmanager
def progress(*, quiet: bool) -> Iterator[Advance]:
    """Gives a function (files done, files in all, what, its pages) to call for each file."""
    if quiet or not sys.stderr.isatty():
        yield lambda done, total, what, pages: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    begun, read = time.monotonic(), 0
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, rate="")

        def advance(done: int, total: int, what: str, pages: int) -> None:
            nonlocal read
            read += max(1, pages)
            rate = f"{read} trang, {read / max(0.1, time.monotonic() - begun):.1f}/s"
            bar.update(task, completed=done, total=total, description=what[-40:], rate=rate)

        yield advance
