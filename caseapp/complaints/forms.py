"""The fields of what the parties do with a complaint, for the act page and the pages beside it."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from caseapp.accounts.models import Authority
from caseapp.complaints.enums import Outcome
from caseapp.complaints.models import Complaint
from caseapp.core.forms_acts import choice, day, prose
from caseapp.law.selectors import day_in

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EXPLANATIONS: "dict[str, _StrOrPromise]" = {
    "acknowledge": gettext_lazy("The complainant is told that you have the complaint and that it is being read."),
    "request_information": gettext_lazy("The complainant reads your question, and the complaint waits for the answer."),
    "reply": gettext_lazy("The authority reads your answer and goes on with your complaint."),
    "accept": gettext_lazy("The complaint may then become part of an investigation. The complainant is told."),
    "conclude": gettext_lazy(
        "The complaint is closed and leaves the investigation’s work. The complainant reads the outcome and the reason."
    ),
    "refer": gettext_lazy(
        "The other authority is let in to the whole complaint, contact details and evidence included. "
        "The complainant is told to whom it went and why."
    ),
    "reject": gettext_lazy("The complainant reads your reason, and may ask you to look again."),
    "request_reconsideration": gettext_lazy("The authority reads why you think that it should look again."),
    "withdraw": gettext_lazy(
        "The authority stops its work on your complaint. You cannot take a withdrawal back, but you can file again."
    ),
    "request_reopening": gettext_lazy(
        "A supervisor of the authority reads why the complaint should not have been closed, "
        "and reopens it or answers why not."
    ),
    "decline_reopening": gettext_lazy("The complainant reads your reason. The complaint stays closed."),
    "reopen": gettext_lazy("The outcome is cleared and the complaint is under review again. The complainant is told."),
}
"""What each act does, said before it is done."""


def act_fields(complaint: Complaint, action: str) -> dict[str, forms.Field]:
    """The fields of one action, in words that fit who does it."""
    tomorrow = day_in(complaint.jurisdiction, timezone.now()) + timedelta(days=1)
    read = _("The complainant reads it. The language of the case is %(language)s.") % {
        "language": complaint.get_language_display()
    }
    match action:
        case "request_information":
            return {
                "message": prose(_("Your question"), read, longest=10_000, rows=8),
                "due_on": day(_("Answer by"), earliest=tomorrow),
            }
        case "reply":
            return {"message": prose(_("Your answer"), longest=10_000, rows=8)}
        case "conclude":
            return {
                "outcome": choice(_("Outcome"), Outcome.choices),
                "reason": prose(_("Reason"), read),
            }
        case "refer":
            return {
                "authority": _receiving_authority(complaint),
                "reason": prose(_("Reason"), _("The complainant and the other authority read it.")),
            }
        case "request_reopening":
            return {"reason": prose(_("Why should it not be closed?"), _("Say what is wrong or what is new."))}
        case "reject" | "reopen" | "decline_reopening":
            return {"reason": prose(_("Reason"), read)}
        case "request_reconsideration":
            return {"reason": prose(_("What should be looked at again, and why?"))}
        case "withdraw":
            return {"reason": prose(_("Reason"), _("You need not give one."), rows=3)}
    return {}


def _receiving_authority(complaint: Complaint) -> forms.Field:
    others = Authority.objects.exclude(pk=complaint.authority_id or 0).select_related("jurisdiction").order_by("name")
    field: Any = forms.ModelChoiceField(label=_("Authority"), queryset=others, empty_label=_("Choose an authority"))
    field.label_from_instance = lambda authority: f"{authority.shown_name} ({authority.jurisdiction_id})"
    return field  # type: ignore[no-any-return]


class AssignForm(forms.Form):
    """Who of the authority has the complaint."""

    assignee: Any = forms.ModelChoiceField(
        label=gettext_lazy("Give it to"), queryset=None, required=False, empty_label=gettext_lazy("Nobody")
    )

    mark_optional = False

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = colleagues  # type: ignore[attr-defined]
