"""The six people of docs/walkthroughs.md file their complaints, each from the first page to the receipt."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from caseapp.complaints.models import Complaint, Screening
from caseapp.core.actors import SYSTEM
from caseapp.intake.forms.consent import field_name
from caseapp.law.models import Jurisdiction
from caseapp.law.services import load_law
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory


@dataclass(frozen=True)
class Person:
    """Who files where, with which answers, and which law must then be among those that were screened."""

    where: dict[str, Any]
    use: dict[str, Any]
    law: str
    told: dict[str, str] = field(default_factory=dict)
    public: bool = False
    language: str = "en"


NO = ("told", "separate_consent")

PEOPLE = {
    "tenant in Tianjin": Person(
        {"jurisdiction": "CN-TJ", "venue_kind": "home", "respondent_name": "天津某物业服务有限公司", "ongoing": "on"},
        {"use": "verification", "relation": "tenant"},
        "CN-PIPL",
        {"alternative": "no", **dict.fromkeys(NO, "no")},
        language="zh-hans",
    ),
    "shopper in Ningbo": Person(
        {"jurisdiction": "CN-ZJ", "venue_kind": "sales_office", "respondent_name": "宁波某置业有限公司"},
        {"use": "identification", "relation": "customer"},
        "CN-PIPL",
        dict.fromkeys(NO, "no"),
        language="zh-hans",
    ),
    "employee in Illinois": Person(
        {
            "jurisdiction": "US-IL",
            "venue_kind": "workplace",
            "respondent_name": "Prairie Logistics",
            "sector": "employer",
            "ongoing": "on",
        },
        {"use": "attendance", "relation": "employee"},
        "US-IL-BIPA",
        {"written_release": "no"},
    ),
    "football fan in Spain": Person(
        {"jurisdiction": "ES", "venue_kind": "stadium", "respondent_name": "Club de Fútbol", "sector": "sports_venue"},
        {"use": "verification", "relation": "customer"},
        "GDPR",
        {"alternative": "no", "bundled": "yes"},
    ),
    "woman misidentified in a shop in the United Kingdom": Person(
        {"jurisdiction": "GB", "venue_kind": "shop", "respondent_name": "High Street Stores", "sector": "retail"},
        {"use": "identification", "relation": "customer"},
        "GDPR",
        {"wrong_match": "yes", **dict.fromkeys(NO, "no")},
    ),
    "person stopped by police in Detroit": Person(
        {
            "jurisdiction": "US-MI",
            "venue_kind": "street",
            "respondent_name": "City police",
            "respondent_kind": "public",
            "sector": "police",
        },
        {"use": "identification", "relation": "other"},
        "US",
        public=True,
    ),
}


@pytest.fixture
def law(db: None) -> None:
    load_law(actor=SYSTEM)


@pytest.mark.usefixtures("law")
def test_all_six_file_from_the_first_page_to_the_receipt() -> None:
    for name, person in PEOPLE.items():
        complaint = _file(name, person)
        assert complaint.state == "submitted", name
        assert complaint.language == person.language, name
        screened = list(Screening.objects.filter(complaint=complaint).values_list("framework__code", flat=True))
        assert any(person.law in code for code in screened), (name, screened)
        if person.public:
            assert complaint.concerns == ["wrong_match", "access"]
            assert complaint.consent_defect == ["wrong_match"]
        else:
            assert complaint.consent_defect, name


def _file(name: str, person: Person) -> Complaint:
    client = Client()
    code = person.where["jurisdiction"]
    place = Jurisdiction.objects.get(pk=code.partition("-")[0] if not Jurisdiction.objects.filter(pk=code) else code)
    authority = AuthorityFactory(name=f"Authority of the {name}", jurisdiction=place)
    page = "public" if person.public else "consent"
    questions = {field_name(key): answer for key, answer in person.told.items()}
    sent = {
        "where": {**person.where, "jurisdiction": place.pk},
        "use": person.use,
        page: questions,
        "contact": {"authority": authority.code, "language": person.language},
    }
    for slug in ("where", "use", page, "effect", "evidence", "contact"):
        answer = intake.send(client, slug, **sent.get(slug, {}))
        assert answer.status_code == 302, (name, slug, answer.context["form"].errors)
    checked = client.get("/file/check/")
    assert checked.context["total"] == 7
    assert checked.context["reading"], name
    done = client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
    assert done["Location"] == "/file/receipt/", name
    receipt = client.get("/file/receipt/").content.decode()
    complaint = Complaint.objects.latest("pk")
    assert complaint.reference in receipt
    assert authority.name in receipt
    return complaint
