"""Investigations, orders, fines and what banks say of them."""

from django.urls import path

from caseapp.api.views import bank, fines, hearing, investigations, orders, plan, reminders, worksheets

urlpatterns = [
    path("investigations/", investigations.InvestigationsEndpoint.as_view(), name="investigations"),
    path("investigations/<reference:reference>/", investigations.InvestigationEndpoint.as_view(), name="investigation"),
    path(
        "investigations/<reference:reference>/transitions/",
        investigations.InvestigationTransitionsEndpoint.as_view(),
        name="investigation_transitions",
    ),
    path(
        "investigations/<reference:reference>/complaints/",
        investigations.InvestigationComplaintsEndpoint.as_view(),
        name="investigation_complaints",
    ),
    path(
        "investigations/<reference:reference>/decision/",
        investigations.InvestigationDecisionEndpoint.as_view(),
        name="investigation_decision",
    ),
    path(
        "investigations/<reference:reference>/worksheet/",
        worksheets.InvestigationWorksheetEndpoint.as_view(),
        name="investigation_worksheet",
    ),
    path(
        "investigations/<reference:reference>/findings/",
        investigations.InvestigationFindingsEndpoint.as_view(),
        name="investigation_findings",
    ),
    path(
        "investigations/<reference:reference>/orders/",
        orders.InvestigationOrdersEndpoint.as_view(),
        name="investigation_orders",
    ),
    path(
        "investigations/<reference:reference>/requests/",
        hearing.InformationRequestsEndpoint.as_view(),
        name="investigation_requests",
    ),
    path(
        "investigations/<reference:reference>/invitations/",
        hearing.InvitationsEndpoint.as_view(),
        name="investigation_invitations",
    ),
    path(
        "investigations/<reference:reference>/time-wishes/",
        hearing.TimeWishesEndpoint.as_view(),
        name="investigation_time_wishes",
    ),
    path(
        "investigations/<reference:reference>/time-wishes/<int:number>/transitions/",
        hearing.TimeWishTransitionsEndpoint.as_view(),
        name="time_wish_transitions",
    ),
    path(
        "investigations/<reference:reference>/requests/<int:number>/answer/",
        hearing.RequestAnswerEndpoint.as_view(),
        name="request_answer",
    ),
    path(
        "investigations/<reference:reference>/invitations/<uuid:invitation_id>/",
        hearing.RespondentInvitationEndpoint.as_view(),
        name="investigation_invitation",
    ),
    path("investigations/<reference:reference>/plan/", plan.PlanEndpoint.as_view(), name="investigation_plan"),
    path(
        "investigations/<reference:reference>/plan/<int:number>/",
        plan.PlanItemEndpoint.as_view(),
        name="investigation_plan_item",
    ),
    path(
        "investigations/<reference:reference>/plan/<int:number>/evidence/",
        plan.PlanEvidenceEndpoint.as_view(),
        name="plan_evidence",
    ),
    path(
        "investigations/<reference:reference>/plan/<int:number>/evidence/<uuid:item_id>/",
        plan.PlanExhibitEndpoint.as_view(),
        name="plan_exhibit",
    ),
    path("fine-reminders/", reminders.ReminderPlansEndpoint.as_view(), name="fine_reminders"),
    path("bank-files/<int:number>/lines/<int:line>/fine/", bank.BankLineFineEndpoint.as_view(), name="bank_line_fine"),
    path("bank-files/", bank.BankFilesEndpoint.as_view(), name="bank_files"),
    path("bank-files/<int:number>/", bank.BankFileEndpoint.as_view(), name="bank_file"),
    path("bank-files/<int:number>/lines/", bank.BankFileLinesEndpoint.as_view(), name="bank_file_lines"),
    path(
        "bank-files/<int:number>/transitions/",
        bank.BankFileTransitionsEndpoint.as_view(),
        name="bank_file_transitions",
    ),
    path("compliance-orders/", orders.OrdersEndpoint.as_view(), name="orders"),
    path("compliance-orders/<reference:reference>/", orders.OrderEndpoint.as_view(), name="order"),
    path(
        "compliance-orders/<reference:reference>/transitions/",
        orders.OrderTransitionsEndpoint.as_view(),
        name="order_transitions",
    ),
    path("compliance-orders/<reference:reference>/proofs/", orders.OrderProofsEndpoint.as_view(), name="order_proofs"),
    path("fines/", fines.FinesEndpoint.as_view(), name="fines"),
    path("fines/<reference:reference>/", fines.FineEndpoint.as_view(), name="fine"),
    path(
        "fines/<reference:reference>/transitions/",
        fines.FineTransitionsEndpoint.as_view(),
        name="fine_transitions",
    ),
    path("fines/<reference:reference>/payments/", fines.FinePaymentsEndpoint.as_view(), name="fine_payments"),
    path("fines/<reference:reference>/statement/", fines.FineStatementEndpoint.as_view(), name="fine_statement"),
    path("fines/<reference:reference>/ledger/", fines.FineLedgerEndpoint.as_view(), name="fine_ledger"),
]
