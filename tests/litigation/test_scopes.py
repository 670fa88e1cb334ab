"""What a firm may see: the scope of the grant, on every page and by the API; changed, ended, seen by both sides."""

import itertools

import pytest
from django.test import Client

from caseapp.complaints.enums import GrantScope
from caseapp.complaints.models import Contact, Grant, Identity
from caseapp.core.errors import NotAllowed, WrongState
from caseapp.litigation.enums import MemberState
from caseapp.litigation.services import collective, engagements, sharing
from caseapp.notifications.models import Notice
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, FirmFactory, actor_of, lawyer
from tests.factories.collective import CollectiveActionFactory, joined
from tests.factories.complaints import ComplaintFactory, let_firm_in
from tests.factories.litigation import EngagementFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

E, I = GrantScope.EVIDENCE.value, GrantScope.IDENTITY.value


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def shared(scopes: list[str]):
    complaint = ComplaintFactory(authority=AuthorityFactory())
    Identity.of(complaint, Contact(name="Lin Mei Canary", email="lin@example.org")).save()
    item = files.add(complaint, name="canary.png")
    firm = FirmFactory()
    let_firm_in(complaint, firm, [GrantScope.FACTS, *scopes])
    return complaint, item, signed_in(lawyer(firm, "partner"))


def opens(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


@pytest.mark.parametrize("scopes", [list(each) for size in range(3) for each in itertools.combinations((E, I), size)])
def test_every_page_of_the_firm_by_scope(scopes):
    complaint, item, client = shared(scopes)
    at = f"/complaints/{complaint.reference}/"
    page = client.get(at).content.decode()
    assert complaint.narrative in page
    assert ("canary.png" in page) == (E in scopes)
    assert "Lin Mei Canary" not in page
    for address in (
        f"{at}evidence/",
        f"/evidence/{item.pk}/",
        f"/evidence/{item.pk}/content/",
        f"/api/v1/evidence/{item.pk}/",
        f"/api/v1/evidence/{item.pk}/content/",
        f"/api/v1/evidence/{item.pk}/custody/",
    ):
        assert opens(client, address) == (E in scopes), address
    listed = client.get(f"/api/v1/complaints/{complaint.reference}/evidence/")
    assert ("canary.png" in listed.content.decode()) == (E in scopes)
    assert opens(client, f"{at}identity/") == (I in scopes)
    told = client.post(f"{at}identity/")
    assert ("Lin Mei Canary" in told.content.decode()) == (I in scopes)
    for address in (f"{at}messages/", f"{at}take-out/", f"{at}erase/", f"{at}contact/", f"{at}share/"):
        assert not opens(client, address), address
    assert "lin@example.org" not in client.get(f"/api/v1/complaints/{complaint.reference}/").content.decode()
    Grant.objects.filter(firm__isnull=False).delete()
    for address in (at, f"{at}evidence/", f"/evidence/{item.pk}/", f"{at}identity/"):
        assert not opens(client, address), address


class TestChanging:
    def engaged(self, state: str = "accepted", scopes: list[str] | None = None):
        complaint, firm = ComplaintFactory(authority=AuthorityFactory()), FirmFactory()
        engagement = EngagementFactory(complaint=complaint, firm=firm, state=state, scopes=scopes or [E, "facts", I])
        let_firm_in(complaint, firm, engagement.scopes if state == "accepted" else ["facts"])
        return engagement

    def scopes_now(self, engagement) -> list[str]:
        return sorted(Grant.objects.get(firm=engagement.firm, revoked_at=None).scopes)

    def test_less_holds_at_once_and_the_firm_is_told(self):
        engagement = self.engaged()
        partner = lawyer(engagement.firm, "partner")
        owner = engagement.complaint.owner
        sharing.change_scopes(actor=actor_of(owner), engagement=engagement, scopes=[E])
        assert self.scopes_now(engagement) == [E, "facts"]
        assert Notice.objects.filter(user=partner, kind="litigation.scopes").exists()
        for user in (owner, partner):
            shown = signed_in(user).get(f"/requests/{engagement.reference}/").content.decode()
            assert "changed what the firm may see" in shown

    def test_before_the_firm_acts_it_holds_later(self):
        engagement = self.engaged("offered", [E, "facts"])
        actor = actor_of(engagement.complaint.owner)
        sharing.change_scopes(actor=actor, engagement=engagement, scopes=[I])
        assert self.scopes_now(engagement) == ["facts"]
        engagement.refresh_from_db()
        engagements.accept(actor=actor, engagement=engagement, name="Li Hua")
        assert self.scopes_now(engagement) == ["facts", I]

    @pytest.mark.parametrize("state", ["declined", "ended"])
    def test_nothing_is_changed_once_it_is_over(self, state):
        engagement = self.engaged(state)
        with pytest.raises(WrongState):
            sharing.change_scopes(actor=actor_of(engagement.complaint.owner), engagement=engagement, scopes=[E])

    @pytest.mark.parametrize(
        ("state", "after"), [("requested", "declined"), ("offered", "declined"), ("accepted", "ended")]
    )
    def test_ending_ends_what_the_firm_sees(self, state, after):
        engagement = self.engaged(state)
        stopped = sharing.stop_sharing(actor=actor_of(engagement.complaint.owner), engagement=engagement)
        assert stopped.state == after
        assert not Grant.objects.filter(firm=engagement.firm, revoked_at=None).exists()

    def test_only_the_complainant_changes_or_ends_it_here(self):
        people = cast()
        engagement = EngagementFactory(complaint=people.complaint, firm=people.firm, state="accepted")
        for role in ROLES:
            if role == "owner":
                continue
            for verb, more in ((sharing.change_scopes, {"scopes": [E]}), (sharing.stop_sharing, {})):
                with pytest.raises(NotAllowed):
                    verb(actor=people.actors[role], engagement=engagement, **more)

    def test_the_page(self):
        engagement = self.engaged()
        owner = signed_in(engagement.complaint.owner)
        listed = owner.get(f"/complaints/{engagement.complaint.reference}/share/").content.decode()
        here = f"/requests/{engagement.reference}/scopes/"
        assert here in listed
        assert owner.post(here, {"scopes": ["moon"]}).status_code == 400
        assert owner.post(here, {"scopes": []}).status_code == 302
        assert self.scopes_now(engagement) == ["facts"]
        assert signed_in(lawyer(engagement.firm)).get(here).status_code == 404


class TestBesideACollectiveAction:
    """An engagement and a place in a collective action of the same firm stand beside each other."""

    @pytest.fixture
    def engagement(self):
        made = EngagementFactory(state="accepted", complaint__authority=AuthorityFactory())
        let_firm_in(made.complaint, made.firm, [GrantScope.FACTS, E, I])
        return made

    @pytest.fixture
    def client(self, engagement):
        return actor_of(engagement.complaint.owner)

    def scopes(self, engagement):
        grant = engagement.complaint.grants.filter(firm=engagement.firm, revoked_at=None).first()
        return set(grant.scopes) if grant else None

    def test_ending_leaves_what_was_chosen_in_joining_until_one_leaves(self, engagement, client):
        action = CollectiveActionFactory(case_file__firm=engagement.firm, state="formed")
        member = joined(action, engagement.complaint, scopes=["evidence", "facts"])
        engagements.end(actor=client, engagement=engagement)
        assert self.scopes(engagement) == {"evidence", "facts"}
        page = signed_in(engagement.complaint.owner).get(f"/requests/{engagement.reference}/").content.decode()
        assert f"/invitations/{member.invitation.reference}/" in page
        assert "Nothing any more" not in page
        collective.perform_on_member(actor=client, member=member, name="leave", given={})
        assert self.scopes(engagement) is None

    def test_nothing_is_left_where_there_is_no_such_place(self, engagement, client):
        left = joined(
            CollectiveActionFactory(case_file__firm=engagement.firm), engagement.complaint, state=MemberState.WITHDRAWN
        )
        elsewhere = joined(CollectiveActionFactory(), engagement.complaint)
        engagements.end(actor=client, engagement=engagement)
        assert (self.scopes(engagement), left.scopes, elsewhere.scopes) == (None, ["facts"], ["facts"])

    def test_changing_the_scope_of_the_engagement_does_not_lessen_the_other(self, engagement, client):
        joined(CollectiveActionFactory(case_file__firm=engagement.firm), engagement.complaint, scopes=["evidence"])
        sharing.change_scopes(actor=client, engagement=engagement, scopes=["identity"])
        assert self.scopes(engagement) == {"evidence", "facts", "identity"}
