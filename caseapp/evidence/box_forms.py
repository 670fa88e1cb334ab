"""The list of boxes as a form: what is drawn with a mouse can be typed, in per cent of the page or frame."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.translation import gettext_lazy as _

from caseapp.evidence.enums import BoxKind
from caseapp.evidence.selectors import moment
from caseapp.evidence.services.boxes import MOST_BOXES

_EDGES = ("left", "top", "width", "height")
_OF_FILMS = ("subject", "since", "until")


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


class MomentField(forms.CharField):
    """A moment of a film: seconds, or minutes and seconds as 1:05.5."""

    widget = forms.TextInput(attrs={"class": "govuk-input--width-4"})

    def clean(self, value: Any) -> float | None:
        written = str(super().clean(value) or "").strip().replace(",", ".").replace("：", ":")
        if not written:
            return None
        found = _MOMENT.fullmatch(written)
        if found is None:
            raise forms.ValidationError(_("Enter seconds, or minutes and seconds as 1:05."))
        return int(found.group(1) or 0) * 60 + float(found.group(2))


_MOMENT = re.compile(r"(?:(\d{1,3}):)?(\d{1,5}(?:\.\d{1,3})?)")


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

    def box(self) -> dict[str, Any]:
        """The box, in shares of its page."""
        given = self.cleaned_data
        return {
            **{edge: float(given[edge]) / 100 for edge in _EDGES},
            "page": given.get("page") or 1,
            "kind": given.get("kind") or BoxKind.OTHER,
            "found": given.get("found", False),
        }

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


class FrameBoxForm(BoxForm):
    """One box on one frame of a film. Boxes with the same number cover the same thing, which moves between them."""

    page = forms.TypedChoiceField(label=_("Moment"), coerce=int, required=False)  # type: ignore[assignment]
    subject = forms.IntegerField(
        label=_("Number of the thing"),
        min_value=1,
        max_value=999,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-2", "inputmode": "numeric"}),
        error_messages={"invalid": _("Enter a number, or leave this empty for a thing of its own.")},
    )
    since = MomentField(label=_("Covered from"), required=False)
    until = MomentField(label=_("Covered until"), required=False)

    def __init__(self, *args: Any, frames: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["page"].choices = list(frames)  # type: ignore[attr-defined]
        self.pages = max((number for number, _moment in frames), default=1)

    def box(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**super().box(), **{name: given[name] for name in _OF_FILMS if given.get(name) is not None}}


class _Boxes(forms.BaseFormSet):  # type: ignore[type-arg]
    """All boxes of a copy, and one empty row to add another."""

    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].label = _("Remove")

    def summary(self) -> list[dict[str, str]]:
        """Every fault with the place to mend it, for the error summary."""
        return _faults(self.forms)

    def boxes(self) -> list[dict[str, Any]]:
        """The boxes that are meant."""
        return [
            form.box()
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get(DELETION_FIELD_NAME) and not form.is_empty
        ]


_most: Any = {"extra": 1, "can_delete": True, "max_num": MOST_BOXES, "absolute_max": MOST_BOXES + 1}
_PageBoxes: Any = forms.formset_factory(BoxForm, _Boxes, **_most)
_FrameBoxes: Any = forms.formset_factory(FrameBoxForm, _Boxes, **_most)


def box_forms(
    data: Any = None,
    *,
    frames: Iterable[tuple[int, str]] = (),
    pages: int = 1,
    initial: list[dict[str, Any]] | None = None,
) -> Any:
    """The rows of a copy: on pages, or, where there are `frames` (number and moment), on those."""
    if frames:
        return _FrameBoxes(data, prefix="box", form_kwargs={"frames": list(frames)}, initial=initial)
    return _PageBoxes(data, prefix="box", form_kwargs={"pages": pages}, initial=initial)


class FilmForm(forms.Form):
    """What is asked of a film besides its boxes."""

    keeps_sound = forms.BooleanField(label=_("Keep the sound"), required=False)
    moment = MomentField(
        label=_("Show another moment"),
        help_text=_("Seconds, or minutes and seconds as 1:05. The film is %(length)s long."),
        required=False,
    )

    def __init__(self, *args: Any, length: float = 0.0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["moment"].help_text = str(self.fields["moment"].help_text) % {"length": moment(length)}
        self.fields["keeps_sound"].help_text = _("Voices tell who somebody is. Leave it out unless it is needed.")

    def summary(self) -> list[dict[str, str]]:
        return _faults([self])


def _faults(given: Iterable[forms.Form]) -> list[dict[str, str]]:
    return [
        {"message": str(message), "anchor": form[name].id_for_label if name in form.fields else ""}
        for form in given
        for name, messages in form.errors.items()
        for message in messages
    ]


def boxes_in_per_cent(boxes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Boxes as the form shows them."""
    return [
        {
            **box,
            **{edge: round(box[edge] * 100, 2) for edge in _EDGES},
            **{name: moment(box[name]) for name in ("since", "until") if box.get(name) is not None},
        }
        for box in boxes
    ]
