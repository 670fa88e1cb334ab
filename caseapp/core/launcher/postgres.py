"""Runs a PostgreSQL of our own: private to a unix socket, with roles that hold less than all."""

import contextlib
import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
from psycopg2 import sql

from . import processes
from .binaries import PostgresPrograms, postgres_programs
from .errors import LauncherError
from .home import ServerHome
from .roles import Rights, Role
from .supervisor import Service

SUPERUSER = "postgres"
MIGRATOR = "migrator"
APP = "app"
DATABASE = "countenance"

# The log must hold no personal data: no statements, and no DETAIL lines, which quote the values of a row.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "cluster_name": "countenance",
    "max_connections": "100",
    "fsync": "on",
}
# Only for clusters that are thrown away: they trade safety for speed.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}

# No TCP line at all, and over the socket everyone, the superuser included, by password.
ACCESS_RULES = "local all all scram-sha-256\n"


@dataclass(frozen=True)
class Passwords:
    """The passwords of the three roles; the application's processes never get the superuser's."""

    superuser: str
    migrator: str
    app: str

    @classmethod
    def make(cls) -> "Passwords":
        """Make three new passwords."""
        return cls(*(secrets.token_urlsafe(24) for _ in range(3)))


@dataclass
class PostgresServer:
    """One embedded PostgreSQL: its files, how it is made, started, reached and stopped."""

    home: ServerHome
    passwords: Passwords
    durable: bool = True
    _programs: PostgresPrograms | None = None

    @property
    def programs(self) -> PostgresPrograms:
        """The programs of this server, looked for once."""
        if self._programs is None:
            self._programs = postgres_programs(self.home.engine, self.home.user)
        return self._programs

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.home.root / "postgres/cluster"

    @property
    def popen_arguments(self) -> dict[str, Any]:
        """How a program of this server is started: as its user, with a plain environment."""
        plain = {"PATH": os.defpath, "LANG": "C.UTF-8", "TZ": "UTC"}
        return {**self.home.user.popen_arguments(), "env": plain, "cwd": str(self.home.root), "start_new_session": True}

    # Making it

    def create(self) -> bool:
        """Make the cluster unless it is there; tell whether it was made now.

        It is made under another name and renamed when whole, so that a killed start leaves nothing half-made.
        """
        folder = self.home.own_folder("postgres")
        if (self.cluster / "PG_VERSION").exists():
            self._check_version()
            return False
        fresh = folder / "cluster.new"
        password_file = folder / "password.new"
        self._remove(fresh)
        password_file.unlink(missing_ok=True)
        descriptor = os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(self.passwords.superuser + "\n")
        self.home.user.own(password_file)
        command = [
            self.programs["initdb"],
            f"--pgdata={fresh}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--text-search-config=simple",
            "--data-checksums",
        ]
        if not self.durable:
            command.append("--no-sync")
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, **self.popen_arguments)
        finally:
            password_file.unlink(missing_ok=True)
        if done.returncode:
            raise LauncherError(
                "PostgreSQL could not make its data folder.",
                f"Look whether the disk has room and whether {self.home.user.name} can write to {folder}.",
                detail=done.stderr[-2000:] or done.stdout[-2000:],
            )
        (fresh / "pg_hba.conf").write_text(ACCESS_RULES)
        fresh.rename(self.cluster)
        return True

    def _check_version(self) -> None:
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        if made_by != str(self.programs.major):
            raise LauncherError(
                f"The database in {self.cluster} was made by PostgreSQL {made_by}; the programs here are "
                f"PostgreSQL {self.programs.major}.",
                "Keep the older programs, or dump with them and restore into a new data folder "
                "(docs/operations.md, changing the PostgreSQL version).",
            )

    def _remove(self, folder: Path) -> None:
        """Remove a folder that only our own user has written, as that user: it may hold nothing else."""
        if folder.exists():
            subprocess.run(["rm", "-rf", "--", str(folder)], check=True, **self.popen_arguments)

    # Running it

    def command(self) -> list[str]:
        """Return the command line that runs the server in the foreground."""
        settings = {
            **SETTINGS,
            "unix_socket_directories": str(self.home.sockets),
            "hba_file": str(self.cluster / "pg_hba.conf"),
            **({} if self.durable else THROWAWAY_SETTINGS),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [self.programs["postgres"], "-D", str(self.cluster), *options]

    def stop_leftover(self) -> None:
        """Stop a server that an earlier, killed run left on this cluster.

        A PostgreSQL that works in our data folder is ours. What merely has the id of the old server (a stranger,
        or its corpse that nobody has buried) is not touched; the files that name it are removed, because
        PostgreSQL would take it for a rival.
        """
        if self._recorded_pid() in self._running():
            stop = [self.programs["pg_ctl"], "stop", "-D", str(self.cluster), "-m", "fast", "-w", "-t", "30"]
            subprocess.run(stop, capture_output=True, check=False, **self.popen_arguments)
        # Sessions of a killed server end by themselves, and must be gone before another one starts.
        processes.wait_until(lambda: not self._running(), 2)
        processes.end(self._running(), grace=1)
        pid = self._recorded_pid()
        if pid and processes.PROC.is_dir() and processes.is_known(pid) and not self._running():
            for leftover in (self.cluster / "postmaster.pid", self.home.sockets / ".s.PGSQL.5432.lock"):
                leftover.unlink(missing_ok=True)

    def _running(self) -> list[int]:
        return processes.working_in(self.cluster, "postgres")

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def service(self, log: Path) -> Service:
        """Return the server as a service; asked to stop it cuts sessions and writes what is committed."""
        return Service(
            name="database",
            argv=self.command(),
            log=log,
            ready=self.is_ready,
            before=self.stop_leftover,
            stop_signal=signal.SIGINT,
            grace=30.0,
            popen=self.popen_arguments,
        )

    def is_ready(self) -> bool:
        """Tell whether the server takes connections. Refuses when it does not know our password."""
        try:
            self.connect("template1").close()
        except psycopg2.OperationalError as fault:
            if "password authentication failed" in str(fault):
                raise LauncherError(
                    "The database refuses the password in secrets.json: the two do not belong together.",
                    "Bring back the secrets.json of this database, or choose another COUNTENANCE_DATA.",
                ) from fault
            return False
        return True

    # Reaching it

    def connect(self, database: str = DATABASE, user: str = SUPERUSER) -> Any:
        """Return a psycopg2 connection over the socket; the superuser's is for the launcher alone."""
        password = {
            SUPERUSER: self.passwords.superuser,
            MIGRATOR: self.passwords.migrator,
            APP: self.passwords.app,
        }
        return psycopg2.connect(
            host=str(self.home.sockets),
            port=5432,
            dbname=database,
            user=user,
            password=password[user],
            connect_timeout=5,
        )

    def url(self, user: str) -> str:
        """Return the address of the database for `user`, as DATABASE_URL takes it."""
        password = {MIGRATOR: self.passwords.migrator, APP: self.passwords.app}[user]
        host = urlencode({"host": str(self.home.sockets)}, quote_via=quote, safe="/")
        return f"postgres://{user}:{quote(password, safe='')}@/{DATABASE}?{host}"

    def prepared_for(self) -> str:
        """Return the mark that `mark_prepared` left; it stands in the database, so it goes when that goes."""
        with self.session(DATABASE) as cursor:
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [DATABASE]
            )
            return str(cursor.fetchone()[0] or "")

    def mark_prepared(self, mark: str) -> None:
        """Note in the database which state of code and data it was migrated and loaded for."""
        with self.session(DATABASE) as cursor:
            statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
            cursor.execute(statement.format(sql.Identifier(DATABASE), sql.Literal(mark)))

    def set_up(self) -> None:
        """Make or put right the roles, the database and the extensions."""
        owner, app = Role(MIGRATOR, self.passwords.migrator), Role(APP, self.passwords.app)
        Rights(DATABASE, owner, app, may_create_databases=True).set_up(self.session)

    @contextlib.contextmanager
    def session(self, database: str) -> Iterator[Any]:
        """Yield a cursor of the superuser, each statement on its own."""
        connection = self.connect(database)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()
