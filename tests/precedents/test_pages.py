"""The pages of precedents and estimates, as a visitor's browser meets them."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from caseapp.accounts.middleware import RECEIPT_SESSION_KEY
from caseapp.complaints import services
from caseapp.complaints.models import Complaint
from caseapp.complaints.services.estimating import keep_first_estimate
from caseapp.core import queue
from caseapp.precedents import selectors
from caseapp.precedents.models import Estimate, Precedent
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, officer, place
from tests.factories.complaints import ComplaintFactory
from tests.factories.precedents import record, stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_record")]

QUESTION = {"target": "compensation", "place": "US-IL", "sector": "employer", "use": "attendance"}


def browser(user=None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def text(response) -> str:
    return response.content.decode()


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def sheet(response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "path",
    [
        "/precedents/",
        "/precedents/?q=face&country=CN&sort=-sum",
        "/precedents/us-il-facebook-bipa-2021/",
        "/precedents/sources/",
        "/estimate/",
        "/estimate/?target=compensation&place=US-IL&sector=employer&use=attendance",
        "/estimate/?target=fine&place=CN&sector=property_management&use=identification",
        "/estimate/method/",
    ],
)
def test_every_page_opens_in_both_languages(path, language):
    client = browser()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(path)
    assert response.status_code == 200
    assert "None" not in [line.strip() for line in text(response).splitlines()]


class TestSearch:
    def test_facets_carry_counts_and_the_address_is_kept(self):
        page = text(browser().get("/precedents/", {"country": "CN", "q": "face recognition"}))
        assert "China (" in page
        assert 'value="face recognition"' in page
        assert "search.csv?q=face+recognition&amp;country=CN" in page

    def test_the_next_page_goes_on_where_the_first_ended(self):
        client = browser()
        first = client.get("/precedents/")
        second = client.get(f"/precedents/{first.context['next']}")
        slugs = [one.slug for one in first.context["page"]]
        assert len(slugs) == 25
        assert not {one.slug for one in second.context["page"]} & set(slugs)
        back = client.get(f"/precedents/{second.context['previous']}")
        assert [one.slug for one in back.context["page"]] == slugs

    @pytest.mark.parametrize(
        ("typed", "country"),
        [("宁波", "CN"), ("人脸识别", "CN"), ("物业公司", "CN"), ("浙江省", "CN"), ("郭兵", "CN"), ("指纹考勤", "ES")],
    )
    def test_the_real_record_is_found_in_chinese(self, typed, country):
        found = browser().get("/precedents/", {"q": typed, "country": country}).context
        assert found["total"] >= 1
        assert {one.country for one in found["page"]} == {country}

    def test_every_case_has_a_chinese_title_and_summary(self):
        lacking = [one.slug for one in Precedent.objects.all() if not (one.title_zh and one.summary_zh)]
        assert lacking == []

    def test_nothing_found_says_what_to_do(self):
        page = text(browser().get("/precedents/", {"q": "zzzzzz"}))
        assert "No case matches" in page

    def test_a_misspelling_is_helped(self):
        response = browser().get("/precedents/", {"q": "Clearvew"})
        assert any("Clearview" in one.title for one in response.context["alike"])

    def test_a_value_out_of_its_list_is_an_error_beside_the_field(self):
        response = browser().get("/precedents/", {"kind": "fairy_tale", "decided_after": "soon"})
        assert response.status_code == 200
        assert "Choose one of the values in the list." in text(response)
        assert "Enter a year, such as 2021" in text(response)

    def test_what_is_typed_is_shown_as_text(self):
        page = text(browser().get("/precedents/", {"q": "<script>alert(1)</script>"}))
        assert "<script>alert" not in page

    def test_statements_do_not_grow_with_the_rows(self, django_assert_max_num_queries):
        client = browser()
        with django_assert_max_num_queries(4):
            client.get("/precedents/", {"q": "Facebook"})
        with django_assert_max_num_queries(4):
            client.get("/precedents/")


class TestDownloads:
    def test_csv_holds_the_matches_of_the_search(self):
        rows = list(
            csv.DictReader(io.StringIO(body(browser().get("/precedents/search.csv?country=CN")).decode("utf-8-sig")))
        )
        assert {row["country"] for row in rows} == {"CN"}
        assert len(rows) == Precedent.objects.filter(country="CN").count()
        assert all(row["sources"].startswith("http") for row in rows)

    def test_a_cell_that_looks_like_a_formula_is_a_text(self, tmp_path):
        stored(tmp_path, record(id="xx-formula", title="=HYPERLINK(1)", docket="+1", country="GI"))
        (row,) = csv.DictReader(
            io.StringIO(body(browser().get("/precedents/search.csv?country=GI")).decode("utf-8-sig"))
        )
        assert row["title"] == "'=HYPERLINK(1)"
        assert row["docket"] == "'+1"

    def test_json_is_the_record_as_it_is_kept_with_its_translation(self):
        found = json.loads(body(browser().get("/precedents/search.json?q=Ningbo&country=CN")))
        assert found
        row = Precedent.objects.get(slug=found[0]["id"])
        beside = {"treatments": [], "title_zh": row.title_zh, "summary_zh": row.summary_zh or None}
        assert found[0] == row.record | beside

    def test_csv_holds_the_translations(self):
        rows = {row["id"]: row for row in sheet(browser().get("/precedents/search.csv?country=CN"))}
        assert rows["cn-hangzhou-intermediate-2021-guobing"]["title_zh"] == "郭兵诉杭州野生动物世界案"
        assert rows["cn-hangzhou-intermediate-2021-guobing"]["summary_zh"].startswith("某野生动物园")

    def test_a_bad_question_is_refused(self):
        assert browser().get("/precedents/search.csv?kind=fairy_tale").status_code == 400


class TestDetail:
    def test_sources_say_what_they_support(self):
        page = text(browser().get("/precedents/us-il-facebook-bipa-2021/"))
        for source in Precedent.objects.get(slug="us-il-facebook-bipa-2021").sources.all():
            assert source.url.replace("&", "&amp;") in page
            assert source.read.split(";")[0][:20] in page

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"status": "unknown"}, "do not say whether the decision is final"),
            ({"status": "overturned"}, "The decision was overturned"),
            ({"kind": "regulator_fine"}, "A fine goes to the state"),
            ({"kind": "class_settlement"}, "Only those who claimed were paid"),
            ({"per_person_basis": "reported_estimate"}, "is a forecast"),
            ({"per_person_basis": "computed"}, "Nobody reported it"),
            ({"use": "other"}, "not about a system that recognises people"),
            ({"modality": "general_personal_data"}, "personal data in general"),
            ({"decided_on": None}, "do not give the date"),
            ({"country": "LU"}, "listed under Luxembourg"),
            ({"persons_basis": "affected", "persons": 9}, "count pictures or records"),
            ({"legal_basis": ["XX-UNKNOWN"]}, "not described here yet"),
            ({"minors": None}, "Not reported"),
        ],
    )
    def test_the_cautions_of_the_data_are_carried(self, tmp_path, changes, words):
        (row,) = stored(tmp_path, record(**changes))
        page = " ".join(text(browser().get(f"/precedents/{row.slug}/")).split())
        assert words in page

    @pytest.mark.parametrize(
        ("decided_on", "words"),
        [("2021-03-09", "9 March 2021"), ("2021-03", "March 2021"), ("2021", "2021"), (None, "Date not reported")],
    )
    def test_a_date_is_not_made_more_exact_than_it_is(self, tmp_path, decided_on, words):
        (row,) = stored(tmp_path, record(decided_on=decided_on))
        response = browser().get(f"/precedents/{row.slug}/")
        assert f"· {words}</p>" in text(response)

    def test_a_sum_stands_beside_its_worth_in_dollars_with_rate_day_and_source(self, tmp_path):
        (row,) = stored(tmp_path, record(amount=1000, currency="EUR", decided_on="2022-05-17"))
        page = text(browser().get(f"/precedents/{row.slug}/"))
        assert "EUR\xa01,000" in page
        assert "1 EUR = " in page
        assert "17 May 2022" in page
        assert "European Central Bank" in page

    @pytest.mark.parametrize(
        ("country", "words", "marked"),
        [
            ("DE", {"title": "客人诉酒店", "summary": "酒店比对了客人。"}, "标题和摘要由我们译自英文"),
            ("CN", {"title": "客人诉酒店", "summary": "酒店比对了客人。"}, "摘要为我们所写"),
            ("DE", {"title": "客人诉酒店"}, "摘要尚未翻译"),
        ],
    )
    def test_a_translation_is_marked_as_one_and_the_original_a_click_away(self, tmp_path, country, words, marked):
        one = record(country=country)
        stored(tmp_path, one, translations={one["id"]: words})
        client = browser()
        assert "客人诉酒店" not in text(client.get(f"/precedents/{one['id']}/"))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
        page = text(client.get(f"/precedents/{one['id']}/"))
        assert all(word in page for word in (*words.values(), marked, one["title"], one["summary"], "查看英文原文"))

    def test_it_is_found_by_the_words_of_its_translation(self, tmp_path):
        one = record()
        stored(tmp_path, one, translations={one["id"]: {"title": "旅客诉饭店", "summary": "饭店用闸机比对了旅客。"}})
        for typed in ("旅客诉饭店", "闸机比对"):
            assert [row.slug for row in browser().get("/precedents/", {"q": typed}).context["page"]] == [one["id"]]

    def test_an_unknown_one_is_not_found(self):
        assert browser().get("/precedents/never-decided/").status_code == 404

    def test_the_likest_cases_are_offered(self):
        similar = browser().get("/precedents/us-il-facebook-bipa-2021/").context["similar"]
        assert len(similar) == 5
        assert {(one.country, one.subdivision) for one in similar} == {("US", "US-IL")}
        assert "us-il-facebook-bipa-2021" not in {one.slug for one in similar}

    def test_its_law_leads_to_other_cases_under_it(self):
        page = text(browser().get("/precedents/us-il-facebook-bipa-2021/"))
        assert "/precedents/?basis=US-IL-BIPA" in page
        response = browser().get("/precedents/", {"basis": "US-IL-BIPA"})
        assert all("US-IL-BIPA" in one.legal_basis for one in response.context["page"])
        assert "Only cases that rest on US-IL-BIPA." in text(response)

    def test_statements_stay_few(self, django_assert_max_num_queries):
        client = browser()
        client.get("/precedents/us-il-facebook-bipa-2021/")
        with django_assert_max_num_queries(5):
            client.get("/precedents/us-il-facebook-bipa-2021/")


class TestEstimate:
    def test_the_answer_comes_first_as_a_sentence_then_range_cases_law_and_doubts(self):
        page = text(browser().get("/estimate/", QUESTION))
        marks = ["If money is awarded in a case like this", "cn-chart__range", 'id="cases"', 'id="statute"']
        marks += ['id="confidence"', 'id="limits"', 'id="facts"']
        assert [page.index(mark) for mark in marks] == sorted(page.index(mark) for mark in marks)
        assert "US-IL" in page

    def test_the_form_keeps_what_was_asked(self):
        response = browser().get(
            "/estimate/", {**QUESTION, "consent_defect": ["no_consent", "retention"], "persons": "3"}
        )
        form = response.context["form"]
        assert form["consent_defect"].value() == ["no_consent", "retention"]
        assert form["persons"].value() == "3"
        assert response.context["answer"].currency == "USD"

    def test_a_refusal_says_why_and_still_shows_law_and_cases(self):
        asked = {"target": "compensation", "place": "KG", "sector": "other", "use": "analytics", "modality": "iris"}
        page = text(browser().get("/estimate/", asked))
        assert "We give no figure." in page
        assert "Too few decided cases are like this one" in page
        assert 'id="cases"' in page
        assert "cn-chart__range" not in page

    def test_missing_answers_are_named(self):
        response = browser().get("/estimate/", {"target": "compensation"})
        assert response.context["answer"] is None
        for words in ("Choose where it happened.", "Choose the kind of place.", "Choose what the system did."):
            assert words in text(response)

    @pytest.mark.parametrize("value", ["-1", "0", "many", "1e99", "9" * 40])
    def test_a_number_that_makes_no_sense_is_an_error_and_not_a_crash(self, value):
        response = browser().get("/estimate/", {**QUESTION, "persons": value})
        assert response.status_code == 200
        assert response.context["form"].errors["persons"]

    def test_nothing_is_stored_for_a_visitor(self):
        browser().get("/estimate/", QUESTION)
        assert not Estimate.objects.exists()

    def test_police_are_public_whatever_was_ticked(self):
        response = browser().get("/estimate/", {**QUESTION, "sector": "police", "actor": "private"})
        assert response.context["form"].facts().actor == "public"

    def test_a_precedent_s_link_asks_its_question(self):
        page = browser().get("/precedents/us-il-facebook-bipa-2021/")
        response = browser().get(f"/estimate/?{page.context['question']}")
        assert response.context["answer"] is not None

    def test_statements_stay_few(self, django_assert_max_num_queries):
        client = browser()
        client.get("/estimate/", QUESTION)
        with django_assert_max_num_queries(10):
            client.get("/estimate/", QUESTION)


class TestComplaintEstimate:
    @pytest.fixture
    def authority(self):
        return AuthorityFactory(jurisdiction=place("CN"))

    @pytest.fixture
    def complaint(self, authority):
        return ComplaintFactory(authority=authority)

    def address(self, complaint) -> str:
        return reverse("precedents:estimate_of_complaint", args=[complaint.reference])

    def test_the_estimate_page_leads_to_the_complaint_s_own(self, complaint):
        response = browser(complaint.owner).get("/estimate/", {"complaint": complaint.reference})
        assert response["Location"] == self.address(complaint)

    def test_its_owner_and_its_officer_see_it_and_nobody_else_does(self, complaint, authority):
        address = self.address(complaint)
        assert browser(complaint.owner).get(address).status_code == 200
        assert browser(officer(authority)).get(address).status_code == 200
        assert browser(UserFactory()).get(address).status_code == 404
        assert browser(officer(AuthorityFactory())).get(address).status_code == 404
        assert browser().get(address).status_code == 302

    def test_its_words_become_the_facts(self, complaint):
        answer = browser(complaint.owner).get(self.address(complaint)).context["answer"]
        assert (answer.target, answer.currency) == ("compensation", "CNY")
        fine = browser(complaint.owner).get(self.address(complaint), {"target": "fine"}).context["answer"]
        assert fine.target == "fine"

    def test_it_is_kept_once_for_its_maker(self, complaint, authority):
        owner, clerk = browser(complaint.owner), browser(officer(authority))
        for _time in range(2):
            response = owner.post(self.address(complaint), {"target": "compensation"})
            assert response.status_code == 302
        assert Estimate.objects.count() == 1
        assert "for you alone" in text(owner.get(self.address(complaint)))
        assert "Kept estimates" not in text(clerk.get(self.address(complaint)))

    def test_reading_keeps_nothing(self, complaint):
        browser(complaint.owner).get(self.address(complaint))
        assert not Estimate.objects.exists()

    def test_a_receipt_holder_may_keep_too(self):
        import time

        complaint = ComplaintFactory(owner=None, anonymous=True)
        client = Client()
        session = client.session
        session[RECEIPT_SESSION_KEY] = {"complaint": complaint.pk, "seen": int(time.time())}
        session.save()
        assert client.post(self.address(complaint), {"target": "compensation"}).status_code == 302
        assert Estimate.objects.get().made_by_id is None

    def test_the_home_of_a_complaint_says_the_range_from_the_day_it_was_filed(self, client):
        place("US-IL")
        intake.file(client, where={"jurisdiction": "US-IL", "sector": "employer"}, use={"use": "attendance"})
        queue.run_pending()
        complaint, kept = Complaint.objects.get(), Estimate.objects.get()
        assert kept.result["quantiles"]
        assert {kept.created_at.hour, kept.created_at.minute, kept.updated_at.minute} == {0}
        holder = services.receipt_holder(complaint)
        client.post("/file/receipt/leave/", {"last_four": intake.held(client).kept_receipt()[-4:]})
        shown = text(client.get(f"/complaints/{complaint.reference}/"))
        assert selectors.range_sentence(kept.result) in shown
        assert "USD" in selectors.range_sentence(kept.result)
        assert self.address(complaint) in shown
        keep_first_estimate(complaint_id=complaint.pk)
        assert selectors.estimates_of(holder, complaint.reference).count() == 1

    def test_a_home_without_a_kept_range_leads_to_it_and_one_about_a_public_body_has_none(self, complaint):
        public = ComplaintFactory(respondent_kind="public")
        keep_first_estimate(complaint_id=public.pk)
        assert not Estimate.objects.exists()
        shown = text(browser(complaint.owner).get(f"/complaints/{complaint.reference}/"))
        assert "Nothing has been reckoned for this complaint yet." in shown
        assert self.address(complaint) in shown


def test_the_arithmetic_can_be_taken_along_and_runs_by_itself(client: Client, tmp_path: Path) -> None:
    response = client.get(reverse("precedents:arithmetic"))
    assert response.content == client.get(reverse("precedents:arithmetic")).content
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        archive.extractall(tmp_path)
    program = (
        "from caseapp.rules.estimation.__main__ import RECORDS, read_records\n"
        "from caseapp.rules.estimation import method\n"
        "print(method.__file__, len(read_records(RECORDS)))"
    )
    folder = tmp_path / "countenance-estimation"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    place, count = done.stdout.split()
    assert Path(place).is_relative_to(folder)
    assert int(count) > 400
