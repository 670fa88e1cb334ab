"""The life of an investigation, of a fine and of an order, as domain.md tells it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from caseapp.core.workflow import Workflow, row
from caseapp.enforcement.enums import UNPAID_STATES, WAITING_ORDER_STATES, DecisionOutcome, FindingResult
from caseapp.enforcement.enums import BankFileState as B
from caseapp.enforcement.enums import FineState as F
from caseapp.enforcement.enums import InvestigationState as I
from caseapp.enforcement.enums import OrderState as O
from caseapp.enforcement.enums import TimeWishState as T

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def investigation_chain(investigation: Any) -> str:
    return f"investigation:{investigation.pk}"


def fine_chain(fine: Any) -> str:
    return f"fine:{fine.pk}"


def wish_chain(wish: Any) -> str:
    return f"investigation:{wish.investigation_id}"


def bank_chain(file: Any) -> str:
    return f"bank_file:{file.pk}"


def order_chain(order: Any) -> str:
    return f"order:{order.pk}"


def _has_draft(investigation: Any, given: Mapping[str, Any]) -> "_StrOrPromise | None":
    if getattr(investigation, "decision", None) is None:
        return _("Draft the decision first; somebody else then approves it.")
    return None


def _fine_rests_on_a_breach(investigation: Any, given: Mapping[str, Any]) -> "_StrOrPromise | None":
    if investigation.decision.outcome != DecisionOutcome.FINE:
        return None
    if investigation.findings.filter(result=FindingResult.BREACH).exists():
        return None
    return _("A fine needs at least one finding of a breach. Record the findings first.")


def _orders_rest_on_a_breach(investigation: Any, given: Mapping[str, Any]) -> "_StrOrPromise | None":
    if not investigation.decision.orders.filter(state=O.DRAFTED).exists():
        return None
    if investigation.decision.outcome not in {DecisionOutcome.FINE, DecisionOutcome.WARNING}:
        return _("Orders go with a fine or a warning alone. Leave them out, or change the outcome of the draft.")
    if investigation.findings.filter(result=FindingResult.BREACH).exists():
        return None
    return _("An order needs at least one finding of a breach. Record the findings first.")


INVESTIGATION = Workflow(
    name="investigations",
    initial=I.OPENED,
    chain=investigation_chain,
    transitions=(
        row(
            "request_information",
            _("Ask the respondent for information"),
            (I.OPENED, I.INFORMATION_REQUESTED),
            I.INFORMATION_REQUESTED,
            _("The respondent was asked for information, to answer by %(due_on)s."),
            needs=("body", "due_on"),
            main=True,
        ),
        row(
            "give_notice",
            _("Give notice of intent"),
            I.INFORMATION_REQUESTED,
            I.NOTICE_OF_INTENT,
            _("The respondent was given notice of the intended decision."),
            needs=("reason",),
            may_give=("due_on",),
            main=True,
        ),
        row(
            "record_representations",
            _("Record the respondent’s representations"),
            I.NOTICE_OF_INTENT,
            I.REPRESENTATIONS,
            _("The respondent’s representations were received."),
            needs=("reason",),
            main=True,
        ),
        row(
            "decide",
            _("Approve the decision"),
            I.REPRESENTATIONS,
            I.DECIDED,
            _("The decision was approved: the investigation is decided."),
            guards=(_has_draft, _fine_rests_on_a_breach, _orders_rest_on_a_breach),
            grave=True,
            main=True,
        ),
        row(
            "lodge_appeal",
            _("Record an appeal"),
            I.DECIDED,
            I.APPEALED,
            _("An appeal was lodged against the decision."),
            indirect=True,
        ),
        row(
            "resolve_appeal",
            _("Record the end of the appeal"),
            I.APPEALED,
            I.DECIDED,
            _("The appeal against the decision ended."),
            indirect=True,
        ),
        row(
            "close",
            _("Close the investigation"),
            (I.DECIDED,),
            I.CLOSED,
            _("The investigation was closed."),
            grave=True,
            main=True,
        ),
    ),
)

FINE = Workflow(
    name="fines",
    initial=F.IMPOSED,
    chain=fine_chain,
    transitions=(
        row(
            "fall_due",
            _("Set as due"),
            (F.IMPOSED, F.UPHELD, F.REDUCED),
            F.DUE,
            _("The fine is to be paid by %(due_on)s."),
            may_give=("due_on",),
            main=True,
        ),
        row(
            "record_payment",
            _("Record a payment"),
            (F.DUE, F.PART_PAID),
            F.PART_PAID,
            _("A payment of %(sum)s was received."),
            needs=("amount", "on"),
            may_give=("note",),
            main=True,
        ),
        # What is late stays late until all of it is paid.
        row(
            "record_payment",
            _("Record a payment"),
            F.OVERDUE,
            F.OVERDUE,
            _("A payment of %(sum)s was received."),
            needs=("amount", "on"),
            may_give=("note",),
            main=True,
        ),
        *(
            row(
                "add_surcharge",
                _("Add what accrued for paying late"),
                state,
                state,
                _("%(sum)s was added because the fine was not paid by its day, reckoned until %(until)s."),
            )
            for state in (F.DUE, F.PART_PAID, F.OVERDUE)
        ),
        row(
            "agree_instalments",
            _("Agree on instalments"),
            (F.DUE, F.PART_PAID, F.OVERDUE),
            F.DUE,
            _("It was agreed to pay in %(number)s parts, the first by %(due_on)s."),
            needs=("number", "due_on"),
        ),
        row(
            "settle",
            _("Mark as paid"),
            (F.PART_PAID, F.OVERDUE, F.REDUCED),
            F.PAID,
            _("The fine was paid in full."),
            indirect=True,
        ),
        row(
            "become_overdue",
            _("Mark as overdue"),
            (F.DUE, F.PART_PAID),
            F.OVERDUE,
            _("The fine was not paid in time."),
            indirect=True,
        ),
        row(
            "lodge_appeal",
            _("Record an appeal"),
            UNPAID_STATES,
            F.UNDER_APPEAL,
            _("An appeal against the fine was lodged on %(lodged_on)s."),
            needs=("lodged_on", "court"),
            may_give=("grounds",),
        ),
        row(
            "uphold",
            _("Record: upheld"),
            F.UNDER_APPEAL,
            F.UPHELD,
            _("The appeal failed: the fine stands."),
            needs=("decided_on",),
        ),
        row(
            "reduce",
            _("Record: reduced"),
            F.UNDER_APPEAL,
            F.REDUCED,
            _("On appeal the fine was reduced to %(new_amount)s."),
            needs=("decided_on", "new_amount"),
        ),
        row(
            "annul",
            _("Record: annulled"),
            F.UNDER_APPEAL,
            F.ANNULLED,
            _("On appeal the fine was annulled."),
            needs=("decided_on",),
            grave=True,
        ),
        row(
            "write_off",
            _("Write off"),
            UNPAID_STATES,
            F.WRITTEN_OFF,
            _("What was still owed was written off: %(reason)s"),
            needs=("reason",),
            grave=True,
        ),
    ),
)

ORDER = Workflow(
    name="orders",
    initial=O.DRAFTED,
    chain=order_chain,
    transitions=(
        row(
            "drop",
            _("Leave out of the decision"),
            O.DRAFTED,
            O.DROPPED,
            _("The drafted order was left out of the decision."),
            grave=True,
            shared=False,
        ),
        row(
            "take_effect",
            _("Order"),
            O.DRAFTED,
            O.ORDERED,
            _("The order was made, to be done by %(due_on)s."),
            indirect=True,
        ),
        row(
            "record_proof",
            _("Record a proof"),
            (*sorted(WAITING_ORDER_STATES), O.OVERDUE),
            O.PROOF_GIVEN,
            _("The respondent showed what it has done, on %(on)s."),
            needs=("body", "on"),
            may_give=("note",),
            main=True,
        ),
        row(
            "accept_proof",
            _("Accept the proof"),
            O.PROOF_GIVEN,
            O.FULFILLED,
            _("The proof was accepted: the order is fulfilled."),
            may_give=("recheck_on",),
            main=True,
        ),
        row(
            "refuse_proof",
            _("Refuse the proof"),
            O.PROOF_GIVEN,
            O.PROOF_REFUSED,
            _("The proof was not enough; it is to be done by %(due_on)s: %(reason)s"),
            needs=("reason", "due_on"),
        ),
        row(
            "become_overdue",
            _("Mark as overdue"),
            WAITING_ORDER_STATES,
            O.OVERDUE,
            _("What was ordered was not proven in time."),
            indirect=True,
        ),
        row(
            "fall_due_again",
            _("Mark for a new check"),
            O.FULFILLED,
            O.RECHECK_DUE,
            _("It is time to check whether the order is still kept."),
            shared=False,
            indirect=True,
        ),
        row(
            "confirm_kept",
            _("Record: still kept"),
            (O.FULFILLED, O.RECHECK_DUE),
            O.FULFILLED,
            _("It was checked again: the order is kept. %(reason)s"),
            needs=("reason",),
            may_give=("recheck_on",),
            main=True,
        ),
        row(
            "find_broken",
            _("Record: not kept"),
            (O.FULFILLED, O.RECHECK_DUE),
            O.BROKEN,
            _("It was checked again: the order is not kept; it is to be done by %(due_on)s: %(reason)s"),
            needs=("reason", "due_on"),
        ),
        row(
            "extend",
            _("Give more time"),
            (*sorted(WAITING_ORDER_STATES), O.OVERDUE),
            O.ORDERED,
            _("More time was given, until %(due_on)s: %(reason)s"),
            needs=("reason", "due_on"),
        ),
        row(
            "lift",
            _("Lift the order"),
            (*sorted(WAITING_ORDER_STATES), O.OVERDUE, O.PROOF_GIVEN, O.FULFILLED, O.RECHECK_DUE),
            O.LIFTED,
            _("The order was lifted: %(reason)s"),
            needs=("reason",),
            grave=True,
        ),
    ),
)

TIME_WISH = Workflow(
    name="time_wishes",
    initial=T.ASKED,
    chain=wish_chain,
    transitions=(
        row(
            "grant",
            _("Grant more time"),
            T.ASKED,
            T.GRANTED,
            _("More time was granted, until %(due_on)s."),
            needs=("due_on",),
            may_give=("reason",),
            main=True,
        ),
        row(
            "refuse",
            _("Refuse more time"),
            T.ASKED,
            T.REFUSED,
            _("More time was refused: %(reason)s"),
            needs=("reason",),
        ),
        row(
            "lapse",
            _("Let the wish lapse"),
            T.ASKED,
            T.LAPSED,
            _("The answer came before more time was decided on."),
            indirect=True,
        ),
    ),
)

BANK_FILE = Workflow(
    name="bank_files",
    initial=B.READ,
    chain=bank_chain,
    transitions=(
        row("book", _("Book the matched lines"), B.READ, B.BOOKED, _("The matched lines were booked."), main=True),
        row("drop", _("Let the file go"), B.READ, B.DROPPED, _("The file was let go without booking."), grave=True),
    ),
)
