"""Servers for tests: shared by one run, gone afterwards."""

# The only names put into SQL here are random ones made a line before.

import os
import stat
import subprocess
import sys
from pathlib import Path

from caseapp.core.launcher import processes, throwaway
from caseapp.core.launcher.plan import PROJECT
from caseapp.core.launcher.throwaway import ClusterUrls, throwaway_broker, throwaway_cluster
from caseapp.core.launcher.users import server_user
from tests.launcher.site import execute, talk


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
