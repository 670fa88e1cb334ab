"""What was found, the draft of the decision, and its approval by a second person."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from moneyed import CURRENCIES

from caseapp.accounts.selectors import supervisors, today_at
from caseapp.audit import services as audit
from caseapp.complaints import services as complaints_services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.enums import Outcome as ComplaintOutcome
from caseapp.complaints.models import Complaint
from caseapp.core import queue, timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.core.wording import LOCAL
from caseapp.enforcement.enums import DecisionOutcome, FindingResult
from caseapp.enforcement.models import Decision, Finding, Investigation
from caseapp.enforcement.services.fines import Terms, impose
from caseapp.enforcement.services.investigations import checked_text, locked_investigation
from caseapp.enforcement.services.orders import take_effect
from caseapp.enforcement.workflow import INVESTIGATION, investigation_chain
from caseapp.law.models import Element, Framework
from caseapp.law.selectors import cited
from caseapp.notifications import services as notifications
from caseapp.rules import fines as arithmetic

REASONS_MAX = 20_000
STATEMENT_MAX = 4000
LARGEST = Decimal(10) ** 16

OUTCOME_FOR_COMPLAINTS = {
    DecisionOutcome.FINE: ComplaintOutcome.FINE,
    DecisionOutcome.WARNING: ComplaintOutcome.ORDER,
    DecisionOutcome.NO_BREACH: ComplaintOutcome.NO_BREACH,
    DecisionOutcome.DISCONTINUED: ComplaintOutcome.INSUFFICIENT_EVIDENCE,
}

timeline.tell("investigations.record_finding", _("A finding was recorded: %(element)s."))
timeline.tell("investigations.draft_decision", _("A decision was drafted."))
notifications.tell("enforcement.draft_waiting", _("A draft decision in %(reference)s waits for approval."))
notifications.tell("enforcement.decided", _("The decision in %(reference)s was approved."))


@transaction.atomic
def record_finding(
    *,
    actor: Actor,
    investigation: Investigation,
    framework: Framework,
    element_key: str,
    result: str,
    reasons: str,
) -> Finding:
    """Say what was found for one element of one law, with reasons; saying it again replaces it until the decision.

    The article is taken from the law's record. Writes timeline (for those on the case) and audit.
    """
    locked = locked_investigation(actor, investigation, "enforcement.record_finding")
    if result not in FindingResult.values:
        raise InvalidInput.field("result", _("This is not one of the choices."))
    element = Element.objects.filter(framework=framework, key=element_key).first()
    if element is None:
        raise InvalidInput.field("element_key", _("This law has no such element."))
    finding, _made = Finding.objects.update_or_create(
        investigation=locked,
        framework=framework,
        element_key=element_key,
        defaults={
            "result": result,
            "article": element.article[:120],
            "reasons": checked_text("reasons", reasons, 10_000),
            "found_by_id": actor.user_id,
        },
    )
    timeline.write(
        actor=actor,
        subject=locked,
        kind="investigations.record_finding",
        data={**_named(framework, element.article), "result": result},
        shared=False,
    )
    audit.record(
        actor=actor,
        action="investigations.record_finding",
        subject=locked,
        chain=investigation_chain(locked),
        facts={
            "framework": f"{framework.code} v{framework.version}",
            "element": element_key,
            "result": result,
            "reasons": audit.digest(finding.reasons),
        },
    )
    return finding


def _named(framework: Framework, article: str) -> dict[str, str]:
    """The law and its article for a timeline, as readers of either language name them."""
    with override("en"):
        told = {"element": cited(framework, article)}
    with override("zh-hans"):
        return {**told, f"element{LOCAL}": cited(framework, article)}


@transaction.atomic
def draft_decision(
    *,
    actor: Actor,
    investigation: Investigation,
    outcome: str,
    reasons: str,
    statement: str = "",
    fine_amount: Decimal | None = None,
    fine_currency: str = "",
    fine_due_on: date | None = None,
    legal_basis: Framework | None = None,
) -> Decision:
    """Write or rewrite the draft of the decision; nobody who wrote any version of it can approve it.

    `statement` is what complainants are told (the reasons, when it is empty). A fine needs sum, currency and day to
    pay; without a fine those are dropped. Supervisors of the authority are told that a draft waits. Refuses once the
    investigation is decided.
    """
    locked = locked_investigation(actor, investigation, "enforcement.draft_decision")
    if outcome not in DecisionOutcome.values:
        raise InvalidInput.field("outcome", _("This is not one of the choices."))
    values: dict[str, Any] = {
        "outcome": outcome,
        "reasons": checked_text("reasons", reasons, REASONS_MAX),
        "statement": checked_text("statement", statement, STATEMENT_MAX) if statement.strip() else "",
        "legal_basis": legal_basis,
        "drafted_by_id": actor.user_id,
        "fine_amount": None,
        "fine_currency": "",
        "fine_due_on": None,
    }
    if outcome == DecisionOutcome.FINE:
        terms = _checked_terms(fine_amount, fine_currency, fine_due_on, today=today_at(locked.authority))
        values |= {
            "fine_amount": terms.amount,
            "fine_currency": terms.currency,
            "fine_due_on": terms.due_on,
        }
    draft, _made = Decision.objects.update_or_create(investigation=locked, defaults=values)
    if actor.user_id is not None:
        draft.authors.add(actor.user_id)
    timeline.write(actor=actor, subject=locked, kind="investigations.draft_decision", shared=False)
    audit.record(
        actor=actor,
        action="investigations.draft_decision",
        subject=locked,
        chain=investigation_chain(locked),
        facts={
            "outcome": outcome,
            "reasons": audit.digest(draft.reasons),
            "statement": audit.digest(draft.statement),
            "amount": draft.fine_amount,
            "currency": draft.fine_currency,
            "due_on": draft.fine_due_on,
            "legal_basis": f"{legal_basis.code} v{legal_basis.version}" if legal_basis else "",
        },
    )
    others = supervisors(locked.authority_id).exclude(pk__in=draft.authors.values("pk"))
    notifications.notify_users(
        user_ids=others.values_list("pk", flat=True),
        kind="enforcement.draft_waiting",
        data={"reference": locked.reference},
        path=f"/investigations/{locked.reference}/",
    )
    return draft


@transaction.atomic
def approve_decision(*, actor: Actor, investigation: Investigation, seen: str = "") -> Investigation:
    """Approve the draft, as a supervisor who wrote no version of it; the investigation is decided.

    In the same transaction a fine is imposed with the first line of its ledger and falls due, the drafted orders take
    effect, and every joined complaint is closed with the outcome and its complainant told. The author is told. `seen`
    is `draft_mark` of the draft that the approver read: one that was rewritten since is refused. Refuses without a
    draft, and a fine or an order without a finding of a breach.
    """

    def now(row: Investigation) -> None:
        row.decided_at = timezone.now()

    # The investigation's lock comes first, as when a draft is written.
    Investigation.objects.select_for_update().get(pk=investigation.pk)
    draft = Decision.objects.filter(investigation_id=investigation.pk).first()
    locked = INVESTIGATION.apply(
        actor,
        investigation,
        "decide",
        facts={"outcome": draft.outcome} if draft else {},
        change=now,
        save=["decided_at"],
    )
    if draft is None:
        raise WrongState(_("Draft the decision first; somebody else then approves it."))
    if seen and seen != draft_mark(draft):
        raise WrongState(_("The draft was rewritten since you opened it. Read it again before you approve it."))
    draft.approved_by_id = actor.user_id
    draft.approved_at = timezone.now()
    draft.save(update_fields=["approved_by", "approved_at", "updated_at"])
    # Locked, so that nobody withdraws between the choice and the act.
    joined = list(
        Complaint.objects.select_for_update(of=("self",))
        .filter(investigation_links__investigation=locked, state=ComplaintState.IN_INVESTIGATION)
        .order_by("pk")
    )
    if draft.outcome == DecisionOutcome.FINE:
        impose(
            actor=actor,
            decision=draft,
            terms=_checked_terms(
                draft.fine_amount, draft.fine_currency, draft.fine_due_on, today=today_at(locked.authority)
            ),
            complaints=joined,
        )
    take_effect(actor=actor, decision=draft, complaints=joined)
    for complaint in joined:
        complaints_services.conclude(
            actor=actor,
            complaint=complaint,
            outcome=OUTCOME_FOR_COMPLAINTS[DecisionOutcome(draft.outcome)],
            reason=draft.statement or draft.reasons,
            decision=_told(locked, draft),
        )
    queue.enqueue("enforcement.write_decision", decision_id=draft.pk)
    notifications.notify_users(
        user_ids=[draft.drafted_by_id],
        kind="enforcement.decided",
        data={"reference": locked.reference},
        path=f"/investigations/{locked.reference}/",
    )
    return locked


def _told(investigation: Investigation, draft: Decision) -> dict[str, Any]:
    """What the complainants' letters say of the decision besides its outcome and reasons."""
    told: dict[str, Any] = {"investigation": investigation.reference}
    if draft.fine_amount is not None:
        told |= {"amount": str(draft.fine_amount), "currency": draft.fine_currency}
    return told


def draft_mark(draft: Decision) -> str:
    """Says which writing of the draft somebody has read."""
    return f"{draft.pk}.{draft.updated_at.timestamp():.6f}"


def _checked_terms(amount: Decimal | None, currency: str, due_on: date | None, *, today: date) -> Terms:
    faults: dict[str, Any] = {}
    if currency not in CURRENCIES:
        faults["fine_currency"] = _("Choose the currency of the fine.")
    if amount is None or amount <= 0:
        faults["fine_amount"] = _("Enter the sum of the fine, above zero.")
    elif amount >= LARGEST:
        faults["fine_amount"] = _("This sum is too large to be stored.")
    elif currency in CURRENCIES and not arithmetic.fits(amount, arithmetic.places_of(currency)):
        faults["fine_amount"] = _("This currency has fewer decimals than you entered.")
    if due_on is None:
        faults["fine_due_on"] = _("Enter the day by which the fine is to be paid.")
    elif due_on <= today:
        faults["fine_due_on"] = _("Choose a day after today to pay by.")
    if faults or amount is None or due_on is None:
        raise InvalidInput(errors=faults)
    return Terms(amount, currency, due_on)
