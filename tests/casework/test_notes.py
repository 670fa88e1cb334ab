"""Internal notes: only the authority that wrote them reads them, wherever somebody looks."""

import json

import pytest
from django.urls import reverse

from caseapp.casework import services
from caseapp.casework.models import InternalNote
from caseapp.casework.selectors.notes import notes_of
from caseapp.complaints import services as complaints
from caseapp.core import timeline
from caseapp.core.errors import NotAllowed
from caseapp.notifications.models import Notice
from caseapp.personal.selectors.contents import contents
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

OFFICERS = {"intake_officer", "investigator", "supervisor"}
SECRET = "Plover-7731: we doubt the second date."


def test_who_writes_and_who_reads():
    people = cast(state="under_review")
    for role in ROLES:
        try:
            services.write_internal_note(actor=people.actors[role], complaint=people.complaint, body=role)
        except NotAllowed:
            assert role not in OFFICERS
        else:
            assert role in OFFICERS
    for role in ROLES:
        seen = notes_of(people.actors[role], people.complaint).count()
        assert seen == (len(OFFICERS) if role in OFFICERS else 0), role


@pytest.fixture
def noted():
    people = cast(state="under_review")
    services.write_internal_note(actor=people.actors["investigator"], complaint=people.complaint, body=SECRET)
    return people


def pages(client, people, role):
    from caseapp.accounts.models import User

    client.force_login(User.objects.get(pk=people.actors[role].user_id))
    reference = people.complaint.reference
    for path in (
        reverse("workspace:complaint", args=[reference]),
        reverse("workspace:messages", args=[reference]),
        "/complaints/",
        "/home/",
        f"/api/v1/complaints/{reference}/",
        f"/api/v1/complaints/{reference}/timeline/",
        f"/api/v1/complaints/{reference}/messages/",
        f"/api/v1/complaints/{reference}/internal-notes/",
    ):
        yield path, client.get(path).content.decode()


@pytest.mark.parametrize("role", ["owner", "partner", "administrator", "officer_elsewhere"])
def test_nobody_else_meets_a_word_of_it(client, noted, role):
    for path, body in pages(client, noted, role):
        assert "Plover" not in body, path
        assert "Internal note" not in body, path


def test_nor_does_what_one_takes_away_or_is_told(noted):
    owner = noted.actors["owner"]
    told = json.dumps(contents(owner, noted.complaint, [], [], {}), default=str)
    assert "Plover" not in told
    assert not Notice.objects.exists()
    assert "Plover" not in " ".join(timeline.sentence(one) for one in timeline.entries(noted.complaint))
    assert b"Plover" not in bytes(InternalNote.objects.get().sealed_body)


def test_the_desk_shows_it_apart_from_messages(client, noted):
    (_path, body), *_rest = pages(client, noted, "supervisor")
    assert "cn-letter--internal" in body
    assert "Plover" in body


def test_it_is_written_on_a_page_and_over_http(client, noted):
    reference = noted.complaint.reference
    list(pages(client, noted, "intake_officer"))
    path = reverse("casework:notes", args=[reference])
    assert client.post(path, {"body": " "}).status_code == 400
    assert client.post(path, {"body": "Call the shop."}).status_code == 302
    api = f"/api/v1/complaints/{reference}/internal-notes/"
    assert client.post(api, {"body": "And the landlord."}, content_type="application/json").status_code == 201
    rows = client.get(api).json()["results"]
    assert [row["body"] for row in rows] == ["And the landlord.", "Call the shop.", SECRET]


def test_a_referral_does_not_carry_them_along():
    here, there = AuthorityFactory(), AuthorityFactory()
    complaint = ComplaintFactory(authority=here, state="under_review")
    sender, receiver = actor_of(officer(here)), actor_of(officer(there))
    services.write_internal_note(actor=sender, complaint=complaint, body=SECRET)
    complaints.refer(actor=sender, complaint=complaint, authority=there, reason="Theirs.")
    assert notes_of(receiver, complaint).count() == 0
    assert notes_of(sender, complaint).count() == 1
