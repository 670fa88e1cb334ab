"""From a complainant's request to an accepted engagement; the conflict check in between is in `conflicts`."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
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
from caseapp.law.selectors import day_in
from caseapp.litigation.enums import TAKING_PART, EngagementState, FeeKind
from caseapp.litigation.models import CollectiveMember, Engagement
from caseapp.litigation.selectors.fees import share_refusal, share_refusal_together
from caseapp.litigation.services.access import end_with_engagement, open_by_engagement
from caseapp.litigation.services.conflicts import somebody_added, start_conflict_check
from caseapp.litigation.services.engagement_letters import engagement_letter, offered_sha256
from caseapp.litigation.services.telling import tell_firm
from caseapp.litigation.workflow import ENGAGEMENT, FREE, engagement_chain, free_to_act
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
def offer(
    *,
    actor: Actor,
    engagement: Engagement,
    terms: str,
    fee_kind: str = "",
    fee_amount: Decimal | None = None,
    fee_currency: str = "",
    fee_percent: Decimal | None = None,
) -> Engagement:
    """Offer to act on terms and for a fee, in a letter that the client reads. Refused until the conflict check is clear
    or waived, and for a fee that the law of the place does not allow or that is not verified to be lawful there.
    """

    def put(row: Engagement) -> None:
        row.terms = terms.strip()
        row.fee_kind = fee_kind
        row.fee_amount = fee_amount if fee_kind in {FeeKind.HOURLY, FeeKind.FIXED} else None
        row.fee_currency = fee_currency if row.fee_amount is not None else ""
        row.fee_percent = fee_percent if fee_kind == FeeKind.CONTINGENT else None
        row.offered_at = timezone.now()

    engagement = Engagement.objects.select_for_update().get(pk=engagement.pk)
    # Joining a group action, which a share may forbid, takes this lock too.
    Complaint.objects.select_for_update().get(pk=engagement.complaint_id)
    if can(actor, "engagements.offer", engagement):
        if not free_to_act(engagement):
            raise WrongState(_("Decide the conflict check first: nobody may act before it is clear or waived."))
        _check_fee(engagement, fee_kind, fee_amount, fee_currency, fee_percent)
    names = ["terms", "fee_kind", "fee_amount", "fee_currency", "fee_percent", "offered_at"]
    engagement = ENGAGEMENT.apply(
        actor, engagement, "offer", given={"terms": terms.strip()}, facts={"fee": fee_kind}, change=put, save=names
    )
    engagement.letter = engagement_letter(actor=actor, engagement=engagement)
    engagement.save(update_fields=["letter", "updated_at"])
    complaints.tell_complainant(
        complaint=engagement.complaint, kind="litigation.offer", data=engagement.firm.names("firm")
    )
    return engagement


@transaction.atomic
def accept(*, actor: Actor, engagement: Engagement, name: str) -> Engagement:
    """The client puts their name under the letter: the firm now sees what the client chose to show. The firm is told.

    Kept with it: the typed name, sealed; the moment; and the SHA-256 of the letter's PDF, or of the terms where no
    letter was made. Refused while a newer conflict check waits for a decision.
    """

    def now(row: Engagement) -> None:
        row.accepted_at = timezone.now()
        row.accepted_sha256 = offered_sha256(row)
        row.sign(name.strip())

    if len(name.strip()) > 200:
        raise InvalidInput.field("name", _("Use at most 200 characters."))
    engagement = Engagement.objects.select_for_update().get(pk=engagement.pk)
    newest = engagement.conflict_checks.order_by("-pk").first()
    if newest is not None and newest.result not in FREE and can(actor, "engagements.accept", engagement):
        raise WrongState(
            _("The firm is looking at a possible conflict of interest again. You are told when it is done.")
        )
    engagement = ENGAGEMENT.apply(
        actor,
        engagement,
        "accept",
        given={"name": name.strip()},
        facts={"text_sha256": offered_sha256(engagement)},
        change=now,
        save=["accepted_at", "accepted_sha256", "sealed_signature"],
    )
    open_by_engagement(actor=actor, engagement=engagement, scopes=engagement.scopes)
    somebody_added(firm_id=engagement.firm_id)
    tell_firm(engagement, "litigation.accepted")
    return engagement


@transaction.atomic
def decline(*, actor: Actor, engagement: Engagement, reason: str = "") -> Engagement:
    """The firm or the client says no; the access that asking had opened ends. The other side is told."""
    engagement = ENGAGEMENT.apply(actor, engagement, "decline", given={"reason": reason})
    end_with_engagement(actor=actor, engagement=engagement)
    _tell_other_side(actor, engagement, "litigation.declined")
    return engagement


@transaction.atomic
def end(*, actor: Actor, engagement: Engagement, reason: str = "") -> Engagement:
    """End the engagement; the access it had opened ends, the firm's own case file stays. The other side is told.

    Whoever takes part in a collective action of the firm still shows it what they chose when they joined.
    """

    def now(row: Engagement) -> None:
        row.ended_at = timezone.now()

    engagement = ENGAGEMENT.apply(actor, engagement, "end", given={"reason": reason}, change=now, save=["ended_at"])
    end_with_engagement(actor=actor, engagement=engagement)
    somebody_added(firm_id=engagement.firm_id)
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
    if action in {"offer", "accept"}:
        values.setdefault("terms" if action == "offer" else "name", "")
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


def _check_fee(
    engagement: Engagement, kind: str, amount: Decimal | None, currency: str, percent: Decimal | None
) -> None:
    if kind and kind not in FeeKind.values:
        raise InvalidInput.field("fee_kind", _("This is not one of the choices."))
    if kind in {FeeKind.HOURLY, FeeKind.FIXED} and not (amount and amount > 0 and currency):
        raise InvalidInput.field("fee_amount", _("Enter the sum and its currency."))
    if kind != FeeKind.CONTINGENT:
        return
    place = engagement.complaint.jurisdiction
    today = day_in(place, timezone.now())
    refused = share_refusal(place, percent, today)
    if refused is not None:
        raise InvalidInput.field(*refused)
    if CollectiveMember.objects.filter(complaint=engagement.complaint, state__in=TAKING_PART).exists():
        together = share_refusal_together(engagement.complaint, today)
        if together is not None:
            raise InvalidInput.field("fee_kind", together)


def _tell_other_side(actor: Actor, engagement: Engagement, kind: str) -> None:
    if engagement.firm_id in actor.firm_ids():
        complaints.tell_complainant(complaint=engagement.complaint, kind=kind, data={"reference": engagement.reference})
    else:
        tell_firm(engagement, kind)
