"""The things that the addresses lead to, all round one complaint."""

import uuid
from dataclasses import dataclass
from typing import Any

from caseapp.billing.models import Reconciliation
from caseapp.casework.models import BulkAct
from caseapp.complaints.models import Cluster, ProgressUpdate, Referral
from caseapp.documents.models import Bundle
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine, Investigation, InvestigationComplaint
from caseapp.evidence.models import Redaction
from caseapp.litigation.models import Limitation
from caseapp.personal.models import Disposal
from caseapp.precedents.models import Revision, Suggestion
from caseapp.register.models import PublicText
from tests.factories.accounts import AuthorityFactory, UserFactory
from tests.factories.billing import billed, holding, proposed
from tests.factories.collective import CollectiveActionFactory, distribution_of, joined
from tests.factories.documents import written_letter
from tests.factories.evidence import add, made
from tests.factories.litigation import CivilSuitFactory, EngagementFactory, three_years
from tests.factories.roles import Cast, cast

Arguments = dict[str, dict[str, Any]]
"""The arguments of an address by the name of the thing it leads to."""

NOTHING: Arguments = {
    "": {},
    "place": {"code": "CN"},
    "language": {"language": "zh-hans"},
    "chart": {"key": "inflow"},
    "view_of_another": {"number": 999_999},
    "no_arrival": {"identifier": uuid.uuid4()},
    "no_upload": {"upload_id": uuid.uuid4()},
    "no_export": {"export_id": uuid.uuid4()},
    "no_evidence_request": {"request_id": uuid.uuid4()},
    "no_link": {"link_id": uuid.uuid4()},
    "no_respondent": {"number": 999_999},
    "no_bank_file": {"number": 999_999},
    "no_bank_act": {"number": 999_999, "action": "book"},
    "no_bank_line": {"number": 999_999, "line": 2},
    "no_secret": {"secret": "none"},
    "no_code": {"code": "none"},
    "no_text": {"number": 999_999},
    "no_slug": {"slug": "none"},
    "no_day": {"day": "2020-01-01"},
    "no_law": {"code": "none"},
    "no_section": {"code": "none", "section": "statements"},
    "no_token": {"token": "none"},
    "no_estimate": {"identifier": uuid.uuid4()},
}
"""What the stage does not hold, or what needs nothing of it."""


@dataclass(frozen=True)
class Stage:
    """The cast, and the arguments of every address that leads to something round its complaint."""

    people: Cast
    kwargs: Arguments


def set_up() -> Stage:
    """Everything that an address may lead to, once."""
    people = cast(state="accepted")
    return Stage(people, NOTHING | round_the_complaint(people) | of_the_authority(people) | of_the_firm(people))


def round_the_complaint(people: Cast) -> Arguments:
    complaint = people.complaint
    item = add(complaint)
    sealed_item = add(complaint, original_sealed_at="2026-05-01T00:00:00Z")
    redaction = Redaction.objects.create(item=item, state="drafting")
    letter = written_letter(complaint)
    report = ProgressUpdate.objects.create(complaint=complaint, due_on="2026-12-01")
    by = {"reference": complaint.reference}
    by_letter = {**by, "letter_reference": letter.document.reference}
    return {
        "complaint": by,
        "report": {**by, "number": report.pk},
        "withdraw": {**by, "action": "withdraw"},
        "item": {"item_id": item.pk},
        "derivative": {"derivative_id": made(item).pk},
        "redaction": {"redaction_id": redaction.pk},
        "sealed_item": {"item_id": sealed_item.pk},
        "letter_kind": {**by, "kind": "access_request"},
        "letter": by_letter,
        "send_letter": {**by_letter, "action": "send"},
        "document": {"reference": letter.document.reference},
    }


def of_the_authority(people: Cast) -> Arguments:
    authority, complaint = people.authority, people.complaint
    respondent = complaint.respondent
    cluster = Cluster.objects.create(authority=authority, respondent=respondent)
    disposal = Disposal.objects.create(authority=authority, proposed_by=UserFactory())
    referral = Referral.objects.create(
        complaint=complaint, from_authority=authority, to_authority=AuthorityFactory(), state="sent"
    )
    bulk = BulkAct.objects.create(authority=authority, owner=UserFactory(), action="tag", state="done")
    revision, suggestion = Revision(), Suggestion(what="A fine", url="https://court.example/1")
    revision.save()
    suggestion.save()
    return enforced(people) | {
        "respondent": {"reference": respondent.reference},
        "no_site": {"reference": respondent.reference, "number": 999_999},
        "cluster": {"reference": cluster.reference},
        "dissolve_cluster": {"reference": cluster.reference, "action": "dissolve"},
        "referral": {"reference": referral.reference},
        "recall_referral": {"reference": referral.reference, "action": "recall"},
        "disposal": {"reference": disposal.reference},
        "approve_disposal": {"reference": disposal.reference, "action": "approve"},
        "bulk": {"reference": bulk.reference},
        "take_back": {"reference": bulk.reference, "action": "take_back"},
        "revision": {"reference": revision.reference},
        "give_up_revision": {"reference": revision.reference, "action": "withdraw"},
        "suggestion": {"reference": suggestion.reference},
        "decline_suggestion": {"reference": suggestion.reference, "action": "decline"},
    }


def enforced(people: Cast) -> Arguments:
    authority, respondent = people.authority, people.complaint.respondent
    investigation = Investigation.objects.create(authority=authority, respondent=respondent, title="Faces")
    InvestigationComplaint.objects.create(investigation=investigation, complaint=people.complaint)
    decided = Investigation.objects.create(authority=authority, respondent=respondent, title="Older", state="decided")
    decision = Decision.objects.create(
        investigation=decided,
        outcome="fine",
        reasons="Because.",
        fine_amount=1,
        fine_currency="CNY",
        fine_due_on="2026-01-01",
        drafted_by=UserFactory(),
    )
    fine = Fine.objects.create(
        decision=decision,
        authority=authority,
        respondent=respondent,
        currency="CNY",
        imposed_on="2026-01-01",
        due_on="2026-02-01",
        state="due",
    )
    order = ComplianceOrder.objects.create(
        decision=decision,
        authority=authority,
        respondent=respondent,
        kind="stop",
        text="Stop.",
        due_on="2026-12-31",
        ordered_on="2026-01-01",
        state="ordered",
    )
    public_text = PublicText.objects.create(
        kind="fine", authority=authority, decision=decision, fine=fine, text="Fined.", author=UserFactory()
    )
    by = {"reference": investigation.reference}
    return {
        "investigation": by,
        "request_information": {**by, "action": "request_information"},
        "no_request": {**by, "number": 999_999},
        "no_element": {**by, "law": 999_999, "element": "none"},
        "no_wish": {**by, "number": 999_999, "action": "grant"},
        "fine": {"reference": fine.reference},
        "lodge_appeal": {"reference": fine.reference, "action": "lodge_appeal"},
        "order": {"reference": order.reference},
        "record_proof": {"reference": order.reference, "action": "record_proof"},
        "publish_fine": {"kind": "fine", "reference": fine.reference},
        "public_text": {"reference": public_text.reference},
        "approve_text": {"reference": public_text.reference, "action": "approve"},
    }


def of_the_firm(people: Cast) -> Arguments:
    suit = CivilSuitFactory(case_file__firm=people.firm)
    case_file = suit.case_file
    bundle = Bundle.objects.create(title="Exhibits", language="en", matter=case_file.reference, firm=people.firm)
    engagement = EngagementFactory(complaint=people.complaint, firm=people.firm, case_file=case_file, state="accepted")
    limitation = Limitation.objects.create(
        case_file=case_file, engagement=engagement, rule=three_years(), event_on="2026-01-01"
    )
    offer = suit.offers.create(side="theirs", amount=1, currency="CNY", offered_on="2026-01-01")
    by, by_suit = {"reference": case_file.reference}, {"reference": suit.reference}
    by_bundle = {**by, "bundle_reference": bundle.reference}
    by_limitation = {**by, "number": limitation.pk}
    return (
        together(people, case_file)
        | money(people, engagement)
        | {
            "engagement": {"reference": engagement.reference},
            "end": {"reference": engagement.reference, "action": "end"},
            "case_file": by,
            "close": {**by, "action": "close"},
            "limitation": by_limitation,
            "limitation_meet": {**by_limitation, "action": "meet"},
            "no_proof": {**by, "law": 999_999, "element": "none"},
            "no_archive": {**by, "identifier": uuid.uuid4()},
            "no_file": {**by, "number": 999_999},
            "bundle": by_bundle,
            "no_volume": {**by_bundle, "number": 9},
            "own_bundle": {"reference": bundle.reference},
            "no_own_volume": {"reference": bundle.reference, "number": 9},
            "suit": by_suit,
            "withdraw_suit": {**by_suit, "action": "withdraw"},
            "receipt": {**by_suit, "number": 999_999},
            "refuse_offer": {**by_suit, "number": offer.pk, "action": "refuse"},
        }
    )


def together(people: Cast, case_file: Any) -> Arguments:
    action = CollectiveActionFactory(case_file=case_file)
    member = joined(action, people.complaint)
    prepared, approved = distribution_of(action, member), distribution_of(action, member, state="approved")
    by = {"reference": action.reference}
    by_member, by_made = {**by, "number": member.pk}, {**by, "made": prepared.reference}
    invited = {"reference": member.invitation.reference}
    return {
        "action": by,
        "invite": {**by, "action": "invite"},
        "member": by_member,
        "admit": {**by_member, "action": "admit"},
        "distribution": by_made,
        "discard": {**by_made, "action": "discard"},
        "invitation": invited,
        "leave_action": {**invited, "action": "leave"},
        "share": {**invited, "made": approved.reference},
    }


def money(people: Cast, engagement: Any) -> Arguments:
    ledger = holding("100", engagement=engagement)
    payment = proposed(ledger, "40")
    time_entry, outlay, invoice = billed(engagement)
    compared = Reconciliation.objects.create(
        firm=people.firm, currency="CNY", on="2026-05-04", bank_balance=1, ledger_total=1, made_by=UserFactory()
    )
    return {
        "ledger": {"reference": ledger.reference},
        "ledger_line": {"reference": ledger.reference, "number": ledger.entries.get().pk},
        "time_entry": {"number": time_entry.pk},
        "disbursement": {"number": outlay.pk},
        "invoice": {"reference": invoice.reference},
        "void_invoice": {"reference": invoice.reference, "action": "void"},
        "trust_payment": {"reference": payment.reference},
        "approve_payment": {"reference": payment.reference, "action": "approve"},
        "reconciliation": {"reference": compared.reference},
    }
