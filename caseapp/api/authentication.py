"""Who calls: an account by token or by session. A receipt code comes in its own header and opens one complaint."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request


class ApiTokenAuthentication(TokenAuthentication):
    """`Authorization: Token …`. An account that may no longer sign in has no tokens either."""

    def authenticate_credentials(self, token: bytes) -> Any:
        try:
            token.decode("ascii")
        except UnicodeDecodeError:
            raise AuthenticationFailed(_("This token is not valid.")) from None
        return super().authenticate_credentials(token)

    def validate_user(self, auth_token: Any) -> Any:
        from caseapp.accounts.backends import Backend

        if not Backend().user_can_authenticate(auth_token.user):
            raise AuthenticationFailed(_("This token is not valid."))
        return auth_token.user, auth_token


class SignedInSession(SessionAuthentication):
    """The browser's session, with CSRF enforced; says 401 like the token does, so that the two agree."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
