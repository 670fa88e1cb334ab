"""PDF documents from our Typst sources: tagged for screen readers, reproducible, their texts never run as code."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

SOURCES: Path = settings.BASE_DIR / "templates" / "documents"
FONTS: list[Path] = [settings.DOCUMENT_FONTS / weight for weight in ("400Regular", "600SemiBold")]

UNSHOWN = "□"
"""Stands where no font of ours has the sign, for these documents may not hold text that nobody can see."""

_MOST_SIGNS = 20
_NAMED = re.compile(r'the text (?:contains the disallowed codepoint )?`?"((?:[^"\\]|\\.)+)"`?')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_PICTURES = re.compile("[\u200d\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0000-\U000e01ef]+")
_DOUBTFUL = re.compile("[^\u0020-\u024f\u2010-\u2027\u3000-\u9fff\uff00-\uff60]")


def render_pdf(
    source: str,
    *,
    data: Mapping[str, Any],
    title: str,
    dated: dt.datetime,
    language: str = "",
    archival: bool = False,
) -> bytes:
    """The document of `templates/documents/<source>.typ` as PDF/UA-1, for keeping PDF/A-2a as well: the same inputs
    give the same bytes.

    `data` reaches the source as plain values (`#import "frame.typ": data`), so nothing in it can become markup.
    `dated` is the moment that the file says it was made at; `language` is the active one unless given.
    Raises `typst.TypstError` where the source is faulty: that is ours to mend, never the reader's.
    """
    given = {
        "title": title,
        "language": language or translation.get_language() or settings.LANGUAGE_CODE,
        "dated": dated.date().isoformat(),
        "data": data,
    }
    text = json.dumps(given, cls=DjangoJSONEncoder, ensure_ascii=False)
    for attempt in range(_MOST_SIGNS + 1):
        try:
            return typst.compile(
                SOURCES / f"{source}.typ",
                root=SOURCES,
                font_paths=FONTS,
                ignore_system_fonts=True,
                format="pdf",
                sys_inputs={"given": text},
                pdf_standards=["ua-1", "a-2a"] if archival else ["ua-1"],
                timestamp=int(dated.timestamp()),
            )
        except typst.TypstError as fault:
            told = _NAMED.search(str(fault))
            if told is None or attempt == _MOST_SIGNS:
                raise
            text = _without(told[1], text, every=attempt + 1 == _MOST_SIGNS)
    raise AssertionError("the last attempt returns or raises")


def _without(sign: str, text: str, *, every: bool) -> str:
    """The text with a sign that cannot be shown marked, pictures with it; at last everything that might not be."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), sign).replace('\\"', '"').replace("\\\\", "\\")
    text = _PICTURES.sub(UNSHOWN, text)
    for written in (plain, json.dumps(plain, ensure_ascii=False)[1:-1]):
        text = text.replace(written, UNSHOWN)
    return _DOUBTFUL.sub(UNSHOWN, text) if every else text
