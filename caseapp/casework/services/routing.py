"""Rules that give new complaints to people and units: written by supervisors, used on arrival, tried beforehand."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority, User
from caseapp.accounts.selectors import colleagues
from caseapp.audit import services as audit
from caseapp.casework.models import ComplaintTag, RoutingLine, RoutingRule
from caseapp.complaints import services as complaints
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.complaints.workflow import chain
from caseapp.core import timeline
from caseapp.core.actors import SYSTEM, Actor
from caseapp.core.counts import capped_counts
from caseapp.core.errors import InvalidInput, NotAllowed
from caseapp.core.policies import can
from caseapp.rules import routing as rules

LOOK_BACK = dt.timedelta(days=90)

timeline.tell("casework.routed", _("The rule “%(rule)s” gave the complaint to %(to)s."))


def rules_of(authority_id: int, on: dt.date | None = None) -> list[RoutingRule]:
    """The rules that hold on a day, in their order."""
    day = on or timezone.localdate()
    held = RoutingRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)
    return list(held.filter(authority_id=authority_id).select_related("assignee", "refer_to"))


def rules_and_uses(actor: Actor, authority: Authority) -> list[tuple[RoutingRule, int]]:
    """Every rule that holds, will hold or has ended, in their order, and how often each was used, up to a cap."""
    kept = RoutingRule.objects.visible_to(actor).filter(authority=authority).select_related("assignee", "refer_to")
    used = capped_counts({str(rule.pk): RoutingLine.objects.filter(rule=rule) for rule in kept})
    return [(rule, used[str(rule.pk)]) for rule in kept]


def facts_of(complaint: Complaint) -> dict[str, str]:
    """What rules may ask of a complaint."""
    return {
        "sector": complaint.sector,
        "use": complaint.use,
        "venue_kind": complaint.venue_kind,
        "jurisdiction": complaint.jurisdiction_id,
        "language": complaint.language,
        "respondent_kind": complaint.respondent_kind,
        "minors": "yes" if complaint.minors else "",
        "priority": str(complaint.priority),
    }


@transaction.atomic
def route(complaint_id: int) -> RoutingLine | None:
    """Use the first rule that holds on a new complaint, once; who has it already keeps it.

    Writes the assignment, the unit or a proposal to refer, a line with the rule, the internal timeline and the audit.
    Never more: a rule cannot reject or close, and a person confirms what it proposes.
    """
    complaint = Complaint.objects.select_for_update(of=("self",)).filter(pk=complaint_id).first()
    if complaint is None or complaint.authority_id is None or complaint.state != ComplaintState.SUBMITTED:
        return None
    if RoutingLine.objects.filter(complaint=complaint).exists():
        return None
    known = {rule.pk: rule for rule in rules_of(complaint.authority_id)}
    met = rules.first([rules.Rule(pk, rule.conditions) for pk, rule in known.items()], facts_of(complaint))
    if met is None:
        return None
    rule = known[met.key]
    if rule.assignee is not None and complaint.assigned_to_id is None:
        complaint.assigned_to = rule.assignee
        complaint.save(update_fields=["assigned_to", "updated_at"])
    if rule.unit:
        ComplaintTag.objects.get_or_create(complaint=complaint, authority_id=complaint.authority_id, word=rule.unit)
    if rule.refer_to is not None:
        complaints.propose_referral(complaint=complaint, authority=rule.refer_to, rule=rule.title)
    line = RoutingLine.objects.create(rule=rule, complaint=complaint, conditions=rule.conditions)
    to = ", ".join(filter(None, [str(rule.assignee or ""), rule.unit]))
    if to:
        told = {"rule": rule.title, "to": to}
        timeline.write(actor=SYSTEM, subject=complaint, kind="casework.routed", data=told, shared=False)
    audit.record(
        actor=SYSTEM,
        action="casework.route",
        subject=complaint,
        chain=chain(complaint),
        facts={"rule": rule.pk, "assignee": rule.assignee_id, "unit": rule.unit},
    )
    return line


@transaction.atomic
def add_rule(
    *,
    actor: Actor,
    authority: Authority,
    title: str,
    position: int,
    conditions: Mapping[str, str],
    assignee: User | None,
    unit: str,
    valid_from: dt.date,
    refer_to: Authority | None = None,
) -> RoutingRule:
    """Write a rule that holds from a day on, today at the earliest; for supervisors.

    Refuses a rule that leads nowhere, one to somebody who does not work there, a referral to oneself, and conditions
    that are not known.
    """
    if not can(actor, "casework.set_rules", authority):
        raise NotAllowed()
    faults: dict[str, Any] = {}
    if not title.strip():
        faults["title"] = _("Give the rule a title.")
    if assignee is None and refer_to is None and not unit.strip():
        faults["unit"] = _("Say to whom, to which unit, or to which authority.")
    if refer_to is not None and refer_to.pk == authority.pk:
        faults["refer_to"] = _("Your authority already has these complaints.")
    if assignee is not None and not colleagues(actor, authority).filter(pk=assignee.pk).exists():
        faults["assignee"] = _("This person does not work on your authority’s cases.")
    if set(conditions) - set(rules.CONDITIONS):
        faults[""] = _("This is not one of the choices.")
    if valid_from < timezone.localdate():
        faults["valid_from"] = _("The day must not lie in the past.")
    if faults:
        raise InvalidInput(errors=faults)
    rule = RoutingRule.objects.create(
        authority=authority,
        title=title.strip()[:120],
        position=position,
        conditions=dict(conditions),
        assignee=assignee,
        refer_to=refer_to,
        unit=" ".join(unit.split())[:40],
        valid_from=valid_from,
        by_id=actor.user_id,
    )
    _record(actor, rule, "casework.add_rule")
    return rule


@transaction.atomic
def end_rule(*, actor: Actor, rule: RoutingRule) -> RoutingRule:
    """End a rule today; what it did stays."""
    if not can(actor, "casework.set_rules", rule.authority):
        raise NotAllowed()
    rule.valid_to = timezone.localdate()
    rule.save(update_fields=["valid_to", "updated_at"])
    _record(actor, rule, "casework.end_rule")
    return rule


@dataclass(frozen=True)
class Tried:
    """How many complaints of the last 90 days each rule would have met, and how many none."""

    complaints: int
    by_rule: tuple[tuple[RoutingRule, int], ...]
    none: int


def dry_run(actor: Actor, authority: Authority, held: Sequence[RoutingRule], draft: RoutingRule | None = None) -> Tried:
    """Try rules on the complaints of the last 90 days, with one that is not written yet in its place among them.

    Nothing is changed.
    """
    if draft is not None:
        draft.pk = 0
        held = sorted([*held, draft], key=lambda rule: (rule.position, not rule.pk))
    recent = Complaint.objects.visible_to(actor).filter(
        authority=authority, submitted_at__gte=timezone.now() - LOOK_BACK
    )
    asked = [rules.Rule(rule.pk, rule.conditions) for rule in held]
    met: Counter[int | None] = Counter()
    for complaint in recent.defer("narrative").iterator(chunk_size=5_000):
        found = rules.first(asked, facts_of(complaint))
        met[found.key if found else None] += 1
    return Tried(met.total(), tuple((rule, met[rule.pk]) for rule in held), met[None])


def _record(actor: Actor, rule: RoutingRule, action: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        subject=rule,
        chain=f"authority:{rule.authority_id}",
        facts={"position": rule.position, "conditions": rule.conditions, "unit": rule.unit},
    )
