"""What the public register says, read over before it is said; orders are put there. (Fines are, by `fines.publish`.)"""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.complaints.models import Complaint
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.enforcement.enums import UNISSUED_ORDER_STATES, InvestigationState
from caseapp.enforcement.models import ComplianceOrder
from caseapp.enforcement.workflow import order_chain

SUMMARY_MAX = 2000

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_REFERENCE = re.compile(r"\b[A-Z]{2,4}(?:-[A-Z]{1,3})?-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")

timeline.tell("orders.publish", _("The order was put into the public register."))


def public_summary(summary: str) -> str:
    """The summary without space around it; refuses an empty one, and one with an e-mail address or a complaint's
    reference.
    """
    summary = summary.strip()
    if not summary:
        raise InvalidInput.field("summary", _("Write what the public should know."))
    if len(summary) > SUMMARY_MAX:
        raise InvalidInput.field("summary", _("Use at most 2,000 characters."))
    if _EMAIL.search(summary):
        raise InvalidInput.field("summary", _("Leave out e-mail addresses: the register names no person."))
    named = set(_REFERENCE.findall(summary))
    if Complaint.objects.filter(reference__in=named).exists():
        raise InvalidInput.field("summary", _("Leave out references of complaints: the register names no person."))
    return summary


@transaction.atomic
def publish_order(*, actor: Actor, order: ComplianceOrder, summary: str) -> ComplianceOrder:
    """Put an order into the public register with a summary that names nobody; again corrects the summary.

    A supervisor's act. Refuses an order that was never made, and one whose decision is under appeal.
    """
    locked: ComplianceOrder = (
        ComplianceOrder.objects.select_for_update(of=("self",))
        .select_related("decision__investigation")
        .get(pk=order.pk)
    )
    if not can(actor, "orders.publish", locked):
        raise NotAllowed()
    if locked.state in UNISSUED_ORDER_STATES:
        raise WrongState(_("The order was not made, so there is nothing to publish."))
    if locked.decision.investigation.state == InvestigationState.APPEALED:
        raise WrongState(_("The decision is under appeal: the order is not final and cannot be published yet."))
    locked.summary = public_summary(summary)
    locked.published_at = locked.published_at or timezone.now()
    locked.save(update_fields=["summary", "published_at", "updated_at"])
    timeline.write(actor=actor, subject=locked, kind="orders.publish")
    audit.record(
        actor=actor,
        action="orders.publish",
        subject=locked,
        chain=order_chain(locked),
        facts={"summary": audit.digest(locked.summary)},
    )
    return locked
