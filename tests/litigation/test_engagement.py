"""The engagement: fees the law of the place allows, the letter with the client's name, and how few screens it takes."""

import datetime
import hashlib
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.documents.services import load_templates, open_pdf
from caseapp.litigation.enums import EngagementState, FeeKind
from caseapp.litigation.models import ConflictCheck, Engagement
from caseapp.litigation.selectors.fees import fee_rule, fee_rules, fee_words
from caseapp.litigation.services import engagements
from tests.factories.accounts import FirmFactory, actor_of, lawyer, place
from tests.factories.collective import CollectiveActionFactory, joined
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import EngagementFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 5, 20)


def cleared(firm, code="CN", **fields):
    """A request whose check is clear."""
    complaint = ComplaintFactory(jurisdiction=place(code), **fields)
    made = EngagementFactory(firm=firm, complaint=complaint, state=EngagementState.CONFLICT_CHECK)
    ConflictCheck.objects.create(engagement=made, result="clear")
    return made


@pytest.fixture
def firm():
    return FirmFactory()


@pytest.fixture
def associate(firm):
    return actor_of(lawyer(firm, display_name="Zhou Lan"))


class TestFees:
    def test_the_data_is_whole(self):
        assert all(rule.article and rule.note_en and rule.note_zh for rule in fee_rules())
        assert {rule.kind for rule in fee_rules()} == {FeeKind.CONTINGENT}

    def test_a_rule_holds_from_its_day_and_for_the_parts_of_its_place(self):
        part = place("CN-ZJ")
        part.parent = place("CN")
        part.save()
        assert fee_rule("CN-ZJ", FeeKind.CONTINGENT, TODAY).most_percent == 18
        assert fee_rule("CN-ZJ", FeeKind.CONTINGENT, datetime.date(2021, 12, 27)) is None

    @pytest.mark.parametrize(
        ("code", "percent", "field"),
        [
            ("CN", Decimal(18), None),
            ("CN", Decimal(19), "fee_percent"),
            ("CN", None, "fee_percent"),
            ("US-IL", Decimal(33), None),
            ("US-IL", Decimal(101), "fee_percent"),
            ("FR", Decimal(10), "fee_kind"),
            ("KE", Decimal(10), "fee_kind"),
        ],
    )
    def test_a_share_of_what_is_recovered_only_where_it_is_lawful(self, firm, associate, code, percent, field):
        made = cleared(firm, code)
        given = {"terms": "We sue.", "fee_kind": FeeKind.CONTINGENT, "fee_percent": percent}
        if field is None:
            offered = engagements.offer(actor=associate, engagement=made, **given)
            assert offered.fee_percent == percent
            assert ("15 per cent of what is above that and not above" in fee_words(offered)) == (code == "CN")
            return
        with pytest.raises(InvalidInput) as refused:
            engagements.offer(actor=associate, engagement=made, **given)
        assert list(refused.value.errors) == [field]

    def test_an_article_is_named_as_its_reader_names_it(self):
        for code in ("CN", "GB"):
            place(code)
        rule = fee_rule("CN", FeeKind.CONTINGENT, TODAY)
        assert "(2021) 87" in rule.article
        with translation.override("zh-hans"):
            assert "司发通〔2021〕87号" in rule.article
            assert "司发通〔2021〕87号" in rule.steps_article
            assert fee_rule("GB", FeeKind.CONTINGENT, TODAY).article.startswith("Courts")

    def test_nobody_offers_a_share_to_who_takes_part_in_a_group_action(self, firm, associate):
        made = cleared(firm)
        joined(CollectiveActionFactory(), made.complaint)
        with pytest.raises(InvalidInput, match="not lawful in a group action"):
            engagements.offer(
                actor=associate, engagement=made, terms="T", fee_kind=FeeKind.CONTINGENT, fee_percent=Decimal(10)
            )

    def test_a_fixed_fee_needs_its_sum(self, firm, associate):
        with pytest.raises(InvalidInput) as refused:
            engagements.offer(actor=associate, engagement=cleared(firm), terms="T", fee_kind=FeeKind.FIXED)
        assert list(refused.value.errors) == ["fee_amount"]


def test_firms_of_the_place_come_first_with_where_they_practise():
    part = place("CN-ZJ")
    part.parent = place("CN")
    part.save()
    FirmFactory(name="Abroad LLP")
    FirmFactory(name="Near Law").jurisdictions.add(part.parent)
    complaint = ComplaintFactory(jurisdiction=part)
    client = Client()
    client.force_login(complaint.owner)
    page = client.get(f"/complaints/{complaint.reference}/share/").content.decode()
    assert page.index("Near Law") < page.index("Abroad LLP")
    assert f"Practises in {part.parent}" in page


class TestTheLetter:
    def test_it_is_read_signed_and_kept_with_its_fingerprint(self, firm, associate):
        load_templates(actor=SYSTEM)
        made = cleared(firm)
        engagements.offer(
            actor=associate,
            engagement=made,
            terms="We sue for you.",
            fee_kind=FeeKind.FIXED,
            fee_amount=Decimal(3000),
            fee_currency="CNY",
        )
        client = Client()
        client.force_login(made.complaint.owner)
        address = f"/requests/{made.reference}/"
        page = client.get(address).content.decode()
        for words in ("We sue for you.", "3,000, fixed", firm.name, "Zhou Lan"):
            assert words in page
        assert client.post(f"{address}do/accept/", {"name": ""}).status_code == 400
        assert client.post(f"{address}do/accept/", {"name": "林小雨"}).status_code == 302
        made = Engagement.objects.get(pk=made.pk)
        pdf = open_pdf(actor=associate, document=made.letter)
        assert made.accepted_sha256 == hashlib.sha256(pdf).hexdigest()
        assert made.signature() == "林小雨"
        assert "林小雨".encode() not in bytes(made.sealed_signature)
        for user in (made.complaint.owner, lawyer(firm, "paralegal")):
            client.force_login(user)
            page = client.get(address).content.decode()
            assert "林小雨" in page
            assert made.accepted_sha256 in page

    def test_without_a_text_for_the_place_the_terms_are_what_is_accepted(self, firm, associate):
        made = cleared(firm)
        engagements.offer(actor=associate, engagement=made, terms="We sue for you.")
        made.refresh_from_db()
        accepted = engagements.accept(actor=actor_of(made.complaint.owner), engagement=made, name="Lin")
        assert accepted.letter is None
        assert accepted.accepted_sha256 == hashlib.sha256(b"We sue for you.").hexdigest()

    def test_nobody_accepts_while_a_new_conflict_waits_for_a_decision(self, firm, associate):
        made = cleared(firm)
        engagements.offer(actor=associate, engagement=made, terms="We sue for you.")
        ConflictCheck.objects.create(engagement=made)
        made.refresh_from_db()
        with pytest.raises(WrongState):
            engagements.accept(actor=actor_of(made.complaint.owner), engagement=made, name="Lin")

    def test_both_sides_see_what_may_be_seen_and_that_it_ended(self, firm, associate):
        made = EngagementFactory(firm=firm, state=EngagementState.ACCEPTED, scopes=["facts"], terms="Terms.")
        engagements.end(actor=associate, engagement=made, reason="The client moved.")
        for user in (made.complaint.owner, lawyer(firm)):
            client = Client()
            client.force_login(user)
            page = client.get(f"/requests/{made.reference}/").content.decode()
            assert "Nothing any more" in page
            assert "The engagement ended." in page


def test_from_the_conflict_check_to_the_engagement_in_five_screens(firm):
    load_templates(actor=SYSTEM)
    user = lawyer(firm)
    made = EngagementFactory(firm=firm, complaint=ComplaintFactory(jurisdiction=place("CN")))
    desk, home = Client(), Client()
    desk.force_login(user)
    home.force_login(made.complaint.owner)
    address, screens = f"/requests/{made.reference}/", []

    def look(client, at):
        screens.append(at)
        page = client.get(at)
        assert page.status_code == 200
        return page.content.decode()

    assert f"{address}do/start_conflict_check/" in look(desk, address)
    assert desk.post(f"{address}do/start_conflict_check/").status_code == 302
    undecided = look(desk, address)
    assert "Who the client is and how to reach them" in undecided
    assert 'value="waived"' not in undecided
    partner = Client()
    partner.force_login(lawyer(firm, "partner"))
    assert 'value="waived"' in partner.get(address).content.decode()
    assert f"{address}conflict/" in undecided
    assert f"{address}do/offer/" not in undecided
    assert "offer" not in {
        act["action"] for act in desk.get(f"/api/v1/engagements/{made.reference}/").json()["allowed_actions"]
    }
    assert desk.post(f"{address}conflict/", {"result": "clear"}).status_code == 302
    terms = "We advise you"
    offer = look(desk, f"{address}do/offer/")
    assert terms in offer
    assert "which no lawyer has reviewed" in offer
    given = {"terms": "We sue for you.", "fee_kind": "pro_bono", "fee_currency": "CNY"}
    assert desk.post(f"{address}do/offer/", given).status_code == 302
    assert "We sue for you." in look(home, address)
    look(home, f"{address}do/accept/")
    accepted = home.post(f"{address}do/accept/", {"name": "Lin Xiaoyu"}, follow=True)
    assert "You engaged the firm." in accepted.content.decode()
    assert Engagement.objects.get().state == EngagementState.ACCEPTED
    assert len(screens) == 5
