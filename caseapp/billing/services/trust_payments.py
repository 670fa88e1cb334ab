"""Money that leaves a trust ledger: one person proposes, another pays it out."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.enums import FirmRole
from caseapp.accounts.models import Membership
from caseapp.audit import services as audit
from caseapp.billing.enums import TrustKind
from caseapp.billing.models import Invoice, TrustEntry, TrustLedger, TrustPayment
from caseapp.billing.selectors.trust import balance_of, spoken_for, today_of
from caseapp.billing.services.invoices import locked_invoice
from caseapp.billing.services.paying import check_transfer, take_transfer
from caseapp.billing.services.sums import check_day, check_sum, check_words
from caseapp.billing.services.trust import check_held, locked_ledger, tell_client, write_line
from caseapp.billing.workflow import TRUST_PAYMENT, ledger_chain
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.core.wording import written_sum
from caseapp.notifications import services as notifications

notifications.tell("billing.payment_proposed", _("Payment %(reference)s out of trust money waits for a second person."))
notifications.tell("billing.payment_decided", _("There is news on payment %(reference)s out of trust money."))
notifications.tell("billing.trust_paid", _("Your law firm paid out money that it held for you (%(reference)s)."))


@transaction.atomic
def propose(
    *,
    actor: Actor,
    ledger: TrustLedger,
    amount: Decimal,
    payee: str,
    purpose: str,
    key: str = "",
    invoice: Invoice | None = None,
) -> TrustPayment:
    """Propose a payment out of what a ledger holds beyond other proposals. Writes audit; the other partners are told.

    Nothing moves until somebody else pays it out. `key` makes proposing safe to repeat. With an `invoice` the money
    goes to the firm itself: refused unless the invoice is issued, of the same client and currency, and open so far.
    """
    locked = locked_ledger(ledger.pk)
    if not can(actor, "trust.propose", locked) or actor.user_id is None:
        raise NotAllowed()
    told = check_words(payee=payee, purpose=purpose)
    check_sum(amount, locked.currency)
    if key and (earlier := locked.payments.filter(key=key).first()):
        if (earlier.amount, earlier.payee) != (amount, told["payee"]):
            raise WrongState(_("This form was sent before with other figures. Open it again."))
        return earlier
    free = balance_of(locked) - spoken_for(locked)
    if amount > free:
        raise InvalidInput.field(
            "amount",
            _("Of what the ledger holds, %(free)s is not spoken for.")
            % {"free": written_sum(max(free, Decimal(0)), locked.currency)},
        )
    if invoice is not None:
        check_transfer(locked, locked_invoice(invoice), amount)
    payment = TrustPayment.objects.create(
        invoice=invoice, ledger=locked, amount=amount, **told, key=key, proposed_by_id=actor.user_id
    )
    audit.record(
        actor=actor,
        action="trust.propose",
        subject=payment,
        chain=ledger_chain(locked),
        facts={"payment": payment.reference, "amount": f"{amount:.2f}", "currency": locked.currency},
    )
    _tell_partners(payment, but=actor.user_id)
    return payment


def propose_transfer(
    *, actor: Actor, ledger: TrustLedger, invoice: Invoice, amount: Decimal, key: str = ""
) -> TrustPayment:
    """Propose that an issued invoice is paid from the client's trust money."""
    return propose(
        actor=actor,
        ledger=ledger,
        amount=amount,
        payee=invoice.firm.name,
        purpose=_("Invoice %(number)s") % {"number": invoice.number or "–"},
        key=key,
        invoice=invoice,
    )


@transaction.atomic
def approve(*, actor: Actor, payment: TrustPayment, on: dt.date) -> TrustPayment:
    """Pay out what somebody else proposed: the line is written in the same moment. Proposer and client are told.

    Refuses the proposer, and a sum that the ledger no longer holds.
    """
    ledger = locked_ledger(payment.ledger_id)
    paid = _decide(actor, payment, "approve", given={"on": on})
    check_day(on, today_of(ledger.engagement))
    check_held(ledger, paid.amount, field="on")
    write_line(
        actor,
        ledger,
        TrustEntry(
            kind=TrustKind.TRANSFER if paid.invoice_id else TrustKind.PAYMENT,
            amount=-paid.amount,
            on=on,
            party=paid.payee,
            note=paid.purpose,
            payment=paid,
        ),
    )
    if paid.invoice_id:
        take_transfer(actor, paid, on)
    _tell_proposer(paid)
    tell_client(ledger, "billing.trust_paid")
    return paid


@transaction.atomic
def refuse(*, actor: Actor, payment: TrustPayment, reason: str) -> TrustPayment:
    """Say no to a proposed payment, with the reason; the proposer is told."""
    refused = _decide(actor, payment, "refuse", given={"reason": reason.strip()})
    _tell_proposer(refused)
    return refused


@transaction.atomic
def withdraw(*, actor: Actor, payment: TrustPayment) -> TrustPayment:
    """Take one's own proposal back."""
    return _decide(actor, payment, "withdraw", given={})


def perform(*, actor: Actor, payment: TrustPayment, action: str, given: Mapping[str, Any]) -> TrustPayment:
    """Do an offered action by its name, for the act page and the API."""
    match action:
        case "approve":
            if not isinstance(given.get("on"), dt.date):
                raise InvalidInput.field("on", _("Enter this to go on."))
            return approve(actor=actor, payment=payment, on=given["on"])
        case "refuse":
            return refuse(actor=actor, payment=payment, reason=given.get("reason") or "")
        case "withdraw":
            return withdraw(actor=actor, payment=payment)
    raise InvalidInput.field("action", _("There is no such action."))


def _decide(actor: Actor, payment: TrustPayment, action: str, *, given: Mapping[str, Any]) -> TrustPayment:
    def note(row: TrustPayment) -> None:
        row.decided_by_id = actor.user_id
        row.decided_at = timezone.now()

    return TRUST_PAYMENT.apply(
        actor,
        payment,
        action,
        given=given,
        facts={"amount": f"{payment.amount:.2f}", "currency": payment.ledger.currency},
        change=note,
        save=["decided_by", "decided_at"],
    )


def _tell_partners(payment: TrustPayment, *, but: int) -> None:
    partners = Membership.objects.filter(firm_id=payment.ledger.engagement.firm_id, role=FirmRole.PARTNER)
    notifications.notify_users(
        user_ids=list(partners.exclude(user_id=but).values_list("user_id", flat=True)),
        kind="billing.payment_proposed",
        data={"reference": payment.reference},
        path=f"/trust/payments/{payment.reference}/",
    )


def _tell_proposer(payment: TrustPayment) -> None:
    notifications.notify_users(
        user_ids=[payment.proposed_by_id],
        kind="billing.payment_decided",
        data={"reference": payment.reference},
        path=f"/trust/payments/{payment.reference}/",
    )
