"""The complainant's home: what waits, what was filed, what was told; and the door to the other homes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from caseapp.complaints import services
from caseapp.notifications.models import Notice
from caseapp.workspace.views.home import HOMES
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer
from tests.factories.complaints import ComplaintFactory

pytestmark = pytest.mark.django_db


def templates(client: Client) -> set[str]:
    return {template.name for template in client.get("/home/", follow=True).templates if template.name}


def test_a_new_account_is_shown_how_to_begin(client: Client) -> None:
    client.force_login(UserFactory())
    shown = client.get("/home/").content.decode()
    assert "You have not filed a complaint" in shown
    assert 'href="/file/"' in shown


def test_what_waits_comes_first_then_complaints_drafts_and_news(client: Client) -> None:
    authority = AuthorityFactory()
    complaint = ComplaintFactory(authority=authority)
    intake.draft(owner=complaint.owner)
    clerk = actor_of(officer(authority))
    services.acknowledge(actor=clerk, complaint=complaint)
    services.request_information(actor=clerk, complaint=complaint, message="On which day?")
    client.force_login(complaint.owner)
    answer = client.get("/home/")
    shown = answer.content.decode()
    assert [row["complaint"] for row in answer.context["waiting"]] == [complaint]
    assert "Waits for you" in shown
    assert "Riverbank Homes" in shown
    assert "The authority asks you something" in shown


def test_news_are_marked_as_read_on_request(client: Client) -> None:
    authority = AuthorityFactory()
    complaint = ComplaintFactory(authority=authority)
    services.acknowledge(actor=actor_of(officer(authority)), complaint=complaint)
    client.force_login(complaint.owner)
    client.get("/home/")
    assert Notice.objects.get().read_at is None
    assert client.get("/home/read/").status_code == 405
    client.post("/home/read/")
    assert Notice.objects.get().read_at is not None


def test_nobody_elses_complaint_or_draft_is_shown(client: Client) -> None:
    ComplaintFactory()
    intake.draft(owner=UserFactory())
    client.force_login(UserFactory())
    answer = client.get("/home/")
    assert answer.context["rows"] == []
    assert answer.context["drafts"] == []


def test_each_role_has_its_home() -> None:
    cases = {
        "workspace/home_complainant.html": UserFactory(),
        "workspace/home_officer.html": officer(AuthorityFactory()),
        "statistics/dashboard.html": officer(AuthorityFactory(), "analyst"),
        "workspace/home_lawyer.html": lawyer(FirmFactory()),
        "workspace/home_administrator.html": UserFactory(is_administrator=True),
    }
    assert len(cases) == len(HOMES)
    for template, user in cases.items():
        client = Client()
        client.force_login(user)
        assert template in templates(client)


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/home/")["Location"].startswith("/account/login/")


def test_more_complaints_cost_no_more(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    client.get("/home/")
    counts = []
    for number in (1, 3):
        ComplaintFactory.create_batch(number, owner=user, authority=AuthorityFactory())
        with CaptureQueriesContext(connection) as captured:
            client.get("/home/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10, counts


def test_the_same_news_are_one_line(client: Client) -> None:
    complaint = ComplaintFactory(authority=AuthorityFactory())
    for _ in range(3):
        services.tell_complainant(complaint=complaint)
    client.force_login(complaint.owner)
    lines = client.get("/home/").context["notices"]
    assert [(line["times"], line["new"]) for line in lines] == [(3, True)]
