"""Pandoc as we use it: texts in, structure or files out; it reads no file and asks no network (`--sandbox`)."""

import json
import os
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pypandoc

SECONDS = 30
READS = "commonmark+pipe_tables+fenced_divs"
"""Headings, paragraphs, lists, emphasis, quotes, rules, tables, blocks between `:::`; raw HTML is shown as text."""

Blocks = list[dict[str, Any]]


def structure_of(text: str) -> Blocks:
    """The blocks of a Markdown text, as pandoc's own JSON names them."""
    blocks: Blocks = json.loads(_pandoc(["-f", READS, "-t", "json"], text.encode()))["blocks"]
    return blocks


def html_of(blocks: Blocks, *, heading_shift: int = 0) -> str:
    """Blocks as HTML; every text in it is escaped."""
    options = ["-f", "json", "-t", "html", "--wrap=preserve", f"--shift-heading-level-by={heading_shift}"]
    return _pandoc(options, _whole(blocks)).decode()


def docx_of(blocks: Blocks, *, reference: bytes, meta: Mapping[str, str], made: int) -> bytes:
    """Blocks as a Word document in the styles of `reference`; `made` (seconds of the epoch) makes the same text the
    same bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, looks = Path(folder) / "document.docx", Path(folder) / "reference.docx"
        looks.write_bytes(reference)
        told = {name: {"t": "MetaString", "c": value} for name, value in meta.items()}
        options = ["-f", "json", "-t", "docx", f"--reference-doc={looks}", "-o", str(path)]
        _pandoc(options, _whole(blocks, told), SOURCE_DATE_EPOCH=str(made))
        return path.read_bytes()


@cache
def reference_of_pandoc() -> bytes:
    """The Word document whose parts pandoc takes where it is given no other."""
    return _pandoc(["--print-default-data-file", "reference.docx"], b"")


def _whole(blocks: Blocks, meta: Mapping[str, Any] | None = None) -> bytes:
    whole = {"pandoc-api-version": _api_version(), "meta": dict(meta or {}), "blocks": blocks}
    return json.dumps(whole, ensure_ascii=False).encode()


@cache
def _api_version() -> list[int]:
    version: list[int] = json.loads(_pandoc(["-f", READS, "-t", "json"], b""))["pandoc-api-version"]
    return version


def _pandoc(options: list[str], given: bytes, **environment: str) -> bytes:
    """Raises subprocess.CalledProcessError or TimeoutExpired: our own mistake, never the writer's."""
    return subprocess.run(
        [pypandoc.get_pandoc_path(), "--sandbox", *options],
        input=given,
        capture_output=True,
        check=True,
        timeout=SECONDS,
        env={**os.environ, **environment},
    ).stdout
