"""From a stranger's request to an award: what each step writes, whom it lets in and what it refuses."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.complaints import selectors as complaints
from caseapp.complaints import services as complaint_services
from caseapp.complaints.models import Grant
from caseapp.core import timeline
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.litigation.enums import ConflictResult, EngagementState, SuitState
from caseapp.litigation.selectors import suits
from caseapp.litigation.services import case_files, engagements
from caseapp.litigation.services import conflicts as conflict_services
from caseapp.litigation.services import suits as suit_services
from caseapp.notifications.selectors import unread_notices
from tests.factories.accounts import FirmFactory, UserFactory, actor_of, lawyer
from tests.factories.complaints import ComplaintFactory, facts, receipt_holder
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory, EngagementFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 5, 20)


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def partner(firm):
    return actor_of(lawyer(firm, "partner"))


@pytest.fixture
def associate(firm):
    return actor_of(lawyer(firm))


@pytest.fixture
def client_():
    return actor_of(UserFactory())


@pytest.fixture
def complaint(client_):
    return complaint_services.file_complaint(
        actor=client_, facts=facts(), contact=complaint_services.Contact(name="Li Hua")
    ).complaint


def engage(client_, complaint, firm, associate):
    engagement = engagements.request_engagement(
        actor=client_, complaint=complaint, firm=firm, scopes=["evidence", "identity"], request="Please sue."
    )
    engagements.start_conflict_check(actor=associate, engagement=engagement)
    conflict_services.decide_conflict(actor=associate, engagement=engagement, result=ConflictResult.CLEAR)
    engagement.refresh_from_db()
    engagements.offer(actor=associate, engagement=engagement, terms="No win, no fee where lawful.")
    engagement.refresh_from_db()
    return engagements.accept(actor=client_, engagement=engagement, name="Li Hua")


class TestEngagement:
    def test_names_open_only_once_the_client_accepted(self, client_, complaint, firm, associate, partner):
        engagement = engagements.request_engagement(
            actor=client_, complaint=complaint, firm=firm, scopes=["identity"], request=""
        )
        assert [notice.kind for notice in unread_notices(partner)] == ["litigation.request"]
        with pytest.raises(NotFound):
            complaints.complaint_by_reference(associate, complaint.reference)
        engagements.start_conflict_check(actor=associate, engagement=engagement)
        conflict_services.decide_conflict(actor=associate, engagement=engagement, result=ConflictResult.CLEAR)
        assert complaints.complaint_by_reference(associate, complaint.reference) == complaint
        assert complaints.identity(associate, complaint) is None
        engagement.refresh_from_db()
        engagements.decline(actor=client_, engagement=engagement)
        with pytest.raises(NotFound):
            complaints.complaint_by_reference(associate, complaint.reference)
        engage(client_, complaint, firm, associate)
        assert complaints.identity(associate, complaint).name == "Li Hua"

    def test_only_what_the_client_chose_is_shown(self, client_, complaint, firm, associate):
        engagement = EngagementFactory(
            complaint=complaint, firm=firm, state=EngagementState.OFFERED, scopes=["facts"], terms="Terms."
        )
        engagements.accept(actor=client_, engagement=engagement, name="Li Hua")
        assert complaints.identity(associate, complaint) is None
        assert Grant.objects.get(complaint=complaint, firm=firm).scopes == ["facts"]

    def test_no_offer_before_the_check_is_clear(self, client_, complaint, firm, associate):
        engagement = engagements.request_engagement(actor=client_, complaint=complaint, firm=firm, scopes=[])
        engagements.start_conflict_check(actor=associate, engagement=engagement)
        engagement.refresh_from_db()
        with pytest.raises(WrongState):
            engagements.offer(actor=associate, engagement=engagement, terms="Terms.")
        conflict_services.decide_conflict(
            actor=associate, engagement=engagement, result=ConflictResult.CONFLICT, reason="We act for them."
        )
        with pytest.raises(WrongState):
            engagements.offer(actor=associate, engagement=engagement, terms="Terms.")

    def test_a_waiver_is_a_partners_and_needs_a_reason(self, complaint, firm, associate, partner):
        engagement = EngagementFactory(complaint=complaint, firm=firm)
        engagements.start_conflict_check(actor=associate, engagement=engagement)
        with pytest.raises(NotAllowed):
            conflict_services.decide_conflict(
                actor=associate, engagement=engagement, result=ConflictResult.WAIVED, reason="Both agreed."
            )
        with pytest.raises(InvalidInput) as refused:
            conflict_services.decide_conflict(actor=partner, engagement=engagement, result=ConflictResult.WAIVED)
        assert "reason" in refused.value.errors
        conflict_services.decide_conflict(
            actor=partner, engagement=engagement, result=ConflictResult.WAIVED, reason="Both agreed in writing."
        )

    def test_asking_the_same_firm_twice_is_refused(self, client_, complaint, firm):
        engagements.request_engagement(actor=client_, complaint=complaint, firm=firm, scopes=[])
        with pytest.raises(InvalidInput) as refused:
            engagements.request_engagement(actor=client_, complaint=complaint, firm=firm, scopes=[])
        assert "firm" in refused.value.errors

    def test_nobody_shares_what_is_not_theirs(self, complaint, firm):
        with pytest.raises(NotAllowed):
            engagements.request_engagement(actor=actor_of(UserFactory()), complaint=complaint, firm=firm, scopes=[])

    def test_an_anonymous_complainant_can_engage_a_firm(self, firm, associate):
        complaint = ComplaintFactory(owner=None, anonymous=True)
        holder = receipt_holder(complaint)
        assert engage(holder, complaint, firm, associate).state == EngagementState.ACCEPTED

    def test_ending_lets_the_firm_out(self, client_, complaint, firm, associate):
        engagement = engage(client_, complaint, firm, associate)
        engagements.end(actor=associate, engagement=engagement)
        with pytest.raises(NotFound):
            complaints.complaint_by_reference(associate, complaint.reference)


class TestCaseFile:
    def test_a_case_file_needs_an_accepted_engagement_without_one(self, client_, complaint, firm, associate):
        with pytest.raises(WrongState):
            case_files.open_case_file(
                actor=associate, engagements=[EngagementFactory(complaint=complaint, firm=firm)], title="A"
            )
        complaint.engagements.all().delete()
        engagement = engage(client_, complaint, firm, associate)
        case_file = case_files.open_case_file(actor=associate, engagements=[engagement], title="Li v. Riverside")
        assert case_file.respondent == complaint.respondent
        with pytest.raises(WrongState):
            case_files.open_case_file(actor=associate, engagements=[engagement], title="Again")

    def test_notes_are_sealed_and_stay_in_the_firm(self, firm, associate):
        case_file = case_files.write_notes(
            actor=associate, case_file=CaseFileFactory(firm=firm), notes="The witness is unsure. 证人不确定"
        )
        assert "证人".encode() not in bytes(case_file.sealed_notes)
        assert suits.notes(associate, case_file).startswith("The witness")
        assert suits.notes(actor_of(lawyer(FirmFactory())), case_file) == ""
        with pytest.raises(NotFound):
            suits.case_file_by_reference(actor_of(lawyer(FirmFactory())), case_file.reference)

    def test_notes_that_somebody_else_saved_meanwhile_are_told_and_nothing_typed_is_lost(self, firm, associate):
        case_file = case_files.write_notes(actor=associate, case_file=CaseFileFactory(firm=firm), notes="First.")
        read = case_file.notes_version
        at = f"/case-files/{case_file.reference}/notes/"
        desk = Client()
        desk.force_login(User.objects.get(pk=associate.user_id), backend="caseapp.accounts.backends.Backend")
        assert f'value="{read}"' in desk.get(at).content.decode()
        case_files.write_notes(actor=associate, case_file=case_file, notes="Hers: settle.", based_on=read)
        refused = desk.post(at, {"notes": "Mine: never settle.", "based_on": read})
        page = refused.content.decode()
        assert refused.status_code == 409
        assert all(words in page for words in ("Hers: settle.", "Mine: never settle.", "while you were writing"))
        case_file.refresh_from_db()
        assert case_file.open_notes() == "Hers: settle."
        sent = {"notes": "Mine: never settle.", "version": read}
        answer = desk.put(f"/api/v1{at}", sent, content_type="application/json")
        assert (answer.status_code, answer.json()["type"]) == (409, "/api/docs/#problem-overtaken")
        told = desk.get(f"/api/v1{at}").json()
        assert told == {"notes": "Hers: settle.", "version": case_file.notes_version}
        assert f'value="{told["version"]}"' in page
        assert desk.put(f"/api/v1{at}", {**sent, **told}, content_type="application/json").status_code == 200
        assert desk.post(at, {"notes": "Both.", "based_on": told["version"]}).status_code == 302
        case_file.refresh_from_db()
        assert case_file.open_notes() == "Both."

    def test_it_closes_only_when_no_suit_is_open(self, firm, associate):
        suit = CivilSuitFactory(case_file__firm=firm, state=SuitState.FILED)
        with pytest.raises(WrongState):
            case_files.close(actor=associate, case_file=suit.case_file, reason="Done.")
        suit_services.move(actor=associate, suit=suit, action="withdraw", reason="Settled outside.")
        assert case_files.close(actor=associate, case_file=suit.case_file, reason="Done.").closed_at


class TestSuit:
    def test_from_filing_to_award_the_client_is_told_each_time(self, client_, complaint, firm, associate):
        engagement = engage(client_, complaint, firm, associate)
        case_file = case_files.open_case_file(actor=associate, engagements=[engagement], title="Li v. Riverside")
        suit = suit_services.open_suit(
            actor=associate,
            case_file=case_file,
            court="Heping District People's Court",
            cause="Personality rights",
            claimed_amount=Decimal("20000"),
            currency="CNY",
        )
        before = unread_notices(client_).count()
        suit = suit_services.file(actor=associate, suit=suit, docket_number="(2026) 津0101 民初 12 号", filed_on=TODAY)
        for action in ("serve", "record_answer", "go_to_hearing"):
            suit = suit_services.perform(actor=associate, suit=suit, action=action, given={})
        suit_services.schedule_hearing(
            actor=associate,
            suit=suit,
            starts_at=timezone.now() + datetime.timedelta(days=9),
            time_zone="Asia/Shanghai",
            place="Court room 3",
            purpose="First hearing",
        )
        assert [hearing.suit for hearing in suits.hearings_ahead(associate)] == [suit]
        suit = suit_services.perform(
            actor=associate,
            suit=suit,
            action="record_judgment",
            given={"decided_on": TODAY, "result": "partly", "summary": "Delete the data and pay.", "final": True},
        )
        suit_services.record_award(
            actor=associate, suit=suit, kind="actual", amount=Decimal("6200.00"), awarded_on=TODAY
        )
        suit_services.record_award(
            actor=associate, suit=suit, kind="costs", amount=Decimal("1500.50"), awarded_on=TODAY
        )
        assert suits.total_awarded(suit) == Decimal("7700.50")
        assert unread_notices(client_).count() == before + 8
        told = [timeline.sentence(entry) for entry in timeline.entries(suit)]
        assert "7700.50" not in " ".join(told)
        assert "CNY\u00a01,500.50 were awarded." in told
        assert list(suits.suits_for_complainant(client_, complaint)) == [suit]

    def test_no_award_before_a_judgment_or_after_a_lost_one(self, firm, associate):
        suit = CivilSuitFactory(case_file__firm=firm, state=SuitState.HEARING)
        award = {"kind": "actual", "amount": Decimal(5), "awarded_on": TODAY}
        with pytest.raises(WrongState):
            suit_services.record_award(actor=associate, suit=suit, **award)
        suit_services.record_judgment(
            actor=associate, suit=suit, decided_on=TODAY, result="for_respondent", summary="Dismissed on the merits."
        )
        with pytest.raises(WrongState):
            suit_services.record_award(actor=associate, suit=suit, **award)

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"court": " "}, "court"),
            ({"cause": ""}, "cause"),
            ({"currency": "XXQ"}, "currency"),
            ({"claimed_amount": Decimal(-1)}, "claimed_amount"),
            ({"claimed_amount": Decimal(10) ** 17}, "claimed_amount"),
        ],
    )
    def test_a_suit_that_makes_no_sense_is_refused_by_field(self, firm, associate, change, field):
        values = {"court": "C", "cause": "C", "claimed_amount": Decimal(1), "currency": "CNY", **change}
        with pytest.raises(InvalidInput) as refused:
            suit_services.open_suit(actor=associate, case_file=CaseFileFactory(firm=firm), **values)
        assert field in refused.value.errors

    def test_a_paralegal_prepares_but_does_not_file(self, firm):
        suit = CivilSuitFactory(case_file__firm=firm, state=SuitState.PREPARING)
        paralegal = actor_of(lawyer(firm, "paralegal"))
        with pytest.raises(NotAllowed):
            suit_services.file(actor=paralegal, suit=suit, docket_number="1", filed_on=TODAY)

    def test_what_is_needed_is_said_by_field(self, firm, associate):
        suit = CivilSuitFactory(case_file__firm=firm, state=SuitState.PREPARING)
        with pytest.raises(InvalidInput) as refused:
            suit_services.perform(actor=associate, suit=suit, action="file", given={})
        assert set(refused.value.errors) == {"docket_number", "filed_on"}
