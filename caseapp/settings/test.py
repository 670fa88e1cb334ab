"""The suite: real PostgreSQL, tasks run by the tests, fast hashing, files in a temporary folder."""

import atexit
import base64
import shutil
import tempfile
from pathlib import Path

from caseapp.settings.base import *  # noqa: F403

SECRET_KEY = "test-only-" + "s" * 50
KEY_ENCRYPTION_KEYS = "test:" + base64.b64encode(b"k" * 32).decode()
RECEIPT_PEPPER = "test-only-" + "p" * 32
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO = False
SITE_URL = "http://testserver"
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

_files = Path(tempfile.mkdtemp(prefix="countenance-files-"))
atexit.register(shutil.rmtree, _files, ignore_errors=True)
EVIDENCE_ROOT = _files / "evidence"
STORAGES = {
    **STORAGES,
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": _files / "files"},
    },
    "evidence": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": EVIDENCE_ROOT, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EVIDENCE_MAX_FILE_BYTES = 50_000_000
EVIDENCE_MAX_FILES = 10
TESSERACT = ""
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = "memory://"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "CRITICAL"}}
WHITENOISE_AUTOREFRESH = True
