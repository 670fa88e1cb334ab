"""Addresses of what a person takes away."""

from django.urls import path

from caseapp.exports.views import exports, reports

app_name = "exports"

urlpatterns = [
    path("exports/", exports.mine, name="mine"),
    path("exports/reports/", reports.reports, name="reports"),
    path("exports/reports/<int:number>/<slug:action>/", reports.change, name="report_change"),
    path("exports/ask/", exports.ask, name="ask"),
    path("exports/<uuid:identifier>/", exports.progress, name="progress"),
    path("exports/<uuid:identifier>/file/", exports.download, name="download"),
    path("exports/<uuid:identifier>/delete/", exports.delete, name="delete"),
]
