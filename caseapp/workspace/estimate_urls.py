"""Addresses within `precedents` whose pages need the complaint; `caseapp.precedents.urls` takes them in."""

from django.urls import path

from caseapp.workspace.views import estimates

urlpatterns = [
    path("complaints/<reference:reference>/estimate/", estimates.estimate, name="estimate_of_complaint"),
]
