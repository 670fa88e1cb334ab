"""What the browser is told, how people sign in, and what keeps secrets."""

import hashlib
from pathlib import Path

from csp.constants import NONE, SELF

from caseapp.settings.env import env

_keys_file = env("KEY_ENCRYPTION_KEYS_FILE")
KEY_ENCRYPTION_KEYS = Path(_keys_file).read_text().strip() if _keys_file else env("KEY_ENCRYPTION_KEYS")
KEY_SERVICE = "caseapp.core.key_service.AwsKeyService"
KMS_ENDPOINT_URL = env("KMS_ENDPOINT_URL")
KMS_REGION = env("KMS_REGION")
RECEIPT_PEPPER = env("RECEIPT_PEPPER")
REGISTER_SIGNING_KEY = env("REGISTER_SIGNING_KEY")
REGISTER_SIGNING_KEY_FILE = env("REGISTER_SIGNING_KEY_FILE")
ALTCHA_HMAC_KEY = hashlib.sha256(f"altcha {env('SECRET_KEY')}".encode()).hexdigest()
TRUSTED_PROXIES = env("TRUSTED_PROXIES")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
_REFUSED = ("camera", "microphone", "geolocation", "payment", "usb", "interest-cohort")
PERMISSIONS_POLICY: dict[str, list[str]] = {name: [] for name in _REFUSED}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "countenance_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "countenance_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "caseapp.workspace.views.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "countenance_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "workspace:front"
ACCOUNT_ADAPTER = "caseapp.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "caseapp.accounts.forms.LoginForm",
    "signup": "caseapp.accounts.forms.SignupForm",
    "reset_password": "caseapp.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "caseapp.accounts.forms.ResetPasswordKeyForm",
    "change_password": "caseapp.accounts.forms.ChangePasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
USERSESSIONS_TRACK_ACTIVITY = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
