"""Beginning to prepare a suit."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.litigation.enums import CaseFileState
from caseapp.litigation.models import CaseFile, CivilSuit
from caseapp.litigation.services.suits.checking import sum_faults
from caseapp.litigation.services.suits.reaching import reach
from caseapp.litigation.services.suits.telling import tell_clients
from caseapp.litigation.workflow import suit_chain

timeline.tell("suits.opened", _("A suit against the respondent is being prepared."))


@transaction.atomic
def open_suit(
    *,
    actor: Actor,
    case_file: CaseFile,
    court: str,
    cause: str,
    claimed_amount: Decimal | None,
    currency: str,
    docket_number: str = "",
) -> CivilSuit:
    """Begin to prepare a suit in an open case file; the sum claimed may still be unknown. Clients are told.

    Raises InvalidInput by field, WrongState in a closed case file.
    """
    if not can(actor, "case_files.open_suit", case_file):
        raise NotAllowed()
    if case_file.state != CaseFileState.OPEN:
        raise WrongState(_("Reopen the case file first."))
    faults: dict[str, Any] = {}
    if not court.strip():
        faults["court"] = _("Name the court.")
    if not cause.strip():
        faults["cause"] = _("Name the cause of action.")
    faults.update(sum_faults("claimed_amount", claimed_amount, currency))
    if faults:
        raise InvalidInput(errors=faults)
    suit = CivilSuit.objects.create(
        case_file=case_file,
        court=court.strip(),
        cause=cause.strip(),
        claimed_amount=claimed_amount,
        currency=currency,
        docket_number=docket_number.strip(),
    )
    timeline.write(actor=actor, subject=suit, kind="suits.opened")
    audit.record(
        actor=actor, action="suits.open", subject=suit, chain=suit_chain(suit), facts={"case_file": case_file.reference}
    )
    reach(actor, suit)
    tell_clients(suit)
    return suit
