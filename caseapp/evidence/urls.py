"""Addresses of evidence."""

from django.urls import path

from caseapp.evidence import views

app_name = "evidence"

urlpatterns = [
    path("complaints/<reference:reference>/evidence/", views.evidence_list, name="list"),
    path("evidence/<uuid:item_id>/", views.evidence_item, name="item"),
    path("evidence/<uuid:item_id>/content/", views.content, name="content"),
    path("evidence/<uuid:item_id>/retry/", views.retry, name="retry"),
    path("evidence/made/<uuid:derivative_id>/", views.derivative, name="derivative"),
]
