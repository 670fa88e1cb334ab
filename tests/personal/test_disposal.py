"""Retention: what is due by a dated schedule, one person's proposal, another's approval, and the stub that stays."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from caseapp.audit.models import Entry
from caseapp.casework.models import InternalNote
from caseapp.casework.services import write_internal_note
from caseapp.complaints.models import Complaint, Message
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.evidence.models import EvidenceItem, Vault
from caseapp.notifications.models import Notice
from caseapp.personal import services
from caseapp.personal.enums import DisposalState
from caseapp.personal.models import Disposal, Erasure
from caseapp.personal.selectors import retention
from caseapp.personal.workflow import DISPOSALS
from tests.factories.accounts import AuthorityFactory, UserFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory, let_firm_in
from tests.factories.evidence import add
from tests.factories.litigation import EngagementFactory
from tests.factories.roles import ROLES, cast
from tests.matrices import cell

pytestmark = pytest.mark.django_db

D = DisposalState
PROPOSERS = {"investigator", "supervisor"}
TABLE = {
    "approve": ({"supervisor"}, {D.PROPOSED}, D.RUNNING),
    "refuse": ({"supervisor"}, {D.PROPOSED}, D.REFUSED),
    "withdraw": ({"investigator"}, {D.PROPOSED}, D.REFUSED),
    "finish": (set(), {D.RUNNING}, D.DONE),
}


def test_the_table_names_every_action_and_state():
    assert set(TABLE) == {row.action for row in DISPOSALS.transitions}
    assert DISPOSALS.states == set(D.values)


@pytest.mark.parametrize("action", TABLE)
def test_every_role_in_every_state(action):
    may, sources, target = TABLE[action]
    people = cast()
    made = Disposal.objects.create(authority=people.authority, proposed_by_id=people.actors["investigator"].user_id)
    for role in ROLES:
        for state in D.values:
            Disposal.objects.filter(pk=made.pk).update(state=state)
            fresh = Disposal.objects.get(pk=made.pk)
            with cell(role, action, state, may=role in may, legal=state in sources):
                after = DISPOSALS.apply(people.actors[role], fresh, action, given={"reason": "Because."})
                assert after.state == target


def test_who_proposes_and_who_sees():
    people = cast(**old("closed"))
    rule(people.actors["supervisor"], people.authority)
    for role in ROLES:
        try:
            services.propose_disposal(actor=people.actors[role], authority=people.authority)
        except NotAllowed:
            assert role not in PROPOSERS, role
        except InvalidInput:
            assert role in PROPOSERS, role  # the first one has it already
        else:
            assert role in PROPOSERS, role
    seen = {role for role in ROLES if Disposal.objects.visible_to(people.actors[role]).exists()}
    assert seen == {"intake_officer", *PROPOSERS}


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def one(authority):
    return actor_of(officer(authority, "supervisor"))


@pytest.fixture
def other(authority):
    return actor_of(officer(authority, "supervisor"))


def old(state, days=800, **fields):
    ended = timezone.now() - dt.timedelta(days=days)
    return {"state": state, "closed_at": ended if state == "closed" else None, **fields}


def rule(actor, authority, months=24, **given):
    values = {"basis": "Records order 7", "valid_from": timezone.localdate()}
    return services.add_retention_rule(actor=actor, authority=authority, months=months, **{**values, **given})


def due(actor):
    return list(retention.due(actor).values_list("pk", flat=True))


def test_what_is_due_follows_the_narrowest_line(one, authority):
    fined = ComplaintFactory(authority=authority, outcome="fine", **old("closed"))
    nothing = ComplaintFactory(authority=authority, outcome="no_breach", **old("closed"))
    ComplaintFactory(authority=authority, outcome="no_breach", **old("closed", days=10))
    ComplaintFactory(authority=authority, **old("accepted"))
    ComplaintFactory(authority=AuthorityFactory(), **old("closed"))
    assert due(one) == []
    rule(one, authority)
    assert due(one) == [fined.pk, nothing.pk]
    longer = rule(one, authority, months=120, outcome="fine", ended_as="closed")
    assert due(one) == [nothing.pk]
    services.end_retention_rule(actor=one, rule=longer)
    assert due(one) == [fined.pk, nothing.pk]
    assert due(actor_of(UserFactory())) == []


def test_rejected_ones_count_from_the_rejection(one, authority):
    rejected = ComplaintFactory(authority=authority, state="rejected", closed_at=timezone.now() - dt.timedelta(700))
    rule(one, authority)
    assert due(one) == []
    Complaint.objects.filter(pk=rejected.pk).update(closed_at=timezone.now() - dt.timedelta(800))
    assert due(one) == [rejected.pk]


@pytest.mark.parametrize(
    "given",
    [{"months": 0}, {"basis": " "}, {"valid_from": dt.date(2020, 1, 1)}, {"ended_as": "rejected", "outcome": "fine"}],
)
def test_a_line_that_makes_no_sense_is_refused_by_its_field(one, authority, given):
    with pytest.raises(InvalidInput) as refused:
        rule(one, authority, **given)
    assert set(refused.value.errors) & set(given)


def test_two_persons_dispose_and_a_stub_stays(client, one, other, authority):
    complaint = ComplaintFactory(authority=authority, **old("closed"))
    item = add(complaint)
    Message.objects.create(complaint=complaint, side="authority", body="Heron-4411")
    write_internal_note(actor=one, complaint=complaint, body="Heron-4412")
    rule(one, authority)
    made = services.propose_disposal(actor=one, authority=authority)
    assert due(one) == []
    # Whoever can give the second pair of eyes is told, the proposer is not.
    told = Notice.objects.filter(kind="personal.disposal_waits")
    assert [(each.user_id, each.path) for each in told] == [(other.user_id, f"/disposals/{made.reference}/")]
    with pytest.raises(NotAllowed):
        services.perform_on_disposal(actor=one, disposal=made, action="approve", given={})
    services.perform_on_disposal(actor=other, disposal=made, action="approve", given={})
    queue.run_pending()
    made.refresh_from_db()
    complaint.refresh_from_db()
    assert (made.state, made.items.get().state) == ("done", "done")
    assert (complaint.narrative, complaint.venue_name, complaint.owner) == ("", "", None)
    assert not EvidenceItem.objects.filter(pk=item.pk).exists()
    assert not Vault.objects.filter(complaint=complaint).exists()
    assert not Message.objects.exists()
    assert not InternalNote.objects.exists()
    assert not Complaint.objects.at_desk_of(one).exists()
    assert not Complaint.objects.visible_to(one).exists()
    stub = client.get(reverse("personal:erased", args=[complaint.reference]))
    assert "Records order 7" in stub.content.decode()
    assert authority.name in stub.content.decode()
    entry = Entry.objects.get(action="disposals.dispose")
    assert str(entry.subject_id) == str(complaint.pk)


@pytest.mark.parametrize("why", ["hold", "contest", "firm", "reopened", "rule"])
def test_what_happened_since_keeps_it(one, other, authority, why):
    complaint = ComplaintFactory(authority=authority, **old("closed"))
    line = rule(one, authority)
    made = services.propose_disposal(actor=one, authority=authority)
    if why == "hold":
        Complaint.objects.update(held=True)
    elif why == "contest":
        Complaint.objects.update(reopening_asked_at=timezone.now())
    elif why == "firm":
        engagement = EngagementFactory(complaint=complaint, state="accepted")
        let_firm_in(complaint, engagement.firm)
    elif why == "reopened":
        Complaint.objects.update(state="under_review", outcome="", closed_at=None)
    else:
        services.end_retention_rule(actor=one, rule=line)
    services.perform_on_disposal(actor=other, disposal=made, action="approve", given={})
    queue.run_pending()
    kept = made.items.get()
    assert (kept.state, bool(kept.why)) == ("kept", True)
    complaint.refresh_from_db()
    assert complaint.narrative
    assert not Erasure.objects.exists()


def test_pages_from_the_schedule_to_the_proposal(client, authority):
    boss = officer(authority, "supervisor")
    complaint = ComplaintFactory(authority=authority, **old("closed"))
    client.force_login(boss)
    path = reverse("personal:retention")
    assert client.post(path, {"basis": "", "months": "24"}).status_code == 400
    given = {"basis": "Records order 7", "months": "24", "valid_from": timezone.localdate().isoformat()}
    assert client.post(path, given).status_code == 302
    assert "Records order 7" in client.get(path).content.decode()
    page = reverse("personal:retention_due")
    assert complaint.reference in client.get(page).content.decode()
    assert client.post(page, {}).status_code == 400
    done = client.post(page, {"complaint": complaint.reference})
    assert "Another supervisor approves it" in client.get(done["Location"]).content.decode()


def test_the_same_over_http(client, authority):
    boss, second = officer(authority, "supervisor"), officer(authority, "supervisor")
    complaint = ComplaintFactory(authority=authority, **old("closed"))
    client.force_login(boss)

    def post(path, **data):
        return client.post(f"/api/v1/{path}", data, content_type="application/json")

    line = post("retention-rules/", basis="Order 7", months=24, valid_from=timezone.localdate().isoformat())
    assert line.status_code == 201
    assert [row["reference"] for row in client.get("/api/v1/retention-due/").json()["results"]] == [complaint.reference]
    made = post("disposals/", complaints=[complaint.reference]).json()
    path = f"disposals/{made['reference']}/transitions/"
    assert post(path, action="approve").status_code == 403
    client.force_login(second)
    assert post(path, action="approve").json()["status"] == "running"
    queue.run_pending()
    assert client.get(f"/api/v1/disposals/{made['reference']}/").json()["outcomes"] == {"done": 1}
    assert client.delete(f"/api/v1/retention-rules/{line.json()['number']}/").json()["valid_to"]
