"""Readers of other people's binary formats run in a child process with bounds on time, memory and files.

In goes a piece of work that gives messages, out come the messages as the child sends them. A child that stands still,
grows too large or dies is ended, with all programs it started, and its file is refused with the reason. Messages are
JSON: what a hostile file makes of the child cannot run anything here.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any

from ingest.readers.model import Limits
from ingest.readers.reasons import UnreadableFile

Message = dict[str, Any]
Send = Callable[[Message], None]
Work = Callable[[Send], None]

_PDEATHSIG = 1
_PROGRAMS = 4 * 2**30
"""Bytes of address space that programs started by a reader may have beyond the reader's own."""
_LARGEST_FILE = 2**30


def messages(work: Work, limits: Limits) -> Iterator[Message]:
    """What `work` sends, run in a child. Raises UnreadableFile when the child met a limit or died."""
    with tempfile.TemporaryDirectory(prefix="daumoi-read-") as folder:
        ours, theirs = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the child of a process with threads: it only reads
            child = os.fork()
        if child == 0:
            os.close(ours)
            _serve(work, theirs, folder, limits)
        os.close(theirs)
        try:
            yield from _received(ours, limits)
        finally:
            os.close(ours)
            _end(child)


def _serve(work: Work, pipe: int, folder: str, limits: Limits) -> None:
    """The child's life."""
    code = 1
    try:
        os.setsid()
        _die_with_parent()
        for end in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE):
            signal.signal(end, signal.SIG_DFL)
        tempfile.tempdir = folder
        os.environ["TMPDIR"] = folder
        quiet = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(quiet, number)
        _bound(limits)
        with os.fdopen(pipe, "wb") as out:

            def send(message: Message) -> None:
                data = json.dumps(message, ensure_ascii=True).encode("ascii")
                out.write(len(data).to_bytes(8, "big") + data)
                out.flush()

            send(_outcome(work, send))
        code = 0
    finally:
        os._exit(code)


def _outcome(work: Work, send: Send) -> Message:
    """Does the work; gives its last message, which says what went wrong if something did."""
    try:
        work(send)
    except UnreadableFile as refused:
        return {"fault": refused.reason}
    except MemoryError:
        return {"fault": "reading it took more memory than a file may take"}
    except RecursionError:
        return {"fault": "its parts are nested too deep"}
    except Exception as error:
        return {"fault": f"could not be read ({type(error).__name__}: {str(error)[:200]})"}
    return {"done": True}


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def _bound(limits: Limits) -> None:
    used = 0
    if sys.platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as pages:
            used = int(pages.read().split()[0]) * resource.getpagesize()
    for kind, soft, hard in (
        (resource.RLIMIT_AS, used + limits.memory, used + limits.memory + _PROGRAMS),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        _, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (soft, hard))


def _received(pipe: int, limits: Limits) -> Iterator[Message]:
    """Messages until the child is done. It must say something every `still` seconds."""
    held = bytearray()
    begun = time.monotonic()
    while True:
        while (message := _next(held)) is not None:
            if "fault" in message:
                raise UnreadableFile(str(message["fault"]))
            if "done" in message:
                return
            yield message
        left = min(limits.still, begun + limits.seconds - time.monotonic())
        ready, _, _ = select.select([pipe], [], [], max(0.0, left))
        if not ready:
            if time.monotonic() - begun >= limits.seconds:
                raise UnreadableFile(f"reading it took more than {limits.seconds:g} seconds and was ended")
            raise UnreadableFile(f"reading it stood still for {limits.still:g} seconds and was ended")
        data = os.read(pipe, 2**20)
        if not data:
            raise UnreadableFile("reading it ended the reading process (out of memory, or a broken file)")
        held += data


def _next(held: bytearray) -> Message | None:
    if len(held) < 8:
        return None
    size = int.from_bytes(held[:8], "big")
    if size > 2**30:
        raise UnreadableFile("reading it gave more than can be kept")
    if len(held) < 8 + size:
        return None
    message = json.loads(held[8 : 8 + size])
    del held[: 8 + size]
    return dict(message)


def _end(child: int) -> None:
    """The child and every program it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(child, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(child, 0)
