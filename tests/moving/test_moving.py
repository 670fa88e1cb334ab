"""A matter goes out of one firm and into another, whole."""

import json

import pytest
from django.utils.translation import override

from caseapp.accounts.models import Firm, User
from caseapp.billing.models import Disbursement, TimeEntry
from caseapp.billing.services import work
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.documents.models import Document
from caseapp.law.models import Framework, Jurisdiction
from caseapp.litigation.models import CaseFile, CivilSuit
from caseapp.moving import services
from caseapp.moving.rows import STAY, tables
from caseapp.respondents.models import Respondent
from tests.factories.accounts import FirmFactory, actor_of, lawyer
from tests.factories.evidence import picture
from tests.moving.made import brought_in, parts, received, taken_out

pytestmark = pytest.mark.django_db


def bare(content):
    """What an archive says, without what each installation sets for itself: who the people are."""
    matter = json.loads(parts(content)["matter.json"])
    matter.pop("people")
    return matter


def test_out_and_in_and_out_again_is_the_same_matter(matter):
    case_file, partner = matter
    first = taken_out(partner, case_file)
    told = parts(first)
    assert {"manifest.json", "matter.json", f"history/{case_file.reference}.json"} <= set(told)
    history = json.loads(told[f"history/{case_file.reference}.json"])
    assert history["trust_money"][0]["held"] == "70.00"
    assert history["invoices"][0]["number"] == 1
    assert history["limitation_dates"][0]["last_day"] == "2029-01-01"

    firm = FirmFactory()
    newcomer = lawyer(firm, "partner")
    arrival = received(actor_of(newcomer), firm, first)
    assert CaseFile.objects.filter(firm=firm).count() == 0
    with override("zh-hans"):
        assert ("事实", 1) in arrival.counts
    people = {one["key"]: lawyer(firm).pk for one in arrival.report["people"]}
    made = brought_in(actor_of(newcomer), arrival, people)

    assert made.firm == firm
    assert made.reference != case_file.reference
    assert made.open_notes() == "Privileged: settle above 9,000. 保密"
    suit = CivilSuit.objects.get(case_file=made)
    assert (suit.court, suit.hearings.get().place) == ("Heping District People's Court", "Room 3")
    assert set(TimeEntry.objects.filter(case_file=made).values_list("user", flat=True)) <= set(people.values())
    outlay = Disbursement.objects.exclude(storage_name="").get(case_file=made)
    assert b"".join(work.open_receipt(actor=actor_of(newcomer), disbursement=outlay)) == picture()
    assert Document.objects.get(matter=made.reference).pdf() == b"%PDF-1.7"
    assert {one.path.partition("/")[0] for one in made.brought_files.all()} == {
        "bundles",
        "evidence",
        "history",
        "invoices",
    }
    proof = made.proofs.get()
    assert proof.facts.get().text == "The camera stood over the door."
    exhibit = made.brought_files.get(path__startswith="evidence/")
    assert exhibit.proves == [f"{proof.framework.code}.own_face"]
    assert made.team.count() == 1

    second = taken_out(actor_of(newcomer), made)
    assert bare(second) == bare(first)
    again = parts(second)
    kept = {
        name: content
        for name, content in told.items()
        if name.partition("/")[0] not in {"manifest.json", "matter.json"}
    }
    assert {name: again[name] for name in kept} == kept
    with pytest.raises(WrongState):
        services.bring_in(actor=actor_of(newcomer), arrival=arrival, people=people)


def test_only_a_partner_of_the_firm_takes_out_and_only_the_own_firm_brings_in(matter):
    case_file, partner = matter
    for actor in (actor_of(lawyer(case_file.firm)), actor_of(lawyer(FirmFactory(), "partner"))):
        with pytest.raises(NotAllowed):
            services.take_out(actor=actor, case_file=case_file)
    content = taken_out(partner, case_file)
    with pytest.raises(NotAllowed):
        received(partner, FirmFactory(), content)
    arrival = received(partner, case_file.firm, content)
    with pytest.raises(InvalidInput):
        services.bring_in(actor=partner, arrival=arrival, people={"p1": lawyer(FirmFactory()).pk})


def test_every_table_that_hangs_on_a_case_file_moves_or_stays_for_a_reason():
    names = {model._meta.label_lower for model in tables()}
    assert {"litigation.casefile", "litigation.civilsuit", "litigation.hearing", "billing.timeentry"} <= names
    assert names & STAY == set()
    known = {*tables(), User, Firm, Respondent}
    for model in tables():
        for field in model._meta.concrete_fields:
            target = field.remote_field.model if field.remote_field else None
            stays = target and target not in known and target._meta.app_label != "law"
            assert not stays or field.null, f"{field} needs what does not move"
            if target and target._meta.app_label == "law":
                assert target in {Jurisdiction, Framework}, f"{field} names a law that no code finds"
