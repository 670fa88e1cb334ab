"""The citizen's case at the firm: engaged, sued, judged, most of the money in, and a second suit to come."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from caseapp.complaints.models import Complaint
from caseapp.litigation.enums import ConflictResult
from caseapp.litigation.models import CaseFile, CivilSuit, Engagement
from caseapp.litigation.services import case_files, collecting, conflicts, engagements, outcomes, suits
from caseapp.workspace.demo import clock
from caseapp.workspace.demo.caseload import backdate_timeline
from caseapp.workspace.demo.exhibits import add_exhibits
from caseapp.workspace.demo.people import Cast
from caseapp.workspace.demo.working import confirm_dates

COURT, COURT_ZONE = "Yinzhou District People's Court", "Asia/Shanghai"
FIXED_FEE = Decimal(3_000)


def sue(cast: Cast, complaint: Complaint) -> CaseFile:
    """Tell the case from the citizen's request to the collection of what the court gave."""
    citizen, lawyer = cast.actor("citizen"), cast.actor("lawyer")
    add_exhibits(citizen, complaint)
    engagement = engagements.request_engagement(
        actor=citizen,
        complaint=complaint,
        firm=cast.firms["harbour-light"],
        scopes=["evidence", "identity"],
        request="The fine goes to the state. I would like my data deleted and my costs paid.",
    )
    engagement = engage(
        cast,
        engagement,
        terms="We sue for the deletion of your data and your costs. The fee is due once the judgment is final.",
        fee_kind="fixed",
        fee_amount=FIXED_FEE,
        name="Lin Xiaoyu",
    )
    case_file = case_files.open_case_file(actor=lawyer, engagements=[engagement], title="Lin Xiaoyu v. Tidehouse Homes")
    case_files.write_notes(
        actor=lawyer, case_file=case_file, notes="The fine settles the breach. Prove the costs; keep the claim modest."
    )
    confirm_dates(cast, case_file)
    suit = _to_judgment(cast, case_file)
    _collect(cast, suit)
    spread(suit, 150)
    _second_suit(cast, case_file)
    return case_file


def engage(
    cast: Cast, engagement: Engagement, *, terms: str, fee_kind: str, fee_amount: Decimal, name: str
) -> Engagement:
    """Lead a request through the conflict check and the letter to the client's name."""
    lawyer, client = cast.actor("lawyer"), cast.client(engagement.complaint)
    conflicts.start_conflict_check(actor=lawyer, engagement=engagement)
    conflicts.decide_conflict(actor=lawyer, engagement=engagement, result=ConflictResult.CLEAR)
    engagement.refresh_from_db()
    offered = engagements.offer(
        actor=lawyer,
        engagement=engagement,
        terms=terms,
        fee_kind=fee_kind,
        fee_amount=fee_amount,
        fee_currency="CNY",
    )
    return engagements.accept(actor=client, engagement=offered, name=name)


def spread(suit: CivilSuit, days: int) -> None:
    """Lay what people read of a suit over the days that it took; the audit keeps the true time."""
    first = clock.today() - timedelta(days=days)
    suit.stages.filter(reached_on__gt=first, stage=suit.stages.order_by("pk").values("stage")[:1]).update(
        reached_on=first - timedelta(days=4)
    )
    backdate_timeline("litigation.civilsuit", suit.pk, days)


def court_time(day: date) -> datetime:
    """Half past nine in the court's own time."""
    return datetime.combine(day, time(9, 30), tzinfo=ZoneInfo(COURT_ZONE))


def _to_judgment(cast: Cast, case_file: CaseFile) -> CivilSuit:
    lawyer, today = cast.actor("lawyer"), clock.today()
    filed = today - timedelta(days=150)
    suit = suits.open_suit(
        actor=lawyer,
        case_file=case_file,
        court=COURT,
        cause="Infringement of personality rights by handling face information",
        claimed_amount=None,
        currency="CNY",
    )
    for kind, cause, amount in (
        ("non_material", "Infringement of personality rights", 8_000),
        ("actual", "Expenses of stopping the infringement", 2_000),
        ("costs", "Lawyer’s fee and notary", 6_200),
    ):
        suits.record_head(actor=lawyer, suit=suit, kind=kind, cause=cause, amount=Decimal(amount))
    docket = f"({filed.year}) Zhe 0212 Min Chu 417"
    suit = suits.file(actor=lawyer, suit=suit, docket_number=docket, filed_on=filed)
    facts = suits.SuitFacts(COURT, docket, "Judge Ye Qingshan", "Du & Partners, Ningbo", suit.cause)
    suits.change_suit(actor=lawyer, suit=suit, facts=facts)
    for action, days in (("serve", 138), ("record_answer", 120), ("go_to_hearing", 95)):
        given = {"on": today - timedelta(days=days)}
        suit = suits.perform(actor=lawyer, suit=suit, action=action, given=given)
    for kind, side, title, days in (
        ("filing", "ours", "Statement of claim with three exhibits", 150),
        ("service", "court", "Claim served on the respondent", 138),
        ("filing", "theirs", "Defence: the supplier had promised that all was lawful", 120),
        ("order", "court", "Order to bring the supplier’s contract", 100),
    ):
        suits.record_docket_entry(
            actor=lawyer, suit=suit, kind=kind, side=side, title=title, on=today - timedelta(days=days)
        )
    suits.schedule_hearing(
        actor=lawyer,
        suit=suit,
        starts_at=court_time(today - timedelta(days=80)),
        time_zone=COURT_ZONE,
        place="Court room 5",
        purpose="Hearing of the parties",
    )
    judged = today - timedelta(days=60)
    suit = suits.record_judgment(
        actor=lawyer,
        suit=suit,
        decided_on=judged,
        result="partly",
        summary="The respondent must delete the face data, apologise in writing, and pay the costs of stopping it.",
        final=True,
        pay_by=judged + timedelta(days=15),
    )
    for kind, award in (("actual", "1000.00"), ("costs", "6200.00")):
        suits.record_award(actor=lawyer, suit=suit, kind=kind, amount=Decimal(award), awarded_on=judged)
    return suit


def _collect(cast: Cast, suit: CivilSuit) -> None:
    lawyer, today = cast.actor("lawyer"), clock.today()
    suit = suits.perform(actor=lawyer, suit=suit, action="start_collecting", given={"on": today - timedelta(days=45)})
    collecting.record_receipt(
        actor=lawyer, suit=suit, amount=Decimal(5_000), on=today - timedelta(days=20), note="Bank transfer"
    )
    collecting.add_interest(actor=lawyer, suit=suit, until=today)
    collecting.reckon(
        actor=lawyer,
        suit=suit,
        costs=Decimal(640),
        fee_kind="sum",
        fee=FIXED_FEE,
        basis="Notary and copies by receipt; the fixed fee of the engagement letter.",
    )
    outcomes.propose_outcome(
        actor=lawyer,
        suit=suit,
        facts=outcomes.OutcomeFacts(
            what=(
                "A seller of flats recognised the faces of visitors without telling or asking them. The court ordered "
                "deletion and a written apology, and gave the expenses of stopping it and the costs."
            ),
            url="https://court.countenance.example/decisions/417",
            title="Judgment on faces of visitors in a sales hall",
            people=1,
        ),
    )


def _second_suit(cast: Cast, case_file: CaseFile) -> None:
    lawyer = cast.actor("lawyer")
    suit = suits.open_suit(
        actor=lawyer,
        case_file=case_file,
        court=COURT,
        cause="Enforcement of the deletion ordered",
        claimed_amount=None,
        currency="CNY",
    )
    suits.schedule_hearing(
        actor=lawyer,
        suit=suit,
        starts_at=court_time(clock.today() + timedelta(days=18)),
        time_zone=COURT_ZONE,
        place="Court room 2",
        purpose="Whether the data was deleted",
    )
