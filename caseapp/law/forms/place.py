"""The shape of the question which place a reader asks about."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.law import selectors
from caseapp.law.enums import JurisdictionKind


class PlaceForm(forms.Form):
    """One place, chosen by its name. Read by GET, so that it can be shared."""

    mark_optional = False

    place = forms.ChoiceField(
        label=_("Where did it happen?"),
        widget=forms.Select(attrs={"data-autocomplete": True}),
        error_messages={
            "required": _("Choose a country, state or territory"),
            "invalid_choice": _("Choose a country, state or territory from the list"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices()  # type: ignore[attr-defined]


def place_choices() -> list[tuple[str, str]]:
    """Places by name, a part with its country behind it; the first choice is none."""
    choices = [("", "")]
    for row in selectors.places_to_choose():
        name = str(row.name)
        if row.kind == JurisdictionKind.SUBDIVISION and row.parent is not None:
            name = _("%(part)s, %(country)s") % {"part": name, "country": row.parent.name}
        choices.append((row.code, name))
    return choices
