"""Addresses of what a firm works with in a case file."""

from django.urls import path

from caseapp.litigation.views import limitation, working

_CASE_FILE = "case-files/<reference:reference>/"
_LIMITATION = f"{_CASE_FILE}limitation/"

urlpatterns = [
    path(f"{_CASE_FILE}parties/", working.parties, name="parties"),
    path(f"{_CASE_FILE}facts/", working.facts, name="facts"),
    path(f"{_CASE_FILE}tasks/", working.tasks, name="tasks"),
    path(f"{_CASE_FILE}tasks/<int:number>/", working.finish_task, name="finish_task"),
    path(f"{_CASE_FILE}elements/", working.elements, name="elements"),
    path(f"{_CASE_FILE}elements/<int:law>/<str:element>/", working.proof, name="proof"),
    path(_LIMITATION, limitation.limitation, name="limitation"),
    path(f"{_LIMITATION}<int:number>/", limitation.facts, name="limitation_facts"),
    path(f"{_LIMITATION}<int:number>/do/<slug:action>/", limitation.act, name="limitation_act"),
]
