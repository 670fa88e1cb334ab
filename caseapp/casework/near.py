"""What a desk's list shows besides what was typed: complaints about names that were mistyped by a letter or two."""

from collections.abc import Iterable

from django.db.models import Q

from caseapp.complaints import selectors
from caseapp.respondents.selectors import NearName

EXACT = "exact"
"""In the address: names spelled otherwise are left out."""


def about(names: Iterable[NearName]) -> Q:
    """The complaints about these organisations, or about places of these names."""
    known = list(names)
    places = [each.name for each in known if each.is_place]
    found = Q(respondent_id__in=sorted({each.respondent_id for each in known if not each.is_place}))
    return found | selectors.at_place(*places) if places else found
