"""Reports by the clock: on their day, with their owner's eyes of that day, once."""

import datetime as dt

import pytest
from django.test import Client

from caseapp.accounts.models import Membership, User
from caseapp.casework.services.views import save_view
from caseapp.core import queue
from caseapp.core.errors import InvalidInput, NotAllowed, NotFound
from caseapp.exports import selectors, services
from caseapp.exports.models import Export, ReportPlan
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, actor_of, officer
from tests.factories.complaints import ComplaintFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority():
    return AuthorityFactory()


@pytest.fixture
def who(authority):
    return actor_of(officer(authority, "supervisor"))


def browser(actor):
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id), backend="caseapp.accounts.backends.Backend")
    return client


def test_days():
    monday = dt.date(2026, 11, 30)
    assert services.next_day("weekly", dt.date(2026, 11, 27)) == monday
    assert services.next_day("weekly", monday) == dt.date(2026, 12, 7)
    assert services.next_day("monthly", dt.date(2026, 11, 30)) == dt.date(2026, 12, 1)
    assert services.next_day("monthly", dt.date(2026, 12, 1)) == dt.date(2027, 1, 1)


def test_numbers_are_for_supervisors_and_analysts():
    people = cast()
    for role in ROLES:
        if role in {"supervisor", "analyst", "officer_elsewhere"}:
            services.plan_report(actor=people.actors[role], rhythm="weekly", form="pdf")
        else:
            with pytest.raises(NotAllowed):
                services.plan_report(actor=people.actors[role], rhythm="weekly", form="pdf")


def test_a_report_comes_on_its_day_once_and_tells_by_a_link(who):
    plan = services.plan_report(actor=who, rhythm="weekly", form="pdf")
    assert services.make_due_reports(plan.next_on - dt.timedelta(days=1)) == 0
    day = plan.next_on
    assert [services.make_due_reports(day) for _twice in range(2)] == [1, 0]
    queue.run_pending()
    export = Export.objects.get()
    assert (export.owner_id, export.form, export.ready) == (who.user_id, "pdf", True)
    notice = Notice.objects.get(user_id=who.user_id)
    assert (notice.kind, notice.path, notice.data) == ("exports.report", "/exports/", {})
    plan.refresh_from_db()
    assert plan.next_on == day + dt.timedelta(days=7)


def test_a_view_comes_as_it_is_kept(who, authority):
    wanted = ComplaintFactory(authority=authority, state="accepted")
    ComplaintFactory(authority=authority)
    view = save_view(actor=who, name="Accepted", query="state=accepted")
    plan = services.plan_report(actor=who, rhythm="monthly", form="csv", view=view)
    services.make_due_reports(plan.next_on)
    queue.run_pending()
    export = Export.objects.get()
    text = b"".join(services.open_export(actor=who, export=export).frames).decode()
    assert (export.rows, wanted.reference in text) == (1, True)
    colleague = actor_of(officer(authority))
    with pytest.raises(NotAllowed):
        services.plan_report(actor=colleague, rhythm="monthly", form="csv", view=view)
    with pytest.raises(InvalidInput):
        services.plan_report(actor=who, rhythm="monthly", form="pdf", view=view)


def test_who_may_no_longer_see_it_gets_none(who):
    plan = services.plan_report(actor=who, rhythm="weekly", form="csv")
    Membership.objects.filter(user_id=who.user_id).update(role="intake_officer")
    assert services.make_due_reports(plan.next_on) == 0
    plan.refresh_from_db()
    assert plan.paused_at is not None
    assert not Export.objects.exists()


def test_it_is_planned_paused_and_ended_on_its_page(who, authority):
    client = browser(who)
    assert (
        client.post("/exports/reports/", {"what": "statistics", "rhythm": "weekly", "form": "pdf"}).status_code == 302
    )
    again = client.post("/exports/reports/", {"what": "statistics", "rhythm": "weekly", "form": "pdf"})
    assert (again.status_code, "You have this report already." in again.content.decode()) == (400, True)
    plan = ReportPlan.objects.get()
    client.post(f"/exports/reports/{plan.pk}/pause/")
    assert services.make_due_reports(plan.next_on) == 0
    assert "Rests" in client.get("/exports/reports/").content.decode()
    client.post(f"/exports/reports/{plan.pk}/resume/")
    assert ReportPlan.objects.get().paused_at is None
    colleague = actor_of(officer(authority, "supervisor"))
    with pytest.raises(NotFound):
        selectors.report(colleague, plan.pk)
    assert browser(colleague).post(f"/exports/reports/{plan.pk}/delete/").status_code == 404
    client.post(f"/exports/reports/{plan.pk}/delete/")
    assert not ReportPlan.objects.exists()
    investigator = actor_of(officer(authority, "investigator"))
    save_view(actor=investigator, name="Doors", query="use=verification")
    page = browser(investigator).get("/exports/reports/").content.decode()
    assert ("Doors" in page, 'value="pdf"' in page) == (True, False), "numbers alone come as PDF"


def test_over_http(who):
    client, kind = browser(who), "application/json"
    made = client.post("/api/v1/reports/", {"rhythm": "weekly", "form": "csv"}, content_type=kind)
    assert made.status_code == 201
    address = f"/api/v1/reports/{made.json()['id']}/"
    assert client.patch(address, {"paused": True}, content_type=kind).json()["paused_at"] is not None
    assert len(client.get("/api/v1/reports/").json()) == 1
    assert (
        client.post("/api/v1/reports/", {"view": 1, "rhythm": "weekly", "form": "csv"}, content_type=kind).status_code
        == 404
    )
    assert client.delete(address).status_code == 204
