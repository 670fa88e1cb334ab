"""What a file was called, made safe to show and to hand back; never used as a name on our own disk."""

import re
import unicodedata

from django.utils.translation import gettext

from caseapp.evidence.media import Kind

MOST_CHARACTERS = 255

_JOINERS = "\u200c\u200d"
"""Zero-width joiners hold families of emoji and letters of Persian together; they turn nothing round."""

_UNSAFE_ON_DISKS = re.compile(r'[/\\:*?"<>|]')


def shown_name(raw: str) -> str:
    """The name as it may stand on a page: NFC, without control, bidirectional and other invisible characters.

    Shortened to 255 characters with its ending kept; a name of which nothing is left becomes “file”.
    """
    text = unicodedata.normalize("NFC", raw)
    kept = (
        letter
        for letter in text
        if letter in _JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    )
    name = " ".join("".join(kept).split()).strip(_JOINERS + " ")
    if not name.strip(". "):
        return gettext("file")
    if len(name) <= MOST_CHARACTERS:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 10:
        return name[:MOST_CHARACTERS]
    return f"{stem[: MOST_CHARACTERS - len(ending) - 1]}.{ending}"


def handed_name(name: str, kind: Kind | None) -> str:
    """The name to save a download under: no character that disks refuse, and an ending that tells the truth.

    A picture called `photo.html` must not open in a browser once it is on somebody's disk.
    """
    safe = _UNSAFE_ON_DISKS.sub("_", name).strip(". ") or gettext("file")
    if kind is None:
        return f"{safe}.bin"
    return safe if safe.lower().endswith(kind.extensions) else f"{safe}{kind.extensions[0]}"


def tells_another_kind(name: str, kind: Kind | None) -> bool:
    """Whether the ending of a name says something else than what the file is."""
    return kind is not None and not name.lower().endswith(kind.extensions)
