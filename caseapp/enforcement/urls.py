"""Addresses of investigations, fines and compliance orders."""

from django.urls import path

from caseapp.enforcement.views import (
    decisions,
    fines,
    hearing,
    investigations,
    money,
    opening,
    orders,
    plan,
    portal,
    portal_door,
    worksheets,
)

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
    path(f"{_INVESTIGATION}invitations/", hearing.invitations, name="invitations"),
    path(f"{_INVESTIGATION}time/<int:number>/<slug:action>/", hearing.decide_on_time, name="decide_on_time"),
    path("investigations/invitations/<uuid:invitation_id>/revoke/", hearing.revoke, name="revoke_invitation"),
    path("investigations/files/<uuid:item_id>/", hearing.inquiry_of_file, name="inquiry_of_file"),
    path(f"{_INVESTIGATION}plan/", plan.plan, name="plan"),
    path(f"{_INVESTIGATION}plan/<int:number>/", plan.plan_item, name="plan_item"),
    path(f"{_INVESTIGATION}plan/<int:number>/evidence/", plan.put_evidence, name="plan_evidence"),
    path(f"{_INVESTIGATION}plan/<int:number>/remove/", plan.remove, name="plan_remove"),
    path(f"{_INVESTIGATION}plan/evidence/<int:number>/remove/", plan.remove_evidence, name="plan_evidence_remove"),
    path(f"{_INVESTIGATION}findings/", decisions.elements, name="elements"),
    path(f"{_INVESTIGATION}findings/<int:law>/<str:element>/", decisions.record_finding, name="record_finding"),
    path(f"{_INVESTIGATION}decision/", decisions.draft_decision, name="draft_decision"),
    path(f"{_INVESTIGATION}worksheet/", worksheets.worksheet, name="worksheet"),
    path(f"{_INVESTIGATION}orders/", orders.draft_order, name="draft_order"),
    path("respond/", portal_door.enter, name="respond"),
    path("respond/with/<str:secret>/", portal_door.link, name="respond_link"),
    path("respond/inquiry/", portal.home, name="respond_home"),
    path("respond/inquiry/requests/<int:number>/", portal.answer, name="respond_answer"),
    path("respond/inquiry/requests/<int:number>/time/", portal.more_time, name="respond_time"),
    path("respond/inquiry/notice/", portal.represent, name="respond_notice"),
    path("respond/inquiry/notice/time/", portal.more_time, name="respond_notice_time"),
    path("respond/inquiry/decision/", portal.letter, name="respond_letter"),
    path("respond/inquiry/orders/<reference:reference>/", portal.prove, name="respond_order"),
    path("respond/leave/", portal_door.leave, name="respond_leave"),
    path("fines/", fines.fines, name="fines"),
    path("fines/payments/", money.bank_files, name="bank_files"),
    path("fines/payments/<int:number>/", money.bank_file, name="bank_file"),
    path("fines/payments/<int:number>/do/<slug:action>/", money.bank_file_act, name="bank_file_act"),
    path("fines/payments/<int:number>/lines/<int:line>/", money.assign_line, name="assign_line"),
    path("fines/reminders/", money.reminders, name="reminders"),
    path(_FINE, fines.fine, name="fine"),
    path(f"{_FINE}do/<slug:action>/", fines.act, name="fine_act"),
    path(f"{_FINE}statement.pdf", fines.statement, name="statement"),
    path("orders/", orders.orders, name="orders"),
    path(_ORDER, orders.order, name="order"),
    path(f"{_ORDER}do/<slug:action>/", orders.act, name="order_act"),
]
