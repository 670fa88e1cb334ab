"""Addresses of precedents and estimates."""

from django.urls import include, path

from caseapp.precedents.views import collection, estimates, method

app_name = "precedents"

urlpatterns = [
    path("precedents/", collection.search, name="list"),
    path("precedents/search.csv", collection.sheet, name="csv"),
    path("precedents/search.json", collection.data, name="json"),
    path("precedents/sources/", method.sources, name="sources"),
    path("precedents/<slug:slug>/", collection.detail, name="detail"),
    path("estimate/", estimates.estimate, name="estimate"),
    path("estimate/estimate.pdf", estimates.paper, name="estimate_pdf"),
    path("estimate/method/", method.method, name="method"),
    path("estimate/method/precedents.jsonl", method.data, name="jsonl"),
    # Named, not imported: a complaint's own estimate draws on the complaint, which this app may not know.
    path("", include("caseapp.workspace.estimate_urls")),
]
