"""How long a service that ended waits before it is started again."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from caseapp.core.launcher.supervisor import Child, Service


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
