"""Working on a case file: parties and team, facts, tasks, and the matrix of elements."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from caseapp.accounts.access import lawyers_only
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.policies import can
from caseapp.core.views.requests import ActorRequest
from caseapp.litigation.forms.working import FactForm, PartyForm, ProofForm, TaskForm, TeamForm, TemplateForm
from caseapp.litigation.models import CaseFile
from caseapp.litigation.selectors import working as selectors
from caseapp.litigation.selectors.suits import case_file_by_reference
from caseapp.litigation.services import working as services


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def parties(request: ActorRequest, reference: str) -> HttpResponse:
    """Who is in the case file, and who of the firm works on it."""
    found = case_file_by_reference(request.actor, reference)
    what = request.POST.get("do", "")
    form = PartyForm(request.POST if what == "add" else None, case_file=found)
    team_form = TeamForm(
        request.POST if what == "team" else None,
        case_file=found,
        initial={"responsible": found.responsible_id, "team": found.team.all()},
    )
    done = None
    if what == "add":
        done = _try(form, lambda: services.add_party(actor=request.actor, case_file=found, **form.cleaned_data))
    elif what == "team":
        done = _try(
            team_form,
            lambda: services.choose_team(
                actor=request.actor,
                case_file=found,
                user_ids=[user.pk for user in team_form.cleaned_data["team"]],
                responsible_id=getattr(team_form.cleaned_data["responsible"], "pk", None),
            ),
        )
    elif what.startswith("remove:") and what[7:].isdigit():
        services.remove_party(actor=request.actor, case_file=found, party_id=int(what[7:]))
        done = True
    if done:
        messages.success(request, _("Saved."))
        return redirect("litigation:parties", reference)
    return render(
        request,
        "litigation/parties.html",
        {
            "case_file": found,
            "rows": found.parties.all(),
            "form": form,
            "party_form": form,
            "team_form": team_form if can(request.actor, "case_files.choose_team", found) else None,
            "engagements": found.engagements.select_related("complaint").order_by("pk"),
        },
        status=200 if done is None else 400,
    )


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: ActorRequest, reference: str) -> HttpResponse:
    """What is to be proven or is agreed, in order of time."""
    found = case_file_by_reference(request.actor, reference)
    what = request.POST.get("do", "")
    form = FactForm(request.POST if what == "add" else None, case_file=found)
    done = None
    if what == "add":
        done = _try(form, lambda: services.add_fact(actor=request.actor, case_file=found, **form.cleaned_data))
    elif what.startswith("remove:") and what[7:].isdigit():
        services.remove_fact(actor=request.actor, case_file=found, fact_id=int(what[7:]))
        done = True
    if done:
        messages.success(request, _("Saved."))
        return redirect("litigation:facts", reference)
    context = {"case_file": found, "rows": found.facts.all(), "form": form}
    return render(request, "litigation/facts.html", context, status=200 if done is None else 400)


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def tasks(request: ActorRequest, reference: str) -> HttpResponse:
    """What is to be done in the case file, by whom and until when; one task, or those of a template."""
    found = case_file_by_reference(request.actor, reference)
    what = request.POST.get("do", "")
    form = TaskForm(request.POST if what == "add" else None, case_file=found)
    template_form = TemplateForm(request.POST if what == "template" else None)
    done = None
    if what == "add":
        done = _try(form, lambda: _add_task(request, found, form))
    elif what == "template":
        done = _try(template_form, lambda: _take_up(request, found, template_form))
    if done:
        return redirect("litigation:tasks", reference)
    return render(
        request,
        "litigation/tasks.html",
        {
            "case_file": found,
            "open_tasks": found.tasks.filter(done_at=None).select_related("assignee"),
            "done_tasks": found.tasks.filter(done_at__isnull=False).select_related("done_by").order_by("-done_at")[:50],
            "form": form if what != "template" else template_form,
            "task_form": form,
            "template_form": template_form,
        },
        status=200 if done is None else 400,
    )


@lawyers_only
@require_POST
def finish_task(request: ActorRequest, reference: str, number: int) -> HttpResponse:
    """Say that a task is done, or not."""
    found = case_file_by_reference(request.actor, reference)
    task = selectors.task_by_id(request.actor, found, number)
    services.finish_task(actor=request.actor, task=task, done=request.POST.get("done") != "no")
    return redirect("litigation:tasks", reference)


@lawyers_only
@require_http_methods(["GET", "HEAD"])
def elements(request: ActorRequest, reference: str) -> HttpResponse:
    """The matrix: every element of each law with facts, exhibits, strength and what is missing."""
    found = case_file_by_reference(request.actor, reference)
    context = {"case_file": found, "matrices": selectors.matrices(request.actor, found)}
    return render(request, "litigation/elements.html", context)


@lawyers_only
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: ActorRequest, reference: str, law: int, element: str) -> HttpResponse:
    """How one element is to be proven."""
    found = case_file_by_reference(request.actor, reference)
    matrices = selectors.matrices(request.actor, found)
    row = next((one for each in matrices for one in each.rows if (one.framework_id, one.key) == (law, element)), None)
    if row is None:
        raise NotFound()
    items = selectors.exhibits_of(request.actor, found)
    held = row.proof
    initial: dict[str, Any] = {"strength": "open"}
    if held is not None:
        initial = {
            "facts": held.facts.all(),
            "exhibits": [str(item.pk) for item in held.exhibits.all()],
            "strength": held.strength,
            "gap": held.gap,
            "assignee": held.task.assignee_id if held.task else None,
            "due_on": held.task.due_on if held.task else None,
        }
    form = ProofForm(request.POST or None, case_file=found, exhibits=items, initial=initial)
    done = None
    if request.method == "POST":
        done = _try(form, lambda: _plan(request, found, law, element, form, items))
    if done:
        messages.success(request, _("Saved."))
        return redirect("litigation:elements", reference)
    context = {"case_file": found, "row": row, "form": form}
    return render(request, "litigation/proof.html", context, status=200 if done is None else 400)


def _try(form: Form, act: Callable[[], object]) -> bool:
    """Do it where the form is filled in rightly; what is refused stands beside the fields."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _add_task(request: ActorRequest, case_file: CaseFile, form: TaskForm) -> None:
    data = form.cleaned_data
    services.add_task(
        actor=request.actor,
        case_file=case_file,
        title=data["title"],
        assignee_id=getattr(data["assignee"], "pk", None),
        due_on=data["due_on"],
    )
    messages.success(request, _("The task was added."))


def _take_up(request: ActorRequest, case_file: CaseFile, form: TemplateForm) -> None:
    made = services.add_tasks_from_template(actor=request.actor, case_file=case_file, kind=form.cleaned_data["kind"])
    told = ngettext("%(count)s task is taken up.", "%(count)s tasks are taken up.", len(made)) % {"count": len(made)}
    messages.success(request, told)


def _plan(
    request: ActorRequest, case_file: CaseFile, law: int, element: str, form: ProofForm, items: list[Any]
) -> None:
    data = form.cleaned_data
    services.plan_proof(
        actor=request.actor,
        case_file=case_file,
        framework_id=law,
        element=element,
        facts=data["facts"],
        exhibits=[item for item in items if str(item.pk) in data["exhibits"]],
        strength=data["strength"],
        gap=data["gap"],
        assignee_id=getattr(data["assignee"], "pk", None),
        due_on=data["due_on"],
    )
