"""Starts that recover from what a kill left behind."""

import re
import subprocess
import time
from pathlib import Path

import pytest

from caseapp.core.launcher.errors import LauncherError
from caseapp.core.launcher.postgres import Passwords, PostgresServer
from caseapp.core.launcher.supervisor import Child
from caseapp.core.launcher.throwaway import throwaway_home
from caseapp.core.launcher.valkey import ValkeyServer
from tests.launcher.site import execute, talk


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
