"""`python -m caseapp.evidence.child`: one file, one task, one answer over standard input and output."""

import importlib
import os
from collections.abc import Callable
from typing import Any

from . import confinement
from .channel import Channel
from .findings import Finding

_MODULES = {"image": "pictures", "application/pdf": "papers", "video": "films", "audio": "films"}
_TASKS = {
    "faces": "redaction",
    "redact": "redaction",
    "prove": "redaction",
    "scout": "blurring",
    "blur": "blurring",
    "recheck": "blurring",
    "scans": "scans",
}


def main() -> None:
    """Take the task, give up everything else, do it, answer."""
    channel = Channel(os.dup(0), os.dup(1))
    _silence()
    confinement.die_with_parent()
    given = channel.task()
    work = _work(given["task"], given["media_type"])
    confinement.limit(**given.get("limits", {}))
    kept_in = confinement.shut_in()
    try:
        result = {"finding": "", "facts": work(channel, channel.file(given["size"]), given)}
    except Finding as found:
        result = {"finding": found.word, "facts": {}}
    except MemoryError:
        result = {"finding": "costly", "facts": {}}
    except Exception as fault:
        # A hostile file breaks parsers in ways their authors did not think of. The kind of fault goes to the log.
        result = {"finding": "damaged", "facts": {}, "fault": type(fault).__name__}
    channel.end({**result, "kept_in": kept_in})
    os._exit(0)


def _work(task: str, media_type: str) -> Callable[..., dict[str, Any]]:
    """Import what the task needs, and let it load what it would load late."""
    name = _TASKS.get(task) or _MODULES.get(media_type) or _MODULES[media_type.partition("/")[0]]
    module = importlib.import_module(f"{__package__}.{name}")
    module.warm_up()
    if task == "look":
        return lambda channel, stream, given: module.look(channel, stream, given["media_type"])
    found: Callable[..., dict[str, Any]] = getattr(module, task)
    return found


def _silence() -> None:
    """Libraries that write what they think of a file write it to nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)


main()
