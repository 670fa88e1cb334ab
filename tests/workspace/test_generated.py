"""Generated caseloads: the same from the same seed, in every state and both languages, with true counts."""

import pytest
from django.core.management import call_command
from django.db.models import F, Q
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Cluster, Complaint, Referral
from caseapp.complaints.services.counting import recount
from caseapp.core.references import normalise_reference
from caseapp.workspace.demo.generated import generate
from tests.factories.accounts import AuthorityFactory, actor_of, officer, place

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


def test_the_same_seed_gives_the_same_and_further_ones_fit_beside(authority):
    generate(complaints=40, seed=3, authority=authority)
    first = list(Complaint.objects.order_by("pk").values_list("narrative", "reference"))
    generate(complaints=40, seed=4, authority=authority)
    assert Complaint.objects.count() == 80
    Complaint.objects.all().delete()
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
