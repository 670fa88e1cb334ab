"""Acts upon many are taken back within a day, complaint by complaint; what went on since stays."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.casework import services
from caseapp.casework.models import BulkAct, ComplaintTag
from caseapp.casework.selectors.bulk import outcomes
from caseapp.complaints import services as complaint_services
from caseapp.complaints.models import Cluster, Complaint, Message
from caseapp.complaints.services import clusters
from caseapp.core import queue, timeline
from caseapp.core.errors import WrongState
from caseapp.enforcement.models import Investigation
from caseapp.notifications.models import Notice
from tests.casework.many import chosen, done, made, states
from tests.factories.accounts import actor_of, officer
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


class TestTakenBack:
    def test_a_rejection_goes_back_and_the_complainant_is_told(self, me, authority):
        complaints = made(authority, 2, state="under_review")
        for each in complaints:
            services.looked(actor=me, complaint=each)
        bulk = done(me, "reject", complaints, texts={"en": "No camera."})
        assert states(complaints) == ["rejected"] * 2
        told = Notice.objects.count()
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        bulk.refresh_from_db()
        assert (bulk.state, states(complaints)) == ("taken_back", ["under_review"] * 2)
        assert Notice.objects.count() == told + 2

    def test_what_went_on_since_stays(self, me, authority):
        complaints = made(authority, 2)
        bulk = done(me, "take_up", complaints)
        complaint_services.withdraw(actor=actor_of(complaints[0].owner), complaint=complaints[0])
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert outcomes(bulk) == {"kept": 1, "taken_back": 1}
        assert states(complaints) == ["submitted", "withdrawn"]

    def test_what_was_accepted_goes_back_to_where_it_stood(self, me, authority):
        waiting, written_to, read = made(authority, 3)
        complaint_services.acknowledge(actor=me, complaint=read)
        bulk = done(me, "take_up", [waiting, written_to, read])
        complaint_services.write_message(actor=me, complaint=written_to, body="Which gate?")
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert outcomes(bulk) == {"taken_back": 3}
        for complaint, state in ((waiting, "submitted"), (written_to, "under_review"), (read, "under_review")):
            complaint.refresh_from_db()
            assert (complaint.state, complaint.acknowledged_at is None) == (state, state == "submitted")

    def test_assignment_goes_back_to_who_had_it(self, me, authority, user):
        had = officer(authority)
        complaints = made(authority, 2, assigned_to=had)
        bulk = done(me, "assign", complaints, assignee=user.pk)
        assert set(chosen(complaints).values_list("assigned_to", flat=True)) == {user.pk}
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert set(chosen(complaints).values_list("assigned_to", flat=True)) == {had.pk}

    def test_tags_come_off_again(self, me, authority):
        bulk = done(me, "tag", made(authority, 2), word="gate  north")
        assert set(ComplaintTag.objects.values_list("word", flat=True)) == {"gate north"}
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert outcomes(bulk) == {"taken_back": 2}

    def test_a_closing_with_a_letter_goes_back(self, me, authority):
        complaints = made(authority, 1, state="in_investigation")
        services.looked(actor=me, complaint=complaints[0])
        bulk = done(me, "close", complaints, outcome="remedied", texts={"en": "They took it down."})
        assert states(complaints) == ["closed"]
        assert not Message.objects.exists()
        told = timeline.sentence(timeline.entries(complaints[0]).get(kind="complaints.conclude"))
        assert told == "The authority closed the complaint: They took it down."
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert states(complaints) == ["in_investigation"]

    def test_an_acknowledgement_goes_back_where_nothing_followed(self, me, authority):
        complaints = made(authority, 3)
        bulk = done(me, "acknowledge", complaints)
        complaint_services.write_message(actor=me, complaint=complaints[0], body="When was it?")
        complaint_services.accept(actor=me, complaint=complaints[1])
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert outcomes(bulk) == {"kept": 2, "taken_back": 1}
        assert states(complaints) == ["accepted", "submitted", "under_review"]
        assert Complaint.objects.get(pk=complaints[2].pk).acknowledged_at is None

    def test_an_investigation_that_did_nothing_yet_lets_them_go(self, me, authority):
        respondent = RespondentFactory()
        complaints = made(authority, 2, state="accepted", respondent=respondent)
        bulk = done(me, "investigate", complaints, investigation="new", title="Gates")
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert states(complaints) == ["accepted"] * 2
        assert Investigation.objects.get().complaints.count() == 0
        again = done(me, "investigate", complaints, investigation=Investigation.objects.get().reference)
        Investigation.objects.update(state="information_requested")
        services.take_back(actor=me, bulk=again)
        queue.run_pending()
        assert states(complaints) == ["in_investigation"] * 2

    def test_what_was_put_into_a_cluster_comes_out_again(self, me, authority):
        complaints = made(authority, 3)
        cluster = Cluster.objects.create(authority=authority, respondent=complaints[0].respondent, state="accepted")
        clusters.add(actor=me, cluster=cluster, complaints=complaints[:2])
        bulk = done(me, "add_to_cluster", complaints[2:], cluster=cluster.pk)
        assert set(chosen(complaints).values_list("cluster", flat=True)) == {cluster.pk}
        services.take_back(actor=me, bulk=bulk)
        queue.run_pending()
        assert Complaint.objects.get(pk=complaints[2].pk).cluster is None

    def test_one_complaint_is_put_into_a_cluster_from_its_page(self, desk, me, authority):
        complaints = made(authority, 3)
        cluster = Cluster.objects.create(authority=authority, respondent=complaints[0].respondent)
        clusters.add(actor=me, cluster=cluster, complaints=complaints[:2])
        path = reverse("casework:put_into_cluster", args=[complaints[2].reference])
        assert cluster.reference in desk.get(path).content.decode()
        assert desk.post(path, {"cluster": ""}).status_code == 400
        assert desk.post(path, {"cluster": cluster.pk}).status_code == 302
        cluster.refresh_from_db()
        assert cluster.size == 3

    def test_not_after_a_day(self, me, authority):
        bulk = done(me, "take_up", made(authority, 1))
        BulkAct.objects.filter(pk=bulk.pk).update(finished_at=timezone.now() - datetime.timedelta(hours=25))
        bulk.refresh_from_db()
        with pytest.raises(WrongState):
            services.take_back(actor=me, bulk=bulk)
