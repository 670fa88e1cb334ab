"""Tesseract as we use it: one grey picture in, one page of invisible words out; shut in like every reader of files."""

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pikepdf
import structlog
from django.conf import settings

from caseapp.evidence import confined
from caseapp.evidence.child import confinement

log = structlog.get_logger(__name__)

CPU_SECONDS, WALL_SECONDS = 20, 45.0
MEMORY_BYTES = 1024 * 1024 * 1024
PAGES_AT_ONCE = 40
RENDERING = {"cpu_seconds": 60}
_ENVIRONMENT = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
_OPTIONS = ("-c", "textonly_pdf=1", "-c", "thresholding_method=2")
"""Words alone; light and dark told apart by their surroundings, without which words on a coloured ground are missed."""

_MODELS = {"zh-hans": ("chi_sim", "eng"), "en": ("eng",)}


@dataclass(frozen=True)
class Reader:
    """The program that is here, as it calls itself, and the languages it has of those that were wanted."""

    path: str
    program: str
    languages: str


def reader_for(language: str) -> Reader | None:
    """What reads letters in a language here; None where no program is, or it has no model of that language."""
    path = shutil.which(settings.TESSERACT) if settings.TESSERACT else None
    if path is None:
        return None
    program, models = _asked(path)
    wanted = _MODELS.get(language, _MODELS["en"])
    if wanted[0] not in models:
        return None
    return Reader(path, program, "+".join(model for model in wanted if model in models))


class Words(NamedTuple):
    """What was read on the pages of a PDF, by their numbers from 0; `finding` says why the rest could not be shown.

    `given_up` are pages that a busy machine had no time for: another time they may be read.
    """

    layers: dict[int, bytes]
    finding: str
    given_up: frozenset[int] = frozenset()


def invisible_words(
    content: bytes, *, reader: Reader, most: int, wall_seconds: float, read: Callable[[], None] = lambda: None
) -> Words:
    """For each page of a PDF that holds no words itself (counted from 0, the first `most` pages): a page of one PDF as
    large as it, with the words that were read where they stand and nothing that is seen. A page on which nothing was
    read is left out; so is one that took too long. `read` is called after each page that was looked at.
    """
    found: dict[int, bytes] = {}
    given_up: set[int] = set()

    class Scan:
        """One picture as it comes; read when it is whole."""

        def __init__(self, told: dict[str, Any]) -> None:
            self._told, self._held = told, bytearray()

        def write(self, data: bytes) -> None:
            self._held += data

        def finish(self) -> None:
            page = int(self._told["page"])
            try:
                layer = _read(reader, bytes(self._held), dpi=int(self._told["dpi"]))
            except subprocess.TimeoutExpired:
                log.warning("evidence_words_given_up")
                given_up.add(page)
            else:
                if layer is not None:
                    found[page] = layer
            read()

    for first in range(0, most, PAGES_AT_ONCE):
        answer = confined.run(
            io.BytesIO(content),
            task="scans",
            media_type="application/pdf",
            size=len(content),
            output=Scan,
            wall_seconds=wall_seconds,
            limits=RENDERING,
            first=first,
            most=min(PAGES_AT_ONCE, most - first),
        )
        if answer.finding:
            return Words(found, answer.finding, frozenset(given_up))
        if first + PAGES_AT_ONCE >= int(answer.facts["pages"]):
            break
    return Words(found, "", frozenset(given_up))


@cache
def _asked(path: str) -> tuple[str, frozenset[str]]:
    version = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=WALL_SECONDS)
    listed = subprocess.run([path, "--list-langs"], capture_output=True, text=True, check=False, timeout=WALL_SECONDS)
    told = re.search(r"tesseract v?([\w.\-]+)", version.stdout + version.stderr)
    return f"tesseract {told[1] if told else '?'}", frozenset(listed.stdout.split())


def _read(reader: Reader, picture: bytes, *, dpi: int) -> bytes | None:
    """The layer of one picture; None where nothing was read or the program gave up. Raises TimeoutExpired."""
    limits = [str(CPU_SECONDS), str(MEMORY_BYTES)]
    asked = ["stdin", "stdout", "-l", reader.languages, "--dpi", str(max(dpi, 70)), *_OPTIONS, "pdf"]
    try:
        answer = subprocess.run(
            [sys.executable, "-I", "-S", str(Path(confinement.__file__)), *limits, reader.path, *asked],
            input=picture,
            capture_output=True,
            check=True,
            timeout=WALL_SECONDS,
            env=_ENVIRONMENT,
        ).stdout
        with pikepdf.open(io.BytesIO(answer)) as layer:
            drawn = layer.pages[0].Contents.read_bytes()
    except (subprocess.CalledProcessError, pikepdf.PdfError, IndexError) as fault:
        log.warning("evidence_words_not_read", fault=type(fault).__name__)
        return None
    return answer if b"TJ" in drawn or b"Tj" in drawn else None
