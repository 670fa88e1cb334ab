"""A data folder, a throw-away cluster and a table in it."""

# The only names put into SQL here are random ones made a line before.
# ruff: noqa: S608

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from caseapp.core.launcher import processes
from caseapp.core.launcher.throwaway import ClusterUrls, throwaway_cluster
from tests.launcher.site import execute


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


@pytest.fixture(scope="package")
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
