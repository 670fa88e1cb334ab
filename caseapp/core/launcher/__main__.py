"""`python -m caseapp.core.launcher` starts the site.

`run COMMAND ...` runs one command with the site's database, broker and secrets. `roles` gives a server that an
operator runs the roles and the database of MIGRATION_DATABASE_URL and DATABASE_URL, signed in by
SUPERUSER_DATABASE_URL.
"""

import os
import sys

from .errors import LauncherError
from .roles import set_up_outside_server
from .serve import refuse, run_with_backing, serve


def main(arguments: list[str]) -> int:
    """Return the exit code of what the arguments ask for."""
    if not arguments or arguments == ["serve"]:
        return serve()
    if arguments[0] == "run" and len(arguments) > 1:
        return run_with_backing(arguments[1:])
    if arguments == ["roles"]:
        names = ("SUPERUSER_DATABASE_URL", "MIGRATION_DATABASE_URL", "DATABASE_URL")
        try:
            set_up_outside_server(*(os.environ.get(name, "") for name in names))
        except LauncherError as fault:
            return refuse(fault)
        return 0
    print("usage: python -m caseapp.core.launcher [serve | run COMMAND ... | roles]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
