"""Remembers in the session what was looked at, so that an entry of custody is written once a visit."""

from uuid import UUID

from django.http import HttpRequest

_REMEMBERED = 200


def first_in_visit(request: HttpRequest, what: str, item_id: UUID) -> bool:
    """Whether this visit does `what` to an item for the first time; from now on it has."""
    known: list[str] = request.session.get(what, [])
    if str(item_id) in known:
        return False
    request.session[what] = [*known, str(item_id)][-_REMEMBERED:]
    return True
