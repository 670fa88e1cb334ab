"""A PostgreSQL and a Valkey for tests: made in a temporary folder, quick instead of safe, gone afterwards."""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .errors import LauncherError
from .home import ServerHome, private_folder, short_parent
from .postgres import APP, MIGRATOR, Passwords, PostgresServer
from .supervisor import Child
from .users import ServerUser, server_user
from .valkey import ValkeyServer

PREFIX = "countenance-cluster-"
MIGRATOR_URL = "COUNTENANCE_TEST_MIGRATOR_URL"
APP_URL = "COUNTENANCE_TEST_APP_URL"


@dataclass(frozen=True)
class ClusterUrls:
    """The addresses of a throw-away database, for the owner of its tables and for the application."""

    migrator_url: str
    app_url: str


@contextlib.contextmanager
def throwaway_cluster() -> Iterator[ClusterUrls]:
    """Yield the addresses of a fresh PostgreSQL; stop and remove it afterwards.

    Processes started meanwhile (pytest-xdist's workers) find the addresses in their environment and get the
    same cluster; only the process that made it ends it. A run that is killed leaves its cluster behind, and
    the next one removes it.
    """
    if os.environ.get(MIGRATOR_URL) and os.environ.get(APP_URL):
        yield ClusterUrls(os.environ[MIGRATOR_URL], os.environ[APP_URL])
        return
    with throwaway_home() as home:
        server = PostgresServer(home, Passwords.make(), durable=False)
        server.create()
        child = Child(server.service(home.root / "postgres.log"))
        try:
            child.spawn()
            child.wait_ready()
            server.set_up()
            urls = ClusterUrls(server.url(MIGRATOR), server.url(APP))
            os.environ.update({MIGRATOR_URL: urls.migrator_url, APP_URL: urls.app_url})
            try:
                yield urls
            finally:
                del os.environ[MIGRATOR_URL], os.environ[APP_URL]
        finally:
            child.stop()


@contextlib.contextmanager
def throwaway_broker() -> Iterator[str]:
    """Yield the address of a fresh Valkey, as BROKER_URL takes it; stop and remove it afterwards."""
    with throwaway_home() as home:
        server = ValkeyServer(home, durable=False)
        child = Child(server.service(home.root / "valkey.log"))
        try:
            child.spawn()
            child.wait_ready()
            yield server.url()
        finally:
            child.stop()


@contextlib.contextmanager
def throwaway_home() -> Iterator[ServerHome]:
    """Yield a temporary folder for embedded servers, and remove it; removes those of killed runs first."""
    user = server_user()
    parent = parent_for(user)
    remove_abandoned(parent, user)
    root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
    with (root / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            root.chmod(0o711 if user.drop else 0o700)
            yield ServerHome(root, user, private_folder(root / "sockets", user))
        finally:
            shutil.rmtree(root, ignore_errors=True)


def parent_for(user: ServerUser) -> Path:
    """Return a folder for temporary files with a short path that `user` can reach and run programs from."""
    for folder in (short_parent(), Path("/var/tmp"), Path("/dev/shm")):  # noqa: S108  # mkdtemp is safe there
        if not folder.is_dir() or not os.access(folder, os.W_OK) or not user.can_enter(folder):
            continue
        if os.statvfs(folder).f_flag & os.ST_NOEXEC and user.drop:
            continue
        return folder
    raise LauncherError(
        "There is no temporary folder to write to and run from; /tmp, /var/tmp and /dev/shm were tried.",
        "Make /tmp writable, and mount it without noexec.",
    )


def remove_abandoned(parent: Path, user: ServerUser) -> None:
    """End and remove the throw-away servers of killed runs: nobody holds the lock in their folder."""
    for root in parent.glob(PREFIX + "*"):
        try:
            if root.is_symlink() or root.stat().st_uid != os.geteuid():
                continue
            lock = (root / "lock").open("r+")
        except OSError:
            continue
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            processes.end(processes.working_in(root / "postgres/cluster", "postgres"), grace=2)
            processes.end(processes.working_in(root / "valkey", "valkey"), grace=2)
            shutil.rmtree(root, ignore_errors=True)
