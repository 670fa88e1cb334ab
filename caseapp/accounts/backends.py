"""Signing in by address and password; demonstration accounts only in demonstration mode."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from caseapp.accounts.selectors import user_with_seats


class Backend(AuthenticationBackend):
    """allauth's backend, which also refuses demonstration accounts on a real site."""

    def user_can_authenticate(self, user: Any) -> bool:
        if getattr(user, "is_demo", False) and not settings.DEMO:
            return False
        return bool(super().user_can_authenticate(user))

    def get_user(self, user_id: Any) -> Any:
        """Who is signed in, with their seats: asked with every page."""
        user = user_with_seats(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
