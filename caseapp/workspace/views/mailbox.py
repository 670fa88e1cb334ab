"""The mails of the demonstration, for everybody to read; outside demonstration mode there is no such page."""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from caseapp.core.errors import NotFound

SHOWN = 50
_BETWEEN = re.compile(rb"^-{79}\r?\n?", re.MULTILINE)
"""How Django's back end of files parts the mails of one file."""


@dataclass(frozen=True)
class Mail:
    """One mail as the mailbox shows it."""

    to: str
    subject: str
    date: str
    body: str


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails that the demonstration wrote to files instead of sending them."""
    if not settings.DEMO:
        raise NotFound()
    folder = getattr(settings, "EMAIL_FILE_PATH", None)
    return render(
        request,
        "workspace/mailbox.html",
        {"mails": _mails(Path(folder)) if folder else [], "sent_for_real": folder is None},
    )


def _mails(folder: Path) -> list[Mail]:
    if not folder.is_dir():
        return []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:SHOWN]
    found = [_read(piece) for path in files for piece in reversed(_BETWEEN.split(path.read_bytes())) if piece.strip()]
    return found[:SHOWN]


def _read(piece: bytes) -> Mail:
    mail: EmailMessage = message_from_bytes(piece, policy=policy.default)  # type: ignore[assignment]
    part = mail.get_body(preferencelist=("plain",))
    return Mail(
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        date=str(mail["Date"]),
        body=part.get_content() if part is not None else "",
    )
