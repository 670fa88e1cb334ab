"""What later became of a decision, and how it then stands; estimates, lists and cautions all read this one rule."""

from collections.abc import Iterable
from typing import Final

TREATMENTS: Final = ("followed", "distinguished", "reduced", "overturned", "unpaid")

_STANDING: Final = {"unpaid": "pending_payment", "reduced": "reduced", "overturned": "overturned"}
_GRAVITY: Final = {"pending_payment": 1, "reduced": 2, "overturned": 3}


def standing(status: str, treatments: Iterable[str]) -> str:
    """The status of a matter after its treatments: the gravest of what was recorded first and of what came later.

    Being followed or distinguished by another decision leaves the standing as it is. A matter that stood as reduced
    or overturned is not raised again by a treatment; that takes a correction of its status.
    """
    found = [status, *(_STANDING[one] for one in treatments if one in _STANDING)]
    return max(found, key=lambda one: _GRAVITY.get(one, 0))
