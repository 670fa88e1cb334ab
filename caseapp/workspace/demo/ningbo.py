"""The Ningbo story at its stages: three sales offices, one fine paid, one open, one investigation."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from caseapp.accounts.selectors import actor_for
from caseapp.complaints import services as complaints
from caseapp.complaints.models import Complaint
from caseapp.core.actors import SYSTEM
from caseapp.enforcement import services as enforcement
from caseapp.enforcement.models import Fine, Investigation
from caseapp.law.models import Element, Framework, Jurisdiction
from caseapp.register import services as public
from caseapp.register.enums import Kind
from caseapp.respondents.models import Respondent
from caseapp.workspace.demo import clock
from caseapp.workspace.demo.caseload import backdate
from caseapp.workspace.demo.people import Cast

STATEMENT = (
    "On my second visit the agent knew my name before I spoke. A camera over the door had recognised me. Nobody asked "
    "me, there was no sign, and when I asked to have my face deleted I was told that this is how everybody does it."
)
SHOP_STATEMENT = (
    "A screen behind the counter showed my face in a frame with the words “regular, third visit”. I had never signed up "
    "for anything. The manager said that the cameras came with the new tills."
)
REASONS = (
    "The respondent compared the faces of all visitors with those of earlier ones in order to settle commissions. Visitors "
    "were neither told nor asked. Consent in a step of its own was needed and was not sought; counting and paying agents "
    "can be done without faces."
)


def tell_story(cast: Cast, respondents: dict[str, Respondent]) -> Complaint:
    """Build every stage with the demonstration accounts acting for themselves; answers the citizen's own complaint."""
    paid = _fined(cast, respondents["tidehouse"], Decimal(250_000), days_ago=220, first_by_citizen=True)
    _pay(cast, paid.fine, Decimal(250_000))
    _publish(cast, paid.fine)
    _reply(cast, paid.fine)
    _prove(cast, paid.fine)
    part = _fined(cast, respondents["eastgate"], Decimal(250_000), days_ago=90)
    _pay(cast, part.fine, Decimal(100_000))
    _publish(cast, part.fine)
    _investigated(cast, respondents["silver-reed"])
    _open_for_the_citizen(cast, respondents["orchard-mart"])
    return paid.complaints[0]


@dataclass(frozen=True)
class _Case:
    """An investigation that ended in a fine, with its complaints."""

    complaints: list[Complaint]
    fine: Fine


def filed(
    cast: Cast,
    respondent: Respondent,
    owner: str | None,
    *,
    days_ago: int,
    wants: tuple[str, ...],
    venue_kind: str = "sales_office",
    use: str = "identification",
    narrative: str = STATEMENT,
) -> Complaint:
    """File one complaint of the story, under the account named or as one of those who only file."""
    facts = complaints.ComplaintFacts(
        jurisdiction=Jurisdiction.objects.get(pk="CN-ZJ"),
        authority=cast.authorities["ningbo-market-regulation"],
        respondent=respondent,
        sector=respondent.sector,
        respondent_kind="private",
        venue_kind=venue_kind,
        venue_name=str(respondent.sites.order_by("name").first() or ""),
        occurred_on=clock.today() - timedelta(days=days_ago + 14),
        use=use,
        narrative=narrative,
        consent_asked="no",
        consent_separate="no",
        alternative_offered="no",
        consent_defect=("no_consent", "no_notice"),
        harms=("loss_of_control", "watched"),
        relief_sought=wants,
        persons_affected=1,
        language="en" if owner else "zh-hans",
    )
    contact = complaints.Contact(name="Lin Xiaoyu", email="citizen@demo.countenance.example") if owner else None
    actor = cast.actor(owner) if owner else actor_for(cast.filers[days_ago % len(cast.filers)])
    return complaints.file_complaint(actor=actor, facts=facts, contact=contact).complaint


def _accepted(cast: Cast, complaint: Complaint) -> Complaint:
    for action in ("acknowledge", "accept"):
        complaint = complaints.perform(actor=cast.actor("intake.ningbo"), complaint=complaint, action=action, given={})
    return complaint


def _fined(
    cast: Cast, respondent: Respondent, amount: Decimal, *, days_ago: int, first_by_citizen: bool = False
) -> _Case:
    officer, supervisor = cast.actor("officer"), cast.actor("supervisor")
    found = [
        _accepted(
            cast,
            filed(
                cast,
                respondent,
                "citizen" if first_by_citizen and number == 0 else None,
                days_ago=days_ago,
                wants=("compensation", "deletion", "fine"),
            ),
        )
        for number in range(4)
    ]
    investigation = enforcement.open_investigation(
        actor=officer, complaints=found, title=f"{respondent.name}: faces of visitors", question="Who was recognised?"
    )
    _to_decision(cast, investigation)
    framework = _framework()
    element = Element.objects.filter(framework=framework).order_by("position").first()
    if element is not None:
        enforcement.record_finding(
            actor=officer,
            investigation=investigation,
            framework=framework,
            element_key=element.key,
            result="breach",
            reasons="The system was seen at work, and its supplier confirmed what it does.",
        )
    enforcement.draft_decision(
        actor=officer,
        investigation=investigation,
        outcome="fine",
        reasons=REASONS,
        statement="We found that your face was used without your consent, and we fined the company.",
        fine_amount=amount,
        fine_currency="CNY",
        fine_due_on=clock.today() + timedelta(days=15),
        legal_basis=framework,
    )
    _order(cast, investigation)
    investigation.refresh_from_db()
    enforcement.approve_decision(actor=supervisor, investigation=investigation)
    fine = Fine.objects.get(decision__investigation=investigation)
    for complaint in found:
        complaint.refresh_from_db()
        backdate(complaint, days_ago)
    return _Case(found, fine)


def _to_decision(cast: Cast, investigation: Investigation) -> None:
    officer = cast.actor("officer")
    today = clock.today()
    steps = (
        (
            "request_information",
            {
                "body": "Say which system stands at the entrance, since when, and who gets the data.",
                "due_on": today + timedelta(days=20),
            },
        ),
        ("give_notice", {"reason": "We intend to find that consent was missing and to impose a fine."}),
        ("record_representations", {"reason": "The respondent says that the supplier had promised all was lawful."}),
    )
    for action, given in steps:
        investigation.refresh_from_db()
        enforcement.perform_on_investigation(actor=officer, investigation=investigation, action=action, given=given)
    investigation.refresh_from_db()


def _pay(cast: Cast, fine: Fine, amount: Decimal) -> None:
    enforcement.record_payment(
        actor=cast.actor("officer"),
        fine=fine,
        amount=amount,
        on=clock.today(),
        currency="CNY",
        note="Bank transfer",
    )
    fine.refresh_from_db()


def _order(cast: Cast, investigation: Investigation) -> None:
    today = clock.today()
    for kind, text, days in (
        (
            "delete_templates",
            "Delete every face template made in the sales hall, and send the supplier's log of it.",
            20,
        ),
        ("other_way_in", "Let visitors in who do not want to be recognised, and say so at the door.", 45),
    ):
        enforcement.draft_order(
            actor=cast.actor("officer"),
            investigation=investigation,
            kind=kind,
            text=text,
            due_on=today + timedelta(days=days),
        )


def _prove(cast: Cast, fine: Fine) -> None:
    """The templates were deleted, which is to be checked again; whether one gets in without a face is still open."""
    officer, today = cast.actor("officer"), clock.today()
    order = fine.decision.orders.get(kind="delete_templates")
    steps = (
        (
            "record_proof",
            {"body": "The supplier's log shows that all templates were deleted.", "on": today, "note": "File, page 41"},
        ),
        ("accept_proof", {"recheck_on": today + timedelta(days=90)}),
    )
    for action, given in steps:
        order = enforcement.perform_on_order(actor=officer, order=order, action=action, given=given)
    _make_public(
        cast,
        kind=Kind.ORDER,
        decision=order.decision,
        order=order,
        text="A seller of flats had to delete the face templates of its visitors, and proved that it did.",
    )


def _publish(cast: Cast, fine: Fine) -> None:
    text = "A seller of flats recognised the faces of visitors to settle commissions, without telling or asking them."
    _make_public(cast, kind=Kind.FINE, decision=fine.decision, fine=fine, text=text)
    _make_public(cast, kind=Kind.DECISION, decision=fine.decision, text=text)


def _reply(cast: Cast, fine: Fine) -> None:
    text = public.record_reply(
        actor=SYSTEM,
        decision=fine.decision,
        text="We took the cameras down, deleted what they kept, and ask visitors for nothing but their name now.",
    )
    public.approve_text(actor=cast.actor("supervisor"), text=text)


def _make_public(cast: Cast, **given: Any) -> None:
    text = public.propose_text(actor=cast.actor("officer"), **given)
    public.approve_text(actor=cast.actor("supervisor"), text=text)


def _investigated(cast: Cast, respondent: Respondent) -> None:
    found = [
        _accepted(cast, filed(cast, respondent, None, days_ago=30, wants=("deletion", "fine"))) for _number in range(3)
    ]
    investigation = enforcement.open_investigation(
        actor=cast.actor("officer"), complaints=found, title=f"{respondent.name}: faces of visitors", question=""
    )
    enforcement.perform_on_investigation(
        actor=cast.actor("officer"),
        investigation=investigation,
        action="request_information",
        given={
            "body": "Say which system stands in the sales hall and how visitors are told.",
            "due_on": clock.today() + timedelta(days=10),
        },
    )
    for complaint in found:
        complaint.refresh_from_db()
        backdate(complaint, 30)


def _open_for_the_citizen(cast: Cast, respondent: Respondent) -> None:
    complaint = filed(
        cast,
        respondent,
        "citizen",
        days_ago=6,
        wants=("deletion", "explanation"),
        venue_kind="shop",
        use="surveillance",
        narrative=SHOP_STATEMENT,
    )
    complaint = complaints.perform(
        actor=cast.actor("intake.ningbo"), complaint=complaint, action="acknowledge", given={}
    )
    complaint = complaints.perform(
        actor=cast.actor("intake.ningbo"),
        complaint=complaint,
        action="request_information",
        given={
            "message": "Which entrance did you use, and did you see a notice anywhere? A photograph would help.",
            "due_on": clock.today() + timedelta(days=14),
        },
    )
    backdate(complaint, 6)


def _framework() -> Framework:
    return Framework.objects.filter(code="CN-CRPL", superseded_at=None).order_by("-version")[0]
