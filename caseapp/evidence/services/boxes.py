"""Boxes as they are kept: inside their page, and in a film with the moment and the thing they belong to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import InvalidInput
from caseapp.evidence.enums import BoxKind, DerivativeKind
from caseapp.evidence.models import Derivative, Redaction

MOST_BOXES = 500
MOST_SUBJECTS = 60


def checked_boxes(redaction: Redaction, boxes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The boxes as they are to be kept. Raises InvalidInput for one that is none, and for too many."""
    wanted = [_box(box) for box in boxes]
    if len(wanted) > MOST_BOXES:
        raise InvalidInput(_("A copy can have at most 500 boxes."))
    if redaction.item.media_type.startswith("video/"):
        wanted = _in_film(redaction, wanted)
    return wanted


def next_subject(boxes: Iterable[Mapping[str, Any]]) -> int:
    """The first number that no thing of a film has yet."""
    return max((int(box.get("subject") or 0) for box in boxes), default=0) + 1


def _box(given: Mapping[str, Any]) -> dict[str, Any]:
    left, top, width, height = (float(given[name]) for name in ("left", "top", "width", "height"))
    if not (0 <= left < 1 and 0 <= top < 1 and 0 < width <= 1 and 0 < height <= 1):
        raise InvalidInput(_("A box lies on its page and has a width and a height."))
    return {
        "page": max(1, int(given.get("page", 1))),
        "left": round(left, 4),
        "top": round(top, 4),
        "width": round(min(width, 1 - left), 4),
        "height": round(min(height, 1 - top), 4),
        "kind": given["kind"] if given.get("kind") in BoxKind.values else BoxKind.OTHER.value,
        "found": bool(given.get("found")),
        **{name: given[name] for name in ("subject", "since", "until") if given.get(name) is not None},
    }


def _in_film(redaction: Redaction, boxes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With the moment of each box's frame; a box without a number covers a thing of its own."""
    moments = dict(
        Derivative.objects.filter(redaction=redaction, kind=DerivativeKind.FRAME).values_list("page", "second")
    )
    kept, seen = [], set()
    number = next_subject(boxes)
    for box in boxes:
        second = moments.get(box["page"])
        if second is None:
            raise InvalidInput(_("There is no such moment."))
        if not box.get("subject"):
            box["subject"], number = number, number + 1
        if (box["subject"], box["page"]) in seen:
            raise InvalidInput(_("One thing has one box at a moment."))
        seen.add((box["subject"], box["page"]))
        if float(box.get("since", 0.0)) > second or float(box.get("until", second)) < second:
            raise InvalidInput(_("A box holds at the moment it is drawn on: it begins no later and ends no earlier."))
        kept.append({**box, "second": second})
    if len({box["subject"] for box in kept}) > MOST_SUBJECTS:
        raise InvalidInput(_("A copy of a film can cover at most 60 things."))
    return kept
