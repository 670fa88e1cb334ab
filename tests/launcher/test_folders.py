"""Keys, plan and folders of an installation."""

import base64
import fcntl
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from caseapp.core.launcher import folder as data_folder
from caseapp.core.launcher import home as server_home
from caseapp.core.launcher.errors import LauncherError
from caseapp.core.launcher.folder import DataFolder, open_folder
from caseapp.core.launcher.home import LONGEST_SOCKET_FOLDER, open_home
from caseapp.core.launcher.keyring import open_keyring
from caseapp.core.launcher.plan import PROJECT, Plan, read_plan
from caseapp.core.launcher.serve import Backing
from caseapp.core.launcher.users import server_user


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
