"""Tickets by which a page lets its reader upload: signed, for one purpose and a day, carried in a header.

Whoever fills a draft, follows by receipt or answers an evidence request has no account that `/uploads/` could ask; the
page that knows them gives them a ticket. It opens nothing but the door by which files come in.
"""

from django.core import signing

SALT = "evidence.ticket"
VALID_SECONDS = 24 * 60 * 60


def issue(purpose: str, subject: object) -> str:
    """A ticket to upload for a `purpose` (draft, receipt, request, inquiry) and the id of its subject."""
    return signing.dumps([purpose, str(subject)], salt=SALT, compress=False)


def read(ticket: str) -> tuple[str, str] | None:
    """Purpose and subject of a ticket; None when it is not ours, was altered or is too old."""
    try:
        purpose, subject = signing.loads(ticket, salt=SALT, max_age=VALID_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(purpose), str(subject)
