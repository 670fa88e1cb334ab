"""What of a text could be a person: refused where it surely is, pointed out where it may be."""

import re

from django.db.models import Q
from django.utils.translation import gettext as _

from caseapp.accounts.models import User
from caseapp.core.errors import InvalidInput
from caseapp.enforcement.models import Decision
from caseapp.enforcement.services.publishing import public_summary

_LONG_NUMBER = re.compile(r"(?<![\w.,])\+?\d[\d \-]{5,18}[\dXx](?![\w])")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+|[\u4e00-\u9fff]{1,3}(?:先生|女士|小姐)")


def redacted(text: str, decision: Decision) -> str:
    """The text, tidied. Raises InvalidInput on `text` for an e-mail address, a complaint's reference, or the name of
    somebody of the case: who complained with an account, who investigated, drafted or approved.
    """
    try:
        text = public_summary(text)
    except InvalidInput as refusal:
        raise InvalidInput.field("text", next(iter(refusal.errors.values()))) from refusal
    named = [name for name in _names(decision) if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    if named:
        raise InvalidInput.field(
            "text", _("Leave out %(name)s: the register names no person.") % {"name": "; ".join(named)}
        )
    return text


def doubtful(text: str) -> list[str]:
    """Parts that may be a telephone or identity number, or a person's name: for the reviewer to look at."""
    return [found[0].strip() for pattern in (_LONG_NUMBER, _TITLED) for found in pattern.finditer(text)]


def _names(decision: Decision) -> list[str]:
    investigation = decision.investigation
    people = User.objects.filter(
        Q(complaints__investigations=investigation)
        | Q(pk__in=[decision.drafted_by_id, decision.approved_by_id, investigation.lead_id])
    ).distinct()
    return [name for name in people.values_list("display_name", flat=True) if len(name) > 1]
