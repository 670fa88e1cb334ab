"""Holds: who sets and lifts them, what the record says, and that what is held is refused."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from caseapp.complaints.services import refuse_while_held, set_hold
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.models import TimelineEntry
from caseapp.notifications.models import Notice
from caseapp.notifications.services import sentence
from tests.factories.accounts import officer
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

DECIDERS = {"investigator", "supervisor"}


def test_every_role():
    people = cast()
    for role in ROLES:
        for held in (True, False):
            try:
                after = set_hold(actor=people.actors[role], complaint=people.complaint, held=held, reason="A suit.")
            except NotAllowed:
                assert role not in DECIDERS, role
            else:
                assert role in DECIDERS, role
                assert after.held == held


def test_it_is_told_once_and_needs_a_reason():
    people = cast()
    actor = people.actors["supervisor"]
    with pytest.raises(InvalidInput):
        set_hold(actor=actor, complaint=people.complaint, held=True, reason=" ")
    for _twice in range(2):
        set_hold(actor=actor, complaint=people.complaint, held=True, reason="A suit.")
    assert TimelineEntry.objects.get(kind="complaints.hold_set").shared


def test_the_complainant_is_told_without_the_reason():
    people = cast()
    actor, owner = people.actors["supervisor"], people.complaint.owner_id
    set_hold(actor=actor, complaint=people.complaint, held=True, reason="A suit in Harbour Road.")
    set_hold(actor=actor, complaint=people.complaint, held=False, reason="It ended.")
    set_hold(actor=actor, complaint=people.complaint, held=False, reason="It ended.")
    lifted, placed = Notice.objects.filter(user_id=owner)
    assert (placed.kind, lifted.kind) == ("complaints.hold_set", "complaints.hold_lifted")
    assert placed.data == lifted.data == {"reference": people.complaint.reference}
    with override("zh-hans"):
        assert people.complaint.reference in sentence(placed)
        assert re.search("[\u4e00-\u9fff]", sentence(placed))


def test_what_is_held_is_refused():
    people = cast()
    refuse_while_held(people.complaint)
    held = set_hold(actor=people.actors["supervisor"], complaint=people.complaint, held=True, reason="A suit.")
    with pytest.raises(WrongState):
        refuse_while_held(held)


def test_the_page_sets_and_lifts(client):
    people = cast()
    client.force_login(officer(people.authority, "investigator"))
    address = reverse("casework:hold", args=[people.complaint.reference])
    client.post(address, {"reason": "A suit."})
    here = f"/complaints/{people.complaint.reference}/"
    assert "Kept for proceedings" in client.get(here).content.decode()
    client.post(address, {"reason": "It ended."})
    people.complaint.refresh_from_db()
    assert not people.complaint.held
    assert client.post(address, {"reason": ""}).status_code == 400
