"""Addresses of the registry of organisations."""

from django.urls import include, path

from caseapp.respondents import views

app_name = "respondents"

urlpatterns = [
    path("respondents/", views.search, name="list"),
    path("respondents/new/", views.add, name="add"),
    path("respondents/<reference:reference>/edit/", views.edit, name="edit"),
    path("respondents/<reference:reference>/verify/", views.verify, name="verify"),
    path("respondents/<reference:reference>/places/new/", views.add_site, name="add_site"),
    # Named, not imported: the dossier draws on fines and complaints, which this app may not know.
    path("", include("caseapp.register.respondent_urls")),
]
