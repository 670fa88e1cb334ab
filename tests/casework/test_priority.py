"""The explained score: stored on arrival, shown with its parts, and its weights as dated data with a dry run."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.casework.models import PriorityWeights
from caseapp.casework.selectors.priority import dry_run, explained, weights_of
from caseapp.casework.services.priority import arrived, set_weights
from caseapp.complaints.models import Complaint
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.rules.priority import USUAL
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory

pytestmark = pytest.mark.django_db

CHILDREN_FIRST = {"children": 60, "work": 0, "vulnerable": 0, "scale": 0, "ongoing": 0, "no_alternative": 0}


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def chief(authority):
    return actor_of(officer(authority, "supervisor"))


def test_a_score_is_stored_on_arrival_and_says_its_parts(authority):
    complaint = ComplaintFactory(authority=authority, minors=True, persons_affected=200, ongoing=True)
    arrived(complaint.pk)
    complaint.refresh_from_db()
    assert complaint.priority == 25 + 19 + 15
    assert [part.points for part in explained(complaint)] == [25, 19, 15]
    assert complaint.state == "submitted"


def test_pages_show_the_parts_to_officers(client, authority):
    complaint = ComplaintFactory(authority=authority, minors=True)
    arrived(complaint.pk)
    client.force_login(officer(authority))
    for page in (f"/complaints/?look={complaint.reference}", f"/complaints/{complaint.reference}/"):
        assert "Priority 25 of 100" in client.get(page).content.decode()


class TestWeights:
    def test_open_complaints_are_scored_anew_from_that_day(self, authority, chief):
        complaint = ComplaintFactory(authority=authority, minors=True)
        closed = ComplaintFactory(authority=authority, minors=True, state="closed", priority=25)
        set_weights(
            actor=chief, authority=authority, weights=CHILDREN_FIRST, valid_from=timezone.localdate(), note="Schools."
        )
        queue.run_pending()
        scores = dict(Complaint.objects.values_list("pk", "priority"))
        assert (scores[complaint.pk], scores[closed.pk]) == (60, 25)

    def test_coming_ones_do_not_hold_yet(self, authority, chief):
        later = timezone.localdate() + datetime.timedelta(days=9)
        set_weights(actor=chief, authority=authority, weights=CHILDREN_FIRST, valid_from=later, note="Schools.")
        assert weights_of(authority.pk) == USUAL
        assert weights_of(authority.pk, later) == CHILDREN_FIRST
        assert weights_of(AuthorityFactory().pk, later) == USUAL

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"weights": {"children": 101}}, "children"),
            ({"valid_from": datetime.date(2020, 1, 1)}, "valid_from"),
            ({"note": " "}, "note"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_its_field(self, authority, chief, changes, field):
        given = {"weights": CHILDREN_FIRST, "valid_from": timezone.localdate(), "note": "Schools.", **changes}
        with pytest.raises(InvalidInput) as refused:
            set_weights(actor=chief, authority=authority, **given)
        assert set(refused.value.errors) == {field}

    def test_only_a_supervisor_sets_them(self, authority):
        for actor in (
            actor_of(officer(authority, "investigator")),
            actor_of(officer(AuthorityFactory(), "supervisor")),
        ):
            with pytest.raises(NotAllowed):
                set_weights(
                    actor=actor,
                    authority=authority,
                    weights=CHILDREN_FIRST,
                    valid_from=timezone.localdate(),
                    note="Schools.",
                )

    def test_a_dry_run_changes_nothing(self, authority, chief):
        complaint = ComplaintFactory(authority=authority, minors=True, ongoing=True)
        arrived(complaint.pk)
        ComplaintFactory(authority=authority, minors=True, submitted_at=timezone.now() - datetime.timedelta(days=91))
        run = dry_run(chief, authority, CHILDREN_FIRST)
        assert (run.complaints, run.raised, run.lowered) == (1, 1, 0)
        assert run.moved == ((complaint.reference, 40, 60),)
        assert (run.before["medium"], run.after["high"]) == (1, 1)
        assert not PriorityWeights.objects.exists()

    def test_the_page_tries_and_sets(self, client, authority):
        client.force_login(officer(authority, "supervisor"))
        address = reverse("casework:weights")
        given = {**CHILDREN_FIRST, "valid_from": timezone.localdate().isoformat(), "note": "Schools."}
        tried = client.post(address, {**given, "try": "yes"})
        assert "Nothing was changed." in tried.content.decode()
        assert not PriorityWeights.objects.exists()
        assert client.post(address, given).status_code == 302
        assert client.post(address, given).status_code == 400

    def test_others_only_read(self, client, authority):
        client.force_login(officer(authority))
        assert "Set these weights" not in client.get(reverse("casework:weights")).content.decode()
