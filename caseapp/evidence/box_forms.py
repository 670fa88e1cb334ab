"""The list of boxes as a form: what is drawn with a mouse can be typed, in per cent of the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from caseapp.evidence.enums import BoxKind
from caseapp.evidence.services.redaction import MOST_BOXES

_EDGES = ("left", "top", "width", "height")


def _share(label: Any, least: float) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=least,
        max_value=100,
        decimal_places=2,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "decimal"}),
        error_messages={
            "invalid": _("Enter a number from 0 to 100."),
            "min_value": _("Enter a number from 0 to 100."),
            "max_value": _("Enter a number from 0 to 100."),
            "max_decimal_places": _("Use at most two places after the point."),
        },
    )


class BoxForm(forms.Form):
    """One box. A row whose four numbers are all empty is no box."""

    mark_optional = False

    kind = forms.ChoiceField(label=_("What it covers"), choices=BoxKind.choices, initial=BoxKind.FACE, required=False)
    page = forms.IntegerField(
        label=_("Page"),
        min_value=1,
        initial=1,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={"invalid": _("Enter the number of a page."), "min_value": _("Enter the number of a page.")},
    )
    left = _share(_("From the left, %"), 0)
    top = _share(_("From the top, %"), 0)
    width = _share(_("Width, %"), 0.01)
    height = _share(_("Height, %"), 0.01)
    found = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, pages: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = pages

    @property
    def is_empty(self) -> bool:
        return all(self.cleaned_data.get(edge) is None for edge in _EDGES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = [edge for edge in _EDGES if cleaned.get(edge) is not None]
        if given:
            for edge in _EDGES:
                if edge not in given and edge not in self.errors:
                    self.add_error(edge, _("Enter this, or leave all four empty."))
        if cleaned.get("page") and cleaned["page"] > self.pages:
            self.add_error("page", _("There is no such page."))
        return cleaned


_FormSet: Any = forms.formset_factory(
    BoxForm, extra=1, can_delete=True, max_num=MOST_BOXES, absolute_max=MOST_BOXES + 1
)


class BoxFormSet(_FormSet):
    """All boxes of a copy, and one empty row to add another."""

    deletion_widget = forms.CheckboxInput

    def __init__(self, *args: Any, pages: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, prefix="box", form_kwargs={"pages": pages}, **kwargs)

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove")

    def summary(self) -> list[dict[str, str]]:
        """Every fault with the place to mend it, for the error summary."""
        return [
            {"message": str(message), "anchor": form[name].id_for_label if name in form.fields else ""}
            for form in self.forms
            for name, messages in form.errors.items()
            for message in messages
        ]

    def boxes(self) -> list[dict[str, Any]]:
        """The boxes that are meant, in shares of their pages."""
        return [
            {
                **{edge: float(form.cleaned_data[edge]) / 100 for edge in _EDGES},
                "page": form.cleaned_data.get("page") or 1,
                "kind": form.cleaned_data.get("kind") or BoxKind.OTHER,
                "found": form.cleaned_data.get("found", False),
            }
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get(DELETION_FIELD_NAME) and not form.is_empty
        ]


def boxes_in_per_cent(boxes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Boxes as the form shows them."""
    return [{**box, **{edge: round(box[edge] * 100, 2) for edge in _EDGES}} for box in boxes]
