"""Addresses of a firm's money."""

from django.urls import path

from caseapp.billing.views import costs, trust, trust_payments

app_name = "billing"

urlpatterns = [
    path("case-files/<reference:reference>/costs/", costs.costs, name="costs"),
    path("trust/", trust.trust, name="trust"),
    path("trust/<reference:reference>/", trust.ledger, name="ledger"),
    path("trust/<reference:reference>/statement/", trust.statement, name="ledger_pdf"),
    path("trust/<reference:reference>/pay/", trust.propose, name="propose_payment"),
    path("trust/<reference:reference>/lines/<int:number>/correct/", trust.reverse_line, name="reverse_line"),
    path("trust/payments/<reference:reference>/", trust_payments.payment, name="trust_payment"),
    path("trust/payments/<reference:reference>/do/<slug:action>/", trust_payments.act, name="trust_payment_act"),
    path("trust/reconciliations/", trust_payments.reconciliations, name="reconciliations"),
    path("trust/reconciliations/new/", trust_payments.new_reconciliation, name="new_reconciliation"),
    path("trust/reconciliations/<reference:reference>/", trust_payments.reconciliation, name="reconciliation"),
    path("case-files/<reference:reference>/trust/receive/", trust.receive, name="receive"),
]
