"""Role × what one may do with evidence: the table is the promise, list, item, download and adding are held to it."""

import pytest
from django.db import transaction

from caseapp.complaints.enums import ComplaintState, GrantScope
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.errors import NotAllowed, NotFound
from caseapp.core.policies import can
from caseapp.evidence import selectors, services
from caseapp.evidence.models import EvidenceItem, Vault
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.complaints import ComplaintFactory, let_firm_in, receipt_holder
from tests.factories.evidence import add, arrive, picture
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

MAY = {"owner", "intake_officer", "investigator", "supervisor", "partner", "associate", "paralegal"}
ACTS = ("evidence.open", "evidence.download")


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def item(people):
    return add(people.complaint)


def verdicts(actor: Actor, item: EvidenceItem) -> dict[str, bool]:
    """What each door says to an actor."""
    complaint = item.vault.complaint

    def passes(door, refusal) -> bool:
        try:
            with transaction.atomic():
                door()
        except refusal:
            return False
        return True

    return {
        "list": item in selectors.items_of(actor, complaint),
        "item": passes(lambda: selectors.item(actor, item.pk), NotFound),
        "custody": passes(lambda: selectors.custody(actor, item), NotFound),
        "opened": passes(lambda: services.record_opened(actor=actor, item=item), NotAllowed),
        "content": passes(lambda: services.open_content(actor=actor, item=item).close(), NotAllowed),
        "vault": passes(lambda: services.vault_of(actor=actor, complaint=complaint), NotAllowed),
        **{action: can(actor, action, item) for action in ACTS},
        "evidence.add": can(actor, "evidence.add", complaint),
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_role_at_every_door(people, item, role):
    assert set(verdicts(people.actors[role], item).values()) == {role in MAY}


def test_adding_is_refused_to_those_who_may_not(people, item):
    for role in ROLES:
        incoming = arrive(item.vault, picture(colour=f"#{ROLES.index(role):06x}"))
        if role in MAY:
            services.add_item(actor=people.actors[role], vault=item.vault, incoming=incoming)
        else:
            with pytest.raises(NotAllowed):
                services.add_item(actor=people.actors[role], vault=item.vault, incoming=incoming)
            incoming.close()
    assert EvidenceItem.objects.count() == 1 + len(MAY)


def test_the_holder_of_the_receipt_has_all_of_it():
    complaint = ComplaintFactory(owner=None, anonymous=True)
    assert set(verdicts(receipt_holder(complaint), add(complaint)).values()) == {True}


@pytest.mark.parametrize("role", ["partner", "associate", "paralegal"])
def test_a_firm_that_was_given_the_facts_alone_has_none_of_it(people, item, role):
    firm = FirmFactory()
    let_firm_in(people.complaint, firm, [GrantScope.FACTS])
    reader = actor_of(lawyer(firm, role))
    assert can(reader, "complaints.add_evidence", people.complaint)
    assert set(verdicts(reader, item).values()) == {False}


def test_a_firm_let_out_has_none_of_it_any_more(people, item):
    partner = people.actors["partner"]
    people.complaint.grants.filter(firm=people.firm).update(revoked_at="2026-01-01T00:00:00Z")
    assert set(verdicts(partner, item).values()) == {False}


def test_what_lies_in_a_draft_is_handed_out_to_nobody(people):
    lying = add()
    for actor in people.actors.values():
        assert not EvidenceItem.objects.visible_to(actor).filter(pk=lying.pk).exists()
        assert not can(actor, "evidence.download", lying)
    assert EvidenceItem.objects.visible_to(SYSTEM).filter(pk=lying.pk).exists()


def test_the_owner_of_a_complaint_that_is_still_a_draft_sees_its_evidence_alone(people):
    people.complaint.state = ComplaintState.DRAFT
    people.complaint.save()
    item = add(people.complaint)
    for role, actor in people.actors.items():
        assert EvidenceItem.objects.visible_to(actor).filter(pk=item.pk).exists() == (role == "owner")


def test_asking_for_a_vault_makes_it_once(people):
    complaint = ComplaintFactory(owner=people.complaint.owner)
    owner = people.actors["owner"]
    first = services.vault_of(actor=owner, complaint=complaint)
    assert services.vault_of(actor=owner, complaint=complaint) == first
    assert Vault.objects.filter(complaint=complaint).count() == 1
