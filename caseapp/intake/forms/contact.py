"""Who receives the complaint, and whether the person gives their details or stays anonymous."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from caseapp.accounts.models import Authority
from caseapp.complaints.models import Contact
from caseapp.intake.enums import Filing
from caseapp.intake.forms.base import EmailNeededLater, StepForm, TextNeededLater, choose
from caseapp.intake.selectors import authorities_for_answers, routes_named
from caseapp.law.models import AuthorityRoute

NOBODY = "none"
CONTACT_FIELDS = ("name", "email", "phone")
FILING_CHOICES = [
    (Filing.NAMED, _("Give my details\nThe complaint belongs to your account, and you follow it there.")),
    (
        Filing.ANONYMOUS,
        _(
            "Stay anonymous\nNobody learns who you are, and the complaint is not tied to your account. "
            "You get a receipt code; it alone opens the complaint, unless you leave an address for a lost one below."
        ),
    ),
]


WITHOUT_ACCOUNT = [
    (
        Filing.NAMED,
        _(
            "Give my details\nThe authority you choose can see who you are and reach you. "
            "You follow the complaint with a receipt code, and we write to your e-mail address when there is news."
        ),
    ),
    (
        Filing.ANONYMOUS,
        _(
            "Stay anonymous\nNobody learns who you are, not even we: neither a name nor the address of your computer "
            "is kept with the complaint. You get a receipt code; it alone opens the complaint, unless you leave an "
            "address for a lost one below."
        ),
    ),
]


AT_THE_DESK = [
    (
        Filing.NAMED,
        _("The person gave their details\nThey follow the complaint with the receipt code on their receipt letter."),
    ),
    (
        Filing.ANONYMOUS,
        _("The person stays anonymous\nHand the receipt letter over if you can: its code alone opens the complaint."),
    ),
]


class ContactForm(StepForm):
    """Receiver and identity. Details are read only where the person files under their own name.

    Without an account an e-mail address belongs to them: it is the one way in which news can reach the person. What an
    officer keys in goes to the officer's own authority.
    """

    authority = forms.ChoiceField(
        label=_("Who should receive your complaint?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who should receive it, or keep it as a record."),
            "invalid_choice": _("Choose one of the authorities for this place, or keep it as a record."),
        },
    )
    filing = forms.ChoiceField(
        label=_("Do you want to give your details?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether you give your details or stay anonymous.")},
    )
    name = TextNeededLater(
        label=_("Your name"),
        help_text=_("Seen by the authority you chose, and by a law firm only if you share it with them. Never public."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"max_length": _("Use at most %(limit_value)d characters for your name.")},
    )
    email = EmailNeededLater(
        label=_("E-mail address"),
        help_text=_(
            "Seen by the same people. They may write to you there if you do not answer here. "
            "Without an account, a lost receipt code is replaced through it."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": _("Enter an e-mail address in the usual form, such as name@example.com.")},
    )
    phone = forms.CharField(
        label=_("Telephone number"),
        help_text=_("Seen by the same people. Leave it empty if you do not want to be called."),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "class": "cn-input--medium"}),
        validators=[
            RegexValidator(
                r"^[+0-9０-９() ./-]{5,40}$",
                _("Enter a telephone number in figures, such as +86 574 8718 0000."),
            )
        ],
    )

    recovery = forms.EmailField(
        label=_("E-mail address for a lost code"),
        help_text=_(
            "Seen by nobody, kept sealed and used for this alone: a key for a new code goes there, news does not. "
            "Leave it empty if you are sure to keep the code."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Enter an e-mail address in the usual form, such as name@example.com.")},
    )

    language = forms.ChoiceField(
        label=_("In which language should letters and notices come?"),
        help_text=_("It belongs to the complaint, whatever language you read these pages in."),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language of letters and notices.")},
    )

    def build(self) -> None:
        self.authorities = list(authorities_for_answers(self.answers))
        self.fields["email"].required = self._needs_email
        if self.answers.desk:
            self.authorities = [row for row in self.authorities if row.pk in self.actor.authority_ids()]
            choose(self, "authority", [(row.code, _receiver(row)) for row in self.authorities])
            choose(self, "filing", AT_THE_DESK)
            del self.fields["recovery"]
            return
        choose(
            self,
            "authority",
            [
                *((row.code, _receiver(row)) for row in self.authorities),
                (
                    NOBODY,
                    _(
                        "Nobody yet: keep it as a record\n"
                        "It is stored with its date and fingerprint; you can send it later."
                    ),
                ),
            ],
        )
        choose(self, "filing", FILING_CHOICES if self.actor.is_signed_in else WITHOUT_ACCOUNT)

    def starting(self) -> dict[str, Any]:
        held = self.answers.contact
        contact = {name: getattr(held, name) for name in CONTACT_FIELDS}
        if not any(contact.values()) and not self.answers.desk:
            contact["name"] = self.actor.display_name if "@" not in self.actor.display_name else ""
        return {"language": self.answers.language, **self.answers.stored(self.slug), **contact}

    @cached_property
    def routes(self) -> list[AuthorityRoute]:
        """Where the law of the place sends complaints, told where no authority takes them here."""
        return [] if self.authorities else routes_named(self.answers)

    @property
    def _needs_email(self) -> bool:
        """Without an account news reaches the person in no other way."""
        return not self.actor.is_signed_in

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("filing") == Filing.NAMED and not given.get("name") and "name" not in self.errors:
            self.add_error("name", _("Enter your name, or choose to stay anonymous."))
        wanted = given.get("filing") == Filing.NAMED and self._needs_email
        if wanted and not given.get("email") and "email" not in self.errors:
            self.add_error("email", _("Enter your e-mail address, or choose to stay anonymous."))
        if given.get("filing") == Filing.NAMED and "recovery" in given:
            given["recovery"] = ""
        return given

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name not in CONTACT_FIELDS}

    def said(self, values: Mapping[str, Any]) -> list[tuple[str, str]]:
        named = values.get("filing") == Filing.NAMED
        kept = super().said(values)
        held = self.answers.contact
        details = {str(self.fields[name].label): getattr(held, name) for name in CONTACT_FIELDS if name in self.fields}
        return [(label, details.get(label, words)) for label, words in kept if named or label not in details]

    def contact(self) -> Contact:
        """The details as they are to be sealed; empty for somebody who stays anonymous."""
        if self.cleaned_data["filing"] != Filing.NAMED:
            return Contact()
        return Contact(**{name: self.cleaned_data.get(name, "") for name in CONTACT_FIELDS})


def _receiver(row: Authority) -> str:
    name = f"{row.shown_name} · {row.other_name}" if row.other_name else row.shown_name
    return f"{name}\n{row.jurisdiction.name}"
