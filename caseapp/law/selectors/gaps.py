"""What of a law nobody has verified yet, or what has no article, source or Chinese text."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from caseapp.law.models import Framework, wording
from caseapp.law.selectors.citations import NOT_SEEN
from caseapp.law.selectors.differences import LABELS

STATEMENTS = ("consent_standard", "biometric_definition", "burden_of_proof", "collective_action")


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: what it is, in words, and the section of the editing pages that holds it."""

    what: str
    section: str


def gaps(framework: Framework) -> tuple[Gap, ...]:
    """Everything about a version that a reader is told is not verified; `framework` with its parts."""
    return tuple(_found(framework))


def _found(row: Framework) -> Iterator[Gap]:
    for name in STATEMENTS:
        if not getattr(row, f"{name}_en"):
            yield Gap(str(LABELS[name]), "statements")
        elif wording(getattr(row, f"{name}_en"), getattr(row, f"{name}_zh"), "zh-hans").is_fallback:
            yield Gap(_("%(what)s, in Chinese") % {"what": LABELS[name]}, "statements")
    if not row.in_force_from or row.valid_from is None:
        yield Gap(_("Day from which it is in force"), "dates")
    if not row.sources:
        yield Gap(str(LABELS["sources"]), "sources")
    if row.private_right_exists is None:
        yield Gap(str(LABELS["private_right_exists"]), "claims")
    if row.max_fine_amount is None and row.max_fine_percent_turnover is None:
        yield Gap(str(LABELS["max_fine_amount"]), "claims")
    for element in row.elements.all():
        if element.article in ("", NOT_SEEN):
            yield Gap(_("Article of the element %(key)s") % {"key": element.key}, "elements")
        if wording(element.question_en, element.question_zh, "zh-hans").is_fallback:
            yield Gap(_("Question of the element %(key)s, in Chinese") % {"key": element.key}, "elements")
    for exemption in row.exemptions.all():
        if exemption.article in ("", NOT_SEEN):
            yield Gap(_("Article of the exemption %(number)s") % {"number": exemption.position + 1}, "exemptions")
    for rule in row.damagesrules.all():
        if rule.article in ("", NOT_SEEN):
            yield Gap(_("Article of the damages %(number)s") % {"number": rule.position + 1}, "damages")
    for route in row.authorityroutes.all():
        if not route.complaint_route_en and route.kind != "court":
            yield Gap(_("The way to complain to %(name)s") % {"name": route.name}, "authorities")
    for period in row.deadline_rules.all():
        if period.amount is None:
            yield Gap(_("Length of the period %(key)s") % {"key": period.key}, "deadlines")
        elif period.article in ("", NOT_SEEN):
            yield Gap(_("Article of the period %(key)s") % {"key": period.key}, "deadlines")
