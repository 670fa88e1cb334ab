"""The fines and orders of invented decisions, with ledgers, appeals and proofs, written batch by batch by COPY."""

from caseapp.accounts.models import Authority
from caseapp.core.models import TimelineEntry
from caseapp.enforcement.enums import OrderState
from caseapp.enforcement.models import Appeal, ComplianceOrder, Fine, LedgerEntry, OrderProof
from caseapp.workspace.demo.copying import copy, fresh_ids
from caseapp.workspace.demo.generated_inquiries import FineMade, Inquiry, OrderMade, Staff
from caseapp.workspace.demo.generated_tables import reference_by_key, stamps, timeline_line


def write_fines(made: list[tuple[int, Inquiry, FineMade]], authority: Authority, staff: Staff) -> None:
    """Fines after their decisions; the balance of each ledger is what its state says."""
    numbered = list(zip(fresh_ids(Fine, len(made)), made, strict=True))
    copy(
        Fine,
        (
            {
                "id": pk,
                "reference": reference_by_key("FINE", pk, each.until),
                "state": fine.state,
                "decision_id": decision,
                "authority_id": authority.pk,
                "respondent_id": each.rows[0]["respondent_id"],
                "currency": staff.currency,
                "imposed_on": each.until.date(),
                "due_on": fine.due_on,
                **stamps(each.until),
            }
            for pk, (decision, each, fine) in numbered
        ),
        own_keys=True,
    )
    copy(
        LedgerEntry,
        (
            {
                "fine_id": pk,
                "kind": kind,
                "amount": amount,
                "currency": staff.currency,
                "on": on,
                "recorded_by_id": each.lead,
                "recorded_at": each.until,
            }
            for pk, (_decision, each, fine) in numbered
            for kind, amount, on in [("imposed", fine.amount, each.until.date()), *fine.lines]
        ),
    )
    copy(
        Appeal,
        (
            {
                "fine_id": pk,
                "lodged_on": fine.appealed_on,
                "court": "The court of first instance of the district",
                "decided_on": fine.ended_on,
                "outcome": "annulled" if fine.ended_on else "",
                **stamps(each.until),
            }
            for pk, (_decision, each, fine) in numbered
            if fine.appealed_on is not None
        ),
    )
    told = (
        timeline_line(
            "enforcement.fine",
            pk,
            "fines.impose",
            each.until,
            {"amount": str(fine.amount), "currency": staff.currency},
        )
        for pk, (_decision, each, fine) in numbered
    )
    copy(TimelineEntry, told)


def write_orders(made: list[tuple[int, Inquiry, OrderMade]], authority: Authority) -> None:
    """Orders after their decisions, with the proof that each state needs."""
    numbered = list(zip(fresh_ids(ComplianceOrder, len(made)), made, strict=True))
    copy(
        ComplianceOrder,
        (
            {
                "id": pk,
                "reference": reference_by_key("ORD", pk, each.until),
                "state": order.state,
                "decision_id": decision,
                "authority_id": authority.pk,
                "respondent_id": each.rows[0]["respondent_id"],
                "kind": order.kind,
                "text": "Do this at every place of yours where such a system stands, and send the proof.",
                "due_on": order.due_on,
                "ordered_on": each.until.date(),
                "fulfilled_on": order.due_on if order.state == OrderState.FULFILLED else None,
                **stamps(each.until),
            }
            for pk, (decision, each, order) in numbered
        ),
        own_keys=True,
    )
    copy(
        OrderProof,
        (
            {
                "order_id": pk,
                "received_on": order.due_on,
                "body": "The supplier's log shows what was done.",
                "result": "accepted" if order.state == OrderState.FULFILLED else "",
                "recorded_by_id": each.lead,
                "decided_by_id": each.lead if order.state == OrderState.FULFILLED else None,
                **stamps(each.until),
            }
            for pk, (_decision, each, order) in numbered
            if order.state in {OrderState.FULFILLED, OrderState.PROOF_GIVEN}
        ),
    )
