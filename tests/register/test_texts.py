"""What is public was written by one person and read over by another; it names nobody, and every version stays."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from caseapp.accounts.models import User
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from caseapp.enforcement.models import Fine, InvestigationComplaint
from caseapp.notifications.models import Notice
from caseapp.register import selectors, services
from caseapp.register.enums import Kind, TextState
from caseapp.register.models import PublicText
from caseapp.register.services.redaction import doubtful
from caseapp.register.workflow import TEXT
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.enforcement import fine, order
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

TOLD = "A seller of flats recognised the faces of visitors without asking them."


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def author(authority):
    return actor_of(officer(authority, "investigator", display_name="Ines Author"))


@pytest.fixture
def chief(authority):
    return actor_of(officer(authority, "supervisor", display_name="Carl Chief"))


@pytest.fixture
def fined(authority):
    return fine(authority=authority, amount="1000")


def proposed(actor, subject, text=TOLD, **given):
    kind = Kind.FINE if isinstance(subject, Fine) else Kind.ORDER
    return services.propose_text(
        actor=actor, kind=kind, decision=subject.decision, text=text, **{kind.value: subject}, **given
    )


def published(actor, chief, subject, text=TOLD):
    return services.approve_text(actor=chief, text=proposed(actor, subject, text))


def browser(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend="caseapp.accounts.backends.Backend")
    return client


def test_a_second_person_publishes(author, chief, fined):
    text = proposed(author, fined)
    assert Notice.objects.filter(user_id=chief.user_id, kind="register.proposed").count() == 1
    fined.refresh_from_db()
    assert fined.published_at is None
    services.approve_text(actor=chief, text=text)
    fined.refresh_from_db()
    assert (fined.published_at is not None, fined.summary) == (True, TOLD)


def test_nobody_reads_over_what_they_wrote(chief, fined):
    with pytest.raises(NotAllowed):
        services.approve_text(actor=chief, text=proposed(chief, fined))
    text = PublicText.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicText.objects.filter(pk=text.pk).update(reviewer=text.author)


def test_every_role_in_every_state():
    people = cast()
    made = fine(authority=people.authority)
    text = proposed(actor_of(officer(people.authority, "investigator")), made)
    assert TEXT.states == set(TextState.values)
    for role in ROLES:
        actor = people.actors[role]
        for state in TextState.values:
            PublicText.objects.filter(pk=text.pk).update(state=state)
            here = PublicText.objects.get(pk=text.pk)
            allowed = {row.action for row in TEXT.allowed(actor, here)}
            waits = role == "supervisor" and state == TextState.PROPOSED
            assert allowed == ({"approve", "send_back"} if waits else set()), (role, state)
            seen = PublicText.objects.visible_to(actor).filter(pk=text.pk).exists()
            own = role in {"intake_officer", "investigator", "supervisor"}
            assert seen == (own or state in {TextState.PUBLISHED, TextState.REPLACED}), (role, state)
        may = role in {"investigator", "supervisor"}
        try:
            selectors.decision_to_publish(actor, "fine", made.reference)
        except NotFound:
            assert not may, role
        else:
            assert may, role


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Write what the public"),
        ("Ask a@b.example.", "e-mail"),
        ("Ines Author found it.", "Ines Author"),
        ("李晓明 complained.", "李晓明"),
    ],
)
def test_a_text_that_names_somebody_is_refused(author, authority, fined, text, why):
    complaint = ComplaintFactory(authority=authority, owner__display_name="李晓明")
    investigation = fined.decision.investigation
    InvestigationComplaint.objects.create(investigation=investigation, complaint=complaint)
    investigation.lead_id = author.user_id
    investigation.save()
    with pytest.raises(InvalidInput) as refusal:
        proposed(author, fined, text)
    assert why in str(refusal.value.errors["text"])


def test_what_may_be_a_person_is_pointed_out():
    assert doubtful("Mr Smith called +86 138 0013 8000; 王女士 too.") == ["+86 138 0013 8000", "Mr Smith", "王女士"]
    assert doubtful("It paid CNY 250,000 in 2026.") == []


def test_what_is_not_final_is_not_published(author, chief, authority):
    appealed = fine(authority=authority, state="under_appeal")
    with pytest.raises(WrongState):
        proposed(author, appealed)
    later = fine(authority=authority)
    text = proposed(author, later)
    Fine.objects.filter(pk=later.pk).update(state="under_appeal")
    with pytest.raises(WrongState):
        services.approve_text(actor=chief, text=PublicText.objects.get(pk=text.pk))


def test_it_is_sent_back_with_a_reason_and_written_anew(author, chief, fined):
    text = services.send_back_text(actor=chief, text=proposed(author, fined), reason="Say what was fined.")
    assert Notice.objects.filter(user_id=author.user_id, kind="register.sent_back").count() == 1
    again = proposed(author, fined, "Fined for faces.")
    assert (again.pk != text.pk, again.state) == (True, "proposed")
    assert proposed(author, fined, "Fined for templates.").pk == again.pk


def test_every_version_stays_readable(author, chief, fined):
    published(author, chief, fined, "First words.")
    published(author, chief, fined, "Second words.")
    said = Client().get(f"/register/fines/{fined.reference}/").content.decode()
    assert [words for words in ("Second words.", "First words.", "Public text changed") if words not in said] == []
    assert [one.state for one in PublicText.objects.order_by("id")] == ["replaced", "published"]


def test_the_reply_stands_beside_every_entry_once_it_was_read_over(author, chief, authority, fined):
    ordered = order(authority=authority)
    ordered.decision = fined.decision
    ordered.save()
    for subject in (fined, ordered):
        published(author, chief, subject)
    decision = services.propose_text(actor=author, kind=Kind.DECISION, decision=fined.decision, text=TOLD)
    services.approve_text(actor=chief, text=decision)
    reply = services.record_reply(actor=SYSTEM, decision=fined.decision, text="We stopped the cameras in May.")
    addresses = [
        f"/register/fines/{fined.reference}/",
        f"/register/orders/{ordered.reference}/",
        f"/register/decisions/{fined.decision.investigation.reference}/",
    ]
    for seen in (False, True):
        if seen:
            services.approve_text(actor=chief, text=reply)
        for address in addresses:
            page = Client().get(address)
            assert page.status_code == 200
            assert ("We stopped the cameras" in page.content.decode()) == seen
    told = Client().get(addresses[2]).content.decode()
    assert all(address in told for address in addresses[:2]), "the decision leads to its fine and its orders"
    assert json.loads(b"".join(Client().get("/register/orders.json").streaming_content))[0]["reply"].startswith("We")


def test_pages_lead_from_the_fine_to_the_register(author, chief, fined):
    writer, reader = browser(author), browser(chief)
    propose = f"/register/propose/fine/{fined.reference}/"
    assert propose in writer.get(f"/fines/{fined.reference}/").content.decode()
    refused = writer.post(propose, {"text": "Ask a@b.example."})
    assert (refused.status_code, "Leave out e-mail" in refused.content.decode()) == (400, True)
    address = writer.post(propose, {"text": f"{TOLD} Mr Smith.", "left_out": "Names."})["Location"]
    assert "You wrote this." in writer.get(address).content.decode()
    assert "1 text waits for you." in reader.get("/register/review/").content.decode()
    assert "Mr Smith" in reader.get(f"{address}do/approve/").content.decode()
    assert writer.post(f"{address}do/approve/").status_code == 404
    assert reader.post(f"{address}do/send_back/", {"reason": ""}).status_code == 400
    assert reader.post(f"{address}do/approve/").status_code == 302
    assert TOLD in Client().get(f"/register/fines/{fined.reference}/").content.decode()
    reply = f"/register/propose/reply/{fined.decision.investigation.reference}/"
    assert writer.get(reply).status_code == 200
    today = timezone.localdate().isoformat()
    assert writer.post(reply, {"text": "We paid.", "received_on": today}).status_code == 302


def test_lists_and_downloads(author, chief, authority, fined):
    for path in ("decisions", "orders"):
        assert "has been published yet" in Client().get(f"/register/{path}/").content.decode()
    ordered = order(authority=authority)
    published(author, chief, ordered)
    decision = services.propose_text(actor=author, kind=Kind.DECISION, decision=ordered.decision, text=TOLD)
    services.approve_text(actor=chief, text=decision)
    for path, reference in (("decisions", ordered.decision.investigation.reference), ("orders", ordered.reference)):
        assert reference in Client().get(f"/register/{path}/").content.decode()
        rows = b"".join(Client().get(f"/register/{path}.csv").streaming_content).decode("utf-8-sig").splitlines()
        assert (len(rows), reference in rows[1]) == (2, True)
        assert Client().get(f"/api/v1/register/{path}/").json()["results"][0]["reference"] == reference
    investigation = ordered.decision.investigation
    investigation.state = "appealed"
    investigation.save()
    assert Client().get(f"/register/orders/{ordered.reference}/").status_code == 404
    assert Client().get(f"/register/decisions/{investigation.reference}/").status_code == 404


def test_over_http(author, chief, fined):
    writer, reader = browser(author), browser(chief)
    kind = "application/json"
    made = writer.post(f"/api/v1/fines/{fined.reference}/publication/", {"text": TOLD}, content_type=kind)
    assert (made.status_code, made.json()["status"], made.json()["allowed_actions"]) == (201, "proposed", [])
    address = f"/api/v1/public-texts/{made.json()['reference']}/transitions/"
    assert writer.post(address, {"action": "approve"}, content_type=kind).status_code == 403
    assert reader.get("/api/v1/public-texts/").json()["results"][0]["allowed_actions"][0]["action"] == "approve"
    assert reader.post(address, {"action": "approve"}, content_type=kind).json()["status"] == "published"
    assert reader.post(address, {"action": "approve"}, content_type=kind).status_code == 409
    reference = fined.decision.investigation.reference
    reply = writer.post(f"/api/v1/investigations/{reference}/reply/", {"text": "We paid."}, content_type=kind)
    assert (reply.status_code, reply.json()["kind"]) == (201, "reply")
    assert Client().get("/api/v1/public-texts/").status_code == 401
