"""Every role has a home that opens, shows its own work and nothing of others."""

import pytest
from django.test import Client

from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import CivilSuitFactory, EngagementFactory

pytestmark = pytest.mark.django_db


def browser(user):
    client = Client()
    client.force_login(user, backend="caseapp.accounts.backends.Backend")
    return client


@pytest.mark.parametrize("role", ["intake_officer", "investigator", "supervisor", "analyst"])
def test_people_of_an_authority(role):
    authority = AuthorityFactory()
    ComplaintFactory(authority=authority)
    assert browser(officer(authority, role)).get("/home/", follow=True).status_code == 200


@pytest.mark.parametrize("role", ["partner", "associate", "paralegal"])
def test_people_of_a_firm_see_their_own_matters(role):
    firm = FirmFactory()
    mine, others = CivilSuitFactory(case_file__firm=firm), CivilSuitFactory()
    asked = EngagementFactory(firm=firm)
    page = browser(lawyer(firm, role)).get("/home/").content.decode()
    assert mine.case_file.reference in page
    assert asked.reference in page
    assert others.case_file.reference not in page


def test_a_complainant_and_an_administrator():
    complaint = ComplaintFactory()
    assert complaint.reference in browser(complaint.owner).get("/home/").content.decode()
    admin = browser(UserFactory(is_administrator=True))
    assert complaint.reference not in admin.get("/home/").content.decode()
    assert admin.get("/audit/").status_code == 200
    assert admin.get("/jobs/").status_code == 200
    assert browser(complaint.owner).get("/audit/").status_code == 403
