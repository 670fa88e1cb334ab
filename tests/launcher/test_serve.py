"""The whole start: it restarts what dies, refuses a second start and leaves no process behind."""

import contextlib
import json
import os
import signal
import stat
import sys
from pathlib import Path

import psycopg2
import pytest

from caseapp.core.launcher import processes
from caseapp.core.launcher.throwaway import ClusterUrls, throwaway_broker
from tests.launcher.site import Site, free_port, started


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

    def test_a_command_by_itself_finds_everything_prepared(self, data: Path) -> None:
        count = (
            "import os, psycopg2; rows = psycopg2.connect(os.environ['DATABASE_URL']).cursor();"
            "rows.execute('SELECT count(*) FROM started'); print('rows', rows.fetchone()[0])"
        )
        command = Site(data, free_port(), sys.executable, "-c", count)
        assert command.ended() == 0, command.said
        assert "Making the table" in command.said
        assert "rows 0" in command.said
        assert not command.servers()

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
