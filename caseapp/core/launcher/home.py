"""Where the embedded servers keep their files: where their user can reach them, and where sockets fit."""

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

from .errors import LauncherError
from .users import ServerUser

# The kernel takes 107 bytes for the path of a unix socket; PostgreSQL's name for it is the longest of ours.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
ELSEWHERE = Path("/var/lib/countenance/servers")


@dataclass(frozen=True)
class ServerHome:
    """The folder of the embedded servers: copied programs, `postgres`, `valkey` and their sockets."""

    root: Path
    user: ServerUser
    sockets: Path

    @property
    def engine(self) -> Path:
        """Programs copied for a user who cannot reach the virtual environment."""
        return self.root / "engine"

    def own_folder(self, name: str) -> Path:
        """Make and return the folder `name`, private to the user that the servers run as."""
        return private_folder(self.root / name, self.user)


def private_folder(folder: Path, user: ServerUser) -> Path:
    """Make `folder` (0700) for `user`, or put right what its rights have become."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.stat()
    if user.drop and found.st_uid != user.uid:
        user.own(folder)
    if found.st_mode & 0o777 != 0o700:
        folder.chmod(0o700)
    return folder


def open_home(data: Path, user: ServerUser) -> ServerHome:
    """Make or find the servers' folder inside the data folder.

    The data folder itself may have to let others pass through (0711); its parents are never changed. Where a
    parent shuts the user out (a data folder under /root), the servers' folder lies under /var/lib/countenance
    and a link in the data folder leads there.
    """
    root = data / "server"
    if user.drop:
        data.chmod(data.stat().st_mode | 0o011)
    if not root.exists():
        if root.is_symlink():
            raise LauncherError(
                f"{root} leads to {root.readlink()}, which is gone: that is where the database was.",
                "Bring that folder back from a backup, or choose another data folder with COUNTENANCE_DATA.",
            )
        if user.can_enter(data):
            root.mkdir(mode=0o711)
        else:
            root.symlink_to(folder_elsewhere(data, user), target_is_directory=True)
    home = root.resolve()
    home.chmod(0o711 if user.drop else 0o700)
    return ServerHome(home, user, socket_folder(home, user))


def folder_elsewhere(data: Path, user: ServerUser) -> Path:
    """Make a folder for the servers where `user` can reach it, for a data folder that shuts that user out."""
    folder = ELSEWHERE / secrets.token_hex(8)
    folder.mkdir(mode=0o711, parents=True)
    (folder / "belongs-to").write_text(f"{data}\n")
    if not user.can_enter(folder):
        raise LauncherError(
            f"PostgreSQL runs as the user {user.name}, who can reach neither {data} nor {ELSEWHERE}.",
            "Set COUNTENANCE_DATA to a folder that this user can reach, for example /srv/countenance.",
        )
    return folder


def socket_folder(home: Path, user: ServerUser) -> Path:
    """Return a private folder for the sockets: inside `home`, or a short one where that path is too long."""
    inside = home / "sockets"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
        return private_folder(inside, user)
    if inside.is_symlink():
        known = inside.resolve()
        if known.is_dir() and known.stat().st_uid == user.uid and known.parent == short_parent():
            return private_folder(known, user)
        inside.unlink()
    made = Path(tempfile.mkdtemp(prefix="countenance-", dir=short_parent()))
    inside.symlink_to(made, target_is_directory=True)
    user.own(made)
    return made


def short_parent() -> Path:
    """Return the folder for things with short paths; not TMPDIR, which may itself be long."""
    return Path("/tmp").resolve()  # noqa: S108  # mkdtemp is safe there
