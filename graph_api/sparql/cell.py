"""Walls around a worker process: memory, sockets, programs, its parent's life.

Called once in a worker after its snapshot is open and before its first query. On Linux a system call filter (seccomp)
refuses sockets and new programs, whatever the process may be made to do; elsewhere all file descriptors are used up,
which has the same effect on sockets. Knows nothing of queries.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import socket
import sys

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 22, 38
_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _RETURN = 0x20, 0x15, 0x35, 0x06
_REFUSE, _ALLOW = 0x00050001, 0x7FFF0000  # EPERM; go on
_X32 = 0x40000000  # the second ABI of x86-64, whose numbers begin here

# machine -> (audit architecture, numbers of socket, connect, socketpair, execve, execveat, io_uring_setup)
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 53, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 199, 221, 281, 425)),
}


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def die_with_parent() -> None:
    """Asks the kernel to end this process when its parent ends, so that no query outlives the server."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def seal(memory: int) -> bool:
    """Shuts the cell; `memory`: bytes the process may still add. False when sockets could not be shut out."""
    if not _refuse_calls():
        _use_up_descriptors()
    _bound_memory(memory)
    return not _socket_opens()


def _refuse_calls() -> bool:
    known = _CALLS.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, numbers = known
    # Another architecture's numbers would slip past the comparison: refuse them as a whole.
    lines = [(_LOAD, 0, 0, 4), (_JUMP_EQUAL, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE), (_LOAD, 0, 0, 0)]
    if architecture == _CALLS["x86_64"][0]:
        lines += [(_JUMP_GREATER_EQUAL, 0, 1, _X32), (_RETURN, 0, 0, _REFUSE)]
    for number in numbers:
        lines += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    program = (_Instruction * len(lines))(*(_Instruction(*line) for line in lines))
    libc = ctypes.CDLL(None)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    handle = _Program(len(lines), program)
    return bool(libc.prctl(_PR_SET_SECCOMP, 2, ctypes.byref(handle), 0, 0) == 0)


def _use_up_descriptors() -> None:
    """Lowers the limit to what is open now and fills the gaps below it.

    The engine opens only the first 16 of its files at once, so a large store cannot be read like this: the filter of
    system calls comes first, and this stands in for it where there is none.
    """
    spare = os.open(os.devnull, os.O_RDONLY)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (spare + 1, hard))
    with contextlib.suppress(OSError):
        while True:
            os.dup(spare)


def _bound_memory(memory: int) -> None:
    if sys.platform != "linux":
        return
    with open("/proc/self/statm", encoding="ascii") as pages:
        used = int(pages.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + memory, used + memory))


def _socket_opens() -> bool:
    try:
        socket.socket().close()
    except OSError:
        return False
    return True
