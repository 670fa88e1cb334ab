"""The score of a complaint in words: high, medium, low."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

HIGH, MEDIUM = 60, 30


def priority_levels() -> "list[tuple[int, _StrOrPromise]]":
    """From which score on a complaint counts as what, for filters."""
    return [(HIGH, _("High: 60 and more")), (MEDIUM, _("Medium: 30 and more"))]


def level_of(score: int) -> str:
    """The tone of a score: `high`, `medium` or `low`."""
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"
