"""Starts that are refused, each in words that say what to do."""

import shutil
import socket
import sys
from pathlib import Path

import pytest

from caseapp.core.launcher import folder as data_folder
from caseapp.core.launcher.errors import LauncherError
from caseapp.core.launcher.folder import DataFolder, check_port, open_folder
from caseapp.core.launcher.plan import read_plan
from caseapp.core.launcher.supervisor import Child, Service
from tests.launcher.site import free_port, started


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
