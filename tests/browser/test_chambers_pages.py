"""Every page of the lawyer's chambers with something on it, and what clients and members see of them, asked of axe and
measured at a phone's and a desk's width, in English and Chinese by turns. The rows are the demonstration's own.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from caseapp.billing.models import Invoice, TimeEntry, TrustLedger, TrustPayment
from caseapp.core.actors import SYSTEM
from caseapp.core.models import OutboxMessage
from caseapp.core.queue import run_pending
from caseapp.documents.models import Bundle, Document
from caseapp.documents.services import load_templates
from caseapp.law.services import load_law
from caseapp.litigation.enums import MemberState
from caseapp.litigation.models import (
    CaseFile,
    CaseTask,
    CivilSuit,
    ClientAccount,
    CollectiveAction,
    CollectiveInvitation,
    CollectiveMember,
    Distribution,
    ElementProof,
    Engagement,
    Limitation,
    Offer,
    OutcomeProposal,
)
from caseapp.litigation.services.collective import actions, distributions, joining, roster
from caseapp.litigation.services.procedures import load_procedures
from caseapp.workspace.demo.chambers import practise
from caseapp.workspace.demo.ningbo import filed
from caseapp.workspace.demo.organisations import make_organisations
from caseapp.workspace.demo.people import Cast, make_people
from tests.browser.pages import sign_in

OpenPage = Callable[..., Any]
Troubles = Callable[..., list[str]]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def cast() -> Cast:
    """The firm of the demonstration at work, and some of those who complained about the same supermarket."""
    load_law(actor=SYSTEM)
    load_procedures(actor=SYSTEM)
    load_templates(actor=SYSTEM)
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
    _let_the_worker_run()
    return cast


def test_every_page_of_the_chambers(cast: Cast, open_page: OpenPage, site: str, troubles: Troubles) -> None:
    _something_everywhere()
    found: list[str] = []

    def look(who: str, addresses: list[str]) -> None:
        page = open_page()
        sign_in(page, site, cast.users[who])
        for number, address in enumerate(addresses):
            language = ("en", "zh-hans")[number % 2]
            page.context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": site}])
            answer = page.goto(site + address)
            assert answer.status == 200, (who, address, answer.status)
            assert page.locator("html").get_attribute("lang").lower() == language, address
            found.extend(troubles(page))

    look("partner", _pages_of_the_firm())
    invitation = CollectiveInvitation.objects.get(complaint__owner=cast.users["citizen"])
    look("citizen", [f"/invitations/{invitation.reference}/", f"/invitations/{invitation.reference}/join/"])
    look("lawyer", _distributed(cast, invitation))
    look("citizen", _pages_of_the_client(invitation))
    assert found == []


def _let_the_worker_run() -> None:
    """Files examined, the bundle built, conflicts looked for once more: what the pages show, and no more than that."""
    assert OutboxMessage.objects.filter(task="litigation.recheck_conflicts").count() == 1
    OutboxMessage.objects.filter(task__startswith="complaints.").delete()
    run_pending()


def _something_everywhere() -> None:
    """The demonstration shows each part of the chambers at work."""
    assert set(Engagement.objects.values_list("state", flat=True)) == {"requested", "conflict_check", "accepted"}
    assert set(CivilSuit.objects.values_list("state", flat=True)) == {"collecting", "preparing", "mediation"}
    assert sorted(Offer.objects.values_list("side", "state")) == [("ours", "open"), ("theirs", "refused")]
    assert ClientAccount.objects.get().net_amount == 1360
    assert OutcomeProposal.objects.count() == 1
    assert {"confirmed", "unconfirmed", "met"} <= set(Limitation.objects.values_list("state", flat=True))
    assert CaseTask.objects.filter(source__startswith="gap:", done_at=None).exists()
    assert set(Invoice.objects.values_list("state", flat=True)) == {"part_paid", "draft"}
    assert TimeEntry.objects.filter(minutes=None).count() == 1
    assert sorted(TrustPayment.objects.values_list("state", flat=True)) == ["paid", "proposed"]
    states = set(CollectiveMember.objects.values_list("state", flat=True))
    assert states == {"admitted", "joined", "deficient", "withdrawn"}
    assert Bundle.objects.get().volumes.count() == 1
    assert Document.objects.filter(side="firm").exists()


def _pages_of_the_firm() -> list[str]:
    case_file = CaseFile.objects.get(title__startswith="Lin Xiaoyu")
    file = f"/case-files/{case_file.reference}/"
    won, fought = (f"/suits/{CivilSuit.objects.get(state=state).reference}/" for state in ("collecting", "mediation"))
    conflict, engaged = (
        f"/requests/{Engagement.objects.filter(state=state).earliest('pk').reference}/"
        for state in ("conflict_check", "accepted")
    )
    running = Limitation.objects.filter(state="unconfirmed").exclude(last_day=None).earliest("pk")
    proof = ElementProof.objects.earliest("pk")
    action = f"/collective-actions/{CollectiveAction.objects.get().reference}/"
    lacking = CollectiveMember.objects.get(state=MemberState.DEFICIENT)
    issued, draft = (f"/invoices/{Invoice.objects.get(state=state).reference}/" for state in ("part_paid", "draft"))
    ledger = f"/trust/{TrustLedger.objects.get().reference}/"
    return [
        "/home/",
        "/requests/",
        conflict,
        engaged,
        "/known/",
        "/case-files/",
        *(
            f"{file}{part}"
            for part in (
                *("", "notes/", "parties/", "facts/", "elements/", f"elements/{proof.framework_id}/{proof.element}/"),
                *("limitation/", "tasks/", "documents/", "bundles/"),
                *(f"bundles/{Bundle.objects.get().reference}/", "costs/", "archive/", "collective-actions/new/"),
            )
        ),
        f"/case-files/{running.case_file.reference}/limitation/{running.pk}/",
        "/suits/",
        won,
        fought,
        f"{fought}offers/new/",
        f"{won}client-account/",
        f"{fought}do/settle/",
        "/calendar/",
        "/letter-texts/",
        "/collective-actions/",
        action,
        f"{action}members/{lacking.pk}/",
        f"{action}members/admit/",
        f"{action}do/invite/",
        "/rates/",
        "/invoices/",
        issued,
        draft,
        "/trust/",
        ledger,
        f"/trust/payments/{TrustPayment.objects.get(state='proposed').reference}/",
        "/trust/reconciliations/",
        "/matters/bring-in/",
    ]


def _distributed(cast: Cast, invitation: CollectiveInvitation) -> list[str]:
    """The citizen joins too, the roster is closed and a sum divided: where the firm reads it."""
    lawyer, partner, citizen = cast.actor("lawyer"), cast.actor("partner"), cast.actor("citizen")
    action = CollectiveAction.objects.get()
    joining.join(actor=citizen, invitation=invitation, name="Lin Xiaoyu")
    lacking = CollectiveMember.objects.select_related("complaint").get(state=MemberState.DEFICIENT)
    roster.cure(actor=cast.client(lacking.complaint), member=lacking, message="It was the shop in Haishu.")
    for member in CollectiveMember.objects.filter(state=MemberState.JOINED):
        roster.admit(actor=lawyer, member=member)
    action = actions.form(actor=lawyer, action=action)
    made = distributions.prepare_distribution(
        actor=lawyer,
        action=action,
        rule="harm",
        gross=Decimal(12_000),
        costs=Decimal(900),
        fee=Decimal(1_000),
        basis="Court costs by receipt.",
    )
    distributions.approve(actor=partner, distribution=made)
    here = f"/collective-actions/{action.reference}/"
    return [here, f"{here}distributions/new/", f"{here}distributions/{made.reference}/"]


def _pages_of_the_client(invitation: CollectiveInvitation) -> list[str]:
    own = Engagement.objects.filter(state="accepted").earliest("pk")
    invited = f"/invitations/{invitation.reference}/"
    return [
        f"/complaints/{invitation.complaint.reference}/together/",
        invited,
        f"{invited}statements/{Distribution.objects.get().reference}/",
        f"/complaints/{invitation.complaint.reference}/share/",
        f"/requests/{own.reference}/",
        f"/suits/{CivilSuit.objects.get(state='collecting').reference}/",
        "/invoices/",
        f"/invoices/{Invoice.objects.get(state='part_paid').reference}/",
        f"/trust/{TrustLedger.objects.get().reference}/",
    ]
