"""Admitting many claims at once: those that give no reason to look twice, as they were chosen from a list."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.litigation.models import CollectiveAction
from caseapp.litigation.selectors.roster import plain_claims
from caseapp.litigation.services.collective.roster import admit

MOST_AT_ONCE = 200
"""More would hold the action's lock longer than a request lasts."""


@transaction.atomic
def admit_chosen(*, actor: Actor, action: CollectiveAction, numbers: Iterable[int]) -> int:
    """Admit the chosen claims, each with its own entry and notice; returns how many. At most 200 at once.

    Refused whole where one of them is not, or not any more, a claim with nothing to look at: that one is for a person
    to open. Raises InvalidInput beside the list.
    """
    if not can(actor, "collective_actions.admit", action):
        raise NotAllowed()
    chosen = set(numbers)
    if len(chosen) > MOST_AT_ONCE:
        raise InvalidInput.field("numbers", _("Choose at most %(most)s at once.") % {"most": MOST_AT_ONCE})
    CollectiveAction.objects.select_for_update().get(pk=action.pk)
    plain = {place.member.pk: place.member for place in plain_claims(actor, action)}
    if not chosen:
        raise InvalidInput.field("numbers", _("Choose at least one claim."))
    if not chosen <= set(plain):
        raise InvalidInput.field(
            "numbers",
            _("Some of these have something to look at now, or were decided meanwhile. Look at the list again."),
        )
    for number in sorted(chosen):
        admit(actor=actor, member=plain[number])
    return len(chosen)
