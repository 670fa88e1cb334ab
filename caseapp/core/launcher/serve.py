"""One start of Countenance, from an empty folder to a ready site, until somebody asks it to end."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from .application import (
    DEMONSTRATION_ACCOUNTS,
    DEMONSTRATION_PASSWORD,
    Application,
    Step,
    countenance,
)
from .errors import LauncherError
from .folder import RUN_MARK, DataFolder, check_port, is_locked, open_folder
from .home import ServerHome, open_home
from .keyring import Keyring, open_keyring
from .plan import PROJECT, Plan, read_plan
from .postgres import APP, MIGRATOR, PostgresServer
from .supervisor import Service, StopRequestedError, Supervisor
from .users import server_user
from .valkey import ValkeyServer

MakeApplication = Callable[[Plan, DataFolder, Mapping[str, str]], Application]


def say(line: str) -> None:
    """Tell the person at the terminal; who has stopped listening (`| head`) does not stop the site."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115


@dataclass(frozen=True)
class Backing:
    """The database and the broker that one run uses, embedded or given, and the secrets of the installation."""

    plan: Plan
    keyring: Keyring
    postgres: PostgresServer | None
    valkey: ValkeyServer | None

    @property
    def app_url(self) -> str:
        """The database as the application reaches it."""
        return self.postgres.url(APP) if self.postgres else self.plan.database_url

    @property
    def migrator_url(self) -> str:
        """The database as its owner reaches it; only migrations do."""
        return self.postgres.url(MIGRATOR) if self.postgres else self.plan.migration_database_url

    @property
    def broker_url(self) -> str:
        """The broker."""
        return self.valkey.url() if self.valkey else self.plan.broker_url

    def environment(self, environ: Mapping[str, str], run: str) -> dict[str, str]:
        """Return the environment of the application's processes; what the operator has set stays."""
        # The variables of libpq would bend our own connections to another server.
        kept = {name: value for name, value in environ.items() if not (self.postgres and name.startswith("PG"))}
        kept.pop("MIGRATION_DATABASE_URL", None)
        given = {
            **self.keyring.environment(),
            "SITE_URL": self.plan.address,
            "DJANGO_SETTINGS_MODULE": self.plan.settings,
            # One thread for linear algebra: estimates are small, and more threads only take the cores from others.
            "OPENBLAS_NUM_THREADS": "1",
        }
        missing = {name: value for name, value in given.items() if not kept.get(name)}
        fixed = {
            "COUNTENANCE_DATA": str(self.plan.data),
            "COUNTENANCE_DEMO": "1" if self.plan.demo else "0",
            "DATABASE_URL": self.app_url,
            "BROKER_URL": self.broker_url,
            "PYTHONUNBUFFERED": "1",
            RUN_MARK: run,
        }
        return {**kept, **missing, **fixed}


def open_backing(plan: Plan) -> Backing:
    """Find or make the folders and secrets of the embedded servers that the plan needs; starts nothing."""
    home: ServerHome | None = None
    if not plan.database_url or not plan.broker_url:
        home = open_home(plan.data, server_user(existing=plan.data / "server/postgres"))
    cluster_exists = home is not None and (home.root / "postgres/cluster/PG_VERSION").exists()
    keyring = open_keyring(plan.data, may_make=not cluster_exists)
    return Backing(
        plan=plan,
        keyring=keyring,
        postgres=PostgresServer(home, keyring.passwords) if home and not plan.database_url else None,
        valkey=ValkeyServer(home) if home and not plan.broker_url else None,
    )


def start_backing(backing: Backing, supervisor: Supervisor, folder: DataFolder) -> None:
    """Start the embedded database and broker, or see that the given database answers."""
    if backing.postgres:
        if backing.postgres.create():
            say("Made a new database.")
        supervisor.start(backing.postgres.service(folder.log("database")))
        backing.postgres.set_up()
    else:
        check_database(backing.plan.migration_database_url)
    if backing.valkey:
        supervisor.start(backing.valkey.service(folder.log("broker")))


def check_database(url: str) -> None:
    """Refuse when the given database does not answer."""
    try:
        psycopg2.connect(url, connect_timeout=10).close()
    except psycopg2.Error as fault:
        raise LauncherError(
            "The database of DATABASE_URL (or MIGRATION_DATABASE_URL) does not answer.",
            "See whether the server runs and the address is right; without DATABASE_URL we start our own.",
            detail=str(fault).strip(),
        ) from fault


def prepare(application: Application, backing: Backing, supervisor: Supervisor, folder: DataFolder) -> None:
    """Run the steps that have something new to do. An outside database is always asked; it may have changed."""

    def run(step: Step, env: Mapping[str, str]) -> None:
        say(f"{step.doing} ...")
        if step.as_migrator:
            env = {**env, "DATABASE_URL": backing.migrator_url}
        service = Service(
            name=step.command[0],
            argv=[*application.manage, *step.command],
            env=env,
            log=folder.log("prepare"),
            popen={"cwd": str(PROJECT)},
        )
        supervisor.run_step(
            service,
            problem=f"`manage.py {' '.join(step.command)}` failed.",
            remedy=f"Put right what it says and start again. {service.log} ends with:",
        )

    env = backing.environment(os.environ, folder.run)
    for step in application.file_steps:
        stamp = folder.stamp(step.name)
        if not step.there or not stamp.exists() or stamp.read_text() != step.digest:
            run(step, env)
            stamp.write_text(step.digest)
    if backing.postgres and backing.postgres.prepared_for() == application.digest:
        return
    for change in application.database_steps:
        run(change, env)
    if backing.postgres:
        backing.postgres.mark_prepared(application.digest)


def serve(environ: Mapping[str, str] | None = None, make: MakeApplication = countenance) -> int:
    """Start everything, say when it is ready, and serve until Ctrl-C or SIGTERM. Returns the exit code."""
    try:
        plan = read_plan(os.environ if environ is None else environ)
        with open_folder(plan.data) as folder:
            supervisor = Supervisor(say)
            try:
                with supervisor.listening():
                    with contextlib.suppress(StopRequestedError):
                        start_all(plan, folder, supervisor, make)
                        supervisor.watch()
                    say("Stopping ...")
            finally:
                folder.end_leftovers()
            say("Stopped.")
    except LauncherError as fault:
        return refuse(fault)
    except OSError as fault:
        return refuse(unforeseen(fault))
    return 0


def refuse(fault: LauncherError) -> int:
    """Say why there is no start, and return the exit code for it."""
    print(f"Countenance cannot start.\n{fault}", file=sys.stderr, flush=True)
    return 1


def unforeseen(fault: OSError) -> LauncherError:
    """Put a refusal of the operating system into words."""
    return LauncherError(
        f"{fault.filename or 'The operating system'}: {fault.strerror or fault}.",
        "See that the disk has room, and that an earlier start did not leave files that belong to another user.",
    )


def start_all(plan: Plan, folder: DataFolder, supervisor: Supervisor, make: MakeApplication) -> None:
    """Check, start, prepare, and wait until the site answers."""
    left = folder.end_leftovers()
    if left:
        say(f"Ended {left} processes that an earlier run had left behind.")
    check_port(plan.port)
    folder.check_space()
    folder.rotate_logs()
    folder.note_run(plan.address)
    backing = open_backing(plan)
    start_backing(backing, supervisor, folder)
    application = make(plan, folder, backing.environment(os.environ, folder.run))
    prepare(application, backing, supervisor, folder)
    children = [supervisor.spawn(service) for service in application.services]
    # The web server takes longest; by the time it answers, the others have shown that they stay.
    for child in reversed(children):
        child.wait_ready(supervisor.pause)
    say(f"Countenance is ready at {plan.address}")
    if plan.demo:
        say(f"Demonstration accounts, all with the password {DEMONSTRATION_PASSWORD}:")
        for name in DEMONSTRATION_ACCOUNTS:
            say(f"  {name}@demo.countenance.example")
    say("Ctrl-C stops it.")


def run_with_backing(
    argv: list[str], environ: Mapping[str, str] | None = None, make: MakeApplication = countenance
) -> int:
    """Run a command with the environment of the installation and return its exit code.

    Uses the database and broker of the start that runs now; where none runs, starts them for as long as it takes, and
    prepares them as a start does.
    """
    try:
        plan = read_plan(os.environ if environ is None else environ)
        if is_locked(plan.data):
            backing = open_backing(plan)
            return subprocess.run(argv, env=backing.environment(os.environ, ""), check=False).returncode
        with open_folder(plan.data) as folder:
            supervisor = Supervisor(say)
            with supervisor.listening():
                folder.end_leftovers()
                folder.note_run("")
                backing = open_backing(plan)
                start_backing(backing, supervisor, folder)
                env = backing.environment(os.environ, folder.run)
                prepare(make(plan, folder, env), backing, supervisor, folder)
                return subprocess.run(argv, env=env, check=False).returncode
    except LauncherError as fault:
        return refuse(fault)
    except OSError as fault:
        return refuse(unforeseen(fault))
    except StopRequestedError:
        return 130
