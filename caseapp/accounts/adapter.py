"""How allauth behaves here: language of the account, no link between a receipt and an account."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import get_language

from caseapp.accounts.middleware import RECEIPT_SESSION_KEY


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the language somebody signed up in; parts a receipt from an account; ends tokens with the password."""

    def login(self, request: HttpRequest, user: Any) -> None:
        """Signing in ends the following of an anonymous complaint: no session ever holds both."""
        request.session.pop(RECEIPT_SESSION_KEY, None)
        super().login(request, user)

    def set_password(self, user: Any, password: str) -> None:
        """A new password ends every token made with the old one."""
        super().set_password(user, password)
        user.auth_token_set.all().delete()

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
        user.display_name = form.cleaned_data.get("display_name", "")
        return super().save_user(request, user, form, commit=commit)
