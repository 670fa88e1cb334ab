"""Which user the embedded servers run as: PostgreSQL refuses to run as root, so root hands it to another."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import LauncherError

# A user made for us wins; `postgres` exists where Debian's packages were ever installed; `nobody` everywhere.
CANDIDATES = ("countenance", "postgres", "nobody")


@dataclass(frozen=True)
class ServerUser:
    """The account that owns the embedded servers' files; `drop` tells whether we must change to it."""

    name: str
    uid: int
    gid: int
    drop: bool

    def popen_arguments(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` start a program as this user."""
        if not self.drop:
            return {"umask": 0o077}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}

    def own(self, path: Path) -> None:
        """Give `path` to this user, where that is a change."""
        if self.drop:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Tell whether this user can reach `folder` through all its parents."""
        if not self.drop:
            return os.access(folder, os.X_OK)
        probe = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)]
        return subprocess.run(probe, cwd="/", check=False, **self.popen_arguments()).returncode == 0

    def can_run(self, program: Path) -> bool:
        """Tell whether this user can run `program`; it is asked for its version, nothing else."""
        try:
            done = subprocess.run(
                [str(program), "--version"],
                cwd="/",
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                **self.popen_arguments(),
            )
        except OSError:
            return False
        return done.returncode == 0


def server_user(existing: Path | None = None) -> ServerUser:
    """Return who runs the embedded servers: ourselves, or for root an unprivileged user.

    Whoever owns the `existing` files of the servers goes on owning them. Refuses when root finds no such user.
    """
    if os.geteuid() != 0:
        return ServerUser(name=user_name(os.geteuid()), uid=os.geteuid(), gid=os.getegid(), drop=False)
    if existing and existing.exists() and (owner := existing.stat()).st_uid != 0:
        return ServerUser(name=user_name(owner.st_uid), uid=owner.st_uid, gid=owner.st_gid, drop=True)
    wanted = os.environ.get("COUNTENANCE_SERVER_USER", "")
    for name in (wanted,) if wanted else CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return ServerUser(name=name, uid=entry.pw_uid, gid=entry.pw_gid, drop=True)
    raise LauncherError(
        f"PostgreSQL does not run as root, and there is no user named {wanted or ' or '.join(CANDIDATES)}.",
        "Make one (useradd --system countenance), or name another in COUNTENANCE_SERVER_USER.",
    )


def user_name(uid: int) -> str:
    """Return the name of a user, or the number of one without."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"number {uid}"
