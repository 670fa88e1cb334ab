"""`python -m caseapp.core.launcher` starts the site; with `run COMMAND ...` it runs one command beside it."""

import sys

from .serve import run_with_backing, serve


def main(arguments: list[str]) -> int:
    """Return the exit code of what the arguments ask for."""
    if not arguments or arguments == ["serve"]:
        return serve()
    if arguments[0] == "run" and len(arguments) > 1:
        return run_with_backing(arguments[1:])
    print("usage: python -m caseapp.core.launcher [serve | run COMMAND ...]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
