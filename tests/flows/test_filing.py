"""One complaint from the first page to the authority's answer, and two browsers at the same moment."""

import threading
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.evidence.models import EvidenceItem
from caseapp.intake import services
from caseapp.intake.models import Draft
from tests.factories import evidence as files
from tests.factories import intake
from tests.factories.accounts import AuthorityFactory, UserFactory, officer


def sign_in(email: str) -> Client:
    client = Client()
    answer = client.post("/account/login/", {"login": email, "password": "a long pass phrase"})
    assert answer.status_code == 302, answer.content[:500]
    return client


@pytest.mark.django_db
def test_a_person_files_is_asked_answers_and_reads_the_outcome() -> None:
    authority = AuthorityFactory()
    person = UserFactory(email="lin@example.org", display_name="Lin Mei")
    clerk = officer(authority, "supervisor", email="chen@example.org")
    client, desk = sign_in(person.email), sign_in(clerk.email)

    intake.answer_all(client, upto="effect")
    client.post("/file/evidence/", {"file": files.upload("sign.png", files.picture()), "add": "1"})
    intake.send(client, "evidence")
    details = {"authority": authority.code, "filing": "named", "name": "Lin Mei", "email": "lin@example.org"}
    intake.send(client, "contact", **details)
    client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
    complaint = Complaint.objects.get()
    here = f"/complaints/{complaint.reference}/"
    assert client.get("/file/receipt/").context["code"] is None
    assert client.post("/file/receipt/leave/")["Location"] == here

    assert complaint.reference in desk.get("/complaints/").content.decode()
    desk.post(f"{here}do/acknowledge/")
    desk.post(f"{here}do/request_information/", {"message": "On which day?"})
    assert "On which day?" in client.get(here).content.decode()
    client.post(here, {"message": "On the 14th."})
    assert "On the 14th." in desk.get(f"{here}messages/").content.decode()
    desk.post(f"{here}do/reject/", {"reason": "Another authority hears this."})

    shown = client.get(here).content.decode()
    assert "Another authority hears this." in shown
    client.post(f"{here}do/request_reconsideration/", {"reason": "It happened in your district."})
    complaint.refresh_from_db()
    assert complaint.state == "under_review"
    assert EvidenceItem.objects.get().vault.complaint == complaint


@pytest.mark.django_db
def test_signing_in_on_the_way_keeps_what_was_entered() -> None:
    UserFactory(email="lin@example.org")
    client = Client()
    intake.answer_all(client, upto="effect")
    client.post("/account/login/?next=/file/contact/", {"login": "lin@example.org", "password": "a long pass phrase"})
    intake.send(client, "evidence")
    intake.send(client, "contact", filing="named", name="Lin Mei")
    client.post("/file/check/", {**intake.marks(client, "check"), "truth": "on"})
    complaint = Complaint.objects.select_related("owner").get()
    assert complaint.owner.email == "lin@example.org"
    assert complaint.narrative == intake.SENT["effect"]["narrative"]


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_make_one_complaint() -> None:
    client = Client()
    intake.answer_all(client)
    draft = intake.held(client)
    outcomes: list[Any] = []
    ready = threading.Barrier(4)

    def press() -> None:
        try:
            ready.wait(timeout=30)
            outcomes.append(services.submit(actor=Actor(), draft=draft, revision=draft.revision))
        except Exception as fault:
            outcomes.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    complaint = Complaint.objects.get()
    assert [outcome.complaint for outcome in outcomes] == [complaint] * 4
    assert sorted(outcome.first for outcome in outcomes) == [False, False, False, True]
    assert services.shown_code(intake.fresh(draft.code))


@pytest.mark.django_db(transaction=True)
def test_saving_and_sending_at_the_same_moment_never_loses_an_answer_silently() -> None:
    client = Client()
    intake.answer_all(client)
    draft = intake.held(client)
    outcomes: dict[str, Any] = {}
    ready = threading.Barrier(2)

    def run(name: str, work: Any) -> None:
        try:
            ready.wait(timeout=30)
            outcomes[name] = work()
        except Exception as fault:
            outcomes[name] = fault
        finally:
            connections.close_all()

    def send() -> Any:
        return services.submit(actor=Actor(), draft=draft, revision=draft.revision)

    def save() -> Any:
        held = intake.fresh(draft.code)
        effect = draft.contents()["pages"]["effect"]
        values = {**effect["values"], "narrative": "Something else."}
        marks = {"revision": effect["revision"], "page": "other"}
        return services.save_page(actor=Actor(), draft=held, slug="effect", values=values, language="en", **marks)

    threads = [threading.Thread(target=run, args=pair) for pair in (("send", send), ("save", save))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    sent, saved = isinstance(outcomes["send"], services.Submitted), isinstance(outcomes["save"], Draft)
    assert sent != saved, outcomes
    assert Complaint.objects.count() == int(sent)
