"""Answering with a file to keep."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def file_answer(content: bytes, name: str, media_type: str = "application/pdf") -> HttpResponse:
    """A file as an attachment that no browser opens as something else."""
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": content_disposition_header(True, name) or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )
