"""The pages of acts upon many, and that nothing is closed blindly."""

import re

import pytest
from django.urls import reverse

from caseapp.casework import services
from caseapp.casework.models import BulkAct, BulkItem, ComplaintTag, Look
from caseapp.casework.selectors.bulk import outcomes, to_read
from caseapp.casework.services import bulk as bulk_services
from caseapp.casework.services.bulk_verbs import verbs
from caseapp.complaints.models import Cluster
from caseapp.complaints.services import clusters
from caseapp.core import queue
from caseapp.core.errors import WrongState
from tests.casework.many import chosen, done, made, states
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


class TestNothingIsClosedBlindly:
    def clustered(self, authority, me, number):
        company = RespondentFactory()
        complaints = made(authority, number, respondent=company, state="under_review")
        cluster = Cluster.objects.create(authority=authority, respondent=company)
        clusters.join(cluster, complaints, by="arrival", reasons=["text"])
        return complaints, clusters.accept(actor=me, cluster=cluster)

    def test_what_nobody_opened_is_left_out(self, me, authority):
        read, unread = made(authority, 2, state="under_review")
        services.looked(actor=me, complaint=read)
        bulk = done(me, "reject", [read, unread], texts={"en": "No camera."})
        assert outcomes(bulk) == {"done": 1, "refused": 1}
        unread.refresh_from_db()
        assert unread.state == "under_review"

    def test_of_an_accepted_cluster_a_sample_is_drawn_and_must_be_read(self, me, authority):
        complaints, _cluster = self.clustered(authority, me, 8)
        bulk = services.freeze(actor=me, action="reject", complaints=chosen(complaints))
        drawn = list(to_read(me, bulk))
        assert len(drawn) == bulk_services.SAMPLE_LEAST
        with pytest.raises(WrongState):
            services.start(actor=me, bulk=bulk, given={"texts": {"en": "No camera."}})
        for item in drawn:
            services.looked(actor=me, complaint=item.complaint)
        services.start(actor=me, bulk=bulk, given={"texts": {"en": "No camera."}})
        queue.run_pending()
        assert states(complaints) == ["rejected"] * 8

    def test_a_colleague_who_read_does_not_read_the_sample_for_me(self, me, authority):
        complaints, _cluster = self.clustered(authority, me, 6)
        bulk = services.freeze(actor=me, action="reject", complaints=chosen(complaints))
        colleague = actor_of(officer(authority))
        for item in to_read(me, bulk):
            services.looked(actor=colleague, complaint=item.complaint)
        assert to_read(me, bulk).exists()

    def test_a_lawyers_or_strangers_look_is_none(self, me, authority):
        complaint = made(authority, 1)[0]
        services.looked(actor=actor_of(complaint.owner), complaint=complaint)
        services.looked(actor=actor_of(officer(AuthorityFactory())), complaint=complaint)
        assert not Look.objects.exists()


class TestPages:
    def choose(self, desk, **data):
        return desk.post(reverse("casework:bulk_freeze"), data)

    def test_from_the_ticks_of_the_queue_to_the_result(self, desk, authority):
        complaints = made(authority, 2)
        answer = self.choose(desk, act="tag", complaint=[each.reference for each in complaints])
        page = desk.get(answer.url)
        assert "2 complaints were chosen. Nothing is done yet." in page.content.decode()
        after = desk.post(answer.url, {"word": "north gate"})
        assert after.url == answer.url
        assert 'hx-trigger="every 2s"' in desk.get(answer.url).content.decode()
        queue.run_pending()
        assert ComplaintTag.objects.count() == 2
        body = desk.get(answer.url).content.decode()
        assert "Take it back" in body
        assert desk.post(reverse("casework:bulk_act", args=[BulkAct.objects.get().reference, "take_back"])).url
        queue.run_pending()
        assert not ComplaintTag.objects.exists()

    def test_all_of_a_list_is_what_its_address_holds(self, desk, authority):
        wanted = made(authority, 3, use="verification")
        made(authority, 2, use="analytics")
        self.choose(desk, act="acknowledge", everything="yes", origin="use=verification")
        assert set(BulkItem.objects.values_list("complaint", flat=True)) == {each.pk for each in wanted}

    def test_texts_are_asked_for_in_the_languages_of_those_chosen(self, desk, me, authority):
        complaints = made(authority, 1, state="under_review") + made(
            authority, 1, state="under_review", language="zh-hans"
        )
        answer = self.choose(desk, act="request_information", complaint=[each.reference for each in complaints])
        names = re.findall(r'name="(text_[^"]+)"', desk.get(answer.url).content.decode())
        assert names == ["text_en", "text_zh_hans"]
        refused = desk.post(answer.url, {"text_en": "Which gate?"})
        assert "Write it in Simplified Chinese" in refused.content.decode()
        assert refused.status_code == 400

    def test_an_empty_choice_leads_back_with_words(self, desk):
        answer = self.choose(desk, act="tag", origin="state=submitted")
        assert answer.url == "/complaints/?state=submitted"
        assert "Choose at least one complaint." in desk.get(answer.url).content.decode()

    def test_a_prepared_act_can_be_discarded(self, desk, authority):
        answer = self.choose(desk, act="tag", complaint=[made(authority, 1)[0].reference])
        bulk = BulkAct.objects.get()
        desk.post(reverse("casework:bulk_act", args=[bulk.reference, "discard"]))
        bulk.refresh_from_db()
        assert bulk.state == "discarded"
        assert desk.get(answer.url).status_code == 200

    def test_every_verb_has_a_page(self, desk, authority):
        complaint = made(authority, 1, state="under_review")[0]
        for name in verbs():
            answer = self.choose(desk, act=name, complaint=complaint.reference)
            assert desk.get(answer.url).status_code == 200, name
        assert desk.get(reverse("casework:bulk_list")).status_code == 200
