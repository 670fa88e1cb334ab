"""Every address of the site, app by app."""

from django.urls import include, path, register_converter
from django.views.i18n import set_language

from caseapp.core.converters import ReferenceConverter

register_converter(ReferenceConverter, "reference")

handler400 = "caseapp.workspace.views.errors.bad_request"
handler403 = "caseapp.workspace.views.errors.forbidden"
handler404 = "caseapp.workspace.views.errors.not_found"
handler500 = "caseapp.workspace.views.errors.server_error"

APPS = (
    "workspace",
    "law",
    "respondents",
    "precedents",
    "complaints",
    "evidence",
    "intake",
    "documents",
    "casework",
    "litigation",
    "enforcement",
    "billing",
    "moving",
    "statistics",
    "register",
    "personal",
    "exports",
    "api",
)

urlpatterns = [
    path("language/", set_language, name="set_language"),
    path("account/", include("allauth.urls")),
    *(path("", include(f"caseapp.{app}.urls")) for app in APPS),
]
