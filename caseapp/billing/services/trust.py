"""Money that comes in for a client, and the correction of a line that was wrong."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.billing.enums import TrustKind
from caseapp.billing.models import TrustEntry, TrustLedger
from caseapp.billing.selectors.trust import balance_of, today_of
from caseapp.billing.services.sums import check_currency, check_day, check_sum, check_words
from caseapp.billing.workflow import ledger_chain
from caseapp.complaints import services as complaints
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.core.wording import written_sum
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import Engagement
from caseapp.notifications import services as notifications

notifications.tell("billing.trust_received", _("Your law firm received money that it holds for you (%(reference)s)."))
notifications.tell(
    "billing.trust_corrected", _("Your law firm corrected a line of the money it holds (%(reference)s).")
)


@transaction.atomic
def receive(
    *,
    actor: Actor,
    engagement: Engagement,
    amount: Decimal,
    currency: str,
    on: dt.date,
    party: str,
    note: str = "",
    key: str = "",
) -> TrustEntry:
    """Enter money that arrived for a client into their ledger of that currency, which the first such entry opens.

    `key` makes entering safe to repeat: the same key gives the first line again. Writes audit; the client is told.
    Refuses a client whom the firm does not act for.
    """
    if not can(actor, "trust.receive", engagement):
        raise NotAllowed()
    party = check_words(party=party)["party"]
    check_sum(amount, currency)
    check_day(on, today_of(engagement))
    ledger = _opened(engagement, currency)
    if key and (earlier := ledger.entries.filter(key=key).first()):
        if (earlier.kind, earlier.amount, earlier.on) != (TrustKind.RECEIPT, amount, on):
            raise WrongState(_("This form was sent before with other figures. Open it again."))
        return earlier
    if engagement.state != EngagementState.ACCEPTED or engagement.case_file_id is None:
        raise WrongState(_("Money is held for clients whom the firm acts for in a case file."))
    entry = write_line(
        actor, ledger, TrustEntry(kind=TrustKind.RECEIPT, amount=amount, on=on, party=party, note=note, key=key)
    )
    tell_client(ledger, "billing.trust_received")
    return entry


@transaction.atomic
def reverse(*, actor: Actor, entry: TrustEntry, reason: str) -> TrustEntry:
    """Take a line back by one of the opposite sum, with the reason; a partner's act, once a line. The first line stays.

    A receipt whose money was paid out already cannot be taken back: the ledger would go below zero.
    """
    ledger = locked_ledger(entry.ledger_id)
    if not can(actor, "trust.reverse", ledger):
        raise NotAllowed()
    reason = check_words(reason=reason)["reason"]
    if entry.kind == TrustKind.REVERSAL or TrustEntry.objects.filter(reverses=entry).exists():
        raise WrongState(_("This line was corrected already."))
    check_held(ledger, entry.amount, field="reason")
    made = write_line(
        actor,
        ledger,
        TrustEntry(
            kind=TrustKind.REVERSAL,
            amount=-entry.amount,
            on=today_of(ledger.engagement),
            party=entry.party,
            note=reason[:300],
            reverses=entry,
        ),
    )
    tell_client(ledger, "billing.trust_corrected")
    return made


def locked_ledger(pk: int) -> TrustLedger:
    """A ledger, locked until the transaction ends, so that what it holds cannot change meanwhile."""
    return (
        TrustLedger.objects.select_for_update(of=("self",))
        .select_related("engagement__complaint__jurisdiction", "engagement__firm")
        .get(pk=pk)
    )


def check_held(ledger: TrustLedger, amount: Decimal, *, field: str = "amount") -> None:
    """Raise InvalidInput unless a locked ledger holds so much."""
    held = balance_of(ledger)
    if amount > held:
        raise InvalidInput.field(
            field, _("The ledger holds %(held)s, which is less.") % {"held": written_sum(held, ledger.currency)}
        )


def write_line(actor: Actor, ledger: TrustLedger, entry: TrustEntry) -> TrustEntry:
    """Add a line to a locked ledger, with its record."""
    entry.ledger = ledger
    entry.recorded_by_id = actor.user_id
    entry.save(force_insert=True)
    audit.record(
        actor=actor,
        action=f"trust.{entry.kind}",
        subject=ledger,
        chain=ledger_chain(ledger),
        facts={"entry": entry.pk, "amount": f"{entry.amount:.2f}", "currency": ledger.currency, "on": str(entry.on)},
    )
    return entry


def tell_client(ledger: TrustLedger, kind: str) -> None:
    """A notice that leads the client to their ledger."""
    complaints.tell_complainant(
        complaint=ledger.engagement.complaint,
        kind=kind,
        data={"reference": ledger.reference},
        path=f"/trust/{ledger.reference}/",
    )


def _opened(engagement: Engagement, currency: str) -> TrustLedger:
    check_currency(currency)
    ledger, _made = TrustLedger.objects.get_or_create(engagement=engagement, currency=currency)
    return locked_ledger(ledger.pk)
