"""A firm's time and invoices, and the money it holds for clients."""

from django.urls import path

from caseapp.api.views import billing, trust, work

urlpatterns = [
    path("case-files/<reference:reference>/time/", work.TimeEndpoint.as_view(), name="case_file_time"),
    path("case-files/<reference:reference>/clock/", work.ClockEndpoint.as_view(), name="case_file_clock"),
    path(
        "case-files/<reference:reference>/disbursements/",
        work.DisbursementsEndpoint.as_view(),
        name="case_file_disbursements",
    ),
    path("time-entries/<int:number>/", work.TimeEntryEndpoint.as_view(), name="time_entry"),
    path("time-entries/<int:number>/write-off/", work.TimeWriteOffEndpoint.as_view(), name="time_write_off"),
    path("disbursements/<int:number>/receipt/", work.ReceiptEndpoint.as_view(), name="disbursement_receipt"),
    path(
        "disbursements/<int:number>/write-off/",
        work.DisbursementWriteOffEndpoint.as_view(),
        name="disbursement_write_off",
    ),
    path("rates/", work.RatesEndpoint.as_view(), name="rates"),
    path("rates/rounding/", work.RoundingEndpoint.as_view(), name="rounding"),
    path("invoices/", billing.InvoicesEndpoint.as_view(), name="invoices"),
    path("invoices/<reference:reference>/", billing.InvoiceEndpoint.as_view(), name="invoice"),
    path("invoices/<reference:reference>/content/", billing.InvoiceContentEndpoint.as_view(), name="invoice_content"),
    path(
        "invoices/<reference:reference>/transitions/",
        billing.InvoiceTransitionsEndpoint.as_view(),
        name="invoice_transitions",
    ),
    path("invoices/<reference:reference>/left-out/", billing.LeftOutEndpoint.as_view(), name="invoice_left_out"),
    path("invoices/<reference:reference>/transfers/", billing.TransfersEndpoint.as_view(), name="invoice_transfers"),
    path("trust-ledgers/", trust.TrustLedgersEndpoint.as_view(), name="trust_ledgers"),
    path("trust-ledgers/<reference:reference>/", trust.TrustLedgerEndpoint.as_view(), name="trust_ledger"),
    path(
        "trust-ledgers/<reference:reference>/statement/",
        trust.TrustStatementEndpoint.as_view(),
        name="trust_statement",
    ),
    path(
        "trust-ledgers/<reference:reference>/reversals/",
        trust.TrustReversalsEndpoint.as_view(),
        name="trust_reversals",
    ),
    path(
        "trust-ledgers/<reference:reference>/payments/",
        trust.LedgerPaymentsEndpoint.as_view(),
        name="ledger_payments",
    ),
    path("trust-payments/<reference:reference>/", trust.TrustPaymentEndpoint.as_view(), name="trust_payment"),
    path(
        "trust-payments/<reference:reference>/transitions/",
        trust.TrustPaymentTransitionsEndpoint.as_view(),
        name="trust_payment_transitions",
    ),
    path("reconciliations/", trust.ReconciliationsEndpoint.as_view(), name="reconciliations"),
    path("reconciliations/<reference:reference>/", trust.ReconciliationEndpoint.as_view(), name="reconciliation"),
    path(
        "reconciliations/<reference:reference>/paper/",
        trust.ReconciliationPaperEndpoint.as_view(),
        name="reconciliation_paper",
    ),
]
