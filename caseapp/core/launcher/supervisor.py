"""Keeps child processes alive while we run and leaves none behind when we end."""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from .errors import LauncherError

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
SETTLED_SECONDS = 60.0
BEGUN_SECONDS = 3.0
SECOND_WISH_SECONDS = 1.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def nothing() -> None:
    """Do nothing: the default of what a service has to prepare."""


def at_once() -> bool:
    """Be ready: the default of a service that cannot be asked."""
    return True


@dataclass(frozen=True)
class Service:
    """A program that shall run for as long as we do.

    `before` runs before each start and clears what the last run left. `ready` tells whether the service
    answers. `stop_signal` asks it to end; after `grace` seconds its whole process group is killed.
    """

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = None
    ready: Callable[[], bool] = at_once
    ready_within: float = 60.0
    before: Callable[[], None] = nothing
    stop_signal: int = signal.SIGTERM
    grace: float = 10.0
    popen: Mapping[str, Any] = field(default_factory=dict)


class StopRequestedError(Exception):
    """Someone asked us to end while we were still starting."""


class Child:
    """One service and the process that runs it now."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = 0.0
        self.start_again_at: float | None = None
        self.pause = FIRST_PAUSE_SECONDS

    @property
    def pid(self) -> int | None:
        """The id of the running process, if one runs."""
        return self.process.pid if self.is_running() and self.process else None

    def is_running(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def spawn(self) -> None:
        """Start the process in a session of its own, so that a Ctrl-C at the terminal reaches only us."""
        service = self.service
        service.before()
        with service.log.open("ab") as log:
            self.process = subprocess.Popen(
                list(service.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                **{"env": service.env, "start_new_session": True, **service.popen},
            )
        self.started_at = time.monotonic()
        self.start_again_at = None

    def wait_ready(self, wait: Callable[[float], None] = time.sleep) -> None:
        """Wait until the service answers. Refuses, with the end of its log, when it ends or stays silent."""
        deadline = time.monotonic() + self.service.ready_within
        while self.is_running():
            if self.service.ready():
                return
            if time.monotonic() > deadline:
                raise LauncherError(
                    f"{self.service.name} did not answer within {self.service.ready_within:.0f} seconds.",
                    f"Its log is {self.service.log}; it ends with:",
                    detail=log_tail(self.service.log),
                )
            wait(0.05)
        raise LauncherError(
            f"{self.service.name} {how_it_ended(self.process)} before it was ready.",
            f"Its log is {self.service.log}; it ends with:",
            detail=log_tail(self.service.log),
        )

    def plan_restart(self, now: float) -> float:
        """Set when to start again, and return the pause until then, which doubles from one failure to the next."""
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE_SECONDS)
        self.start_again_at = now + pause
        return pause

    def forget_failures(self, now: float) -> None:
        """Begin with the shortest pause again, unless the process failed by itself soon after its start.

        What somebody ended once it had begun did not fail; a start that the system ends, for want of memory, did.
        """
        ended_by_signal = self.process is not None and (self.process.returncode or 0) < 0
        if now - self.started_at > (BEGUN_SECONDS if ended_by_signal else SETTLED_SECONDS):
            self.pause = FIRST_PAUSE_SECONDS

    def ask_to_stop(self) -> None:
        """Ask the process to end; its children are its own affair."""
        if self.is_running() and self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                self.process.send_signal(self.service.stop_signal)

    def stop(self, hurry: Callable[[], bool] = lambda: False) -> None:
        """Ask the process to end, wait out its grace unless in a hurry, and kill the rest of its group."""
        self.start_again_at = None
        if self.process is None:
            return
        self.ask_to_stop()
        deadline = time.monotonic() + self.service.grace
        while self.is_running() and time.monotonic() < deadline and not hurry():
            time.sleep(0.02)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Starts services in order, restarts those that die, and stops all of them in reverse order."""

    def __init__(self, say: Callable[[str], None], changed: Callable[[], None] = nothing) -> None:
        self.say = say
        self.changed = changed
        self.children: list[Child] = []
        self.asked_to_stop_at: float | None = None
        self.in_a_hurry = False
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Take Ctrl-C, SIGTERM and SIGHUP as the wish to end while the block runs; then stop everything."""
        numbers = (*STOP_SIGNALS, signal.SIGCHLD)
        before = {number: signal.signal(number, self._on_signal) for number in numbers}
        wakeup = signal.set_wakeup_fd(self._wake_write, warn_on_full_buffer=False)
        try:
            yield
        finally:
            try:
                self.stop_all()
            finally:
                signal.set_wakeup_fd(wakeup)
                for number, handler in before.items():
                    signal.signal(number, handler)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if number not in STOP_SIGNALS:
            return
        now = time.monotonic()
        if self.asked_to_stop_at is None:
            self.asked_to_stop_at = now
        # One wish may arrive twice, from the terminal and from make; a second one takes a person a moment.
        self.in_a_hurry = now - self.asked_to_stop_at > SECOND_WISH_SECONDS

    def pause(self, seconds: float) -> None:
        """Wait for `seconds` or until a signal arrives; raise StopRequestedError once asked to end."""
        if self.asked_to_stop_at is None:
            readable, _, _ = select.select([self._wake_read], [], [], seconds)
            if readable:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake_read, 4096)
        if self.asked_to_stop_at is not None:
            raise StopRequestedError

    def start(self, service: Service) -> Child:
        """Start `service` and wait until it is ready."""
        child = self.spawn(service)
        child.wait_ready(self.pause)
        return child

    def spawn(self, service: Service) -> Child:
        """Start `service` without waiting; it is watched from now on."""
        child = Child(service)
        self.children.append(child)
        child.spawn()
        self.changed()
        return child

    def run_step(self, service: Service, *, problem: str, remedy: str) -> None:
        """Run a program to its end. Refuses with `problem`, `remedy` and the end of its log when it fails."""
        child = Child(service)
        self.children.append(child)
        try:
            child.spawn()
            while child.is_running():
                self.pause(0.5)
        finally:
            child.stop()
            self.children.remove(child)
        if child.process and child.process.returncode:
            raise LauncherError(problem, remedy, detail=log_tail(service.log))

    def watch(self) -> None:
        """Restart what dies, with growing pauses, until somebody asks us to end."""
        with contextlib.suppress(StopRequestedError):
            while True:
                now = time.monotonic()
                for child in self.children:
                    self._look_after(child, now)
                waits = [child.start_again_at - now for child in self.children if child.start_again_at]
                self.pause(max(0.0, min([5.0, *waits])))

    def _look_after(self, child: Child, now: float) -> None:
        if child.is_running():
            return
        if child.start_again_at is None:
            child.forget_failures(now)
            pause = child.plan_restart(now)
            self.say(
                f"{child.service.name} {how_it_ended(child.process)}; starting it again in "
                f"{pause:g} s. The end of {child.service.log}:\n{log_tail(child.service.log, 5)}"
            )
        elif now >= child.start_again_at:
            try:
                child.stop()
                child.spawn()
                self.changed()
            except (OSError, LauncherError) as fault:
                self.say(f"{child.service.name} could not be started again: {fault}")
                child.plan_restart(now)

    def stop_all(self) -> None:
        """Stop every service, last started first. A second wish to end cuts the graces short."""
        while self.children:
            self.children[-1].stop(hurry=lambda: self.in_a_hurry)
            self.children.pop()
        self.changed()


def how_it_ended(process: subprocess.Popen[bytes] | None) -> str:
    """Say in words how a process ended."""
    code = process.returncode if process else None
    if code is None:
        return "ended"
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def log_tail(path: Path, lines: int = 15) -> str:
    """Return the last lines of a log, indented; nothing when it cannot be read."""
    try:
        with path.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - 16384))
            text = log.read().decode(errors="replace")
    except OSError:
        return ""
    return "\n".join(f"  | {line}" for line in text.splitlines()[-lines:])
