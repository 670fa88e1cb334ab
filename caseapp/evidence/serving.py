"""How stored bytes leave: as attachments that nothing runs, whole or in the part that was asked for."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from caseapp.evidence.cipher import FRAME_BYTES
from caseapp.evidence.services.reading import Content

CONTENT_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What the browser is told of a file that a stranger sent: save it, guess nothing, run nothing, keep nothing."""

_ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def wanted_part(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a `Range`, or None to send all: several parts at once, and nonsense, are not for us.

    Raises ValueError for a part that lies beyond the end.
    """
    match = _ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start >= size or (not first and int(last) == 0):
        raise ValueError("beyond the end")
    return None if end < start else (start, end)


def begins_later(range_header: str) -> bool:
    """Whether a `Range` asks for a part that does not begin with the first byte: a download going on, not a new one."""
    match = _ONE_RANGE.fullmatch(range_header.strip())
    return match is not None and match.group(1) not in {"", "0"}


def answer(content: Content, range_header: str = "", *, attachment: bool = True) -> Any:
    """The content, as an attachment unless we made it: 200 with all, 206 with a part, 416 for one beyond its end."""
    try:
        part = wanted_part(range_header, content.size)
    except ValueError:
        content.close()
        return HttpResponse(status=416, headers={**CONTENT_HEADERS, "Content-Range": f"bytes */{content.size}"})
    if part is None:
        response = StreamingHttpResponse(content.frames, content_type=content.media_type, headers=CONTENT_HEADERS)
        response["Content-Length"] = str(content.size)
    else:
        first, last = part
        response = StreamingHttpResponse(
            _part(content, first, last), status=206, content_type=content.media_type, headers=CONTENT_HEADERS
        )
        response["Content-Length"] = str(last - first + 1)
        response["Content-Range"] = f"bytes {first}-{last}/{content.size}"
    # Closes the file even when nobody reads the stream to its end.
    response._resource_closers.append(content.close)  # type: ignore[attr-defined]
    response["Accept-Ranges"] = "bytes"
    disposition = content_disposition_header(attachment, content.file_name)
    if disposition is not None:
        response["Content-Disposition"] = disposition
    return response


def _part(content: Content, first: int, last: int) -> Iterator[bytes]:
    content.opened.seek(first)
    left = last - first + 1
    while left > 0:
        piece = content.opened.read(min(FRAME_BYTES, left))
        if not piece:
            return
        left -= len(piece)
        yield piece
