"""Addresses of investigations, fines and compliance orders."""

from django.urls import path

from caseapp.enforcement.views import decisions, fines, investigations, opening, orders, worksheets

app_name = "enforcement"

_INVESTIGATION = "investigations/<reference:reference>/"
_FINE = "fines/<reference:reference>/"
_ORDER = "orders/<reference:reference>/"

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
    path(f"{_INVESTIGATION}orders/", orders.draft_order, name="draft_order"),
    path("fines/", fines.fines, name="fines"),
    path(_FINE, fines.fine, name="fine"),
    path(f"{_FINE}do/<slug:action>/", fines.act, name="fine_act"),
    path(f"{_FINE}statement.pdf", fines.statement, name="statement"),
    path(f"{_FINE}publish/", fines.publish, name="publish"),
    path("orders/", orders.orders, name="orders"),
    path(_ORDER, orders.order, name="order"),
    path(f"{_ORDER}do/<slug:action>/", orders.act, name="order_act"),
    path(f"{_ORDER}publish/", orders.publish, name="publish_order"),
]
