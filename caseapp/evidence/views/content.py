"""The bytes themselves: the original to be saved, and what was made from it to be looked at."""

from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from caseapp.accounts.access import known
from caseapp.evidence import selectors, services
from caseapp.evidence.enums import DerivativeKind
from caseapp.evidence.views.visits import first_in_visit

CONTENT_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What the browser is told of a file that a stranger sent: save it, guess nothing, run nothing, keep nothing."""


@require_GET
@known  # type: ignore[arg-type]
def content(request: HttpRequest, item_id: UUID) -> StreamingHttpResponse:
    """The original, as it arrived, to be saved and never shown inside the site."""
    actor = request.actor  # type: ignore[attr-defined]
    return streamed(services.open_content(actor=actor, item=selectors.item(actor, item_id)), attachment=True)


@require_GET
@known  # type: ignore[arg-type]
def derivative(request: HttpRequest, derivative_id: UUID) -> StreamingHttpResponse:
    """A picture of our own making, shown inside the site. The first larger one in a visit is written down."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.derivative(actor, derivative_id)
    answer = streamed(services.open_derivative(actor=actor, derivative=found), attachment=False)
    if found.kind != DerivativeKind.THUMBNAIL and first_in_visit(request, "evidence_previewed", found.item_id):
        services.record_previewed(actor=actor, item=found.item)
    return answer


def streamed(handed: services.Content, *, attachment: bool) -> StreamingHttpResponse:
    """Bytes on their way out, closed even when nobody reads them to their end."""
    response = StreamingHttpResponse(handed.frames, content_type=handed.media_type, headers=CONTENT_HEADERS)
    response._resource_closers.append(handed.close)  # type: ignore[attr-defined]
    response["Content-Length"] = str(handed.size)
    disposition = content_disposition_header(attachment, handed.file_name)
    if disposition is not None:
        response["Content-Disposition"] = disposition
    return response
