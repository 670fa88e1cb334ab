"""Bodies as they may come in: JSON without characters that no table can hold."""

from typing import IO, Any, cast

from django.conf import settings
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser


class BodyTooLarge(APIException):
    """A body over the limit, refused before it is read whole."""

    status_code = 413
    default_code = "too_large"
    default_detail = "The body is larger than we take. Nothing was saved."


class Bounded:
    """A stream that refuses to give more than its limit, whatever length was announced."""

    def __init__(self, stream: Any, limit: int) -> None:
        self._stream = stream
        self._left = limit

    def read(self, size: int = -1) -> bytes:
        part: bytes = self._stream.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        self._left -= len(part)
        if self._left < 0:
            raise BodyTooLarge()
        return part


class CleanJSONParser(JSONParser):
    """JSON up to the size of a form, refused whole where any text in it holds NUL or a lone surrogate."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        try:
            bounded = cast(IO[Any], Bounded(stream, settings.DATA_UPLOAD_MAX_MEMORY_SIZE))
            parsed = super().parse(bounded, media_type, parser_context)
        except (RecursionError, UnicodeDecodeError):
            raise ParseError("The body is not JSON that we can read.") from None
        refuse_unstorable(parsed)
        return parsed


def refuse_unstorable(value: Any) -> None:
    """Raise ParseError for text that no table can hold, however deep it lies."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            raise ParseError("The body holds a character that is not text (U+0000 or a lone surrogate).")
    elif isinstance(value, dict):
        for key, item in value.items():
            refuse_unstorable(key)
            refuse_unstorable(item)
    elif isinstance(value, list):
        for item in value:
            refuse_unstorable(item)
