"""Addresses within `precedents` whose pages need the complaint; `caseapp.precedents.urls` takes them in."""

from django.urls import path

from caseapp.workspace.views import estimates

urlpatterns = [
    path("complaints/<reference:reference>/estimate/", estimates.estimate, name="estimate_of_complaint"),
    path("complaints/<reference:reference>/estimate/estimate.pdf", estimates.paper, name="estimate_of_complaint_pdf"),
    path("estimate/kept/<uuid:identifier>/", estimates.kept, name="kept"),
    path("estimate/kept/<uuid:identifier>/estimate.pdf", estimates.kept_paper, name="kept_pdf"),
]
