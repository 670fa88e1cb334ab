"""What every installation of Countenance shares; reads no environment itself."""

from django.utils.translation import gettext_lazy as _

from caseapp.settings.env import BASE_DIR, DATA_DIR, env
from caseapp.settings.integrations.cache import *  # noqa: F403
from caseapp.settings.integrations.celery import *  # noqa: F403
from caseapp.settings.integrations.drf import *  # noqa: F403
from caseapp.settings.integrations.email import *  # noqa: F403
from caseapp.settings.integrations.logging import *  # noqa: F403
from caseapp.settings.integrations.security import *  # noqa: F403
from caseapp.settings.integrations.storage import *  # noqa: F403

SECRET_KEY = env("SECRET_KEY")
DEBUG = env("DEBUG")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
SITE_URL = env("SITE_URL")
DEMO = env("COUNTENANCE_DEMO")

ROOT_URLCONF = "caseapp.urls"
WSGI_APPLICATION = "caseapp.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_cotton",
    "django_htmx",
    "django_structlog",
    "drf_spectacular",
    "knox",
    "pgtrigger",
    "rest_framework",
    # Ours, lowest layer first (docs/architecture.md).
    "caseapp.audit",
    "caseapp.core",
    "caseapp.law",
    "caseapp.accounts",
    "caseapp.notifications",
    "caseapp.respondents",
    "caseapp.precedents",
    "caseapp.complaints",
    "caseapp.evidence",
    "caseapp.intake",
    "caseapp.documents",
    "caseapp.casework",
    "caseapp.litigation",
    "caseapp.enforcement",
    "caseapp.billing",
    "caseapp.moving",
    "caseapp.statistics",
    "caseapp.register",
    "caseapp.personal",
    "caseapp.exports",
    "caseapp.workspace",
    "caseapp.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "caseapp.core.middleware.RefuseNulCharacters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "caseapp.accounts.middleware.ActorMiddleware",
    "caseapp.core.middleware.DomainErrorsToPages",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "caseapp.workspace.context_processors.site",
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]
COTTON_DIR = "components"
COTTON_SNAKE_CASED_NAMES = True
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": {
        **env.db("DATABASE_URL"),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["caseapp.accounts.backends.Backend"]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "caseapp" / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
DOCUMENT_FONTS = NODE_MODULES / "@expo-google-fonts" / "noto-sans-sc"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/govuk", NODE_MODULES / "govuk-frontend" / "dist" / "govuk"),
    ("vendor/accessible-autocomplete", NODE_MODULES / "accessible-autocomplete" / "dist"),
    ("vendor/tus", NODE_MODULES / "tus-js-client" / "dist"),
    ("vendor/fonts/source-sans-3", NODE_MODULES / "@fontsource-variable" / "source-sans-3"),
    ("vendor/fonts/source-serif-4", NODE_MODULES / "@fontsource-variable" / "source-serif-4"),
    ("vendor/fonts/noto-sans-sc", NODE_MODULES / "@fontsource-variable" / "noto-sans-sc"),
]
