"""Bundles of exhibits of a case file: put in order, built while one waits or not, taken, added to."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.documents.models import Bundle
from caseapp.documents.selectors import letter_language
from caseapp.documents.selectors.bundles import bundle_by_reference, bundles_of
from caseapp.documents.services import bundles as services
from caseapp.evidence import selectors as evidence
from caseapp.evidence.models import EvidenceItem
from caseapp.litigation.models import CaseFile
from caseapp.litigation.selectors.papers import clients_of
from caseapp.litigation.selectors.suits import case_file_by_reference


class BundleForm(forms.Form):
    """Title, language and size; each exhibit has a place in the order and a part, on a row of its own."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    limit_mb = forms.TypedChoiceField(
        label=gettext_lazy("Largest file that the court takes"),
        help_text=gettext_lazy("A larger bundle is split into volumes."),
        choices=[(size, f"{size} MB") for size in services.LIMITS],
        coerce=int,
        initial=25,
    )

    def __init__(self, *args: Any, items: list[EvidenceItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[dict[str, Any]] = []
        for number, item in enumerate(items, start=1):
            place, part = f"place_{item.pk}", f"part_{item.pk}"
            attrs = {"inputmode": "numeric", "class": "govuk-input--width-2"}
            self.fields[place] = forms.IntegerField(
                label=_("Place of “%(exhibit)s”") % {"exhibit": item},
                min_value=1,
                max_value=9999,
                required=False,
                initial=number,
                widget=forms.TextInput(attrs={**attrs, "aria-label": _("Place of “%(exhibit)s”") % {"exhibit": item}}),
            )
            self.fields[part] = forms.CharField(
                label=_("Part of “%(exhibit)s”") % {"exhibit": item},
                max_length=120,
                required=False,
                widget=forms.TextInput(attrs={"aria-label": _("Part of “%(exhibit)s”") % {"exhibit": item}}),
            )
            self.rows.append({"item": item, "place": self[place], "part": self[part]})

    def chosen(self) -> list[services.Chosen]:
        """The exhibits that have a place, in its order."""
        data = self.cleaned_data
        placed = [
            (data[row["place"].name], number, services.Chosen(row["item"].pk, data[row["part"].name]))
            for number, row in enumerate(self.rows)
            if data.get(row["place"].name) is not None
        ]
        return [one for _place, _number, one in sorted(placed, key=lambda row: row[:2])]


class LateForm(forms.Form):
    """An exhibit that came late, and after which one it goes."""

    item = forms.ChoiceField(label=gettext_lazy("Exhibit"))
    after = forms.ChoiceField(label=gettext_lazy("Put it in after"))

    def __init__(self, *args: Any, items: list[EvidenceItem], bundle: Bundle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = list(bundle.entries.all())
        held = {one.item_id for one in entries}
        self.fields["item"].choices = [  # type: ignore[attr-defined]
            (str(item.pk), str(item)) for item in items if item.pk not in held
        ]
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            (one.number, f"{one.number}, {one.title}") for one in entries
        ]


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def bundles(request: ActorRequest, reference: str) -> HttpResponse:
    """The bundles of a case file, and putting another together."""
    found = case_file_by_reference(request.actor, reference)
    items = _exhibits(request, found)
    form = BundleForm(
        request.POST or None,
        items=items,
        initial={"title": found.title, "language": letter_language(found.jurisdiction_id)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.order_bundle(
                actor=request.actor,
                firm_id=found.firm_id,
                matter=found.reference,
                title=data["title"],
                language=data["language"],
                limit_mb=data["limit_mb"],
                chosen=form.chosen(),
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("litigation:bundle", reference, made.reference)
    return render(
        request,
        "litigation/bundles.html",
        {"case_file": found, "rows": bundles_of(request.actor, found.reference), "form": form, "items": items},
        status=400 if form.errors else 200,
    )


@lawyers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bundle(request: ActorRequest, reference: str, bundle_reference: str) -> HttpResponse:
    """One bundle: how far its building is, its files, its exhibits, and putting in one that came late."""
    found = case_file_by_reference(request.actor, reference)
    shown = _own(request, found, bundle_reference)
    form = LateForm(request.POST or None, items=_exhibits(request, found), bundle=shown)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "rebuild":
                services.rebuild(actor=request.actor, bundle=shown)
                messages.success(request, _("The bundle is built again. The same exhibits give the same bytes."))
                return redirect("litigation:bundle", reference, bundle_reference)
            if form.is_valid():
                services.insert_late(
                    actor=request.actor,
                    bundle=shown,
                    item_id=form.cleaned_data["item"],
                    after=form.cleaned_data["after"],
                )
                messages.success(request, _("The exhibit was put in. Nothing that was cited has moved."))
                return redirect("litigation:bundle", reference, bundle_reference)
        except DomainError as refusal:
            add_refusal(form, refusal)
    return render(
        request,
        "litigation/bundle.html",
        {
            "case_file": found,
            "bundle": shown,
            "job": shown.job,
            "entries": shown.entries.all(),
            "volumes": shown.volumes.defer("sealed"),
            "form": form if shown.front_pages is not None and form.fields["item"].choices else None,  # type: ignore[attr-defined]
        },
        status=400 if form.errors and request.POST.get("do") != "rebuild" else 200,
    )


@lawyers_only
@never_cache
@require_safe
def volume(request: ActorRequest, reference: str, bundle_reference: str, number: int) -> HttpResponse:
    """One file of the bundle."""
    shown = _own(request, case_file_by_reference(request.actor, reference), bundle_reference)
    row, content = services.open_volume(actor=request.actor, bundle=shown, number=number)
    name = content_disposition_header(True, f"{shown.reference}-{row.number}.pdf") or "attachment"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": name, "X-Content-Type-Options": "nosniff"},
    )


def _own(request: ActorRequest, case_file: CaseFile, reference: str) -> Bundle:
    shown = bundle_by_reference(request.actor, reference)
    if shown.matter != case_file.reference or not can(request.actor, "bundles.change", shown):
        raise NotFound()
    return shown


def _exhibits(request: ActorRequest, case_file: CaseFile) -> list[EvidenceItem]:
    """The evidence of the case file's clients that the firm was given, in the order it came."""
    return [
        item
        for complaint in clients_of(request.actor, case_file)
        for item in evidence.items_of(request.actor, complaint)
    ]
