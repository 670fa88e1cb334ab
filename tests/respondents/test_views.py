"""Organisations as everybody and as officers see them, and the officers' pages for entries."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from caseapp.respondents.models import Alias, Respondent, Site, Supply
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import fine
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> Client:
    client = Client()
    client.force_login(officer(AuthorityFactory(jurisdiction=place("CN"))))
    return client


def text(response) -> str:
    return response.content.decode()


def dossier(respondent: Respondent) -> str:
    return reverse("respondents:detail", args=[respondent.reference])


def entry(**changes: str) -> dict[str, str]:
    given = {
        "name": "Harbour Mall",
        "country": "CN",
        "sector": "retail",
        "kind": "private",
        "aliases": "",
        "address": "",
    }
    return {**given, **changes}


class TestList:
    def test_it_is_found_by_any_of_its_names_and_in_spite_of_typing_errors(self):
        hotel = RespondentFactory(name="Seaview Hotel", name_local="海景酒店")
        Alias.objects.create(respondent=hotel, name="海景")
        for typed in ("seaview", "海景酒店", "海景", "Seavew Hotel", "海影酒店"):
            assert dossier(hotel) in text(Client().get("/respondents/", {"q": typed})), typed

    def test_nothing_found_says_what_to_do(self):
        assert "No organisation matches" in text(Client().get("/respondents/", {"q": "zzzz"}))

    def test_what_nobody_verified_is_for_officers(self, clerk):
        described = RespondentFactory(name="Li Example, landlord", verified=False)
        for person in (None, UserFactory(), lawyer(FirmFactory())):
            client = Client()
            if person:
                client.force_login(person)
            assert "Li Example" not in text(client.get("/respondents/"))
            assert "landlord" not in text(client.get("/respondents/", {"q": "Li Example", "verified": "no"}))
            assert client.get(dossier(described)).status_code == 404
        assert "Li Example" in text(clerk.get("/respondents/", {"verified": "no"}))
        assert clerk.get(dossier(described)).status_code == 200

    def test_pages_lead_on_by_name_and_statements_stay_few(self, django_assert_max_num_queries):
        for number in range(27):
            RespondentFactory(name=f"Shop {number:02}")
        with django_assert_max_num_queries(2):
            first = Client().get("/respondents/")
        second = Client().get(f"/respondents/{first.context['next']}")
        names = [one.name for one in first.context["page"]] + [one.name for one in second.context["page"]]
        assert names == [f"Shop {number:02}" for number in range(27)]


class TestDossier:
    def test_names_group_and_places_are_shown(self):
        group = RespondentFactory(name="Harbour Group")
        mall = RespondentFactory(name="Harbour Mall", name_local="港湾商场", parent=group)
        Alias.objects.create(respondent=mall, name="HM")
        maker = RespondentFactory(name="Camera Maker", sector="technology_vendor")
        site = Site.objects.create(respondent=mall, name="West gate", address="1 Long Road")
        Supply.objects.create(site=site, supplier=maker, product="Gate 3000")
        page = text(Client().get(dossier(mall)))
        for words in ("Harbour Group", "港湾商场", "HM", "West gate", "Camera Maker", "Gate 3000"):
            assert words in page
        assert "Harbour Mall" in text(Client().get(dossier(group)))

    def test_only_published_fines_are_shown(self):
        shown = fine(published_at=timezone.now(), amount="1000")
        hidden = fine(amount="777")
        hidden.respondent = shown.respondent
        hidden.save()
        page = text(Client().get(dossier(shown.respondent)))
        assert "CNY\xa01,000" in page
        assert "777" not in page

    def test_complaints_are_counted_from_five(self):
        mall = RespondentFactory()
        for _number in range(4):
            ComplaintFactory(respondent=mall)
        assert "Fewer than five complaints" in text(Client().get(dossier(mall)))
        ComplaintFactory(respondent=mall)
        assert "5 complaints name this organisation" in text(Client().get(dossier(mall)))

    def test_officers_are_led_to_their_complaints(self, clerk):
        mall = RespondentFactory()
        assert f"?respondent={mall.reference}" in text(clerk.get(dossier(mall)))
        assert f"?respondent={mall.reference}" not in text(Client().get(dossier(mall)))

    def test_statements_do_not_grow(self, django_assert_max_num_queries):
        mall = RespondentFactory()
        with django_assert_max_num_queries(8):
            Client().get(dossier(mall))
        for number in range(3):
            Alias.objects.create(respondent=mall, name=f"M{number}")
            Site.objects.create(respondent=mall, name=f"Gate {number}")
            RespondentFactory(parent=mall)
        with django_assert_max_num_queries(8):
            Client().get(dossier(mall))


class TestEntries:
    @pytest.mark.parametrize("name", ["add", "edit", "verify", "add_site"])
    def test_only_officers_may_write(self, name):
        mall = RespondentFactory()
        address = reverse(f"respondents:{name}", args=[] if name == "add" else [mall.reference])
        assert Client().post(address).status_code == 302
        for person in (UserFactory(), lawyer(FirmFactory()), UserFactory(is_administrator=True)):
            client = Client()
            client.force_login(person)
            assert client.post(address, entry()).status_code == 403
        assert Respondent.objects.count() == 1

    def test_an_officer_adds(self, clerk):
        response = clerk.post("/respondents/new/", entry(name_local="港湾商场", aliases="HM\n\n港湾"))
        made = Respondent.objects.get()
        assert response["Location"] == dossier(made)
        assert made.verified
        assert {alias.name for alias in made.aliases.all()} == {"HM", "港湾"}

    def test_what_is_refused_stands_beside_the_field_and_nothing_is_lost(self, clerk):
        RespondentFactory(name="Harbour Mall", country=place("CN"))
        response = clerk.post("/respondents/new/", entry(address="1 Long Road"))
        assert "already registered in this country" in text(response)
        assert "1 Long Road" in text(response)
        response = clerk.post("/respondents/new/", entry(name="", parent="ORG-2026-0000-0000"))
        assert "No organisation has this reference" in text(response)
        assert Respondent.objects.count() == 1

    def test_an_officer_changes(self, clerk):
        group = RespondentFactory(name="Group")
        mall = RespondentFactory(name="Old name", country=place("CN"))
        address = reverse("respondents:edit", args=[mall.reference])
        assert "Old name" in text(clerk.get(address))
        clerk.post(address, entry(parent=group.reference.lower(), aliases="Old name"))
        mall.refresh_from_db()
        assert (mall.name, mall.parent) == ("Harbour Mall", group)
        assert [alias.name for alias in mall.aliases.all()] == ["Old name"]

    def test_an_officer_verifies(self, clerk):
        mall = RespondentFactory(verified=False)
        assert "Verify the entry" in text(clerk.get(dossier(mall)))
        clerk.post(reverse("respondents:verify", args=[mall.reference]))
        assert Client().get(dossier(mall)).status_code == 200

    def test_an_officer_notes_a_place(self, clerk):
        mall = RespondentFactory()
        clerk.post(reverse("respondents:add_site", args=[mall.reference]), {"name": "West gate", "address": ""})
        assert "West gate" in text(Client().get(dossier(mall)))
