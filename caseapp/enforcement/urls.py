"""Addresses of investigations and fines."""

from django.urls import path

from caseapp.enforcement.views import decisions, fines, investigations, opening, worksheets

app_name = "enforcement"

_INVESTIGATION = "investigations/<reference:reference>/"
_FINE = "fines/<reference:reference>/"

urlpatterns = [
    path("investigations/", investigations.investigations, name="investigations"),
    path("investigations/open/", opening.open_investigation, name="open"),
    path(_INVESTIGATION, investigations.investigation, name="investigation"),
    path(f"{_INVESTIGATION}do/<slug:action>/", investigations.act, name="investigation_act"),
    path(f"{_INVESTIGATION}complaints/", opening.add_complaints, name="add_complaints"),
    path(f"{_INVESTIGATION}requests/<int:number>/", investigations.record_answer, name="record_answer"),
    path(f"{_INVESTIGATION}findings/", decisions.elements, name="elements"),
    path(f"{_INVESTIGATION}findings/<int:law>/<str:element>/", decisions.record_finding, name="record_finding"),
    path(f"{_INVESTIGATION}decision/", decisions.draft_decision, name="draft_decision"),
    path(f"{_INVESTIGATION}worksheet/", worksheets.worksheet, name="worksheet"),
    path("fines/", fines.fines, name="fines"),
    path(_FINE, fines.fine, name="fine"),
    path(f"{_FINE}do/<slug:action>/", fines.act, name="fine_act"),
    path(f"{_FINE}publish/", fines.publish, name="publish"),
]
