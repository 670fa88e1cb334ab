"""What people say of an item: who may, what is refused, who reads it."""

import pytest
from django.test import Client
from django.urls import reverse

from caseapp.accounts.models import User
from caseapp.audit.selectors import entries_of_chain
from caseapp.complaints.models import Screening
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.evidence import selectors, services
from caseapp.evidence.enums import Custody
from caseapp.evidence.models import ElementLink, ItemNote
from tests.factories.enforcement import framework
from tests.factories.evidence import add
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

MAY = {"owner", "intake_officer", "investigator", "supervisor", "partner", "associate", "paralegal"}


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def element(people):
    """An element of a law that the complaint was read by."""
    element = framework().elements.get()
    result = {"outcome": "open", "grounds": []}
    Screening.objects.create(complaint=people.complaint, framework=element.framework, result=result, method_version="1")
    return element


@pytest.fixture
def item(people):
    return add(people.complaint, name="door.jpg")


def acts(item) -> list[str]:
    return [entry.action for entry in entries_of_chain(item.vault.chain)]


def test_who_may_say_what_it_proves(people, item, element):
    for role in ROLES:
        actor = people.actors[role]
        given = {"framework": element.framework.code, "element": element.key}
        if role in MAY:
            link = services.link_element(actor=actor, item=item, **given)
            assert services.link_element(actor=actor, item=item, **given) == link
            services.unlink_element(actor=actor, link=link)
        else:
            with pytest.raises(NotAllowed):
                services.link_element(actor=actor, item=item, **given)
    assert acts(item).count(Custody.LINKED) == acts(item).count(Custody.UNLINKED) == len(MAY)
    assert selectors.check_vault(item.vault).problems == ()


def test_only_what_the_complaint_was_read_by_can_be_proven(people, item, element):
    other = framework("another-law").elements.get()
    with pytest.raises(InvalidInput):
        services.link_element(
            actor=people.actors["owner"], item=item, framework=other.framework.code, element=other.key
        )


def test_a_note_is_read_by_its_own_side_alone(people, item):
    sides = {"owner": {"owner"}, "partner": {"partner", "associate", "paralegal"}}
    sides["investigator"] = {"intake_officer", "investigator", "supervisor"}
    for writer in sides:
        services.write_note(actor=people.actors[writer], item=item, body=f"From {writer}.\nIt shows the door.")
    for role in ROLES:
        read = [note.body for note in selectors.notes(people.actors[role], item)]
        own = next((writer for writer, side in sides.items() if role in side), None)
        assert read == ([f"From {own}.\nIt shows the door."] if own else []), role
    assert not any(b"door" in bytes(note.sealed_body) for note in ItemNote.objects.all())
    with pytest.raises(NotAllowed):
        services.write_note(actor=people.actors["other_citizen"], item=item, body="Hello")
    for wrong in ("", " \n", "x" * 2001):
        with pytest.raises(InvalidInput):
            services.write_note(actor=people.actors["owner"], item=item, body=wrong)


def test_on_the_pages(client: Client, people, item, element):
    client.force_login(
        User.objects.get(pk=people.actors["investigator"].user_id), backend="caseapp.accounts.backends.Backend"
    )
    address = reverse("evidence:item", args=[item.pk])
    assert "Were you asked separately?" in client.get(address).content.decode()
    chosen = {"element": f"{element.framework.code}/{element.key}"}
    assert client.post(reverse("evidence:link", args=[item.pk]), chosen)["Location"] == f"{address}#proves"
    assert client.post(reverse("evidence:link", args=[item.pk]), {"element": "no/such"}).status_code == 302
    link = ElementLink.objects.get()
    assert client.post(reverse("evidence:note", args=[item.pk]), {"body": "Ask for the sign."}).status_code == 302
    assert client.post(reverse("evidence:note", args=[item.pk]), {"body": ""}).status_code == 302
    page = client.get(address).content.decode()
    assert "Ask for the sign." in page
    assert "Write a note of at most 2,000 characters." in page
    for place in (
        reverse("evidence:list", args=[people.complaint.reference]),
        reverse("workspace:complaint", args=[people.complaint.reference]),
    ):
        assert "Helps to prove: Were you asked separately?" in client.get(place).content.decode()
    assert client.post(reverse("evidence:unlink", args=[item.pk, link.pk])).status_code == 302
    assert not ElementLink.objects.exists()
