"""Pages and API of letters and documents, as people meet them."""

import datetime as dt
import html
import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.complaints import selectors as complaints
from caseapp.complaints import services as complaint_services
from caseapp.complaints.models import Complaint, Grant
from caseapp.core.actors import SYSTEM
from caseapp.documents import selectors
from caseapp.documents.enums import Kind
from caseapp.documents.models import Document, LetterTemplate, RightsLetter
from caseapp.documents.services import issue_letter
from caseapp.evidence import selectors as evidence
from tests.documents.made import complaint_in, letter_of
from tests.factories import evidence as files
from tests.factories.accounts import AuthorityFactory, FirmFactory, actor_of, lawyer, officer
from tests.factories.complaints import let_firm_in, receipt_holder

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def browser(user, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="caseapp.accounts.backends.Backend")
    return client


@pytest.fixture
def complaint():
    return complaint_in("FR")


@pytest.fixture
def client(complaint):
    return browser(complaint.owner)


def test_from_the_complaint_to_the_recorded_answer(client, complaint):
    base = f"/complaints/{complaint.reference}"
    assert f"{base}/letters/" in client.get(f"{base}/").content.decode()
    assert "Withdrawal of consent" in client.get(f"{base}/letters/").content.decode()
    given = {"name": "Alex <b>", "mail_address": "alex@example.org", "language": "zh-hans"}
    looked = client.post(f"{base}/letters/new/access_request/", {**given, "do": "look"})
    assert [one["language"] for one in looked.context["preview"]] == ["en", "zh-hans"]
    assert "Alex &lt;b&gt;" in looked.content.decode()
    assert not Document.objects.exists()
    made = client.post(f"{base}/letters/new/access_request/", {**given, "do": "make"})
    page = client.get(made["Location"])
    letter = RightsLetter.objects.get()
    assert letter.document.sha256[:4] in page.content.decode()
    sent = client.post(
        f"{made['Location']}do/send/", {"sent_on": "2026-03-02", "sent_by": "post", "keep": "on"}, follow=True
    )
    assert "2 April 2026" in sent.content.decode()
    answered = client.post(
        f"{made['Location']}answer/",
        {
            "answered_on": "2026-03-20",
            "answer": "refused",
            "note": "No.",
            "file": files.upload("reply.png", files.picture(), "image/png"),
        },
    )
    assert answered.status_code == 302, answered.content.decode()
    assert evidence.items_of(actor_of(complaint.owner), complaint).count() == 3
    assert "They refused" in client.get(made["Location"]).content.decode()


def test_what_is_missing_or_wrong_stands_beside_its_field(client, complaint):
    base = f"/complaints/{complaint.reference}/letters"
    answer = client.post(f"{base}/new/access_request/", {"do": "make", "language": "en"})
    assert answer.status_code == 400
    assert "Enter an address for the answer." in answer.content.decode()
    letter = letter_of(complaint)
    address = f"{base}/{letter.document.reference}"
    assert client.post(f"{address}/do/send/", {"sent_on": "2126-01-01", "sent_by": "post"}).status_code == 400
    assert client.get(f"{address}/do/record_silence/").status_code == 409
    assert client.get(f"{address}/answer/").status_code == 409
    assert client.get(f"{base}/new/closing/").status_code == 404


def test_files_are_what_the_row_says(client, complaint):
    letter = letter_of(complaint)
    pdf = client.get(f"/documents/{letter.document.reference}/pdf/")
    assert pdf["Content-Type"] == "application/pdf"
    assert len(pdf.content) == letter.document.size
    docx = client.get(f"/documents/{letter.document.reference}/docx/")
    assert docx.content.startswith(b"PK")
    assert f"{letter.document.reference}.docx" in docx["Content-Disposition"]
    assert client.get(f"/complaints/{complaint.reference}/documents/").context["page"].rows


def test_the_complainant_reads_that_others_opened_their_documents(complaint):
    authority, firm = AuthorityFactory(), FirmFactory()
    complaint_services.grant_authority(actor=actor_of(complaint.owner), complaint=complaint, authority=authority)
    let_firm_in(complaint, firm, ["evidence", "identity"])
    Grant.objects.update(scopes=["facts", "evidence", "identity"])
    letter = letter_of(complaint)
    Document.objects.update(shared_at=timezone.now())
    address = f"/documents/{letter.document.reference}/"
    for reader in (officer(authority), lawyer(firm)):
        for shape in ("", "pdf/", "docx/"):
            assert browser(reader).get(address + shape).status_code == 200
    browser(complaint.owner).get(address)
    told = [complaints.access_sentence(one) for one in complaints.accesses(actor_of(complaint.owner), complaint)]
    assert sorted(told) == sorted(f"{side.shown_name} opened your letters or documents." for side in (authority, firm))


def test_nobody_reads_that_an_authority_opened_its_own_letter(complaint):
    authority = AuthorityFactory()
    clerk = officer(authority)
    Complaint.objects.filter(pk=complaint.pk).update(authority=authority)
    complaint.refresh_from_db()
    letter = issue_letter(actor=SYSTEM, kind=Kind.REJECTION, complaint=complaint, facts={"reason": "None."})
    assert browser(clerk).get(f"/documents/{letter.reference}/").status_code == 200
    assert not complaint.accesses.exists()


def test_without_an_account_it_is_explained(complaint):
    anonymous = complaint_in("FR", owner=None, anonymous=True)
    client = Client()
    session = client.session
    session["receipt"] = {"complaint": receipt_holder(anonymous).complaint_id, "seen": 2_000_000_000}
    session.save()
    page = client.get(f"/complaints/{anonymous.reference}/letters/").content.decode()
    assert "bears no name" in page
    form = client.get(f"/complaints/{anonymous.reference}/letters/new/access_request/").content.decode()
    assert 'name="name"' not in form


def test_a_letter_says_in_which_language_it_is(complaint):
    letter = letter_of(complaint, language="zh-hans")
    client = browser(complaint.owner, "zh-hans")
    page = client.get(f"/complaints/{complaint.reference}/letters/{letter.document.reference}/").content.decode()
    assert page.count('<div class="cn-paper" lang="zh-hans">') == 1
    assert page.count('<div class="cn-paper" lang="en">') == 1


class TestTexts:
    @pytest.fixture
    def desk(self):
        return browser(lawyer(FirmFactory()))

    def test_they_are_listed_page_by_page_in_the_readers_language_and_narrowed(self, desk):
        def numbers(page):
            return set(re.findall(r"/letter-texts/(\d+)/", page))

        titles = LetterTemplate.objects.filter(kind=Kind.NOTICE).values_list("language", "jurisdiction", "title")
        shown = {(language, place): title for language, place, title in titles}
        first = desk.get("/letter-texts/").content.decode()
        onwards = html.unescape(re.search(r'href="(\?[^"]*after=[^"]*)"', first)[1])
        second = desk.get(f"/letter-texts/{onwards}").content.decode()
        assert len(numbers(first)) == 25
        assert numbers(second)
        assert not numbers(first) & numbers(second)
        assert all(not re.search(r"[\u4e00-\u9fff]", title) for title in re.findall(r'row"><a[^>]*>([^<]*)', first))
        here = desk.get("/letter-texts/?kind=notice_before_action&place=EU&language=zh-hans").content.decode()
        assert shown["zh-hans", "EU"] in here
        assert len(numbers(here)) == 1
        elsewhere = desk.get("/letter-texts/?kind=notice_before_action&place=-").content.decode()
        assert shown["en", None] in elsewhere
        assert "No text matches" in desk.get("/letter-texts/?kind=engagement_letter&place=GB").content.decode()
        rows = desk.get("/api/v1/letter-texts/?kind=notice_before_action&place=EU&language=en").json()["results"]
        assert [(row["place"], row["language"]) for row in rows] == [("EU", "en")]

    def test_a_firm_makes_its_own_copy(self, desk):
        text = LetterTemplate.objects.get(kind=Kind.NOTICE, jurisdiction="EU", language="en")
        assert desk.get("/letter-texts/").status_code == 200
        assert "Example Homes Ltd" in desk.get(f"/letter-texts/{text.pk}/").content.decode()
        address = f"/letter-texts/{text.pk}/edit/"
        tried = desk.post(address, {"title": "Ours", "body": "{{ respondent }} {{ nobody", "do": "try"})
        assert tried.status_code == 400
        tried = desk.post(address, {"title": "Ours", "body": "Dear {{ respondent }}", "do": "try"})
        assert "Dear Example Homes Ltd" in tried.content.decode()
        assert LetterTemplate.objects.filter(firm__isnull=False).count() == 0
        kept = desk.post(address, {"title": "Ours", "body": "Dear {{ respondent }}", "do": "keep"})
        own = LetterTemplate.objects.get(firm__isnull=False)
        assert kept["Location"] == f"/letter-texts/{own.pk}/"
        assert browser(lawyer(FirmFactory())).get(f"/letter-texts/{own.pk}/").status_code == 404
        assert desk.get(address.replace(str(text.pk), str(own.pk))).status_code == 200
        assert "Not reviewed by a lawyer" in desk.get(kept["Location"]).content.decode()
        assert desk.post(kept["Location"], {"admission": ""}).status_code == 400
        assert desk.post(kept["Location"], {"admission": "Paris, 1234"}).status_code == 302
        told = desk.get(kept["Location"]).content.decode()
        assert "(Paris, 1234)" in told
        assert "Not reviewed by a lawyer" not in told
        assert desk.post(f"/letter-texts/{text.pk}/", {"admission": "Paris"}).status_code == 404

    def test_a_paralegal_reads_and_does_not_edit(self):
        text = LetterTemplate.objects.get(kind=Kind.NOTICE, jurisdiction="EU", language="en")
        desk = browser(lawyer(FirmFactory(), "paralegal"))
        assert desk.get(f"/letter-texts/{text.pk}/").status_code == 200
        assert desk.get(f"/letter-texts/{text.pk}/edit/").status_code == 404


class TestTextsApi:
    def call(self, user, path, body=None):
        client = browser(user)
        path = f"/api/v1/letter-texts/{path}"
        return client.get(path) if body is None else client.post(path, json.dumps(body), "application/json")

    def test_a_text_is_tried_kept_and_reviewed(self):
        user = lawyer(FirmFactory())
        text = LetterTemplate.objects.get(kind=Kind.NOTICE, jurisdiction="EU", language="en")
        rows = self.call(user, "").json()["results"]
        row = next(one for one in rows if one["id"] == text.pk)
        assert (row["place"], row["own"], row["reviews"], row["dated_on"]) == ("EU", False, [], str(text.dated_on))
        assert "body" not in row
        assert self.call(user, f"{text.pk}/").json()["body"] == text.body
        body = {"title": "Ours", "body": "{{ respondent }}"}
        tried = self.call(user, f"{text.pk}/trials/", body).json()
        assert (tried["faults"], tried["missing"]) == ([], [])
        assert "Example Homes" in tried["html"]
        assert self.call(user, f"{text.pk}/trials/", {**body, "body": "{{ nobody }}"}).json()["faults"]
        kept = self.call(user, f"{text.pk}/copies/", body)
        assert kept.status_code == 201
        number = kept.json()["id"]
        assert self.call(user, f"{number}/reviews/", {"admission": "Paris"}).status_code == 201
        assert self.call(user, f"{number}/").json()["reviews"][0]["admission"] == "Paris"
        assert self.call(user, f"{text.pk}/reviews/", {"admission": "Paris"}).status_code == 403
        assert self.call(lawyer(FirmFactory()), f"{number}/").status_code == 404
        assert self.call(complaint_in("FR").owner, "").status_code == 404


class TestApi:
    def call(self, client, method, path, body=None):
        return client.generic(method, f"/api/v1/{path}", json.dumps(body or {}), content_type="application/json")

    def test_the_same_by_program(self, client, complaint):
        path = f"complaints/{complaint.reference}/letters/"
        body = {"kind": "deletion_request", "mail_address": "alex@example.org", "name": "Alex"}
        made = self.call(client, "POST", path, body)
        assert made.status_code == 201, made.content
        document = made.json()["document"]
        assert made.json()["allowed_actions"][0]["action"] == "send"
        step = f"{path}{document['reference']}/transitions/"
        assert self.call(client, "POST", step, {"action": "record_silence"}).status_code == 409
        assert self.call(client, "POST", step, {"action": "send"}).status_code == 400
        sent = self.call(client, "POST", step, {"action": "send", "sent_on": "2026-03-02", "sent_by": "email"})
        assert sent.json()["clock"]["day"] == "2026-04-02"
        assert [row["action"] for row in sent.json()["allowed_actions"]] == ["record_answer", "record_silence"]
        letters = RightsLetter.objects.filter(document__reference=document["reference"])
        letters.update(due_on=timezone.localdate() + dt.timedelta(days=2))
        told = self.call(client, "GET", path).json()["results"][0]
        assert [row["action"] for row in told["allowed_actions"]] == ["record_answer"]
        assert self.call(client, "GET", f"complaints/{complaint.reference}/documents/").json()["results"]
        content = client.get(f"/api/v1/documents/{document['reference']}/content/")
        assert content.content.startswith(b"%PDF")
        assert client.get(f"/api/v1/documents/{document['reference']}/content/?shape=docx").content.startswith(b"PK")
        assert client.get(f"/api/v1/documents/{document['reference']}/content/?shape=exe").status_code == 400

    def test_others_find_nothing(self, complaint):
        letter = letter_of(complaint)
        other = browser(complaint_in("FR").owner)
        for path in (
            f"documents/{letter.document.reference}/",
            f"documents/{letter.document.reference}/content/",
            f"complaints/{complaint.reference}/letters/",
        ):
            assert other.get(f"/api/v1/{path}").status_code == 404
        assert selectors.documents_of(actor_of(complaint.owner), complaint).exists()
