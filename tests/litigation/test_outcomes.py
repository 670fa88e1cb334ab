"""A final outcome becomes a curator's draft without names, and the estimate given before it is scored."""

import datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.litigation.enums import SuitState
from caseapp.litigation.models import CivilSuit
from caseapp.litigation.services import suits
from caseapp.litigation.services.outcomes import OutcomeFacts, propose_outcome
from caseapp.precedents.models import Estimate, OutcomeScore, Suggestion
from caseapp.precedents.selectors.outcomes import coverage
from caseapp.precedents.services import answer_suggestion
from tests.factories.accounts import FirmFactory, UserFactory, actor_of, lawyer
from tests.factories.collective import CollectiveActionFactory, joined
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CivilSuitFactory, EngagementFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
QUANTILES = {"p10": "500", "p25": "800", "p50": "1000", "p75": "1500", "p90": "4000"}


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def associate(firm):
    return actor_of(lawyer(firm))


@pytest.fixture
def complaint():
    return ComplaintFactory()


@pytest.fixture
def suit(firm, complaint):
    made = CivilSuitFactory(case_file__firm=firm, state=SuitState.HEARING)
    EngagementFactory(complaint=complaint, firm=firm, case_file=made.case_file, state="accepted")
    return made


def settled(suit, associate, amount="6000.00"):
    given = {"amount": Decimal(amount), "awarded_on": TODAY}
    suits.perform(actor=associate, suit=suit, action="settle", given=given)
    suit.refresh_from_db()


def kept(complaint, **changes):
    values = {"subject": complaint.reference, "target": "compensation", "currency": "CNY", "inputs": {}}
    made = Estimate.objects.create(**{**values, "result": {"quantiles": QUANTILES}, "method_version": "m", **changes})
    Estimate.objects.filter(pk=made.pk).update(created_at=timezone.now() - datetime.timedelta(days=30))
    return made


def facts(**changes):
    given = {"what": "A settlement over face capture.", "url": "https://court.example/1", "title": "Court", "people": 3}
    return OutcomeFacts(**{**given, **changes})


def test_a_settlement_becomes_a_draft_without_names_and_the_estimate_is_scored(suit, complaint, associate):
    kept(complaint)
    settled(suit, associate)
    made = propose_outcome(actor=associate, suit=suit, facts=facts())
    assert made.per_person_amount == 2000
    assert (made.score.within_half, made.score.within_eighty) == (False, True)
    assert made.suggestion.facts["kind"] == "class_settlement"
    assert complaint.reference not in str(made.suggestion.facts)
    person = UserFactory(is_curator=True)
    draft = answer_suggestion(actor=actor_of(person), suggestion=made.suggestion, action="accept").revision
    assert draft.content["respondent"] == suit.case_file.respondent.name
    assert draft.content["per_person"] == 2000
    client = Client()
    client.force_login(person)
    refused = client.post(f"/precedents/curation/{draft.reference}/propose/")
    assert refused.status_code == 400
    assert "The draft is not ready: " in refused.content.decode()
    assert "Summary in English" in refused.content.decode()
    with pytest.raises(WrongState, match="before"):
        propose_outcome(actor=associate, suit=suit, facts=facts())


def test_no_client_and_no_member_is_named(suit, complaint, associate):
    settled(suit, associate)
    joined(CollectiveActionFactory(case_file=suit.case_file, suit=suit), ComplaintFactory(), name="Wang Fang")
    for words in (f"As in {complaint.reference}.", "WANG FANG won."):
        with pytest.raises(InvalidInput) as refused:
            propose_outcome(actor=associate, suit=suit, facts=facts(what=words))
        assert "what" in refused.value.errors
    assert not Suggestion.objects.exists()


def test_only_what_is_final_and_only_by_the_firms_lawyers(suit, firm, associate):
    with pytest.raises(WrongState, match="final"):
        propose_outcome(actor=associate, suit=suit, facts=facts())
    settled(suit, associate)
    for actor in (actor_of(lawyer(firm, "paralegal")), actor_of(lawyer(FirmFactory()))):
        with pytest.raises(NotAllowed):
            propose_outcome(actor=actor, suit=suit, facts=facts())
    with pytest.raises(InvalidInput):
        propose_outcome(actor=associate, suit=suit, facts=facts(url="nowhere"))


def test_it_is_offered_only_once_it_is_final_and_its_address_says_why(suit, firm, associate):
    desk = Client()
    desk.force_login(lawyer(firm))
    at = f"/suits/{suit.reference}/"

    def offered():
        return f"{at}outcome/new/" in desk.get(at).content.decode(), desk.get(f"{at}outcome/new/").status_code

    assert offered() == (False, 409)
    given = {"decided_on": TODAY, "result": "for_claimant", "summary": "Granted.", "final": False}
    suits.perform(actor=associate, suit=suit, action="record_judgment", given=given)
    suits.record_award(actor=associate, suit=suit, kind="non_material", amount=Decimal(900), awarded_on=TODAY)
    assert offered() == (False, 409)
    assert "The outcome is not final yet." in desk.get(f"{at}outcome/new/").content.decode()
    suit.judgments.update(final=True)
    assert offered() == (True, 200)
    propose_outcome(actor=associate, suit=suit, facts=facts())
    assert "was proposed before" in desk.get(f"{at}outcome/new/").content.decode()


@pytest.mark.parametrize("changes", [{"currency": "USD"}, {"result": {"refused": "too few", "quantiles": None}}])
def test_what_cannot_be_scored_is_not(suit, complaint, associate, changes):
    kept(complaint, **changes)
    settled(suit, associate)
    assert propose_outcome(actor=associate, suit=suit, facts=facts()).score is None


def test_coverage_is_told_from_five_cases_on(complaint):
    for number in range(5):
        assert coverage().eighty is None
        OutcomeScore.objects.create(
            estimate=kept(complaint),
            amount=1,
            decided_on=TODAY,
            within_half=number == 0,
            within_eighty=number > 0,
        )
    assert (coverage().cases, coverage().half, coverage().eighty) == (5, 20, 80)


def test_the_method_page_says_how_many(suit, complaint, associate):
    page = Client().get("/estimate/method/")
    assert page.status_code == 200
    assert "So far 0 cases" in page.content.decode()
    assert CivilSuit.objects.count() == 1
