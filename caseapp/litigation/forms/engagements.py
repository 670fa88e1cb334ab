"""Asking a firm, checking for conflicts, offering to act."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Firm
from caseapp.complaints.enums import GrantScope
from caseapp.core.forms_acts import amount, choice, line, prose
from caseapp.litigation.enums import FeeKind
from caseapp.litigation.forms.suits import currency_field
from caseapp.litigation.selectors.fees import FeeRule


def _with_places(firm: Firm) -> str:
    """A firm, and under it where it practises."""
    places = gettext(", ").join(str(place) for place in firm.jurisdictions.all())
    told = gettext("Practises in %(places)s") % {"places": places} if places else ""
    return "\n".join(filter(None, [firm.shown_name, told]))


class ShareForm(forms.Form):
    """Ask a firm to act, and choose what it may see once it acts."""

    firm = forms.ModelChoiceField(
        label=_("Firm"),
        queryset=Firm.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="slug",
        error_messages={"required": _("Choose a firm.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may the firm see once it acts for you?"),
        help_text=_("It always sees what happened. Before it has checked for conflicts it sees no names at all."),
        choices=[
            (GrantScope.EVIDENCE.value, GrantScope.EVIDENCE.label),
            (GrantScope.IDENTITY.value, GrantScope.IDENTITY.label),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[GrantScope.EVIDENCE.value, GrantScope.IDENTITY.value],
    )
    request = forms.CharField(
        label=_("What would you like the firm to do?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, firms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["firm"].queryset = firms  # type: ignore[attr-defined]
        self.fields["firm"].label_from_instance = _with_places  # type: ignore[attr-defined]


class ScopesForm(forms.Form):
    """The parts of a complaint that a firm may see."""

    scopes = forms.MultipleChoiceField(
        label=_("What may this firm see?"),
        help_text=_("It always sees what happened."),
        choices=[
            (GrantScope.EVIDENCE.value, GrantScope.EVIDENCE.label),
            (GrantScope.IDENTITY.value, GrantScope.IDENTITY.label),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    mark_optional = False


def fee_fields(rule: FeeRule | None, place: str) -> dict[str, forms.Field]:
    """The fee of an offer; what the law of the place says on a share of what is recovered stands beside it."""
    if rule is None:
        share = _("Whether a share of what is recovered is lawful in %(place)s is not verified here.") % {
            "place": place
        }
    else:
        share = _("%(note)s (%(article)s)") % {"note": rule.note, "article": rule.article}
    return {
        "terms": TERMS_FIELD,
        "fee_kind": choice(_("Fee"), FeeKind.choices, share),
        "fee_amount": amount(_("Sum"), _("Of a fixed fee, or for each hour.")),
        "fee_currency": currency_field(),
        "fee_percent": forms.DecimalField(
            label=_("Share of what is recovered, in per cent"),
            max_digits=5,
            decimal_places=2,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-4"}),
        ),
    }


TERMS_FIELD = prose(
    _("Terms of the engagement"),
    _("What you will do, how you are paid, and how either side can end it. The client reads this and accepts it."),
    longest=10_000,
    rows=8,
)

NAME_FIELD = line(
    _("Your full name"),
    _("It stands under the letter and the firm reads it, whatever else you chose to show."),
)


class MessageForm(forms.Form):
    """A message to the other side."""

    body = prose(_("Message"), longest=10_000, rows=5)
