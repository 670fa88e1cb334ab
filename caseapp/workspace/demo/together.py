"""Many against a supermarket: a client's suit with offers, a collective action that invites, requests that wait."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.models import TimelineEntry
from caseapp.litigation.models import CaseFile, CivilSuit, CollectiveAction, CollectiveInvitation, Engagement, Offer
from caseapp.litigation.services import case_files, conflicts, engagements, limitation, offers, suits
from caseapp.litigation.services.collective import actions, consents, joining, roster
from caseapp.precedents.models import Estimate
from caseapp.respondents.models import Respondent
from caseapp.workspace.demo import clock
from caseapp.workspace.demo.people import Cast
from caseapp.workspace.demo.suing import COURT, engage, spread
from caseapp.workspace.demo.working import date_and_confirm

OVER = (ComplaintState.DRAFT, ComplaintState.WITHDRAWN)
KNOWN = (
    # name, role, matter
    ("Cloudpeak Fitness", "former_client", "Lease of the hall, 2019"),
    ("Du & Partners, Ningbo", "opponent", "Several matters"),
    ("Harbour Savings Bank", "client", "Advice on consent forms"),
)


def act_together(cast: Cast, respondents: dict[str, Respondent]) -> Engagement:
    """Lead one visitor of the supermarket to court, and ask the others to join. Answers the client's engagement."""
    waiting = _complaints(respondents["orchard-mart"])
    citizens = [each for each in waiting if each.owner_id == cast.users["citizen"].pk]
    client, late, *others = [each for each in waiting if each not in citizens]
    _soon_too_late(cast, late)
    engagement = engagements.request_engagement(
        actor=cast.client(client),
        complaint=client,
        firm=cast.firms["harbour-light"],
        scopes=["evidence", "identity"],
        request="I shop there every week. I do not want to be recognised at the till.",
    )
    engagement = engage(
        cast,
        engagement,
        terms="We act for you alone, by the hour. You may end this at any time.",
        fee_kind="hourly",
        fee_amount=Decimal(1_200),
        name=cast.name_of(client),
    )
    case_file = case_files.open_case_file(
        actor=cast.actor("lawyer"), engagements=[engagement], title="Faces at the till of Orchard Mart"
    )
    suit = _in_mediation(cast, case_file)
    spread(suit, 50)
    _offers(cast, suit)
    _invite(cast, case_file, [*citizens, *others])
    engagement.refresh_from_db()
    return engagement


def fill_the_inbox(cast: Cast, respondents: dict[str, Respondent]) -> None:
    """Names that the firm knows, a request that meets one of them, and one that nobody has opened."""
    firm, lawyer = cast.firms["harbour-light"], cast.actor("lawyer")
    conflicts.add_known_parties(actor=lawyer, firm=firm, rows=KNOWN)
    requests = {}
    for key, words in (
        ("cloudpeak", "The gate only opens when it has seen my face. I want another way in."),
        ("brightstep", "I would like to know what my claim is worth, and whether you would take it."),
    ):
        complaint = _complaints(respondents[key])[0]
        requests[key] = engagements.request_engagement(
            actor=cast.client(complaint), complaint=complaint, firm=firm, scopes=["evidence"], request=words
        )
    conflicts.start_conflict_check(actor=lawyer, engagement=requests["cloudpeak"])


def _complaints(respondent: Respondent) -> list[Complaint]:
    return list(
        Complaint.objects.filter(respondent=respondent, owner__isnull=False)
        .exclude(state__in=OVER)
        .select_related("owner", "jurisdiction", "respondent")
        .order_by("pk")
    )


def _soon_too_late(cast: Cast, complaint: Complaint) -> None:
    """A client whose suit is not filed yet first saw it almost three years ago: four weeks are left, which one of the
    dates says for certain.
    """
    engagement = engagements.request_engagement(
        actor=cast.client(complaint),
        complaint=complaint,
        firm=cast.firms["harbour-light"],
        scopes=["evidence", "identity"],
        request="I waited far too long. Is there still time?",
    )
    engagement = engage(
        cast,
        engagement,
        terms="We look at once whether the claim can still be brought, and bring it if it can.",
        fee_kind="fixed",
        fee_amount=Decimal(1_500),
        name=cast.name_of(complaint),
    )
    case_file = case_files.open_case_file(
        actor=cast.actor("lawyer"), engagements=[engagement], title="A shopper of three years ago"
    )
    first = clock.today() - timedelta(days=3 * 365 + 1 - 28)
    dated = case_file.limitations.exclude(last_day=None).order_by("pk")[:2]
    for number, row in enumerate(dated):
        if number:
            limitation.change_facts(actor=cast.actor("lawyer"), limitation=row, event_on=first, known_on=first)
        else:
            date_and_confirm(cast, row, event_on=first, known_on=first)


def _in_mediation(cast: Cast, case_file: CaseFile) -> CivilSuit:
    lawyer, today = cast.actor("lawyer"), clock.today()
    filed = today - timedelta(days=50)
    suit = suits.open_suit(
        actor=lawyer,
        case_file=case_file,
        court=COURT,
        cause="Infringement of personality rights by handling face information",
        claimed_amount=Decimal(12_000),
        currency="CNY",
    )
    suit = suits.file(actor=lawyer, suit=suit, docket_number=f"({filed.year}) Zhe 0212 Min Chu 902", filed_on=filed)
    for action, days in (("serve", 40), ("record_answer", 22), ("go_to_mediation", 8)):
        given = {"on": today - timedelta(days=days)}
        suit = suits.perform(actor=lawyer, suit=suit, action=action, given=given)
    return suit


def _offers(cast: Cast, suit: CivilSuit) -> None:
    first = _offer(
        cast,
        suit,
        days_ago=6,
        side="theirs",
        amount=Decimal(1_500),
        terms="Payment without any admission.",
        remark="Below what courts gave in like cases.",
    )
    _offer(
        cast,
        suit,
        days_ago=2,
        side="ours",
        amount=Decimal(6_000),
        terms="Payment, deletion within ten days, and a written apology.",
        answers=first,
    )


def _offer(cast: Cast, suit: CivilSuit, *, days_ago: int, **told: Any) -> Offer:
    """An offer, recorded with its estimate on the day it was made."""
    day, begun = clock.today() - timedelta(days=days_ago), timezone.now()
    facts = offers.OfferFacts(offered_on=day, open_until=day + timedelta(days=14), **told)
    offer = offers.record_offer(actor=cast.actor("lawyer"), suit=suit, facts=facts)
    earlier = F("at") - timedelta(days=days_ago)
    TimelineEntry.objects.filter(at__gte=begun, kind__in=["suits.offer_made", "offers.refuse"]).update(at=earlier)
    if offer.estimate is not None:
        made = offer.estimate.created_at - timedelta(days=days_ago)
        Estimate.objects.filter(pk=offer.estimate.pk).update(created_at=made)
    return offer


def _invite(cast: Cast, case_file: CaseFile, complaints: list[Complaint]) -> None:
    """Everybody agreed to be asked; some joined, one lacks something, one said no, one left; the citizen may answer."""
    lawyer, today = cast.actor("lawyer"), clock.today()
    for complaint in complaints:
        consents.set_contact_consent(actor=cast.client(complaint), complaint=complaint, agreed=True)
    action = actions.propose_action(
        actor=lawyer,
        case_file=case_file,
        facts=actions.ActionFacts(
            title="Shoppers whose faces were kept by Orchard Mart",
            about="Cameras at the tills recognised shoppers who had agreed to nothing.",
            questions=(
                "Did the tills recognise people who only wanted to pay?",
                "Was anybody asked in a step of its own?",
                "How long were the faces kept, and who received them?",
            ),
            costs="You pay nothing now. If money comes in, the costs of the court and our time are taken off first.",
            given_up="You cannot bring a suit of your own for the same visits while this one runs.",
            currency="CNY",
            hoped_amount=Decimal(2_000),
        ),
    )
    action = actions.invite(actor=lawyer, action=action, join_by=today + timedelta(days=30))
    _answer(cast, action)


def _answer(cast: Cast, action: CollectiveAction) -> None:
    lawyer, today = cast.actor("lawyer"), clock.today()
    citizen = cast.users["citizen"].pk
    invitations = [
        each
        for each in CollectiveInvitation.objects.filter(action=action).select_related("complaint__owner", "action")
        if each.complaint.owner_id != citizen
    ]
    declining, *willing = invitations
    joining.decline(actor=cast.client(declining.complaint), invitation=declining)
    members = [
        joining.join(
            actor=cast.client(each.complaint), invitation=each, name=cast.name_of(each.complaint), scopes=["evidence"]
        )
        for each in willing[:8]
    ]
    if len(members) < 4:
        return
    leaving, lacking, waiting, *admitted = members
    for number, member in enumerate(admitted):
        roster.weigh(actor=lawyer, member=member, harm_weight=1 + number % 3, days=20 * (number + 1))
        roster.admit(actor=lawyer, member=member)
    roster.ask(
        actor=lawyer,
        member=lacking,
        message="Tell us in which of the two shops it was, and send a receipt if you have one.",
        cure_by=today + timedelta(days=21),
    )
    roster.leave(actor=cast.client(leaving.complaint), member=leaving)
    roster.weigh(actor=lawyer, member=waiting, harm_weight=1, days=10)
