"""Addresses of the HTTP API and of the health checks, one module for each part of the contract."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from caseapp.api.views import docs, health, tokens, uploads

from . import chambers, collective, complaints, desk, enforcement, money, reference, register, vault

app_name = "api"

v1 = [
    path("tokens/", tokens.TokenEndpoint.as_view(), name="tokens"),
    *chambers.urlpatterns,
    *collective.urlpatterns,
    *complaints.urlpatterns,
    *desk.urlpatterns,
    *enforcement.urlpatterns,
    *money.urlpatterns,
    *reference.urlpatterns,
    *register.urlpatterns,
    *vault.urlpatterns,
]

urlpatterns = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs.docs, name="docs"),
    path("api/v1/", include(v1)),
    path("uploads/", uploads.UploadsEndpoint.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>/", uploads.UploadEndpoint.as_view(), name="upload"),
]
