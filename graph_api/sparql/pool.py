"""Worker processes in lanes: who runs a query, who waits, who is killed.

In goes a job with its seconds, out comes the answer and the snapshot it was read from, or a DaumoiError. Three lanes
keep apart what must not wait for each other: the product's own queries, small queries of strangers, all others. Knows
nothing of HTTP and never looks into a query.
"""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import dataclass, field
from typing import Any

from graph_api.errors import DaumoiError
from graph_api.settings import Settings
from graph_api.sparql.births import Births, Process
from graph_api.sparql.worker import HEAD, MEMORY, MEMORY_HINT, frame_of
from graph_api.store.base import Answer
from graph_api.store.evaluate import Job
from graph_api.store.snapshots import SnapshotFolder

START_SECONDS = 30.0  # a worker that is not ready by then will not be
BUSY_NICENESS = 10  # long queries of strangers leave the cores to everything else

_ENDS = {-11: "query_crashed", -6: "query_memory", -14: "query_timeout"}  # by signal: SEGV, ABRT, ALRM


@dataclass(slots=True)
class Worker:
    """A process with its channel. `snapshot` never changes in its life."""

    process: Process
    channel: socket.socket
    snapshot: str
    sealed: bool

    def kill(self) -> None:
        self.process.kill()
        self.channel.close()

    def gone(self) -> bool:
        """Whether an idle worker has ended: its channel then reads as closed."""
        try:
            return not self.channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def retire(self) -> None:
        """Ends an idle worker: it sees the closed channel."""
        self.channel.close()


@dataclass(slots=True)
class Lane:
    """`size` slots; `idle` holds what each free slot has: a worker, or a task that starts one, or None."""

    name: str
    size: int
    niceness: int
    idle: list[Any] = field(default_factory=list)
    waiting: list[asyncio.Future[Any]] = field(default_factory=list)


class WorkerPool:
    """Use within one event loop; `run_blocking` serves other threads."""

    def __init__(self, folder: SnapshotFolder, settings: Settings) -> None:
        self.folder = folder
        self.settings = settings
        self.lanes = {
            "own": Lane("own", 1, 0),
            "small": Lane("small", 1, 0),
            "large": Lane("large", max(1, settings.workers), BUSY_NICENESS),
        }
        self._births = Births()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._overran: dict[str, None] = {}
        self._closed = False
        self.sealed = True
        self.killed = 0

    async def start(self) -> None:
        """Starts every worker; queries may come while they start."""
        self._loop = asyncio.get_running_loop()
        for lane in self.lanes.values():
            for _ in range(lane.size):
                lane.idle.append(self._spawning(lane))

    async def stop(self) -> None:
        self._closed = True
        for lane in self.lanes.values():
            for future in lane.waiting:
                if not future.done():
                    future.set_exception(_stopping())
            for slot in lane.idle:
                worker = await _ready(slot)
                if worker is not None:
                    worker.kill()
            lane.idle.clear()
        await self._births.close()

    # running

    async def run(self, job: Job, seconds: float, *, lane: str = "large", key: str = "") -> tuple[Answer, str]:
        """The answer and the name of the snapshot it was read from.

        A query in the small lane that overruns its slice is ended and begins again among the large ones; `key`, its
        normalised text, makes it go there at once the next time. Cancelling the task kills the worker.
        """
        if lane == "small" and key in self._overran:
            lane = "large"
        if lane == "small" and self.settings.small_slice < seconds:
            try:
                return await self._run_in(self.lanes["small"], job, self.settings.small_slice)
            except DaumoiError as error:
                if error.code not in ("query_timeout", "query_memory"):
                    raise
                self._remember(key)
            lane = "large"
        return await self._run_in(self.lanes[lane], job, seconds)

    def run_blocking(self, job: Job, seconds: float) -> tuple[Answer, str]:
        """The same for a thread outside the event loop, in the product's own lane."""
        if self._loop is None:
            raise _stopping()
        return asyncio.run_coroutine_threadsafe(self.run(job, seconds, lane="own"), self._loop).result()

    async def _run_in(self, lane: Lane, job: Job, seconds: float) -> tuple[Answer, str]:
        worker = await self._acquire(lane)
        done = False
        try:
            async with asyncio.timeout(seconds):
                head, body = await self._exchange(worker, frame_of(job, seconds))
            done = True
        except TimeoutError:
            raise timed_out(seconds) from None
        except (OSError, EOFError):
            code = _ENDS.get(await worker.process.status(), "query_crashed")
            raise timed_out(seconds) if code == "query_timeout" else _crashed(code) from None
        finally:
            if not done:
                self._discard(worker)
            self._release(lane, worker if done else None)
        if "error" in head:
            error = head["error"]
            raise DaumoiError(error["code"], error["message"], error["hint"])
        return Answer(body, head["type"], head["rows"], head["truncated"]), worker.snapshot

    async def _exchange(self, worker: Worker, frame: bytes) -> tuple[dict[str, Any], bytes]:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(worker.channel, frame)
        head_size, body_size = HEAD.unpack(await _receive(loop, worker.channel, HEAD.size))
        head = json.loads(await _receive(loop, worker.channel, head_size))
        return head, bytes(await _receive(loop, worker.channel, body_size)) if body_size else b""

    # slots

    async def _acquire(self, lane: Lane) -> Worker:
        """A worker on the current snapshot. Raises DaumoiError("busy") when the queue is full or the wait too long."""
        if self._closed:
            raise _stopping()
        slot = lane.idle.pop() if lane.idle else await self._wait(lane)
        try:
            worker = await _ready(slot)
            if worker is not None and (worker.snapshot != self._current() or worker.gone()):
                self._discard(worker, gently=True)
                worker = None
            return worker or await self._spawn(lane)
        except BaseException:
            self._release(lane, None)
            raise

    async def _wait(self, lane: Lane) -> Any:
        if len(lane.waiting) >= self.settings.queue:
            raise _busy(f"{len(lane.waiting)} queries are waiting already")
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        lane.waiting.append(future)
        try:
            async with asyncio.timeout(self.settings.queue_wait):
                return await future
        except BaseException as error:
            if future.done() and not future.cancelled() and future.exception() is None:
                self._give(lane, future.result())  # the slot came in the moment the client left
            if isinstance(error, TimeoutError):
                raise _busy(f"no worker became free within {self.settings.queue_wait:g} s") from None
            raise
        finally:
            if future in lane.waiting:
                lane.waiting.remove(future)

    def _release(self, lane: Lane, worker: Worker | None) -> None:
        """Gives the slot to the next in the queue, or keeps it idle; a lost worker is replaced meanwhile."""
        if self._closed:
            if worker is not None:
                worker.kill()
            return
        self._give(lane, worker if worker is not None else self._spawning(lane))

    def _give(self, lane: Lane, slot: Any) -> None:
        while lane.waiting:
            future = lane.waiting.pop(0)
            if not future.done():
                future.set_result(slot)
                return
        lane.idle.append(slot)

    def _current(self) -> str:
        return self.folder.current() or "empty"

    def _spawning(self, lane: Lane) -> asyncio.Task[Worker | None]:
        task = asyncio.get_running_loop().create_task(self._try_spawn(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _try_spawn(self, lane: Lane) -> Worker | None:
        try:
            return await self._spawn(lane)
        except DaumoiError:
            return None  # the next query tries again and tells its client

    async def _spawn(self, lane: Lane) -> Worker:
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        try:
            with theirs:
                process = await self._births.start(
                    theirs, folder=str(self.folder.root), memory=self.settings.worker_memory, niceness=lane.niceness
                )
            async with asyncio.timeout(START_SECONDS):
                size, _ = HEAD.unpack(await _receive(loop, ours, HEAD.size))
                head = json.loads(await _receive(loop, ours, size))
        except (OSError, EOFError, TimeoutError) as error:
            ours.close()
            raise DaumoiError("query_failed", f"a worker process did not start: {error}", "look at the log") from None
        except BaseException:
            ours.close()
            raise
        if "error" in head:
            ours.close()
            raise DaumoiError(head["error"]["code"], head["error"]["message"], head["error"]["hint"])
        self.sealed = self.sealed and head["sealed"]
        worker = Worker(process, ours, head["ready"], head["sealed"])
        if self._closed:
            worker.kill()
            raise _stopping()
        return worker

    def _discard(self, worker: Worker, *, gently: bool = False) -> None:
        if gently:
            worker.retire()
        else:
            worker.kill()
            self.killed += 1

    def _remember(self, key: str) -> None:
        if key:
            self._overran[key] = None
            while len(self._overran) > 1_000:
                del self._overran[next(iter(self._overran))]

    # what /health and /metrics show

    def load(self) -> dict[str, int]:
        """Queries that wait, by lane."""
        return {name: len(lane.waiting) for name, lane in self.lanes.items()}


async def _receive(loop: asyncio.AbstractEventLoop, channel: socket.socket, size: int) -> bytearray:
    """Exactly `size` bytes. Raises EOFError when the other side has gone."""
    data = bytearray(size)
    view = memoryview(data)
    have = 0
    while have < size:
        count = await loop.sock_recv_into(channel, view[have:])
        if not count:
            raise EOFError("the worker has ended")
        have += count
    return data


async def _ready(slot: Any) -> Worker | None:
    if isinstance(slot, asyncio.Task):
        worker: Worker | None = await asyncio.shield(slot)
        return worker
    return slot if isinstance(slot, Worker) else None


def timed_out(seconds: float) -> DaumoiError:
    return DaumoiError(
        "query_timeout",
        f"the query did not end within {seconds:g} s and was stopped",
        "narrow it: name a place or a document, add LIMIT; `daumoi sparql` has no deadline",
        headers={"Retry-After": "30"},
    )


def _crashed(code: str) -> DaumoiError:
    if code == "query_memory":
        return DaumoiError(code, MEMORY, MEMORY_HINT)
    return DaumoiError(code, "the query made its worker process end; nothing else is harmed", "simplify the query")


def _busy(why: str) -> DaumoiError:
    return DaumoiError("busy", f"the server is busy: {why}", "try again in a few seconds", headers={"Retry-After": "5"})


def _stopping() -> DaumoiError:
    return DaumoiError("busy", "the server is stopping", "try again in a few seconds", headers={"Retry-After": "5"})
