"""Fields of the pages that edit the law, each made from the column that it fills."""

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from caseapp.law.selectors import LABELS
from caseapp.rules.dates import last_possible_day

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

KEY = re.compile(r"[a-z][a-z0-9_]*")
THREE_WAYS = (("", _("Not verified")), ("yes", _("Yes")), ("no", _("No")))


class KeyField(forms.CharField):
    """A short name that rules and stored answers use."""

    default_error_messages = {"key": _("Use small letters, figures and underscores, and begin with a letter.")}

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not KEY.fullmatch(value):
            raise ValidationError(self.error_messages["key"], code="key")


class KeysField(forms.CharField):
    """Several keys, written with commas between them; cleaned to a list."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        return [key for key in (part.strip() for part in str(super().clean(value)).split(",")) if key]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class PartialDateField(forms.CharField):
    """A date known as year, year and month, or day; kept as it was written."""

    default_error_messages = {"partial": _("Enter a date as 2026, 2026-03 or 2026-03-27.")}

    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            try:
                last_possible_day(value)
            except ValueError as fault:
                raise ValidationError(self.error_messages["partial"], code="partial") from fault


class ThreeWayField(forms.TypedChoiceField):
    """Yes, no, or not verified (None)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=THREE_WAYS,
            coerce=lambda value: value == "yes",
            empty_value=None,
            required=False,
            widget=forms.RadioSelect(attrs={"class": "govuk-radios--inline"}),
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)


def label(name: str, language: str = "") -> "_StrOrPromise":
    """The words for a column, which the difference between two versions uses as well."""
    words = LABELS[name]
    said = str(words)
    said = said[:1].upper() + said[1:]
    if language == "en":
        return _("%(what)s, in English") % {"what": said}
    if language == "zh":
        return _("%(what)s, in Chinese") % {"what": said}
    return said


def both_languages(name: str, *, required: bool = False, length: int | None = None) -> dict[str, forms.Field]:
    """The English and the Chinese text of a statement; long ones in boxes that grow with them."""
    found: dict[str, forms.Field] = {}
    for language, code in (("en", "en"), ("zh", "zh-Hans")):
        widget: forms.Widget = (
            forms.TextInput(attrs={"lang": code})
            if length and length <= 100
            else forms.Textarea(attrs={"rows": 2 if length else 4, "lang": code})
        )
        found[f"{name}_{language}"] = forms.CharField(
            label=label(name, language),
            required=required and language == "en",
            max_length=length or 5000,
            widget=widget,
        )
    return found


def of_column(column: "models.Field[Any, Any]", **more: Any) -> forms.Field:
    """The field for one column: its length and choices are the model's."""
    settings: dict[str, Any] = {"required": False, **more}
    if "label" not in settings:
        settings["label"] = label(column.name)
    if column.choices:
        choices: list[Any] = list(column.choices)
        if settings["required"]:
            settings.setdefault("initial", choices[0][0])
        else:
            choices = [("", _("Not verified")), *choices]
        return forms.ChoiceField(choices=choices, **settings)
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(**settings)
    if isinstance(column, models.DateField):
        return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **settings)
    if isinstance(column, models.DecimalField):
        return forms.DecimalField(
            max_digits=column.max_digits, decimal_places=column.decimal_places, min_value=Decimal(0), **settings
        )
    if isinstance(column, models.PositiveSmallIntegerField):
        return forms.IntegerField(min_value=1, max_value=32_767, **settings)
    return forms.CharField(max_length=getattr(column, "max_length", None) or 5000, **settings)


def cleaned_value(value: Any) -> Any:
    """A cleaned value as the column keeps it: sums with two decimals."""
    return value.quantize(Decimal("0.01")) if isinstance(value, Decimal) else value
