"""Firm and client write to each other; nobody else reads it, and the firm nothing before its check is clear."""

import pytest
from django.test import Client

from caseapp.core.errors import NotAllowed, WrongState
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.models import EngagementMessage
from caseapp.litigation.selectors.engagements import correspondence, unread_messages
from caseapp.litigation.services.messages import write_message
from caseapp.notifications.models import Notice
from tests.factories.litigation import EngagementFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


def test_both_sides_write_and_read_sealed_words_and_nobody_else(people):
    made = EngagementFactory(complaint=people.complaint, firm=people.firm, state=EngagementState.ACCEPTED)
    client, desk = Client(), Client()
    client.force_login(people.complaint.owner)
    at = f"/requests/{made.reference}/"
    assert client.post(f"{at}messages/", {"body": ""}).status_code == 400
    assert client.post(f"{at}messages/", {"body": "When is the hearing?"}).status_code == 302
    row = EngagementMessage.objects.get()
    assert b"hearing" not in bytes(row.sealed_body)
    assert Notice.objects.filter(kind="litigation.message_from_client").count() == 3
    assert [(one.pk, one.unread) for one in unread_messages(people.actors["associate"])] == [(made.pk, 1)]
    write_message(actor=people.actors["partner"], engagement=made, body="In May.")
    desk.force_login(people.firm.memberships.first().user)
    assert "When is the hearing?" in desk.get(at).content.decode()
    assert not unread_messages(people.actors["associate"]).exists()
    assert "In May." in client.get(at).content.decode()
    seen = {
        role for role in ROLES if EngagementMessage.objects.visible_to(people.actors[role]).filter(pk=row.pk).exists()
    }
    assert seen == {"owner", "partner", "associate", "paralegal"}
    with pytest.raises(NotAllowed):
        write_message(actor=people.actors["supervisor"], engagement=made, body="Hello")


def test_the_firm_neither_reads_nor_writes_before_its_check_is_clear(people):
    made = EngagementFactory(complaint=people.complaint, firm=people.firm)
    write_message(actor=people.actors["owner"], engagement=made, body="I am Lin Mei.")
    assert correspondence(people.actors["partner"], made) == []
    with pytest.raises(WrongState):
        write_message(actor=people.actors["partner"], engagement=made, body="Hello")


@pytest.mark.parametrize("state", ["declined", "ended"])
def test_nobody_writes_once_it_is_over(people, state):
    made = EngagementFactory(complaint=people.complaint, firm=people.firm, state=state)
    with pytest.raises(WrongState):
        write_message(actor=people.actors["owner"], engagement=made, body="Hello")
