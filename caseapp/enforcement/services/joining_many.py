"""Complaints chosen in the queue or in a cluster, put into one investigation: a new one, or one that runs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from caseapp.casework.models import BulkAct
from caseapp.casework.services.bulk_verbs import Given, Verb, becomes, offer
from caseapp.complaints import services as complaints_services
from caseapp.complaints.enums import ComplaintState
from caseapp.complaints.models import Complaint
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, WrongState
from caseapp.enforcement.enums import InvestigationState
from caseapp.enforcement.models import InvestigationComplaint
from caseapp.enforcement.selectors.investigations import investigation_by_reference, refusal_to_join
from caseapp.enforcement.services.investigations import add_complaints, open_investigation

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NEW = "new"


def _about(bulk: BulkAct) -> dict[str, Any]:
    """The respondent that most of the chosen complaints are about: an investigation has one."""
    most = (
        bulk.items.order_by()
        .values_list("complaint__respondent", "complaint__respondent__name")
        .annotate(number=Count("pk"))
        .order_by("-number", "complaint__respondent")
        .first()
    )
    respondent, name = (most[0], most[1]) if most else (None, "")
    return {"respondent": respondent, "authority": bulk.authority_id, "named": name}


def _refusal(actor: Actor, complaint: Complaint, given: Given) -> "_StrOrPromise | None":
    return refusal_to_join(
        actor, complaint, authority_id=given.get("authority"), respondent_id=given.get("respondent") or 0
    )


def _join(actor: Actor, complaints: list[Complaint], given: dict[str, Any]) -> None:
    """Open the investigation with the first portion, and have the others join it."""
    if given["investigation"] != NEW:
        running = investigation_by_reference(actor, given["investigation"])
        add_complaints(actor=actor, investigation=running, complaints=complaints)
        return
    title = given.get("title") or given["named"]
    if not title:
        raise InvalidInput.field("title", _("Give the investigation a title."))
    opened = open_investigation(actor=actor, complaints=complaints, title=title)
    given["investigation"] = opened.reference


def _leave(actor: Actor, complaint: Complaint, before: Mapping[str, Any]) -> None:
    """Out of the investigation again, while that has done nothing: nobody was asked and nothing was found."""
    link = InvestigationComplaint.objects.select_related("investigation").filter(complaint=complaint).last()
    if link is None or link.investigation.state != InvestigationState.OPENED:
        raise WrongState(_("The investigation went on since."))
    investigation = link.investigation
    link.delete()
    complaints_services.leave_investigation(
        actor=actor, complaint=complaint, investigation_reference=investigation.reference
    )


offer(
    Verb(
        "investigate",
        _("Put into an investigation"),
        _("Accepted complaints about one respondent join an investigation together, and each complainant is told."),
        _refusal,
        becomes(ComplaintState.IN_INVESTIGATION),
        do_many=_join,
        undo=_leave,
        targets=frozenset({ComplaintState.IN_INVESTIGATION}),
        needs=("investigation",),
        may_give=("title",),
        prepare=_about,
    )
)
