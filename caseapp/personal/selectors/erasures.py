"""What an erasure would do to a complaint now: what goes, what has to stay and why, and by which rule."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import OPEN_STATES, ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.errors import NotFound
from caseapp.law.selectors import jurisdiction_chain
from caseapp.law.selectors.erasure import erasure_rights
from caseapp.litigation.enums import EngagementState
from caseapp.litigation.selectors.collective import takes_part
from caseapp.personal.enums import ErasureRule, Part
from caseapp.personal.models import Erasure

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

ALWAYS = (Part.CONTACT, Part.ACCESS, Part.SHARES, Part.NOTICES, Part.PAPERS, Part.ARCHIVES)
"""What is the complainant's alone, and goes in every erasure."""

RECORD = (Part.STATEMENT, Part.EVIDENCE, Part.LETTERS, Part.READING)
"""What an authority that took the complaint up has on record as well."""

LAWS = {ErasureRule.GDPR: "EU-GDPR", ErasureRule.UK_GDPR: "UK-GDPR", ErasureRule.PIPL: "CN-PIPL"}
"""The law behind each rule but the service's own."""

WHY_STUB = _("It shows that something was here and was erased; it names nobody.")


@dataclass(frozen=True)
class PlanLine:
    """One part: whether it goes, and why it stays where it does."""

    part: Part
    goes: bool
    why: "_StrOrPromise" = ""

    @property
    def label(self) -> "_StrOrPromise":
        return self.part.label


@dataclass(frozen=True)
class Plan:
    """What an erasure does now. `refusal` says why it is not possible yet; then nothing goes."""

    rule: ErasureRule
    lines: tuple[PlanLine, ...]
    refusal: "_StrOrPromise" = ""

    @property
    def rule_words(self) -> str:
        return rule_words(self.rule)

    @property
    def goes(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if line.goes)

    @property
    def stays(self) -> tuple[PlanLine, ...]:
        return tuple(line for line in self.lines if not line.goes)

    @property
    def whole(self) -> bool:
        """Whether all but the stub goes, the evidence's key included."""
        return all(line.goes for line in self.lines if line.part != Part.STUB)


def erasure_plan(complaint: Complaint) -> Plan:
    """By the law of the complaint's place and by how far an authority got with it.

    A complaint that no authority took up goes whole. One that was taken up and has ended loses what is the
    complainant's alone. One under way, kept for proceedings, or with a firm at work is not erased yet.
    """
    rule = erasure_rule(complaint)
    taken_up = complaint.acknowledged_at is not None or complaint.state == ComplaintState.REFERRED
    record = [PlanLine(part, goes=not taken_up, why=_why_kept(rule) if taken_up else "") for part in RECORD]
    lines = (
        *(PlanLine(part, goes=True) for part in ALWAYS),
        *record,
        PlanLine(Part.STUB, goes=False, why=WHY_STUB),
    )
    return Plan(rule, lines, _refusal(complaint))


def erasure_rule(complaint: Complaint) -> ErasureRule:
    """The law of the place that gives the right; without one that we have checked, the service's own rule."""
    for code in jurisdiction_chain(complaint.jurisdiction_id):
        for rule, law in LAWS.items():
            if code in erasure_rights()[law].places:
                return rule
    return ErasureRule.SERVICE


def rule_words(rule: str) -> str:
    """A rule with its article, in the reader's language."""
    found = ErasureRule(rule)
    if found not in LAWS:
        return str(found.label)
    return _place(found, erasure_rights()[LAWS[found]].right)


def _place(rule: ErasureRule, article: str) -> str:
    return gettext("%(law)s, %(place)s") % {
        "law": rule.label,
        "place": gettext("article %(number)s") % {"number": article},
    }


def _why_kept(rule: ErasureRule) -> "_StrOrPromise":
    """By which article the record of an authority stays, and what may be done with it."""
    if rule not in LAWS:
        return _("The authority took it up and keeps its record until its own period for keeping ends.")
    told = {"rule": _place(rule, erasure_rights()[LAWS[rule]].kept)}
    if rule == ErasureRule.PIPL:
        return (
            _("The authority took it up and keeps its record; nothing but storing is done with it (%(rule)s).") % told
        )
    return _("The authority took it up and keeps its record (%(rule)s).") % told


def erasure_by_reference(reference: str) -> Erasure:
    """The stub of an erased complaint, for everybody; NotFound where nothing was erased."""
    found = Erasure.objects.filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def _refusal(complaint: Complaint) -> "_StrOrPromise":
    if complaint.held:
        return _(
            "This complaint is kept for proceedings that run: nothing of it may be erased until they end. "
            "What happened there says when that is over."
        )
    if complaint.engagements.filter(state=EngagementState.ACCEPTED).exists():
        return _("A law firm acts for you on this complaint. End the engagement first.")
    if takes_part(complaint):
        return _("You take part in a collective action. Leave it first.")
    if complaint.authority_id is not None and complaint.state in OPEN_STATES:
        return _("An authority works on this complaint. Withdraw it first, or wait until it is closed.")
    return ""
