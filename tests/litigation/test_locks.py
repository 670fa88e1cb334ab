"""Two acts at the same moment of which each forbids the other: the later one waits, and meets what the first did."""

import threading
import time
from decimal import Decimal
from importlib import import_module

import pytest
from django.db import close_old_connections, connection

from caseapp.core.errors import WrongState
from caseapp.litigation.enums import ActionState, EngagementState, FeeKind, KnownRole
from caseapp.litigation.models import CollectiveMember, ConflictCheck, Engagement, KnownParty
from caseapp.litigation.services import conflicts, engagements
from tests.factories.accounts import FirmFactory, actor_of, lawyer, place
from tests.factories.collective import CollectiveActionFactory, invited
from tests.factories.complaints import ComplaintFactory
from tests.factories.litigation import EngagementFactory
from tests.litigation.made import join

pytestmark = pytest.mark.django_db(transaction=True)

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def waits_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0] > 0


def while_the_first_is_at(seam, monkeypatch, first, second):
    """Run `first` as far as it calls `seam`, begin `second`, and let `first` go on once `second` waits or has ended.
    Answers what each raised.
    """
    module, _dot, name = seam.rpartition(".")
    called = getattr(import_module(module), name)
    reached, go_on = threading.Event(), threading.Event()
    raised = [None, None]

    def paused(*args, **kwargs):
        if threading.current_thread() is threads[0]:
            reached.set()
            go_on.wait(20)
        return called(*args, **kwargs)

    def run(at, act):
        try:
            act()
        except WrongState as refusal:
            raised[at] = refusal
        finally:
            connection.close()

    monkeypatch.setattr(seam, paused)
    threads = [threading.Thread(target=run, args=(at, act)) for at, act in enumerate((first, second))]
    threads[0].start()
    assert reached.wait(20)
    threads[1].start()
    until = time.monotonic() + 20
    while threads[1].is_alive() and not waits_for_a_lock() and time.monotonic() < until:
        time.sleep(0.01)
    go_on.set()
    for thread in threads:
        thread.join(20)
    close_old_connections()
    return raised


def test_nobody_accepts_while_a_newer_check_is_being_made(monkeypatch):
    firm = FirmFactory()
    made = EngagementFactory(firm=firm, state=EngagementState.OFFERED, terms="We sue for you.")
    ConflictCheck.objects.create(engagement=made, result="clear")
    KnownParty.objects.create(firm=firm, name=made.complaint.respondent.name, role=KnownRole.CLIENT)
    client = actor_of(made.complaint.owner)
    check, accepted = while_the_first_is_at(
        "caseapp.litigation.services.conflicts.seek",
        monkeypatch,
        lambda: conflicts.recheck(engagement=made),
        lambda: engagements.accept(actor=client, engagement=made, name="Lin"),
    )
    assert check is None
    assert "possible conflict" in str(accepted.message)
    assert Engagement.objects.get().state == EngagementState.OFFERED


def test_a_share_is_not_offered_while_its_client_joins_a_group_action(monkeypatch):
    complaint = ComplaintFactory(jurisdiction=place("CN"))
    firm = FirmFactory()
    made = EngagementFactory(firm=firm, complaint=complaint, state=EngagementState.CONFLICT_CHECK)
    ConflictCheck.objects.create(engagement=made, result="clear")
    action = CollectiveActionFactory(state=ActionState.INVITING)
    invited(action, complaint)
    associate = actor_of(lawyer(firm))
    terms = {"terms": "We sue.", "fee_kind": FeeKind.CONTINGENT, "fee_percent": Decimal(18)}
    offered, joined = while_the_first_is_at(
        "caseapp.litigation.services.engagements.engagement_letter",
        monkeypatch,
        lambda: engagements.offer(actor=associate, engagement=made, **terms),
        lambda: join(complaint, action),
    )
    assert offered is None
    assert "not lawful in a group action" in str(joined.message)
    assert not CollectiveMember.objects.exists()
