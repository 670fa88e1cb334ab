"""What every page of the filing shares: the marks that keep a second tab from overwriting, and fields of our own."""

import datetime as dt
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.services.statement import EARLIEST
from caseapp.core.actors import Actor
from caseapp.law.selectors import written_day
from caseapp.rules.dates import farthest_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from caseapp.intake.selectors import Answers


class DayWidget(forms.Widget):
    """Day, month and year as three boxes to type in, in the order of the reader's language; keeps what was typed."""

    template_name = "django/forms/widgets/select_date.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: "dict[str, Any] | None") -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        typed = self._parts(value)
        marks = {key: item for key, item in context["widget"]["attrs"].items() if key in {"aria-invalid", "disabled"}}
        context["widget"]["subwidgets"] = [
            {
                "name": f"{name}_{part}",
                "value": [typed[part]],
                "attrs": {**marks, "id": f"{context['widget']['attrs'].get('id', f'id_{name}')}_{part}"},
            }
            for part in self._order()
        ]
        return context

    def value_from_datadict(self, data: "Mapping[str, Any]", files: Any, name: str) -> "tuple[str, ...] | str | None":
        whole = data.get(name)
        if whole:
            return str(whole)
        parts = tuple(str(data.get(f"{name}_{part}", "")).strip()[:12] for part in ("year", "month", "day"))
        return parts if any(parts) else None

    def value_omitted_from_data(self, data: "Mapping[str, Any]", files: Any, name: str) -> bool:
        return name not in data and not any(f"{name}_{part}" in data for part in ("year", "month", "day"))

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self._order()[0]}" if id_ else id_

    def format_value(self, value: Any) -> str | None:
        return None

    @staticmethod
    def _parts(value: Any) -> dict[str, str]:
        if isinstance(value, dt.date):
            value = value.isoformat()
        if isinstance(value, str):
            value = tuple(part.lstrip("0") or part for part in value.split("-", 2))
        if not isinstance(value, tuple) or len(value) != 3:
            value = ("", "", "")
        return dict(zip(("year", "month", "day"), value, strict=True))

    @staticmethod
    def _order() -> tuple[str, str, str]:
        chinese = (get_language() or "").startswith("zh")
        return ("year", "month", "day") if chinese else ("day", "month", "year")


class PastDayField(forms.Field):
    """A day that has begun somewhere and is not before 1990, with a message that says what is wrong with it.

    A form that knows the place asks there as well whether the day has come.
    """

    widget = DayWidget
    default_error_messages = {
        "required": _("Enter the day. If you do not know it exactly, enter the nearest day you are sure of."),
        "incomplete": _("Enter a day, a month and a year."),
        "invalid": _("This day does not exist. Enter it in figures, for example 27 3 2026."),
        "future": _("The day must not lie in the future."),
        "early": _("The day must not lie before 1990."),
        "short_year": _("Enter the year with four figures."),
    }

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, dt.date):
            return value
        if isinstance(value, str):
            try:
                return self._within(dt.date.fromisoformat(value.strip()))
            except ValueError as fault:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from fault
        if not all(value):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            year, month, day = (int(part) for part in value)
        except ValueError as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault
        if 0 <= year < 100:
            raise ValidationError(self.error_messages["short_year"], code="short_year")
        try:
            return self._within(dt.date(year, month, day))
        except (ValueError, OverflowError) as fault:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from fault

    def _within(self, day: dt.date) -> dt.date:
        if day > farthest_day(timezone.now()):
            raise ValidationError(self.error_messages["future"], code="future")
        if day < EARLIEST:
            raise ValidationError(self.error_messages["early"], code="early")
        return day


class ProseField(forms.CharField):
    """Several lines of text, counted as the person's browser counts them: a line break is one character."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")


class _OnlySometimes(forms.Field):
    """What only some answers make necessary: never called optional, and the form says when it is missing."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class NeededLater(_OnlySometimes, forms.ChoiceField):
    """A choice that only some answers make necessary."""


class TextNeededLater(_OnlySometimes, forms.CharField):
    """Words that only some answers make necessary."""


class EmailNeededLater(_OnlySometimes, forms.EmailField):
    """An address that only some answers make necessary."""


class StepForm(forms.Form):
    """One page of the filing. `revision` is the page's revision when it was shown, `page` names that one showing.

    Together they let the same page be sent again (the browser's own Back) and refuse one that another tab overtook.
    Subclasses say in `starting` how stored values become initial ones and in `values` what is stored.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    MARKS = ("revision", "page")
    use_required_attribute = False

    def __init__(self, data: Any = None, *, answers: "Answers", slug: str, actor: Actor, **kwargs: Any) -> None:
        self.answers = answers
        self.slug = slug
        self.actor = actor
        if data is None:
            kwargs["initial"] = {
                **self.starting(),
                "revision": answers.revision(slug),
                "page": secrets.token_urlsafe(12),
            }
        super().__init__(data, **kwargs)
        self.build()

    def build(self) -> None:
        """Adjust fields to the answers of earlier pages."""

    def starting(self) -> dict[str, Any]:
        """What the fields begin with: the stored answers."""
        return self.answers.stored(self.slug)

    def values(self) -> dict[str, Any]:
        """What is stored: the cleaned answers as plain JSON."""
        return {
            name: value.isoformat() if isinstance(value, dt.date) else value
            for name, value in self.cleaned_data.items()
            if name not in self.MARKS
        }

    @property
    def given_revision(self) -> int:
        """The revision the page was shown at; an absent or broken mark counts as the very first showing."""
        return self.cleaned_data.get("revision") or 0

    @property
    def given_page(self) -> str:
        return self.cleaned_data.get("page") or ""

    def leave_unchecked(self) -> None:
        """Show what was typed without judging it yet: the person asked for something else than to go on."""
        self._errors = ErrorDict()
        self.cleaned_data = {}

    def said(self, values: "Mapping[str, Any]") -> list[tuple[str, str]]:
        """Stored values in words, question by question, for the check page and for showing two versions."""
        return [
            (str(field.label), in_words(field, values.get(name)))
            for name, field in self.fields.items()
            if name not in self.MARKS
        ]


def in_words(field: forms.Field, value: Any) -> str:
    """One stored value as a person reads it."""
    if value in (None, "", []):
        return ""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(field, PastDayField):
        return written_day(dt.date.fromisoformat(value) if isinstance(value, str) else value)
    if isinstance(field, forms.ChoiceField):
        words = {str(key): str(label).partition("\n")[0] for key, label in list(field.choices)}  # type: ignore[misc,arg-type]
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(words.get(str(each), str(each)) for each in chosen)
    return str(value)


def choose(form: forms.Form, name: str, choices: Any) -> None:
    """Set the choices of a form's field, or what gives them when they are asked for."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - a mistake of ours, not of a person
    field.choices = choices
