"""Reports on progress: drafted in time, sent by an officer or by rule, missed ones counted, never twice."""

import datetime as dt

import pytest
from django.utils import timezone

from caseapp.complaints import selectors, services
from caseapp.complaints.enums import OPEN_STATES, ComplaintState, ProgressState
from caseapp.complaints.models import Complaint, ProgressUpdate
from caseapp.complaints.selectors import Words
from caseapp.complaints.services import progress
from caseapp.complaints.workflow import PROGRESS
from caseapp.core.actors import SYSTEM
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db

OFFICERS = {"intake_officer", "investigator", "supervisor"}


def silent(days: int, **fields: object) -> Complaint:
    """A complaint under review about which nothing was heard for so many days."""
    fields.setdefault("authority", AuthorityFactory())
    fields.setdefault("state", "under_review")
    return ComplaintFactory(submitted_at=timezone.now() - dt.timedelta(days=days), **fields)


def draft(complaint: Complaint, **fields: object) -> ProgressUpdate:
    fields.setdefault("due_on", timezone.localdate())
    words = dict.fromkeys(("standing", "steps", "next_step", "delay", "rights"), "Words.")
    return ProgressUpdate.objects.create(complaint=complaint, **{**words, **fields})


@pytest.mark.parametrize(("days", "made"), [(75, 0), (76, 1), (89, 1), (90, 1), (400, 1)])
def test_a_report_is_drafted_two_weeks_before_it_is_due(days, made):
    silent(days)
    assert services.draft_progress_updates() == made
    assert services.draft_progress_updates() == 0


@pytest.mark.parametrize("state", ComplaintState.values)
def test_only_what_is_open_and_with_an_authority_is_reported_on(state):
    silent(80, state=state)
    silent(80, state="submitted", authority=None)
    assert services.draft_progress_updates() == int(state in OPEN_STATES)


def test_the_draft_tells_the_file_in_the_language_of_the_case():
    complaint = silent(80, state="submitted", language="zh-hans")
    clerk = actor_of(officer(complaint.authority))
    services.acknowledge(actor=clerk, complaint=complaint)
    services.draft_progress_updates()
    one = ProgressUpdate.objects.get()
    assert "年" in one.steps
    assert one.due_on == timezone.localdate() + dt.timedelta(days=10)


def test_an_officer_sends_it_and_the_complainant_reads_it(client):
    complaint = silent(80)
    clerk = officer(complaint.authority)
    services.draft_progress_updates()
    one = ProgressUpdate.objects.get()
    client.force_login(clerk)
    assert complaint.reference in client.get("/reports/").content.decode()
    here = f"/complaints/{complaint.reference}/reports/{one.pk}/"
    shown = client.get(here).context["form"].initial
    answer = client.post(here, {**shown, "delay": "The company answered late."})
    assert answer.status_code == 302, answer.context["form"].errors
    assert client.get(here).status_code == 302
    client.force_login(complaint.owner)
    page = client.get(f"/complaints/{complaint.reference}/").content.decode()
    assert "The company answered late." in page
    assert "A report on how the complaint goes was sent." in page
    assert Notice.objects.filter(user=complaint.owner, kind="complaints.progress").count() == 1
    assert services.draft_progress_updates() == 0


def test_a_draft_is_not_shown_to_the_complainant(client):
    complaint = silent(80)
    services.draft_progress_updates()
    client.force_login(complaint.owner)
    assert client.get(f"/complaints/{complaint.reference}/").context["updates"] == []


@pytest.mark.parametrize("empty", ["standing", "steps", "next_step", "delay", "rights"])
def test_every_part_is_needed(client, empty):
    complaint = silent(80)
    services.draft_progress_updates()
    one = ProgressUpdate.objects.get()
    client.force_login(officer(complaint.authority))
    here = f"/complaints/{complaint.reference}/reports/{one.pk}/"
    answer = client.post(here, {**client.get(here).context["form"].initial, empty: " "})
    assert answer.status_code == 400
    assert empty in answer.context["form"].errors


def test_by_rule_it_goes_out_on_its_day_and_not_before():
    complaint = silent(80)
    boss = actor_of(officer(complaint.authority, "supervisor"))
    services.set_progress_rule(actor=boss, authority=complaint.authority, sends_by_itself=True)
    services.draft_progress_updates()
    assert services.settle_due_updates() == (0, 0)
    day = timezone.localdate() + dt.timedelta(days=10)
    assert services.settle_due_updates(today=day) == (1, 0)
    assert services.settle_due_updates(today=day) == (0, 0)
    assert Notice.objects.filter(kind="complaints.progress").count() == 1


def test_what_nobody_sent_counts_as_missed_once_and_can_still_be_sent(client):
    complaint = silent(80)
    services.draft_progress_updates()
    day = timezone.localdate() + dt.timedelta(days=11)
    assert services.settle_due_updates(today=day) == (0, 1)
    assert services.settle_due_updates(today=day) == (0, 0)
    counts = selectors.progress_counts(frozenset({complaint.authority_id}), day)
    assert (counts.waiting, counts.late, counts.missed) == (1, 1, 1)
    client.force_login(complaint.owner)
    assert "did not come" in client.get(f"/complaints/{complaint.reference}/").content.decode()
    services.send_progress_update(actor=actor_of(officer(complaint.authority)), update=ProgressUpdate.objects.get())
    assert selectors.progress_counts(frozenset({complaint.authority_id}), day).missed == 1


def test_a_year_of_silence_is_missed_four_times():
    silent(0)
    start = timezone.localdate()
    for days in range(0, 366, 2):
        services.draft_progress_updates(today=start + dt.timedelta(days=days))
        services.settle_due_updates(today=start + dt.timedelta(days=days))
    assert ProgressUpdate.objects.filter(missed_on__isnull=False).count() == 4
    assert ProgressUpdate.objects.filter(state=ProgressState.DRAFTED).count() == 1


def test_a_report_on_a_complaint_that_ended_gives_way():
    complaint = silent(80)
    services.draft_progress_updates()
    Complaint.objects.filter(pk=complaint.pk).update(state="withdrawn")
    assert services.settle_due_updates(today=timezone.localdate() + dt.timedelta(days=20)) == (0, 0)
    assert ProgressUpdate.objects.get().state == ProgressState.OVERTAKEN


def test_role_by_state_who_may_send():
    people = cast(state="under_review")
    words = Words("a", "b", "c", "d", "e")
    for state in ProgressState.values:
        for role in ROLES:
            ProgressUpdate.objects.all().delete()
            one = draft(people.complaint, state=state, sent_at=timezone.now())
            try:
                services.send_progress_update(actor=people.actors[role], update=one, words=words)
            except NotAllowed:
                assert role not in OFFICERS, role
            except WrongState:
                assert role in OFFICERS, role
                assert state != ProgressState.DRAFTED
            else:
                assert (role in OFFICERS, state) == (True, ProgressState.DRAFTED), role
    assert PROGRESS.states == set(ProgressState.values)


def test_who_sees_a_draft_and_who_a_report():
    people = cast(state="under_review")
    seen: dict[str, set[str]] = {}
    for state in ("drafted", "sent"):
        ProgressUpdate.objects.all().delete()
        draft(people.complaint, state=state, sent_at=timezone.now())
        seen[state] = {
            role for role, actor in people.actors.items() if ProgressUpdate.objects.visible_to(actor).exists()
        }
    assert seen["drafted"] == OFFICERS
    assert seen["sent"] == OFFICERS | {"owner", "partner", "associate", "paralegal"}


def test_the_rule_is_a_supervisors():
    people = cast()
    for role in ROLES:
        if role == "supervisor":
            continue
        with pytest.raises(NotAllowed):
            services.set_progress_rule(actor=people.actors[role], authority=people.authority, sends_by_itself=True)


def test_words_too_long_are_refused():
    complaint = silent(80)
    with pytest.raises(InvalidInput):
        services.send_progress_update(
            actor=actor_of(officer(complaint.authority)),
            update=draft(complaint),
            words=Words("x" * 4001, "b", "c", "d", "e"),
        )


def test_nobody_but_the_system_sends_by_rule():
    people = cast(state="under_review")
    one = draft(people.complaint)
    for role in ROLES:
        with pytest.raises(NotAllowed):
            PROGRESS.apply(people.actors[role], one, "send_by_rule")
    assert PROGRESS.apply(SYSTEM, one, "overtake").state == ProgressState.OVERTAKEN


def test_missed_ones_do_not_stand_in_the_way_of_others(monkeypatch):
    monkeypatch.setattr(progress, "PORTION", 2)
    day = timezone.localdate() + dt.timedelta(days=11)
    for _ in range(5):
        silent(80)
    while progress.draft_progress_updates():
        pass
    while sum(services.settle_due_updates(today=day)):
        pass
    assert ProgressUpdate.objects.filter(missed_on=day).count() == 5
