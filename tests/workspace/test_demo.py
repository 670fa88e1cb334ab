"""The demonstration's law firm: every part of the chambers has something to show, told by the services themselves."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from caseapp.billing.models import Invoice, TimeEntry, TrustLedger, TrustPayment
from caseapp.core.actors import SYSTEM
from caseapp.documents.models import Bundle, Document
from caseapp.documents.services import load_templates
from caseapp.law.services import load_law
from caseapp.litigation.models import (
    CaseFile,
    CaseTask,
    CivilSuit,
    ClientAccount,
    CollectiveMember,
    ConflictCheck,
    Engagement,
    Limitation,
    Offer,
    OutcomeProposal,
)
from caseapp.litigation.services.procedures import load_procedures
from caseapp.workspace.demo.chambers import practise
from caseapp.workspace.demo.ningbo import filed
from caseapp.workspace.demo.organisations import make_organisations
from caseapp.workspace.demo.people import make_people

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The real law, procedures and letters, which no test here changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_law(actor=SYSTEM)
        load_procedures(actor=SYSTEM)
        load_templates(actor=SYSTEM)
        yield
        transaction.set_rollback(True)


def test_every_part_of_the_chambers_has_something_to_show() -> None:
    cast, respondents = make_people(), make_organisations()
    own = filed(cast, respondents["tidehouse"], "citizen", days_ago=220, wants=("compensation", "deletion"))
    for key, owners in (
        ("orchard-mart", ("citizen", *[None] * 7)),
        ("cloudpeak", (None,)),
        ("brightstep", (None,)),
    ):
        for days, owner in enumerate(owners, start=6):
            filed(cast, respondents[key], owner, days_ago=days, wants=("deletion",))
    practise(cast, respondents, own)

    assert CaseFile.objects.count() == 2
    assert set(Engagement.objects.values_list("state", flat=True)) == {"requested", "conflict_check", "accepted"}
    assert ConflictCheck.objects.filter(result="", hits__0__isnull=False).exists()
    assert set(CivilSuit.objects.values_list("state", flat=True)) == {"collecting", "preparing", "mediation"}
    assert sorted(Offer.objects.values_list("side", "state")) == [("ours", "open"), ("theirs", "refused")]
    assert ClientAccount.objects.get().net_amount == 1360
    assert OutcomeProposal.objects.count() == 1
    assert {"confirmed", "unconfirmed"} <= set(Limitation.objects.values_list("state", flat=True))
    assert CaseTask.objects.filter(source__startswith="gap:", done_at=None).exists()
    assert set(Invoice.objects.values_list("state", flat=True)) == {"part_paid", "draft"}
    assert TimeEntry.objects.filter(minutes=None).count() == 1
    assert sorted(TrustPayment.objects.values_list("state", flat=True)) == ["paid", "proposed"]
    assert TrustLedger.objects.get().entries.count() == 2
    states = set(CollectiveMember.objects.values_list("state", flat=True))
    assert states == {"admitted", "joined", "deficient", "withdrawn"}
    assert cast.users["citizen"].complaints.filter(collective_invitations__state="sent").count() == 1
    assert Document.objects.filter(side="firm").exists()
    assert Bundle.objects.get().entries.count() == 3
