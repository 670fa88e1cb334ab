"""The pages of evidence as a browser meets them, signed in, by receipt, and as a stranger."""

import hashlib
import html

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from caseapp.accounts.middleware import RECEIPT_SESSION_KEY
from caseapp.audit.selectors import entries_of_chain
from caseapp.evidence.enums import Custody, EvidenceState
from caseapp.evidence.models import EvidenceItem, Vault
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, lawyer, officer
from tests.factories.complaints import ComplaintFactory, let_firm_in
from tests.factories.evidence import add, pdf, picture, stored_path, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def complaint(authority):
    return ComplaintFactory(authority=authority)


@pytest.fixture
def owner(complaint):
    return browser(complaint.owner)


def browser(user=None, **options) -> Client:
    client = Client(**options)
    if user is not None:
        client.force_login(user)
    return client


def by_receipt(complaint) -> Client:
    import time

    client = Client()
    session = client.session
    session[RECEIPT_SESSION_KEY] = {"complaint": complaint.pk, "seen": int(time.time())}
    session.save()
    return client


def list_of(complaint) -> str:
    return reverse("evidence:list", args=[complaint.reference])


def body(response) -> bytes:
    """All of an answer; reading a streamed one to its end closes it as the server would."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def words(response) -> str:
    return html.unescape(response.content.decode())


def acts(item: EvidenceItem) -> list[str]:
    return [entry.action for entry in entries_of_chain(item.vault.chain)]


def test_the_list_says_what_is_there_and_the_limits_beforehand(owner, complaint, settings):
    item = add(complaint, picture(), name="门口.png", description="The camera above the door")
    page = words(owner.get(list_of(complaint)))
    assert "门口.png" in page
    assert "The camera above the door" in page
    assert item.sha256[:4] in page
    assert reverse("evidence:item", args=[item.pk]) + "#custody" in page
    assert "Not scanned for malware" in page
    assert "Ready" not in page
    assert "JPEG, PNG, HEIC" in page
    assert f"At most {settings.EVIDENCE_MAX_FILES - 1} files" in page
    assert f'data-max-bytes="{settings.EVIDENCE_MAX_FILE_BYTES}"' in page
    assert 'enctype="multipart/form-data"' in page


def test_an_empty_list_says_so(owner, complaint):
    assert "No evidence yet" in words(owner.get(list_of(complaint)))
    assert not Vault.objects.exists()


def test_several_files_are_added_at_once(owner, complaint):
    response = owner.post(
        list_of(complaint),
        {
            "file": [upload("a.png", picture()), upload("كاميرا.pdf", pdf()), upload("📷.txt", "好".encode())],
            "description": "At the door",
            "captured_at": "2026-03-14",
        },
    )
    assert response.status_code == 302
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["3 files were added."]
    items = list(EvidenceItem.objects.order_by("position"))
    assert [item.file_name for item in items] == ["a.png", "كاميرا.pdf", "📷.txt"]
    assert {item.description for item in items} == {"At the door"}
    assert {item.captured_at.date().isoformat() for item in items} == {"2026-03-14"}
    assert acts(items[0]) == [Custody.RECEIVED] * 3


def test_one_good_file_stays_and_the_bad_one_is_named_beside_the_field(owner, complaint):
    response = owner.post(
        list_of(complaint),
        {"file": [upload("a.png", picture()), upload("holiday.jpg", b"<html><script>alert(1)</script>", "image/jpeg")]},
    )
    assert response.status_code == 200
    page = words(response)
    assert "“holiday.jpg” is" in page
    assert "1 file was added." in page
    assert response.context["form"].errors["file"]
    assert [item.file_name for item in EvidenceItem.objects.all()] == ["a.png"]
    assert "<script>alert" not in response.content.decode()


def test_a_file_over_the_limit_is_named_beside_the_field(owner, complaint, settings):
    too_much = upload("film.mp4", bytes(settings.EVIDENCE_MAX_FILE_BYTES + 1_000_000))
    page = words(owner.post(list_of(complaint), {"file": too_much}))
    assert "“film.mp4” is larger than" in page
    assert not EvidenceItem.objects.exists()


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({}, "file", "Choose at least one file."),
        ({"file": ""}, "file", "Choose at least one file."),
        ({"captured_at": "2026-02-31"}, "captured_at", ""),
        ({"captured_at": "2999-01-01"}, "captured_at", "future"),
        ({"description": "x" * 2001}, "description", ""),
        ({"description": "nul \x00"}, "description", ""),
    ],
)
def test_bad_input_is_said_at_its_field_and_nothing_is_kept(owner, complaint, given, field, said):
    if field != "file":
        given = {**given, "file": upload("a.png", picture())}
    response = owner.post(list_of(complaint), given)
    assert response.status_code == 200
    assert said in str(response.context["form"].errors[field])
    assert not EvidenceItem.objects.exists()


def test_a_full_complaint_offers_no_form(owner, complaint, settings):
    settings.EVIDENCE_MAX_FILES = 1
    add(complaint)
    page = words(owner.get(list_of(complaint)))
    assert "no more can be added" in page
    assert "Choose" not in page
    refused = owner.post(list_of(complaint), {"file": upload("b.pdf", pdf())})
    assert "at most 1 file" in words(refused)


def test_adding_needs_the_token_of_the_page(complaint):
    client = browser(complaint.owner, enforce_csrf_checks=True)
    assert client.post(list_of(complaint), {"file": upload("a.png", picture())}).status_code == 403
    assert not EvidenceItem.objects.exists()
    page = client.get(list_of(complaint))
    token = str(page.context["csrf_token"])
    done = client.post(list_of(complaint), {"file": upload("a.png", picture()), "csrfmiddlewaretoken": token})
    assert done.status_code == 302
    assert EvidenceItem.objects.count() == 1


def test_the_page_of_an_item_says_what_it_is_and_who_had_it(owner, complaint):
    item = add(complaint, picture(), name="door.jpg", description="The door\nfrom outside")
    page = words(owner.get(reverse("evidence:item", args=[item.pk])))
    assert "PNG picture" in page
    assert "The ending of its name says something else" in page
    assert "Not scanned for malware" in page
    assert "Download the original" in page
    assert "Received" in page
    assert acts(item) == [Custody.RECEIVED, Custody.OPENED]
    owner.get(reverse("evidence:item", args=[item.pk]))
    assert acts(item) == [Custody.RECEIVED, Custody.OPENED]


def test_a_second_visitor_is_a_second_opening(owner, complaint, authority):
    item = add(complaint)
    address = reverse("evidence:item", args=[item.pk])
    owner.get(address)
    page = words(browser(officer(authority)).get(address))
    assert acts(item) == [Custody.RECEIVED, Custody.OPENED, Custody.OPENED]
    assert "The complainant" in page
    assert "The authority" in page


def test_the_original_comes_as_it_arrived_and_is_only_to_be_saved(owner, complaint):
    content = picture() + bytes(150_000)
    item = add(complaint, content, name='门口 "1".png')
    response = owner.get(reverse("evidence:content", args=[item.pk]))
    assert hashlib.sha256(body(response)).hexdigest() == item.sha256
    assert response["Content-Type"] == "image/png"
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E9%97%A8%E5%8F%A3%20_1_.png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Frame-Options"] == "DENY"
    assert acts(item)[-1] == Custody.DOWNLOADED


def test_a_plain_name_is_sent_as_one(owner, complaint):
    response = owner.get(reverse("evidence:content", args=[add(complaint, name="door.html.png").pk]))
    assert response["Content-Disposition"] == 'attachment; filename="door.html.png"'
    body(response)


def test_a_picture_named_as_a_page_is_saved_as_a_picture(owner, complaint):
    response = owner.get(reverse("evidence:content", args=[add(complaint, name="door.html").pk]))
    assert response["Content-Disposition"] == 'attachment; filename="door.html.png"'
    body(response)


def test_a_file_that_is_kept_but_not_handed_out(owner, complaint):
    item = add(complaint)
    EvidenceItem.objects.update(state=EvidenceState.REJECTED)
    assert "Download the original" not in words(owner.get(reverse("evidence:item", args=[item.pk])))
    assert owner.get(reverse("evidence:content", args=[item.pk])).status_code == 409


def test_a_damaged_file_is_said_and_not_sent(owner, complaint):
    item = add(complaint)
    stored_path(item).write_bytes(b"")
    response = owner.get(reverse("evidence:content", args=[item.pk]))
    assert response.status_code == 503
    assert "cannot be read" in words(response)


def addresses(complaint) -> list[str]:
    item = add(complaint)
    return [
        list_of(complaint),
        reverse("evidence:item", args=[item.pk]),
        reverse("evidence:content", args=[item.pk]),
    ]


def statuses(client: Client, complaint) -> list[int]:
    found = []
    for address in addresses(complaint):
        response = client.get(address)
        body(response)
        found.append(response.status_code)
    return [*found, client.post(list_of(complaint), {"file": upload("new.pdf", pdf(str(client)))}).status_code]


def test_parties_come_in(complaint, authority, owner):
    firm = FirmFactory()
    let_firm_in(complaint, firm)
    for client in (owner, browser(officer(authority)), browser(lawyer(firm))):
        assert statuses(client, complaint) == [200, 200, 200, 302]


def test_the_holder_of_the_receipt_comes_in():
    complaint = ComplaintFactory(owner=None, anonymous=True)
    assert statuses(by_receipt(complaint), complaint) == [200, 200, 200, 302]


def test_for_all_others_there_is_no_such_page(complaint, authority):
    facts_only = FirmFactory()
    let_firm_in(complaint, facts_only, ["facts"])
    another = ComplaintFactory(owner=None, anonymous=True)
    strangers = [
        browser(UserFactory()),
        browser(officer(authority, "analyst")),
        browser(officer(AuthorityFactory())),
        browser(lawyer(FirmFactory())),
        browser(lawyer(facts_only)),
        browser(UserFactory(is_administrator=True)),
        by_receipt(another),
    ]
    for client in strangers:
        assert statuses(client, complaint) == [404, 404, 404, 404]
    assert EvidenceItem.objects.count() == len(strangers)


def test_who_is_not_signed_in_is_sent_there(complaint):
    for address in addresses(complaint):
        response = Client().get(address)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, reverse("account_login"))
    assert Client().post(list_of(complaint), {"file": upload("a.pdf", pdf())}).status_code == 302


def test_only_the_methods_that_are_meant(owner, complaint):
    listed, item, content = addresses(complaint)
    assert owner.put(listed).status_code == 405
    assert owner.post(item).status_code == 405
    assert owner.post(content).status_code == 405


def test_the_same_number_of_queries_for_one_file_and_for_three(owner, complaint, django_assert_max_num_queries):
    counts = []
    for wanted in (1, 3):
        while EvidenceItem.objects.count() < wanted:
            item = add(complaint)
        with django_assert_max_num_queries(15) as listed:
            owner.get(list_of(complaint))
        with django_assert_max_num_queries(20) as shown:
            owner.get(reverse("evidence:item", args=[item.pk]))
        counts.append((len(listed), len(shown)))
    assert counts[0] == counts[1]


def test_the_pages_in_chinese_show_names_as_they_are(owner, complaint):
    add(complaint, name="كاميرا 门口.png")
    page = owner.get(list_of(complaint), headers={"accept-language": "zh-hans"})
    assert page.status_code == 200
    assert "كاميرا 门口.png" in words(page)
