"""Addresses of precedents and estimates."""

from django.urls import include, path

from caseapp.precedents.views import alerts, collection, curation, estimates, method, suggestions

app_name = "precedents"

urlpatterns = [
    path("precedents/", collection.search, name="list"),
    path("precedents/search.csv", collection.sheet, name="csv"),
    path("precedents/search.json", collection.data, name="json"),
    path("precedents/sources/", method.sources, name="sources"),
    path("precedents/curation/", curation.desk, name="curation"),
    path("precedents/curation/new/", curation.new, name="new"),
    path("precedents/curation/<reference:reference>/", curation.revision, name="revision"),
    path("precedents/curation/<reference:reference>/edit/", curation.edit, name="revision_edit"),
    path("precedents/curation/<reference:reference>/<slug:action>/", curation.act, name="revision_act"),
    path("precedents/suggest/", suggestions.suggest, name="suggest"),
    path("precedents/suggestions/<reference:reference>/", suggestions.suggestion, name="suggestion"),
    path("precedents/suggestions/<reference:reference>/<slug:action>/", suggestions.act, name="suggestion_act"),
    path("precedents/alerts/", alerts.mine, name="alerts"),
    path("precedents/alerts/new/", alerts.save, name="alert_new"),
    path("precedents/alerts/asked/", alerts.asked, name="alert_asked"),
    path("precedents/alerts/<uuid:identifier>/end/", alerts.drop, name="alert_drop"),
    path("precedents/alerts/confirm/<str:token>/", alerts.confirm, name="alert_confirm"),
    path("precedents/alerts/end/<str:token>/", alerts.end, name="alert_end"),
    path("precedents/<slug:slug>/", collection.detail, name="detail"),
    path("precedents/<slug:slug>/history/", curation.history, name="history"),
    path("precedents/<slug:slug>/correct/", curation.correct, name="correct"),
    path("precedents/<slug:slug>/treatment/", curation.treatment, name="treatment"),
    path("estimate/", estimates.estimate, name="estimate"),
    path("estimate/estimate.pdf", estimates.paper, name="estimate_pdf"),
    path("estimate/method/", method.method, name="method"),
    path("estimate/method/precedents.jsonl", method.data, name="jsonl"),
    path("estimate/method/arithmetic.zip", method.arithmetic, name="arithmetic"),
    # Named, not imported: a complaint's own estimate draws on the complaint, which this app may not know.
    path("", include("caseapp.workspace.estimate_urls")),
]
