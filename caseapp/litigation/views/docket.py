"""What is known of a suit beside its stages: facts, heads of claim, docket entries, further stages."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import DomainError
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.forms.collecting import DocketForm, HeadForm, StageForm, SuitFactsForm
from caseapp.litigation.selectors.procedures import procedure_of, stage_names, stages_at
from caseapp.litigation.selectors.suits import today_of
from caseapp.litigation.services import suits as services
from caseapp.litigation.views.suit_forms import suit_for, suit_form


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: ActorRequest, reference: str) -> HttpResponse:
    """Put right court, docket number, judge, counsel and cause."""
    suit = suit_for(request, reference, "change")
    form = SuitFactsForm(
        request.POST or None, initial={name: getattr(suit, name) for name in SuitFactsForm.base_fields}
    )
    return suit_form(
        request,
        suit,
        "change",
        form,
        lambda _data: services.change_suit(actor=request.actor, suit=suit, facts=form.facts()),
        title=_("Change the suit"),
        submit=_("Save the changes"),
        done=_("The suit was changed."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_head(request: ActorRequest, reference: str) -> HttpResponse:
    """Add a head of claim."""
    suit = suit_for(request, reference, "record_head")
    form = HeadForm(request.POST or None, currency=suit.currency, initial={"cause": suit.cause})
    return suit_form(
        request,
        suit,
        "record_head",
        form,
        lambda data: services.record_head(actor=request.actor, suit=suit, **data),
        title=_("Add a head of claim"),
        submit=_("Save the head"),
        done=_("The head was added; the sum claimed is the sum of all heads."),
    )


@lawyers_only
@require_POST
def remove_head(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Take a head out again."""
    suit = suit_for(request, reference, "remove_head")
    try:
        services.remove_head(actor=request.actor, suit=suit, number=number)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The head was removed."))
    return redirect("litigation:suit", reference)


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_entry(request: ActorRequest, reference: str) -> HttpResponse:
    """Enter a filing, a service or an order."""
    suit = suit_for(request, reference, "change")
    form = DocketForm(request.POST or None, today=today_of(suit))
    return suit_form(
        request,
        suit,
        "change",
        form,
        lambda data: services.record_docket_entry(actor=request.actor, suit=suit, **data),
        title=_("Enter in the docket"),
        submit=_("Save the entry"),
        done=_("The entry was saved."),
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_stage(request: ActorRequest, reference: str) -> HttpResponse:
    """Write down a further stage within the suit's state."""
    suit = suit_for(request, reference, "record_stage")
    stages = stage_names(stages_at(procedure_of(suit), suit.state))
    form = StageForm(request.POST or None, stages=stages, today=today_of(suit))
    return suit_form(
        request,
        suit,
        "record_stage",
        form,
        lambda data: services.record_stage(actor=request.actor, suit=suit, **data),
        title=_("Record a stage"),
        submit=_("Save the stage"),
        done=_("The stage was recorded."),
    )
