"""The OpenAPI description: made once, and how it names the ways of signing in."""

from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator


class HeldSchema(SchemaGenerator):  # type: ignore[misc]
    """Makes the description once in a process for each language, for it takes seconds; it is the same for everybody."""

    def get_schema(self, request: Any = None, public: bool = True) -> dict[str, Any]:
        spoken = get_language()
        return _made(spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE)


@cache
def _made(language: str) -> dict[str, Any]:
    with override(language):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return made


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Token …`, as `POST /api/v1/tokens/` gives one."""

    target_class = "caseapp.api.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token` and the token, which expires and has scopes.",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    """The cookie of a signed-in browser; writes need its CSRF token as well."""

    target_class = "caseapp.api.authentication.SignedInSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}
