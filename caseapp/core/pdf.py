"""PDF documents from our Typst sources: tagged for screen readers, reproducible, their texts never run as code."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

SOURCES: Path = settings.BASE_DIR / "templates" / "documents"
FONTS: list[Path] = [settings.DOCUMENT_FONTS / weight for weight in ("400Regular", "600SemiBold")]


def render_pdf(source: str, *, data: Mapping[str, Any], title: str, dated: dt.datetime, language: str = "") -> bytes:
    """The document of `templates/documents/<source>.typ` as PDF/UA-1: the same inputs give the same bytes.

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
    return typst.compile(
        SOURCES / f"{source}.typ",
        root=SOURCES,
        font_paths=FONTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"given": json.dumps(given, cls=DjangoJSONEncoder, ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=int(dated.timestamp()),
    )
