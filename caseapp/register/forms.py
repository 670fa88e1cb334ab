"""The shape of a search in the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import Sector
from caseapp.enforcement.enums import FineState
from caseapp.law.models import Jurisdiction
from caseapp.register.selectors import SHOWN_STATES


class FineSearchForm(forms.Form):
    """Name, country, kind of place and state; by GET."""

    mark_optional = False

    q = forms.CharField(label=_("Organisation"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    sector = forms.ChoiceField(label=_("Where"), required=False, choices=[("", _("All")), *Sector.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((state, FineState(state).label) for state in SHOWN_STATES)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = Jurisdiction.objects.filter(kind="country")
        found = sorted(((one.code, str(one.name)) for one in countries), key=lambda choice: choice[1])
        offered = self.fields["country"]
        if isinstance(offered, forms.ChoiceField):
            offered.choices = [("", _("All")), *found]
