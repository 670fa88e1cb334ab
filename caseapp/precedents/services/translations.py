"""The Chinese words of the precedents that ship, and what a translation must be before it is loaded."""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.precedents.services.faults import Wrong

TRANSLATIONS = "zh-hans.json"
"""The name of the file of translations beside a file of precedents: `{id: {"title": "…", "summary": "…"}}`."""

TITLE_LENGTH = 300
_HAN = re.compile("[\u4e00-\u9fff]")
_SPARE = re.compile(r"^\s|\s$|\s{2,}|[\n\t]")

Words = dict[str, dict[str, str]]


def read_translations(path: Path) -> tuple[Words, list[tuple[str, str]]]:
    """The translations by id, and everything wrong with them as (id, what); no words at all where anything is wrong."""
    if not path.exists():
        return {}, []
    doubled: list[str] = []
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_unique(doubled))
    except ValueError as error:
        return {}, [(path.name, f"not JSON ({error})")]
    if not isinstance(loaded, dict):
        return {}, [(path.name, "not a JSON object")]
    wrong = [(name, "stands twice in the translations") for name in doubled]
    wrong.extend((name, str(what)) for name, words in loaded.items() for what in translation_faults(words))
    return (loaded, []) if not wrong else ({}, wrong)


def translation_faults(words: object) -> Iterable[Wrong]:
    """What is wrong with the translation of one record; fields are `title` and `summary`."""
    if not isinstance(words, dict) or not words or not words.keys() <= {"title", "summary"}:
        yield Wrong("", _("A translation is a title and a summary."), "a translation is a title and a summary in words")
        return
    for key, text in words.items():
        if not isinstance(text, str) or not _HAN.search(text):
            yield Wrong(key, _("Write this in Chinese."), f"{key} must be in Chinese")
        elif _SPARE.search(text):
            yield Wrong(key, _("Remove line breaks and spare blanks."), f"{key} has spare blanks or line breaks")
    if isinstance(words.get("title"), str) and len(words["title"]) > TITLE_LENGTH:
        most = TITLE_LENGTH
        yield Wrong("title", _("Enter at most %(most)s characters.") % {"most": most}, f"title is longer than {most}")


def _unique(doubled: list[str]) -> Any:
    def pairs(given: list[tuple[str, Any]]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, value in given:
            if key in made:
                doubled.append(key)
            made[key] = value
        return made

    return pairs
