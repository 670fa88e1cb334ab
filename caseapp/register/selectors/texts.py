"""Public texts: what waits to be read over, what is published, the versions before, the respondent's reply."""

from django.db.models import Q, QuerySet

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.enforcement.enums import InvestigationState
from caseapp.enforcement.models import ComplianceOrder, Decision, Fine
from caseapp.register.enums import Kind, TextState
from caseapp.register.models import PublicText

_WITH = (
    "authority",
    "fine",
    "order",
    "author",
    "reviewer",
    "decision__investigation__respondent",
    "decision__legal_basis",
)
_PUBLIC = [TextState.PUBLISHED, TextState.REPLACED]


def texts_to_review(actor: Actor) -> QuerySet[PublicText]:
    """Texts of the actor's authorities, those that wait first."""
    own = PublicText.objects.visible_to(actor).filter(authority_id__in=actor.authority_ids())
    return own.select_related(*_WITH)


def text_by_reference(actor: Actor, reference: str) -> PublicText:
    """One text of the actor's authority, or NotFound."""
    found = PublicText.objects.visible_to(actor).filter(reference=reference).select_related(*_WITH).first()
    if found is None or not can(actor, "public_texts.view_review", found):
        raise NotFound()
    return found


def decision_to_publish(
    actor: Actor, kind: str, reference: str
) -> tuple[Decision, Fine | None, ComplianceOrder | None]:
    """What a text of this kind would be about: the decision with its fine or order. Raises NotFound."""
    decisions = Decision.objects.select_related("investigation__authority", "investigation__respondent")
    if kind == Kind.FINE:
        fine = Fine.objects.filter(reference=reference).first()
        found = decisions.filter(pk=fine.decision_id).first() if fine else None
        order = None
    elif kind == Kind.ORDER:
        order = ComplianceOrder.objects.filter(reference=reference).first()
        found, fine = (decisions.filter(pk=order.decision_id).first() if order else None), None
    else:
        found, fine, order = decisions.filter(investigation__reference=reference).first(), None, None
    if found is None or kind not in Kind.values or not can(actor, "register.propose", found):
        raise NotFound()
    return found, fine, order


def published_decisions() -> QuerySet[PublicText]:
    """Texts of final decisions that are published, newest first; hidden while an appeal is open."""
    return (
        PublicText.objects.filter(kind=Kind.DECISION, state=TextState.PUBLISHED)
        .exclude(decision__investigation__state=InvestigationState.APPEALED)
        .select_related(*_WITH, "authority__jurisdiction")
    )


def published_decision(reference: str) -> PublicText:
    """One published decision by its investigation's reference; raises NotFound also for one that is not public."""
    found = published_decisions().filter(decision__investigation__reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def versions(
    *, decision: Decision, kind: str, fine: Fine | None = None, order: ComplianceOrder | None = None
) -> list[PublicText]:
    """Every version that was ever public, newest first."""
    found = PublicText.objects.filter(kind=kind, decision=decision, fine=fine, order=order, state__in=_PUBLIC)
    return list(found.order_by("-reviewed_at"))


def reply_to(decision_id: int) -> PublicText | None:
    """The respondent's published reply, to be shown beside every entry of the decision."""
    return PublicText.objects.filter(kind=Kind.REPLY, decision_id=decision_id, state=TextState.PUBLISHED).first()


def waiting(actor: Actor) -> QuerySet[PublicText]:
    """Texts that the actor may read over now: proposed ones of their authority by somebody else."""
    others = ~Q(author_id=actor.user_id)
    return texts_to_review(actor).filter(
        others, state=TextState.PROPOSED, authority_id__in=actor.authority_ids("supervisor")
    )
