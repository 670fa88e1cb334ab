"""What was made from an original, to be looked at inside the site."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from caseapp.accounts.access import known
from caseapp.evidence import selectors, services, serving
from caseapp.evidence.enums import DerivativeKind
from caseapp.evidence.views.visits import first_in_visit


@require_GET
@known
def derivative(request: HttpRequest, derivative_id: UUID) -> HttpResponse:
    """A picture of our own making, shown inside the site. The first larger one in a visit is written down."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.derivative(actor, derivative_id)
    handed = services.open_derivative(actor=actor, derivative=found)
    answer: HttpResponse = serving.answer(handed, request.headers.get("Range", ""), attachment=False)
    if found.kind != DerivativeKind.THUMBNAIL and first_in_visit(request, "evidence_previewed", found.item_id):
        services.record_previewed(actor=actor, item=found.item)
    return answer
