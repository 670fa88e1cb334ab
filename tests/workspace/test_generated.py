"""Generated caseloads: the same from the same seed, in every state and both languages, with true counts."""

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Q
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Cluster, Complaint, Referral
from caseapp.complaints.services.counting import recount
from caseapp.core import timeline
from caseapp.core.references import normalise_reference
from caseapp.enforcement.enums import UNDECIDED_STATES
from caseapp.enforcement.models import Decision, Finding, Fine, Investigation, InvestigationComplaint
from caseapp.enforcement.selectors.fines import standing_of
from caseapp.enforcement.selectors.plan import plan_of
from caseapp.workspace.demo.generated import generate
from caseapp.workspace.demo.generated_inquiries import DECISION_FOR
from tests.factories.accounts import AuthorityFactory, actor_of, officer, place
from tests.factories.enforcement import framework

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    AuthorityFactory(jurisdiction=place("CN"))
    return AuthorityFactory(jurisdiction=place("CN"))


def test_a_caseload_is_spread_and_can_be_worked_on(authority):
    assert generate(complaints=600, seed=7, authority=authority) == 600
    found = Complaint.objects.visible_to(actor_of(officer(authority)))
    assert found.count() == 600
    assert set(found.values_list("state", flat=True)) == set(ComplaintState.values) - {"draft"}
    assert set(found.values_list("language", flat=True)) == {"en", "zh-hans"}
    assert all(normalise_reference(reference) for reference in found.values_list("reference", flat=True)[:50])
    assert found.filter(cluster=None).count() > 50
    handed_over = found.filter(state="referred")
    assert Referral.objects.filter(complaint__in=handed_over, state="sent").count() == handed_over.count() > 0
    waited = {(each.acknowledged_at - each.submitted_at).days for each in found.exclude(acknowledged_at=None)}
    assert len(waited) > 5
    assert not found.filter(Q(closed_at__lt=F("acknowledged_at")) | Q(closed_at__gt=timezone.now())).exists()
    cluster = Cluster.objects.order_by("-size").first()
    before = (cluster.size, cluster.people, cluster.anonymous, cluster.unconfirmed, cluster.priority)
    recount(cluster)
    assert (cluster.size, cluster.people, cluster.anonymous, cluster.unconfirmed, cluster.priority) == before


def test_what_was_investigated_has_its_investigation(authority):
    framework()
    generate(complaints=600, seed=7, authority=authority)
    looked_into = Complaint.objects.filter(Q(state="in_investigation") | Q(outcome__in=DECISION_FOR))
    linked = looked_into.annotate(number=Count("investigation_links"))
    assert looked_into.count() > 80
    assert set(linked.values_list("number", flat=True)) == {1}
    assert InvestigationComplaint.objects.count() == looked_into.count()
    assert not InvestigationComplaint.objects.exclude(complaint__respondent=F("investigation__respondent")).exists()
    under_way = Investigation.objects.filter(links__complaint__state="in_investigation")
    assert set(under_way.values_list("state", flat=True)) <= set(UNDECIDED_STATES)
    decided = Decision.objects.select_related("investigation", "fine")
    for decision in decided:
        closed = Complaint.objects.filter(investigation_links__investigation=decision.investigation)
        told = set(closed.values_list("state", "outcome", "closed_at"))
        assert {(state, DECISION_FOR[outcome]) for state, outcome, _at in told} == {("closed", decision.outcome)}
        assert {at for _state, _outcome, at in told} == {decision.approved_at}
    fines = Fine.objects.with_sums()
    assert len(set(fines.values_list("state", flat=True))) > 3
    for fine in fines:
        now = standing_of(fine)
        assert now.balance >= 0
        assert now.settled is (fine.state in {"paid", "annulled", "written_off"})
        assert (now.paid > 0) >= (fine.state in {"paid", "part_paid"})
        assert Finding.objects.filter(investigation=fine.decision.investigation, result="breach").exists()
    actor = actor_of(officer(authority, "investigator"))
    investigation = decided[0].investigation
    assert plan_of(actor, investigation)
    assert [timeline.sentence(entry) for entry in timeline.entries(investigation, include_internal=True)]


def test_the_same_seed_gives_the_same_and_further_ones_fit_beside(authority):
    generate(complaints=40, seed=3, authority=authority)
    first = list(Complaint.objects.order_by("pk").values_list("narrative", "reference"))
    generate(complaints=40, seed=4, authority=authority)
    assert Complaint.objects.count() == 80
    assert len({reference for _text, reference in first}) == 40


def test_it_is_for_demonstrations_alone(authority, settings):
    from django.core.management.base import CommandError

    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("generate_caseload", "--complaints", "1")
    settings.DEMO = True
    with pytest.raises(CommandError):
        call_command("generate_caseload", "--authority", "nowhere")
    call_command("generate_caseload", "--complaints", "3", "--authority", authority.code, verbosity=0)
    assert Complaint.objects.count() == 3
