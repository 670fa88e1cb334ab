"""Tokens for programs."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import authenticate
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.api.base import Endpoint
from caseapp.api.models import ApiToken, Scope
from caseapp.core import throttle
from caseapp.core.errors import NotAllowed


class TokenRequest(serializers.Serializer[Any]):
    email = serializers.EmailField()
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    scopes = serializers.MultipleChoiceField(choices=Scope.choices, default={Scope.READ.value})


class TokenAnswer(serializers.Serializer[Any]):
    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))


class TokenEndpoint(Endpoint):
    """Make a token from an address and a password, or end the token that the call is made with."""

    open_to_all = True
    serializer_class = TokenRequest

    @extend_schema(request=TokenRequest, responses={201: TokenAnswer})
    def post(self, request: Request) -> Response:
        """A token of the account, with the scopes asked for; shown this once, hashed at rest, expiring."""
        throttle.hit("api-token", throttle.client_key(request._request), limit=20, seconds=3600)
        asked = TokenRequest(data=request.data)
        asked.is_valid(raise_exception=True)
        throttle.hit("api-token-account", asked.validated_data["email"].lower(), limit=10, seconds=900)
        user: Any = authenticate(
            request._request, email=asked.validated_data["email"], password=asked.validated_data["password"]
        )
        if user is None:
            raise AuthenticationFailed("The address or the password is wrong.")
        if is_mfa_enabled(user):
            raise NotAllowed("This account has a second factor, which a password alone must not go round.")
        scopes = sorted(asked.validated_data["scopes"])
        token, secret = ApiToken.objects.create(user=user, scopes=scopes, expiry=settings.REST_KNOX["TOKEN_TTL"])
        answer = {"token": secret, "expires_at": token.expiry, "scopes": scopes}
        return Response(TokenAnswer(answer).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        """End the token that this call carries."""
        if not isinstance(request.auth, ApiToken):
            raise AuthenticationFailed("The call carries no token.")
        request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)
