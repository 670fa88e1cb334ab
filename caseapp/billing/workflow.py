"""The life of a payment out of trust money."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from caseapp.billing.enums import TrustPaymentState as T
from caseapp.core.workflow import Workflow, row


def ledger_chain(ledger: Any) -> str:
    return f"trust-ledger:{ledger.pk}"


TRUST_PAYMENT = Workflow(
    name="trust_payments",
    initial=T.PROPOSED,
    chain=lambda payment: ledger_chain(payment.ledger),
    transitions=(
        row(
            "approve",
            _("Pay out"),
            T.PROPOSED,
            T.PAID,
            _("%(sum)s was paid out by a second person."),
            needs=("on",),
            main=True,
        ),
        row(
            "refuse",
            _("Refuse"),
            T.PROPOSED,
            T.REFUSED,
            _("The payment was refused."),
            needs=("reason",),
            grave=True,
        ),
        row("withdraw", _("Take the proposal back"), T.PROPOSED, T.WITHDRAWN, _("The proposal was taken back.")),
    ),
)
