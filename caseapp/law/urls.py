"""Addresses of the law's pages."""

from django.urls import path

from caseapp.law.views import check, rights

app_name = "law"

urlpatterns = [
    path("rights/", rights.rights, name="rights"),
    path("rights/check/", check.check, name="check"),
    path("rights/<slug:code>/", rights.rights_detail, name="rights_detail"),
]
