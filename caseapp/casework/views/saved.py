"""Kept lists: saving the one that is shown, changing and forgetting."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import officers_only
from caseapp.casework.enums import Digest
from caseapp.casework.filters import filters_in_words
from caseapp.casework.models import SavedView
from caseapp.casework.services.views import remove_view, save_view
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest


class ViewForm(forms.Form):
    """A name for a list, who else sees it, and when to be told of it."""

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=80)
    shared = forms.BooleanField(label=gettext_lazy("Share it with my colleagues"), required=False)
    threshold = forms.IntegerField(
        label=gettext_lazy("Tell me when it holds so many complaints"),
        min_value=1,
        max_value=1_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    digest = forms.ChoiceField(label=gettext_lazy("Tell me how many it holds"), choices=Digest.choices, required=False)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2_000)


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: ActorRequest, number: int | None = None) -> HttpResponse:
    """Keep the list of an address under a name, or change one's own."""
    actor, view = request.actor, None
    if number is not None:
        view = SavedView.objects.visible_to(actor).filter(pk=number).first()
        if view is None or not can(actor, "casework.change_view", view):
            raise NotFound()
    initial = {"query": request.GET.get("query", ""), "digest": Digest.NEVER}
    if view is not None:
        initial = {name: getattr(view, name) for name in ("name", "shared", "threshold", "digest", "query")}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "digest": form.cleaned_data["digest"] or Digest.NEVER}
        try:
            save_view(actor=actor, view=view, **given)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The view was kept."))
            return redirect("casework:views")
    return render(
        request,
        "casework/view_form.html",
        {"form": form, "view": view, "filters": filters_in_words(actor, form["query"].value() or "")},
        status=400 if form.errors else 200,
    )


@officers_only
@require_http_methods(["GET", "HEAD"])
def views(request: ActorRequest) -> HttpResponse:
    """One's own views and the shared ones."""
    actor = request.actor
    found = list(SavedView.objects.visible_to(actor).select_related("owner"))
    rows = [{"view": view, "mine": can(actor, "casework.change_view", view)} for view in found]
    return render(request, "casework/views.html", {"rows": rows})


@officers_only
@require_POST
def forget(request: ActorRequest, number: int) -> HttpResponse:
    """Forget a view."""
    view = SavedView.objects.visible_to(request.actor).filter(pk=number).first()
    if view is None:
        raise NotFound()
    remove_view(actor=request.actor, view=view)
    messages.success(request, _("The view was removed."))
    return redirect("casework:views")
