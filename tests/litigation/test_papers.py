"""Letters and pleadings from a case file's facts: whole, frozen, and seen by the firm alone."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from caseapp.complaints.models import Contact, Identity
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.documents import selectors as documents
from caseapp.documents.enums import FIRM_KINDS, Kind
from caseapp.documents.services import load_templates
from caseapp.evidence.models import EvidenceItem
from caseapp.law.models import Jurisdiction
from caseapp.law.services import load_law
from caseapp.litigation.selectors.papers import kinds_for
from caseapp.litigation.services.papers import make_paper
from tests.documents.made import text_of
from tests.factories import evidence as files
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.litigation import CivilSuitFactory, EngagementFactory
from tests.factories.roles import ROLES, cast


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_law(actor=SYSTEM)
        load_templates(actor=SYSTEM)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture
def matter():
    """A client's complaint with a firm that has a case file and a suit."""
    place = Jurisdiction.objects.get(pk="CN-ZJ")
    people = cast(jurisdiction=place, state="accepted")
    Identity.of(people.complaint, Contact(name="林晓雨", email="lin@example.org")).save()
    suit = CivilSuitFactory(
        case_file__firm=people.firm,
        case_file__jurisdiction=place,
        case_file__respondent=people.complaint.respondent,
        docket_number="(2026) 1",
    )
    EngagementFactory(
        complaint=people.complaint,
        firm=people.firm,
        case_file=suit.case_file,
        state="accepted",
        terms="No win, no fee.",
    )
    return people, suit


def test_a_chinese_statement_of_claim_says_what_the_provisions_ask_for(matter):
    people, suit = matter
    made = make_paper(
        actor=people.actors["associate"], case_file=suit.case_file, kind=Kind.CLAIM, language="zh-hans", suit=suit
    )
    text = text_of(made)
    for words in ("林晓雨", "诉讼请求", "事实与理由", "法释〔2021〕15号第二条", "第八条", "证据和证据来源", suit.court):
        assert words in text
    assert people.complaint.narrative in text
    assert made.language == "zh-hans"
    assert made.matter == suit.case_file.reference


def test_every_paper_of_the_place_is_made_in_both_languages(matter):
    people, suit = matter
    kinds = kinds_for(suit.case_file)
    assert set(FIRM_KINDS) - set(kinds) == {Kind.BIPA_COMPLAINT}
    files.add(people.complaint, name="gate.png", actor=SYSTEM)
    EvidenceItem.objects.update(state="ready", description="The gate, without a sign.")
    for kind in kinds:
        for language in ("en", "zh-hans"):
            made = make_paper(
                actor=people.actors["partner"], case_file=suit.case_file, kind=kind, language=language, suit=suit
            )
            assert made.language == language
            text = text_of(made)
            assert "{{" not in text
            assert "sign.." not in text
            assert "sign.。" not in text
            assert "林晓雨" in text


def test_illinois_has_its_complaint():
    place = Jurisdiction.objects.get(pk="US-IL")
    suit = CivilSuitFactory(case_file__jurisdiction=place, court="Circuit Court of Cook County")
    actor = actor_of(lawyer(suit.case_file.firm))
    made = make_paper(actor=actor, case_file=suit.case_file, kind=Kind.BIPA_COMPLAINT, language="en", suit=suit)
    assert "740 ILCS 14/15(b)" in text_of(made)


def test_without_a_suit_the_missing_court_is_named(matter):
    people, suit = matter
    with pytest.raises(InvalidInput) as refusal:
        make_paper(actor=people.actors["partner"], case_file=suit.case_file, kind=Kind.CLAIM, language="en")
    assert "name of the court" in str(refusal.value.message)


def test_a_client_who_keeps_their_name_is_not_named(matter):
    people, suit = matter
    people.complaint.grants.filter(firm=people.firm).update(scopes=["facts"])
    made = make_paper(
        actor=people.actors["partner"], case_file=suit.case_file, kind=Kind.LETTER_BEFORE_CLAIM, language="en"
    )
    assert "林晓雨" not in text_of(made)
    assert "client 1" in text_of(made)


@pytest.mark.parametrize("role", ROLES)
def test_the_firm_alone_makes_and_reads_them(matter, role):
    people, suit = matter
    firm = {"partner", "associate", "paralegal"}
    args = {"case_file": suit.case_file, "kind": Kind.EVIDENCE_LIST, "language": "en"}
    actor = people.actors[role]
    if role not in firm:
        with pytest.raises(NotAllowed):
            make_paper(actor=actor, **args)
    made = make_paper(actor=people.actors["partner"], **args)
    assert documents.documents_of_matter(actor, made.matter).exists() == (role in firm)


def test_the_page_shows_then_makes(matter):
    people, suit = matter
    client = Client()
    client.force_login(lawyer(people.firm), backend="caseapp.accounts.backends.Backend")
    address = f"/case-files/{suit.case_file.reference}/documents/"
    assert address in client.get(f"/case-files/{suit.case_file.reference}/").content.decode()
    given = {"kind": Kind.CLAIM, "language": "zh-hans", "suit": ""}
    assert f'value="{suit.reference}" selected' in client.get(address).content.decode()
    looked = client.post(address, {**given, "do": "look"})
    assert "[court]" in looked.content.decode()
    refused = client.post(address, {**given, "do": "make"})
    assert refused.status_code == 400
    made = client.post(address, {**given, "suit": suit.reference, "do": "make"}, follow=True)
    assert "民事起诉状" in made.content.decode()
    body = json.dumps({"kind": Kind.POWER_OF_ATTORNEY, "language": "en"})
    answer = client.post(f"/api/v1{address}", body, content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert len(client.get(f"/api/v1{address}").json()["results"]) == 2
    other = Client()
    other.force_login(lawyer(FirmFactory()), backend="caseapp.accounts.backends.Backend")
    assert other.get(address).status_code == 404
