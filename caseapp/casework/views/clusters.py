"""Clusters: the list, one of them read by its differences, and what is done with it."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from caseapp.accounts.access import officers_only
from caseapp.casework.forms import cluster_field
from caseapp.casework.services.bulk_verbs import verbs
from caseapp.complaints import selectors
from caseapp.complaints.enums import LIVE_CLUSTERS, ClusterState
from caseapp.complaints.models import Cluster, Complaint
from caseapp.complaints.services import clusters as services
from caseapp.complaints.workflow import CLUSTERS
from caseapp.core.actors import Actor
from caseapp.core.errors import DomainError, NotFound
from caseapp.core.forms import add_refusal
from caseapp.core.forms_acts import prose
from caseapp.core.paging import keyset_page
from caseapp.core.policies import can
from caseapp.core.timeline import entries
from caseapp.core.views.acts import Offered, act_page, offered
from caseapp.core.views.requests import ActorRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

HISTORY_SHOWN = 30
OF_CHOSEN = frozenset({"split", "remove"})
"""Acts on members that are ticked on the cluster's page."""


EXPLANATIONS: "dict[str, _StrOrPromise]" = {
    "accept": gettext_lazy(
        "All complaints in it count as being about the same matter. They stay as they are, and nobody is told."
    ),
    "confirm": gettext_lazy("The complaints that came since count as being about the same matter too."),
    "dissolve": gettext_lazy("Its complaints stand by themselves again, and stay as they are."),
    "merge": gettext_lazy("Its complaints move into the other cluster, and stay as they are."),
}
"""What each act upon a cluster does, said before it is done."""


class ClusterFilter(forms.Form):
    """Which clusters to list."""

    state = forms.ChoiceField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["state"].label = _("State")
        self.fields["state"].choices = [("", _("In use")), *ClusterState.choices]  # type: ignore[attr-defined]


@officers_only
@require_safe
def cluster_list(request: ActorRequest) -> HttpResponse:
    """Clusters by priority, or the newest first where others than those in use are asked for."""
    form = ClusterFilter(request.GET)
    form.is_valid()
    state = form.cleaned_data.get("state")
    found = selectors.clusters(request.actor).filter(state__in={state} if state else LIVE_CLUSTERS)
    page = keyset_page(found, request.GET, order="-priority")
    return render(request, "casework/clusters.html", {"page": page, "filters": form, "filtered": bool(state)})


@officers_only
@require_safe
def cluster(request: ActorRequest, reference: str) -> HttpResponse:
    """One cluster: what its complaints have in common, where they differ, what they say, and who is in it."""
    actor = request.actor
    found = selectors.cluster_by_reference(actor, reference)
    compared = selectors.differences(actor, found) if found.size else []
    return render(
        request,
        "casework/cluster.html",
        {
            "cluster": found,
            "alike": [one for one in compared if one.alike],
            "differing": [one for one in compared if not one.alike],
            "wordings": selectors.wordings(actor, found),
            "page": keyset_page(selectors.members_listed(actor, found), request.GET, order="-priority"),
            "offered": _offered(actor, found),
            "chosen_acts": [
                row for row in CLUSTERS.allowed(actor, found) if row.action in OF_CHOSEN and found.state in row.sources
            ],
            "history": list(selectors.history(found)[:HISTORY_SHOWN]),
            "timeline": list(entries(found, include_internal=True)[:HISTORY_SHOWN]),
            "verbs": list(verbs().values()),
            "origin": f"cluster={found.reference}",
        },
    )


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: ActorRequest, reference: str, action: str) -> HttpResponse:
    """One act upon a cluster; splitting and taking out act on the members that came along as chosen."""
    actor = request.actor
    found = selectors.cluster_by_reference(actor, reference)
    back = reverse("casework:cluster", args=[reference])
    chosen = _chosen(request, found) if action in OF_CHOSEN else []
    if action in OF_CHOSEN and not chosen:
        messages.error(request, _("Tick the complaints that you mean first."))
        return redirect(back)
    if action == "add":
        raise NotFound()
    if request.method == "POST" and "ticked" in request.POST:
        # The ticks come by POST, because many do not fit into an address; the page then asks for the reason.
        request.method = "GET"
    going_to = {"reference": reference}

    def perform(given: dict[str, Any]) -> Cluster:
        after = services.perform(actor=actor, cluster=found, action=action, given={**given, "complaints": chosen})
        going_to["reference"] = after.reference
        return after

    answer = act_page(
        request,
        found,
        action,
        workflow=CLUSTERS,
        perform=perform,
        caption=f"{found.reference} · {found.respondent}",
        back=back,
        fields=_fields(actor, found, action, chosen),
        explanations=EXPLANATIONS,
        facts="casework/cluster_chosen.html" if chosen else "",
        context={"chosen": chosen},
    )
    if answer.status_code == 302:
        return redirect("casework:cluster", going_to["reference"])
    return answer


def _offered(actor: Actor, found: Cluster) -> Offered:
    """The acts on the whole; those on ticked members stand below the list of members."""
    return offered(
        CLUSTERS,
        actor,
        found,
        lambda action: reverse("casework:cluster_act", args=[found.reference, action]),
        without={*OF_CHOSEN, "add"},
    )


def _chosen(request: ActorRequest, found: Cluster) -> list[Complaint]:
    """The members that were ticked, or all that gave one answer (`by` and `value` in the address)."""
    members = selectors.in_cluster(selectors.complaints(request.actor), found)
    if carried := request.POST.get("complaints"):
        return list(members.filter(reference__in=carried.split(",")))
    if request.GET.get("by"):
        return list(selectors.saying(members, request.GET["by"], request.GET.get("value", "")))
    return list(members.filter(reference__in=request.POST.getlist("complaint")))


def _fields(actor: Actor, found: Cluster, action: str, chosen: list[Complaint]) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if action in {"split", "remove", "merge", "dissolve"}:
        fields["reason"] = prose(_("Reason"), _("Your colleagues read it; complainants do not."), rows=3)
    if action in OF_CHOSEN:
        fields["complaints"] = forms.CharField(
            widget=forms.HiddenInput, initial=",".join(each.reference for each in chosen)
        )
    if action == "merge":
        others = selectors.clusters(actor).filter(state__in=LIVE_CLUSTERS).exclude(pk=found.pk)
        likely = others.filter(respondent=found.respondent) | others.filter(reasons__contains=["text"])
        field: Any = forms.ModelChoiceField(label=_("Into"), queryset=likely.order_by("-priority", "-id"))
        field.label_from_instance = lambda one: f"{one.reference} · {one.respondent} ({one.size})"
        fields["into"] = field
    return fields


@officers_only
@require_http_methods(["GET", "HEAD", "POST"])
def put_in(request: ActorRequest, reference: str) -> HttpResponse:
    """Put one complaint into a cluster by hand."""
    actor = request.actor
    complaint = selectors.complaint_by_reference(actor, reference)
    if complaint.authority_id is None or not can(actor, "complaints.assign", complaint):
        raise NotFound()
    field = cluster_field(complaint.authority_id, complaint.respondent_id)
    form = type("ClusterForm", (forms.Form,), {"cluster": field})(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen: Cluster = form.cleaned_data["cluster"]
        try:
            services.add(actor=actor, cluster=chosen, complaints=[complaint])
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The complaint was put into the cluster."))
            return redirect("casework:cluster", chosen.reference)
    return render(
        request,
        "casework/put_into_cluster.html",
        {"complaint": complaint, "form": form, "any": field.queryset.exists()},  # type: ignore[attr-defined]
        status=400 if form.errors else 200,
    )
