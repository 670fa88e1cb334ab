"""The queue: what it shows to whom, how the address narrows and sorts it, and what it costs."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint, ComplaintWords
from caseapp.core.words import search_vector
from caseapp.respondents.models import Site
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer, place
from tests.factories.complaints import ComplaintFactory, let_firm_in
from tests.factories.respondents import RespondentFactory

pytestmark = pytest.mark.django_db

QUEUE = "/complaints/"


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def me(authority):
    return officer(authority, "investigator", display_name="Wang Hao")


@pytest.fixture
def desk(client, me):
    client.force_login(me)
    return client


def shown(response):
    """References in the order of the list."""
    rows = re.findall(r"<tr.*?</tr>", response.content.decode(), flags=re.DOTALL)
    found = [re.search(r'class="cn-reference" href="/complaints/([^/]+)/"', row) for row in rows]
    return [match[1] for match in found if match]


def references(*complaints):
    return [complaint.reference for complaint in complaints]


def test_an_officer_sees_what_is_addressed_to_their_authority_newest_first(desk, authority):
    first, second = ComplaintFactory(authority=authority), ComplaintFactory(authority=authority)
    ComplaintFactory(authority=AuthorityFactory())
    ComplaintFactory(authority=authority, state=ComplaintState.DRAFT)
    ComplaintFactory()
    assert shown(desk.get(QUEUE)) == references(second, first)


def test_what_another_authority_referred_is_found_under_its_own_filter(desk, authority):
    from caseapp.complaints.models import Grant

    handed_in = ComplaintFactory(authority=authority, state=ComplaintState.REFERRED)
    handed_out = ComplaintFactory(authority=AuthorityFactory(), state=ComplaintState.REFERRED)
    Grant.objects.create(complaint=handed_out, authority=authority, scopes=["facts"])
    assert shown(desk.get(QUEUE)) == references(handed_in)
    assert shown(desk.get(QUEUE, {"state": "referred_in"})) == references(handed_in)
    assert shown(desk.get(QUEUE, {"state": "referred_out"})) == references(handed_out)


def test_a_lawyer_sees_what_was_shared_with_the_firm_and_no_counts(client):
    firm = FirmFactory()
    client.force_login(lawyer(firm))
    complaint = ComplaintFactory(authority=AuthorityFactory())
    let_firm_in(complaint, firm)
    ComplaintFactory()
    page = client.get(QUEUE)
    assert shown(page) == references(complaint)
    assert page.context["counts"] == []
    assert "Open an investigation" not in page.content.decode()
    for desk_alone in ("referred_in", "to_refer", "contested"):
        assert f'value="{desk_alone}"' not in page.content.decode()


def test_a_complainant_sees_their_own_list_at_the_same_address(client):
    complaint = ComplaintFactory()
    client.force_login(complaint.owner)
    page = client.get(QUEUE)
    assert complaint.reference in page.content.decode()
    assert "complaints/mine.html" in [template.name for template in page.templates]


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get(QUEUE).status_code == 302


class TestFilters:
    @pytest.fixture
    def wanted(self, authority, me):
        return ComplaintFactory(
            authority=authority,
            state=ComplaintState.ACCEPTED,
            jurisdiction=place("CN"),
            respondent=RespondentFactory(name="Haishu Estates", name_local="宁波海曙置业"),
            use="verification",
            sector="hospitality",
            assigned_to=me,
            venue_name="Harbour Hotel",
            narrative="They scanned my face at the lift.",
            submitted_at=timezone.now() - datetime.timedelta(days=10),
        )

    @pytest.fixture
    def other(self, authority):
        return ComplaintFactory(authority=authority, assigned_to=None)

    @pytest.mark.parametrize(
        "query",
        [
            {"state": "accepted"},
            {"state": "us"},
            {"jurisdiction": "CN", "use": "verification"},
            {"use": "verification"},
            {"sector": "hospitality"},
            {"assigned": "me"},
            {"respondent": "haishu"},
            {"respondent": "海曙"},
            {"q": "haishu"},
            {"q": "harbour hotel"},
            {"q": "at the lift"},
            {"q": "海曙"},
        ],
    )
    def test_each_finds_what_it_names_and_nothing_else(self, desk, wanted, other, query):
        assert shown(desk.get(QUEUE, query)) == references(wanted)

    def test_nobody_and_open(self, desk, wanted, other):
        assert shown(desk.get(QUEUE, {"assigned": "nobody"})) == references(other)
        Complaint.objects.filter(pk=other.pk).update(state=ComplaintState.WITHDRAWN)
        assert shown(desk.get(QUEUE, {"state": "open"})) == references(wanted)

    def test_by_reference_however_it_is_typed(self, desk, wanted, other):
        typed = wanted.reference.lower()
        assert shown(desk.get(QUEUE, {"q": typed})) == references(wanted)
        assert shown(desk.get(QUEUE, {"respondent": wanted.respondent.reference})) == references(wanted)

    def test_by_the_day_it_was_received_both_days_included(self, desk, wanted, other):
        day = (timezone.now() - datetime.timedelta(days=10)).date().isoformat()
        assert shown(desk.get(QUEUE, {"received_after": day, "received_before": day})) == references(wanted)
        assert wanted.reference in shown(desk.get(QUEUE, {"received_after": day, "received_before": "9999-12-31"}))

    def test_one_that_makes_no_sense_is_named_and_left_out(self, desk, wanted, other):
        page = desk.get(
            QUEUE, {"state": "nonsense", "received_after": "soon", "assigned": "99999", "use": "verification"}
        )
        assert page.status_code == 200
        assert shown(page) == references(wanted)
        assert set(page.context["filters"].errors) == {"state", "received_after", "assigned"}

    @pytest.mark.parametrize("text", ["%", "_", "'; drop table x; --", "\\", "🙂", "ب" * 200])
    def test_no_text_breaks_the_search(self, desk, wanted, text):
        assert desk.get(QUEUE, {"q": text, "respondent": text}).status_code == 200

    def test_nothing_found_offers_to_clear(self, desk, wanted):
        page = desk.get(QUEUE, {"q": "no such words"})
        assert "No complaint matches these filters" in page.content.decode()


class TestSorting:
    @pytest.fixture
    def three(self, authority):
        return [
            ComplaintFactory(authority=authority, occurred_on=datetime.date(2026, month, 1), persons_affected=people)
            for month, people in ((3, 20), (1, 10), (2, 30))
        ]

    @pytest.mark.parametrize(
        ("sort", "order"),
        [
            ("happened", [1, 2, 0]),
            ("-happened", [0, 2, 1]),
            ("people", [1, 0, 2]),
            ("received", [0, 1, 2]),
            ("narrative", [2, 1, 0]),
            ("", [2, 1, 0]),
        ],
    )
    def test_by_the_keys_of_the_list_and_no_other(self, desk, three, sort, order):
        assert shown(desk.get(QUEUE, {"sort": sort})) == references(*(three[index] for index in order))


def test_pages_follow_each_other_and_keep_the_filters(desk, authority):
    made = [ComplaintFactory(authority=authority, owner=None, anonymous=True) for _ in range(53)]
    first = desk.get(QUEUE, {"state": "submitted", "sort": "received"})
    assert shown(first) == references(*made[:50])
    onward = re.search(r'href="(\?[^"]*after=[^"]*)" rel="next"', first.content.decode())[1].replace("&amp;", "&")
    assert "state=submitted" in onward
    assert "sort=received" in onward
    second = desk.get(QUEUE + onward)
    assert shown(second) == references(*made[50:])
    assert second.context["page"].next is None


def test_counts_lead_to_what_they_count(desk, authority):
    ComplaintFactory.create_batch(2, authority=authority)
    ComplaintFactory(authority=authority, state=ComplaintState.ACCEPTED)
    ComplaintFactory(authority=AuthorityFactory())
    page = desk.get(QUEUE)
    counts = {row["address"].partition("?state=")[2]: row["count"] for row in page.context["counts"]}
    assert counts == {
        "submitted": 2,
        "under_review": 0,
        "awaiting_complainant": 0,
        "accepted": 1,
        "in_investigation": 0,
    }
    assert '/complaints/?state=submitted"' in page.content.decode()


class TestWords:
    @pytest.fixture
    def told(self, authority):
        made = ComplaintFactory(
            authority=authority,
            venue_name="Harbour 展厅 3",
            narrative="Cameras recognised me. 他们在食堂门口拍了我的脸。",
        )
        ComplaintFactory(authority=authority, venue_name="West gate", narrative="The door knew my name. 门口没有标志。")
        return made

    @pytest.mark.parametrize(
        "typed",
        ["camera", "recognising cameras", "食堂", "食堂门口", "脸", "ｃameras 展厅", "harbour", '"recognised me"'],
    )
    def test_they_are_found_in_both_languages(self, desk, told, typed):
        assert shown(desk.get(QUEUE, {"q": typed})) == [told.reference]

    @pytest.mark.parametrize("typed", ["堂门拍", "学校", "cameras 学校", "the", "'", "\x00", "a & | !"])
    def test_what_is_not_there_is_not_found(self, desk, told, typed):
        assert shown(desk.get(QUEUE, {"q": typed})) == []

    def test_the_place_has_a_filter_of_its_own(self, desk, told):
        assert shown(desk.get(QUEUE, {"site": "展厅"})) == [told.reference]
        assert shown(desk.get(QUEUE, {"site": "cameras"})) == []

    @pytest.mark.parametrize("typed", ["Ningbo Haisu", "hasihu estates", "海署置业", "宁波海曙业置"])
    @pytest.mark.parametrize("field", ["q", "respondent"])
    def test_a_name_with_a_typing_error_is_found_and_said(self, desk, authority, told, typed, field):
        company = RespondentFactory(name="Ningbo Haishu Estates", name_local="宁波海曙置业有限公司")
        meant = ComplaintFactory(authority=authority, respondent=company)
        page = desk.get(QUEUE, {field: typed, "state": "open"})
        assert shown(page) == [meant.reference]
        assert "Also shown, because the spelling is close:" in page.content.decode()
        exactly = desk.get(QUEUE, {field: typed, "state": "open", "exact": "1"})
        assert shown(exactly) == []
        assert "Show names of close spelling too" in exactly.content.decode()

    @pytest.mark.parametrize("field", ["q", "site"])
    def test_so_is_the_name_of_a_place(self, desk, told, field):
        Site.objects.create(respondent=told.respondent, name="Harbour 展厅 3")
        assert shown(desk.get(QUEUE, {field: "Harbor 展厅 3"})) == [told.reference]

    def test_a_name_as_it_is_written_brings_no_other(self, desk, authority):
        wanted, other = (RespondentFactory(name=name) for name in ("Haishu Estates", "Haisha Estates"))
        meant = ComplaintFactory(authority=authority, respondent=wanted)
        ComplaintFactory(authority=authority, respondent=other)
        page = desk.get(QUEUE, {"q": "Haishu"})
        assert shown(page) == [meant.reference]
        assert "near-names" not in page.content.decode()

    def test_a_firm_finds_no_name_that_nobody_verified(self, client):
        firm = FirmFactory()
        let_firm_in(ComplaintFactory(respondent=RespondentFactory(name="Haishu Estates", verified=False)), firm)
        client.force_login(lawyer(firm))
        page = client.get(QUEUE, {"q": "Haisu Estates"})
        assert shown(page) == []
        assert "Haishu Estates" not in page.content.decode()

    def test_common_words_are_met_on_the_way(self, desk, told, monkeypatch):
        monkeypatch.setattr("caseapp.complaints.selectors.words.FEW", 1)
        assert len(shown(desk.get(QUEUE, {"q": "门口"}))) == 2
        assert shown(desk.get(QUEUE, {"q": "camera"})) == [told.reference]

    @pytest.mark.parametrize("common", [0, 10_000])
    def test_a_sample_decides_how_they_are_looked_for_and_not_what_is_found(self, desk, told, monkeypatch, common):
        for name, value in {"LARGE": 1, "SAMPLE": 1, "COMMON": common}.items():
            monkeypatch.setattr(f"caseapp.complaints.selectors.words.{name}", value)
        for _look in ("finds out how many there are", "takes a sample"):
            assert len(shown(desk.get(QUEUE, {"q": "门口"}))) == 2
            assert shown(desk.get(QUEUE, {"q": "camera"})) == [told.reference]

    def test_words_follow_every_change_and_leave_with_erasure(self, desk, told):
        Complaint.objects.filter(pk=told.pk).update(narrative="Barriers only.")
        assert shown(desk.get(QUEUE, {"q": "camera"})) == []
        assert shown(desk.get(QUEUE, {"q": "barrier"})) == [told.reference]
        Complaint.objects.filter(pk=told.pk).update(narrative="", venue_name="")
        assert ComplaintWords.objects.get(pk=told.pk).told == ""

    @pytest.mark.parametrize(
        "text",
        [
            "Plain words, twice: words.",
            "宁波市海曙区。A gate at 东门, then 西门!",
            "ＡＢＣ①㈱ カメラが",
            "한국어 시험 𠀀𠀁",
            "",
        ],
    )
    def test_the_database_indexes_as_the_service_asks(self, text):
        made = ComplaintFactory(narrative=text, venue_name="")
        ours = Complaint.objects.annotate(ours=search_vector({"A": text + " / "})).values_list("ours", flat=True)
        plain = str(ours.get(pk=made.pk)).replace("A", "")
        assert ComplaintWords.objects.get(pk=made.pk).told == plain


class TestReadingPane:
    def test_one_complaint_stands_beside_the_list_with_its_acts(self, desk, authority):
        complaint = ComplaintFactory(authority=authority, narrative="The door knew my name.")
        body = desk.get(QUEUE, {"look": complaint.reference}).content.decode()
        assert "The door knew my name." in body
        assert reverse("casework:at_once", args=[complaint.reference, "acknowledge"]) in body
        assert "The door knew my name." not in desk.get(QUEUE).content.decode()

    def test_an_outcome_leads_on_through_the_list(self, desk, authority):
        for _ in range(2):
            ComplaintFactory(authority=authority, state="under_review")
        first, second = desk.get(QUEUE, {"state": "under_review"}).context["page"].rows
        beside = desk.get(QUEUE, {"state": "under_review", "look": first.reference})
        onward = beside.context["onward"]
        assert onward.endswith(f"look={second.reference}")
        ask = f"/complaints/{first.reference}/do/request_information/?onward={quote(onward, safe='')}"
        assert f'href="{ask}"' in beside.content.decode()
        assert desk.post(ask, {"message": "Which gate?"})["Location"] == QUEUE + onward
        last = desk.get(QUEUE, {"state": "under_review", "look": second.reference})
        assert last.context["onward"] == "?state=under_review&look="
        away = f"/complaints/{second.reference}/do/request_information/?onward=//elsewhere.example"
        assert desk.post(away, {"message": "Which gate?"})["Location"] == QUEUE

    def test_keys_are_not_told_where_they_do_nothing(self, desk, authority):
        ComplaintFactory(authority=authority)
        assert '<div class="cn-shortcuts" data-queue-keys hidden>' in desk.get(QUEUE).content.decode()

    def test_htmx_gets_the_pane_alone(self, desk, authority):
        complaint = ComplaintFactory(authority=authority)
        body = desk.get(QUEUE, {"look": complaint.reference}, headers={"HX-Request": "true"}).content.decode()
        assert complaint.reference in body
        assert "<html" not in body

    def test_what_is_not_visible_is_not_shown(self, desk):
        foreign = ComplaintFactory(authority=AuthorityFactory(), narrative="Not for you.")
        assert "Not for you." not in desk.get(QUEUE, {"look": foreign.reference}).content.decode()

    def test_one_that_is_not_on_the_page_is_shown_too(self, desk, authority):
        complaint = ComplaintFactory(authority=authority, narrative="The door knew my name.")
        page = desk.get(QUEUE, {"look": complaint.reference, "state": "accepted"})
        assert "The door knew my name." in page.content.decode()


def test_every_complaint_of_the_authority_can_be_chosen(desk, authority):
    complaints = [ComplaintFactory(authority=authority, state=state) for state in ("accepted", "submitted")]
    body = desk.get(QUEUE).content.decode()
    assert re.findall(r'name="complaint" value="([^"]+)"', body) == references(*reversed(complaints))


def test_somebody_who_works_there_does_not_handle_their_own_complaint(desk, authority, me):
    own = ComplaintFactory(authority=authority, owner=me)
    assert own.reference not in shown(desk.get(QUEUE))


def test_the_queue_costs_the_same_with_one_row_and_with_three(desk, authority, django_assert_max_num_queries):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            look = ComplaintFactory(authority=authority, assigned_to=officer(authority), owner=UserFactory())
        with django_assert_max_num_queries(12) as counted:
            desk.get(QUEUE, {"look": look.reference, "q": "flat 展厅", "sort": "received"})
        counts.append(len(counted))
    assert counts[1] <= counts[0]


def test_words_over_http_are_the_words_of_the_page(desk, authority):
    meant = ComplaintFactory(authority=authority, narrative="他们在食堂门口拍了我的脸。", respondent__name="Lotus Hill")
    ComplaintFactory(authority=authority)
    for typed in ("食堂", "Lotus Hill"):
        found = desk.get("/api/v1/complaints/", {"q": typed}).json()["results"]
        assert [row["reference"] for row in found] == [meant.reference]
