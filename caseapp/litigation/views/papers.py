"""The documents of a case file: those that were made, and making another from its facts."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import DomainError
from caseapp.core.forms import add_refusal
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.documents.models import LetterTemplate
from caseapp.documents.selectors import documents_of_matter, letter_language, written
from caseapp.documents.writing.shapes import as_html
from caseapp.litigation.models import CaseFile, CivilSuit
from caseapp.litigation.selectors import papers as selectors
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.litigation.services.papers import make_paper


class PaperForm(forms.Form):
    """Which paper, in which language, for which suit."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Paper"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a paper.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    suit: Any = forms.ModelChoiceField(
        label=gettext_lazy("Suit"),
        help_text=gettext_lazy("Court, docket number and sum are taken from it."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("None yet"),
        to_field_name="reference",
    )

    def __init__(self, *args: Any, case_file: CaseFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in selectors.kinds_for(case_file)
        ]
        self.fields["suit"].queryset = case_file.suits.order_by("-pk")  # type: ignore[attr-defined]
        self.fields["suit"].label_from_instance = lambda suit: f"{suit.reference} · {suit.court}"  # type: ignore[attr-defined]


@lawyers_only
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: ActorRequest, reference: str) -> HttpResponse:
    """What was made, newest first; a paper is looked at before it is made."""
    found = case_file_by_reference(request.actor, reference)
    may_make = can(request.actor, "case_files.change", found)
    suits = list(found.suits.order_by("-pk")[:2])
    initial = {
        "language": letter_language(found.jurisdiction_id),
        "suit": suits[0].reference if len(suits) == 1 else None,
    }
    form = PaperForm(request.POST or None, case_file=found, initial=initial)
    preview, language, used = "", "", None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        language = data["language"]
        try:
            if request.POST.get("do") == "make":
                made = make_paper(actor=request.actor, case_file=found, **data)
                messages.success(request, _("The paper was made and frozen. Your firm alone can read it."))
                return redirect("documents:document", made.reference)
            used = selectors.text_for(found, data["kind"], language)
            preview = _preview(request, found, used, data["suit"])
        except DomainError as refusal:
            add_refusal(form, refusal)
    texts = selectors.texts_in_use(found) if may_make else []
    return render(
        request,
        "litigation/papers.html",
        {
            "case_file": found,
            "page": keyset_page(documents_of_matter(request.actor, found.reference), request.GET),
            "form": form if may_make else None,
            "preview": preview,
            "language": language,
            "used": used,
            "texts": texts,
            "unreviewed": sum(not text.is_reviewed for text in texts),
        },
        status=400 if form.errors else 200,
    )


def _preview(request: ActorRequest, case_file: CaseFile, text: LetterTemplate | None, suit: CivilSuit | None) -> str:
    """The paper as it would be; what is missing stands in it as its name."""
    if text is None:
        return ""
    return as_html(written(text, selectors.paper_facts(request.actor, case_file, text, suit=suit), show_missing=True))
