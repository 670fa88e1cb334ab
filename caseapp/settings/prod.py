"""A public site behind TLS: refuses to start without its secrets."""

from django.core.exceptions import ImproperlyConfigured

from caseapp.settings.base import *  # noqa: F403

DEBUG = False

for _name in ("SECRET_KEY", "KEY_ENCRYPTION_KEYS", "RECEIPT_PEPPER"):
    if len(globals()[_name]) < 32:
        raise ImproperlyConfigured(f"{_name} must be set, with 32 characters or more: see docs/settings.md")
if TRUSTED_PROXIES < 1:
    raise ImproperlyConfigured("TRUSTED_PROXIES must say how many proxies in front are ours: see docs/settings.md")

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-countenance_session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-countenance_csrf"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
