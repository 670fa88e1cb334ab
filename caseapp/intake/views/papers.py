"""The filing on paper: a form to print and hand out, as a page and as PDF, in both languages."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from caseapp.core.actors import day_of
from caseapp.core.pdf import render_pdf
from caseapp.core.views.requests import ActorRequest
from caseapp.intake.forms.blank import as_data, blank_form


@require_safe
def blank(request: ActorRequest) -> HttpResponse:
    """The blank form as a page that prints well."""
    return render(request, "intake/blank.html", {"parts": blank_form(), "languages": settings.LANGUAGES})


@require_safe
def blank_pdf(request: ActorRequest, language: str) -> HttpResponse:
    """The blank form as PDF in the language that the address names."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        data = {
            "foot": _("Countenance: complaint form"),
            "intro": [
                _("Fill in what you know and leave the rest empty. You need no lawyer, and it costs nothing."),
                _("Hand it in at the authority, or send it there by post, with copies of your papers."),
            ],
            "several": _("Tick everything that applies."),
            "parts": as_data(blank_form()),
            "declaration": {
                "title": _("Your declaration"),
                "text": _("What I have written is true as far as I know."),
                "day": pgettext("date", "Day"),
                "name": _("Name or signature; leave it empty to stay anonymous"),
            },
        }
        made = render_pdf(
            "blank_form",
            data=data,
            title=_("Complaint about a face captured without consent"),
            dated=day_of(timezone.now()),
        )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="complaint-form-{language}.pdf"'
    return response
