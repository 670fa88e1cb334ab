"""Investigations, and which complaints may become part of one."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.enforcement.enums import UNDECIDED_STATES, FindingResult
from caseapp.enforcement.models import Decision, Investigation, InvestigationComplaint
from caseapp.enforcement.querysets import InvestigationQuerySet
from caseapp.law.models import Framework
from caseapp.law.selectors import frameworks_of
from caseapp.respondents.models import Respondent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DECIDERS = ("investigator", "supervisor")


def investigations(actor: Actor) -> InvestigationQuerySet:
    """Investigations of the actor's authorities, with `complaint_count` and what a list of them names."""
    found: InvestigationQuerySet = (
        Investigation.objects.visible_to(actor)
        .select_related("respondent", "authority__jurisdiction", "lead")
        .with_complaint_count()
    )
    return found


def investigation_by_reference(actor: Actor, reference: str, *beside: str) -> Investigation:
    """One investigation with the records named `beside` it, or NotFound: what is not visible does not exist."""
    rows = investigations(actor)
    found = (rows.select_related(*beside) if beside else rows).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def investigation_of(actor: Actor, complaint: Complaint) -> Investigation | None:
    """The newest investigation that a complaint is part of, for those who may see it."""
    return investigations(actor).filter(pk__in=_joined(complaint)).order_by("-id").first()


def investigations_of(actor: Actor, respondent: Respondent) -> InvestigationQuerySet:
    """A respondent's investigations, as the actor may see them."""
    return investigations(actor).filter(respondent=respondent)


def joinable(actor: Actor, complaint: Complaint) -> InvestigationQuerySet:
    """Undecided investigations that an accepted complaint could join: same authority, same respondent."""
    if complaint.authority_id is None:
        return investigations(actor).none()
    return investigations(actor).filter(
        authority_id=complaint.authority_id,
        respondent_id=complaint.respondent_id,
        state__in=UNDECIDED_STATES,
    )


def refusal_to_join(
    actor: Actor, complaint: Complaint, *, authority_id: int | None, respondent_id: int
) -> "_StrOrPromise | None":
    """Why a complaint cannot become part of an investigation of this authority into this respondent; None if it can."""
    if complaint.authority_id is None or complaint.authority_id not in actor.authority_ids(*DECIDERS):
        return _("It is not for you to investigate: it is addressed to another authority, or your role is another.")
    if complaint.authority_id != authority_id:
        return _("It is addressed to another of your authorities.")
    if complaint.respondent_id != respondent_id:
        return _("It is about another respondent (%(name)s).") % {"name": complaint.respondent.shown_name}
    if complaint.state == ComplaintState.IN_INVESTIGATION:
        return _("It is part of an investigation already.")
    if complaint.state != ComplaintState.ACCEPTED:
        return _("Only an accepted complaint can join; this one is “%(state)s”.") % {
            "state": complaint.get_state_display()
        }
    return None


@dataclass(frozen=True)
class Selection:
    """Complaints chosen for an investigation: those that can be taken, and the others with the reason."""

    authority_id: int | None
    respondent: Respondent | None
    taken: tuple[Complaint, ...]
    refused: "tuple[tuple[Complaint, _StrOrPromise], ...]"


def selection(actor: Actor, references: Iterable[str], *, investigation: Investigation | None = None) -> Selection:
    """Sort chosen complaints into those that an investigation can take and those it cannot, and why.

    For a new investigation the respondent (and authority) that most of the chosen complaints share decides.
    References that the actor may not see are left out without a word.
    """
    chosen = list(
        Complaint.objects.visible_to(actor)
        .filter(reference__in=set(references))
        .select_related("respondent", "jurisdiction", "authority")
        .order_by("id")
    )
    authority_id: int | None
    if investigation is not None:
        authority_id, respondent_id = investigation.authority_id, investigation.respondent_id
    elif chosen:
        (authority_id, respondent_id), _times = Counter(
            (complaint.authority_id, complaint.respondent_id) for complaint in chosen
        ).most_common(1)[0]
    else:
        return Selection(None, None, (), ())
    taken: list[Complaint] = []
    refused: list[tuple[Complaint, _StrOrPromise]] = []
    for complaint in chosen:
        why = refusal_to_join(actor, complaint, authority_id=authority_id, respondent_id=respondent_id)
        if why is None:
            taken.append(complaint)
        else:
            refused.append((complaint, why))
    respondent = investigation.respondent if investigation is not None else None
    if respondent is None:
        respondent = next(each.respondent for each in chosen if each.respondent_id == respondent_id)
    return Selection(authority_id, respondent, tuple(taken), tuple(refused))


def relevant_frameworks(investigation: Investigation) -> QuerySet[Framework]:
    """The laws in force where the complaints come from and where the authority sits, by code."""
    places = {
        investigation.authority.jurisdiction_id,
        *Complaint.objects.filter(investigation_links__investigation=investigation)
        .order_by()
        .values_list("jurisdiction_id", flat=True)
        .distinct(),
    }
    ids: set[int] = set()
    for code in sorted(places):
        ids.update(frameworks_of(code).in_force(timezone.localdate()).values_list("pk", flat=True))
    return Framework.objects.filter(pk__in=ids).order_by("code", "version")


@dataclass(frozen=True)
class Excess:
    """A drafted fine above the highest sum that its legal basis states in the same currency."""

    maximum: Decimal
    currency: str
    article: str
    percent_of_turnover: Decimal | None


def draft_excess(draft: Decision) -> Excess | None:
    """Whether the drafted fine is above what its legal basis gives as the highest sum; None when not, or not known.

    A remark for whoever approves, not a refusal: many laws count by violation, or by turnover.
    """
    law = draft.legal_basis
    if law is None or draft.fine_amount is None or law.max_fine_amount is None:
        return None
    if law.max_fine_currency != draft.fine_currency or draft.fine_amount <= law.max_fine_amount:
        return None
    return Excess(law.max_fine_amount, law.max_fine_currency, str(law.max_fine_article), law.max_fine_percent_turnover)


def basis_unfounded(draft: Decision) -> bool:
    """Whether a fine is drafted under a law of which no breach was found; a remark for whoever approves, no refusal."""
    law = draft.legal_basis
    if law is None or draft.fine_amount is None or draft.approved_at is not None:
        return False
    breaches = draft.investigation.findings.filter(result=FindingResult.BREACH)
    return not breaches.filter(framework__code=law.code).exists()


def _joined(complaint: Complaint) -> QuerySet[InvestigationComplaint, int]:
    return InvestigationComplaint.objects.filter(complaint=complaint).values_list("investigation_id", flat=True)
