"""Finds and ends what a killed run left behind, without touching a stranger that reuses a process id."""

import contextlib
import functools
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

PROC = Path("/proc")


def all_pids() -> Iterator[int]:
    """Yield the ids of the processes that run now (Linux; nothing elsewhere)."""
    if not PROC.is_dir():
        return
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            yield int(entry.name)


def is_known(pid: int) -> bool:
    """Tell whether the kernel knows a process `pid`, be it a zombie."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except ProcessLookupError:
        return False
    return True


def is_running(pid: int) -> bool:
    """Tell whether `pid` runs; a zombie that waits for its parent does not."""
    if not is_known(pid):
        return False
    try:
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return not PROC.is_dir()
    return state not in {"Z", "X"}


def working_in(folder: Path, program: str) -> list[int]:
    """Return the processes of `program` whose working folder is `folder`: a server's is its data folder."""
    wanted = os.path.realpath(folder)
    found = []
    for pid in all_pids():
        with contextlib.suppress(OSError):
            process = PROC / str(pid)
            if str((process / "cwd").readlink()) == wanted and (process / "exe").readlink().name.startswith(program):
                found.append(pid)
    return found


def with_environment(name: str, value: str) -> list[int]:
    """Return the processes started with `name=value` in their environment, ourselves left out."""
    wanted = f"{name}={value}".encode()
    found = []
    for pid in all_pids():
        if pid == os.getpid():
            continue
        with contextlib.suppress(OSError):
            if wanted in (PROC / str(pid) / "environ").read_bytes().split(b"\0"):
                found.append(pid)
    return found


def wait_until(condition: Callable[[], bool], seconds: float, step: float = 0.02) -> bool:
    """Wait at most `seconds` for `condition`; tell whether it came true."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def end(pids: Iterable[int], grace: float = 5.0) -> None:
    """End `pids`: ask with TERM, and after `grace` seconds insist with KILL."""
    left = list(pids)
    for number, seconds in ((signal.SIGTERM, grace), (signal.SIGKILL, 5.0)):
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        wait_until(functools.partial(none_running, left), seconds)
        left = [pid for pid in left if is_running(pid)]


def none_running(pids: Iterable[int]) -> bool:
    """Tell whether all of `pids` have ended."""
    return not any(is_running(pid) for pid in pids)
