"""The respondent asks for more time, and what a missed day brings."""

import pytest
from django.test import Client
from django.urls import reverse

from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.enforcement import services
from caseapp.enforcement.enums import InvestigationState, TimeWishState
from caseapp.enforcement.models import (
    InformationRequest,
    Investigation,
    Invitation,
    MissedDay,
    NoticeOfIntent,
    TimeWish,
)
from caseapp.enforcement.workflow import TIME_WISH
from caseapp.notifications.models import Notice
from tests.enforcement.respondent import soon, words
from tests.factories.enforcement import InvestigationFactory
from tests.factories.roles import ROLES, cast

pytestmark = pytest.mark.django_db


class TestTime:
    def ask(self, case, **changes):
        told = {"about": case.request, "wanted_until": soon(30), "reason": "Our technician is away.", **changes}
        return services.ask_for_time(actor=case.respondent, **told)

    def test_asked_and_granted_moves_the_day(self, case):
        client = case.browser()
        url = reverse("enforcement:respond_time", args=[case.request.pk])
        page = client.post(url, {"wanted_until": soon(30).isoformat(), "reason": "Holidays."}, follow=True)
        assert "Until the authority answers, the day stands." in words(page)
        assert client.post(url, {"wanted_until": soon(31).isoformat(), "reason": "More."}).status_code == 409
        desk, wish = Client(), TimeWish.objects.get()
        desk.force_login(case.lead)
        shown = words(desk.get(reverse("enforcement:investigation", args=[case.investigation.reference])))
        assert "The respondent asks for more time" in shown
        grant = reverse("enforcement:decide_on_time", args=[case.investigation.reference, wish.pk, "grant"])
        assert soon(30).isoformat() in desk.get(grant).content.decode()
        assert desk.post(grant, {"due_on": soon(20).isoformat(), "reason": "Once."}).status_code == 302
        case.request.refresh_from_db()
        assert case.request.due_on == soon(20)
        assert "Once." in words(client.get("/respond/inquiry/"))

    def test_refused_with_a_reason_and_asked_again(self, case):
        wish = self.ask(case)
        services.perform_on_time_wish(
            actor=case.actor, wish=wish, action="refuse", given={"reason": "You had a month."}
        )
        case.request.refresh_from_db()
        assert (wish.state, case.request.due_on) == (TimeWishState.REFUSED, soon())
        assert self.ask(case).state == TimeWishState.ASKED

    @pytest.mark.parametrize("wanted", [-1, 0, 14])
    def test_only_a_later_day_can_be_wished_for(self, case, wanted):
        with pytest.raises(InvalidInput, match="later"):
            self.ask(case, wanted_until=soon(wanted))

    def test_the_answer_lets_a_wish_lapse(self, case):
        wish = self.ask(case)
        services.send_answer(
            actor=case.respondent,
            request=case.request,
            answer="Here.",
            elements={case.request.elements.get().pk: "No."},
        )
        wish.refresh_from_db()
        assert wish.state == TimeWishState.LAPSED
        with pytest.raises(WrongState):
            services.perform_on_time_wish(actor=case.actor, wish=wish, action="grant", given={"due_on": soon(40)})

    def test_every_role_in_every_state(self):
        people = cast()
        made = InvestigationFactory(authority=people.authority)
        asked = InformationRequest.objects.create(investigation=made, body="?", due_on=soon())
        wish = TimeWish.objects.create(investigation=made, request=asked, wanted_until=soon(20), reason="So.")
        actors = {**people.actors, "respondent": Actor(kind="respondent", investigation_id=made.pk)}
        deciders = {"investigator", "supervisor"}
        table = {"grant": (deciders, "granted"), "refuse": (deciders, "refused")}
        table["lapse"] = (deciders | {"respondent"}, "lapsed")
        assert set(table) == {row.action for row in TIME_WISH.transitions}
        assert TIME_WISH.states == set(TimeWishState.values)
        for role in (*ROLES, "respondent"):
            sees = role in deciders | {"intake_officer", "respondent"}
            assert TimeWish.objects.visible_to(actors[role]).exists() == sees, role
            assert Invitation.objects.visible_to(actors[role]).query is not None
            for state in TimeWishState.values:
                for action, (may, target) in table.items():
                    TimeWish.objects.filter(pk=wish.pk).update(state=state)
                    cell = f"{role} · {action} · {state}"
                    try:
                        given = {"due_on": soon(), "reason": "So."}
                        after = TIME_WISH.apply(actors[role], wish, action, given=given)
                    except NotAllowed:
                        assert role not in may, cell
                    except WrongState:
                        assert role in may, cell
                        assert state != "asked", cell
                    else:
                        assert (role in may, state, after.state) == (True, "asked", target), cell


class TestMissedDays:
    def test_the_clock_writes_each_missed_day_down_once(self, case):
        InformationRequest.objects.update(due_on=soon(-1))
        assert services.mark_missed_days() == 1
        assert services.mark_missed_days() == 0
        assert "Nothing came by" in words(case.browser().get("/respond/inquiry/"))
        assert Notice.objects.filter(user=case.lead, kind="enforcement.day_missed").count() == 1
        desk = Client()
        desk.force_login(case.lead)
        shown = words(desk.get(reverse("enforcement:investigation", args=[case.investigation.reference])))
        assert "The respondent did not answer by" in shown
        # A new day, granted, can be missed again.
        InformationRequest.objects.update(due_on=soon(-2))
        assert services.mark_missed_days() == 1
        assert MissedDay.objects.count() == 2

    def test_what_came_in_time_or_is_not_due_is_no_miss(self, case):
        assert services.mark_missed_days() == 0
        InformationRequest.objects.update(due_on=soon(-1), answered_on=soon(-2))
        assert services.mark_missed_days() == 0

    def test_the_notice_has_its_own_day(self, case):
        services.give_notice(actor=case.actor, investigation=case.investigation, reason="We mean to.", due_on=soon())
        NoticeOfIntent.objects.update(reply_by=soon(-1))
        assert services.mark_missed_days() == 1
        Investigation.objects.update(state=InvestigationState.DECIDED)
        NoticeOfIntent.objects.update(reply_by=soon(-3))
        assert services.mark_missed_days() == 0
