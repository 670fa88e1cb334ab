"""Text of the law in the reader's language, which says when it had to fall back to English."""

import re
from typing import Any, Self

from django.utils.translation import get_language

CHINESE = "zh-hans"
WEB_ADDRESS = re.compile(r"\S+\.\S+")
ENGLISH_WORD = re.compile(r"[a-z]{3,}")


class Wording(str):
    """A text that knows its language; `is_fallback` means the reader asked for another one."""

    language: str
    is_fallback: bool

    def __new__(cls, text: str, language: str = "en", *, is_fallback: bool = False) -> Self:
        made = super().__new__(cls, text)
        made.language = language
        made.is_fallback = is_fallback
        return made

    @property
    def sentence(self) -> str:
        """The text with a capital at its start, unless a web address stands there."""
        first = self.split(" ", 1)[0]
        return str(self) if WEB_ADDRESS.fullmatch(first) else self[:1].upper() + self[1:]


def wording(english: str, chinese: str, language: str | None = None) -> Wording:
    """The Chinese text for a Chinese reader where there is one, else the English one marked as a fallback.

    Numbers of articles and web addresses alone are no language and are not marked.
    """
    reader = (language or get_language() or "en").lower()
    if reader.startswith("zh"):
        if chinese:
            return Wording(chinese, CHINESE)
        has_words = ENGLISH_WORD.search(WEB_ADDRESS.sub("", english)) is not None
        return Wording(english, "en" if has_words else CHINESE, is_fallback=has_words)
    return Wording(english, "en")


class Bilingual:
    """`row.name` for the columns `name_en` and `name_zh`, in the language active now."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        return wording(getattr(row, f"{self.name}_en"), getattr(row, f"{self.name}_zh"))
