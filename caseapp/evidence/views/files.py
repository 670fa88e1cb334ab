"""Where stored bytes leave the site: small ones outright, large ones by a link that works once."""

from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from caseapp.accounts.access import known
from caseapp.evidence import selectors, services, serving
from caseapp.evidence.models import DownloadLink

LARGE_BYTES = 20_000_000
"""From here on a download goes through a link, so that what takes long can be handed to another host."""


@require_GET
@known
def content(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """The original, as it arrived, to be saved and never shown inside the site."""
    actor = request.actor  # type: ignore[attr-defined]
    item = selectors.item(actor, item_id)
    if settings.EVIDENCE_BASE_URL or item.size >= LARGE_BYTES:
        return _to(services.make_link(actor=actor, session_key=_session(request), item=item))
    asked = request.headers.get("Range", "")
    original = services.open_content(actor=actor, item=item, continues=serving.begins_later(asked))
    answer: HttpResponse = serving.answer(original, asked)
    return answer


@require_GET
@known
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """A finished export, by a link."""
    actor = request.actor  # type: ignore[attr-defined]
    found = selectors.export(actor, export_id)
    return _to(services.make_link(actor=actor, session_key=_session(request), export=found))


@require_GET
def fetch(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """What a link leads to: once, within a minute, in the session that asked; parts of it for an hour."""
    own_host = urlsplit(settings.EVIDENCE_BASE_URL).netloc
    session = None if own_host and request.get_host() == own_host else _session(request)
    asked = request.headers.get("Range", "")
    continues = serving.begins_later(asked)
    actor, link = services.use_link(link_id=link_id, session_key=session, continues=continues)
    if link.item_id is not None:
        found = services.open_content(actor=actor, item=selectors.item(actor, link.item_id), continues=continues)
    else:
        assert link.export_id is not None  # noqa: S101 - a constraint of the table
        found = services.open_export(actor=actor, export=selectors.export(actor, link.export_id))
    answer: HttpResponse = serving.answer(found, asked)
    return answer


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _to(link: DownloadLink) -> HttpResponse:
    response = HttpResponseRedirect(settings.EVIDENCE_BASE_URL + reverse("evidence:fetch", args=[link.pk]))
    response["Cache-Control"] = "no-store"
    return response
