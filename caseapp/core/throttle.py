"""Limits over time, counted in the shared cache under keyed hashes: no address is kept in the clear."""

import hashlib
import hmac

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from caseapp.core.errors import TooManyRequests


def check(scope: str, key: str, *, limit: int, seconds: int) -> None:
    """Raises TooManyRequests when `limit` attempts were counted already; counts nothing itself."""
    if int(cache.get(_name(scope, key), 0)) >= limit:
        raise TooManyRequests(_("There were too many attempts. Wait a while and try again."), retry_after=seconds)


def hit(scope: str, key: str, *, limit: int, seconds: int) -> None:
    """Count one attempt; raises TooManyRequests once `limit` attempts were made within `seconds`."""
    name = _name(scope, key)
    cache.add(name, 0, timeout=seconds)
    try:
        count = cache.incr(name)
    except ValueError:
        # It expired between the two calls: this attempt is the first of a new window.
        cache.set(name, 1, timeout=seconds)
        count = 1
    if count > limit:
        raise TooManyRequests(_("There were too many attempts. Wait a while and try again."), retry_after=seconds)


def client_key(request: HttpRequest) -> str:
    """What tells two clients apart: the address the outermost trusted proxy saw, or the peer's own."""
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return str(hops[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))


def _name(scope: str, key: str) -> str:
    told = hmac.new(settings.SECRET_KEY.encode(), f"{scope}\0{key}".encode(), hashlib.sha256).hexdigest()
    return f"throttle:{told}"
