"""Addresses of a firm's money."""

from django.urls import path

from caseapp.billing.views import costs, invoices, rates, trust, trust_payments, work

app_name = "billing"

urlpatterns = [
    path("case-files/<reference:reference>/costs/", costs.costs, name="costs"),
    path("case-files/<reference:reference>/clock/", work.start_clock, name="start_clock"),
    path("case-files/<reference:reference>/clock/stop/", work.stop_clock, name="stop_clock"),
    path("case-files/<reference:reference>/time/new/", work.record_time, name="record_time"),
    path("time/<int:number>/", work.change_time, name="change_time"),
    path("time/<int:number>/write-off/", work.write_off_time, name="write_off_time"),
    path("case-files/<reference:reference>/disbursements/new/", work.record_disbursement, name="record_disbursement"),
    path("disbursements/<int:number>/receipt/", work.receipt, name="receipt"),
    path("disbursements/<int:number>/write-off/", work.write_off_disbursement, name="write_off_disbursement"),
    path("rates/", rates.rates, name="rates"),
    path("rates/new/", rates.new_rate, name="new_rate"),
    path("rates/rounding/", rates.new_rule, name="new_rule"),
    path("case-files/<reference:reference>/invoices/new/", invoices.new_invoice, name="new_invoice"),
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/<reference:reference>/", invoices.invoice, name="invoice"),
    path("invoices/<reference:reference>/pdf/", invoices.paper, name="invoice_pdf"),
    path("invoices/<reference:reference>/leave-out/", invoices.leave_out, name="leave_out"),
    path("invoices/<reference:reference>/from-trust/", invoices.from_trust, name="from_trust"),
    path("invoices/<reference:reference>/do/<slug:action>/", invoices.act, name="invoice_act"),
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
