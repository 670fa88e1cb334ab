"""The data folder: made, tried, locked against a second start, and asked what an earlier run left running."""

import contextlib
import errno
import fcntl
import json
import os
import secrets
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

from . import processes
from .errors import LauncherError

RUN_MARK = "COUNTENANCE_RUN"
LEAST_FREE_MEGABYTES = 300
LARGEST_LOG_BYTES = 5 * 1024 * 1024
OLD_LOGS_KEPT = 3


class DataFolder:
    """One installation's folder, ours alone while the lock is held."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.run = secrets.token_hex(16)

    def log(self, name: str) -> Path:
        """Return the log of a service."""
        return self.path / "logs" / f"{name}.log"

    def stamp(self, name: str) -> Path:
        """Return the file that remembers for what a step was done last."""
        return self.path / "stamps" / name

    def folder(self, name: str) -> Path:
        """Make and return a private folder in the data folder."""
        made = self.path / name
        made.mkdir(mode=0o700, exist_ok=True)
        return made

    def note_run(self, address: str) -> None:
        """Write down who runs now, for the refusal of a second start and for the start after a kill."""
        note = {"run": self.run, "pid": os.getpid(), "address": address}
        (self.path / "run.json").write_text(json.dumps(note) + "\n")

    def end_leftovers(self) -> int:
        """End what an earlier, killed run left running; return how many processes that were.

        Each child carries its run's random mark in its environment, so that a stranger cannot be mistaken for one.
        """
        mark = read_run(self.path).get("run")
        left = processes.with_environment(RUN_MARK, str(mark)) if mark else []
        processes.end(left, grace=8)
        return len(left)

    def rotate_logs(self) -> None:
        """Move logs that have grown large out of the way; keep a few."""
        for log in self.folder("logs").glob("*.log"):
            if log.stat().st_size < LARGEST_LOG_BYTES:
                continue
            for number in range(OLD_LOGS_KEPT, 0, -1):
                older = log.with_name(f"{log.name}.{number - 1}") if number > 1 else log
                if older.exists():
                    older.replace(log.with_name(f"{log.name}.{number}"))

    def check_space(self) -> None:
        """Refuse when the disk is nearly full: the database would stop in the middle of its work."""
        usage = shutil.disk_usage(self.path)
        free = usage.free // (1024 * 1024)
        if free < LEAST_FREE_MEGABYTES:
            raise LauncherError(
                f"The disk is nearly full: {free} MB are free for {self.path}, and {LEAST_FREE_MEGABYTES} MB are "
                "the least to start with.",
                "Free some space, or set COUNTENANCE_DATA to a folder on another disk.",
            )


@contextlib.contextmanager
def open_folder(path: Path) -> Iterator[DataFolder]:
    """Yield the data folder, locked. Refuses a folder that cannot be written, and one that another start holds."""
    make_folder(path)
    with (path / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            running = read_run(path)
            where = f" at {running['address']}" if running.get("address") else ""
            raise LauncherError(
                f"Countenance already runs on {path}{where} (process {running.get('pid', 'unknown')}).",
                "Use that one, stop it first, or set COUNTENANCE_DATA and PORT for a second one.",
            ) from None
        except OSError as fault:
            raise LauncherError(
                f"{path} cannot be locked: {fault.strerror}.",
                "Set COUNTENANCE_DATA to a folder on a local disk.",
            ) from fault
        yield DataFolder(path)


def is_locked(path: Path) -> bool:
    """Tell whether a start holds the folder now."""
    with contextlib.suppress(OSError), (path / "lock").open("r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def make_folder(path: Path) -> None:
    """Make the data folder and try to write to it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        trial = path / ".trial"
        trial.write_bytes(b"\0" * 4096)
        trial.unlink()
        for name in ("logs", "stamps"):
            (path / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            problem = f"The disk is full: nothing can be written to {path}."
            remedy = "Free some space, or set COUNTENANCE_DATA to a folder on another disk."
        else:
            problem = f"The data folder {path} cannot be written: {fault.strerror}."
            remedy = "Give yourself the right to write there, or set COUNTENANCE_DATA to a folder you own."
        raise LauncherError(problem, remedy) from fault


def read_run(path: Path) -> dict[str, object]:
    """Return the note of the run that holds, or last held, the folder; empty when there is none."""
    with contextlib.suppress(OSError, ValueError):
        note = json.loads((path / "run.json").read_text())
        if isinstance(note, dict):
            return note
    return {}


def check_port(port: int) -> None:
    """Refuse a port that something else listens on, or that we may not take."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except PermissionError:
            raise LauncherError(
                f"Port {port} needs rights that you do not have.", "Set PORT to a number above 1023."
            ) from None
        except OSError:
            raise LauncherError(
                f"Port {port} is taken: another program listens on 127.0.0.1:{port}.",
                f"Stop that program, or choose another port: make run PORT={port + 1 if port < 65535 else 8000}",
            ) from None
