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
    path("respondents/<reference:reference>/places/<int:number>/", views.add_supply, name="add_supply"),
    path("respondents/<reference:reference>/merge/", views.merge, name="merge"),
    path("respondents/merges/<int:number>/undo/", views.undo_merge, name="undo_merge"),
    # Named, not imported: the dossier draws on fines and complaints, which this app may not know.
    path("", include("caseapp.register.respondent_urls")),
]
