"""The filing's other ways: about a public body, for another person, from paper, like others, anonymous, on paper."""

import datetime as dt
import io
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from caseapp.audit.models import Entry
from caseapp.complaints import selectors as complaints
from caseapp.complaints.models import Cluster, ClusterMembership, Complaint, Grant, ReceiptCode, Screening
from caseapp.core.actors import day_of
from caseapp.core.models import TimelineEntry
from caseapp.intake.models import Draft
from caseapp.law.models import AuthorityRoute, Framework
from caseapp.respondents.models import Site
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db

POLICE = {"respondent_kind": "public", "sector": "police", "respondent_name": "City Police"}


def page(answer: Any) -> str:
    return answer.content.decode()


def text_of(pdf: bytes) -> str:
    return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(pdf)).pages)


def walk(client: Client, slugs: str, **pages: dict[str, Any]) -> None:
    place()
    for slug in slugs.split():
        answer = intake.send(client, slug, **pages.get(slug, {}))
        assert answer.status_code == 302, (slug, answer.context["form"].errors)


def submit(client: Client) -> Complaint:
    answer = client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
    assert answer.status_code == 302, answer.context["form"].errors
    return Complaint.objects.latest("pk")


class TestPublicBody:
    """Police and other public bodies: another path, never a closed door."""

    def test_its_page_stands_where_consent_is_asked_of_others(self, client: Client) -> None:
        walk(client, "where use", where=POLICE)
        assert client.get("/file/consent/").status_code == 404
        assert client.get("/file/public/").context["total"] == 7
        assert "What the public body did wrong" in page(client.get("/file/public/"))

    def test_what_it_did_wrong_is_filed(self, client: Client) -> None:
        authority = AuthorityFactory(receives_public_sector=True)
        walk(
            client,
            "where use public effect evidence contact",
            where=POLICE,
            public={"case_number": "R-17", "asked_them": "yes", "answered": "refused"},
            contact={"authority": authority.code},
        )
        shown = page(client.get("/file/check/"))
        assert "I was taken for somebody else" in shown
        assert "R-17" in shown
        complaint = submit(client)
        assert complaint.concerns == ["wrong_match", "access"]
        assert complaint.consent_defect == ["wrong_match"]
        assert complaint.consent_asked == ""
        message = complaint.messages.get()
        assert "R-17" in message.body
        assert "They refused" in message.body
        assert (message.side, message.created_at) == ("complainant", day_of(timezone.now()))

    def test_without_an_authority_the_laws_own_offices_are_named(self, client: Client) -> None:
        AuthorityFactory(receives_public_sector=False)
        framework = Framework.objects.create(
            code="CN-TEST",
            version=1,
            fingerprint="f" * 64,
            covered_actors="both",
            jurisdiction=place("CN"),
            name_en="A law",
            short_name_en="Law",
        )
        AuthorityRoute.objects.create(
            framework=framework, position=0, kind="authority", name_en="Office of Complaints about Police"
        )
        walk(client, "where use public effect evidence", where=POLICE)
        shown = page(client.get("/file/contact/"))
        assert "Office of Complaints about Police" in shown
        assert "keep it as a record" in shown
        walk(client, "contact")
        assert submit(client).authority is None

    def test_changing_to_a_business_and_back_keeps_both_pages(self, client: Client) -> None:
        walk(client, "where use public effect evidence contact", where=POLICE)
        walk(client, "where")
        assert client.get("/file/check/")["Location"] == "/file/consent/"
        walk(client, "consent")
        walk(client, "where", where=POLICE)
        assert client.get("/file/check/").status_code == 200
        assert set(intake.pages(intake.held(client))) == {*intake.PAGES, "public"}

    def test_the_start_page_leads_there(self, client: Client) -> None:
        assert "/file/where/?body=public" in page(client.get("/file/"))
        place()
        form = client.get("/file/where/?body=public").context["form"]
        assert form["respondent_kind"].value() == "public"


class TestForAnother:
    """Filing for a child or another person, with the authority to do so."""

    FOR = {"about": "child", "minors": "yes", "filer_relation": "mother", "filer_basis": "parent"}

    def test_relation_and_authority_are_filed_and_shown_to_officers(self, client: Client) -> None:
        authority = AuthorityFactory()
        intake.file(client, use=self.FOR, contact={"authority": authority.code})
        complaint = Complaint.objects.get()
        assert (complaint.filed_for, complaint.filer_relation, complaint.filer_basis) == ("child", "mother", "parent")
        desk = Client()
        desk.force_login(officer(authority, "investigator"))
        shown = page(desk.get(f"/complaints/{complaint.reference}/"))
        assert "mother" in shown
        assert "I am a parent or legal guardian" in shown

    def test_both_are_asked_for(self, client: Client) -> None:
        walk(client, "where")
        answer = intake.send(client, "use", about="other")
        assert answer.status_code == 400
        assert {"filer_relation", "filer_basis"} <= set(answer.context["form"].errors)

    def test_for_oneself_they_are_dropped(self, client: Client) -> None:
        intake.file(client, use={"filer_relation": "mother", "filer_basis": "parent"})
        complaint = Complaint.objects.get()
        assert (complaint.filed_for, complaint.filer_relation, complaint.filer_basis) == ("self", "", "")


class TestKeyedIn:
    """Paper, telephone and counter: an officer enters them, and a letter goes back."""

    @pytest.fixture
    def desk(self, client: Client) -> Client:
        self.authority = AuthorityFactory(name="Office of Fair Trade")
        client.force_login(officer(self.authority, "intake_officer"))
        client.post(
            "/file/for-somebody/",
            {"channel": "paper", "received_on_day": "2", "received_on_month": "3", "received_on_year": "2026"},
        )
        return client

    def keyed(self, desk: Client, **contact: Any) -> Complaint:
        given = {"authority": self.authority.code, "filing": "named", "name": "Wang Li", "language": "zh-hans"}
        walk(desk, "where use consent effect evidence contact", contact={**given, **contact})
        return submit(desk)

    def test_it_is_nobodys_account_and_keeps_how_it_came(self, desk: Client) -> None:
        complaint = self.keyed(desk)
        assert (complaint.owner, complaint.channel, str(complaint.received_on)) == (None, "paper", "2026-03-02")
        assert complaint.identity.contact().name == "Wang Li"
        assert complaint.authority == self.authority
        entry = Entry.objects.get(action="complaints.key_in")
        assert entry.actor_kind == "user"
        assert TimelineEntry.objects.filter(kind="complaints.keyed_in").exists()

    def test_the_letter_holds_the_code_in_the_language_of_the_case(self, desk: Client) -> None:
        complaint = self.keyed(desk)
        receipt = page(desk.get("/file/receipt/"))
        assert "cn-code__value" not in receipt
        letter = desk.post("/file/receipt/pdf/")
        assert letter["Content-Type"] == "application/pdf"
        text = text_of(letter.content)
        assert complaint.reference in text
        assert "Wang Li" in text
        assert "回执" in text
        code = next(line for line in text.splitlines() if len(line.replace(" ", "")) == 24 and line.count(" ") == 5)
        assert Client().post("/follow/", {"code": code}).status_code == 302
        assert desk.post("/file/receipt/leave/")["Location"] == f"/complaints/{complaint.reference}/"

    def test_anonymous_paper_stays_anonymous(self, desk: Client) -> None:
        complaint = self.keyed(desk, filing="anonymous")
        assert complaint.anonymous
        assert not hasattr(complaint, "identity")
        assert complaint.submitted_at == day_of(timezone.now())

    def test_only_the_officers_own_authority_receives_it(self, desk: Client) -> None:
        AuthorityFactory(name="Another Office")
        walk(desk, "where use consent effect evidence")
        offered = [code for code, _ in desk.get("/file/contact/").context["form"].fields["authority"].choices]
        assert offered == [self.authority.code]

    def test_the_draft_is_found_again_at_the_desk(self, desk: Client) -> None:
        walk(desk, "where use")
        assert "Riverbank Homes" in page(desk.get("/file/"))

    @pytest.mark.parametrize("who", ["visitor", "citizen"])
    def test_nobody_else_may(self, client: Client, who: str) -> None:
        if who == "citizen":
            client.force_login(UserFactory())
        assert client.get("/file/for-somebody/").status_code == 404
        assert client.post("/file/for-somebody/", {"channel": "paper"}).status_code == 404

    def test_a_day_to_come_is_refused_beside_its_field(self, client: Client) -> None:
        client.force_login(officer(AuthorityFactory(), "intake_officer"))
        later = timezone.now().date() + dt.timedelta(days=9)
        answer = client.post("/file/for-somebody/", {"channel": "paper", "received_on": later.isoformat()})
        assert answer.status_code == 400
        assert "received_on" in answer.context["form"].errors


class TestSimilar:
    """What others complained of: public facts and numbers that give nobody away."""

    @pytest.fixture
    def known(self) -> Any:
        self.authority = AuthorityFactory()
        respondent = RespondentFactory(name="Riverbank Homes", country=place("CN"), sector="property_management")
        self.site = Site.objects.create(respondent=respondent, name="Harbour Hall", address="5 Harbour Road")
        now = timezone.now()
        made = {"respondent": respondent, "authority": self.authority, "jurisdiction": place("CN"), "submitted_at": now}
        for _ in range(6):
            ComplaintFactory(state="submitted", use="identification", venue_name="harbour hall", **made)
        ComplaintFactory(state="submitted", use="attendance", venue_name="Flat of Mr Zhang", **made)
        ComplaintFactory(state="withdrawn", use="analytics", **made)
        return respondent

    def chosen(self, known: Any, site: bool = False) -> dict[str, Any]:
        value = f"{known.reference}#{self.site.pk}" if site else known.reference
        return {"respondent": value, "venue_name": "", "venue_address": ""}

    def test_numbers_are_told_small_ones_are_not_and_homes_are_never(self, client: Client, known: Any) -> None:
        walk(client, "where", where=self.chosen(known))
        shown = page(client.get("/file/use/"))
        assert "Picked me out of many people: Harbour Hall" in shown
        assert "at least 5 complaints so far" in shown
        assert "fewer than 5 complaints so far" in shown
        assert "Zhang" not in shown
        assert [one.use for one in complaints.similar_matters(known.reference)] == ["identification", "attendance"]

    def test_the_look_up_shows_the_places_and_how_many_complain(self, client: Client, known: Any) -> None:
        found = page(client.post("/file/organisations/", {"respondent_name": "Riverbank Homs", "jurisdiction": "CN"}))
        assert "at least 5 complaints so far" in found
        assert "Riverbank Homes: Harbour Hall" in found

    def test_a_place_that_is_chosen_names_itself(self, client: Client, known: Any) -> None:
        walk(client, "where", where=self.chosen(known, site=True))
        kept = intake.pages(intake.held(client))["where"]["values"]
        assert (kept["venue_name"], kept["venue_address"]) == ("Harbour Hall", "5 Harbour Road")
        form = client.get("/file/where/").context["form"]
        assert form["respondent"].value() == f"{known.reference}#{self.site.pk}"

    def test_same_as_this_one_joins_their_cluster(self, client: Client, known: Any) -> None:
        walk(
            client,
            "where use consent effect evidence contact",
            where=self.chosen(known),
            use={"same_as": f"identification-{self.site.pk}"},
            contact={"authority": self.authority.code},
        )
        complaint = submit(client)
        held = ClusterMembership.objects.get(complaint=complaint)
        assert held.joined_by == "filer"
        assert held.cluster.memberships.count() == 2

    def test_a_made_up_matter_is_refused(self, client: Client, known: Any) -> None:
        walk(client, "where", where=self.chosen(known))
        assert intake.send(client, "use", same_as="identification-999").status_code == 400
        assert not Cluster.objects.exists()

    def test_an_organisation_that_is_only_described_shows_nothing(self, client: Client) -> None:
        walk(client, "where")
        assert "same_as" not in client.get("/file/use/").context["form"].fields


def test_of_an_anonymous_complaint_no_hour_no_address_and_no_browser_is_kept(client: Client) -> None:
    authority = AuthorityFactory()
    client.defaults.update({"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Telltale/9.9"})
    intake.file(client, contact={"authority": authority.code})
    complaint = Complaint.objects.get()
    midnight = day_of(timezone.now())
    assert complaint.submitted_at == midnight
    for row in (
        complaint,
        ReceiptCode.objects.get(),
        Grant.objects.get(),
        Draft.objects.get(),
        *Screening.objects.all(),
    ):
        assert (row.created_at, row.updated_at) == (midnight, midnight), row
    assert {entry.at for entry in TimelineEntry.objects.all()} == {midnight}
    about = Entry.objects.filter(chain=f"complaint:{complaint.pk}")
    assert about.exists()
    assert {entry.at for entry in about} == {midnight}
    from tests.intake.test_draft_keys import dumped

    for table, name, value in dumped():
        assert "203.0.113.77" not in str(value), (table, name)
        assert "Telltale" not in str(value), (table, name)


def test_a_named_complaint_keeps_its_moment(client: Client) -> None:
    details = {"filing": "named", "name": "Lin Mei", "email": "lin@example.org", "phone": ""}
    intake.file(client, contact=details)
    assert abs(Complaint.objects.get().submitted_at - timezone.now()) < dt.timedelta(minutes=1)


def test_the_language_of_the_case_is_asked_and_kept_whatever_the_pages_are_read_in(client: Client) -> None:
    intake.file(client, contact={"language": "zh-hans"})
    assert Complaint.objects.get().language == "zh-hans"
    assert "投诉回执" in text_of(client.post("/file/receipt/pdf/").content)


@pytest.mark.parametrize(("language", "words"), [("en", "Whose face was it?"), ("zh-hans", "这是谁的面部")])
def test_the_blank_form_asks_what_the_pages_ask(client: Client, language: str, words: str) -> None:
    pdf = client.get(f"/file/form/complaint-{language}.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    if language == "en":
        assert words in text_of(pdf.content)
        shown = page(client.get("/file/form/"))
        for asked in (words, "What did they do wrong?", "Which authority should receive it?"):
            assert asked in shown
    assert len(PdfReader(io.BytesIO(pdf.content)).pages) <= 12
    assert client.get("/file/form/complaint-fr.pdf").status_code == 404
