"""A matter that several tests move."""

import io
from decimal import Decimal

import pytest
from django.utils import timezone

from caseapp.billing.services import work
from caseapp.core.actors import SYSTEM
from caseapp.core.queue import run_pending
from caseapp.documents.services import bundles
from caseapp.evidence.models import EvidenceItem
from caseapp.evidence.services import SealedUpload
from caseapp.litigation.models import CaseFact, ElementProof, Hearing, Limitation
from caseapp.litigation.services.case_files import write_notes
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.billing import DAY, billed, client_of, holding
from tests.factories.complaints import let_firm_in
from tests.factories.evidence import add, picture
from tests.factories.litigation import CivilSuitFactory, three_years
from tests.moving.made import letter


@pytest.fixture
def matter():
    """A case file with notes, a suit, a hearing, time, an outlay with receipt, an invoice, trust money, a letter."""
    client = client_of(FirmFactory())
    case_file, firm = client.case_file, client.firm
    partner = actor_of(lawyer(firm, "partner"))
    write_notes(actor=partner, case_file=case_file, notes="Privileged: settle above 9,000. 保密")
    suit = CivilSuitFactory(case_file=case_file)
    Hearing.objects.create(
        suit=suit, starts_at=timezone.now(), time_zone="Asia/Shanghai", place="Room 3", purpose="First hearing"
    )
    work.record_time(actor=partner, case_file=case_file, on=DAY, minutes=25, activity="Drafting")
    work.record_disbursement(
        actor=partner,
        case_file=case_file,
        on=DAY,
        purpose="Court fee",
        amount=Decimal(50),
        currency="CNY",
        receipt=SealedUpload.of(io.BytesIO(picture()), name="fee.png"),
    )
    let_firm_in(client.complaint, firm)
    partner_of_team = lawyer(firm)
    case_file.team.set([partner_of_team])
    seen = CaseFact.objects.create(case_file=case_file, happened_on=DAY)
    seen.text = "The camera stood over the door."
    seen.save()
    exhibit = add(client.complaint, picture(colour="red"), name="door.png", actor=SYSTEM)
    EvidenceItem.objects.filter(pk=exhibit.pk).update(state="ready")
    rule = three_years()
    proof = ElementProof.objects.create(case_file=case_file, framework=rule.framework, element="own_face")
    proof.facts.set([seen])
    proof.exhibits.set([exhibit])
    ordered = bundles.order_bundle(
        actor=partner,
        firm_id=firm.pk,
        matter=case_file.reference,
        title="Exhibits",
        language="en",
        chosen=[bundles.Chosen(exhibit.pk)],
    )
    run_pending()
    assert ordered.volumes.count() == 1
    Limitation.objects.create(
        case_file=case_file, engagement=client, rule=rule, event_on="2026-01-01", last_day="2029-01-01"
    )
    billed(client)
    holding("70", engagement=client)
    letter(case_file)
    return case_file, partner
