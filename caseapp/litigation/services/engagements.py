"""From a complainant's request to an accepted engagement; the conflict check in between is in `conflicts`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Firm
from caseapp.audit import services as audit
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import ComplaintState, GrantScope
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import ConflictResult, EngagementState
from caseapp.litigation.models import Engagement
from caseapp.litigation.services.conflicts import somebody_added, start_conflict_check
from caseapp.litigation.services.telling import tell_firm
from caseapp.litigation.workflow import ENGAGEMENT, engagement_chain
from caseapp.notifications import services as notifications

notifications.tell("litigation.request", _("Somebody asks your firm to act: %(reference)s."))
notifications.tell("litigation.offer", _("%(firm)s offers to act for you."))
notifications.tell("litigation.accepted", _("The client accepted your offer on %(reference)s."))
notifications.tell("litigation.declined", _("The request %(reference)s was declined."))
notifications.tell("litigation.ended", _("The engagement %(reference)s ended."))


@transaction.atomic
def request_engagement(
    *, actor: Actor, complaint: Complaint, firm: Firm, scopes: Iterable[str], request: str = ""
) -> Engagement:
    """Ask a firm to act on one's complaint. The firm learns what happened, without names, until its conflict check is
    clear; evidence and who the client is only once it is engaged and only as far as `scopes` goes. Partners and
    associates are told.

    Refuses a second open request to the same firm, and a withdrawn complaint.
    """
    if not can(actor, "complaints.share", complaint):
        raise NotAllowed()
    if complaint.state in {ComplaintState.DRAFT, ComplaintState.WITHDRAWN}:
        raise WrongState(_("A complaint in this state cannot be shared."))
    wanted = sorted({GrantScope.FACTS.value, *scopes})
    if set(wanted) - set(GrantScope.values):
        raise InvalidInput.field("scopes", _("This is not one of the choices."))
    Complaint.objects.select_for_update().get(pk=complaint.pk)
    if open_engagements(complaint).filter(firm=firm).exists():
        raise InvalidInput.field("firm", _("You already asked this firm."))
    engagement = Engagement.objects.create(complaint=complaint, firm=firm, scopes=wanted, request=request.strip())
    audit.record(
        actor=actor,
        action="engagements.request",
        subject=engagement,
        chain=engagement_chain(engagement),
        facts={"firm": firm.slug, "scopes": wanted},
    )
    tell_firm(engagement, "litigation.request", roles=["partner", "associate"])
    somebody_added(firm_id=firm.pk)
    return engagement


@transaction.atomic
def offer(*, actor: Actor, engagement: Engagement, terms: str) -> Engagement:
    """Offer to act on terms that the client reads. Refused until the conflict check is clear or waived."""

    def put(row: Engagement) -> None:
        row.terms = terms.strip()
        row.offered_at = timezone.now()

    engagement = Engagement.objects.select_for_update().get(pk=engagement.pk)
    check = engagement.conflict_checks.order_by("-pk").first()
    if can(actor, "engagements.offer", engagement) and (
        check is None or check.result not in {ConflictResult.CLEAR, ConflictResult.WAIVED}
    ):
        raise WrongState(_("Decide the conflict check first: nobody may act before it is clear or waived."))
    engagement = ENGAGEMENT.apply(
        actor, engagement, "offer", given={"terms": terms.strip()}, change=put, save=["terms", "offered_at"]
    )
    complaints.tell_complainant(
        complaint=engagement.complaint, kind="litigation.offer", data=engagement.firm.names("firm")
    )
    return engagement


@transaction.atomic
def accept(*, actor: Actor, engagement: Engagement) -> Engagement:
    """The client accepts: the firm now sees what the client chose to show. The firm is told."""

    def now(row: Engagement) -> None:
        row.accepted_at = timezone.now()

    engagement = ENGAGEMENT.apply(
        actor,
        engagement,
        "accept",
        facts={"terms_sha256": audit.digest(engagement.terms)},
        change=now,
        save=["accepted_at"],
    )
    complaints.grant_firm(actor=actor, complaint=engagement.complaint, firm=engagement.firm, scopes=engagement.scopes)
    somebody_added(firm_id=engagement.firm_id)
    tell_firm(engagement, "litigation.accepted")
    return engagement


@transaction.atomic
def decline(*, actor: Actor, engagement: Engagement, reason: str = "") -> Engagement:
    """The firm or the client says no; the firm's access ends. The other side is told."""
    engagement = ENGAGEMENT.apply(actor, engagement, "decline", given={"reason": reason})
    complaints.revoke_firm(actor=actor, complaint=engagement.complaint, firm=engagement.firm)
    _tell_other_side(actor, engagement, "litigation.declined")
    return engagement


@transaction.atomic
def end(*, actor: Actor, engagement: Engagement) -> Engagement:
    """End the engagement; the firm's access to the complaint ends, its own case file stays. The other side is told."""
    engagement = ENGAGEMENT.apply(actor, engagement, "end")
    complaints.revoke_firm(actor=actor, complaint=engagement.complaint, firm=engagement.firm)
    _tell_other_side(actor, engagement, "litigation.ended")
    return engagement


def perform(*, actor: Actor, engagement: Engagement, action: str, given: Mapping[str, Any]) -> Any:
    """Do an offered action by its name, for the act page and the API."""
    verb = _VERBS.get(action)
    if verb is None:
        raise InvalidInput.field("action", _("There is no such action."))
    rows = ENGAGEMENT.named(action)
    known = {*rows[0].needs, *rows[0].may_give}
    values = {name: value for name, value in given.items() if name in known and value is not None}
    if action == "offer":
        values.setdefault("terms", "")
    return verb(actor=actor, engagement=engagement, **values)


_VERBS: dict[str, Callable[..., Any]] = {
    "start_conflict_check": start_conflict_check,
    "offer": offer,
    "accept": accept,
    "decline": decline,
    "end": end,
}


def open_engagements(complaint: Complaint) -> Any:
    """Requests and engagements of a complaint that are neither declined nor ended."""
    return complaint.engagements.exclude(state__in=[EngagementState.DECLINED, EngagementState.ENDED])


def _tell_other_side(actor: Actor, engagement: Engagement, kind: str) -> None:
    if engagement.firm_id in actor.firm_ids():
        complaints.tell_complainant(complaint=engagement.complaint, kind=kind, data={"reference": engagement.reference})
    else:
        tell_firm(engagement, kind)
