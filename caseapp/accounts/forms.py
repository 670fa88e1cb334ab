"""allauth's forms with our words."""

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _


class LoginForm(allauth.LoginForm):
    """Sign in by e-mail address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields.pop("remember", None)
        _plain(self)


class SignupForm(allauth.SignupForm):
    """Open an account of one's own; roles in firms and authorities are given by an administrator."""

    display_name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Only you see it until you file or share something under your name."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class ResetPasswordForm(allauth.ResetPasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class ResetPasswordKeyForm(allauth.ResetPasswordKeyForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class ChangePasswordForm(allauth.ChangePasswordForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


def _plain(form: forms.BaseForm) -> None:
    """Labels stand above fields in our forms: a placeholder that repeats them only hides the hint."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
