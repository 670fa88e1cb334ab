"""No privileged byte leaves the firm: not by page, API, search, export, notice, preview or count."""

import json
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from caseapp.accounts.models import User
from caseapp.core.models import TimelineEntry
from caseapp.litigation.enums import EngagementState, KnownRole, PartyRole
from caseapp.litigation.models import (
    CaseFact,
    CaseFile,
    CaseParty,
    CaseTask,
    ConflictCheck,
    ElementProof,
    Engagement,
    KnownParty,
    Limitation,
    Tolling,
)
from caseapp.litigation.services import case_files, working
from caseapp.notifications.models import Notice
from tests.factories.accounts import AuthorityFactory, FirmFactory, UserFactory, actor_of, lawyer, officer
from tests.factories.complaints import ComplaintFactory, let_firm_in
from tests.factories.litigation import CaseFileFactory, CivilSuitFactory, EngagementFactory, three_years

pytestmark = pytest.mark.django_db

CANARY = "PrivilegedCanary"
QUERIES = ("", "?q=Privileged")
"""A search for the beginning of the word, so that a page that repeats the question does not count."""


@pytest.fixture
def planted():
    """A matter with the canary in everything that the firm alone may read."""
    authority, firm = AuthorityFactory(), FirmFactory()
    complaint = ComplaintFactory(authority=authority)
    let_firm_in(complaint, firm)
    partner = lawyer(firm, "partner")
    case_file = CaseFileFactory(firm=firm, title=f"{CANARY} title", responsible=partner)
    engagement = EngagementFactory(
        complaint=complaint, firm=firm, state=EngagementState.ACCEPTED, case_file=case_file, terms="Terms."
    )
    case_files.write_notes(actor=actor_of(partner), case_file=case_file, notes=f"{CANARY} notes")
    rule = three_years()
    CaseParty.objects.create(case_file=case_file, role=PartyRole.WITNESS, name=f"{CANARY} witness")
    KnownParty.objects.create(firm=firm, name=f"{CANARY} known", role=KnownRole.CLIENT)
    CaseFact.objects.create(case_file=case_file, text=f"{CANARY} fact", happened_on="2026-01-02")
    working.add_task(actor=actor_of(partner), case_file=case_file, title=f"{CANARY} task")
    ElementProof.objects.create(case_file=case_file, framework=rule.framework, element="e", gap=f"{CANARY} gap")
    ConflictCheck.objects.create(
        engagement=engagement,
        reason=f"{CANARY} reason",
        result="waived",
        names=[{"name": CANARY, "part": "respondent"}],
    )
    suit = CivilSuitFactory(case_file=case_file)
    suit.docket.create(kind="filing", side="ours", title=f"{CANARY} docket", on="2026-02-01")
    suit.offers.create(side="ours", amount=1, currency="CNY", offered_on="2026-02-01", remark=f"{CANARY} remark")
    limitation = Limitation.objects.create(case_file=case_file, engagement=engagement, rule=rule, event_on="2026-01-01")
    Tolling.objects.create(limitation=limitation, kind="restart", first="2026-02-01", reason=f"{CANARY} talks")
    return engagement


def outsiders(engagement: Engagement) -> dict[str, User]:
    """Everybody who might look and must not see, the client among them."""
    authority = engagement.complaint.authority
    return {
        "another firm": lawyer(FirmFactory(), "partner"),
        "an officer": officer(authority, "supervisor"),
        "an analyst": officer(authority, "analyst"),
        "an administrator": UserFactory(is_administrator=True),
        "the client": engagement.complaint.owner,
    }


def addresses(engagement: Engagement) -> Iterator[str]:
    """Every address that takes nothing, and those that take the reference of the case file, engagement or complaint."""
    matter = engagement.case_file
    date = matter.limitations.get()
    number = {
        "limitation": date.pk,
        "deadlines": date.pk,
        "tasks": matter.tasks.get().pk,
        "facts": matter.facts.get().pk,
        "parties": matter.parties.get().pk,
    }
    owners = {
        "case-files": matter.reference,
        "requests": engagement.reference,
        "engagements": engagement.reference,
        "complaints": engagement.complaint.reference,
        "suits": matter.suits.get().reference,
    }
    for route in routes(get_resolver().url_patterns):
        parts = route.removeprefix("api/v1/").split("/")
        filled = route.replace("<reference:reference>", owners.get(parts[0], "<"))
        for part in parts:
            filled = filled.replace("<int:number>", str(number[part])) if part in number else filled
        filled = filled.replace("<slug:action>", "close").replace("<int:tolling>", str(date.tollings.get().pk))
        if "<" not in filled and "(" not in filled and not filled.startswith("account/"):
            yield "/" + filled


def routes(patterns, before=""):
    """The paths of a tree of addresses."""
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, path)
        elif isinstance(one, URLPattern):
            yield path


def body(answer) -> str:
    """What was answered, whole."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("who", ["another firm", "an officer", "an administrator", "the client"])
def test_no_address_gives_a_privileged_byte(planted, who):
    user = outsiders(planted)[who]
    client = Client()
    client.force_login(user)
    tried = sorted(set(addresses(planted)))
    assert len(tried) > 150
    for at in tried:
        is_list = at.count("/") <= 2 or (at.startswith("/api/v1/") and at.count("/") == 4)
        for query in QUERIES if is_list else QUERIES[:1]:
            answer = client.get(at + query)
            assert CANARY not in body(answer), (who, at, query)


def test_the_firm_itself_does_see_it(planted):
    client = Client()
    client.force_login(planted.case_file.responsible)
    at = f"/case-files/{planted.case_file.reference}/"
    api, suit = f"/api/v1{at}", planted.case_file.suits.get().reference
    for path in (
        *(f"{at}{part}" for part in ("", "facts/", "tasks/", "parties/", "notes/")),
        *(f"{api}{part}" for part in ("facts/", "tasks/", "parties/", "deadlines/", "notes/", "timeline/")),
        *("/known/?q=PrivilegedCanary", "/api/v1/known-parties/", "/api/v1/known-parties/like/?name=PrivilegedCanary"),
        *(f"/suits/{suit}/", f"/api/v1/suits/{suit}/docket/"),
    ):
        assert CANARY in client.get(path).content.decode(), path


def test_notices_timelines_and_the_audit_hold_none(planted):
    stored = [
        *Notice.objects.values_list("data", flat=True),
        *TimelineEntry.objects.filter(shared=True).values_list("data", flat=True),
    ]
    assert CANARY not in json.dumps(stored)


def test_counts_and_columns_tell_outsiders_nothing(planted):
    for who, user in outsiders(planted).items():
        actor = actor_of(user)
        for model in (CaseFile, CaseTask, CaseFact, CaseParty, ElementProof, KnownParty, ConflictCheck, Limitation):
            assert model.objects.visible_to(actor).count() == 0, (who, model)


def test_notes_facts_tasks_and_gaps_are_sealed_at_rest(planted):
    for model in (CaseTask, CaseFact, ElementProof):
        (held,) = model.objects.values()
        assert CANARY not in repr(
            {name: bytes(value) if name.startswith("sealed_") else value for name, value in held.items()}
        )
        (column,) = (name for name in held if name.startswith("sealed_"))
        row = model.objects.get()
        assert CANARY in row.open_text(column)
        row.pk += 1
        with pytest.raises(ValueError, match="cannot be opened"):
            row.open_text(column)
    assert CANARY.encode() not in bytes(CaseFile.objects.values_list("sealed_notes", flat=True).get())
