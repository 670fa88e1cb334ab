"""Kept lists: one's own, shared ones, and being told of what they hold."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.casework.models import SavedView
from caseapp.casework.services.views import save_view
from caseapp.casework.tasks import watch_views
from caseapp.core.enums import Use
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def user(authority):
    return officer(authority)


def test_keeping_the_list_that_is_shown(client, user):
    client.force_login(user)
    page = client.get("/complaints/", {"use": "verification", "look": "first"}).content.decode()
    assert reverse("casework:view_keep") + "?query=use%3Dverification%26look%3Dfirst" in page
    page = client.get(reverse("casework:view_keep"), {"query": "use=verification&state=us&minors=on"}).content.decode()
    assert all(words in page for words in ("Waiting for us", "Children concerned", str(Use.VERIFICATION.label)))
    assert "it holds every complaint" in client.get(reverse("casework:view_keep")).content.decode()
    given = {"name": "Doors", "query": "use=verification&look=first&after=xyz", "digest": "daily", "threshold": "5"}
    assert client.post(reverse("casework:view_keep"), given).status_code == 302
    view = SavedView.objects.get()
    assert (view.query, view.threshold, view.digest) == ("use=verification", 5, "daily")
    assert 'href="/complaints/?use=verification"' in client.get("/complaints/").content.decode()
    assert client.post(reverse("casework:view_keep"), given).status_code == 400


def test_changing_and_forgetting(client, user):
    view = save_view(actor=actor_of(user), name="Doors", query="use=verification")
    client.force_login(user)
    client.post(reverse("casework:view_change", args=[view.pk]), {"name": "Gates", "query": view.query})
    view.refresh_from_db()
    assert view.name == "Gates"
    client.post(reverse("casework:view_forget", args=[view.pk]))
    assert not SavedView.objects.exists()


def test_who_sees_and_who_changes():
    people = cast()
    owner = people.actors["intake_officer"]
    view = save_view(actor=owner, name="Doors", query="")
    for shared, seers, changers in (
        (False, {"intake_officer"}, {"intake_officer"}),
        (True, {"intake_officer", "investigator", "supervisor"}, {"intake_officer", "supervisor"}),
    ):
        SavedView.objects.update(shared=shared)
        view.refresh_from_db()
        for role in ROLES:
            actor = people.actors[role]
            assert SavedView.objects.visible_to(actor).exists() == (role in seers), (role, shared)
            try:
                save_view(actor=actor, name="Doors", query="", shared=shared, view=view)
            except NotAllowed:
                assert role not in changers, (role, shared)
            else:
                assert role in changers, (role, shared)


def test_a_name_is_needed(user):
    with pytest.raises(InvalidInput):
        save_view(actor=actor_of(user), name="  ", query="")


class TestBeingTold:
    def test_once_when_it_is_reached_and_again_after_it_fell(self, authority, user):
        view = save_view(actor=actor_of(user), name="Doors", query="use=verification", threshold=2)
        complaints = [ComplaintFactory(authority=authority, use="verification") for _ in range(2)]
        watch_views()
        watch_views()
        notice = Notice.objects.get(user=user)
        assert (notice.data, notice.path) == ({"view": "Doors", "number": "2"}, "/complaints/?use=verification")
        type(complaints[0]).objects.filter(pk=complaints[0].pk).update(use="analytics")
        watch_views()
        type(complaints[0]).objects.filter(pk=complaints[0].pk).update(use="verification")
        watch_views()
        assert Notice.objects.filter(user=user).count() == 2
        assert view.name == "Doors"

    def test_as_often_as_asked_for(self, user):
        view = save_view(actor=actor_of(user), name="Doors", query="", digest="weekly")
        watch_views()
        watch_views()
        assert Notice.objects.count() == 1
        SavedView.objects.filter(pk=view.pk).update(digested_on=timezone.localdate() - datetime.timedelta(days=7))
        watch_views()
        assert Notice.objects.count() == 2
