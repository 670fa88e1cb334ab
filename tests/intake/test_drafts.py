"""Drafts: two windows, Back, coming back later, expiry, throwing away."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.intake import services
from caseapp.intake.models import KEPT_FOR, Draft
from caseapp.intake.services import AlreadyFiled, DraftExpired, Overtaken
from tests.factories import evidence as files
from tests.factories import intake
from tests.factories.accounts import UserFactory, actor_of, place
from tests.factories.complaints import ComplaintFactory

pytestmark = pytest.mark.django_db

VISITOR = Actor()


def page(answer: Any) -> str:
    return answer.content.decode()


def save(row: Draft | None, actor: Actor = VISITOR, **given: Any) -> Draft:
    values = {"slug": "use", "values": {"use": "other"}, "revision": 0, "page": "here", "language": "en"}
    return services.save_page(actor=actor, draft=intake.fresh(row.code) if row else None, **{**values, **given})


def test_the_first_save_begins_a_draft_that_waits_thirty_days() -> None:
    row = save(None)
    assert intake.pages(row) == {"use": {"values": {"use": "other"}, "revision": 1, "page": "here"}}
    assert abs(row.expires_at - timezone.now() - KEPT_FOR) < dt.timedelta(minutes=1)


def test_every_save_pushes_the_expiry_back() -> None:
    row = intake.draft(expires_at=timezone.now() + dt.timedelta(days=1))
    assert save(row).expires_at - timezone.now() > dt.timedelta(days=29)


def test_an_ownerless_draft_becomes_that_of_the_account_that_goes_on() -> None:
    user = UserFactory()
    assert save(intake.draft(), actor_of(user)).owner == user


def test_another_window_is_not_overwritten() -> None:
    row = save(intake.draft(), page="one")
    with pytest.raises(Overtaken) as told:
        save(row, page="two", values={"use": "attendance"})
    assert told.value.stored == {"use": "other"}
    assert intake.pages(row)["use"]["values"] == {"use": "other"}


def test_the_same_showing_may_be_sent_again_as_after_the_browsers_back() -> None:
    row = save(intake.draft(), page="one")
    again = save(row, page="one", values={"use": "attendance"})
    assert intake.pages(again)["use"]["values"] == {"use": "attendance"}


def test_a_window_on_another_page_does_not_stand_in_the_way() -> None:
    row = save(intake.draft(), page="one")
    save(row, slug="effect", page="two", values={"narrative": "x"})
    assert intake.pages(row)["use"]["values"] == {"use": "other"}


def test_a_page_without_marks_counts_as_its_first_showing() -> None:
    row = save(intake.draft(), page="")
    with pytest.raises(Overtaken):
        save(row, page="")


@pytest.mark.parametrize("verb", ["save", "submit", "add"])
def test_nothing_is_done_to_a_draft_whose_time_is_over(verb: str) -> None:
    row = intake.draft()
    intake.expire(row)
    with pytest.raises(DraftExpired):
        _do(verb, row)


@pytest.mark.parametrize("verb", ["save", "add"])
def test_nothing_is_done_to_a_draft_that_was_filed(verb: str) -> None:
    row = intake.draft(complaint=ComplaintFactory())
    with pytest.raises(AlreadyFiled):
        _do(verb, row)


def _do(verb: str, row: Draft) -> None:
    if verb == "save":
        save(row)
    elif verb == "submit":
        services.submit(actor=VISITOR, draft=row, revision=row.revision)
    else:
        services.vault_for(actor=VISITOR, draft=row)


def test_somebody_elses_draft_is_not_there(client: Client) -> None:
    mine = intake.draft(owner=UserFactory())
    client.force_login(UserFactory())
    intake.hold(client, mine)
    assert client.get("/file/use/").status_code == 410
    assert intake.pages(mine)


def test_both_versions_stand_on_the_page_when_another_window_was_faster(client: Client) -> None:
    place()
    intake.send(client, "where")
    slow = intake.marks(client, "use")
    intake.send(client, "use")
    answer = client.post("/file/use/", {**slow, **intake.SENT["use"], "use": "attendance", "persons_affected": "7"})
    assert answer.status_code == 409
    shown = page(answer)
    assert "Changed in another window" in shown
    assert "It picked me out of many people" in shown
    assert answer.context["form"]["use"].value() == "attendance"
    assert {change["after"] for change in answer.context["changes"]} == {
        "It recorded when I was at work or school",
        "7",
    }
    again = {"revision": answer.context["form"]["revision"].value(), "page": answer.context["form"]["page"].value()}
    done = client.post("/file/use/", {**again, **intake.SENT["use"], "use": "attendance", "persons_affected": "7"})
    assert done.status_code == 302
    assert intake.pages(intake.held(client))["use"]["values"]["use"] == "attendance"


def test_what_changed_elsewhere_is_not_sent_unseen(client: Client) -> None:
    intake.answer_all(client)
    seen = intake.marks(client, "check")
    intake.send(client, "effect", narrative="Something else.")
    answer = client.post("/file/check/", {**seen, "truth": "on"})
    assert answer.status_code == 409
    assert "Something else." in page(answer)
    assert not Complaint.objects.exists()
    now = {"revision": answer.context["form"]["revision"].value(), "truth": "on"}
    assert client.post("/file/check/", now)["Location"] == "/file/receipt/"


def test_a_file_added_elsewhere_is_not_sent_unseen(client: Client) -> None:
    intake.answer_all(client)
    seen = intake.marks(client, "check")
    client.post("/file/evidence/", {"file": files.upload("a.png", files.picture()), "add": "1"})
    assert client.post("/file/check/", {**seen, "truth": "on"}).status_code == 409


def test_an_expired_draft_gets_a_page_that_says_so_and_is_let_go(client: Client) -> None:
    place()
    intake.send(client, "where")
    intake.expire(intake.held(client))
    answer = client.get("/file/use/")
    assert answer.status_code == 410
    assert "no longer here" in page(answer)
    assert client.get("/file/where/").status_code == 200


@pytest.mark.parametrize("slug", ["use", "evidence", "check"])
def test_sending_a_page_of_an_expired_draft_says_so(client: Client, slug: str) -> None:
    intake.answer_all(client)
    sent = intake.marks(client, slug)
    intake.expire(intake.held(client))
    assert client.post(f"/file/{slug}/", {**sent, **intake.SENT.get(slug, {}), "truth": "on"}).status_code == 410
    assert not Complaint.objects.exists()


def test_expired_drafts_are_deleted_with_their_files() -> None:
    row, kept = intake.draft(), intake.draft()
    vault = services.vault_for(actor=VISITOR, draft=row)
    files.add(vault=vault)
    intake.expire(row)
    assert services.expire_drafts() == 1
    assert list(Draft.objects.all()) == [kept]
    assert not Vault.objects.exists()
    assert not EvidenceItem.objects.exists()


def test_the_memory_of_a_filed_draft_expires_and_the_complaint_stays() -> None:
    complaint = ComplaintFactory()
    vault = files.add(complaint).vault
    intake.expire(intake.draft(complaint=complaint))
    assert services.expire_drafts() == 1
    assert Complaint.objects.filter(pk=complaint.pk).exists()
    assert Vault.objects.filter(pk=vault.pk).exists()


def test_a_draft_of_an_account_is_continued_from_elsewhere() -> None:
    user, first, second = UserFactory(), Client(), Client()
    place()
    first.force_login(user)
    intake.send(first, "where")
    second.force_login(user)
    assert "Riverbank Homes" in page(second.get("/home/"))
    answer = second.post("/file/continue/", {"draft": str(intake.held(first).pk)})
    assert answer["Location"] == "/file/use/"
    assert second.get("/file/use/").status_code == 200


@pytest.mark.parametrize("wanted", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_a_draft_that_is_not_ones_own_cannot_be_continued(client: Client, wanted: str) -> None:
    theirs = intake.draft(owner=UserFactory())
    client.force_login(UserFactory())
    assert client.post("/file/continue/", {"draft": wanted or str(theirs.pk)}).status_code == 410


def test_deleting_a_draft_is_asked_about_and_takes_its_files(client: Client) -> None:
    intake.answer_all(client, upto="effect")
    client.post("/file/evidence/", {"file": files.upload("a.png", files.picture()), "add": "1"})
    assert client.get("/file/delete/").status_code == 200
    assert Draft.objects.exists()
    assert client.post("/file/delete/")["Location"] == "/file/"
    assert not Draft.objects.exists()
    assert not EvidenceItem.objects.exists()


def test_another_complaint_without_an_account_asks_about_the_first(client: Client) -> None:
    place()
    intake.send(client, "where")
    assert client.post("/file/another/")["Location"] == "/file/delete/"


def test_another_complaint_with_an_account_keeps_the_first(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    place()
    intake.send(client, "where")
    assert client.post("/file/another/")["Location"] == "/file/where/"
    intake.send(client, "where")
    assert Draft.objects.filter(owner=user).count() == 2


def test_signing_in_on_the_way_keeps_the_draft(client: Client) -> None:
    user = UserFactory()
    place()
    intake.send(client, "where")
    begun = intake.held(client)
    client.force_login(user)
    intake.hold(client, begun)
    intake.send(client, "use")
    begun.refresh_from_db()
    assert begun.owner == user


def test_nothing_of_the_filing_is_cached(client: Client) -> None:
    place()
    assert "no-store" in client.get("/file/where/")["Cache-Control"]
