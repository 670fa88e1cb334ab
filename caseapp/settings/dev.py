"""One machine, plain HTTP on loopback: what `make run` serves. Everything else as in production."""

from caseapp.settings.base import *  # noqa: F403

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

# Hashed names without compression: on loopback it saves nothing, and compressing takes minutes at the first start.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
