"""Cluster pages: shown first in the queue, read by differences, ordered by acts."""

import re

import pytest
from django.urls import reverse

from caseapp.complaints.models import Cluster
from caseapp.complaints.services.proposing import propose
from tests.factories.accounts import AuthorityFactory, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db

GATE = "The management replaced our key cards by a face terminal. I asked for a card and was told there are none."


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def desk(client, authority):
    client.force_login(officer(authority, "investigator"))
    return client


@pytest.fixture
def complaints(authority):
    company = RespondentFactory(name="Haishu Estates")
    made = [
        ComplaintFactory(
            authority=authority,
            respondent=company,
            venue_name="North gate",
            narrative=GATE.replace("a card", "a key") if place == 3 else GATE,
            minors=place > 1,
        )
        for place in range(4)
    ]
    for each in made:
        propose(each.pk)
    return made


@pytest.fixture
def cluster(complaints):
    return Cluster.objects.get()


def page_of(cluster):
    return reverse("casework:cluster", args=[cluster.reference])


def test_the_queue_opens_on_clusters_and_single_complaints(desk, authority, complaints, cluster):
    single = ComplaintFactory(authority=authority, narrative="Something else.")
    body = desk.get("/complaints/").content.decode()
    assert page_of(cluster) in body
    rows = re.findall(r'name="complaint" value="([^"]+)"', body)
    assert rows == [single.reference]
    everything = desk.get("/complaints/", {"all": "1"}).content.decode()
    assert len(re.findall(r'name="complaint" value="([^"]+)"', everything)) == 5
    of_it = desk.get("/complaints/", {"cluster": cluster.reference}).content.decode()
    assert set(re.findall(r'name="complaint" value="([^"]+)"', of_it)) == {each.reference for each in complaints}


def test_its_page_says_what_is_alike_and_where_they_differ(desk, cluster):
    body = desk.get(page_of(cluster)).content.decode()
    assert "4 complaints" in body
    assert "<ins>key</ins>" in body
    assert "<del>card</del>" in body
    assert body.index("Children concerned") < body.index("What all have in common")


def test_splitting_off_those_that_give_one_answer(desk, cluster):
    address = reverse("casework:cluster_act", args=[cluster.reference, "split"]) + "?by=minors&value=true"
    page = desk.get(address)
    carried = re.search(r'name="complaints" value="([^"]+)"', page.content.decode())[1]
    after = desk.post(address, {"complaints": carried, "reason": "Children go first."})
    new = Cluster.objects.exclude(pk=cluster.pk).get()
    assert after.url == page_of(new)
    assert (new.size, Cluster.objects.get(pk=cluster.pk).size) == (2, 2)


def test_taking_out_the_ticked_asks_for_a_reason_first(desk, cluster, complaints):
    address = reverse("casework:cluster_act", args=[cluster.reference, "remove"])
    page = desk.post(address, {"ticked": "yes", "complaint": [complaints[0].reference]})
    assert page.status_code == 200
    assert Cluster.objects.get().size == 4
    desk.post(address, {"complaints": complaints[0].reference, "reason": "Another gate."})
    assert Cluster.objects.get().size == 3
    assert "Another gate." in desk.get(page_of(cluster)).content.decode()


def test_nothing_ticked_leads_back_with_words(desk, cluster):
    answer = desk.post(reverse("casework:cluster_act", args=[cluster.reference, "split"]), {"ticked": "yes"})
    assert answer.url == page_of(cluster)


def test_accepting_and_merging(desk, authority, cluster):
    other = Cluster.objects.create(authority=authority, respondent=cluster.respondent, state="accepted")
    desk.post(reverse("casework:cluster_act", args=[cluster.reference, "accept"]))
    assert Cluster.objects.get(pk=cluster.pk).state == "accepted"
    answer = desk.post(
        reverse("casework:cluster_act", args=[cluster.reference, "merge"]), {"into": other.pk, "reason": "The same."}
    )
    assert answer.url == page_of(other)


def test_a_page_costs_the_same_with_more_members(desk, authority, cluster, django_assert_max_num_queries):
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(20) as counted:
            desk.get(page_of(cluster))
        counts.append(len(counted))
        propose(
            ComplaintFactory(
                authority=authority, respondent=cluster.respondent, venue_name="North gate", narrative=GATE
            ).pk
        )
    assert counts[0] == counts[1]


def test_clusters_of_other_authorities_do_not_exist(client, cluster):
    client.force_login(officer(AuthorityFactory(), "supervisor"))
    assert client.get(page_of(cluster)).status_code == 404
    assert cluster.reference not in client.get(reverse("casework:clusters")).content.decode()
