"""The worksheet of a fine: what it keeps, what it refuses, its page and its place in the decision."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from caseapp.audit.models import Entry
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.enforcement import selectors, services
from caseapp.enforcement.models import FineWorksheet
from caseapp.precedents.services import load_precedents
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.enforcement import InvestigationFactory, framework

pytestmark = pytest.mark.django_db

FACTORS = [
    {"key": "gravity", "title": "How grave it is", "article": "83(2)(a)"},
    {"key": "intent", "title": "On purpose or not", "article": "83(2)(b)"},
]
WEIGHED = {"gravity": ("raises", "Four hundred flats."), "intent": ("neutral", "")}


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def investigation(authority):
    return InvestigationFactory(authority=authority, state="representations", complaints_joined=2)


@pytest.fixture
def investigator(authority):
    return officer(authority, "investigator")


@pytest.fixture
def law():
    return framework(
        max_fine_amount=Decimal("500000.00"),
        max_fine_currency="CNY",
        max_fine_article_en="56",
        max_fine_rule="gain",
        max_fine_gain_times=10,
        fine_factors=FACTORS,
        fine_factors_zh=["严重程度", "是否故意"],
    )


def write(user: Any, investigation: Any, law: Any, **changes: Any) -> FineWorksheet:
    given = {"factors": WEIGHED, "gain": Decimal(0), "proposed": Decimal(250_000), **changes}
    return services.record_worksheet(actor=actor_of(user), investigation=investigation, framework=law, **given)


class TestRecording:
    def test_keeps_answers_ceiling_and_versions_with_audit(self, investigation, investigator, law):
        sheet = write(investigator, investigation, law)
        assert sheet.factors[0] == {"key": "gravity", "effect": "raises", "reason": "Four hundred flats."}
        assert sheet.guidance["ceiling"]["amount"] == "500000.00"
        assert sheet.guidance["position"] == "70.0"
        assert sheet.estimate["target"] == "fine"
        assert sheet.estimate["method_version"]
        entry = Entry.objects.get(action="investigations.record_worksheet")
        assert "Four hundred flats." not in entry.payload
        write(investigator, investigation, law, proposed=Decimal(600_000))
        again = FineWorksheet.objects.get()
        assert again.guidance["remarks"] == ["above_ceiling"]

    def test_like_fines_give_the_range_where_there_are_enough(self, investigation, investigator, law):

        load_precedents(actor=SYSTEM)
        sheet = write(investigator, investigation, law)
        found = sheet.guidance
        assert found["low"] is not None
        assert Decimal(found["low"]) <= Decimal(found["suggested"]) <= Decimal(found["high"]) <= 500_000
        text = selectors.worksheet_text(actor_of(investigator), sheet)
        assert "These speak for a higher fine:\n– How grave it is" in text
        assert "eight fines in ten lie between" in text
        assert "a fine of CNY\u00a0250,000 is proposed" in text

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"factors": {"gravity": ("raises", " ")}}, "reason_gravity"),
            ({"factors": {"gravity": ("most", "x")}}, "effect_gravity"),
            ({"factors": {"invented": ("raises", "x")}}, "invented"),
            ({"proposed": Decimal(0)}, "proposed"),
            ({"turnover": Decimal(-1)}, "turnover"),
            ({"gain": Decimal(10) ** 17}, "gain"),
            ({"proposed": Decimal("1.005")}, "proposed"),
            ({"persons": 0}, "persons"),
        ],
    )
    def test_refuses_what_makes_no_sense_beside_the_field(self, investigation, investigator, law, changes, field):
        with pytest.raises(InvalidInput) as refusal:
            write(investigator, investigation, law, **changes)
        assert set(refusal.value.errors) == {field}

    def test_is_fixed_once_decided_and_for_deciders_alone(self, authority, investigation, investigator, law):
        with pytest.raises(NotAllowed):
            write(officer(authority, "intake_officer"), investigation, law)
        write(investigator, investigation, law)
        investigation.state = "decided"
        investigation.save()
        with pytest.raises(WrongState):
            write(investigator, investigation, law)


class TestPage:
    @pytest.fixture
    def place(self, investigation):
        return reverse("enforcement:worksheet", args=[investigation.reference])

    def posted(self, client: Client, place: str, law: Any, **changes: str) -> Any:
        data = {
            "law": law.code,
            "gain": "0",
            "proposed": "250,000",
            "effect_gravity": "raises",
            "reason_gravity": "Four hundred flats.",
            "effect_intent": "neutral",
            "reason_intent": "",
        }
        return client.post(place, {**data, **changes})

    def test_written_read_and_taken_into_the_draft(self, client, investigation, investigator, law, place):
        client.force_login(investigator)
        assert "How grave it is" in client.get(place).content.decode()
        assert self.posted(client, place, law).status_code == 302
        shown = client.get(place).content.decode()
        assert "Where nothing was gained, the highest fine is" in shown
        assert "Four hundred flats." in shown
        drafting = reverse("enforcement:draft_decision", args=[investigation.reference])
        form = client.get(f"{drafting}?worksheet=1").context["form"]
        assert form["fine_amount"].value() == Decimal(250_000)
        assert "Four hundred flats." in form["reasons"].value()
        assert form["legal_basis"].value() == law.pk

    def test_a_missing_reason_is_said_beside_it_and_nothing_is_kept(self, client, investigator, law, place):
        client.force_login(investigator)
        response = self.posted(client, place, law, reason_gravity="", proposed="much")
        assert response.status_code == 400
        assert 'value="much"' in response.content.decode()
        response = self.posted(client, place, law, reason_gravity="")
        assert "Say why, so that the respondent and a court can follow it." in response.content.decode()
        assert not FineWorksheet.objects.exists()

    def test_others_of_the_authority_read_it_only(self, client, authority, investigation, investigator, law, place):
        write(investigator, investigation, law)
        client.force_login(officer(authority, "intake_officer"))
        shown = client.get(place)
        assert "Four hundred flats." in shown.content.decode()
        assert shown.context["form"] is None
        assert self.posted(client, place, law).status_code == 404

    def test_in_chinese(self, client, investigation, investigator, law, place):
        write(investigator, investigation, law)
        client.force_login(investigator)
        shown = client.get(place, headers={"accept-language": "zh-CN"}).content.decode()
        assert "严重程度" in shown
        assert "How grave it is" not in shown


def test_api(client, investigation, investigator, law):
    place = f"/api/v1/investigations/{investigation.reference}/worksheet/"
    client.force_login(investigator)
    assert client.get(place).status_code == 404
    data = {
        "framework": law.code,
        "factors": [{"key": "gravity", "effect": "raises", "reason": "Four hundred flats."}],
        "gain": "20000.00",
        "proposed": "10000.00",
    }
    made = client.put(place, data, content_type="application/json")
    assert made.status_code == 200, made.content
    assert made.json()["guidance"]["ceiling"] == {
        "basis": "gain",
        "amount": "200000.00",
        "share": None,
        "floor": "20000.00",
        "firm": True,
    }
    assert "below_floor" in made.json()["guidance"]["remarks"]
    assert client.get(place).json() == made.json()
    wrong = client.put(place, {**data, "framework": "NONE"}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/framework")
