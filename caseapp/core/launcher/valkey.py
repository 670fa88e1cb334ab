"""Runs a Valkey of our own as the broker: private to a unix socket, its queue kept on disk."""

import contextlib
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .binaries import valkey_program
from .home import ServerHome
from .supervisor import Service


@dataclass
class ValkeyServer:
    """One embedded Valkey: its files, how it is started and reached."""

    home: ServerHome
    durable: bool = True

    @property
    def socket(self) -> Path:
        """The socket; it lies in a folder that only its user (and root) can enter."""
        return self.home.sockets / "valkey.sock"

    def url(self) -> str:
        """Return the address of the broker, as BROKER_URL takes it."""
        return f"redis+socket://{self.socket}"

    def command(self) -> list[str]:
        """Return the command line that runs the server in the foreground."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.home.own_folder("valkey")),
            "daemonize": "no",
            "save": "",
            "appendonly": "yes" if self.durable else "no",
            # A full broker must refuse; dropping a key would drop promised work.
            "maxmemory-policy": "noeviction",
        }
        program = valkey_program(self.home.engine, self.home.user)
        return [str(program), *(part for name, value in settings.items() for part in (f"--{name}", value))]

    def service(self, log: Path) -> Service:
        """Return the server as a service."""
        return Service(
            name="broker",
            argv=self.command(),
            log=log,
            ready=self.is_ready,
            before=self.stop_leftover,
            stop_signal=signal.SIGTERM,
            grace=10.0,
            popen={
                **self.home.user.popen_arguments(),
                "env": {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
                "cwd": str(self.home.root),
            },
        )

    def is_ready(self) -> bool:
        """Tell whether the server answers; while it reads its file it does not."""
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            connection.connect(str(self.socket))
            connection.sendall(b"PING\r\n")
            return connection.recv(64).startswith(b"+PONG")
        return False

    def stop_leftover(self) -> None:
        """Stop a server that an earlier, killed run left in our folder."""
        for program in ("valkey", "redis"):
            processes.end(processes.working_in(self.home.root / "valkey", program), grace=5)
