"""Every path that amends or destroys something of a complaint asks for the hold, and goes when there is none."""

import datetime as dt

import pytest
from django.utils import timezone

from caseapp.complaints import services as complaints
from caseapp.complaints.models import Complaint, Contact
from caseapp.core import queue
from caseapp.core.errors import WrongState
from caseapp.evidence.models import Vault
from caseapp.evidence.services import shred_vault
from caseapp.personal import services as personal
from caseapp.personal.selectors import retention
from tests.factories.accounts import actor_of, officer
from tests.factories.evidence import add
from tests.factories.roles import cast

pytestmark = pytest.mark.django_db


def amend_contact(people):
    owner = people.actors["owner"]
    complaints.change_contact(actor=owner, complaint=people.complaint, contact=Contact(phone="123"))


def erase(people):
    owner = people.actors["owner"]
    personal.erase_complaint(actor=owner, complaint=people.complaint, confirmed=people.complaint.reference)


def shred(people):
    shred_vault(actor=people.actors["supervisor"], vault=Vault.objects.get(complaint=people.complaint))


def dispose(people):
    boss, second = people.actors["supervisor"], actor_of(officer(people.authority, "supervisor"))
    personal.add_retention_rule(
        actor=boss, authority=people.authority, months=1, basis="Order 7", valid_from=timezone.localdate()
    )
    held = Complaint.objects.get(pk=people.complaint.pk).held
    Complaint.objects.update(held=False)
    made = personal.propose_disposal(actor=boss, authority=people.authority)
    Complaint.objects.filter(pk=people.complaint.pk).update(held=held)
    assert not retention.due(boss).exists()
    personal.perform_on_disposal(actor=second, disposal=made, action="approve", given={})
    queue.run_pending()
    if made.items.get().state == "kept":
        raise WrongState(made.items.get().why)


@pytest.mark.parametrize("path", [amend_contact, erase, shred, dispose])
@pytest.mark.parametrize("held", [True, False])
def test_a_path_and_a_hold(path, held):
    ended = timezone.now() - dt.timedelta(days=400)
    people = cast(state="closed", closed_at=ended)
    add(people.complaint)
    if held:
        complaints.set_hold(actor=people.actors["supervisor"], complaint=people.complaint, held=True, reason="A suit.")
        people.complaint.refresh_from_db()
        with pytest.raises(WrongState):
            path(people)
        people.complaint.refresh_from_db()
        assert people.complaint.narrative
        assert people.complaint.owner is not None
    else:
        path(people)
