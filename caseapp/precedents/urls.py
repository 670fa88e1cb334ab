"""Addresses of precedents and estimates."""

from django.urls import path

from caseapp.precedents.views import collection

app_name = "precedents"

urlpatterns = [
    path("precedents/", collection.search, name="list"),
    path("precedents/search.csv", collection.sheet, name="csv"),
    path("precedents/search.json", collection.data, name="json"),
    path("precedents/<slug:slug>/", collection.detail, name="detail"),
]
