"""One start of the real launcher with a small site, seen from outside."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2

from caseapp.core.launcher import processes
from caseapp.core.launcher.folder import RUN_MARK
from caseapp.core.launcher.home import open_home
from caseapp.core.launcher.keyring import open_keyring
from caseapp.core.launcher.plan import PROJECT, read_plan
from caseapp.core.launcher.postgres import PostgresServer
from caseapp.core.launcher.serve import Backing
from caseapp.core.launcher.users import server_user

# The real launcher with a small site: a step that makes a table, a worker that writes rows, a web server.
SITE = '''
import sys
from caseapp.core.launcher.application import Application, Step, answers
from caseapp.core.launcher.serve import run_with_backing, serve
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

sys.exit(run_with_backing(sys.argv[1:], make=site) if sys.argv[1:] else serve(make=site))
'''


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
    """One start of the launcher in a process of its own, or of one command by it."""

    def __init__(self, data: Path, port: int, *command: str, **more: str) -> None:
        self.data = data
        self.lines: list[str] = []
        outside = ("DATABASE_URL", "MIGRATION_DATABASE_URL", "BROKER_URL", "DJANGO_SETTINGS_MODULE", RUN_MARK)
        env = {name: value for name, value in os.environ.items() if name not in outside}
        env |= {"COUNTENANCE_DATA": str(data), "PORT": str(port), "PYTHONPATH": str(PROJECT), **more}
        self.process = subprocess.Popen(
            [sys.executable, "-c", SITE, *command], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
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


def talk(path: Path, *words: str) -> list[str]:
    """Send one command to a Valkey and return the words of its answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect(str(path))
        parts = "".join(f"${len(word)}\r\n{word}\r\n" for word in words)
        connection.sendall(f"*{len(words)}\r\n{parts}".encode())
        return connection.recv(4096).decode().strip().split("\r\n")
