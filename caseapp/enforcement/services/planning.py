"""Planning an investigation: which elements are to be proven, by what, and which evidence shows it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from caseapp.audit import services as audit
from caseapp.core import timeline
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotAllowed, WrongState
from caseapp.core.policies import can
from caseapp.enforcement.models import Investigation, PlanExhibit, PlanItem
from caseapp.enforcement.services.investigations import locked_investigation
from caseapp.enforcement.workflow import investigation_chain
from caseapp.evidence.models import EvidenceItem
from caseapp.law.models import Element, Framework

WORDS_MAX = 4000
SHOWS_MAX = 300

timeline.tell("investigations.plan_law", _("The elements of %(law)s came into the plan."))
timeline.tell("investigations.plan_element", _("The plan for an element was written: %(element)s."))
timeline.tell("investigations.plan_exhibit", _("Evidence was put to an element of the plan: %(element)s."))
timeline.tell("investigations.unplan_exhibit", _("Evidence was taken from an element of the plan: %(element)s."))
timeline.tell("investigations.unplan_element", _("An element was taken out of the plan: %(element)s."))


@transaction.atomic
def plan_law(*, actor: Actor, investigation: Investigation, framework: Framework) -> list[PlanItem]:
    """Put every element of a law that is not there yet into the plan, in one act; answers the new ones."""
    locked = locked_investigation(actor, investigation, "enforcement.plan")
    known = set(locked.plan.values_list("element_id", flat=True))
    made = PlanItem.objects.bulk_create(
        PlanItem(investigation=locked, element=element, added_by_id=actor.user_id)
        for element in framework.elements.exclude(pk__in=known)
    )
    if made:
        facts = {"law": framework.code, "number": len(made)}
        _record(actor, locked, "investigations.plan_law", facts)
    return made


@transaction.atomic
def plan_element(
    *, actor: Actor, investigation: Investigation, element: Element, to_prove: str = "", means: str = ""
) -> PlanItem:
    """Say what is to be proven for an element and by what; saying it again replaces it until the decision."""
    locked = locked_investigation(actor, investigation, "enforcement.plan")
    words = {"to_prove": to_prove.strip(), "means": means.strip()}
    faults = {name: _("Use at most 4,000 characters.") for name, said in words.items() if len(said) > WORDS_MAX}
    if faults:
        raise InvalidInput(errors=faults)
    item, _made = PlanItem.objects.update_or_create(
        investigation=locked, element=element, defaults=words, create_defaults={**words, "added_by_id": actor.user_id}
    )
    _record(actor, locked, "investigations.plan_element", _names(element), to_prove=audit.digest(item.to_prove))
    return item


@transaction.atomic
def remove_from_plan(*, actor: Actor, plan_item: PlanItem) -> None:
    """Take an element out of the plan. Refuses one that was found on already: a finding keeps its plan."""
    locked = locked_investigation(actor, plan_item.investigation, "enforcement.plan")
    element = plan_item.element
    if locked.findings.filter(framework=element.framework, element_key=element.key).exists():
        raise WrongState(_("Something was found on this element, so it stays in the plan."))
    plan_item.delete()
    _record(actor, locked, "investigations.unplan_element", _names(element))


@transaction.atomic
def put_evidence(*, actor: Actor, plan_item: PlanItem, item: EvidenceItem, shows: str = "") -> PlanExhibit:
    """Let an element rest on a piece of evidence that the actor may open; again, it replaces what it shows.

    Refuses evidence that is neither of a complaint in the investigation nor given by its respondent.
    """
    locked = locked_investigation(actor, plan_item.investigation, "enforcement.plan")
    if not can(actor, "evidence.open", item):
        raise NotAllowed()
    of_complaint = locked.links.filter(complaint__vault=item.vault_id).exists()
    if not of_complaint and item.vault_id != locked.vault_id:
        raise InvalidInput.field("item", _("This evidence does not belong to the investigation."))
    shows = shows.strip()
    if len(shows) > SHOWS_MAX:
        raise InvalidInput.field("shows", _("Use at most 300 characters."))
    exhibit, _made = PlanExhibit.objects.update_or_create(
        plan_item=plan_item,
        item=item,
        defaults={"shows": shows},
        create_defaults={"shows": shows, "added_by_id": actor.user_id},
    )
    _record(actor, locked, "investigations.plan_exhibit", _names(plan_item.element), item=str(item.pk))
    return exhibit


@transaction.atomic
def remove_evidence(*, actor: Actor, exhibit: PlanExhibit) -> None:
    """Let an element no longer rest on a piece of evidence; the evidence itself stays where it is."""
    plan_item = exhibit.plan_item
    locked = locked_investigation(actor, plan_item.investigation, "enforcement.plan")
    item_id = exhibit.item_id
    exhibit.delete()
    _record(actor, locked, "investigations.unplan_exhibit", _names(plan_item.element), item=str(item_id))


def _names(element: Element) -> dict[str, str]:
    return {"element": f"{element.framework.code} {element.article}".strip()}


def _record(actor: Actor, investigation: Investigation, kind: str, told: Mapping[str, object], **facts: str) -> None:
    timeline.write(actor=actor, subject=investigation, kind=kind, data=told, shared=False)
    audit.record(
        actor=actor,
        action=kind,
        subject=investigation,
        chain=investigation_chain(investigation),
        facts={**told, **facts},
    )
