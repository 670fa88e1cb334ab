"""The dossier as one JSON document: each caller's own part of it, whole, with the way to what is longer."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.enforcement.models import Appeal, InformationRequest
from caseapp.litigation.models import Award, Judgment
from caseapp.respondents.models import Alias, Respondent, Site, Supply
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer
from tests.factories.enforcement import enter, fine
from tests.factories.litigation import CivilSuitFactory
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def fined():
    made = fine(authority=AuthorityFactory(), amount="1000", paid="400")
    known = made.respondent
    Respondent.objects.filter(pk=known.pk).update(
        verified=True, name_local="东门", parent=RespondentFactory(verified=True)
    )
    Alias.objects.create(respondent=known, name="Eastgate")
    vendor = RespondentFactory(verified=True)
    site = Site.objects.create(respondent=known, name="Sales hall")
    Supply.objects.create(site=site, supplier=vendor, product="Gate 3", source="Its answer")
    Appeal.objects.create(
        fine=made, lodged_on=timezone.localdate(), court="Court of Appeal", decided_on=timezone.localdate()
    )
    return made


def told(user, respondent, **query):
    desk = Client()
    desk.force_login(user)
    return desk.get(f"/api/v1/respondents/{respondent.reference}/dossier/", query)


def test_an_officer_reads_all_of_it_in_one_document(fined, django_assert_max_num_queries):
    user = officer(fined.authority, "investigator")
    with django_assert_max_num_queries(45):
        answer = told(user, fined.respondent)
    document = answer.json()
    assert document["respondent"]["name_local"] == "东门"
    assert document["respondent"]["aliases"] == ["Eastgate"]
    assert document["respondent"]["places"][0]["supplies"][0]["product"] == "Gate 3"
    assert len(document["group"]) == 1
    assert document["complaints"]["count"] == 1
    assert document["complaints"]["by_month"][0]["complaints"] == 1
    assert document["investigations"]["results"][0]["complaint_count"] == 1
    (listed,) = document["fines"]["results"]
    assert (listed["reference"], listed["balance"]) == (fined.reference, {"amount": "600.00", "currency": "CNY"})
    assert document["appeals"][0]["fine"] == fined.reference
    assert document["answers"] == {"asked": 0, "answered": 0, "median_days": None, "late": 0, "missed": 0}
    assert {"orders", "suits", "awards", "awarded", "supplies", "same_supplier", "merges"} <= set(document)
    desk = Client()
    desk.force_login(user)
    for part in ("complaints", "investigations", "orders", "fines"):
        rest = desk.get(document[part]["all"]).json()["results"]
        assert {row["respondent"]["reference"] for row in rest} <= {fined.respondent.reference}
        assert len(rest) == len(document[part].get("results", [0]))


def test_others_read_their_own_part_and_strangers_none(fined):
    elsewhere = told(officer(AuthorityFactory(), "investigator"), fined.respondent).json()
    assert (elsewhere["complaints"]["count"], elsewhere["fines"]["results"], elsewhere["appeals"]) == (0, [], [])
    assert elsewhere["investigations"]["results"] == []
    assert told(lawyer(FirmFactory()), fined.respondent).json()["merges"] == []
    assert told(UserFactory(), fined.respondent).status_code == 404
    assert told(officer(fined.authority, "analyst"), fined.respondent).status_code == 404
    assert Client().get(f"/api/v1/respondents/{fined.respondent.reference}/dossier/").status_code in {401, 403}


def test_what_somebody_only_described_is_for_officers_alone(fined):
    vendor, told_of = RespondentFactory(verified=True), RespondentFactory(verified=False, name="Zhang San's shop")
    Supply.objects.create(site=Site.objects.create(respondent=told_of, name="Door"), supplier=vendor)
    reader = lawyer(FirmFactory())
    assert told(reader, vendor).json()["supplies"] == []
    at = f"/respondents/{vendor.reference}/"
    desk = Client()
    desk.force_login(reader, backend="caseapp.accounts.backends.Backend")
    assert told_of.reference not in desk.get(at).content.decode()
    (seen,) = told(officer(fined.authority, "investigator"), vendor).json()["supplies"]
    assert seen["respondent"]["reference"] == told_of.reference


def test_awards_that_an_appeal_set_aside_are_shown_and_not_added(fined):
    firm = FirmFactory()
    suit = CivilSuitFactory(case_file__firm=firm, case_file__respondent=fined.respondent)
    day = timezone.localdate()
    appealed = Judgment.objects.create(suit=suit, decided_on=day, result="partly", summary="Less.")
    given = {"suit": suit, "kind": "non_material", "currency": "CNY", "awarded_on": day}
    Award.objects.create(**given, amount=100_000, replaced_by=appealed)
    Award.objects.create(**given, amount=40_000, judgment=appealed)
    document = told(lawyer(firm), fined.respondent).json()
    assert document["awarded"] == [{"amount": "40000.00", "currency": "CNY"}]
    assert sorted((row["amount"]["amount"], row["stands"]) for row in document["awards"]) == [
        ("100000.00", False),
        ("40000.00", True),
    ]


def test_days_until_the_answer_are_those_of_the_authoritys_place(fined):
    investigation = fined.decision.investigation
    fined.authority.jurisdiction.time_zone = "Asia/Shanghai"
    fined.authority.jurisdiction.save()
    for sent, answered in ((1, 3), (1, 11), (1, None)):
        request = InformationRequest.objects.create(
            investigation=investigation,
            due_on=datetime.date(2026, 3, 10),
            answered_on=answered and datetime.date(2026, 3, answered),
        )
        # Five in the afternoon in UTC is the next day there.
        at = datetime.datetime(2026, 3, sent, 17, tzinfo=datetime.UTC)
        InformationRequest.objects.filter(pk=request.pk).update(created_at=at)
    document = told(officer(fined.authority, "investigator"), fined.respondent).json()
    assert document["answers"] == {"asked": 3, "answered": 2, "median_days": 5.0, "late": 1, "missed": 0}


def test_statements_do_not_grow_with_rows(fined, django_assert_max_num_queries):
    for _number in range(3):
        other = fine(authority=fined.authority)
        type(other).objects.filter(pk=other.pk).update(respondent=fined.respondent)
        enter(other, "payment", "-1")
        other.decision.investigation.respondent = fined.respondent
        other.decision.investigation.save()
    with django_assert_max_num_queries(45):
        document = told(officer(fined.authority, "supervisor"), fined.respondent).json()
    assert len(document["fines"]["results"]) == len(document["investigations"]["results"]) == 4
    imposed = document["fines"]["results"][0]["imposed_on"]
    assert datetime.date.fromisoformat(imposed) < timezone.localdate()
