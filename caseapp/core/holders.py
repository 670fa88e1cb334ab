"""Names the process that holds a lease, and tells whether it has ended: nobody need wait for a lease of the dead.

A name is the machine, the process id and the moment at which the process began, so that an id used again is no
mistake. Of processes of another machine or container nothing is known; their leases run out.
"""

import os
from functools import cache
from pathlib import Path

PROC = Path("/proc")
_STATE, _STARTED = 0, 19
"""Places of the fields in `/proc/<pid>/stat`, counted behind the name of the program."""
_ENDED = {"Z", "X"}


def this_process() -> str:
    """Return the name of this process; nothing where the system does not tell it."""
    return name_of(os.getpid())


def name_of(pid: int) -> str:
    """Return the name of a process of this machine."""
    fields = _stat(pid)
    return f"{_machine()}:{pid}:{fields[_STARTED]}" if fields and _machine() else ""


def has_ended(holder: str) -> bool:
    """Tell whether the process named `holder` is known to have ended."""
    machine, _, rest = holder.partition(":")
    pid, _, started = rest.partition(":")
    if not machine or machine != _machine() or not pid.isdecimal():
        return False
    fields = _stat(int(pid))
    return not fields or fields[_STARTED] != started or fields[_STATE] in _ENDED


@cache
def _machine() -> str:
    """This start of this machine, and the room in which its process ids count."""
    try:
        boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{(PROC / 'self/ns/pid').readlink().name.strip('pid:[]')}"
    except OSError:
        return ""


def _stat(pid: int) -> list[str]:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
