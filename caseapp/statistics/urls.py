"""Addresses of an authority's numbers."""

from django.urls import path

from caseapp.statistics.views import dashboard

app_name = "statistics"

urlpatterns = [
    path("statistics/", dashboard.dashboard, name="dashboard"),
    path("statistics/<slug:key>.csv", dashboard.sheet, name="sheet"),
]
