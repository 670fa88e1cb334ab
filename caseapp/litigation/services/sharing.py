"""Changing what a firm may see, and ending it: the complainant's own acts upon a sharing."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.enums import GrantScope
from caseapp.complaints.policies import is_complainant
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import Engagement
from caseapp.litigation.services.access import open_by_engagement
from caseapp.litigation.services.engagements import decline, end, tell_firm
from caseapp.litigation.workflow import engagement_chain
from caseapp.notifications import services as notifications

timeline.tell("engagements.scopes_changed", _("The client changed what the firm may see: %(parts)s."))
notifications.tell("litigation.scopes", _("The client of %(reference)s changed what you may see."))

OVER = frozenset({EngagementState.DECLINED, EngagementState.ENDED})


@transaction.atomic
def change_scopes(*, actor: Actor, engagement: Engagement, scopes: Iterable[str]) -> Engagement:
    """Give a firm more or fewer parts of the complaint. While it acts this holds at once, before that once it does.

    What happened always belongs to it. Both sides read of it, and the firm is told. For the complainant alone.
    Raises WrongState once it is over.
    """
    if not is_complainant(actor, engagement.complaint):
        raise NotAllowed()
    wanted = sorted({GrantScope.FACTS.value, *scopes})
    if set(wanted) - set(GrantScope.values):
        raise InvalidInput.field("scopes", _("This is not one of the choices."))
    locked = Engagement.objects.select_for_update().get(pk=engagement.pk)
    if locked.state in OVER:
        raise WrongState(_("This firm does not see the complaint any more."))
    if locked.scopes == wanted:
        return locked
    locked.scopes = wanted
    locked.save(update_fields=["scopes", "updated_at"])
    if locked.state == EngagementState.ACCEPTED:
        open_by_engagement(actor=actor, engagement=locked, scopes=wanted)
    parts = [str(scope.label) for scope in GrantScope if scope.value in wanted]
    timeline.write(actor=actor, subject=locked, kind="engagements.scopes_changed", data={"parts": " · ".join(parts)})
    audit.record(
        actor=actor,
        action="engagements.change_scopes",
        subject=locked,
        chain=engagement_chain(locked),
        facts={"scopes": wanted},
    )
    tell_firm(locked, "litigation.scopes", roles=["partner", "associate"])
    return locked


def stop_sharing(*, actor: Actor, engagement: Engagement) -> Engagement:
    """End what a firm may see, whatever came of the request: it is declined, or the engagement ended."""
    if not is_complainant(actor, engagement.complaint):
        raise NotAllowed()
    verb = end if engagement.state == EngagementState.ACCEPTED else decline
    return verb(actor=actor, engagement=engagement)
