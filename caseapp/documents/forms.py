"""Shapes of what people enter for letters, and of the texts that firms and authorities keep."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from caseapp.core.forms_acts import DayInput
from caseapp.documents.enums import Kind, Reply
from caseapp.documents.selectors.templates import ELSEWHERE
from caseapp.documents.services.letters import WORDS_MAX
from caseapp.documents.writing.grammar import LONGEST
from caseapp.documents.writing.reading import TITLE_LONGEST
from caseapp.evidence.services import Incoming
from caseapp.law.models import Jurisdiction


class LetterForm(forms.Form):
    """What a letter needs besides what the complaint says."""

    name = forms.CharField(
        label=_("Your name, as the letter bears it"),
        help_text=_("The organisation reads it. Leave it empty to write without a name."),
        max_length=200,
        required=False,
    )
    mail_address = forms.CharField(
        label=_("Where should the answer go?"),
        help_text=_("An e-mail address or a postal address that you read. The organisation sees it."),
        max_length=300,
        error_messages={"required": _("Enter an address for the answer.")},
    )
    respondent_address = forms.CharField(
        label=_("Address of the organisation"),
        help_text=_("If you know it. It stands above the letter."),
        max_length=300,
        required=False,
    )
    own_words = forms.CharField(
        label=_("Anything you want to add"),
        help_text=_("It stands at the end of the letter, in your words."),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"),
        help_text=_("If it is not yours, you also get a copy in your language to read."),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, anonymous: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if anonymous:
            del self.fields["name"]


class TextsFilter(forms.Form):
    """Kind, place and language of texts; by GET."""

    mark_optional = False

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    place = forms.ChoiceField(label=_("Place"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("All")), *settings.LANGUAGES])

    def __init__(self, *args: Any, kinds: Iterable[Kind], places: Iterable[Jurisdiction], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything, elsewhere = ("", _("All")), (ELSEWHERE, _("Everywhere else"))
        for name, choices in (
            ("kind", [everything, *((kind.value, kind.label) for kind in kinds)]),
            ("place", [everything, *((place.pk, str(place)) for place in places), elsewhere]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Incoming]:
        found: list[Incoming] = files.getlist(name)
        return found


class FilesField(forms.Field):
    """Files that streamed in; each carries its own refusal, which the service raises."""

    widget = FilesInput(attrs={"multiple": True})


class AnswerForm(forms.Form):
    """What came back, with the files of it."""

    answered_on = forms.DateField(
        label=_("Day it came"), widget=DayInput(), error_messages={"required": _("Enter the day it came.")}
    )
    answer = forms.ChoiceField(
        label=_("What did it come to?"),
        choices=Reply.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it came to.")},
    )
    note = forms.CharField(
        label=_("What they said"),
        help_text=_("In short, or word for word when it was said and not written."),
        max_length=WORDS_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    file = FilesField(
        label=_("The answer itself"), help_text=_("A letter, an e-mail, a picture of it."), required=False
    )


class ReviewForm(forms.Form):
    """What a lawyer says who stands for a text."""

    admission = forms.CharField(
        label=_("Where you are admitted to practise"),
        help_text=_("Place and number, for example “Zhejiang, licence 13302…” or “Solicitor, England and Wales”."),
        max_length=200,
        error_messages={"required": _("Say where you are admitted to practise.")},
    )
    note = forms.CharField(
        label=_("What you looked at"),
        help_text=_("Laws and court rules with their date, and what whoever uses the text should know."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TemplateForm(forms.Form):
    """A text in one's own words."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LONGEST)
    body = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
    )
