"""The launcher from outside: roles that hold less than all, starts that recover, ends that leave nothing behind."""

# The only names put into SQL here are random ones made a line before.
# ruff: noqa: S608

import base64
import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from caseapp.core.launcher import folder as data_folder
from caseapp.core.launcher import home as server_home
from caseapp.core.launcher import processes, throwaway
from caseapp.core.launcher.errors import LauncherError
from caseapp.core.launcher.folder import RUN_MARK, DataFolder, check_port, open_folder
from caseapp.core.launcher.home import LONGEST_SOCKET_FOLDER, open_home
from caseapp.core.launcher.keyring import open_keyring
from caseapp.core.launcher.plan import PROJECT, Plan, read_plan
from caseapp.core.launcher.postgres import Passwords, PostgresServer
from caseapp.core.launcher.roles import set_up_outside_server
from caseapp.core.launcher.serve import Backing
from caseapp.core.launcher.supervisor import Child, Service
from caseapp.core.launcher.throwaway import ClusterUrls, throwaway_broker, throwaway_cluster, throwaway_home
from caseapp.core.launcher.users import server_user
from caseapp.core.launcher.valkey import ValkeyServer

# The real launcher with a small site: a step that makes a table, a worker that writes rows, a web server.
SITE = '''
import sys
from caseapp.core.launcher.application import Application, Step, answers
from caseapp.core.launcher.serve import serve
from caseapp.core.launcher.supervisor import Service

WEB = """
import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words):
        pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
STEP = """
import os, psycopg2
with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
    connection.cursor().execute("CREATE TABLE started (at timestamptz DEFAULT clock_timestamp())")
"""
WORKER = """
import os, psycopg2, subprocess, sys, time
with psycopg2.connect(os.environ["DATABASE_URL"]) as connection:
    connection.cursor().execute("INSERT INTO started DEFAULT VALUES")
print("worker", os.getpid(), flush=True)
subprocess.run([sys.executable, "-c", "import time; time.sleep(600)"])
"""

def site(plan, folder, env):
    def service(name, *arguments, **more):
        argv = [sys.executable, "-c", *arguments]
        return Service(name=name, argv=argv, env=env, log=folder.log(name), grace=5, **more)
    return Application(
        file_steps=(),
        database_steps=(Step(("-c", STEP), "Making the table", as_migrator=True),),
        digest="1",
        manage=(sys.executable,),
        services=(
            service("worker", WORKER),
            service("web", WEB, str(plan.port), ready=lambda: answers(plan.address)),
        ),
    )

sys.exit(serve(make=site))
'''


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that the servers' user can reach, unlike pytest's own temporary folders."""
    path = Path(tempfile.mkdtemp(prefix="countenance-launch-", dir="/tmp"))
    path.chmod(0o711)
    yield path
    for program in ("postgres", "valkey"):
        processes.end(
            [
                pid
                for made in path.glob("server/*/")
                for inner in (made, made / "cluster")
                for pid in processes.working_in(inner, program)
            ],
            grace=2,
        )
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="module")
def cluster() -> Iterator[ClusterUrls]:
    with throwaway_cluster() as urls:
        yield urls


@pytest.fixture
def table(cluster: ClusterUrls) -> Iterator[str]:
    """A table made by the migrator, with one row."""
    name = f"probe_{uuid.uuid4().hex}"
    execute(cluster.migrator_url, f"CREATE TABLE {name} (id serial PRIMARY KEY, word text)")
    execute(cluster.migrator_url, f"INSERT INTO {name} (word) VALUES ('first')")
    yield name
    execute(cluster.migrator_url, f"DROP TABLE {name}")


def execute(url: str, statement: str) -> list[tuple[Any, ...]]:
    connection = psycopg2.connect(url)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class Site:
    """One start of the launcher in a process of its own."""

    def __init__(self, data: Path, port: int, **more: str) -> None:
        self.data = data
        self.lines: list[str] = []
        outside = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", RUN_MARK)
        env = {name: value for name, value in os.environ.items() if name not in outside}
        env |= {"COUNTENANCE_DATA": str(data), "PORT": str(port), "PYTHONPATH": str(PROJECT), **more}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SITE], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        self.lines.extend(iter(self.process.stdout.readline, ""))

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def wait_for(self, words: str, seconds: float = 60) -> None:
        processes.wait_until(lambda: words in self.said or self.process.poll() is not None, seconds)
        self.reader.join(0.2)
        assert words in self.said, self.said

    def ended(self) -> int:
        code = self.process.wait(60)
        self.reader.join(2)
        return code

    def marked(self) -> list[int]:
        """The processes that this run started and that still live."""
        run = json.loads((self.data / "run.json").read_text())["run"]
        return [pid for pid in processes.with_environment(RUN_MARK, run) if processes.is_running(pid)]

    def servers(self) -> list[int]:
        """The processes of the embedded servers, the one of the database that leads the others first."""
        postgres = processes.working_in(self.data / "server/postgres/cluster", "postgres")
        return sorted(postgres) + processes.working_in(self.data / "server/valkey", "valkey")

    def rows(self) -> int:
        """How often the worker has started, counted in the database."""
        url = Backing(
            plan=read_plan({"COUNTENANCE_DATA": str(self.data)}),
            keyring=open_keyring(self.data, may_make=False),
            postgres=PostgresServer(
                open_home(self.data, server_user(self.data / "server/postgres")),
                open_keyring(self.data, may_make=False).passwords,
            ),
            valkey=None,
        ).app_url
        return int(execute(url, "SELECT count(*) FROM started")[0][0])

    def workers(self) -> list[int]:
        return [int(pid) for pid in re.findall(r"^worker (\d+)$", (self.data / "logs/worker.log").read_text(), re.M)]


@contextlib.contextmanager
def started(data: Path, port: int, **more: str) -> Iterator[Site]:
    site = Site(data, port, **more)
    try:
        yield site
    finally:
        if site.process.poll() is None:
            site.process.terminate()
            site.ended()


class TestRoles:
    def test_neither_role_rises_above_its_rights(self, cluster: ClusterUrls) -> None:
        rows = execute(
            cluster.app_url,
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles "
            "WHERE rolname IN ('app', 'migrator') ORDER BY rolname",
        )
        assert rows == [
            ("app", False, False, False, False, False),
            ("migrator", False, False, True, False, False),
        ]

    def test_the_application_reads_and_changes_rows(self, cluster: ClusterUrls, table: str) -> None:
        execute(cluster.app_url, f"INSERT INTO {table} (word) VALUES ('second')")
        execute(cluster.app_url, f"UPDATE {table} SET word = 'third' WHERE word = 'second'")
        execute(cluster.app_url, f"DELETE FROM {table} WHERE word = 'first'")
        assert execute(cluster.app_url, f"SELECT id, word FROM {table}") == [(2, "third")]

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TABLE mine (id int)",
            "CREATE SCHEMA mine",
            "CREATE DATABASE mine",
            "CREATE ROLE mine",
            "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "ALTER ROLE app SUPERUSER",
            "SET ROLE migrator",
            "SET ROLE postgres",
            "SET session_replication_role = replica",
            "TRUNCATE {table}",
            "ALTER TABLE {table} DISABLE TRIGGER ALL",
            "DROP TABLE {table}",
            "SELECT pg_read_file('/etc/passwd')",
            "COPY {table} TO PROGRAM 'cat'",
        ],
    )
    def test_the_application_is_refused(self, cluster: ClusterUrls, table: str, statement: str) -> None:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            execute(cluster.app_url, statement.format(table=table))

    def test_row_level_security_holds_the_application(self, cluster: ClusterUrls, table: str) -> None:
        execute(cluster.migrator_url, f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        assert execute(cluster.app_url, f"SELECT count(*) FROM {table}") == [(0,)]
        execute(cluster.app_url, "SET row_security = on")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            execute(cluster.app_url, f"SET row_security = off; SELECT count(*) FROM {table}")

    def test_there_is_no_network_and_no_entry_without_a_password(self, cluster: ClusterUrls) -> None:
        assert execute(cluster.app_url, "SHOW listen_addresses") == [("",)]
        without_password = re.sub(r":[^:@/]+@", "@", cluster.app_url)
        for user in ("app", "migrator", "postgres"):
            with pytest.raises(psycopg2.OperationalError, match="no password supplied"):
                psycopg2.connect(without_password.replace("app@", f"{user}@"), passfile=os.devnull)

    def test_a_new_database_has_extensions_and_rights(self, cluster: ClusterUrls) -> None:
        name = f"probe_{uuid.uuid4().hex}"
        execute(cluster.migrator_url, f"CREATE DATABASE {name}")
        try:
            migrator, app = (
                url.replace("/countenance?", f"/{name}?") for url in (cluster.migrator_url, cluster.app_url)
            )
            execute(migrator, "CREATE TABLE probe (word text)")
            execute(app, "INSERT INTO probe VALUES ('宁波')")
            assert execute(app, "SELECT similarity('宁波公司', '宁波公') > 0.3, unaccent('é')") == [(True, "e")]
            found = execute(app, "SELECT extname FROM pg_extension ORDER BY 1")
            assert {("pg_trgm",), ("btree_gist",), ("unaccent",)} <= set(found)
        finally:
            execute(cluster.migrator_url, f"DROP DATABASE {name}")

    def test_text_and_checksums_are_as_decided(self, cluster: ClusterUrls) -> None:
        query = "SELECT pg_encoding_to_char(encoding), datctype, current_setting('data_checksums') FROM pg_database"
        rows = execute(cluster.app_url, query + " WHERE datname = 'countenance'")
        assert rows == [("UTF8", "C.UTF-8", "on")]


class TestOutsideServer:
    def test_gets_roles_and_database_by_their_addresses_and_again(self) -> None:
        with throwaway_home() as home:
            server = PostgresServer(home, Passwords.make(), durable=False)
            server.create()
            child = Child(server.service(home.root / "log"))
            child.spawn()
            try:
                child.wait_ready()
                superuser = f"postgres://postgres:{server.passwords.superuser}@/postgres?host={home.sockets}"
                owner = f"postgres://owner:p%40ss@/faces?host={home.sockets}"
                app = f"postgres://web:w%2Frd@/faces?host={home.sockets}"
                for _ in range(2):
                    set_up_outside_server(superuser, owner, app)
                execute(owner, "CREATE TABLE IF NOT EXISTS probe (word text)")
                execute(app, "INSERT INTO probe VALUES ('x')")
                with pytest.raises(psycopg2.errors.InsufficientPrivilege):
                    execute(owner, "CREATE DATABASE other")
            finally:
                child.stop()

    @pytest.mark.parametrize(
        ("owner", "app"),
        [
            ("postgres://owner:p@/faces", "postgres://web:w@/others"),
            ("postgres://owner@/faces", "postgres://web:w@/faces"),
            ("", "postgres://web:w@/faces"),
        ],
    )
    def test_refuses_addresses_that_say_too_little(self, owner: str, app: str) -> None:
        with pytest.raises(LauncherError, match="must name a user"):
            set_up_outside_server("postgres:///postgres", owner, app)


class TestThrowaway:
    def test_children_of_a_run_share_its_cluster(self, cluster: ClusterUrls) -> None:
        with throwaway_cluster() as again:
            assert again == cluster
        assert execute(cluster.app_url, "SELECT 1") == [(1,)]

    def test_a_killed_run_leaves_nothing_for_long(self) -> None:
        script = (
            "import sys; from caseapp.core.launcher.throwaway import throwaway_cluster\n"
            "with throwaway_cluster() as urls: print(urls.app_url, flush=True); sys.stdin.read()"
        )
        mine = (throwaway.MIGRATOR_URL, throwaway.APP_URL)
        env = {name: value for name, value in os.environ.items() if name not in mine}
        env["PYTHONPATH"] = str(PROJECT)
        run = subprocess.Popen(
            [sys.executable, "-c", script], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert run.stdout
        root = Path(run.stdout.readline().strip().partition("host=")[2]).parent
        run.kill()
        run.communicate()
        assert processes.working_in(root / "postgres/cluster", "postgres")
        throwaway.remove_abandoned(root.parent, server_user())
        assert not processes.working_in(root / "postgres/cluster", "postgres")
        assert not root.exists()

    def test_a_cluster_in_use_is_left_alone(self, cluster: ClusterUrls) -> None:
        root = Path(cluster.app_url.partition("host=")[2]).parent
        throwaway.remove_abandoned(root.parent, server_user())
        assert execute(cluster.app_url, "SELECT 1") == [(1,)]

    def test_the_broker_answers_on_a_private_socket(self) -> None:
        with throwaway_broker() as url:
            path = Path(url.removeprefix("redis+socket://"))
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
            assert talk(path, "CONFIG", "GET", "maxmemory-policy")[-1] == "noeviction"
            assert talk(path, "CONFIG", "GET", "port")[-1] == "0"
        assert not path.exists()


def talk(path: Path, *words: str) -> list[str]:
    """Send one command to a Valkey and return the words of its answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(path))
        parts = "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
        connection.sendall(f"*{len(words)}\r\n{parts}".encode())
        return connection.recv(4096).decode().strip().split("\r\n")


@pytest.mark.slow
class TestRecovery:
    def test_the_database_comes_back_after_kill_and_with_its_id_taken(self, tmp_path: Path) -> None:
        with throwaway_home() as home:
            server = PostgresServer(home, Passwords.make())
            server.create()
            first = Child(server.service(tmp_path / "log"))
            first.spawn()
            first.wait_ready()
            server.set_up()
            app = server.url("app")
            execute(server.url("migrator"), "CREATE TABLE kept AS SELECT 1 AS id")
            assert first.process
            first.process.kill()
            first.process.wait()
            # A stranger of the same user has got the id of the old server.
            stranger = subprocess.Popen(["sleep", "60"], **home.user.popen_arguments())
            for name in (server.cluster / "postmaster.pid", home.sockets / ".s.PGSQL.5432.lock"):
                name.write_text(re.sub(r"^\d+", str(stranger.pid), name.read_text()))
            second = Child(server.service(tmp_path / "log"))
            third = Child(server.service(tmp_path / "log"))
            try:
                second.spawn()
                second.wait_ready()
                assert execute(app, "SELECT id FROM kept") == [(1,)]
                assert stranger.poll() is None
                # A server that runs on without its launcher is stopped in good order before the next one starts.
                third.spawn()
                third.wait_ready()
                assert second.process
                assert second.process.wait(5) == 0
                assert execute(app, "SELECT id FROM kept") == [(1,)]
            finally:
                third.stop()
                second.stop()
                stranger.kill()
                stranger.wait()

    def test_a_half_made_cluster_is_made_again(self) -> None:
        with throwaway_home() as home:
            server = PostgresServer(home, Passwords.make(), durable=False)
            half = home.own_folder("postgres") / "cluster.new"
            half.mkdir()
            home.user.own(half)
            (half / "PG_VERSION").write_text("18\n")
            assert server.create() is True
            assert server.create() is False

    def test_a_database_of_another_version_is_refused(self) -> None:
        with throwaway_home() as home:
            server = PostgresServer(home, Passwords.make(), durable=False)
            (home.own_folder("postgres") / "cluster").mkdir()
            (server.cluster / "PG_VERSION").write_text("9\n")
            with pytest.raises(LauncherError, match="was made by PostgreSQL 9"):
                server.create()

    def test_the_queue_survives_a_kill_of_the_broker(self, tmp_path: Path) -> None:
        with throwaway_home() as home:
            server = ValkeyServer(home)
            first = Child(server.service(tmp_path / "log"))
            first.spawn()
            first.wait_ready()
            assert talk(server.socket, "RPUSH", "queue", "promise") == [":1"]
            time.sleep(0.05)
            assert first.process
            first.process.kill()
            first.process.wait()
            second = Child(server.service(tmp_path / "log"))
            second.spawn()
            try:
                second.wait_ready()
                assert talk(server.socket, "LPOP", "queue")[-1] == "promise"
            finally:
                second.stop()


@pytest.mark.slow
class TestServe:
    def test_starts_restarts_refuses_a_second_start_and_ends_clean(self, data: Path) -> None:
        port = free_port()
        with started(data, port) as site:
            site.wait_for("Ctrl-C stops it.")
            assert f"Countenance is ready at http://127.0.0.1:{port}" in site.said
            assert "citizen@demo.countenance.example" in site.said
            secrets_file = data / "secrets.json"
            assert stat.S_IMODE(secrets_file.stat().st_mode) == 0o600
            self.children_hold_no_password_but_the_applications(site)

            second = Site(data, free_port())
            assert second.ended() == 1
            assert f"already runs on {data} at http://127.0.0.1:{port} (process {site.process.pid})" in second.said

            processes.wait_until(lambda: bool(site.workers()), 30)
            os.kill(site.workers()[0], signal.SIGKILL)
            site.wait_for("worker was ended by SIGKILL; starting it again")
            assert processes.wait_until(lambda: len(site.workers()) == 2, 30)
            os.kill(site.servers()[0], signal.SIGKILL)
            site.wait_for("database was ended by SIGKILL; starting it again")
            assert processes.wait_until(lambda: self.answers(site), 30)
            left = [*site.marked(), *site.servers()]
            assert len(left) >= 5

            site.process.send_signal(signal.SIGTERM)
            assert site.ended() == 0
            assert "Stopped." in site.said
            assert not [pid for pid in left if processes.is_running(pid)]
            assert not site.servers()

    @staticmethod
    def children_hold_no_password_but_the_applications(site: Site) -> None:
        held = json.loads((site.data / "secrets.json").read_text())
        for pid in site.marked():
            with contextlib.suppress(FileNotFoundError):
                environment = Path(f"/proc/{pid}/environ").read_text()
                assert held["secret_key"] in environment
                assert held["database_superuser"] not in environment
                assert held["database_migrator"] not in environment

    @staticmethod
    def answers(site: Site) -> bool:
        try:
            return site.rows() >= 2
        except psycopg2.Error:
            return False

    def test_recovers_from_kills_and_keeps_what_was_committed(self, data: Path) -> None:
        port = free_port()
        with started(data, port) as first:
            first.wait_for("Ctrl-C stops it.")
            processes.wait_until(lambda: bool(first.workers()), 30)
            for pid in [first.process.pid, *first.marked(), *first.servers()]:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            first.ended()
        with started(data, port) as second:
            second.wait_for("Ctrl-C stops it.")
            assert "Making the table" not in second.said
            assert processes.wait_until(lambda: len(second.workers()) == 2, 30)
            assert second.rows() == 2
            # This time only the launcher dies; its children are orphans that hold the port.
            orphans = second.marked()
            second.process.kill()
            second.ended()
            assert any(processes.is_running(pid) for pid in orphans)
        with started(data, port) as third:
            third.wait_for("Ctrl-C stops it.")
            assert "that an earlier run had left behind" in third.said
            assert not [pid for pid in orphans if processes.is_running(pid)]
            assert processes.wait_until(lambda: len(third.workers()) == 3, 30)
            assert third.rows() == 3

    def test_ctrl_c_while_starting_ends_clean(self, data: Path) -> None:
        with started(data, free_port()) as site:
            site.wait_for("Made a new database.")
            site.process.send_signal(signal.SIGINT)
            assert site.ended() == 0
            assert not site.servers()
            assert not site.marked()

    def test_a_step_that_fails_says_what_it_said(self, data: Path, cluster: ClusterUrls) -> None:
        with (
            throwaway_broker() as broker,
            started(data, free_port(), DATABASE_URL=cluster.app_url, BROKER_URL=broker) as site,
        ):
            assert site.ended() == 1
            assert "permission denied for schema public" in site.said
            assert "failed." in site.said
            assert not (data / "server").exists()


class TestRefusals:
    def test_a_taken_port(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            with pytest.raises(LauncherError) as refusal:
                check_port(port)
        assert f"Port {port} is taken" in str(refusal.value)
        assert "make run PORT=" in str(refusal.value)

    def test_a_port_that_is_none(self) -> None:
        for port in ("eight", "0", "70000", "-1", "８０"):
            with pytest.raises(LauncherError, match="not a port"):
                read_plan({"PORT": port})

    def test_a_data_folder_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(LauncherError) as refusal, open_folder(tmp_path / "file" / "data"):
            pass
        assert "cannot be written" in str(refusal.value)
        assert "COUNTENANCE_DATA" in str(refusal.value)

    def test_a_disk_that_is_nearly_full(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        usage = shutil.disk_usage(tmp_path)._replace(free=5 * 1024 * 1024)
        monkeypatch.setattr(data_folder.shutil, "disk_usage", lambda path: usage)
        with pytest.raises(LauncherError, match="5 MB are free"):
            DataFolder(tmp_path).check_space()

    def test_a_locked_folder(self, tmp_path: Path) -> None:
        with open_folder(tmp_path), pytest.raises(LauncherError, match="already runs"), open_folder(tmp_path):
            pass
        assert not data_folder.is_locked(tmp_path)

    def test_a_database_that_does_not_answer(self, data: Path) -> None:
        with started(data, free_port(), DATABASE_URL=f"postgres://app@127.0.0.1:{free_port()}/none") as site:
            assert site.ended() == 1
            assert "does not answer" in site.said

    def test_a_service_that_ends_before_it_is_ready_shows_its_log(self, tmp_path: Path) -> None:
        argv = [sys.executable, "-c", "raise SystemExit('no such key')"]
        child = Child(Service(name="web", argv=argv, log=tmp_path / "log", ready=lambda: False))
        child.spawn()
        with pytest.raises(LauncherError) as refusal:
            child.wait_ready()
        assert "web ended with code 1 before it was ready" in str(refusal.value)
        assert "no such key" in str(refusal.value)


class TestPauses:
    @pytest.mark.parametrize(
        ("how", "lived", "pause"),
        [
            (-signal.SIGKILL, 5, 0.5),
            (-signal.SIGKILL, 1, 8.0),
            (1, 5, 8.0),
            (1, 100, 0.5),
            (0, 5, 8.0),
        ],
    )
    def test_grow_only_while_a_service_keeps_failing_by_itself(
        self, tmp_path: Path, how: int, lived: float, pause: float
    ) -> None:
        child = Child(Service(name="worker", argv=[], log=tmp_path / "log"))
        child.process = subprocess.Popen([sys.executable, "-c", ""])
        child.process.wait()
        child.process.returncode = how
        now = time.monotonic()
        child.started_at = now - lived
        for _failure in range(4):
            child.plan_restart(now)
        child.forget_failures(now)
        assert child.plan_restart(now) == pause
        assert child.start_again_at == now + pause
        assert child.pause == 2 * pause


class TestKeyring:
    def test_is_made_once_and_is_private(self, tmp_path: Path) -> None:
        first = open_keyring(tmp_path, may_make=True)
        assert open_keyring(tmp_path, may_make=False) == first
        assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
        given = first.environment()
        name, _, key = given["KEY_ENCRYPTION_KEYS"].partition(":")
        assert name == "k1"
        assert len(base64.b64decode(key, validate=True)) == 32
        assert len(given["SECRET_KEY"]) >= 50
        assert len({*given.values(), *vars(first.passwords).values()}) == 7

    def test_is_not_made_anew_beside_an_old_database(self, tmp_path: Path) -> None:
        with pytest.raises(LauncherError, match="is missing, but the database"):
            open_keyring(tmp_path, may_make=False)
        (tmp_path / "secrets.json").write_text("{}")
        with pytest.raises(LauncherError, match="is damaged"):
            open_keyring(tmp_path, may_make=True)

    def test_what_the_operator_has_set_stays(self, tmp_path: Path) -> None:
        keyring = open_keyring(tmp_path, may_make=True)
        plan = read_plan({"COUNTENANCE_DATA": str(tmp_path), "DATABASE_URL": "postgres:///x", "BROKER_URL": "amqp://b"})
        given = {"SECRET_KEY": "theirs", "RECEIPT_PEPPER": "", "MIGRATION_DATABASE_URL": "postgres:///owner"}
        env = Backing(plan, keyring, None, None).environment(given, "run")
        assert env["SECRET_KEY"] == "theirs"
        assert env["RECEIPT_PEPPER"] == keyring.receipt_pepper
        assert env["DATABASE_URL"] == "postgres:///x"
        assert env["BROKER_URL"] == "amqp://b"
        assert "MIGRATION_DATABASE_URL" not in env


class TestPlan:
    @pytest.mark.parametrize(
        ("environ", "demo"),
        [
            ({}, True),
            ({"COUNTENANCE_DEMO": "0"}, False),
            ({"DJANGO_SETTINGS_MODULE": "caseapp.settings.prod"}, False),
            ({"DJANGO_SETTINGS_MODULE": "caseapp.settings.prod", "COUNTENANCE_DEMO": "true"}, True),
        ],
    )
    def test_demonstration_is_the_default_on_ones_own_machine_only(self, environ: dict[str, str], demo: bool) -> None:
        plan = read_plan(environ)
        assert plan.demo is demo
        assert plan.data == PROJECT / ".data"
        assert plan.address == "http://127.0.0.1:8000"

    def test_migrations_use_the_one_address_unless_given_another(self) -> None:
        one = read_plan({"DATABASE_URL": "postgres:///a"})
        two = read_plan({"DATABASE_URL": "postgres:///a", "MIGRATION_DATABASE_URL": "postgres:///b"})
        assert (one.migration_database_url, two.migration_database_url) == ("postgres:///a", "postgres:///b")
        assert isinstance(one, Plan)


class TestFolders:
    def test_sockets_of_a_deep_folder_get_a_short_path(self, data: Path) -> None:
        deep = data / ("d" * 60) / ("e" * 60)
        deep.mkdir(parents=True)
        user = server_user()
        sockets = open_home(deep, user).sockets
        try:
            assert len(str(sockets)) <= LONGEST_SOCKET_FOLDER
            assert sockets.stat().st_uid == user.uid
            assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
            assert open_home(deep, user).sockets == sockets
        finally:
            shutil.rmtree(sockets)

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the servers to another user")
    def test_a_folder_that_shuts_the_servers_out_is_not_opened_to_them(
        self, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(server_home, "ELSEWHERE", data / "elsewhere")
        shut = data / "shut"
        shut.mkdir(mode=0o700)
        inside = shut / "data"
        inside.mkdir()
        home = open_home(inside, server_user())
        assert home.root.parent == data / "elsewhere"
        assert (inside / "server").resolve() == home.root
        assert stat.S_IMODE(shut.stat().st_mode) == 0o700
        assert open_home(inside, server_user()) == home
        shutil.rmtree(home.root)
        with pytest.raises(LauncherError, match="is gone"):
            open_home(inside, server_user())

    def test_large_logs_move_aside(self, tmp_path: Path) -> None:
        folder = DataFolder(tmp_path)
        for number in range(5):
            log = folder.folder("logs") / "web.log"
            log.write_bytes(f"{number}".encode() + b"x" * data_folder.LARGEST_LOG_BYTES)
            folder.rotate_logs()
        kept = sorted(path.name for path in (tmp_path / "logs").iterdir())
        assert kept == ["web.log.1", "web.log.2", "web.log.3"]
        assert (tmp_path / "logs/web.log.1").read_bytes()[:1] == b"4"

    def test_a_lock_of_a_dead_process_does_not_last(self, tmp_path: Path) -> None:
        script = (
            "import fcntl, os, sys; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); os.kill(os.getpid(), 9)"
        )
        subprocess.run([sys.executable, "-c", script, str(tmp_path / "lock")], check=False)
        with open_folder(tmp_path) as folder:
            assert folder.end_leftovers() == 0
            with (tmp_path / "lock").open() as other, pytest.raises(BlockingIOError):
                fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
