"""The fields of each section of a law's record: one function for each, called when a page is made."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.law import models
from caseapp.law.models import Framework
from caseapp.law.selectors import topics_to_choose
from caseapp.workspace.forms.law_fields import (
    KeyField,
    KeysField,
    PartialDateField,
    ThreeWayField,
    both_languages,
    label,
    of_column,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def _columns(model: Any, *names: str, **required: bool) -> dict[str, forms.Field]:
    return {name: of_column(model._meta.get_field(name), required=required.get(name, False)) for name in names}


def statements() -> dict[str, forms.Field]:
    """What the law says in words, in both languages."""
    return {
        **both_languages("short_name", required=True, length=80),
        **both_languages("name", required=True, length=250),
        **_columns(Framework, "name_local", "citation"),
        **_columns(Framework, "covered_actors", covered_actors=True),
        **both_languages("consent_standard"),
        **both_languages("biometric_definition"),
        **both_languages("burden_of_proof"),
        **both_languages("collective_action"),
    }


def dates() -> dict[str, forms.Field]:
    """From when and until when the text holds."""
    return {
        "in_force_from": PartialDateField(
            label=label("in_force_from"),
            required=False,
            max_length=10,
            help_text=_("As far as it is known: 2026, 2026-03 or 2026-03-27."),
        ),
        **_columns(Framework, "valid_from"),
        "valid_to": of_column(
            Framework._meta.get_field("valid_to"),
            label=_("The text holds until (the first day on which it no longer does)"),
        ),
    }


def claims() -> dict[str, forms.Field]:
    """Who may sue, and the highest fine."""
    return {
        "private_right_exists": ThreeWayField(label=label("private_right_exists")),
        **both_languages("private_right_article", length=500),
        **_columns(Framework, "max_fine_amount", "max_fine_currency", "max_fine_percent_turnover"),
        **_columns(Framework, "max_fine_rule", "max_fine_gain_times"),
        **both_languages("max_fine_article", length=500),
    }


def amendments() -> dict[str, forms.Field]:
    """One change of the law."""
    return {
        "date": PartialDateField(label=_("Date"), max_length=10),
        "what": forms.CharField(label=_("What changed, in English"), max_length=2000),
        "what_zh": forms.CharField(label=_("What changed, in Chinese"), max_length=2000, required=False),
    }


def fine_factors() -> dict[str, forms.Field]:
    """One thing that is weighed when a fine is set."""
    return {
        "key": KeyField(label=label("key"), max_length=60),
        "title": forms.CharField(label=_("What is weighed, in English"), max_length=500),
        "title_zh": forms.CharField(label=_("What is weighed, in Chinese"), max_length=500, required=False),
        "article": forms.CharField(label=label("article"), max_length=200),
    }


def sources() -> dict[str, forms.Field]:
    """One source."""
    return {
        "title": forms.CharField(label=_("Title"), max_length=500),
        "url": forms.CharField(label=_("Address, or where it is kept"), max_length=1000),
    }


def elements() -> dict[str, forms.Field]:
    """One element as a question, and what its answers count for."""
    return {
        "key": KeyField(
            label=label("key"),
            max_length=60,
            help_text=_("Stored answers go by it. Change it only where the question becomes another one."),
        ),
        **both_languages("question", required=True, length=1000),
        **_columns(models.Element, "article"),
        "supports_claim_if": forms.ChoiceField(
            label=label("supports_claim_if"), choices=[("yes", _("Yes")), ("no", _("No"))], initial="yes"
        ),
        **_columns(models.Element, "role", role=True),
        "topic": forms.ChoiceField(
            label=label("topic"),
            required=False,
            choices=[("", _("None: only this law asks it")), *topics_to_choose()],
        ),
        **_columns(models.Element, "inverted", "parameter"),
    }


def grounds() -> dict[str, forms.Field]:
    """One way of breaking the law."""
    return {
        "key": KeyField(label=label("key"), max_length=60),
        **both_languages("title", required=True, length=1000),
        **_columns(models.Ground, "article"),
        "element_keys": _keys(_("Every one of these elements must be made out. Write their keys with commas between.")),
        **_columns(models.Ground, "since"),
    }


def exemptions() -> dict[str, forms.Field]:
    """One thing that the law excuses."""
    return {
        **both_languages("what", required=True, length=1000),
        **_columns(models.Exemption, "article"),
        "element_keys": _keys(_("The elements whose answers bear on it. Write their keys with commas between.")),
        "made_for": forms.ChoiceField(
            label=label("made_for"),
            required=False,
            choices=[
                ("", _("Any")),
                ("police", _("Police")),
                ("public", _("Public bodies")),
                ("employee", _("Employees")),
                ("household", _("Households")),
                ("bank", _("Banks")),
                ("health", _("Health")),
            ],
        ),
    }


def damages() -> dict[str, forms.Field]:
    """One rule on what a person or the State gets."""
    return {
        **_columns(models.DamagesRule, "kind", "minimum", "maximum", "currency", "per", kind=True, per=True),
        "to_person": of_column(
            models.DamagesRule._meta.get_field("to_person"),
            initial=True,
            help_text=_("Leave it empty where the sum goes to the State."),
        ),
        **_columns(models.DamagesRule, "article"),
        **both_languages("note"),
    }


def authorities() -> dict[str, forms.Field]:
    """One authority or court, and how it is reached."""
    return {
        **_columns(models.AuthorityRoute, "kind", kind=True),
        **both_languages("name", required=True, length=500),
        **both_languages("complaint_route", length=1000),
        **both_languages("deadline_to_file", length=1000),
        **both_languages("response_deadline", length=1000),
        "after_keys": _keys(_("The steps that come before it. Write the keys of their elements with commas between.")),
    }


def deadlines() -> dict[str, forms.Field]:
    """One period in the law’s own unit."""
    return {
        "key": KeyField(label=label("key"), max_length=80),
        **_columns(models.DeadlineRule, "kind", "amount", "unit", "starts_from", kind=True),
        **_columns(models.DeadlineRule, "from_year_end", "longstop_months", "extension_amount"),
        **_columns(models.DeadlineRule, "last_day", "last_day_article", "article", "valid_from", last_day=True),
        **both_languages("note"),
    }


def _keys(help_text: "_StrOrPromise") -> KeysField:
    return KeysField(
        label=_("Keys of elements"),
        required=False,
        max_length=2000,
        help_text=help_text,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
