"""The register's pages and downloads: what is final and published, and nothing about any person."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from caseapp.complaints.models import Complaint, Contact, Identity
from caseapp.enforcement.services import fines
from tests.factories.accounts import AuthorityFactory, UserFactory, officer
from tests.factories.enforcement import decided_with_fine, fine
from tests.factories.precedents import record, stored

pytestmark = pytest.mark.django_db

ADDRESSES = (
    "/register/",
    "/register/fines.csv",
    "/register/fines.json",
    "/register/statistics/",
    "/register/statistics.csv",
)


def body(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8-sig")


@pytest.fixture
def published_case():
    """A fine come about through the services, with people on every side of it who must not be found in public."""
    authority = AuthorityFactory(name="Ningbo market regulator")
    made, investigator, supervisor = decided_with_fine(authority, complaints=6)
    for number, complaint in enumerate(Complaint.objects.all()):
        complaint.owner.display_name = f"Secret Person {number}"
        complaint.owner.email = f"secret{number}@example.org"
        complaint.owner.save()
        complaint.narrative = "SECRET NARRATIVE"
        complaint.venue_name = "SECRET VENUE"
        complaint.save()
        contact = Contact(name="Secret Name", email="secret@example.org", phone="+8613800138000")
        Identity.of(complaint, contact).save()
    today = timezone.localdate()
    fines.record_payment(actor=investigator, fine=made, amount=Decimal(1000), on=today, note="SECRET NOTE", key="first")
    fines.publish(actor=supervisor, fine=made, summary="The company captured faces without consent.")
    return made


class TestNothingPersonal:
    @pytest.mark.parametrize("path", [*ADDRESSES, "fine", "dossier"])
    def test_no_person_is_named(self, published_case, path):
        address = {
            "fine": f"/register/fines/{published_case.reference}/",
            "dossier": f"/respondents/{published_case.respondent.reference}/",
        }.get(path, path)
        said = body(Client().get(address))
        people = [user.display_name for user in type(UserFactory.build()).objects.all()]
        for secret in ["SECRET", "Secret", "secret", "138001", *people]:
            assert secret not in said, secret
        for complaint in Complaint.objects.all():
            assert complaint.reference not in said

    def test_the_fine_itself_is_told(self, published_case):
        said = body(Client().get(f"/register/fines/{published_case.reference}/"))
        assert published_case.respondent.name in said
        assert "CNY\xa0250,000" in said
        assert "CNY\xa0249,000" in said
        assert "Ningbo market regulator" in said


class TestPages:
    @pytest.mark.parametrize("language", ["en", "zh-hans"])
    @pytest.mark.parametrize("path", ["/register/", "/register/statistics/", "/respondents/"])
    def test_an_empty_register_opens_in_both_languages(self, path, language):
        client = Client()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        assert client.get(path).status_code == 200

    def test_an_unpublished_fine_does_not_exist(self):
        assert Client().get(f"/register/fines/{fine().reference}/").status_code == 404

    def test_an_officer_sees_the_same(self):
        authority = AuthorityFactory()
        hidden = fine(authority=authority)
        client = Client()
        client.force_login(officer(authority, "supervisor"))
        assert hidden.respondent.name not in body(client.get("/register/fines.csv"))

    def test_fines_decided_elsewhere_stand_beside_with_their_precedent(self, tmp_path):
        stored(tmp_path, record(id="xx-fine", kind="regulator_fine", title="Regulator v. Hotel", decided_on="2024"))
        said = body(Client().get("/register/"))
        assert "/precedents/xx-fine/" in said
        assert "No fine has been published yet" in said

    def test_a_search_without_matches_says_what_to_do(self):
        fine(published_at=timezone.now())
        assert "No published fine matches" in body(Client().get("/register/", {"q": "zzzz"}))

    def test_a_value_out_of_its_list_is_an_error_beside_the_field(self):
        response = Client().get("/register/", {"state": "imposed"})
        assert "Choose one of the values in the list." in body(response)
        assert Client().get("/register/fines.csv", {"state": "imposed"}).status_code == 400

    def test_downloads_hold_what_the_search_holds(self):
        one = fine(published_at=timezone.now(), state="paid", paid="250000")
        one.respondent.name = "=SUM(A1)"
        one.respondent.save()
        fine(published_at=timezone.now())
        (row,) = csv.DictReader(io.StringIO(body(Client().get("/register/fines.csv?state=paid"))))
        assert (row["reference"], row["respondent"], row["balance"]) == (one.reference, "'=SUM(A1)", "0.00")
        (found,) = json.loads(body(Client().get("/register/fines.json?state=paid")))
        assert found["respondent"]["name"] == "=SUM(A1)"

    def test_statistics_can_be_taken_along(self, tmp_path):
        stored(tmp_path, record(country="FR"))
        rows = list(csv.reader(io.StringIO(body(Client().get("/register/statistics.csv")))))
        assert ["precedents_by_country", "FR", "France", "1"] in rows

    def test_statements_do_not_grow_with_the_rows(self, django_assert_max_num_queries):
        fine(published_at=timezone.now())
        Client().get("/register/")
        with django_assert_max_num_queries(4):
            Client().get("/register/")
        fine(published_at=timezone.now())
        fine(published_at=timezone.now())
        with django_assert_max_num_queries(4):
            Client().get("/register/")

    def test_pages_lead_on_by_key(self):
        for _number in range(27):
            fine(published_at=timezone.now())
        first = Client().get("/register/")
        second = Client().get(f"/register/{first.context['next']}")
        shown = [one.pk for one in first.context["page"]] + [one.pk for one in second.context["page"]]
        assert len(shown) == len(set(shown)) == 27
