"""Rights in plain words, place by place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from caseapp.law import selectors
from caseapp.law.forms.place import PlaceForm
from caseapp.law.models import Jurisdiction


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """The places whose law is described; a place chosen by name leads to its page."""
    form = PlaceForm(request.GET if "place" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("law:rights_detail", code=form.cleaned_data["place"])
    return render(request, "law/rights.html", {"form": form, "places": selectors.described_places()})


@require_safe
def rights_detail(request: HttpRequest, code: str) -> HttpResponse:
    """A place's law as answers to what people ask; a place without any described law says what to do instead."""
    jurisdiction = Jurisdiction.objects.select_related("parent").filter(code=code.upper()).first()
    if jurisdiction is None:
        raise Http404
    if code != jurisdiction.code:
        return redirect("law:rights_detail", code=jurisdiction.code, permanent=True)
    found = selectors.rights(jurisdiction, selectors.day_in(jurisdiction, timezone.now()))
    return render(request, "law/rights_detail.html", {"place": jurisdiction, "rights": found})
