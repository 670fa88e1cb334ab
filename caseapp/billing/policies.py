"""Who sees and moves a firm's money: its own people; a client reads what is held for them and what they are billed."""

from typing import Any

from django.db.models import Q

from caseapp.core.actors import Actor
from caseapp.core.policies import allow


def _of(actor: Actor, engagement: str) -> Q:
    """Rows of the actor's firms, and of the actor's own engagements; `engagement` is the path that leads there."""
    found = Q(**{f"{engagement}firm_id__in": actor.firm_ids()})
    if actor.is_receipt_holder:
        found |= Q(**{f"{engagement}complaint_id": actor.complaint_id or 0})
    elif actor.is_signed_in:
        found |= Q(**{f"{engagement}complaint__owner_id": actor.user_id})
    return found


def visible_ledgers(actor: Actor) -> Q:
    """A trust ledger: the firm that holds the money, and the client whose money it is."""
    return Q() if actor.is_system else _of(actor, "engagement__")


def visible_payments(actor: Actor) -> Q:
    """What was proposed stays in the firm; a client reads of it in the ledger, once it was paid."""
    return Q() if actor.is_system else Q(ledger__engagement__firm_id__in=actor.firm_ids())


def visible_to_firm(actor: Actor) -> Q:
    """What is the firm's alone."""
    return Q() if actor.is_system else Q(firm_id__in=actor.firm_ids())


def visible_work(actor: Actor) -> Q:
    """Time and disbursements of the firm's case files; a client reads of them in an invoice."""
    return Q() if actor.is_system else Q(case_file__firm_id__in=actor.firm_ids())


def visible_invoices(actor: Actor) -> Q:
    """The firm's, drafts too; a client's own once they are issued."""
    if actor.is_system:
        return Q()
    of_client = Q(number__isnull=False)
    if actor.is_receipt_holder:
        of_client &= Q(engagement__complaint_id=actor.complaint_id or 0)
    elif actor.is_signed_in:
        of_client &= Q(engagement__complaint__owner_id=actor.user_id)
    else:
        return Q(pk__in=[])
    return Q(firm_id__in=actor.firm_ids()) | of_client


def _engaged_firm(actor: Actor, engagement: Any) -> bool:
    return engagement.firm_id in actor.firm_ids()


def _ledger_lawyer(actor: Actor, ledger: Any) -> bool:
    return ledger.engagement.firm_id in actor.firm_ids("partner", "associate")


def _ledger_partner(actor: Actor, ledger: Any) -> bool:
    return ledger.engagement.firm_id in actor.firm_ids("partner")


def _second_person(actor: Actor, payment: Any) -> bool:
    """A partner, and never the one who proposed it."""
    return payment.proposed_by_id != actor.user_id and _ledger_partner(actor, payment.ledger)


def _proposer(actor: Actor, payment: Any) -> bool:
    return payment.proposed_by_id == actor.user_id and payment.ledger.engagement.firm_id in actor.firm_ids()


allow("trust.receive", _engaged_firm)
allow("trust.propose", _ledger_lawyer)
allow("trust.reverse", _ledger_partner)
allow("trust.reconcile", lambda actor, firm: firm.pk in actor.firm_ids("partner"))
allow("trust.view_proposals", lambda actor, ledger: ledger.engagement.firm_id in actor.firm_ids())
allow("trust_payments.approve", _second_person)
allow("trust_payments.refuse", _second_person)
allow("trust_payments.withdraw", _proposer)


def _firm(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids()


def _lawyer(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner", "associate")


def _partner(actor: Actor, subject: Any) -> bool:
    return subject.firm_id in actor.firm_ids("partner")


def _own_time(actor: Actor, entry: Any) -> bool:
    """One's own entry; a partner's hand reaches everybody's."""
    return (
        entry.user_id == actor.user_id and entry.case_file.firm_id in actor.firm_ids()
    ) or entry.case_file.firm_id in actor.firm_ids("partner")


allow("time.record", _firm)
allow("time.change", _own_time)
allow("time.write_off", lambda actor, work: _lawyer(actor, work.case_file))
allow("disbursements.record", _firm)
allow("disbursements.change", lambda actor, work: _firm(actor, work.case_file))
allow("rates.set", lambda actor, firm: firm.pk in actor.firm_ids("partner"))
allow("invoices.draft", _firm)
allow("invoices.change", _firm)
allow("invoices.issue", _lawyer)
allow("invoices.discard", _firm)
allow("invoices.record_payment", _firm)
allow("invoices.settle", _firm)
allow("invoices.write_off", _partner)
allow("invoices.void", _partner)
