"""What a start was asked to do: read from the environment once, checked, and named."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import LauncherError

PROJECT = Path(__file__).resolve().parents[3]
DEV_SETTINGS = "caseapp.settings.dev"


@dataclass(frozen=True)
class Plan:
    """The choices of one start. An address of a database or broker given from outside replaces the embedded one."""

    data: Path
    port: int
    settings: str
    demo: bool
    database_url: str = ""
    migration_database_url: str = ""
    broker_url: str = ""

    @property
    def address(self) -> str:
        """Where the site is served."""
        return f"http://127.0.0.1:{self.port}"


def read_plan(environ: Mapping[str, str]) -> Plan:
    """Return the plan that the environment asks for. Refuses a port that is none."""
    port = environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise LauncherError(f"PORT is {port!r}, which is not a port.", "Set PORT to a number from 1 to 65535.")
    settings = environ.get("DJANGO_SETTINGS_MODULE") or DEV_SETTINGS
    demo = environ.get("COUNTENANCE_DEMO", "")
    # Accounts with a known password are a default for one's own machine only.
    wants_demo = settings == DEV_SETTINGS if not demo else demo.lower() in {"1", "true", "yes", "on", "y", "t", "ok"}
    database_url = environ.get("DATABASE_URL", "")
    return Plan(
        data=Path(environ.get("COUNTENANCE_DATA") or PROJECT / ".data").expanduser().resolve(),
        port=int(port),
        settings=settings,
        demo=wants_demo,
        database_url=database_url,
        migration_database_url=environ.get("MIGRATION_DATABASE_URL") or database_url,
        broker_url=environ.get("BROKER_URL", ""),
    )
