"""What was made from an original: pictures to be looked at inside the site, and redacted copies to be saved."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from caseapp.accounts.access import known
from caseapp.evidence import selectors, services, serving
from caseapp.evidence.enums import Custody, DerivativeKind
from caseapp.evidence.views.visits import first_in_visit

_SMALL = {DerivativeKind.THUMBNAIL, DerivativeKind.REDACTED_THUMBNAIL}


@require_GET
@known
def derivative(request: HttpRequest, derivative_id: UUID) -> HttpResponse:
    """A picture of our own making, shown inside the site, or a redacted copy, to be saved.

    The first larger picture in a visit is written down, and each copy handed out.
    """
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.derivative(actor, derivative_id)
    handed = services.open_derivative(actor=actor, derivative=found)
    copy = found.kind == DerivativeKind.REDACTED
    asked = request.headers.get("Range", "")
    answer: HttpResponse = serving.answer(handed, asked, attachment=copy)
    if copy and not serving.begins_later(asked):
        services.record_act(actor=actor, act=Custody.DOWNLOADED, item=found.item, copy_sha256=found.sha256)
    elif not copy and found.kind not in _SMALL and first_in_visit(request, "evidence_previewed", found.item_id):
        services.record_previewed(actor=actor, item=found.item)
    return answer
