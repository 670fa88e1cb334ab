"""Addresses of the law's pages."""

from django.urls import path

from caseapp.law import views

app_name = "law"

urlpatterns = [
    path("rights/", views.rights, name="rights"),
    path("rights/<slug:code>/", views.rights_detail, name="rights_detail"),
]
