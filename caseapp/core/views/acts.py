"""The page of one action, the same for complaints, investigations, fines, suits, engagements and case files.

A view finds its object (or raises NotFound) and hands over:

    return act_page(
        request, suit, action,
        workflow=SUIT,
        perform=lambda given: suits.perform(actor=request.actor, suit=suit, action=action, given=given),
        title=..., back=reverse("litigation:suit", args=[suit.reference]),
        fields={"court": line(_("Court"))},          # for names the common fields do not know
        explanations={"withdraw": _("The court is not told by us.")},
    )

GET shows what will happen and the form made from the table's `needs` and `may_give`; POST calls `perform(given)` and
goes to `done` (or `back`). What the service refuses stands beside the fields. An action that the table does not have,
or that this actor may never do, is a 404; one that the state does not allow now is a 409 page with a way back.
`offered(...)` gives a page the actions to show as buttons.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotAllowed, NotFound, WrongState
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import form_for
from caseapp.core.policies import can
from caseapp.core.workflow import Transition, Workflow

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class Act:
    """An action as a link: `variant` is the button's, for `c-button`."""

    action: str
    label: "_StrOrPromise"
    href: str
    variant: str = "secondary"


@dataclass(frozen=True)
class Offered:
    """The actions of a page: the one offered first, the ordinary ones, and the grave ones shown apart."""

    main: Act | None
    others: tuple[Act, ...]
    grave: tuple[Act, ...]

    def __bool__(self) -> bool:
        return bool(self.main or self.others or self.grave)


def offered(
    workflow: Workflow, actor: Actor, subject: Any, href: Callable[[str], str], *, without: Collection[str] = ()
) -> Offered:
    """What the workflow allows now (`without` some, as there), as links; `href(action)` gives the address of its page.

    Include `core/acts.html` with `offered` to show them. The first `main` transition becomes the one main button.
    """
    rows = workflow.allowed(actor, subject, without=without)
    main = next((row for row in rows if row.main and not row.grave), None) or next(
        (row for row in rows if row.main), None
    )
    rest = [row for row in rows if row is not main]

    def link(row: Transition, variant: str) -> Act:
        return Act(row.action, row.label, href(row.action), variant)

    return Offered(
        main=link(main, "") if main else None,
        others=tuple(link(row, "secondary") for row in rest if not row.grave),
        grave=tuple(link(row, "warning") for row in rest if row.grave),
    )


def open_transition(workflow: Workflow, actor: Actor, subject: Any, action: str) -> Transition:
    """The transition that this actor may do to this subject now.

    NotFound for an action that does not exist, is never offered, or is not this actor's; WrongState when the state
    does not allow it now.
    """
    rows = [row for row in workflow.named(action) if not row.indirect]
    if not rows or not can(actor, workflow.kind(rows[0]), subject):
        raise NotFound()
    row = next((each for each in rows if subject.state in each.sources), None)
    if row is None:
        raise WrongState(
            _("“%(action)s” is not possible while this is “%(state)s”.")
            % {"action": rows[0].label, "state": subject.get_state_display()}
        )
    return row


def act_page(
    request: HttpRequest,
    subject: Any,
    action: str,
    *,
    workflow: Workflow,
    perform: Callable[[dict[str, Any]], Any],
    back: str,
    title: "_StrOrPromise" = "",
    caption: "_StrOrPromise" = "",
    done: str = "",
    said: "_StrOrPromise" = "",
    fields: Mapping[str, forms.Field] | None = None,
    initial: Mapping[str, Any] | None = None,
    explanations: "Mapping[str, _StrOrPromise] | None" = None,
    base: str = "base_desk.html",
    facts: str = "",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Show or do one action; see the module's text. `title` replaces the action's label as the heading, `caption` names
    the thing acted on, `said` is the message after success. `facts` names a partial template shown above the form (what
    the act rests on), which reads `context`.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        row = open_transition(workflow, actor, subject, action)
    except WrongState as refusal:
        return refused_page(request, refusal, back=back, base=base)
    form_class = form_for(row, fields)
    form = form_class(request.POST if request.method == "POST" else None, initial=dict(initial or {}))
    if request.method == "POST" and form.is_valid():
        try:
            perform(form.given())
        except (WrongState, NotAllowed) as refusal:
            subject.refresh_from_db(fields=["state"])
            if subject.state not in row.sources:
                return refused_page(request, refusal, back=back, base=base)
            add_refusal(form, refusal)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, str(said or _what_was_done(row, actor, subject)))
            return redirect(done or back)
    return render(
        request,
        "core/act.html",
        {
            "base": base,
            "form": form,
            "transition": row,
            "title": title or row.label,
            "caption": caption,
            "explanation": (explanations or {}).get(action, ""),
            "back": back,
            "facts": facts,
            **(context or {}),
        },
        status=400 if form.errors else 200,
    )


def _what_was_done(row: Transition, actor: Actor, subject: Any) -> str:
    """The sentence of the timeline where it stands by itself and speaks of others; else what state came of which thing,
    and the action's name where that is the same as before.
    """
    told = str(row.told)
    if "%(" not in told and actor.side != "complainant":
        return told
    before = subject.get_state_display()
    subject.refresh_from_db(fields=["state"])
    state, reference = subject.get_state_display(), getattr(subject, "reference", "")
    if state != before and reference:
        return _("%(reference)s now stands as “%(state)s”.") % {"reference": reference, "state": state}
    if state != before:
        return _("Done. It now stands as “%(state)s”.") % {"state": state}
    return _("Done: %(action)s.") % {"action": row.label}


def refused_page(
    request: HttpRequest, refusal: DomainError, *, back: str, base: str = "base_desk.html"
) -> HttpResponse:
    """The refusal as a page that leads back to the thing, with the refusal's status."""
    return render(
        request,
        "core/act_refused.html",
        {"base": base, "title": refusal.title, "message": refusal.message, "back": back},
        status=refusal.status,
    )
