"""Working on a case file: its team, its parties, its facts, its tasks, and the proof of each element."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Membership
from caseapp.audit import services as audit
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.law.selectors import day_in
from caseapp.litigation.enums import FactStanding, PartyRole, Strength
from caseapp.litigation.models import CaseFact, CaseFile, CaseParty, CaseTask, ElementProof
from caseapp.litigation.selectors.working import task_templates
from caseapp.litigation.services.conflicts import somebody_added
from caseapp.litigation.services.telling import members
from caseapp.litigation.workflow import case_file_chain
from caseapp.notifications import services as notifications

notifications.tell("litigation.task", _("A task in %(reference)s is yours."))


@transaction.atomic
def choose_team(*, actor: Actor, case_file: CaseFile, user_ids: Iterable[int], responsible_id: int | None) -> CaseFile:
    """Say who works on the case file and who answers for it; only people of the firm. They get its warnings."""
    if not can(actor, "case_files.choose_team", case_file):
        raise NotAllowed()
    people = set(members(case_file.firm_id))
    wanted = set(user_ids)
    if not wanted <= people or (responsible_id is not None and responsible_id not in people):
        raise InvalidInput.field("team", _("Choose people of your firm."))
    locked = CaseFile.objects.select_for_update().get(pk=case_file.pk)
    locked.team.set(wanted)
    locked.responsible_id = responsible_id
    locked.save(update_fields=["responsible", "updated_at"])
    _note(actor, locked, "choose_team", {"team": sorted(wanted), "responsible": responsible_id})
    return locked


@transaction.atomic
def add_party(
    *, actor: Actor, case_file: CaseFile, role: str, name: str, other_names: str = "", note: str = ""
) -> CaseParty:
    """Write down somebody in the case file. Every conflict check of the firm is run again with them."""
    _may(actor, case_file)
    if role not in PartyRole.values:
        raise InvalidInput.field("role", _("This is not one of the choices."))
    if not name.strip():
        raise InvalidInput.field("name", _("Enter the name."))
    party = CaseParty.objects.create(
        case_file=case_file,
        role=role,
        name=name.strip(),
        other_names=other_names.strip(),
        note=note.strip(),
        added_by_id=actor.user_id,
    )
    _note(actor, case_file, "add_party", {"party": party.pk, "role": role})
    somebody_added(firm_id=case_file.firm_id)
    return party


@transaction.atomic
def remove_party(*, actor: Actor, case_file: CaseFile, party_id: int) -> None:
    """Take somebody out who does not belong in the case file."""
    _may(actor, case_file)
    case_file.parties.filter(pk=party_id).delete()
    _note(actor, case_file, "remove_party", {"party": party_id})


@transaction.atomic
def add_fact(
    *, actor: Actor, case_file: CaseFile, text: str, standing: str = "unknown", happened_on: dt.date | None = None
) -> CaseFact:
    """Write down a fact."""
    _may(actor, case_file)
    if not text.strip():
        raise InvalidInput.field("text", _("Write the fact."))
    if standing not in FactStanding.values:
        raise InvalidInput.field("standing", _("This is not one of the choices."))
    fact = CaseFact(case_file=case_file, standing=standing, happened_on=happened_on, added_by_id=actor.user_id)
    fact.text = text.strip()
    fact.save()
    return fact


@transaction.atomic
def remove_fact(*, actor: Actor, case_file: CaseFile, fact_id: int) -> None:
    """Take a fact out."""
    _may(actor, case_file)
    case_file.facts.filter(pk=fact_id).delete()


@transaction.atomic
def add_task(
    *,
    actor: Actor,
    case_file: CaseFile,
    title: str,
    assignee_id: int | None = None,
    due_on: dt.date | None = None,
    source: str = "",
) -> CaseTask:
    """Give somebody of the firm something to do; they are told unless it is oneself. The same source makes one open
    task.
    """
    _may(actor, case_file)
    if not title.strip():
        raise InvalidInput.field("title", _("Say what is to be done."))
    if assignee_id is not None and not Membership.objects.filter(firm=case_file.firm_id, user=assignee_id).exists():
        raise InvalidInput.field("assignee", _("Choose people of your firm."))
    given = {"title": title.strip()[:300], "assignee_id": assignee_id, "due_on": due_on}
    if source:
        task, made = CaseTask.objects.get_or_create(case_file=case_file, source=source, done_at=None, defaults=given)
    else:
        task, made = CaseTask.objects.create(case_file=case_file, **given), True
    if made and assignee_id is not None and assignee_id != actor.user_id:
        notifications.notify_users(
            user_ids=[assignee_id],
            kind="litigation.task",
            data={"reference": case_file.reference},
            path=f"/case-files/{case_file.reference}/tasks/",
        )
    return task


def add_tasks_from_template(*, actor: Actor, case_file: CaseFile, kind: str) -> list[CaseTask]:
    """Take up the tasks of a kind of matter in the case file's place; what is there and open already is left alone."""
    today = day_in(case_file.jurisdiction, timezone.now())
    by_role = _by_role(case_file)
    return [
        add_task(
            actor=actor,
            case_file=case_file,
            title=one.title,
            assignee_id=by_role.get(one.role),
            due_on=today + dt.timedelta(days=one.days),
            source=f"template:{one.key}",
        )
        for one in task_templates(kind, case_file.jurisdiction_id, today)
    ]


@transaction.atomic
def finish_task(*, actor: Actor, task: CaseTask, done: bool = True) -> CaseTask:
    """Say that a task is done, or that it is not done after all."""
    _may(actor, task.case_file)
    task.done_at = timezone.now() if done else None
    task.done_by_id = actor.user_id if done else None
    task.save(update_fields=["done_at", "done_by", "updated_at"])
    return task


@transaction.atomic
def plan_proof(
    *,
    actor: Actor,
    case_file: CaseFile,
    framework_id: int,
    element: str,
    facts: Iterable[CaseFact],
    exhibits: Iterable[object],
    strength: str,
    gap: str = "",
    assignee_id: int | None = None,
    due_on: dt.date | None = None,
) -> ElementProof:
    """Say how an element is to be proven. Something missing becomes a task; nothing missing any more finishes it."""
    _may(actor, case_file)
    if strength not in Strength.values:
        raise InvalidInput.field("strength", _("This is not one of the choices."))
    proof, _made = ElementProof.objects.select_for_update().get_or_create(
        case_file=case_file, framework_id=framework_id, element=element
    )
    proof.strength, proof.gap = strength, gap.strip()
    if proof.gap:
        proof.task = add_task(
            actor=actor,
            case_file=case_file,
            title=proof.gap,
            assignee_id=assignee_id,
            due_on=due_on,
            source=f"gap:{framework_id}:{element}",
        )
    elif proof.task is not None and proof.task.done_at is None:
        finish_task(actor=actor, task=proof.task)
    proof.save()
    proof.facts.set(facts)
    proof.exhibits.set(exhibits)  # type: ignore[arg-type]
    _note(actor, case_file, "plan_proof", {"element": element, "strength": strength})
    return proof


def _may(actor: Actor, case_file: CaseFile) -> None:
    if not can(actor, "case_files.change", case_file):
        raise NotAllowed()


def _note(actor: Actor, case_file: CaseFile, verb: str, facts: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        action=f"case_files.{verb}",
        subject=case_file,
        chain=case_file_chain(case_file),
        facts=facts,
    )


def _by_role(case_file: CaseFile) -> dict[str, int]:
    """Who of the team has which role; whoever is responsible does an associate's and a partner's work where none is."""
    team = {*case_file.team.values_list("pk", flat=True), case_file.responsible_id} - {None}
    rows = Membership.objects.filter(firm=case_file.firm_id, user__in=team).values_list("role", "user_id")
    found = dict(rows)
    for role in ("associate", "partner", "paralegal"):
        if role not in found and case_file.responsible_id is not None:
            found[role] = case_file.responsible_id
    return found
