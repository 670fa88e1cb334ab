"""The form of one action, built from its line in the transition table, so that no page repeats what an act needs.

`form_for(transition, fields)` makes a field for every name in `needs` (required) and `may_give` (optional). Names
that mean the same everywhere (`reason`, `message`, `note`, `due_on` …) have a field here; for any other, or for
better words, the caller passes one in `fields`, made by `prose`, `line`, `day`, `amount`, `whole`, `choice` or `yes`:

    fields = {"court": line(_("Court"), longest=200), "lodged_on": day(_("Lodged on"), latest=today)}

A field in `fields` that the table does not name is added where it is hidden or optional, such as a key; a required one
belongs to another action of a table that shares its fields, and is left out.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from caseapp.core.workflow import Transition

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_GROUPED = re.compile(r"^\d{1,3}([,\s\u00a0\u202f]\d{3})+(\.\d+)?$")
_SEPARATORS = re.compile(r"[,\s\u00a0\u202f]")


class DayInput(forms.DateInput):
    """The browser's own date control; without one, a box that takes 2026-11-20."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class SumField(forms.DecimalField):
    """A sum of money above zero; takes 250000, 250,000 and 250 000.50."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and _GROUPED.match(value.strip()):
            value = _SEPARATORS.sub("", value.strip())
        return super().to_python(value)


def prose(label: "_StrOrPromise", hint: "_StrOrPromise" = "", *, longest: int = 4000, rows: int = 5) -> forms.Field:
    """Several lines of text."""
    return forms.CharField(label=label, help_text=hint, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}))


def line(label: "_StrOrPromise", hint: "_StrOrPromise" = "", *, longest: int = 200) -> forms.Field:
    """One line of text."""
    return forms.CharField(label=label, help_text=hint, max_length=longest)


def day(
    label: "_StrOrPromise",
    hint: "_StrOrPromise" = "",
    *,
    earliest: dt.date | None = None,
    latest: dt.date | None = None,
    initial: dt.date | None = None,
) -> forms.Field:
    """A date, within the bounds if given (both inclusive)."""

    def within(value: dt.date) -> None:
        if earliest is not None and value < earliest:
            raise ValidationError(
                _("Enter a day that is not before %(day)s.") % {"day": earliest.isoformat()}, code="early"
            )
        if latest is not None and value > latest:
            raise ValidationError(
                _("Enter a day that is not after %(day)s.") % {"day": latest.isoformat()}, code="late"
            )

    return forms.DateField(label=label, help_text=hint, widget=DayInput(), validators=[within], initial=initial)


def amount(label: "_StrOrPromise", hint: "_StrOrPromise" = "", *, places: int = 2) -> forms.Field:
    """A sum above zero with at most `places` decimals; the currency is said in the label or beside it."""
    return SumField(
        label=label,
        help_text=hint,
        max_digits=18,
        decimal_places=places,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        validators=[MinValueValidator(Decimal(1).scaleb(-places), _("Enter a sum above zero."))],
        error_messages={"invalid": _("Enter a sum in figures, such as 250,000 or 1200.50.")},
    )


def whole(label: "_StrOrPromise", hint: "_StrOrPromise" = "", *, least: int, most: int) -> forms.Field:
    """A whole number within bounds (both inclusive)."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=least,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )


def choice(
    label: "_StrOrPromise",
    choices: "Iterable[tuple[Any, _StrOrPromise]]",
    hint: "_StrOrPromise" = "",
    *,
    radios: bool = True,
) -> forms.Field:
    """One of several; as a drop-down when there are too many to read at once (`radios=False`)."""
    if radios:
        return forms.ChoiceField(label=label, help_text=hint, choices=list(choices), widget=forms.RadioSelect)
    return forms.ChoiceField(label=label, help_text=hint, choices=[("", _("Choose one")), *choices])


def yes(label: "_StrOrPromise", hint: "_StrOrPromise" = "") -> forms.Field:
    """A box to tick; left empty means no."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


def hidden(initial: str) -> forms.Field:
    """A value that travels with the form, such as the key that makes a second click harmless."""
    return forms.CharField(initial=initial, max_length=80, widget=forms.HiddenInput, required=False)


def common_field(name: str) -> forms.Field:
    """The field of a name that means the same everywhere. LookupError for a name that only one app knows."""
    match name:
        case "reason":
            return prose(_("Reason"), _("Everyone who may see this act reads the reason."))
        case "message":
            return prose(_("Message"), longest=10_000, rows=8)
        case "body":
            return prose(_("Text"), longest=10_000, rows=8)
        case "note":
            return line(_("Note"), longest=300)
        case "summary":
            return prose(_("Summary"))
        case "due_on":
            return day(_("Answer by"))
        case "on":
            return day(pgettext_lazy("date", "Day"))
        case _:
            raise LookupError(f"No common field is named {name!r}: pass one in `fields`")


def say_what_is_missing(field: forms.Field) -> None:
    """Say what to do where nothing was given, in place of Django's words."""
    if field.error_messages["required"] != forms.Field.default_error_messages["required"]:
        return
    if isinstance(field, forms.BooleanField):
        field.error_messages["required"] = _("Tick this to go on.")
    elif isinstance(field, forms.ChoiceField):
        field.error_messages["required"] = _("Choose one of these to go on.")
    else:
        field.error_messages["required"] = _("Enter this to go on.")


class ActForm(forms.Form):
    """What an action needs; `given()` is what its service takes."""

    def given(self) -> dict[str, Any]:
        """The cleaned answers, without those left empty."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [])}


def form_for(transition: Transition, fields: Mapping[str, forms.Field] | None = None) -> type[ActForm]:
    """The form class of a transition: needed names first, then those one may give, then those of the caller's
    further fields that nobody has to fill in.
    """
    own = dict(fields or {})
    made: dict[str, forms.Field] = {}
    for name in (*transition.needs, *transition.may_give):
        field = own.pop(name, None) or common_field(name)
        field.required = name in transition.needs
        say_what_is_missing(field)
        field.widget.is_required = field.required
        made[name] = field
    further = {name: field for name, field in own.items() if field.widget.is_hidden or not field.required}
    return type("ActForm", (ActForm,), {**made, **further})
