"""The complainant's page of one complaint: where it stands, what can be done, and who does not see it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from caseapp.complaints import services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, Contact, Identity, Message, Screening
from caseapp.core import timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.law.enums import DeadlineKind
from caseapp.law.services import load_law
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer, place
from tests.factories.complaints import ComplaintFactory, facts, let_firm_in, receipt_holder
from tests.factories.enforcement import decided_with_fine, framework
from tests.factories.litigation import CivilSuitFactory, EngagementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(client: Client) -> Complaint:
    complaint = ComplaintFactory(authority=AuthorityFactory())
    client.force_login(complaint.owner)
    return complaint


def show(client: Client, complaint: Complaint) -> str:
    answer = client.get(f"/complaints/{complaint.reference}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("state", ComplaintState.values)
def test_every_state_says_where_it_stands_and_what_is_next(client: Client, state: str) -> None:
    complaint = ComplaintFactory(state=state, authority=AuthorityFactory())
    client.force_login(complaint.owner)
    shown = show(client, complaint)
    word = "Waits for you" if state == "awaiting_complainant" else str(ComplaintState(state).label)
    assert word in shown
    assert "The complainant" not in shown
    assert complaint.reference in shown


def test_a_next_report_is_promised_every_ninety_days(client: Client, mine: Complaint) -> None:
    Complaint.objects.filter(pk=mine.pk).update(
        submitted_at=timezone.now() - dt.timedelta(days=100), state="under_review"
    )
    answer = client.get(f"/complaints/{mine.reference}/")
    assert answer.context["standing"].by == timezone.localdate() + dt.timedelta(days=80)


def test_the_authoritys_question_stands_out_and_is_answered_here(client: Client, mine: Complaint) -> None:
    due = timezone.localdate() + dt.timedelta(days=14)
    clerk = actor_of(officer(mine.authority))
    services.acknowledge(actor=clerk, complaint=mine)
    services.request_information(actor=clerk, complaint=mine, message="On which day?", due_on=due)
    answer = client.get(f"/complaints/{mine.reference}/")
    assert answer.context["request_now"].body == "On which day?"
    assert answer.context["standing"].by == due
    sent = client.post(f"/complaints/{mine.reference}/", {"message": "On Saturday. 😀"})
    assert sent.status_code == 302
    mine.refresh_from_db()
    assert mine.state == "under_review"
    assert Message.objects.last().body == "On Saturday. 😀"


def test_a_message_goes_to_the_authority(client: Client, mine: Complaint) -> None:
    client.post(f"/complaints/{mine.reference}/", {"message": "When will you look?"})
    assert "When will you look?" in show(client, mine)
    mine.refresh_from_db()
    assert mine.state == "submitted"


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "x" * 10_001])
def test_a_message_that_cannot_be_sent_stays_in_its_field(client: Client, mine: Complaint, text: str) -> None:
    answer = client.post(f"/complaints/{mine.reference}/", {"message": text})
    assert answer.status_code == 400
    assert answer.context["form"].errors["message"]
    assert not Message.objects.exists()


def test_facts_evidence_and_contact_are_shown(client: Client, mine: Complaint) -> None:
    Identity.of(mine, Contact(name="Lin Mei", email="lin@example.org")).save()
    item = files.add(mine, name="照片.png")
    shown = show(client, mine)
    for told in (mine.narrative, "lin@example.org", "照片.png", item.sha256[:4], mine.statement_sha256[:4]):
        assert told in shown


def test_what_the_workflow_allows_is_offered(client: Client, mine: Complaint) -> None:
    assert f"/complaints/{mine.reference}/do/withdraw/" in show(client, mine)
    Complaint.objects.filter(pk=mine.pk).update(state="rejected")
    shown = show(client, mine)
    assert f"/complaints/{mine.reference}/do/request_reconsideration/" in shown
    assert "/do/withdraw/" not in shown


def test_the_officer_gets_the_desks_page(client: Client, mine: Complaint) -> None:
    client.force_login(officer(mine.authority))
    answer = client.get(f"/complaints/{mine.reference}/")
    assert "workspace/complaint_desk.html" in {template.name for template in answer.templates}


def test_a_rejection_tells_why_and_the_desk_reads_why_to_look_again(client: Client, mine: Complaint) -> None:
    user, desk = officer(mine.authority, "investigator"), Client()
    desk.force_login(user)
    services.acknowledge(actor=actor_of(user), complaint=mine)
    form = desk.get(f"/complaints/{mine.reference}/do/reject/").content.decode()
    assert "The language of the case is English." in form
    done = desk.post(f"/complaints/{mine.reference}/do/reject/", {"reason": "No camera stood there."}, follow=True)
    assert f"{mine.reference} now stands as “Rejected”." in done.content.decode()
    page = show(client, mine)
    assert page.index("No camera stood there.") < page.index('id="ways"')
    mine.refresh_from_db()
    services.request_reconsideration(actor=actor_of(mine.owner), complaint=mine, reason="It hung behind the till.")
    page = desk.get(f"/complaints/{mine.reference}/").content.decode()
    assert page.index("The complainant asks you to look again") < page.index('id="facts"')
    assert "It hung behind the till." in page
    mine.refresh_from_db()
    services.accept(actor=actor_of(user), complaint=mine)
    assert "asks you to look again" not in desk.get(f"/complaints/{mine.reference}/").content.decode()


def test_an_engaged_lawyer_gets_the_desks_page(client: Client, mine: Complaint) -> None:
    firm = FirmFactory()
    let_firm_in(mine, firm)
    client.force_login(lawyer(firm))
    answer = client.get(f"/complaints/{mine.reference}/")
    assert "workspace/complaint_desk.html" in {template.name for template in answer.templates}


@pytest.mark.parametrize("who", ["other_complainant", "other_officer", "analyst", "other_lawyer", "administrator"])
def test_for_all_others_there_is_no_such_page(client: Client, mine: Complaint, who: str) -> None:
    user = {
        "other_complainant": lambda: UserFactory(),
        "other_officer": lambda: officer(AuthorityFactory()),
        "analyst": lambda: officer(mine.authority, "analyst"),
        "other_lawyer": lambda: lawyer(FirmFactory()),
        "administrator": lambda: UserFactory(is_administrator=True),
    }[who]()
    client.force_login(user)
    for address in ("", "send/"):
        assert client.get(f"/complaints/{mine.reference}/{address}").status_code == 404


def test_a_visitor_is_asked_to_sign_in(mine: Complaint) -> None:
    answer = Client().get(f"/complaints/{mine.reference}/")
    assert answer["Location"].startswith("/account/login/")


class TestSending:
    """A complaint that was kept as a record goes to an authority."""

    def kept(self, client: Client) -> Complaint:
        complaint = ComplaintFactory()
        client.force_login(complaint.owner)
        return complaint

    def test_the_page_offers_it(self, client: Client) -> None:
        complaint = self.kept(client)
        assert f"/complaints/{complaint.reference}/send/" in show(client, complaint)

    def test_it_goes_to_the_authority_chosen(self, client: Client) -> None:
        complaint, authority = self.kept(client), AuthorityFactory()
        assert authority.name in client.get(f"/complaints/{complaint.reference}/send/").content.decode()
        answer = client.post(f"/complaints/{complaint.reference}/send/", {"authority": authority.code})
        assert answer["Location"] == f"/complaints/{complaint.reference}/"
        complaint.refresh_from_db()
        assert complaint.authority == authority

    def test_it_goes_once(self, client: Client) -> None:
        complaint, first, second = self.kept(client), AuthorityFactory(), AuthorityFactory()
        client.post(f"/complaints/{complaint.reference}/send/", {"authority": first.code})
        again = client.post(f"/complaints/{complaint.reference}/send/", {"authority": second.code})
        assert again.status_code == 400
        complaint.refresh_from_db()
        assert complaint.authority == first

    def test_one_has_to_be_chosen(self, client: Client) -> None:
        complaint = self.kept(client)
        AuthorityFactory()
        assert client.post(f"/complaints/{complaint.reference}/send/", {"authority": "made-up"}).status_code == 400

    def test_without_an_authority_there_is_another_way(self, client: Client) -> None:
        complaint = self.kept(client)
        shown = client.get(f"/complaints/{complaint.reference}/send/").content.decode()
        assert f"/complaints/{complaint.reference}/share/" in shown


def test_more_messages_and_files_cost_no_more(client: Client, mine: Complaint) -> None:
    show(client, mine)
    counts = []
    for number in (1, 3):
        for _ in range(number):
            services.write_message(actor=actor_of(mine.owner), complaint=mine, body="More.")
            files.add(mine)
        with CaptureQueriesContext(connection) as captured:
            show(client, mine)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20, counts


def test_the_fullest_page_costs_no_more_either(client: Client) -> None:
    """Screened, investigated, fined, sued upon, shared, reported on: everything that can hang on a complaint."""
    made, _investigator, _supervisor = decided_with_fine(AuthorityFactory())
    complaint = Complaint.objects.filter(investigation_links__investigation=made.decision.investigation).first()
    assert complaint is not None
    firm = FirmFactory()
    suit = CivilSuitFactory(case_file__firm=firm)
    EngagementFactory(complaint=complaint, firm=firm, case_file=suit.case_file, state="accepted")
    let_firm_in(complaint, firm)
    for law in ("one", "two"):
        Screening.objects.create(
            complaint=complaint, framework=framework(law), result={"outcome": "open", "limitation": None}
        )
    Identity.of(complaint, Contact(name="Lin Mei")).save()
    files.add(complaint)
    client.force_login(complaint.owner)
    show(client, complaint)
    with CaptureQueriesContext(connection) as captured:
        shown = show(client, complaint)
    assert suit.reference in shown
    assert len(captured) <= 20, len(captured)


class TestAcknowledgement:
    """By when the law of the place wants an acknowledgement: shown until it came, its article in the reader's words."""

    @pytest.fixture
    def sent(self, client: Client) -> Complaint:
        load_law(actor=SYSTEM)
        authority = AuthorityFactory(jurisdiction=place("CN"))
        complaint = ComplaintFactory(authority=authority, jurisdiction=place("CN"), submitted_at=timezone.now())
        client.force_login(complaint.owner)
        return complaint

    def test_it_is_waited_for_until_it_came(self, client: Client, sent: Complaint) -> None:
        awaited = DeadlineKind.AUTHORITY_ACKNOWLEDGEMENT.label
        assert awaited in self.dates(client, sent)
        services.acknowledge(actor=actor_of(officer(sent.authority)), complaint=sent)
        assert awaited not in self.dates(client, sent)

    def dates(self, client: Client, complaint: Complaint) -> list[str]:
        return [clock.what for clock in client.get(f"/complaints/{complaint.reference}/").context["clocks"]]

    def test_its_article_is_cited_in_chinese_to_a_reader_of_chinese(self, client: Client, sent: Complaint) -> None:
        answer = client.get(f"/complaints/{sent.reference}/", headers={"accept-language": "zh-CN"})
        assert answer.context["clocks"][0].article == "《市场监督管理投诉举报处理暂行办法》第14条"

    def test_the_dates_can_be_taken_into_a_calendar(self, client: Client, sent: Complaint) -> None:
        days = [clock.day for clock in client.get(f"/complaints/{sent.reference}/").context["clocks"]]
        answer = client.get(f"/complaints/{sent.reference}/dates.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert [entry["dtstart"].dt for entry in Calendar.from_ical(answer.content).walk("VEVENT")] == days
        assert sent.reference not in answer.content.decode()


def test_of_somebody_anonymous_the_page_tells_days_where_no_hour_was_kept(client: Client) -> None:
    filed = services.file_complaint(actor=Actor(), facts=facts(anonymous=True))
    client.post("/follow/", {"code": filed.receipt_code})
    timeline.write(actor=receipt_holder(filed.complaint), subject=filed.complaint, kind="complaints.message")
    rows = client.get(f"/complaints/{filed.complaint.reference}/").context["timeline"]
    told = {row["entry"].kind: row["when"] for row in rows}
    assert type(told["complaints.submit"]) is dt.date
    assert type(told["complaints.message"]) is dt.datetime
