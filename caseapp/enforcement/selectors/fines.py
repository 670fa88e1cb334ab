"""Fines with what their ledgers come to."""

from django.db.models import QuerySet

from caseapp.core.actors import Actor
from caseapp.core.errors import NotFound
from caseapp.core.policies import can
from caseapp.enforcement.enums import FineState
from caseapp.enforcement.models import Fine, Instalment, LedgerEntry
from caseapp.enforcement.querysets import FineQuerySet
from caseapp.respondents.models import Respondent
from caseapp.rules.fines import Line, LineKind, Part, Standing, open_parts, standing


def fines(actor: Actor) -> FineQuerySet:
    """Fines the actor may see, each with `amount`, `paid` and `balance` summed from its ledger."""
    found: FineQuerySet = (
        Fine.objects.visible_to(actor).with_sums().select_related("respondent", "authority", "decision__investigation")
    )
    return found


def fine_by_reference(actor: Actor, reference: str) -> Fine:
    """One fine, or NotFound: what is not visible does not exist."""
    found = fines(actor).filter(reference=reference).first()
    if found is None:
        raise NotFound()
    return found


def fines_of(actor: Actor, respondent: Respondent) -> FineQuerySet:
    """A respondent's fines: the published ones for everybody, the others for the authority that imposed them."""
    return fines(actor).filter(respondent=respondent)


def published_fines() -> FineQuerySet:
    """What the public register shows: published fines with their sums, newest first; nothing personal hangs on them.

    An annulled fine stays, with its state: that it was taken back is part of what was published.
    """
    found: FineQuerySet = (
        Fine.objects.filter(published_at__isnull=False)
        .exclude(state=FineState.IMPOSED)
        .with_sums()
        .select_related("respondent__country", "authority__jurisdiction", "decision__legal_basis")
        .order_by("-imposed_on", "-id")
    )
    return found


def ledger(actor: Actor, fine: Fine) -> QuerySet[LedgerEntry]:
    """The lines of a fine's ledger in order, for the authority that imposed it; nothing for others."""
    if not can(actor, "fines.view_ledger", fine):
        return LedgerEntry.objects.none()
    return fine.ledger.select_related("recorded_by")


def lines_of(fine: Fine) -> list[Line]:
    """The ledger as the arithmetic takes it."""
    rows = LedgerEntry.objects.filter(fine=fine).order_by("id").values_list("kind", "amount", "currency")
    return [Line(LineKind(kind), amount, currency) for kind, amount, currency in rows]


def standing_of(fine: Fine) -> Standing:
    """What the ledger comes to now. Decisions about money ask this under the fine's lock."""
    return standing(lines_of(fine), fine.currency)


def open_instalments(fine: Fine) -> tuple[Part, ...]:
    """What is still to be paid of the fine's plan, from plan and ledger, the next part first; empty without a plan."""
    agreed = Instalment.objects.filter(plan__fine=fine, plan__ended_at=None).values_list("due_on", "amount")
    parts = [Part(due_on, amount) for due_on, amount in agreed]
    return open_parts(parts, standing_of(fine).owed) if parts else ()
