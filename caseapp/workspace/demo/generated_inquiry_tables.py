"""The tables that an invented investigation fills, written batch by batch by COPY."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from caseapp.accounts.models import Authority
from caseapp.complaints.models import Complaint
from caseapp.core.models import TimelineEntry
from caseapp.enforcement.enums import DecisionOutcome, FindingResult, InvestigationState
from caseapp.enforcement.models import (
    Decision,
    Finding,
    InformationRequest,
    Investigation,
    InvestigationComplaint,
    NoticeOfIntent,
    PlanItem,
    Representation,
)
from caseapp.workspace.demo.copying import copy, fresh_ids
from caseapp.workspace.demo.generated_inquiries import Inquiry, Staff
from caseapp.workspace.demo.generated_sanction_tables import write_fines, write_orders
from caseapp.workspace.demo.generated_tables import reference_by_key, stamps, timeline_line

ANSWER_DAYS = dt.timedelta(days=20)
FOUND = {
    DecisionOutcome.FINE: FindingResult.BREACH,
    DecisionOutcome.WARNING: FindingResult.BREACH,
    DecisionOutcome.NO_BREACH: FindingResult.NO_BREACH,
}
STATEMENTS = {
    DecisionOutcome.FINE: "We found that faces were used without consent, and fined the company.",
    DecisionOutcome.WARNING: "We found that faces were used without consent, and ordered the company to change that.",
    DecisionOutcome.NO_BREACH: "We looked into it and found that the law was kept.",
    DecisionOutcome.DISCONTINUED: "What we could find out was not enough to show a breach.",
}

Row = dict[str, Any]


def write_inquiries(inquiries: list[Inquiry], authority: Authority, staff: Staff) -> None:
    """One batch, table by table, after its complaints. Every state has what leads to it: plan, request, notice, answer,
    findings, decision, fine with its ledger, appeal, orders with their proofs, and the timelines' lines.
    """
    numbered = list(zip(fresh_ids(Investigation, len(inquiries)), inquiries, strict=True))
    copy(Investigation, (_investigation(pk, each, authority) for pk, each in numbered), own_keys=True)
    copy(InvestigationComplaint, (row for pk, each in numbered for row in _links(pk, each)))
    _hear(numbered)
    copy(PlanItem, (row for pk, each in numbered for row in _plan(pk, each, staff)))
    copy(Finding, (row for pk, each in numbered for row in _findings(pk, each, staff)))
    decided = [(pk, each) for pk, each in numbered if each.outcome]
    decisions = list(zip(fresh_ids(Decision, len(decided)), decided, strict=True))
    copy(Decision, (_decision(pk, inquiry, each, staff) for pk, (inquiry, each) in decisions), own_keys=True)
    authors = Decision.authors.through
    copy(authors, ({"decision_id": pk, "user_id": each.lead} for pk, (_inquiry, each) in decisions))
    write_fines(
        [(pk, each, each.fine) for pk, (_inquiry, each) in decisions if each.fine is not None], authority, staff
    )
    write_orders([(pk, each, order) for pk, (_inquiry, each) in decisions for order in each.orders], authority)
    copy(TimelineEntry, (row for pk, each in numbered for row in _story(pk, each, staff)))


def _investigation(pk: int, each: Inquiry, authority: Authority) -> Row:
    closed = each.state == InvestigationState.CLOSED
    return {
        "id": pk,
        "reference": reference_by_key("INV", pk, each.opened),
        "state": each.state,
        "authority_id": authority.pk,
        "respondent_id": each.rows[0]["respondent_id"],
        "title": f"{each.rows[0]['venue_name']}: faces of visitors",
        "question": "Which system stands there, who was told, and who agreed?",
        "lead_id": each.lead,
        "decided_at": each.until if each.outcome else None,
        "closed_at": each.until if closed else None,
        **stamps(each.opened),
    }


def _links(pk: int, each: Inquiry) -> Iterator[Row]:
    for row in each.rows:
        yield {
            "investigation_id": pk,
            "complaint_id": row["id"],
            "joined_at": max(each.opened, row["acknowledged_at"]),
        }


def _hear(numbered: list[tuple[int, Inquiry]]) -> None:
    """What the respondent was asked and told, and what it said."""

    def reached(state: str) -> Iterator[tuple[int, Inquiry]]:
        return ((pk, each) for pk, each in numbered if each.reached(state))

    copy(
        InformationRequest,
        (
            {
                "investigation_id": pk,
                "body": "Say which system stands at the entrance, since when, and who gets the data.",
                "due_on": (each.at(0.1) + ANSWER_DAYS).date(),
                "sent_by_id": each.lead,
                "answered_on": each.at(0.4).date() if each.reached(InvestigationState.NOTICE_OF_INTENT) else None,
                "answer": "The system was supplied and is run by the supplier. A notice hangs at the door."
                if each.reached(InvestigationState.NOTICE_OF_INTENT)
                else "",
                **stamps(each.at(0.1)),
            }
            for pk, each in reached(InvestigationState.INFORMATION_REQUESTED)
        ),
    )
    copy(
        NoticeOfIntent,
        (
            {
                "investigation_id": pk,
                "body": "We intend to find that consent was missing.",
                "reply_by": (each.at(0.6) + ANSWER_DAYS).date(),
                "given_by_id": each.lead,
                **stamps(each.at(0.6)),
            }
            for pk, each in reached(InvestigationState.NOTICE_OF_INTENT)
        ),
    )
    copy(
        Representation,
        (
            {
                "investigation_id": pk,
                "body": "The respondent says that its supplier had promised all was lawful.",
                "recorded_by_id": each.lead,
                **stamps(each.at(0.8)),
            }
            for pk, each in reached(InvestigationState.REPRESENTATIONS)
        ),
    )


def _plan(pk: int, each: Inquiry, staff: Staff) -> Iterator[Row]:
    if each.reached(InvestigationState.INFORMATION_REQUESTED):
        for element in staff.elements:
            yield {
                "investigation_id": pk,
                "element_id": element.pk,
                "added_by_id": each.lead,
                **stamps(each.opened),
            }


def _findings(pk: int, each: Inquiry, staff: Staff) -> Iterator[Row]:
    if each.outcome:
        for element in staff.elements:
            yield {
                "investigation_id": pk,
                "framework_id": element.framework_id,
                "element_key": element.key,
                "article": element.article[:120],
                "result": FOUND.get(DecisionOutcome(each.outcome), FindingResult.NOT_ESTABLISHED),
                "reasons": "The place was visited, and the supplier said what the system does.",
                "found_by_id": each.lead,
                **stamps(each.at(0.9)),
            }


def _decision(pk: int, _inquiry: int, each: Inquiry, staff: Staff) -> Row:
    return {
        "id": pk,
        "investigation_id": _inquiry,
        "outcome": each.outcome,
        "reasons": "What was found on each element is in the findings of this investigation.",
        "statement": STATEMENTS[DecisionOutcome(each.outcome)],
        "fine_amount": each.fine.amount if each.fine else None,
        "fine_currency": staff.currency if each.fine else "",
        "fine_due_on": each.fine.due_on if each.fine else None,
        "legal_basis_id": staff.elements[0].framework_id if staff.elements else None,
        "drafted_by_id": each.lead,
        "approved_by_id": each.approver,
        "approved_at": each.until,
        **stamps(each.until),
    }


def _story(pk: int, each: Inquiry, staff: Staff) -> Iterable[Row]:
    """The lines of the timelines of an investigation and its complaints, in order."""
    subject, reference = "enforcement.investigation", reference_by_key("INV", pk, each.opened)
    due_on = (each.at(0.1) + ANSWER_DAYS).date().isoformat()
    yield timeline_line(subject, pk, "investigations.open", each.opened, {"number": len(each.rows)})
    for state, kind, part, facts in (
        (InvestigationState.INFORMATION_REQUESTED, "request_information", 0.1, {"due_on": due_on}),
        (InvestigationState.NOTICE_OF_INTENT, "give_notice", 0.6, {}),
        (InvestigationState.REPRESENTATIONS, "record_representations", 0.8, {}),
    ):
        if each.reached(state):
            yield timeline_line(subject, pk, f"investigations.{kind}", each.at(part), facts)
    if each.outcome:
        yield timeline_line(subject, pk, "investigations.decide", each.until, {})
    for row in each.rows:
        of_complaint = Complaint._meta.label_lower, row["id"]
        joined = max(each.opened, row["acknowledged_at"])
        yield timeline_line(*of_complaint, "complaints.start_investigation", joined, {"investigation": reference})
        if each.fine is not None:
            money = {"amount": str(each.fine.amount), "currency": staff.currency}
            yield timeline_line(*of_complaint, "complaints.fine_imposed", each.until, money)
        if each.outcome:
            reason = {"reason": STATEMENTS[DecisionOutcome(each.outcome)]}
            yield timeline_line(*of_complaint, "complaints.conclude", each.until, reason)
