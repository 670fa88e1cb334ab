"""The shapes of a search among organisations and of an organisation's entry."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.core.enums import ActorSector, Sector
from caseapp.core.references import normalise_reference
from caseapp.law.enums import JurisdictionKind
from caseapp.law.models import Jurisdiction
from caseapp.respondents.models import Respondent

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def country_choices() -> list[tuple[str, str]]:
    """Countries that the law data knows, by name in the reader's language."""
    found = Jurisdiction.objects.filter(kind=JurisdictionKind.COUNTRY)
    return sorted(((one.code, str(one.name)) for one in found), key=lambda choice: choice[1])


def _offer_countries(form: forms.Form, before: "list[tuple[str, _StrOrPromise]]") -> None:
    field = form.fields["country"]
    if isinstance(field, forms.ChoiceField):
        field.choices = [*before, *country_choices()]


class RespondentSearchForm(forms.Form):
    """Name, country and kind of place; by GET."""

    mark_optional = False

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    sector = forms.ChoiceField(label=_("Where"), required=False, choices=[("", _("All")), *Sector.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_countries(self, [("", _("All"))])


class RespondentForm(forms.Form):
    """An organisation as officers keep it; the service checks what it says."""

    name = forms.CharField(label=_("Name"), max_length=200)
    name_local = forms.CharField(
        label=_("Name in the local script"),
        required=False,
        max_length=200,
        help_text=_("For example 宁波港湾物业有限公司."),
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line: brands, short names, former names."),
    )
    country = forms.ChoiceField(label=_("Country"))
    sector = forms.ChoiceField(label=_("Where it meets people"), choices=Sector.choices)
    kind = forms.ChoiceField(label=_("Kind of body"), choices=ActorSector.choices, widget=forms.RadioSelect)
    parent = forms.CharField(
        label=_("Belongs to"),
        required=False,
        max_length=24,
        help_text=_("The reference of the group's parent, such as ORG-2026-7F3K-9QXM."),
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_countries(self, [])

    @classmethod
    def of(cls, respondent: Respondent) -> "RespondentForm":
        """The form filled with what is registered."""
        return cls(
            initial={
                "name": respondent.name,
                "name_local": respondent.name_local,
                "aliases": "\n".join(alias.name for alias in respondent.aliases.all()),
                "country": respondent.country_id,
                "sector": respondent.sector,
                "kind": respondent.kind,
                "parent": respondent.parent.reference if respondent.parent else "",
                "address": respondent.address,
            }
        )

    def clean_parent(self) -> Respondent | None:
        typed = self.cleaned_data["parent"]
        if not typed:
            return None
        found = Respondent.objects.filter(reference=normalise_reference(typed) or "").first()
        if found is None:
            raise forms.ValidationError(_("No organisation has this reference. Check it for typing errors."))
        return found

    def clean_aliases(self) -> list[str]:
        names = self.cleaned_data["aliases"].splitlines()
        if any(len(name.strip()) > 200 for name in names):
            raise forms.ValidationError(_("The name may have at most 200 characters."))
        return names

    def changes(self) -> dict[str, Any]:
        """The entry's fields as the service takes them, without the other names."""
        return {name: value for name, value in self.cleaned_data.items() if name != "aliases"}


class SiteForm(forms.Form):
    """A place where the organisation's system stands."""

    name = forms.CharField(label=_("Name of the place"), max_length=200)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)


class ReferenceField(forms.CharField):
    """An organisation by its reference."""

    def clean(self, value: Any) -> Any:
        typed = str(super().clean(value))
        found = Respondent.objects.filter(reference=normalise_reference(typed) or "").first()
        if found is None:
            raise forms.ValidationError(_("No organisation has this reference. Check it for typing errors."))
        return found


class SupplyForm(forms.Form):
    """Whose system stands at a place, and where that is known from."""

    supplier = ReferenceField(label=_("Reference of the supplier"), max_length=40)
    product = forms.CharField(label=_("Product"), required=False, max_length=200)
    source = forms.CharField(
        label=_("Where this is known from"),
        max_length=300,
        help_text=_("An answer of the organisation, a contract, a photograph of the device, an address on the web."),
    )


class MergeForm(forms.Form):
    """Which entry is the same organisation, and why."""

    merged = ReferenceField(
        label=_("Reference of the duplicate"), max_length=40, help_text=_("This page’s entry is kept.")
    )
    reason = forms.CharField(label=_("Why they are the same"), max_length=300)
