"""What it did to the person, what they want, and their own words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from caseapp.complaints.enums import Harm, Relief
from caseapp.complaints.services.statement import NARRATIVE_MAX
from caseapp.intake.forms.base import ProseField, StepForm


class EffectForm(StepForm):
    """Effect, wish and account."""

    narrative = ProseField(
        label=_("What happened, in your own words?"),
        help_text=_(
            "Say what you saw, heard and did, in the order it happened. "
            "Leave out names of people who have nothing to do with it. "
            "The authority you choose reads this, and a law firm only if you share it; it is never public."
        ),
        max_length=NARRATIVE_MAX,
        rows=10,
        error_messages={
            "required": _("Tell us what happened, in your own words."),
            "max_length": _("Use at most 20,000 characters. Your text has %(show_value)d; put the rest into a file."),
        },
    )
    harms = forms.MultipleChoiceField(
        label=_("What did it do to you?"),
        help_text=_("Choose everything that applies."),
        choices=Harm.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one. If nothing happened yet, choose the last one.")},
    )
    relief_sought = forms.MultipleChoiceField(
        label=_("What do you want?"),
        help_text=_("Choose everything you want. You can change your mind later."),
        choices=Relief.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing you want.")},
    )

    def clean_harms(self) -> list[str]:
        """“No harm so far” beside a harm says nothing: the harm stands."""
        given = list(self.cleaned_data["harms"])
        real = [harm for harm in given if harm != Harm.NONE_YET]
        return real or given
