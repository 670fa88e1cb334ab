"""Addresses of the HTTP API and of the health checks."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from caseapp.api.views import complaints, docs, health, tokens

app_name = "api"

v1 = [
    path("tokens/", tokens.TokenEndpoint.as_view(), name="tokens"),
    path("complaints/", complaints.ComplaintsEndpoint.as_view(), name="complaints"),
    path("complaints/<reference:reference>/", complaints.ComplaintEndpoint.as_view(), name="complaint"),
    path(
        "complaints/<reference:reference>/transitions/",
        complaints.ComplaintTransitionsEndpoint.as_view(),
        name="complaint_transitions",
    ),
    path(
        "complaints/<reference:reference>/messages/",
        complaints.ComplaintMessagesEndpoint.as_view(),
        name="complaint_messages",
    ),
    path(
        "complaints/<reference:reference>/timeline/",
        complaints.ComplaintTimelineEndpoint.as_view(),
        name="complaint_timeline",
    ),
]

urlpatterns = [
    path("healthz/live", health.live, name="live"),
    path("healthz/ready", health.ready, name="ready"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", docs.docs, name="docs"),
    path("api/v1/", include(v1)),
]
