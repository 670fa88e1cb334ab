"""Checking that a firm is free to act, once and again whenever it comes to know somebody new."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Firm
from caseapp.audit import services as audit
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import GrantScope
from caseapp.core import queue
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import CheckReason, ConflictResult, EngagementState, KnownRole, Weight
from caseapp.litigation.models import ConflictCheck, Engagement, KnownParty
from caseapp.litigation.selectors.conflicts import Finding, Register, firms_asked_by, firms_that_know, seek
from caseapp.litigation.services.access import open_by_engagement
from caseapp.litigation.services.telling import tell_firm
from caseapp.litigation.workflow import ENGAGEMENT, FREE, engagement_chain
from caseapp.notifications import services as notifications
from caseapp.respondents.models import Respondent

notifications.tell(
    "litigation.conflict_review", _("A new conflict may stand against %(reference)s. Look at the check.")
)

CHECKED_AGAIN = (EngagementState.CONFLICT_CHECK, EngagementState.OFFERED, EngagementState.ACCEPTED)
LIST_MOST = 20_000


@transaction.atomic
def start_conflict_check(*, actor: Actor, engagement: Engagement) -> ConflictCheck:
    """Compare every name of the matter with everyone the firm has known, and keep the report.

    Run again it makes a further report; the newest counts. What was found is a help: a lawyer decides.
    """
    engagement = ENGAGEMENT.apply(actor, engagement, "start_conflict_check")
    return _keep(actor, engagement, seek(engagement), CheckReason.ASKED)


@transaction.atomic
def decide_conflict(*, actor: Actor, engagement: Engagement, result: str, reason: str = "") -> ConflictCheck:
    """Say what the newest conflict check came to. A waiver needs a partner and a reason; a conflict needs a reason.

    Clear or waived, the firm reads the names in the complaint from now on; a conflict closes it again. Raises
    WrongState before a check was run, and where the newest one was decided already after the firm began to act.
    """
    if result not in ConflictResult.values:
        raise InvalidInput.field("result", _("Choose what the check came to."))
    action = "engagements.waive_conflict" if result == ConflictResult.WAIVED else "engagements.clear_conflict"
    if not can(actor, action, engagement):
        raise NotAllowed(_("Only a partner may waive a conflict.") if result == ConflictResult.WAIVED else None)
    locked = (
        Engagement.objects.select_for_update(of=("self",)).select_related("complaint", "firm").get(pk=engagement.pk)
    )
    check = locked.conflict_checks.order_by("-pk").first()
    if check is None or locked.state not in CHECKED_AGAIN:
        raise WrongState(_("Run the conflict check first."))
    if locked.state != EngagementState.CONFLICT_CHECK and check.result:
        raise WrongState(_("This check was decided. A new one is made when the firm comes to know somebody new."))
    if result != ConflictResult.CLEAR and not reason.strip():
        raise InvalidInput.field("reason", _("Give the reason."))
    check.result = result
    check.reason = reason.strip()
    check.decided_by_id = actor.user_id
    check.decided_at = timezone.now()
    check.save(update_fields=["result", "reason", "decided_by", "decided_at", "updated_at"])
    audit.record(
        actor=actor,
        action="engagements.decide_conflict",
        subject=locked,
        chain=engagement_chain(locked),
        facts={"check": check.pk, "result": result, "reason": audit.digest(check.reason)},
    )
    _open_or_close(actor, locked, free=result in FREE)
    return check


@transaction.atomic
def recheck(*, engagement: Engagement, register: Register | None = None) -> ConflictCheck | None:
    """Look again. Where something is found that no earlier report has, keep a report that waits for a decision and tell
    the partners; else nothing. Nobody accepts meanwhile. Safe to run again.
    """
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    finding = seek(engagement, register)
    earlier = engagement.conflict_checks.values_list("hits", flat=True)
    seen = {_key(hit) for hits in earlier for hit in hits}
    new = [hit for hit in finding.hits if hit["weight"] != Weight.ALIKE and _key(hit) not in seen]
    if not new:
        return None
    check = _keep(SYSTEM, engagement, finding, CheckReason.PARTY_ADDED)
    tell_firm(engagement, "litigation.conflict_review", roles=["partner"])
    return check


def recheck_firm(firm_id: int) -> int:
    """Look again at everything the firm acts or may come to act in; returns how many reviews that opened."""
    firm = Firm.objects.get(pk=firm_id)
    rows = (
        Engagement.objects.filter(firm=firm, state__in=CHECKED_AGAIN, conflict_checks__isnull=False)
        .select_related("complaint__respondent__parent", "complaint__owner", "complaint__identity", "case_file", "firm")
        .distinct()
    )
    register = Register(firm)
    return sum(recheck(engagement=row, register=register) is not None for row in rows.iterator(100))


def somebody_added(*, firm_id: int) -> None:
    """Say that the firm has come to know somebody: everything it does is looked at again, in the background,
    once for all who are added before that begins.

    Every service that writes down a party calls this in its transaction.
    """
    queue.enqueue_once("litigation.recheck_conflicts", firm_id=firm_id)


@transaction.atomic
def organisation_changed(respondent_id: int) -> None:
    """Have every firm look again that knows an organisation of which the registry learned a name, a company of its
    group, a place or a supplier.
    """
    respondent = Respondent.objects.select_related("parent").filter(pk=respondent_id).first()
    for firm_id in firms_that_know(respondent) if respondent is not None else ():
        somebody_added(firm_id=firm_id)


@transaction.atomic
def client_renamed(complaint_id: int) -> None:
    """Have every firm look again that a complainant asked, once they may go by another name."""
    for firm_id in firms_asked_by(complaint_id):
        somebody_added(firm_id=firm_id)


@transaction.atomic
def add_known_parties(*, actor: Actor, firm: Firm, rows: Iterable[tuple[str, str, str]]) -> int:
    """Take names (name, role, matter) into the firm's own list; those it has already stay. Returns how many are new."""
    if firm.pk not in actor.firm_ids():
        raise NotAllowed()
    made = [
        KnownParty(firm=firm, name=name.strip(), role=role, matter=matter.strip(), added_by_id=actor.user_id)
        for name, role, matter in rows
    ]
    if any(row.role not in KnownRole.values or not row.name for row in made):
        raise InvalidInput.field("names", _("Give each line a name and a role."))
    before = firm.known_parties.count()
    if before + len(made) > LIST_MOST:
        raise InvalidInput.field("names", _("The list holds at most %(most)s names.") % {"most": LIST_MOST})
    KnownParty.objects.bulk_create(made, ignore_conflicts=True, batch_size=2000)
    added = firm.known_parties.count() - before
    audit.record(
        actor=actor, action="firms.add_known_parties", subject=firm, chain=f"firm:{firm.pk}", facts={"added": added}
    )
    if added:
        somebody_added(firm_id=firm.pk)
    return added


def _keep(actor: Actor, engagement: Engagement, finding: Finding, why: CheckReason) -> ConflictCheck:
    check = ConflictCheck.objects.create(
        engagement=engagement,
        why=why,
        names=finding.names,
        compared=finding.compared,
        hits=finding.hits,
        run_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        action="engagements.conflict_check",
        subject=engagement,
        chain=engagement_chain(engagement),
        facts={"check": check.pk, "hits": len(check.hits), "why": why.value},
    )
    return check


def _open_or_close(actor: Actor, engagement: Engagement, *, free: bool) -> None:
    """Let the firm read what happened, as the client agreed when asking; or no longer."""
    first = engagement.cleared_at is None
    engagement.cleared_at = (engagement.cleared_at or timezone.now()) if free else None
    engagement.save(update_fields=["cleared_at", "updated_at"])
    if free and first:
        open_by_engagement(actor=actor, engagement=engagement, scopes=[GrantScope.FACTS], agreed=True)
    elif not free:
        complaints.revoke_firm(actor=actor, complaint=engagement.complaint, firm=engagement.firm)


def _key(hit: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(hit.get(part, "")) for part in ("name", "part", "known", "standing", "matter"))
