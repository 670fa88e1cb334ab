"""The plan of an investigation: each element with what is to be proven, what was found, and the evidence for it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from caseapp.complaints.models import Screening
from caseapp.core.actors import Actor
from caseapp.documents.selectors import letter_language
from caseapp.enforcement.enums import FindingResult
from caseapp.enforcement.models import Finding, Investigation, PlanExhibit, PlanItem, RequestedElement
from caseapp.evidence.models import EvidenceItem
from caseapp.law.models import Element
from caseapp.law.selectors import cited

TONES: dict[str, str] = {
    FindingResult.BREACH: "breach",
    FindingResult.NO_BREACH: "clean",
    FindingResult.NOT_ESTABLISHED: "other",
}
"""Which state of the frame's table of tones a finding looks like."""


@dataclass(frozen=True)
class Planned:
    """One element: its plan if there is one, its finding if there is one, its evidence, and what complaints said."""

    element: Element
    item: PlanItem | None = None
    finding: Finding | None = None
    exhibits: list[PlanExhibit] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)

    @property
    def tone(self) -> str:
        return TONES[self.finding.result] if self.finding is not None else "waiting"


def plan_of(actor: Actor, investigation: Investigation) -> list[Planned]:
    """Every element planned or found on, in the order of the laws, in a few statements however many there are.

    Evidence that this actor may not open is left out.
    """
    items = {row.element_id: row for row in investigation.plan.select_related("element__framework")}
    findings = list(investigation.findings.select_related("framework", "found_by"))
    elements = {row.element_id: row.element for row in items.values()}
    planned = {(element.framework_id, element.key) for element in elements.values()}
    unplanned = [row for row in findings if (row.framework_id, row.element_key) not in planned]
    elements |= {element.pk: element for element in _elements_of(unplanned)}
    found = {(row.framework_id, row.element_key): row for row in findings}
    exhibits: dict[int, list[PlanExhibit]] = {}
    seen = EvidenceItem.objects.visible_to(actor)
    for exhibit in PlanExhibit.objects.filter(plan_item__in=items.values(), item__in=seen).select_related("item"):
        exhibits.setdefault(exhibit.plan_item_id, []).append(exhibit)
    said = _answers(investigation, elements.values())
    ordered = sorted(elements.values(), key=lambda element: (element.framework.code, element.position))
    return [
        Planned(
            element=element,
            item=items.get(element.pk),
            finding=found.get((element.framework_id, element.key)),
            exhibits=exhibits.get(items[element.pk].pk, []) if element.pk in items else [],
            said=said.get((element.framework_id, element.key), Counter()),
        )
        for element in ordered
    ]


def element_of_plan(actor: Actor, investigation: Investigation, element: Element) -> Planned:
    """One element as the plan shows it; with what complaints said alone where it is neither planned nor found on."""
    planned = next((row for row in plan_of(actor, investigation) if row.element.pk == element.pk), None)
    said = _answers(investigation, [element]).get((element.framework_id, element.key), Counter())
    return planned or Planned(element=element, said=said)


def answers_to(investigation: Investigation, element: Element) -> list[RequestedElement]:
    """What the respondent sent to this element, the newest last."""
    asked = RequestedElement.objects.filter(element=element, request__investigation=investigation)
    return list(asked.filter(request__answered_on__isnull=False).exclude(answer="").select_related("request"))


def evidence_of(actor: Actor, investigation: Investigation) -> list[EvidenceItem]:
    """What the plan may rest on: evidence of the joined complaints and what the respondent gave, newest last."""
    of_complaints = Q(vault__complaint__investigation_links__investigation=investigation)
    given = Q(vault=investigation.vault_id) if investigation.vault_id else Q(pk__in=[])
    return list(
        EvidenceItem.objects.visible_to(actor)
        .filter(of_complaints | given)
        .select_related("vault__complaint")
        .order_by("created_at")[:500]
    )


def reasons_from_record(actor: Actor, investigation: Investigation) -> str:
    """A first text of the decision's reasons: each finding with its article, its reasons and what it rests on.

    In the language in which the respondent is written to.
    """
    with override(letter_language(investigation.authority.jurisdiction_id)):
        return "\n\n".join(_reasons(row) for row in plan_of(actor, investigation) if row.finding is not None)


def _reasons(row: Planned) -> str:
    finding = row.finding
    if finding is None:
        return ""
    place = cited(row.element.framework, row.element.article)
    lines = [_("%(place)s: %(result)s.") % {"place": place, "result": finding.get_result_display()}, finding.reasons]
    names = [
        _("%(file)s (%(shows)s)") % {"file": one.item, "shows": one.shows} if one.shows else str(one.item)
        for one in row.exhibits
    ]
    return "\n".join([*lines, *([_(", ").join(names)] if names else [])])


def _elements_of(findings: Iterable[Finding]) -> list[Element]:
    wanted = Q(pk__in=[])
    for row in findings:
        wanted |= Q(framework_id=row.framework_id, key=row.element_key)
    return list(Element.objects.filter(wanted).select_related("framework"))


def _answers(investigation: Investigation, elements: Iterable[Element]) -> dict[tuple[int, str], Counter[str]]:
    """How the joined complaints answered each element when they were filed."""
    laws = {element.framework_id for element in elements}
    counted: dict[tuple[int, str], Counter[str]] = {}
    screenings = Screening.objects.filter(
        complaint__investigation_links__investigation=investigation, framework_id__in=laws
    ).values_list("framework_id", "answers")
    for law, answers in screenings:
        for key, said in answers.items():
            counted.setdefault((law, key), Counter())[str(said)] += 1
    return counted
