"""The application as the launcher sees it: the steps before it can serve, and the programs that then run."""

import hashlib
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .folder import DataFolder
from .plan import PROJECT, Plan
from .supervisor import Service

DEMONSTRATION_ACCOUNTS = ("citizen", "lawyer", "partner", "paralegal", "officer", "supervisor", "analyst", "admin")
DEMONSTRATION_PASSWORD = "countenance-demo"  # noqa: S105  # shown to everyone, valid in demonstration mode only


@dataclass(frozen=True)
class Step:
    """A management command that runs to its end before the site is served."""

    command: tuple[str, ...]
    doing: str
    as_migrator: bool = False


@dataclass(frozen=True)
class FileStep(Step):
    """A step that writes files: skipped while they are there and were made from sources of this `digest`."""

    name: str = ""
    digest: str = ""
    there: bool = False


@dataclass(frozen=True)
class Application:
    """What to run. The database steps are skipped while the database was prepared for this `digest`."""

    file_steps: tuple[FileStep, ...]
    database_steps: tuple[Step, ...]
    digest: str
    services: tuple[Service, ...]
    manage: tuple[str, ...] = (sys.executable, str(PROJECT / "manage.py"))


def countenance(plan: Plan, folder: DataFolder, env: Mapping[str, str]) -> Application:
    """Return the steps and services of Countenance."""
    translations = sorted((PROJECT / "caseapp/locale").glob("*/LC_MESSAGES/*.po"))
    compiled = all(path.with_suffix(".mo").exists() for path in translations)
    requirements = [PROJECT / "requirements.txt", PROJECT / "package-lock.json"]
    collected = any((plan.data / "static").glob("*"))
    steps = [
        Step(("migrate", "--noinput"), "Bringing the database up to date", as_migrator=True),
        Step(("load_law",), "Loading the law"),
        Step(("load_procedures",), "Loading the procedures of courts"),
        Step(("load_letters",), "Loading the letters"),
        Step(("load_precedents",), "Loading precedents"),
    ]
    if plan.demo:
        steps.append(Step(("load_demo",), "Loading the demonstration data"))
    return Application(
        database_steps=tuple(steps),
        file_steps=(
            FileStep(
                ("compile_translations",),
                "Compiling translations",
                name="translations",
                digest=digest(translations),
                there=compiled,
            ),
            FileStep(
                ("collectstatic", "--noinput", "--verbosity=0"),
                "Collecting style sheets and scripts",
                name="static",
                digest=digest([*tree(PROJECT / "static"), *tree(PROJECT / "caseapp/settings"), *requirements]),
                there=collected,
            ),
        ),
        digest=digest([*tree(PROJECT / "caseapp"), *requirements], plan.settings, str(plan.demo)),
        services=(worker(folder, env), beat(folder, env), dispatcher(folder, env), web(plan, folder, env)),
    )


def web(plan: Plan, folder: DataFolder, env: Mapping[str, str]) -> Service:
    """Return the web server, as caseapp.core.web_server describes it."""
    argv = [
        *(sys.executable, "-m", "gunicorn", "caseapp.wsgi", "--config", "python:caseapp.core.web_server"),
        *("--bind", f"127.0.0.1:{plan.port}", "--preload"),
    ]
    return Service(
        name="web",
        argv=argv,
        env=env,
        log=folder.log("web"),
        ready=lambda: answers(f"{plan.address}/healthz/ready"),
        ready_within=120.0,
        grace=15.0,
        popen={"cwd": str(PROJECT), "umask": 0o077},
    )


def worker(folder: DataFolder, env: Mapping[str, str]) -> Service:
    """Return the worker; a task cut off by its end is delivered again."""
    argv = [
        *(sys.executable, "-m", "celery", "-A", "caseapp", "worker", "--concurrency", "2"),
        *("--prefetch-multiplier", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"),
    ]
    return Service(
        name="worker",
        argv=argv,
        # The steps before have checked the same program; a worker that takes the place of a killed one need not.
        env={**env, "CELERY_SKIP_CHECKS": "1"},
        log=folder.log("worker"),
        grace=20.0,
        popen={"cwd": str(PROJECT), "umask": 0o077},
    )


def beat(folder: DataFolder, env: Mapping[str, str]) -> Service:
    """Return the clock that enqueues what the schedule table says."""
    schedule = folder.folder("beat") / "schedule"
    argv = [
        *(sys.executable, "-m", "celery", "-A", "caseapp", "beat", "--schedule", str(schedule)),
        *("--pidfile=", "--loglevel", "WARNING"),
    ]
    return Service(name="beat", argv=argv, env=env, log=folder.log("beat"), popen={"cwd": str(PROJECT), "umask": 0o077})


def dispatcher(folder: DataFolder, env: Mapping[str, str]) -> Service:
    """Return the dispatcher that hands promised work from the outbox to the broker."""
    argv = [sys.executable, str(PROJECT / "manage.py"), "dispatch_outbox"]
    log = folder.log("dispatcher")
    return Service(name="dispatcher", argv=argv, env=env, log=log, popen={"cwd": str(PROJECT), "umask": 0o077})


def answers(address: str) -> bool:
    """Tell whether `address` answers 200, asked directly and not through a proxy."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def tree(folder: Path) -> list[Path]:
    """Return the files under `folder` that are sources: no caches, no compiled translations."""
    found = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        found += [Path(root, name) for name in files if not name.endswith((".pyc", ".mo"))]
    return sorted(found)


def digest(paths: Iterable[Path], *more: str) -> str:
    """Return a digest over the names and contents of files, and over further words."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in paths:
        content = path.read_bytes() if path.exists() else b""
        total.update(f"\0{path.relative_to(PROJECT)}\0{len(content)}\0".encode() + content)
    return total.hexdigest()
