"""Takes from this process whatever the reading of a file does not need: network, files, programs, endless time.

Run as a script, with limits and a command, it shuts itself in and then becomes that program.
"""

import ctypes
import os
import platform
import resource
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

CPU_SECONDS = 10
MEMORY_BYTES = 1280 * 1024 * 1024
"""Address space, of which the libraries alone take about a third; what is resident stays under 512 MiB."""

SECCOMP = "seccomp"
SOCKETS_BLOCKED = "sockets blocked"
"""What keeps the child from the network: the kernel, or, where it offers no filter, only the interpreter."""

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_FILTER_MODE = 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_LOAD, _JUMP_EQUAL, _JUMP_SET, _JUMP_FROM, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_FOREIGN_NUMBERS = 0x40000000
_CLONE_THREAD = 0x00010000

# Numbers of system calls by machine: what opens a file, a socket or a program, or reaches for another process.
_REFUSED: dict[str, dict[str, Any]] = {
    "x86_64": {
        "audit": 0xC000003E,
        "clone": 56,
        "clone3": 435,
        "to_begin": [2, 257, 59],  # open, openat, execve
        "calls": [
            *(2, 85, 257, 304, 437),  # open, creat, openat, open_by_handle_at, openat2
            *(76, 82, 83, 84, 86, 87, 88, 258, 263, 264, 265, 266, 316),  # truncate, rename, mkdir, link, unlink …
            *(41, 42, 43, 44, 46, 49, 50, 53, 288, 307, 425, 426),  # socket, connect, accept, send, bind, io_uring …
            *(57, 58, 59, 322),  # fork, vfork, execve, execveat
            *(62, 101, 310, 311, 321, 438, 434),  # kill, ptrace, process_vm_*, bpf, pidfd_*
            *(165, 166, 161, 155, 272, 308),  # mount, umount, chroot, pivot_root, unshare, setns
        ],
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "clone": 220,
        "clone3": 435,
        "to_begin": [56, 221],
        "calls": [
            *(56, 265, 437),
            *(45, 34, 35, 36, 37, 38, 276),
            *(198, 199, 200, 202, 203, 206, 211, 242, 269, 425, 426),
            *(221, 281),
            *(129, 117, 270, 271, 280, 438, 434),
            *(40, 39, 51, 41, 97, 268),
        ],
    },
}


def die_with_parent() -> None:
    """Ask the kernel to end us when the worker ends, and let nobody look into our memory."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if os.getppid() == 1:
        os._exit(1)


def limit(*, cpu_seconds: int = CPU_SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
    """Bound processor time and memory; from now on no byte can be written to a file."""
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def shut_in() -> str:
    """Refuse files, sockets, programs and other processes from here on; answers how.

    Everything that has to be imported or read must have been. The kernel's filter holds for every thread that starts
    afterwards, and nothing can take it back. Where there is none, Python's sockets are blocked and the answer says so.
    """
    known = _REFUSED.get(platform.machine())
    if known is not None and _filter(known):
        return SECCOMP
    socket.socket = _no_socket  # type: ignore[assignment,misc]
    socket.create_connection = _no_socket  # type: ignore[assignment]
    return SOCKETS_BLOCKED


def become(arguments: Sequence[str]) -> NoReturn:
    """Limit processor seconds and bytes of memory, the first two arguments, and become the program of the others.

    The program may open files to load itself and its data, and nothing it writes is kept. Network, other processes and
    changes to the disk stay refused; where the kernel offers no filter, only the limits hold.
    """
    die_with_parent()
    limit(cpu_seconds=int(arguments[0]), memory_bytes=int(arguments[1]))
    known = _REFUSED.get(platform.machine())
    if known is not None:
        _filter({**known, "calls": [number for number in known["calls"] if number not in known["to_begin"]]})
    os.execve(arguments[2], list(arguments[2:]), dict(os.environ))  # noqa: S606 - that is what this is for


def _no_socket(*args: Any, **kwargs: Any) -> NoReturn:
    raise PermissionError("no network here")


def _filter(known: dict[str, Any]) -> bool:
    """Install a filter over system calls: the architecture's own, a thread but no process, nothing of the list."""
    lines = [
        _line(_LOAD, 4),
        _line(_JUMP_EQUAL, known["audit"], yes=1),
        _line(_RETURN, _KILL),
        _line(_LOAD, 0),
        _line(_JUMP_FROM, _FOREIGN_NUMBERS, no=1),
        _line(_RETURN, _KILL),
        # glibc tries clone3 first and falls back to clone, whose flags a filter can read.
        _line(_JUMP_EQUAL, known["clone3"], no=1),
        _line(_RETURN, _REFUSE | _ENOSYS),
    ]
    for number in known["calls"]:
        lines += [_line(_JUMP_EQUAL, number, no=1), _line(_RETURN, _REFUSE | _EPERM)]
    lines += [
        _line(_JUMP_EQUAL, known["clone"], no=3),
        _line(_LOAD, 16),
        _line(_JUMP_SET, _CLONE_THREAD, yes=1),
        _line(_RETURN, _REFUSE | _EPERM),
        _line(_RETURN, _ALLOW),
    ]
    program = b"".join(lines)
    held = ctypes.create_string_buffer(program, len(program))

    class Program(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("lines", ctypes.c_void_p)]

    given = Program(len(lines), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(given), 0, 0) == 0)


def _line(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    """One instruction of the kernel's packet filter language."""
    return struct.pack("HBBI", code, yes, no, value)


if __name__ == "__main__":
    become(sys.argv[1:])
