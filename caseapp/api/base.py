"""What every endpoint shares: its actor, its scopes, and writes that can be repeated safely."""

import hashlib
import hmac
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import IntegrityError, transaction
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import SAFE_METHODS, AllowAny, BasePermission, IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from caseapp.accounts.selectors import actor_for
from caseapp.api.models import IdempotentAnswer, Scope
from caseapp.complaints.services import open_by_receipt
from caseapp.core import throttle
from caseapp.core.actors import Actor
from caseapp.core.errors import InvalidInput, NotFound, WrongState

RECEIPT_HEADER = "X-Receipt-Code"
IDEMPOTENCY_HEADER = "Idempotency-Key"


class TokenScopes(BasePermission):
    """A token does only what it was made for; a session does what its account may."""

    def has_permission(self, request: Request, view: Any) -> bool:
        scopes = getattr(request.auth, "scopes", None)
        if scopes is None:
            return True
        needed = Scope.READ if request.method in SAFE_METHODS else Scope.WRITE
        return needed in scopes


class Endpoint(GenericAPIView):
    """A view with `self.actor`. `open_to_all` lets visitors and receipt holders in; the policies do the rest."""

    open_to_all = False
    pagination_class: Any = None

    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.open_to_all else IsAuthenticated(), TokenScopes()]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.actor = self._actor(request)
        request._request.actor = self.actor  # type: ignore[attr-defined]

    def _actor(self, request: Request) -> Actor:
        if request.user.is_authenticated:
            return actor_for(request.user)
        code = request.headers.get(RECEIPT_HEADER)
        if code and self.open_to_all:
            try:
                complaint = open_by_receipt(code=code, throttle_key=throttle.client_key(request._request))
            except InvalidInput as refusal:
                raise NotFound() from refusal
            return Actor(kind="receipt", complaint_id=complaint.pk, language=complaint.language)
        return Actor(language=getattr(request, "LANGUAGE_CODE", "en"))


def idempotent(handler: Callable[..., Response]) -> Callable[..., Response]:
    """A write that takes `Idempotency-Key`: the same key with the same body gets the first answer again.

    The same key with another body, or while the first is still being worked on, is refused with 409. The answer is
    kept in the transaction of the work itself, so that it exists exactly when the work does, and for a day. It is
    sealed under the caller's own key, which is not kept: what an anonymous caller was told nobody else can open.
    """

    @wraps(handler)
    def guarded(self: Endpoint, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(IDEMPOTENCY_HEADER)
        if not key:
            return handler(self, request, *args, **kwargs)
        if not 16 <= len(key) <= 200 or not key.isprintable():
            raise InvalidInput("Idempotency-Key takes 16 to 200 printable characters, such as a UUID.")
        owner, lookup = _owner(self.actor, request), _keyed(key)
        fingerprint = _keyed(_told(request))
        with transaction.atomic():
            try:
                with transaction.atomic():
                    answer = IdempotentAnswer.objects.create(owner=owner, key=lookup, request_sha256=fingerprint)
            except IntegrityError:
                return _first_answer(owner, key, fingerprint)
            response = handler(self, request, *args, **kwargs)
            if response.status_code >= 400:
                transaction.set_rollback(True)
                return response
            answer.status = response.status_code
            answer.sealed_body = _lock(owner, key).encrypt(_NONCE, JSONRenderer().render(response.data), owner.encode())
            answer.save(update_fields=["status", "sealed_body"])
        return response

    return guarded


def _first_answer(owner: str, key: str, fingerprint: str) -> Response:
    answer = IdempotentAnswer.objects.get(owner=owner, key=_keyed(key))
    if answer.request_sha256 != fingerprint:
        raise WrongState("This Idempotency-Key was used for another request.")
    if answer.sealed_body is None:
        raise WrongState("The first request with this Idempotency-Key is still being worked on.")
    body = json.loads(_lock(owner, key).decrypt(_NONCE, bytes(answer.sealed_body), owner.encode()))
    return Response(body, status=answer.status, headers={"Idempotent-Replay": "true"})


_NONCE = b"\0" * 12
"""One message a key: the sealing key is derived from the caller's key, which seals one answer and is then forgotten."""


def _lock(owner: str, key: str) -> AESGCM:
    derive = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=settings.SECRET_KEY.encode(), info=f"answer {owner}".encode()
    )
    return AESGCM(derive.derive(key.encode()))


def _keyed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def _owner(actor: Actor, request: Request) -> str:
    """Whose key it is: keys of two accounts never meet. An anonymous filing leaves neither address nor account."""
    data = request.data
    if not actor.is_signed_in or (isinstance(data, dict) and data.get("anonymous") is True):
        return "anonymous"
    return f"user:{actor.audit_id}"


def _told(request: Request) -> str:
    return json.dumps([request.method, request.path, request.data], sort_keys=True, default=str, ensure_ascii=False)


def sent(shape: Any) -> dict[str, Any]:
    """What was sent, cleaned by its shape. Faults become a problem document, by field."""
    shape.is_valid(raise_exception=True)
    return dict(shape.validated_data)


def action_sent(shape: Any) -> dict[str, Any]:
    """The workflow action that was sent and what was given with it, as the services' `perform` takes them."""
    shape.is_valid(raise_exception=True)
    return {"action": shape.validated_data["action"], "given": shape.given()}


def listed(rows: Any, *, status: int = 200) -> Response:
    """A list that is answered whole."""
    return Response({"results": rows, "next": None, "previous": None}, status=status)


def require(condition: bool) -> None:
    """Refuse with 403 what the caller may see but not do."""
    if not condition:
        raise PermissionDenied()
